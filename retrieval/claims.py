"""What a text claims that can be checked against another, in Chinese or English: numbers, dates and departments.

Numbers are compared by value (十二 is 12, 1.2亿 is 120 million, 百分之八 is 8%), dates by their year, month and day
(2023年6月5日 is 5 June 2023), departments through the glossary (市城管局 is the Urban Management Bureau).
"""

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from data.glossaries import Department, load_glossary
from data.numerals import number

_HAN = "[㐀-鿿]"
_DIGIT = "[0-9〇零一二三四五六七八九十百廿卅]"
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if len(name) > len("may") else name for name in _MONTHS) + "|sept"
_DATES = (
    re.compile(
        rf"(?<![\d.])(?:(?P<year>{_DIGIT}{{4}})年(?:(?P<month>{_DIGIT}{{1,2}})月(?:份|(?P<day>{_DIGIT}{{1,3}})[日号])?)?)"
    ),
    re.compile(rf"(?<![\d.])(?P<year>)(?P<month>{_DIGIT}{{1,2}})月(?:份|底|初|中旬|上旬|下旬|(?P<day>{_DIGIT}{{1,3}})[日号])?"),
    re.compile(r"(?<![\d.])(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?![\d.])"),
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{_MONTH})\b\.?(?:,? (?P<year>(?:19|20)\d\d)\b)?"
    ),
    re.compile(
        rf"\b(?P<month>{_MONTH})\b\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year>(?:19|20)\d\d)\b)?"
    ),
    re.compile(rf"\b(?P<month>{_MONTH})\b\.?,? (?P<year>(?:19|20)\d\d)\b(?P<day>)"),
    re.compile(rf"(?<![\d.])(?P<year>)(?P<month>)(?P<day>{_DIGIT}{{1,3}})日(?!益|常|前(?!完成)|程|渐|均)"),
)  # fmt: skip
_ARABIC = r"(?<![\d.])\d+(?:,\d{3})+(?:\.\d+)?(?![\d])|\d+(?:\.\d+)?"
_PERCENT = re.compile(
    rf"(?P<figure>{_ARABIC})\s*(?:%|％|个百分点|percent\b|per cent\b|percentage points?\b)"
    r"|百分之(?P<said>[〇零一二两三四五六七八九十百点]+|\d+(?:\.\d+)?)"
    r"|(?P<points>[〇零一二两三四五六七八九十百点]+)个百分点"
)
_FIGURE = re.compile(
    rf"(?P<order>第\s*)?(?P<figure>{_ARABIC})\s*(?P<times>[亿万千百]{{1,3}}(?!分)|(?:thousand|million|billion|trillion)\b)?"
    rf"[^\S\n]*[余多]?[^\S\n]*(?P<unit>(?!第){_HAN}|)"
)
_SPOKEN = re.compile(
    rf"(?P<order>第\s*)?(?P<figure>[〇零一二两三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟]+(?:点[〇零一二三四五六七八九]+)?)[余多]?(?P<unit>{_HAN}?)"
)
_MEASURES = frozenset("个项条名人次起套座所家件处户天周批级类种元亩吨台辆层期支艘米步岁份页组片款届号版")
_IN_ENGLISH = re.compile(
    r"\b(?:(?P<tens>twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?P<ones>one|two|three|four|five|six"
    r"|seven|eight|nine))?|(?P<small>two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen)|(?P<order>fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh"
    r"|twelfth))(?P<times> (?:hundred|thousand|million|billion))?\b"
)
_SMALL = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_SMALL |= {
    word: value
    for value, word in enumerate("fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), start=4)
}
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_TIMES = {
    "百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8,
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
_ORDINAL = "第"
_NO_BODY = re.compile(r"\blibrary\b")  # of minutes


@dataclass(frozen=True, slots=True)
class Figure:
    """A number: its value, and what stands after it in Chinese (``项``, ``第次``); ``%`` for shares."""

    value: Decimal
    unit: str = ""

    def rests_on(self, other: "Figure") -> bool:
        """Whether ``other`` says this number: of the same value, and of the same thing where both name one."""
        if self.value != other.value or (self.unit == "%") != (other.unit == "%"):
            return False
        return not self.unit or not other.unit or self.unit == other.unit


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is said."""

    year: int | None
    month: int | None
    day: int | None


@dataclass(frozen=True, slots=True)
class Claims:
    """What a text claims. ``mentioned`` are numbers too small or common to count as claims (一 of 进一步)."""

    figures: frozenset[Figure]
    mentioned: frozenset[Figure]
    days: frozenset[Day]
    departments: frozenset[Department]

    def unsupported(self, by: Iterable["Claims"]) -> tuple[object, ...]:
        """The claims that stand in none of these texts."""
        texts = tuple(by)
        years = {day.year for text in texts for day in text.days if day.year}
        there = frozenset[Figure]().union(*(text.figures | text.mentioned for text in texts))
        there |= {Figure(Decimal(year)) for year in years}
        days = frozenset[Day]().union(*(text.days for text in texts))
        departments = frozenset[Department]().union(*(text.departments for text in texts))
        return (
            *(each for each in self.figures if not any(each.rests_on(other) for other in there)),
            *(each for each in self.days if not any(_is_said(each, other, years) for other in days)),
            *(self.departments - departments),
        )


@lru_cache(maxsize=4096)
def claims_of(text: str) -> Claims:
    """What ``text`` claims; kept, since the same parts are cited again and again."""
    plain = unicodedata.normalize("NFKC", text).lower()
    days, rest = _take_days(plain)
    figures: set[Figure] = set()
    mentioned: set[Figure] = set()
    for match in _PERCENT.finditer(rest):
        said = match["figure"] or match["said"] or match["points"]
        _add(figures, _value(said), "%")
    rest = _PERCENT.sub(" ", rest)
    for match in _FIGURE.finditer(rest):
        _add(figures, _value(match["figure"]), _unit(match), _times(match["times"] or ""))
    rest = _FIGURE.sub(lambda match: " " + match["unit"], rest)
    for match in _SPOKEN.finditer(rest):
        said, unit = match["figure"], _unit(match)
        claimed = len(said) > 1 or (said != "一" and (match["unit"] in _MEASURES or match["order"]))
        _add(figures if claimed else mentioned, _value(said), unit)
    for match in _IN_ENGLISH.finditer(rest):
        value = _TENS.get(match["tens"], 0) + _SMALL.get(match["ones"] or match["small"] or match["order"], 0)
        _add(figures, Decimal(value), "", _times((match["times"] or "").strip()))
    return Claims(
        frozenset(figures),
        frozenset(mentioned),
        frozenset(days),
        frozenset(load_glossary().departments_in(_NO_BODY.sub(" ", text))),
    )


def _take_days(text: str) -> tuple[set[Day], str]:
    """The dates of a text, and the text without them."""
    days: set[Day] = set()

    def take(match: re.Match[str]) -> str:
        year, day = number(match["year"] or ""), number(match["day"] or "")
        days.add(Day(year, _month(match["month"] or ""), day))
        return " "

    for pattern in _DATES:
        text = pattern.sub(take, text)
    return days, text


def _month(written: str) -> int | None:
    if written[:1].isascii() and written.isalpha():
        return next((at for at, name in enumerate(_MONTHS, start=1) if name.startswith(written[:3])), None)
    return number(written)


def _is_said(claim: Day, said: Day, years: Iterable[int]) -> bool:
    """Whether a date is said by another; one that is written without its year may be of any year that is named."""
    if claim.year is not None and claim.year != said.year and (said.year is not None or claim.year not in years):
        return False
    return claim.month in (None, said.month) and claim.day in (None, said.day)


def _unit(match: re.Match[str]) -> str:
    return (_ORDINAL if match["order"] else "") + match["unit"]


def _times(words: str) -> int:
    """What a number is multiplied with: 千万, million."""
    return _TIMES[words] if words in _TIMES else math.prod(_TIMES[word] for word in words)


def _value(written: str) -> Decimal | None:
    whole, point, part = written.partition("点")
    if point:
        digits = [number(character) for character in part]
        value = number(whole)
        if value is None or not digits or None in digits:
            return None
        return Decimal(f"{value}.{''.join(map(str, digits))}")
    try:
        return Decimal(written.replace(",", ""))
    except InvalidOperation:
        value = number(written)
        return None if value is None else Decimal(value)


def _add(figures: set[Figure], value: Decimal | None, unit: str, times: int = 1) -> None:
    if value is not None:
        figures.add(Figure(value * times, unit))
