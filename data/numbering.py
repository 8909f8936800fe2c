"""How offices number: the forms a numeral takes at the beginning of a line, and which of them numbers what."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from data.layout import Line
from data.numerals import NUMERAL, number

_LONGEST_HEADING = 60  # characters
_FURTHEST_SKIP = 2  # numbers that may be missing at once
_HAN = "[〇零一二两三四五六七八九十百廿卅]"


class Form(Enum):
    """A form of numbering; the value is what it looks like at the beginning of a line."""

    HAN = re.compile(rf"({_HAN}{{1,4}})\s*[、.．](?!\d)(?!{_HAN}[、产次级类线月日年])")
    HAN_ALONE = re.compile(rf"({_HAN}{{1,4}})$")
    POINT = re.compile(rf"(?:第\s*)?(?:议题|第)\s*({NUMERAL}{{1,4}})\s*(?:项|个)?(?:议题|议定事项)?\s*[：:、，,](?!\d)")
    BRACKETS = re.compile(rf"[（(]\s*({_HAN}{{1,4}})\s*[）)]")
    DIGITS = re.compile(r"(\d{1,2})\s*[.．、](?!\d)")
    BLANK = re.compile(rf"(\d{{1,2}}|{_HAN}{{1,3}})[ \u3000]+(?=[一-龥《“])(?![年月日时分个项名人次期号页度点条])")
    DIGIT_BRACKETS = re.compile(r"[（(]?\s*(\d{1,2})\s*[）)]")

    def number_of(self, line: Line) -> int | None:
        """The number that ``line`` begins with in this form, or None."""
        match = self.value.match(line.raw if self is Form.BLANK else line.plain)
        return number(match[1]) if match else None


@dataclass(frozen=True, slots=True)
class Marker:
    """A line that begins with a numeral: its index among the lines, and the number."""

    line: int
    number: int
    is_short: bool = False  # as a heading is


@dataclass(frozen=True, slots=True)
class Run:
    """Markers of one form that count up from one, with the printed numbers in which the count slipped."""

    form: Form
    markers: tuple[Marker, ...]
    repeated: tuple[int, ...] = ()  # printed twice where the next number was meant
    skipped: tuple[int, ...] = ()  # never printed


def runs_of(form: Form, lines: Sequence[Line]) -> Iterator[Run]:
    """The runs of a form in ``lines``: a new one begins at each one that does not go on with the count."""
    markers = [
        Marker(index, value, len(line.text) <= _LONGEST_HEADING)
        for index, line in enumerate(lines)
        if (value := form.number_of(line))
    ]
    starts = [index for index, marker in enumerate(markers) if marker.number == 1]
    for start, end in pairwise([*starts, len(markers)]):
        yield _count_up(form, markers[start:end])


def _count_up(form: Form, markers: Sequence[Marker]) -> Run:
    """The markers that are the next number expected, or make up for a slip that the following ones confirm."""
    chosen: list[Marker] = []
    repeated: list[int] = []
    skipped: list[int] = []
    shift = 0  # how many printed numbers lag behind the count
    for index, marker in enumerate(markers):
        expected = len(chosen) + 1 - shift + len(skipped)
        later = [other.number for other in markers[index + 1 :]]
        if marker.number == expected:
            chosen.append(Marker(marker.line, marker.number + shift))
        elif chosen and marker.number == expected - 1 and marker.is_short:
            repeated.append(marker.number)
            shift += expected in later or expected + 1 not in later
            chosen.append(Marker(marker.line, chosen[-1].number + 1))
        elif expected < marker.number <= expected + _FURTHEST_SKIP and not set(range(1, marker.number)) & set(later):
            skipped += range(expected, marker.number)
            chosen.append(Marker(marker.line, marker.number + shift))
    return Run(form, tuple(chosen), tuple(repeated), tuple(skipped))
