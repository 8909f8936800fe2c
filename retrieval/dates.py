"""Finding dates and months in a question, in Chinese and English."""

import re
from dataclasses import dataclass
from datetime import date

from retrieval.scanner import Scanner

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = "|".join(dict.fromkeys([*_MONTHS, *(month[:3] for month in _MONTHS), "sept"]))
_DATE_PATTERNS = (
    re.compile(r"(?<!\d)(?P<year>\d{4})\s*[年/.-]\s*(?P<month>\d{1,2})\s*[月/.-]\s*(?P<day>\d{1,2})(?!\d)\s*[日号]?"),
    re.compile(r"(?<!\d)(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]"),
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})\b\.?(?:,?\s+(?P<year>\d{{4}}))?"
    ),
    re.compile(rf"\b(?P<month>{_MONTH})\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year>\d{{4}}))?"),
)
_MONTH_PATTERNS = (
    re.compile(r"(?:(?P<year>\d{4})\s*年\s*)?(?<!\d)(?P<month>\d{1,2})\s*月(?:份)?(?=的?(?:常务)?会|召开|举行|开的)"),
    re.compile(rf"\b(?:in|during|held)\s+(?P<month>{_MONTH})\b(?:\s+(?P<year>\d{{4}}))?"),
    re.compile(rf"\b(?P<month>{_MONTH})\b\.?\s+(?:(?P<year>\d{{4}})\s+)?(?=meeting|session)"),
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


def take_dates(scanner: Scanner) -> tuple[DateMention, ...]:
    """Take every date, then every month in which a meeting was held, out of a folded question."""
    found = []
    for pattern in (*_DATE_PATTERNS, *_MONTH_PATTERNS):
        for match in scanner.take(pattern):
            groups = match.groupdict()
            month = groups["month"]
            number = int(month) if month.isdecimal() else _month_number(month)
            year, day = groups.get("year"), groups.get("day")
            found.append(DateMention(int(year) if year else None, number, int(day) if day else None))
    return tuple(found)


def _month_number(name: str) -> int:
    return next(index for index, month in enumerate(_MONTHS, start=1) if month.startswith(name[:3]))
