"""Stretches of time in a question: years, halves, quarters and months, said outright or by today (去年, this year)."""

import re
from dataclasses import dataclass
from datetime import date

from data.bilingual import Language
from data.numerals import NUMERAL, number
from retrieval.scanner import Scanner

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
MONTH_EN = "|".join(dict.fromkeys([*MONTHS, *(month[:3] for month in MONTHS), "sept"]))
_DECEMBER = 12
_QUARTER, _HALF = 3, 6  # months

YEAR_ZH = r"(?:(?P<year>(?<!\d)(?:19|20)\d{2}|[〇零一二三四五六七八九]{4})年度?|(?P<ago>今年|本年度?|去年|前年|上一?年度?|明年))"
YEAR_EN = r"(?:(?P<year>(?:19|20)\d{2})|(?P<ago>this|last|the\s+(?:current|past|previous|last)|next)\s+year)"
_STRETCH_ZH = (
    rf"(?:(?P<half>[上下前后])半年|第?(?P<quarter>[一二三四1-4])季度"
    rf"|(?:从|自)?(?P<first>(?<!\d){NUMERAL}{{1,2}})月?份?\s*(?:到|至|-|~|—)\s*(?P<last>{NUMERAL}{{1,2}})月份?"
    rf"|(?P<month>(?<!\d){NUMERAL}{{1,2}})月份?)"
)
_WITHIN_ZH = "(?:之间|期间|以来|以内|里|内|中|当中|的)*"
_ZH = (
    re.compile(rf"(?:{YEAR_ZH}的?)?{_STRETCH_ZH}{_WITHIN_ZH}"),
    re.compile(rf"{YEAR_ZH}{_WITHIN_ZH}"),
    re.compile(rf"(?P<near>本月|这个月|上个?月){_WITHIN_ZH}"),
)
_EN = tuple(
    re.compile(
        rf"(?P<before>\b(?:meetings?|sessions?|minutes|held|convened|met|place)\s+)?(?P<said>\b{pattern}(?:['’]s)?)"
    )
    for pattern in (
        rf"(?:(?:in|of|during|for|from)\s+)?(?:the\s+)?(?P<half>[12])(?:st|nd|th)\s+half\s+of\s+{YEAR_EN}\b",
        rf"(?:(?:in|of|during|for|from)\s+)?(?:the\s+)?(?:(?P<quarter>[1-4])(?:st|nd|rd|th)\s+quarter|q(?P<quarter2>[1-4]))(?:\s+(?:of\s+)?{YEAR_EN})?\b",
        rf"(?:held\s+)?(?:between|from)\s+(?P<first>{MONTH_EN})\s+(?:and|to|until|till|through)\s+(?P<last>{MONTH_EN})(?:,?\s+(?:of\s+)?{YEAR_EN})?\b",
        rf"(?:(?:in|of|during|from|held)\s+)?(?P<month>{MONTH_EN})\s+(?:of\s+)?(?P<ago>this|last)\s+year\b",
        rf"(?:(?:in|of|during|for|from|held\s+in|throughout)\s+)?{YEAR_EN}\b",
        r"(?:(?:in|of|during|from)\s+)?(?P<near>this|last)\s+month\b",
    )
)
_OF_MEETINGS_ZH = re.compile(
    r"(?:[的里内中,，\s]|一共|总共|共|都|有|哪些|哪几|多少|几|所有|全部|各|历|那|这|次|最近|最后|最早|一)*(?:常务)?(?:会(?!计|展|同)|召开|举行|开的|开会|开过|开了)"
)
_OF_MEETINGS_EN = re.compile(r"\s+(?:executive\s+)?(?:meetings?|sessions?|minutes)\b(?!\s*\d)")
_MONTH_BEFORE = re.compile(rf"\b(?:{MONTH_EN})\.?,?\s+$")  # the year of a month is no period of its own
_NUMBERED_EN = re.compile(r"(?:\d(?:st|nd|rd|th)|executive)\s+$")
_YEARS_AGO = {"今": 0, "本": 0, "去": 1, "上": 1, "前": 2, "明": -1, "this": 0, "current": 0, "next": -1}


