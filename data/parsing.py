"""Parsing minutes: from the text of a source to its header, resolutions, items, attendance and footer.

The structure is read from how lines begin. A numeral counts as the next resolution or item only where it
is the one expected, so that a wrapped sentence that happens to begin with a bracket opens nothing.
Every line falls into exactly one part or is layout; ``uncovered`` in ``data.layout`` checks it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from data.attendance import read_attendance, starts_attendance
from data.bilingual import MinutesError
from data.decisions import read_decision
from data.footers import read_footer, starts_footer
from data.headers import find_opening, read_header
from data.layout import Line, join_lines, read_lines, spans_of, uncovered
from data.model import Item, Minutes, Resolution
from data.numerals import NUMERAL, number

_RESOLUTION = re.compile(rf"({NUMERAL}{{1,4}})\s*[、.．](?!\d)")
_ITEM = re.compile(rf"[（(]\s*({NUMERAL}{{1,4}})\s*[）)]")
_VERB = re.compile(
    r"(?:会议)?((?:分别|集体|专题|传达|再次|书面)*(?:审议|听取|学习|研究|讨论|传达|通报|审定|部署)+)(?:通过)?(?:了)?"
)
_CLOSING = re.compile(r"会议还(?:审议|研究|讨论|听取|通报|部署)")
PARSER_VERSION = 1


@dataclass
class _Open:
    """A resolution being read: its heading lines and the lines of its items so far."""

    number: int
    heading: list[Line]
    items: list[list[Line]] = field(default_factory=list)


def parse(source: str) -> Minutes:
    """Parse the text of one meeting's minutes.

    Raises:
        MinutesError: the text is not minutes of an executive meeting, or has no numbered resolutions.
    """
    page = read_lines(source)
    lines = page.lines
    body = _find_body(lines)
    tail = _find_tail(lines, body)
    opened = _open_resolutions(lines[body:tail])
    closing = _find_closing(opened[-1])
    attendance, footer = _split_tail(lines[tail:])
    paragraphs = not page.hard_wrapped
    minutes = Minutes(
        header=read_header(lines[:body]),
        resolutions=tuple(_close(one, paragraphs=paragraphs) for one in opened),
        attendance=read_attendance(attendance) if attendance else None,
        footer=read_footer(closing, footer) if closing or footer else None,
        layout=page.layout,
    )
    lost = uncovered(source, [*minutes.layout, *(s for leaf in minutes.leaf_parts() for s in leaf.spans)])
    if lost:
        raise MinutesError(f"有文字未归入任何部分：{lost[:40]}", f"some text fits no part: {lost[:40]}")
    return minutes


def _find_body(lines: Sequence[Line]) -> int:
    """The line on which resolution 一 begins, after the opening sentence."""
    first = next((i for i, line in enumerate(lines) if _numbered(_RESOLUTION, line) == 1), len(lines))
    find_opening(lines, first)
    if first == len(lines):
        raise MinutesError(
            "没有找到按“一、二、三”编号的议定事项。",
            "no resolutions numbered 一、二、三 were found.",
        )
    return first


def _find_tail(lines: Sequence[Line], body: int) -> int:
    """The line after the resolutions: attendance or footer, whichever comes first.

    A wrapped line of an item can look like a footer (``以市政府名义印发``), so a numbered line must not follow.
    """
    for index in range(_last_numbered(lines, body), len(lines)):
        if starts_attendance(lines[index].text) or starts_footer(lines[index].text):
            return index
    return len(lines)


def _last_numbered(lines: Sequence[Line], body: int) -> int:
    """The line on which the last resolution or item before the attendance begins."""
    last, resolutions, items = body, 0, 0
    for index in range(body, len(lines)):
        if starts_attendance(lines[index].text):
            break
        if _numbered(_RESOLUTION, lines[index]) == resolutions + 1:
            last, resolutions, items = index, resolutions + 1, 0
        elif _numbered(_ITEM, lines[index]) == items + 1:
            last, items = index, items + 1
    return last


def _open_resolutions(lines: Sequence[Line]) -> list[_Open]:
    opened: list[_Open] = []
    for line in lines:
        if _numbered(_RESOLUTION, line) == len(opened) + 1:
            opened.append(_Open(len(opened) + 1, [line]))
        elif _numbered(_ITEM, line) == len(opened[-1].items) + 1:
            opened[-1].items.append([line])
        else:
            current = opened[-1]
            (current.items[-1] if current.items else current.heading).append(line)
    return opened


def _numbered(pattern: re.Pattern[str], line: Line) -> int | None:
    match = pattern.match(line.text)
    return number(match[1]) if match else None


def _find_closing(last: _Open) -> list[Line]:
    """Take the closing remark (会议还研究了其他事项) off the last resolution."""
    lines = last.items[-1] if last.items else last.heading
    for index in range(1, len(lines)):
        if _CLOSING.match(lines[index].text):
            closing = lines[index:]
            del lines[index:]
            return closing
    return []


def _split_tail(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of the attendance and those of the footer."""
    attendance: list[Line] = []
    footer: list[Line] = []
    current = footer
    for line in lines:
        if starts_attendance(line.text):
            current = attendance
        elif starts_footer(line.text):
            current = footer
        current.append(line)
    return attendance, footer


def _close(one: _Open, *, paragraphs: bool) -> Resolution:
    heading = join_lines(one.heading, paragraphs=False)
    title = _RESOLUTION.sub("", heading, count=1)
    match = _VERB.match(title)
    items = tuple(
        Item(index, join_lines(lines, paragraphs=paragraphs), spans_of(lines))
        for index, lines in enumerate(one.items, start=1)
    )
    return Resolution(
        number=one.number,
        heading=heading,
        verb=match[1] if match else "",
        subject=title[match.end() :] if match else title,
        spans=spans_of(one.heading),
        items=items,
        decision=read_decision(items),
    )
