"""When digests are due: the slots of a subscription in its own time zone, daylight saving included.

A period has one name (``2026-W47``, ``2026-11``, ``2026-11-23``) however the clock or the wish is changed within it, so
that what was claimed for it is not claimed again.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from data.subscriptions import Every, Subscription

_DAYS = {Every.DAY: 1, Every.WEEK: 7, Every.MONTH: 31}
_NAMES = {
    Every.DAY: re.compile(r"\d{4}-\d{2}-\d{2}"),
    Every.WEEK: re.compile(r"\d{4}-W\d{2}"),
    Every.MONTH: re.compile(r"\d{4}-\d{2}"),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A moment at which a digest is due (UTC), and the name of its period."""

    due: datetime
    period: str


def last_slot(wish: Subscription, now: datetime) -> Slot | None:
    """The latest slot that has come; None if none has since the subscription began."""
    zone = ZoneInfo(wish.zone)
    today = now.astimezone(zone).date()
    for back in range(_DAYS[wish.every] + 2):  # a day of the year may be missing where the date line moved
        slot = _slot(wish, today - timedelta(days=back), zone)
        if slot and slot.due <= now:
            return None if wish.since and slot.due <= wish.since else slot
    return None


def next_slot(wish: Subscription, now: datetime, claimed: Collection[str] = ()) -> Slot:
    """The first slot that has not come yet, of a period that is not ``claimed``."""
    zone = ZoneInfo(wish.zone)
    day = now.astimezone(zone).date()
    while True:
        slot = _slot(wish, day, zone)
        if slot and slot.due > now and slot.period not in claimed:
            return slot
        day += timedelta(days=1)


def days_of(period: str) -> int:
    """How many days a period of this name has; those of a week if it is no name."""
    return next((_DAYS[every] for every, name in _NAMES.items() if name.fullmatch(period)), _DAYS[Every.WEEK])


def _slot(wish: Subscription, day: date, zone: ZoneInfo) -> Slot | None:
    """The slot on a day, None if there is none; an hour that daylight saving leaves out comes an hour late."""
    moment = datetime.combine(day, time(wish.hour), zone).astimezone(UTC)
    match wish.every:
        case Every.DAY:
            return Slot(moment, day.isoformat())
        case Every.WEEK if day.weekday() == wish.day:
            year, week, _ = day.isocalendar()
            return Slot(moment, f"{year}-W{week:02}")
        case Every.MONTH if day.day == wish.day:
            return Slot(moment, f"{day:%Y-%m}")
    return None