@dataclass(frozen=True, slots=True)
class Period:
    """The months ``first`` to ``last`` (1 to 12) of one year, or of any where ``year`` is None."""

    year: int | None
    first: int = 1
    last: int = _DECEMBER

    def matches(self, day: date | None) -> bool:
        """Whether ``day`` lies in it."""
        return day is not None and self.year in (None, day.year) and self.first <= day.month <= self.last

    def __str__(self) -> str:
        months = "" if self._is_whole_year else f"{self.first:02}..{self.last:02}"
        months = f"{self.first:02}" if self.is_month else months
        return "-".join(filter(None, (f"{self.year:04}" if self.year else "", months)))

    @property
    def is_month(self) -> bool:
        """Whether it is one month, in which there is often one meeting."""
        return self.first == self.last

    @property
    def _is_whole_year(self) -> bool:
        return (self.first, self.last) == (1, _DECEMBER)

    def say(self, language: Language) -> str:
        """The period in words: ``2023年5月至7月``, ``May to July 2023``."""
        one, whole = self.is_month, self._is_whole_year
        if language == "zh":
            months = "" if whole else f"{self.first}月" if one else f"{self.first}月至{self.last}月"
            return (f"{self.year}年" if self.year else "") + months
        names = [MONTHS[month - 1].capitalize() for month in dict.fromkeys((self.first, self.last))]
        return " ".join(filter(None, ("" if whole else " to ".join(names), str(self.year or ""))))


def take_periods(scanner: Scanner, today: date, *, loose: bool = False) -> tuple[Period, ...]:
    """Take the periods in which meetings were held out of a folded question.

    Unless ``loose``, one counts only beside a word for meetings: the year of a plan (2023年工作要点) is none.
    """
    found: list[Period] = []
    for patterns, is_of_meetings in ((_ZH, _is_of_meetings_zh), (_EN, _is_of_meetings_en)):
        for pattern in patterns:
            for match in list(pattern.finditer(scanner.text)):
                period = _period(match, today) if loose or is_of_meetings(match) else None
                if period and scanner.text[match.start() : match.end()] == match[0]:
                    found.append(period)
                    scanner.blank_span(*match.span("said" if "said" in match.groupdict() else 0))
    return tuple(dict.fromkeys(found))


def year_of(match: re.Match[str], today: date | None) -> int | None:
    """The year that the groups ``year`` or ``ago`` of a match say, the latter only if ``today`` is known."""
    groups = match.groupdict()
    if groups.get("year"):
        return number(groups["year"])
    said = groups.get("ago")
    if not said or not today:
        return None
    return today.year - next((ago for word, ago in _YEARS_AGO.items() if word in said), 1)


def month_number(written: str) -> int:
    """The number of a month: 6, 六 or june."""
    if written[0].isascii() and written[0].isalpha():
        return next(index for index, month in enumerate(MONTHS, start=1) if month.startswith(written[:3]))
    return number(written) or 0


def _is_of_meetings_zh(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    if groups.get("month") and not groups.get("ago"):
        return False  # a month alone is a date
    return bool(_OF_MEETINGS_ZH.match(match.string, match.end()))


def _is_of_meetings_en(match: re.Match[str]) -> bool:
    if _MONTH_BEFORE.search(match.string[: match.start("said")]):
        return False
    if _OF_MEETINGS_EN.match(match.string, match.end()):
        return True
    before = match["before"] or ""
    return bool(before) and not (
        before.startswith(("meeting ", "session ")) and _NUMBERED_EN.search(match.string[: match.start()])
    )


def _period(match: re.Match[str], today: date) -> Period | None:
    groups = match.groupdict()
    year = year_of(match, today)
    if groups.get("near"):
        of_today = today.year * _DECEMBER + today.month - 1 - (groups["near"].startswith(("上", "last")))
        return Period(of_today // _DECEMBER, of_today % _DECEMBER + 1, of_today % _DECEMBER + 1)
    if half := groups.get("half"):
        return Period(year, 1, _HALF) if half in "上前1" else Period(year, _HALF + 1)
    if quarter := groups.get("quarter") or groups.get("quarter2"):
        last = (number(quarter) or 1) * _QUARTER
        return Period(year, last - _QUARTER + 1, last)
    if groups.get("first"):
        first, last = month_number(groups["first"]), month_number(groups["last"])
        return Period(year, first, last) if 0 < first < last <= _DECEMBER else None
    if groups.get("month"):
        month = month_number(groups["month"])
        return Period(year, month, month) if 0 < month <= _DECEMBER else None
    return Period(year) if year else None
