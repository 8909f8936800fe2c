"""The time a digest is of: as a person writes it, and the minutes that belong to it.

A calendar period (``2023-06``, ``2023年上半年``) means the meetings held in it. A stretch of days up to now (``last 30
days``, ``since 2023-05-01``) means what is new as well: minutes that were added in it, of whichever meeting.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from data.bilingual import Bilingual, Language, MinutesError
from data.numerals import number
from data.words import fold
from retrieval.dates import DateMention, take_dates
from retrieval.naming import NamedMinutes
from retrieval.periods import MONTH_EN, Period, month_number
from retrieval.scanner import Scanner
from retrieval.wording import say_date

USUAL_DAYS = 7
"""Days back from today of a digest of which no time is said."""

_ADDED = "+"
_DECEMBER = 12
_QUARTER = 3  # months
_UNITS = {"日": 1, "天": 1, "d": 1, "周": 7, "星期": 7, "礼拜": 7, "w": 7, "月": 30, "m": 30, "年": 365, "y": 365}
_IN_ENGLISH = "one two three four five six seven eight nine ten eleven twelve".split()
_LAST = (
    re.compile(
        rf"(?P<back>(?:the\s+)?(?:last|past|previous)\s+)?(?P<count>\d{{1,4}}|{'|'.join(_IN_ENGLISH)})?\s*"
        r"(?P<unit>days?|weeks?|months?|years?)"
    ),
    re.compile(
        r"(?P<back>最近的?|过去的?|近|前)?(?P<count>\d{1,4}|[一二两三四五六七八九十百廿卅]{1,4})?"
        r"(?P<unit>日|天|周|个?星期|个?礼拜|个月|年)(?:以?来|[以之]?内)?"
    ),
)
_NAMED = re.compile(
    r"(?P<today>今天|今日|today)|(?P<yesterday>昨天|昨日|yesterday)|(?P<week>本周|这周|这一周|this\s+week)"
    r"|(?P<last>上周|上一周|上个?星期|last\s+week)|(?P<quarter>本季度|这个?季度|this\s+quarter)"
)
_SINCE = (
    re.compile(r"(?:since|from|after|自从?|从)\s*(?P<day>.+?)(?:以来|起|至今|到现在|开始|以后|之后)*"),
    re.compile(r"(?P<day>.+?)\s*(?:以来|起|至今|到现在|以后|之后)"),
)
_BETWEEN = re.compile(
    r"(?:from\s+|between\s+|从|自)?(?P<first>.*?\d.*?)\s*"
    r"(?:\.\.|[~～—–至到]|\s-\s|\s(?:to|until|till|through|and)\s)\s*(?P<last>.*?\d.*?)(?:之?间|期间)?"
)
_ISO = re.compile(r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?")
_ORDINALS = (("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th"))
_SIMPLE = re.compile(r"(?:the|in|of|for|during|digest|held|\s|[的,，.。])+")
_MONTH = re.compile(rf"(?:in\s+)?(?P<month>{MONTH_EN})\.?,?(?:\s+(?:of\s+)?(?P<year>\d{{4}}))?")


@dataclass(frozen=True, slots=True)
class Span:
    """The days ``first`` to ``last``, both of them in it.

    ``with_added`` where it also means the minutes that were added in it, of whichever meeting.
    """

    first: date
    last: date
    with_added: bool = False

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.first.isoformat()}..{self.last.isoformat()}{_ADDED if self.with_added else ''}"

    def say(self, language: Language) -> str:
        """The days in words: ``2023年6月``, ``13–20 June 2023``; ``2023年5月1日以来``, where it has no last day."""
        if whole := self._whole():
            return whole.say(language)
        if self.first == self.last:
            return say_date(self.first, language)
        if self.first == date.min:
            return Bilingual(f"截至{say_date(self.last, 'zh')}", f"until {say_date(self.last, 'en')}").say(language)
        if self.last == date.max:
            return Bilingual(f"{say_date(self.first, 'zh')}以来", f"since {say_date(self.first, 'en')}").say(language)
        return Bilingual(
            f"{say_date(self.first, 'zh')}至{say_date(self.last, 'zh')}",
            f"{say_date(self.first, 'en')} to {say_date(self.last, 'en')}",
        ).say(language)

    def _whole(self) -> Period | None:
        """The months of one year that it is, whole."""
        ends = self.first.day == 1 and self.last < date.max and (self.last + timedelta(days=1)).day == 1
        if not ends or self.first.year != self.last.year or self.with_added:
            return None
        return Period(self.first.year, self.first.month, self.last.month)

    def chosen(self, meetings: Sequence[NamedMinutes]) -> tuple[NamedMinutes, ...]:
        """The meetings that belong to it, of all there are, in their order.

        Where all there are were added in it, as in a new library, that tells nothing: then those held in it count, or,
        where none was, all of them.
        """
        held = tuple(kept for kept in meetings if kept.minutes.header.held in self)
        if not self.with_added:
            return held
        added = tuple(kept for kept in meetings if self.is_added(kept))
        if len(added) == len(meetings):
            return held or added
        return tuple(kept for kept in meetings if kept in held or kept in added)

    def is_added(self, kept: NamedMinutes) -> bool:
        """Whether the minutes were added in it, by the clock of this machine."""
        return kept.added is not None and kept.added.astimezone().date() in self


def last_days(today: date, days: int = USUAL_DAYS) -> Span:
    """The last days up to today, and what was added in them."""
    return Span(today - timedelta(days=days), today, with_added=True)


def since_until(first: date | None, last: date | None) -> Span:
    """From one day to another, either left open, and what was added in that time."""
    return Span(first or date.min, last or date.max, with_added=True)


def parse_span(written: str) -> Span | None:
    """The span that ``str`` of one has written, as in the action of a button; None if it is none."""
    first, _, last = written.removesuffix(_ADDED).partition("..")
    try:
        return Span(date.fromisoformat(first), date.fromisoformat(last), with_added=written.endswith(_ADDED))
    except ValueError:
        return None


def read_span(text: str, today: date) -> Span:
    """The time that a person writes; the last seven days where nothing is written.

    Raises:
        MinutesError: the words mean no time.
    """
    if not text.strip():
        return last_days(today)
    folded = fold(text).strip(" 。.,，?？!！")
    for read in (_named, _last, _point, _between, _since):
        try:
            span = read(folded, today)
        except (ValueError, OverflowError):
            span = None
        if span:
            return span
    raise MinutesError(
        f"看不懂时间“{text.strip()}”：请写 2023-06、2023年上半年、最近30天，或 2023-05-01 以来。",
        f"“{text.strip()}” is no time I can read: write 2023-06, first half of 2023, last 30 days or since 2023-05-01.",
    )


def read_day(text: str, today: date) -> date:
    """One day as a person writes it: ``2023-05-01``, ``2023年5月1日``, ``1 May 2023``; of a month the first.

    Raises:
        MinutesError: the words mean no day.
    """
    try:
        span = _point(fold(text), today)
    except ValueError:
        span = None
    if span is None:
        raise MinutesError(
            f"看不懂日期“{text.strip()}”：请写 2023-05-01。", f"“{text.strip()}” is no date: write 2023-05-01."
        )
    return span.first


def _named(text: str, today: date) -> Span | None:
    match = _NAMED.fullmatch(text)
    if not match:
        return None
    if match["today"]:
        return last_days(today, 0)
    if match["yesterday"]:
        return Span(today - timedelta(days=1), today - timedelta(days=1), with_added=True)
    monday = today - timedelta(days=today.weekday())
    if match["week"]:
        return Span(monday, today, with_added=True)
    if match["quarter"]:
        last = -(-today.month // _QUARTER) * _QUARTER
        return Span(date(today.year, last - _QUARTER + 1, 1), _end_of(today.year, last))
    return Span(monday - timedelta(days=7), monday - timedelta(days=1), with_added=True)


def _last(text: str, today: date) -> Span | None:
    match = next((found for pattern in _LAST if (found := pattern.fullmatch(text))), None)
    if not match:
        return None
    said, unit = match["count"], match["unit"].removeprefix("个")
    if not said and (not match["back"] or unit in ("month", "year")):  # last month is a period of the calendar
        return None
    if unit == "年" and not match["back"]:  # 二〇二三年
        return None
    count = _IN_ENGLISH.index(said) + 1 if said in _IN_ENGLISH else number(said or "一")
    return last_days(today, count * _days_of(unit)) if count else None


def _days_of(unit: str) -> int:
    return next(days for name, days in _UNITS.items() if unit.startswith(name))


def _between(text: str, today: date) -> Span | None:
    match = _BETWEEN.fullmatch(text)
    if not match:
        return None
    first, last = _point(match["first"], today), _point(match["last"], today)
    if not first or not last or first.first > last.last:
        return None
    return Span(first.first, last.last)


def _since(text: str, today: date) -> Span | None:
    match = next((found for pattern in _SINCE if (found := pattern.fullmatch(text))), None)
    start = _point(match["day"], today) if match else None
    return Span(start.first, max(today, start.first), with_added=True) if start else None


def _point(text: str, today: date) -> Span | None:
    """One day, month, quarter, half or year."""
    text = text.strip()
    if iso := _ISO.fullmatch(text):
        year, month, day = (int(each) if each else None for each in iso.groups())
        return _days(year or 0, month, day)
    for word, digits in _ORDINALS:
        text = re.sub(rf"\b{word}\b", digits, text)
    if named := _MONTH.fullmatch(text):
        month = month_number(named["month"])
        return _days(int(named["year"] or _year_of(month, None, today)), month, None)
    scanner = Scanner(text)
    found = take_dates(scanner, today, loose=True)
    if len(found) != 1 or _SIMPLE.sub("", scanner.text):
        return None
    [point] = found
    if isinstance(point, DateMention):
        year = point.year or _year_of(point.month, point.day, today)
        return _days(year, point.month, point.day)
    year = point.year or _year_of(point.first, None, today)
    return Span(date(year, point.first, 1), _end_of(year, point.last))


def _year_of(month: int, day: int | None, today: date) -> int:
    """The year of a day or month that is said without one: the last in which it has begun."""
    return today.year if (month, day or 1) <= (today.month, today.day) else today.year - 1


def _days(year: int, month: int | None, day: int | None) -> Span:
    if not MINYEAR <= year < MAXYEAR:
        raise ValueError
    if month is None:
        return Span(date(year, 1, 1), date(year, _DECEMBER, 31))
    if day is None:
        return Span(date(year, month, 1), _end_of(year, month))
    return Span(date(year, month, day), date(year, month, day))


def _end_of(year: int, month: int) -> date:
    following = date(year + month // _DECEMBER, month % _DECEMBER + 1, 1)
    return following - timedelta(days=1)
