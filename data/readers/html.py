"""Web pages, block by block as a browser shows them; menus, footers and share bars are kept as layout.

Nothing long is ever taken for layout: a block called ``nav`` that holds whole sentences is text.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from typing import TYPE_CHECKING

from data.bilingual import MinutesError
from data.numerals import numeral
from data.readers.outcome import Reading, TextLine, join_lines
from data.readers.text import decode, frequent_share

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr legend li main menu nav ol p pre section summary table tbody tfoot "
    "thead title tr ul".split()
)
_DROPPED = frozenset("script style noscript template svg iframe object select textarea head canvas video".split())
_LAYOUT_TAGS = frozenset("nav footer aside header menu button".split())
_LAYOUT_NAMES = re.compile(
    r"(?:^|[-_\s])(?:nav|navi|navbar|menu|breadcrumbs?|crumbs?|location|position|dqwz|weizhi|share|bdshare\w*|footer|"
    r"foot|copyright|sidebar|toolbar|pagination|pager?|related|links?|yqlj|login|search|header|banner|qrcode|"
    r"fontsize|zihao|print|tools?)(?:$|[-_\s])",
    re.IGNORECASE,
)
_LAYOUT_LINE = re.compile(
    r"(?:当前位置|您?(?:现在)?的?位置|首页\s*[>＞»/]|[【\[]?\s*字[体号]|【?打印|【?关闭|分享到?[:：]?|浏览次数|阅读(?:量|次数)|点击[率数]|"
    r"扫一扫|返回顶部|上一篇|下一篇|版权所有|主办单位?[:：]|承办单位?[:：]|网站标识码|网站地图|联系我们|技术支持|\S*ICP备|\S*公网安备)"
)
_SENTENCE = re.compile(r"[^\n]{40,}[。；：]|[（(][一二三四五六七八九十]+[)）]|(?:^|\n)\s*[一二三四五六七八九十]+、")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_AS_DECODED = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}
_METADATA = {"pubdate": "发布时间", "contentsource": "来源"}  # GB/T 33994-style tags of government sites
_LONGEST_LAYOUT = 60  # characters of a line
_LONGEST_LINK = 40
_CHINESE_LISTS = ("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal", "cjk-decimal")


def read_html(content: bytes, charset: str | None = None) -> Reading:
    """The text of a web page, a line a block; ``charset`` is what came with the page, outside it.

    Raises:
        MinutesError: the bytes are no text, or the page shows none.
    """
    from bs4 import BeautifulSoup  # noqa: PLC0415 - only web pages need it

    markup = _decode(content, charset)
    if markup is None:
        raise MinutesError("不是文本文件。", "not a text file.")
    page = BeautifulSoup(markup.replace("\x00", ""), "lxml")
    title = " ".join(page.title.get_text().split()) if page.title else ""
    body = list(_Walk(page.body).lines()) if page.body else []
    if not body:
        raise MinutesError("网页中没有文字。", "the page holds no text.")
    shown = "\n".join(line.text for line in body)
    lines = [TextLine(text) for text in (title, *_metadata(page, shown)) if text]
    return join_lines([[*lines, *body]], hard_wrapped=False, paged=False)


def read_mhtml(content: bytes) -> Reading:
    """The text of a web page saved as one file (RFC 2557).

    Raises:
        MinutesError: it holds no page.
    """
    try:
        message = message_from_bytes(content, policy=policy.default)
        part = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
        page = part.get_payload(decode=True) if part else None
        charset = part.get_content_charset() if part else None
    except (MessageError, ValueError, LookupError, KeyError, IndexError, AttributeError, TypeError) as error:
        raise MinutesError("网页文件已损坏。", "the saved web page is damaged.") from error
    if not isinstance(page, bytes):
        raise MinutesError("文件中没有网页。", "the file holds no web page.")
    return read_html(page, charset)


def _decode(content: bytes, charset: str | None) -> str | None:
    """UTF-8 if it is that; else what the page declares, unless its characters belie it; else what fits."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(content[:4096])
    name = (declared[1].decode("ascii", "replace") if declared else charset or "").lower()
    try:
        text = content.decode(_AS_DECODED.get(name, name), "replace") if name else None
    except (LookupError, UnicodeError):
        text = None
    guessed = decode(content)
    return max((one for one in (text, guessed) if one is not None), key=frequent_share, default=None)


