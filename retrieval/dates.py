"""Finding dates and months in a question, in Chinese and English."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data.bilingual import Language
from data.numerals import NUMERAL, number
from retrieval.periods import MONTH_EN as _MONTH
from retrieval.periods import MONTHS, Period, month_number, take_periods
from retrieval.scanner import Scanner

_DATE_PATTERNS = (
    re.compile(r"(?<!\d)(?P<year>\d{4})\s*[年/.-]\s*(?P<month>\d{1,2})\s*[月/.-]\s*(?P<day>\d{1,2})(?!\d)\s*[日号]?"),
    re.compile(
        rf"(?:(?P<year>{NUMERAL}{{4}})年)?(?<!\d)(?P<month>{NUMERAL}{{1,2}})\s*月\s*(?P<day>{NUMERAL}{{1,3}})\s*[日号]"
    ),
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})\b\.?(?:,?\s+(?P<year>\d{{4}}))?"
    ),
    re.compile(rf"\b(?P<month>{_MONTH})\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year>\d{{4}}))?"),
)
_MONTH_PATTERNS = (
    re.compile(
        rf"(?:(?P<year>{NUMERAL}{{4}})\s*年\s*)?(?<!\d)(?P<month>{NUMERAL}{{1,2}})\s*月份?(?=的?(?:那次|这次)?(?:常务)?(?:会|纪要)|召开|举行|开的)"
    ),
    re.compile(rf"\b(?:in|during|held)\s+(?P<month>{_MONTH})\b(?:\s+(?P<year>\d{{4}}))?"),
    re.compile(  # minutes of June 2023
        rf"(?:(?<=minutes )|(?<=meeting )|(?<=meetings )|(?<=session )|(?<=sessions ))(?:of|from|for)\s+"
        rf"(?P<month>{_MONTH})\b\.?(?:,?\s+(?P<year>\d{{4}}))?"
    ),
    re.compile(
        rf"\b(?P<month>{_MONTH})\b\.?,?\s+(?:(?P<year>\d{{4}})\s+)?(?=(?:executive\s+)?(?:meeting|session|minutes\b(?!\s+be\b)))"
    ),
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a question; a part that was not said is None."""

    year: int | None
    month: int
    day: int | None = None

    def matches(self, day: date | None) -> bool:
        """Whether ``day`` is the date that was mentioned, or lies in the month that was."""
        return day is not None and (
            self.month == day.month and self.day in (None, day.day) and self.year in (None, day.year)
        )

    def __str__(self) -> str:
        parts = (f"{self.year:04}" if self.year else "", f"{self.month:02}", f"{self.day:02}" if self.day else "")
        return "-".join(filter(None, parts))

    def say(self, language: Language) -> str:
        """The date as far as it was said: ``6月13日``, ``13 June``."""
        if language == "zh":
            parts = (f"{self.year}年" if self.year else "", f"{self.month}月", f"{self.day}日" if self.day else "")
            return "".join(parts)
        month = MONTHS[self.month - 1].capitalize() if 0 < self.month <= len(MONTHS) else f"month {self.month}"
        return " ".join(str(part) for part in (self.day, month, self.year) if part)


def take_dates(scanner: Scanner, today: date | None = None, *, loose: bool = False) -> tuple[DateMention | Period, ...]:
    """Take every date, then every period and month in which a meeting was held, out of a folded question.

    ``loose`` where a period counts without a word for meetings beside it; without ``today`` none is read.
    """
    days = _take(scanner, _DATE_PATTERNS)
    periods = take_periods(scanner, today, loose=loose) if today else ()
    return (*days, *periods, *_take(scanner, _MONTH_PATTERNS))


def _take(scanner: Scanner, patterns: Iterable[re.Pattern[str]]) -> list[DateMention]:
    found = []
    for pattern in patterns:
        for match in scanner.take(pattern):
            groups = match.groupdict()
            year, day = number(groups.get("year") or ""), number(groups.get("day") or "")
            found.append(DateMention(year, month_number(groups["month"]), day))
    return found
