"""Reading the dates of a document: when the meeting was held and when the minutes were issued.

A date without its year takes it from what else is dated; a damaged one is reported, never guessed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data.bilingual import Bilingual
from data.numerals import NUMERAL, dates, number

_MONTH_DAY = re.compile(rf"(?<![\d年])(?P<month>{NUMERAL}{{1,2}})月(?P<day>{NUMERAL}{{1,3}})日(?!讯|电)")
_DAY = re.compile(rf"(?:[^，,。]{{0,20}}[讯：:])?(?P<day>{NUMERAL}{{1,3}})日")
_DAMAGED = re.compile(
    rf"(?<!{NUMERAL})(?:{NUMERAL}{{3,8}}日|{NUMERAL}{{1,2}}月{NUMERAL}{{1,2}}(?=[，,])"
    rf"|{NUMERAL}{{4}}年{NUMERAL}{{1,5}}日|{NUMERAL}{{4}}年?{NUMERAL}{{1,4}}月(?!{NUMERAL}))"
)
_IN_DIGITS = re.compile(r"(?<!\d)(20\d\d|19\d\d)\s?[-/.]\s?(1[0-2]|0?[1-9])\s?[-/.]\s?(3[01]|[12]\d|0?[1-9])(?!\d)")
_SIGNED = re.compile(r"印发|成文|签发|(?:政府|办公[室厅])\s*(?=[〇零一二三四五六七八九十\d]{4}年)")
_PUBLISHED = re.compile("发布|生成|来源|日期|时间|公开")


@dataclass(frozen=True, slots=True)
class Held:
    """When a meeting was held, and what is to be said about it."""

    day: date | None
    warnings: tuple[Bilingual, ...] = ()


def read_held(sentence: str, title_page: Sequence[str], issued: date | None, year: int | None) -> Held:
    """The day of the meeting from the opening sentence.

    Args:
        sentence: the opening sentence, in simplified characters.
        title_page: the lines before it, one of which may bear the full date.
        issued: when the minutes were issued, if known: the meeting was held on or before that day.
        year: the year by which meetings are numbered, if they are.
    """
    full = dates(sentence) or all_dates(sentence)
    if full:
        return Held(full[0], _contradictions(full[0], title_page, issued))
    partial = _MONTH_DAY.search(sentence)
    if partial:
        return _with_year(number(partial["month"]) or 0, number(partial["day"]) or 0, title_page, issued, year)
    day = _DAY.match(sentence)
    if day and issued:
        return Held(_latest_day(number(day["day"]) or 0, issued))
    damaged = _DAMAGED.search(sentence)
    if damaged:
        said = damaged[0]
        return Held(None, (Bilingual(f"会议日期残缺：“{said}”。", f"The date of the meeting is damaged: “{said}”."),))
    return Held(None, (Bilingual("没有写明会议日期。", "The date of the meeting is not stated."),))


def _latest_day(day: int, until: date) -> date | None:
    """The last date with that day of the month up to ``until``."""
    month = until if day <= until.day else until.replace(day=1) - timedelta(days=1)
    try:
        return month.replace(day=day)
    except ValueError:
        return None


def signed_in(lines: Sequence[str]) -> date | None:
    """The last date of issue in ``lines`` that stands beside the name of the office or says so (印发)."""
    return last_date([line for line in lines if _SIGNED.search(line)])


def published_in(lines: Sequence[str]) -> date | None:
    """The last date in ``lines`` of publication, as web pages have it."""
    return last_date([line for line in lines if _PUBLISHED.search(line)])


def last_date(lines: Sequence[str]) -> date | None:
    """The last full date in ``lines``."""
    found = [day for line in lines for day in all_dates(line)]
    return found[-1] if found else None


def all_dates(text: str) -> tuple[date, ...]:
    """Every full date in ``text``, in Chinese form or in digits alone (2026-06-16)."""
    found = list(dates(text))
    for year, month, day in _IN_DIGITS.findall(text):
        try:
            found.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return tuple(found)


def _with_year(month: int, day: int, title_page: Sequence[str], issued: date | None, year: int | None) -> Held:
    same_day = [each for line in title_page for each in dates(line) if (each.month, each.day) == (month, day)]
    if same_day:
        return Held(same_day[0])
    years = [year] if year else [issued.year, issued.year - 1] if issued else []
    for each in years:
        try:
            held = date(each, month, day)
        except ValueError:
            continue
        if year or issued is None or held <= issued:
            return Held(held)
    said = f"{month}月{day}日"
    return Held(
        None,
        (Bilingual(f"会议日期“{said}”没有年份。", f"The date of the meeting, “{said}”, has no year."),),
    )


def _contradictions(held: date, title_page: Sequence[str], issued: date | None) -> tuple[Bilingual, ...]:
    said = (other for line in title_page for other in dates(line))
    found = [
        Bilingual(f"文头日期 {other} 与会议日期 {held} 年份不同。", f"The head says {other}, the opening {held}.")
        for other in said
        if (other.month, other.day) == (held.month, held.day) and other.year != held.year
    ]
    if issued and issued < held:
        zh = f"印发日期 {issued} 早于会议日期 {held}。"
        found.append(Bilingual(zh, f"The minutes were issued on {issued}, before the meeting of {held}."))
    return tuple(found)
