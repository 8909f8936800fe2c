"""Web pages: the text whole, block by block, and the site around it as layout."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.bilingual import MinutesError
from data.parsing import parse
from data.reading import Source, read_content
from tests.expected import ORDINALS, minutes, squash
from tests.rendering.documents import paragraphs_of, web_page


def read(page: str | bytes, name: str = "纪要.html") -> Source:
    return read_content(name, page.encode() if isinstance(page, str) else page)


def shown(page: str) -> list[str]:
    """The lines of a page's body, layout left out."""
    source = read(f"<html><body>{page}</body></html>")
    return [line for line in without_layout(source).splitlines() if line]


def without_layout(source: Source) -> str:
    text = source.text
    for span in reversed(source.layout):
        text = text[: span.start] + text[span.end :]
    return text


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("utf-8", "gb18030"), ("gbk", "utf-8"), ("none-such", "gb18030")],
)
@pytest.mark.parametrize("ordinal", ORDINALS)
def test_the_samples_are_read_whole_and_the_site_around_them_is_layout(
    ordinal: int, declared: str, encoding: str
) -> None:
    paragraphs = paragraphs_of(minutes(ordinal))
    source = read(web_page(paragraphs, charset=declared).encode(encoding))
    lines = [line for line in without_layout(source).splitlines() if line]
    assert lines[:3] == ["常务会议纪要_太仓市人民政府", "常务会议纪要", lines[2]]
    assert lines[2].startswith("发布时间：2023-06-20")
    assert [squash(line) for line in lines[3:]] == [squash(line) for line in paragraphs]
    layout = [source.text[span.start : span.end] for span in source.layout]
    assert layout[:5] == [
        "太仓市人民政府门户网站",
        "首页",
        "信息公开",
        "政务服务",
        "当前位置：首页 > 信息公开 > 常务会议",
    ]
    assert (source.hard_wrapped, source.pages) == (False, ())
    assert "看不见" not in source.text
    assert "不是正文" not in source.text
    parsed = parse("\n".join(lines[3:]))
    assert [len(one.items) for one in parsed.resolutions] == [len(one.items) for one in minutes(ordinal).resolutions]


def test_traditional_pages_in_big5_are_read() -> None:
    page = '<html><head><meta charset="big5"></head><body><p>第十四次會議紀錄</p></body></html>'
    assert read(page.encode("big5")).text == "第十四次會議紀錄\n"


def test_the_date_of_publication_is_taken_from_the_metadata_where_it_is_not_shown() -> None:
    page = '<head><title>纪要</title><meta name="PubDate" content="2023-06-20"></head><body><p>正文</p></body>'
    assert read(f"<html>{page}</html>").text.splitlines() == ["纪要", "发布时间：2023-06-20", "正文"]


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("<p>一、审议&nbsp;《办法》&amp;附件<br>（一）同意</p>", ["一、审议 《办法》&附件", "（一）同意"]),
        ("<div>甲<span>乙</span>\n 丙</div>丁", ["甲乙 丙", "丁"]),
        ("<table><tr><td>张三</td><td>市发改委</td></tr></table>", ["张三  市发改委"]),
        ("<table><tr><td><p>甲。</p><p>乙。</p></td></tr></table>", ["甲。", "乙。"]),
        ("<ol><li>甲</li><li>乙</li></ol>", ["1. 甲", "2. 乙"]),
        ('<ol start="3" style="list-style-type:cjk-ideographic"><li>甲</li><li>乙</li></ol>', ["三、甲", "四、乙"]),
        ('<ol style="list-style:none"><li>一、甲</li></ol>', ["一、甲"]),
        ("<ul><li>甲</li></ul>", ["甲"]),
        ("<pre>甲\n  乙</pre>", ["甲", "乙"]),
        ("<p hidden>甲</p><p>乙</p><!-- 丙 --><noscript>丁</noscript>", ["乙"]),
        ("<nav>首页 栏目</nav><p>正文</p><footer>版权所有</footer>", ["正文"]),
        ('<p>正文</p><p><a href="/a">相关文章</a></p><p>【打印】【关闭】</p>', ["正文"]),
    ],
)
def test_blocks_become_lines(page: str, lines: list[str]) -> None:
    assert shown(page) == lines


@pytest.mark.parametrize("block", ["<nav>{}</nav>", '<div class="share">{}</div>', '<div id="footer">{}</div>'])
def test_a_block_of_whole_sentences_is_text_whatever_its_name(block: str) -> None:
    sentence = "一、会议原则同意市发改委关于《2023年度市级政府投资项目》的计划安排，按程序以市政府名义印发。"
    assert shown(block.format(f"<p>{sentence}</p>")) == [sentence]


def test_a_saved_page_is_read_from_its_first_html_part() -> None:
    page = (
        b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; boundary="x"\r\n\r\n'
        b"--x\r\nContent-Type: text/html; charset=gbk\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<html><body><p>=B5=DA=CA=AE=BA=C5</p></body></html>\r\n--x--\r\n"
    )
    for name in ("纪要.mhtml", "纪要.mht", "纪要.html"):
        assert read(page, name).text == "第十号\n"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.html", b"<html><body><script>1</script></body></html>", "no text"),
        ("a.html", b"<html></html>", "no text"),
        ("a.mhtml", b"MIME-Version: 1.0\nContent-Type: text/plain\n\nx", "no web page"),
    ],
)
def test_a_page_without_text_says_so(name: str, content: bytes, reason: str) -> None:
    with pytest.raises(MinutesError, match=reason):
        read(content, name)


def test_a_page_nested_without_end_is_read() -> None:
    assert shown("<div>" * 5000 + "正文" + "</div>" * 5000) == ["正文"]


TEXT = st.text(st.sampled_from("会议审议同意办法一二三，。（）<>&"), min_size=1, max_size=30)


@settings(deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=8))
def test_no_paragraph_is_lost(paragraphs: list[str]) -> None:
    source = read(web_page(paragraphs))
    assert "".join(map(squash, paragraphs)) in re.sub(r"\s", "", source.text)
