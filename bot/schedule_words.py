"""How a person writes and reads when digests come: days, hours, time zones."""

import re
from dataclasses import replace
from zoneinfo import available_timezones

from data.bilingual import Bilingual, Language, MinutesError
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

_HOUR = re.compile(r"(?P<hour>\d{1,2})(?:[:：点时](?P<minute>\d{2})?)?(?P<half>am|pm)?")
_DAY_OF_MONTH = re.compile(r"(?P<day>\d{1,2})(?:日|号|st|nd|rd|th)")
_OFTEN_WORDS = {
    **dict.fromkeys("daily day 每天 每日 天 日报".split(), Every.DAY),
    **dict.fromkeys("weekly week 每周 周 周报".split(), Every.WEEK),
    **dict.fromkeys("monthly month 每月 月 月报".split(), Every.MONTH),
}
_WEEKDAY_ZH = re.compile(r"(?:每?周|每?星期|礼拜)(?P<day>[一二三四五六日天])")


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
    """The wish with what a person wrote: ``周三 8:00``, ``friday 17:00 Europe/Berlin``, ``monthly 1st 9:00``.

    Raises:
        MinutesError: a word means neither a day, an hour, a time zone, how often nor a language.
    """
    for word in text.replace("，", " ").replace(",", " ").split():
        wish = _with_word(word, wish)
    return wish


def _with_word(word: str, wish: Subscription) -> Subscription:
    folded = word.lower()
    if folded in ("at", "on", "in", "the", "every", "of"):
        return wish
    if folded in _OFTEN_WORDS:
        return on_every(wish, _OFTEN_WORDS[folded])
    for index, day in enumerate(WEEKDAYS):
        if folded in (day.zh, day.en.lower(), day.en[:3].lower(), day.en.lower() + "s"):
            return replace(on_every(wish, Every.WEEK), day=index)
    if match := _WEEKDAY_ZH.fullmatch(folded):
        return replace(
            on_every(wish, Every.WEEK), day="一二三四五六日天".index(match["day"]) % 7 if match["day"] != "天" else 6
        )
    if match := _DAY_OF_MONTH.fullmatch(folded.removeprefix("每月")):
        if not 1 <= int(match["day"]) <= LAST_DAY_OF_MONTH:
            raise MinutesError("每月的日子请选 1 到 28 日。", "please choose a day of the month from 1 to 28.")
        return replace(on_every(wish, Every.MONTH), day=int(match["day"]))
    if match := _HOUR.fullmatch(folded):
        return replace(wish, hour=_hour(match))
    zone = find_zone(word)
    if zone:
        return replace(wish, zone=zone)
    for language, name in LANGUAGES.items():
        if folded in (language, name.zh, name.en.lower()):
            return replace(wish, language=language)
    raise MinutesError(
        f"不明白“{word}”：请写星期、整点、时区（如 Asia/Shanghai）、频率（每天、每周、每月）或语言。",
        f"I do not understand “{word}”: please write a day, a full hour, a time zone (such as Europe/Berlin), "
        "how often (daily, weekly, monthly) or a language.",
    )


def _hour(match: re.Match[str]) -> int:
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] == "pm" else 0)
    if hour > 23 or int(match["minute"] or 0):  # noqa: PLR2004 - hours of a day
        raise MinutesError("请选 0 到 23 的整点。", "please choose a full hour from 0 to 23.")
    return hour


def on_every(wish: Subscription, every: Every) -> Subscription:
    """The wish with another frequency, on its first usual day."""
    if every is wish.every:
        return wish
    return replace(wish, every=every, day=1 if every is Every.MONTH else 0)


def find_zone(word: str) -> str | None:
    """The name of the tz database that is meant by one in any case, or by its city alone."""
    wanted = word.lower().replace(" ", "_")
    zones = sorted(zone for zone in available_timezones() if not zone.startswith(("Etc/", "posix/", "right/")))
    exact = next((zone for zone in zones if zone.lower() == wanted), None)
    return exact or next((zone for zone in zones if zone.lower().rpartition("/")[2] == wanted), None)


def areas() -> dict[str, tuple[str, ...]]:
    """The cities of the tz database by their area (``Asia``), as names in full."""
    found: dict[str, list[str]] = {}
    for zone in sorted(available_timezones()):
        area, _, city = zone.partition("/")
        if city and area in _AREAS:
            found.setdefault(area, []).append(zone)
    return {area: tuple(zones) for area, zones in found.items()}


_AREAS = frozenset("Africa America Antarctica Asia Atlantic Australia Europe Indian Pacific".split())
