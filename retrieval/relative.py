"""Meetings in a question by their place among the others: the last two, the one before meeting 26."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data.numerals import number
from retrieval.periods import YEAR_EN, YEAR_ZH, Period, year_of
from retrieval.scanner import Scanner

_MEETING_ZH = "(?:(?:的|那次)*(?:市|县|区)?(?:政府)?(?:常务)?(?:会议|会(?!后)))"
_MEETING_EN = r"(?:executive\s+)?(?:meetings?|sessions?|minutes)\b"
_LAST_EN = r"(?:last|latest|newest|most\s+recent|previous)"
_OF_YEAR_EN = rf"(?:\s+(?:held\s+)?(?:of|in)\s+{YEAR_EN})?"
_NUMBERS_EN = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class Place(StrEnum):
    """Where a meeting stands among the others of its office."""

    LATEST = "latest"
    EARLIEST = "earliest"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Relative:
    """Meetings by their place: ``count`` of them, after ``skip`` others.

    ``before`` and ``after`` count from the meeting that is named besides, or else from the latest. ``numbered`` where
    the first of a year is asked for, which is meeting 1 where meetings are numbered by year.
    """

    place: Place
    count: int = 1
    skip: int = 0
    numbered: bool = False

    def choose(self, meetings: Sequence[object]) -> slice:
        """Which of an office's meetings, the latest first, it is."""
        if self.place is Place.EARLIEST:
            end = len(meetings) - self.skip
            return slice(max(0, end - self.count), max(0, end))
        return slice(self.skip, self.skip + self.count)


_BEFORE = (
    re.compile(
        rf"(?<=次)(?P<anchor>{_MEETING_ZH}?)(?:的|之)?(?P<said>(?:前|上)(?:面的?|边的?)?[一那]次|(?:之前|以前)的?(?:那|一)+次|前的?那一?次){_MEETING_ZH}?"
    ),
    re.compile(
        rf"\b(?P<said>(?:the\s+)?(?:one|{_MEETING_EN})\s+(?:right\s+|just\s+|immediately\s+|directly\s+|that\s+came\s+)*(?:before|preceding|prior\s+to)\s+)(?=(?:the\s+)?(?:meeting\s*\d|\d|no))"
    ),
    re.compile(
        rf"\b(?P<said>(?:the\s+)?previous\s+(?:one|{_MEETING_EN})\s+(?:to|before)\s+)(?=(?:the\s+)?(?:meeting\s*\d|\d))"
    ),
)
_AFTER = (
    re.compile(
        rf"(?<=次)(?P<anchor>{_MEETING_ZH}?)(?:的|之)?(?P<said>(?:后|下)(?:面的?|边的?)?[一那]次|(?:之后|以后)的?(?:那|一)+次|后的?那一?次){_MEETING_ZH}?"
    ),
    re.compile(
        rf"\b(?P<said>(?:the\s+)?(?:next\s+)?(?:one|{_MEETING_EN})\s+(?:right\s+|just\s+|immediately\s+|directly\s+|that\s+came\s+)*(?:after|following)\s+)(?=(?:the\s+)?(?:meeting\s*\d|\d|no))"
    ),
)
_NEXT = re.compile(rf"(?:下一?次|下回){_MEETING_ZH}|\b(?:the\s+)?(?:next|upcoming|coming)\s+{_MEETING_EN}")
_LAST_BUT_ONE = re.compile(
    rf"(?:上上一?次|前前一?次|再(?:上|前)一?次|倒数第[二2]次){_MEETING_ZH}?"
    rf"|\b(?:the\s+)?(?:one|{_MEETING_EN})\s+before\s+(?:the\s+)?(?:{_LAST_EN}|that|this)(?:\s+(?:one|{_MEETING_EN}))?\b"
    rf"|\b(?:the\s+)?(?:2(?:nd|th)[\s-]+to[\s-]+last|next[\s-]+to[\s-]+last|last\s+but\s+one|penultimate)(?:\s+(?:one|{_MEETING_EN}))?"
)
_LAST_FEW = re.compile(
    rf"(?:最近|最后|最新|近|上|前)的?(?P<count>[两二三四五六七八九十]|\d{{1,2}})次{_MEETING_ZH}"
    rf"|\b(?:the\s+)?(?:{_LAST_EN}|past)\s+(?P<count2>{'|'.join(_NUMBERS_EN)}|\d{{1,2}})\s+{_MEETING_EN}{_OF_YEAR_EN}"
)
_LATEST = re.compile(
    rf"(?:{YEAR_ZH}的?)?(?:[上前]一?次{_MEETING_ZH}|上一?回(?:开会)?{_MEETING_ZH}?|最近(?:的?[一那])?次{_MEETING_ZH}|最近的会议"
    rf"|最新(?:的?[一那]次|的)?{_MEETING_ZH}|最后(?:的?[一那])次{_MEETING_ZH})"
)
_LATEST_EN = re.compile(rf"\b(?:the\s+)?{_LAST_EN}\s+{_MEETING_EN}{_OF_YEAR_EN}")
_EARLIEST = re.compile(rf"(?:{YEAR_ZH}的?)?最早的?(?:(?:[一那]次)?{_MEETING_ZH}|[一那]次)")
_EARLIEST_EN = re.compile(rf"\b(?:the\s+)?(?:earliest|oldest|very\s+1th|1th\s+ever)\s+{_MEETING_EN}{_OF_YEAR_EN}")
_FIRST_OF_YEAR = (
    re.compile(rf"{YEAR_ZH}的?(?:第一次|首次|头一次){_MEETING_ZH}"),
    re.compile(rf"\b(?:the\s+)?1(?:th|st)\s+{_MEETING_EN}\s+(?:held\s+)?(?:of|in)\s+{YEAR_EN}"),
)