def _metadata(page: "BeautifulSoup", shown: str) -> Iterator[str]:
    """Date and source of publication, where the page tells them to machines alone."""
    for tag in page.find_all("meta"):
        label = _METADATA.get(str(tag.get("name", "")).lower())
        value = str(tag.get("content", "")).strip()
        if label and value and label not in shown:
            yield f"{label}：{value}"


class _Walk:
    """A walk through the elements of a page, without recursion: pages may be nested without end."""

    def __init__(self, body: "Tag") -> None:
        self._body = body
        self._text = ""
        self._linked = 0  # characters of the line that are in links
        self._layout = 0  # depth within elements that are layout
        self._links = 0
        self._verbatim = 0

    def lines(self) -> Iterator[TextLine]:
        """The lines that the page shows."""
        from bs4.element import PageElement, PreformattedString, Tag  # noqa: PLC0415 - only web pages need it

        stack: list[tuple[PageElement, bool]] = [(self._body, False)]
        while stack:
            node, done = stack.pop()
            if not isinstance(node, Tag):
                if not isinstance(node, PreformattedString):  # comments and the like
                    yield from self._add(str(node))
                continue
            if done:
                yield from self._leave(node)
            elif node.name not in _DROPPED and not _is_hidden(node):
                yield from self._enter(node)
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(node.contents))
        yield from self._flush()

    def _enter(self, tag: "Tag") -> Iterator[TextLine]:
        if tag.name in _BLOCKS or tag.name == "br":
            yield from self._flush()
        if tag.name in ("td", "th") and self._text:
            self._text += "  "
        self._layout += _is_layout(tag)
        self._links += tag.name == "a"
        self._verbatim += tag.name == "pre"
        if tag.name == "li":
            self._text = _list_numeral(tag)

    def _leave(self, tag: "Tag") -> Iterator[TextLine]:
        if tag.name in _BLOCKS:
            yield from self._flush()
        self._layout -= _is_layout(tag)
        self._links -= tag.name == "a"
        self._verbatim -= tag.name == "pre"

    def _add(self, text: str) -> Iterator[TextLine]:
        if self._verbatim:
            *whole, text = text.split("\n")
            for line in whole:
                self._text += line
                yield from self._flush()
        text = re.sub(r"[ \t\r\n\f]+", " ", text)
        self._text += text
        self._linked += len("".join(text.split())) if self._links else 0

    def _flush(self) -> Iterator[TextLine]:
        text = " ".join(self._text.replace("\xa0", " ").split(" ")).strip()
        if text:
            all_link = self._linked >= len("".join(text.split())) and not text.startswith("附件")
            layout = (
                self._layout > 0
                or (len(text) < _LONGEST_LINK and all_link)
                or (len(text) < _LONGEST_LAYOUT and bool(_LAYOUT_LINE.match(text)))
            )
            yield TextLine(text, is_layout=layout)
        self._text, self._linked = "", 0


def _is_hidden(tag: "Tag") -> bool:
    return tag.has_attr("hidden") or bool(_HIDDEN_STYLE.search(str(tag.get("style", ""))))


def _is_layout(tag: "Tag") -> bool:
    name = f"{tag.get('id', '')} {' '.join(filter(None, tag.get_attribute_list('class')))}"
    named = tag.name in _LAYOUT_TAGS or (tag.name != "body" and bool(_LAYOUT_NAMES.search(name)))
    return named and not _SENTENCE.search(tag.get_text("\n"))


def _list_numeral(item: "Tag") -> str:
    """What a browser puts before an item of an ordered list."""
    ordered = item.parent
    if ordered is None or ordered.name != "ol":
        return ""
    style = f"{ordered.get('style', '')} {item.get('style', '')}".lower()
    if re.search(r"list-style(?:-type)?\s*:[^;]*none", style):
        return ""
    count = _whole(ordered.get("start"), 1)
    for sibling in ordered.find_all("li", recursive=False):
        count = _whole(sibling.get("value"), count)
        if sibling is item:
            break
        count += 1
    if count > 0 and any(name in style for name in _CHINESE_LISTS):
        return f"{numeral(count)}、"
    letters = {"a": "a", "A": "A"}.get(str(ordered.get("type", "")))
    return f"{chr(ord(letters) + (count - 1) % 26)}. " if letters else f"{count}. "


def _whole(value: object, default: int) -> int:
    return int(str(value)) if re.fullmatch(r"-?[0-9]{1,6}", str(value)) else default
