"""What stands after the resolutions: attendance, footer, and what a web page adds, which is layout."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from data.attendance import starts_attendance
from data.footers import starts_footer
from data.layout import Line
from data.numbering import Form, Run, runs_of
from data.outline import is_speech, opens_topic
from data.webpages import is_web

_CLOSING = re.compile(
    r"会议结束|会议还[就对]其[他它]|会议(?:还|同时|也|并)(?:审议|研究|讨论|听取|通报|部署|通过|传达|学习)"
)
_ALONE = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.]?")
_NUMERAL = re.compile(r"^(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.])")
_CREDIT = re.compile(r"[（(][^）)]*[）)]$")
_OTHER = (
    r"(?:其[他它](?:有关|相关|一些)?(?:事项|事宜|工作|议题|议程|问题|内容|方面)[^，。]{0,6}"
    r"|等(?:有关|相关)?(?:事项|事宜)|(?:有关|相关)?(?:干部)?人事(?:任免)?(?:事项|工作|问题))"
)
_REMARK = re.compile("会议结束(?:时|前)|会议还[就对]其[他它][^。]{2,20}。?$")
_OTHER_MATTERS = re.compile(rf"{_OTHER}。?(?:[（(][^）)]*[）)])?$")
_CLOSING_WITHIN = re.compile(
    rf"(?<=[。；])会议还(?:审议|研究|讨论|听取|通报|部署|传达|学习)(?:了)?{_OTHER}(?:，[^。]{{1,15}})?。?$"
)
_LONGEST_NOTE = 70  # characters


@dataclass(frozen=True, slots=True)
class Tail:
    """The lines after the last resolution, by what they are."""

    closing: tuple[Line, ...]
    attendance: tuple[Line, ...]
    footer: tuple[Line, ...]
    web: tuple[Line, ...]


def find_tail(lines: Sequence[Line]) -> int:
    """The index of the line after the last resolution.

    A wrapped line of an item can look like a footer (以市政府名义印发), so the body must not go on after it.
    """
    listed = next((i for i, line in enumerate(lines) if i and starts_attendance(line)), len(lines))
    runs = [run for form in Form for run in runs_of(form, lines) if run.markers]
    closed = _closing_at(lines, [run for run in runs if run.form in (Form.HAN, Form.HAN_ALONE)])
    if closed:
        return closed
    last = max((run.markers[-1].line for run in runs if run.markers[0].line < listed), default=0)
    for index in range(len(lines)):
        goes_on = opens_topic(lines, index) or is_speech(lines[index])
        if goes_on and not is_closing(lines[index]) and (index < listed or len(lines[index].text) > _LONGEST_NOTE):
            last = max(last, index)
    for index in range(last, len(lines)):
        if index and _ends_body(lines[index]):
            return index
    return len(lines)


def is_closing(line: Line) -> bool:
    """Whether a line is the remark that other matters were dealt with (会议还研究了其他事项)."""
    text = _NUMERAL.sub("", line.plain)
    match = _CLOSING.match(text)
    if match and _REMARK.match(text):
        return True
    return bool(match) and bool(_OTHER_MATTERS.search(line.plain)) and "。" not in _CREDIT.sub("", line.plain)[:-1]


def _closing_at(lines: Sequence[Line], runs: Sequence[Run]) -> int | None:
    """The line of the closing remark, or of the numeral it has to itself; None where resolutions follow it."""
    for index, line in enumerate(lines):
        if not index or not is_closing(line):
            continue
        if any(run.markers[0].line < index < run.markers[-1].line for run in runs):
            continue
        return index - 1 if _ALONE.fullmatch(lines[index - 1].plain) else index
    return None


def closing_within(line: Line) -> int | None:
    """Where in a line the closing remark begins after other sentences, or None."""
    match = _CLOSING_WITHIN.search(line.plain)
    return match.start() if match else None


def read_tail(lines: Sequence[Line]) -> Tail:
    """Sort the lines after the last resolution."""
    closing: list[Line] = []
    attendance: list[Line] = []
    footer: list[Line] = []
    web: list[Line] = []
    current = closing if lines and is_closing(lines[0]) else footer
    for line in lines:
        if starts_attendance(line):
            current = attendance
        elif starts_footer(line.plain):
            current = footer
        elif is_web(line):
            current = web
        current.append(line)
    return Tail(tuple(closing), tuple(attendance), tuple(footer), tuple(web))


def _ends_body(line: Line) -> bool:
    return is_closing(line) or starts_attendance(line) or starts_footer(line.plain) or is_web(line)