_BESIDE = (
    re.compile(
        r"(?:那么?)?(?:再)?(?:(?P<way>前|上|后|下)(?:面的?|边的?)?[一那]次|(?P<way2>之前|以前|之后|以后)的?那一?次)"
        rf"{_MEETING_ZH}?(?:上|的)?呢?"
    ),
    re.compile(
        r"(?:(?:and|but|so|then|ok(?:ay)?)[\s,]+)*(?:(?:what|how)\s+about\s+|what\s+of\s+)?(?:at\s+|in\s+)?(?:the\s+)?"
        rf"(?:(?:one|{_MEETING_EN})\s+(?:right\s+|just\s+)?(?P<way>before|after)(?:\s+(?:that|this|it)(?:\s+one)?)?"
        rf"|(?P<way2>previous|preceding|following)\s+(?:one|{_MEETING_EN}))"
    ),
)


def beside_what_was_asked(folded: str) -> Place | None:
    """Where a meeting stands beside the one talked about, where that is all that a question says: ``the one before?``."""
    for pattern in _BESIDE:
        if match := pattern.fullmatch(folded.strip(" ?!.。？！")):
            way = match["way"] or match["way2"]
            return Place.BEFORE if way[0] in "前上之以bp" and way not in ("之后", "以后") else Place.AFTER
    return None


def take_relative(scanner: Scanner, today: date | None) -> tuple[Relative | None, tuple[Period, ...]]:
    """Take the words for meetings by their place out of a folded question, with the year they are said to be of."""
    for patterns, place in ((_BEFORE, Place.BEFORE), (_AFTER, Place.AFTER)):
        for pattern in patterns:
            if match := pattern.search(scanner.text):
                scanner.blank_span(match.start("said"), match.end())
                return Relative(place), ()
    for pattern in _FIRST_OF_YEAR:
        if matches := scanner.take(pattern):
            return Relative(Place.EARLIEST, numbered=True), _of_year(matches[0], today)
    if scanner.take(_LAST_BUT_ONE):
        return Relative(Place.LATEST, skip=1), ()
    if matches := scanner.take(_LAST_FEW):
        said = matches[0]["count"] or matches[0]["count2"]
        count = _NUMBERS_EN.index(said) + 2 if said in _NUMBERS_EN else number(said)
        return Relative(Place.LATEST, count=count or 1), _of_year(matches[0], today)
    for pattern, place in (
        (_EARLIEST, Place.EARLIEST),
        (_EARLIEST_EN, Place.EARLIEST),
        (_LATEST, Place.LATEST),
        (_LATEST_EN, Place.LATEST),
    ):
        if matches := scanner.take(pattern):
            return Relative(place), _of_year(matches[0], today)
    return (Relative(Place.AFTER), ()) if scanner.take(_NEXT) else (None, ())


def _of_year(match: re.Match[str], today: date | None) -> tuple[Period, ...]:
    year = year_of(match, today)
    return (Period(year),) if year else ()
