"""When digests are due: the slots of a subscription in its own time zone, daylight saving included.

A period has one name (``2026-W47``, ``2026-11``, ``2026-11-23``) however the clock or the wish is changed within it, so
that what was claimed for it is not claimed again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from data.subscriptions import Every, Subscription

_DAYS_BACK = {Every.DAY: 2, Every.WEEK: 8, Every.MONTH: 32}


@dataclass(frozen=True, slots=True)
class Slot:
    """A moment at which a digest is due (UTC), the name of its period, and the first and last day it is about."""

    due: datetime
    period: str
    first: date
    last: date


def last_slot(wish: Subscription, now: datetime) -> Slot | None:
    """The latest slot that has come; None if none has since the subscription was kept."""
    zone = ZoneInfo(wish.zone)
    today = now.astimezone(zone).date()
    for back in range(_DAYS_BACK[wish.every] + 1):
        day = today - timedelta(days=back)
        slot = _slot(wish, day, zone)
        if slot and slot.due <= now:
            return None if wish.since and slot.due <= wish.since else slot
    return None


def next_slot(wish: Subscription, now: datetime) -> Slot:
    """The first slot that has not come yet."""
    zone = ZoneInfo(wish.zone)
    return next(slot for slot in _slots_from(wish, now.astimezone(zone).date(), zone) if slot.due > now)


def _slots_from(wish: Subscription, day: date, zone: ZoneInfo) -> Iterator[Slot]:
    while True:
        slot = _slot(wish, day, zone)
        if slot:
            yield slot
        day += timedelta(days=1)


def _slot(wish: Subscription, day: date, zone: ZoneInfo) -> Slot | None:
    """The slot on a day, None if there is none; an hour that daylight saving leaves out comes an hour late."""
    moment = datetime.combine(day, time(wish.hour), zone).astimezone(UTC)
    last = day - timedelta(days=1)
    match wish.every:
        case Every.DAY:
            return Slot(moment, day.isoformat(), last, last)
        case Every.WEEK if day.weekday() == wish.day:
            year, week, _ = day.isocalendar()
            return Slot(moment, f"{year}-W{week:02}", day - timedelta(days=7), last)
        case Every.MONTH if day.day == wish.day:
            month_before = (day.replace(day=1) - timedelta(days=1)).replace(day=day.day)
            return Slot(moment, f"{day:%Y-%m}", month_before, last)
    return None
