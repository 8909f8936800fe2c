"""How a person writes and reads when digests come: days, hours, time zones."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from zoneinfo import available_timezones

from data.bilingual import Bilingual, Language, MinutesError
from data.numerals import NUMERAL, number
from data.subscriptions import Every, Subscription

WEEKDAYS = (
    Bilingual("周一", "Monday"),
    Bilingual("周二", "Tuesday"),
    Bilingual("周三", "Wednesday"),
    Bilingual("周四", "Thursday"),
    Bilingual("周五", "Friday"),
    Bilingual("周六", "Saturday"),
    Bilingual("周日", "Sunday"),
)
OFTEN = {
    Every.DAY: Bilingual("每天", "every day"),
    Every.WEEK: Bilingual("每周", "every week"),
    Every.MONTH: Bilingual("每月", "every month"),
}
LANGUAGES: dict[Language, Bilingual] = {"zh": Bilingual("中文", "Chinese"), "en": Bilingual("英文", "English")}
LAST_DAY_OF_MONTH = 28

_AREAS = frozenset("Africa America Antarctica Asia Atlantic Australia Europe Indian Pacific".split())
_CHINA = "Asia/Shanghai"
_CHINESE_CITIES = {"北京": _CHINA, "上海": _CHINA, "中国": _CHINA, "beijing": _CHINA, "china": _CHINA}
_WEEKDAY_LETTERS = "一二三四五六日"
_LATE = ("下午", "傍晚", "晚上", "夜里", "晚", "pm")  # parts of a day whose hours count from noon
_MIDNIGHT = ("am", "凌晨", "晚上", "夜里", "晚")  # those whose twelve o'clock begins the day
_NOON, _HOURS = 12, 24

_NOISE = re.compile(r"(?:[\s,.，。、;；:：()（）的于在]|(?:at|on|in|the|each|of|and|o'?clock|time)\b|时间|北京时间)+")
_WEEKDAY = re.compile(
    r"(?:每个?)?(?:周|星期|礼拜)(?P<zh>[一二三四五六日天])"
    r"|(?:every\s+)?(?P<en>mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday|s|r|rs)?s?\b"
)
_DAY_OF_MONTH = re.compile(
    rf"(?:每个?月)?(?P<zh>{NUMERAL}{{1,3}})[日号]|(?:day\s+(?P<day>\d{{1,2}})|(?P<en>\d{{1,2}})(?:st|nd|rd|th))\b"
    r"(?:\s+day)?(?:\s+of\s+(?:every|each|the)\s+month)?"
)
_FREQUENCIES = {
    Every.DAY: re.compile(r"每[天日]|[天日]报|(?:daily|every\s*day|day)\b"),
    Every.WEEK: re.compile(r"每周|每个?星期|周报|(?:weekly|every\s+week|week)\b"),
    Every.MONTH: re.compile(r"每个?月|月报|(?:monthly|every\s+month|month)\b"),
}
_HOUR = re.compile(
    r"(?P<part>上午|早上|早晨|清晨|凌晨|中午|下午|傍晚|晚上|夜里|早|晚)?\s*"
    rf"(?P<hour>\d{{1,2}}|{NUMERAL}{{1,3}}(?=[点时]))(?![\d/])"
    r"(?:[:：](?P<minute>\d{2})|[点时](?:整|(?P<half>半|[一三]刻)|(?P<past>\d{1,2})分?)?)?"
    r"\s*(?P<ampm>[ap]\.?m\b\.?)?"
)
_LANGUAGE = re.compile(r"(?P<zh>zh\b|中文|汉语|chinese\b)|(?P<en>en\b|英文|英语|english\b)")
_ZONE = re.compile(r"[a-z][a-z_+-]*(?:/[a-z0-9_+-]+)*(?:\s+[a-z]+){0,2}|[\u4e00-\u9fff]{2}(?:时间)?")
_WORD = re.compile(r"\S+")


def say_time(wish: Subscription, language: Language) -> str:
    """When digests come: ``每周一 9:00（Asia/Shanghai）``, ``every Monday at 9:00 (Asia/Shanghai)``."""
    hour = f"{wish.hour}:00"
    match wish.every:
        case Every.DAY:
            said = Bilingual("每天", "every day")
        case Every.WEEK:
            day = WEEKDAYS[wish.day % 7]
            said = Bilingual(f"每{day.zh}", f"every {day.en}")
        case Every.MONTH:
            said = Bilingual(f"每月{wish.day}日", f"on day {wish.day} of every month")
    zone = wish.zone
    return f"{said.zh} {hour}（{zone}）" if language == "zh" else f"{said.en} at {hour} ({zone})"


def read_schedule(text: str, wish: Subscription) -> Subscription:
    """The wish with what a person wrote: ``每周三上午8点``, ``friday 17:00 Europe/Berlin``, ``monthly 1st 9am``.

    Raises:
        MinutesError: something means neither a day, an hour, a time zone, how often nor a language.
    """
    said, at = text.strip(), 0
    folded = said.lower()
    while at < len(said):
        if noise := _NOISE.match(folded, at):
            at = noise.end()
            continue
        found = next(_readings(folded, at, wish), None)
        if found is None:
            word = _WORD.match(said, at)
            raise _not_understood(word[0] if word else said[at:])
        wish, at = found
    return wish


def _readings(text: str, at: int, wish: Subscription) -> Iterator[tuple[Subscription, int]]:
    """The wish with what stands at a place of the text, and where that ends; the likeliest reading first."""
    readers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Subscription], Subscription]], ...] = (
        (_WEEKDAY, _on_weekday),
        (_DAY_OF_MONTH, _on_day_of_month),
        *((pattern, lambda _, wish, every=every: on_every(wish, every)) for every, pattern in _FREQUENCIES.items()),
        (_LANGUAGE, lambda match, wish: replace(wish, language="zh" if match["zh"] else "en")),
        (_HOUR, lambda match, wish: replace(wish, hour=_hour(match))),
    )
    for pattern, read in readers:
        if match := pattern.match(text, at):
            yield read(match, wish), match.end()
    if match := _ZONE.match(text, at):
        words = match[0]
        while words:
            if zone := find_zone(words):
                yield replace(wish, zone=zone), at + len(words)
            words = words.rpartition(" ")[0].rstrip()


def _not_understood(words: str) -> MinutesError:
    return MinutesError(
        f"不明白“{words}”：请写星期、整点、时区（如 Asia/Shanghai）、频率（每天、每周、每月）或语言。",
        f"I do not understand “{words}”: please write a day, a full hour, a time zone (such as Europe/Berlin), "
        "how often (daily, weekly, monthly) or a language.",
    )


def _on_weekday(match: re.Match[str], wish: Subscription) -> Subscription:
    if match["zh"]:
        day = _WEEKDAY_LETTERS.index(match["zh"].replace("天", "日"))
    else:
        day = next(index for index, name in enumerate(WEEKDAYS) if name.en.lower().startswith(match["en"]))
    return replace(on_every(wish, Every.WEEK), day=day)


def _on_day_of_month(match: re.Match[str], wish: Subscription) -> Subscription:
    day = number(match["zh"] or match["day"] or match["en"]) or 0
    if not 1 <= day <= LAST_DAY_OF_MONTH:
        raise MinutesError("每月的日子请选 1 到 28 日。", "please choose a day of the month from 1 to 28.")
    return replace(on_every(wish, Every.MONTH), day=day)


def _hour(match: re.Match[str]) -> int:
    hour, part = number(match["hour"]), match["part"] or (match["ampm"] or "").replace(".", "")
    past = int(match["minute"] or match["past"] or 0) or match["half"]
    if hour is None or hour >= _HOURS or past or (match["ampm"] and not 1 <= hour <= _NOON):
        raise MinutesError("请选 0 到 23 的整点。", "please choose a full hour from 0 to 23.")
    if part in _LATE and hour < _NOON:
        return hour + _NOON
    if part == "中午" and hour == 1:
        return hour + _NOON
    return 0 if hour == _NOON and part in _MIDNIGHT else hour


def on_every(wish: Subscription, every: Every) -> Subscription:
    """The wish with another frequency, on its first usual day."""
    if every is wish.every:
        return wish
    return replace(wish, every=every, day=1 if every is Every.MONTH else 0)


def find_zone(words: str) -> str | None:
    """The name of the tz database that is meant by one in any case, or by its city alone."""
    wanted = re.sub(r"\s+", "_", words.strip().lower())
    exact, cities = _zones()
    return exact.get(wanted) or _CHINESE_CITIES.get(wanted.removesuffix("时间")) or cities.get(wanted)


@cache
def _zones() -> tuple[dict[str, str], dict[str, str]]:
    """The names of the tz database by themselves in small letters, and by their cities."""
    named = [zone for zone in sorted(available_timezones(), reverse=True) if zone.partition("/")[0] in _AREAS]
    exact = {zone.lower(): zone for zone in (*named, "UTC")}
    return exact, {zone.lower().rpartition("/")[2]: zone for zone in named}


@cache
def areas() -> dict[str, tuple[str, ...]]:
    """The names of the tz database by their area (``Asia``)."""
    found: dict[str, list[str]] = {}
    for zone in sorted(_zones()[0].values()):
        area, _, city = zone.partition("/")
        if city:
            found.setdefault(area, []).append(zone)
    return {area: tuple(zones) for area, zones in found.items()}
