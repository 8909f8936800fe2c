"""Indents of a printed page: blanks before the lines with which paragraphs begin, as plain text has them.

A page tells where a line stands, not where a paragraph begins; full lines that end a sentence leave it open.
Where a document indents its paragraphs the indent says so. Elsewhere nothing is added (centred titles, columns).
"""

import statistics
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from data.model import Span
from data.readers.outcome import TextLine

_INDENT = "\u3000\u3000"
_LEAST, _MOST = 1.2, 3.2  # characters: more than a bracket's blank half, less than a column of names
_ALIKE = 0.45  # characters that indents of one document may differ
_WIDE = 0.6  # of the widest line: shorter ones are titles, signatures and the ends of paragraphs
_FEWEST_LINES = 4  # wide lines, from which a margin can be told
_FEWEST_INDENTS = 2
_SHARE = 0.05  # of all lines that are indented where paragraphs are
_FEWEST_CHARACTERS = 6  # of a line whose width tells the size of its characters


def mark_indents(pages: list[list[TextLine]]) -> list[list[TextLine]]:
    """The same lines, with two blanks before those that are indented as the paragraphs of the document are."""
    offsets = _offsets(pages)
    near = [offset for page in offsets for offset in page if offset is not None and _LEAST <= offset <= _MOST]
    if not near:
        return pages
    usual = max(near, key=lambda offset: sum(abs(other - offset) <= _ALIKE for other in near))
    alike = [offset for offset in near if abs(offset - usual) <= _ALIKE]
    lines = sum(offset is not None for page in offsets for offset in page)
    if len(alike) < max(_FEWEST_INDENTS, _SHARE * lines):
        return pages
    return [
        [
            _indented(line) if offset is not None and abs(offset - usual) <= 2 * _ALIKE else line
            for line, offset in zip(page, row, strict=True)
        ]
        for page, row in zip(pages, offsets, strict=True)
    ]


def _indented(line: TextLine) -> TextLine:
    doubtful = tuple(Span(span.start + len(_INDENT), span.end + len(_INDENT)) for span in line.doubtful)
    return replace(line, text=_INDENT + line.text, doubtful=doubtful)


def _offsets(pages: Sequence[Sequence[TextLine]]) -> list[list[float | None]]:
    """How far right of the margin of its page each line begins, in characters; None for layout."""
    margins = [_margin(page) for page in pages]
    known = [margin for margin in margins if margin is not None]
    usual = statistics.median(known) if known else 0.0
    size = _size([line for page in pages for line in page])
    rows: list[list[float | None]] = []
    for page, own in zip(pages, margins, strict=True):
        margin = usual if own is None or _LEAST <= (own - usual) / size <= _MOST else own
        rows.append([None if line.is_layout or not known else (line.left - margin) / size for line in page])
    return rows


def _margin(page: Sequence[TextLine]) -> float | None:
    """Where the wide lines of a page begin that are not indented; None where it has too few of them."""
    lines = [line for line in page if not line.is_layout]
    widest = max((line.right - line.left for line in lines), default=0.0)
    starts = sorted(line.left for line in lines if line.right - line.left > _WIDE * widest)
    return starts[len(starts) // 10] if widest and len(starts) >= _FEWEST_LINES else None


def _size(lines: Sequence[TextLine]) -> float:
    """The width of a full-width character, as a share of the page's width."""
    widths = [
        (line.right - line.left) / _characters(line.text)
        for line in lines
        if not line.is_layout and len(line.text) >= _FEWEST_CHARACTERS
    ]
    return max(statistics.median(widths), 0.001) if widths else 1.0


def _characters(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.5 for one in text)
