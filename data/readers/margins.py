"""Running heads, running feet and page numbers: what a document repeats in the margins of its pages."""

import re
from collections import Counter

from data.readers.outcome import TextLine

_HEAD, _FOOT = 0.13, 0.87  # shares of the page's height: an official document's text begins and ends within
_EDGE_LINES = 3  # lines from the edge of the page that may be in its margin
_REPEATED_SHARE = 0.4  # of the pages: odd and even pages may differ
_DIGITS = re.compile(r"[0-9０-９]+|[〇零一二三四五六七八九十百]+")
_PAGE_NUMBER = re.compile(
    r"[—–\-－_一·•~.\s]*"
    r"(?:第?\s*[0-9０-９]{1,4}\s*(?:页|/\s*[0-9]{1,4})?(?:[,，/\s]*共\s*[0-9０-９]{1,4}\s*页)?"
    r"|第\s*[〇零一二三四五六七八九十百]{1,5}\s*页|Page\s*[0-9]{1,4}(?:\s*of\s*[0-9]{1,4})?)?"
    r"[—–\-－_一·•~.\s]*",
    re.IGNORECASE,
)
_BROWSERS_EDGE = 0.05  # of the page's height: browsers print beyond the margin of the text
_BROWSERS_DATE = re.compile(  # with the page's number or title beside it
    r"(?:[0-9]{1,4} of [0-9]{1,4}\s+|第\s*[0-9]{1,4}\s*页.{0,10}页\s+)?"
    r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4},?\s*(?:上午|下午)?\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\s*[AP]M)?(?:\s.*)?",
    re.IGNORECASE,
)
_BROWSERS_ADDRESS = re.compile(r"(?:.*\s)?(?:https?|file)://\S+(?:\s+[0-9]{1,4}\s*/\s*[0-9]{1,4})?", re.IGNORECASE)


def mark_margins(pages: list[list[TextLine]]) -> list[list[TextLine]]:
    """The same lines, with page numbers and what the pages' margins repeat marked as layout."""
    masked = Counter(text for page in pages for text in {_masked(page[index]) for index in _edges(page)})
    often = max(2, len(pages) * _REPEATED_SHARE)
    marked = []
    for page in pages:
        lines = list(page)
        seen: set[str] = set()  # a running head may have the words of the title, which stands below it
        for index in _edges(page):
            line = page[index]
            if _is_added(line) or (masked[_masked(line)] >= often and _masked(line) not in seen):
                lines[index] = line.as_layout()
            seen.add(_masked(line))
        marked.append(lines)
    return marked


def _is_added(line: TextLine) -> bool:
    """Whether a line in a margin is a page number, or what a browser prints there."""
    if line.bottom < _BROWSERS_EDGE or line.top > 1 - _BROWSERS_EDGE:
        return any(form.fullmatch(line.text) for form in (_PAGE_NUMBER, _BROWSERS_DATE, _BROWSERS_ADDRESS))
    return bool(_PAGE_NUMBER.fullmatch(line.text))


def _edges(page: list[TextLine]) -> list[int]:
    """The numbers of the lines that stand in the margins of a page."""
    first = [index for index, line in enumerate(page[:_EDGE_LINES]) if line.bottom < _HEAD]
    start = max(len(page) - _EDGE_LINES, 0)
    last = [index for index, line in enumerate(page[start:], start) if line.top > _FOOT]
    return first + last


def _masked(line: TextLine) -> str:
    return _DIGITS.sub("#", "".join(line.text.split()))
