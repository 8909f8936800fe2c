"""Putting wrapped lines together again: from the lines of a printed page to the paragraphs that were written."""

import re
import statistics
from collections.abc import Sequence

from data.attendance import starts_attendance
from data.footers import starts_footer
from data.layout import Line, Page, heal
from data.model import Span
from data.numbering import Form
from data.numerals import NUMERAL
from data.outline import is_speech, opens

_FULL = 2.5  # full-width characters that a line may fall short of the margin and still be full
_LOST_INDENT = 2  # full-width characters by which the first line of a paragraph is narrower
_MARGIN = 0.85  # quantile of the widths of lines that reach the margin
_BLANKS = " \u3000\t"
_INDENT = re.compile(r"[ \u3000\t]{2,}|\u3000")
_NEARLY_FULL = 0.75  # of the margin; with indents, a line that ends no sentence there goes on in the next
_FEW, _MANY = 0.05, 0.7  # share of indented lines among which indents begin paragraphs
_DATED = re.compile(rf"(?:{NUMERAL}{{4}}年)?{NUMERAL}{{1,2}}月{NUMERAL}{{1,3}}日[^，,]{{0,4}}[，,]")
_ENDS_TITLE = re.compile(r"[》）)”]$")
_CLAUSE = re.compile("[，。；,;]")
_GOES_ON = re.compile(r"[，、；,;印]$|[《“（(][^》”）)]*$")


def unwrap(source: str, page: Page) -> tuple[Line, ...]:
    """The paragraphs of a page of wrapped lines; layout that stands within one becomes a hole of it."""
    lines = page.lines
    if not lines:
        return ()
    widths = [_width(_before(source, line)) + _width(line.text) for line in lines]
    margin = statistics.quantiles([*widths, *widths], n=100)[round(_MARGIN * 100) - 1]
    indented = [bool(_INDENT.search(_before(source, line))) for line in lines]
    by_indent = _FEW <= sum(indented) / len(lines) <= _MANY
    groups = [[lines[0]]]
    for index, line in enumerate(lines[1:], start=1):
        indent = _LOST_INDENT if len(groups[-1]) == 1 else 0
        is_full = widths[index - 1] >= margin - _FULL - indent
        numbered = _is_numbered(line) and _begins(groups[-1], line, is_full=True)
        breaks_off = widths[index - 1] >= margin * _NEARLY_FULL and not lines[index - 1].ends_sentence
        goes_on = by_indent and (is_full or breaks_off) and not numbered and not _is_flush(line)
        if indented[index] or (not goes_on and _begins(groups[-1], line, is_full=is_full)):
            groups.append([])
        groups[-1].append(line)
    return tuple(_joined(source, group, page.layout) for group in groups)


def _begins(before: Sequence[Line], line: Line, *, is_full: bool) -> bool:
    """Whether a paragraph begins with ``line``, after the lines of another, the last of which may be full."""
    last = before[-1]
    if not is_full:
        return not _GOES_ON.search(last.text) or _is_numbered(line)
    is_heading = not any(_CLAUSE.search(each.text) for each in before)
    ends = last.ends_sentence or bool(_ENDS_TITLE.search(last.text)) or is_heading
    return ends and _is_beginning(line)


def _is_beginning(line: Line) -> bool:
    """Whether a line looks like the beginning of a paragraph: a numeral, a topic, a label."""
    begins = bool(_DATED.match(line.plain)) or _is_numbered(line) or opens(line) or is_speech(line)
    return begins or _is_flush(line)


def _is_numbered(line: Line) -> bool:
    return any(form.number_of(line) is not None for form in Form)


def _is_flush(line: Line) -> bool:
    """Whether a line begins what is set without an indent: a numeral of its own, a label of attendance or footer."""
    alone = Form.HAN_ALONE.number_of(line) is not None
    return alone or starts_attendance(line) or starts_footer(line.plain)


def _joined(source: str, lines: Sequence[Line], layout: Sequence[Span]) -> Line:
    if len(lines) == 1:
        return lines[0]
    span = Span(lines[0].span.start, lines[-1].span.end)
    between = [hole for hole in layout if span.start <= hole.start and hole.end <= span.end]
    holes = sorted({*between, *(hole for line in lines for hole in line.holes)}, key=lambda hole: hole.start)
    raw = source[span.start : span.end]
    for hole in holes:
        start, end = hole.start - span.start, hole.end - span.start
        raw = raw[:start] + " " * (end - start) + raw[end:]
    return Line(heal(raw), span, raw, tuple(holes))


def _before(source: str, line: Line) -> str:
    """The blanks right before the text of a line."""
    start = line.span.start
    return source[len(source[:start].rstrip(_BLANKS)) : start]


def _width(text: str) -> float:
    """The width of a text in full-width characters."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)
