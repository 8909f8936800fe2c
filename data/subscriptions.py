"""Who gets the digest, when, and in which form."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from data import schema
from data.bilingual import Language
from data.database import Database

_subscription = schema.subscription.c


class Every(StrEnum):
    """How often a digest comes."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A person's wish for digests.

    ``zone`` is a name of the tz database, in which ``hour`` (0 to 23) counts; ``day`` is that of the week, 0 for
    Monday, or that of the month, 1 to 28. ``says_quiet`` where a period without news is told too; ``paused`` is why
    nothing is sent at present; ``since`` (UTC) is when the subscription was kept: no slot before it is made up.
    """

    person: str
    language: Language
    zone: str
    every: Every = Every.WEEK
    day: int = 0
    hour: int = 9
    says_quiet: bool = True
    paused: str | None = None
    since: datetime | None = None


class Subscriptions:
    """The subscriptions in a database. Safe to use from several threads and processes."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        """``now`` gives the time with its zone."""
        self._database = database
        self._now = now

    def of(self, person: str) -> Subscription | None:
        """The subscription of a person."""
        return next(iter(self._found(_subscription.person == person)), None)

    def active(self) -> list[Subscription]:
        """All that are not paused, by person."""
        return self._found(_subscription.paused.is_(None))

    def keep(self, wished: Subscription) -> Subscription:
        """Keep a new or changed subscription, not paused; with other times, or after a pause, it begins now."""
        kept = self.of(wished.person)
        begun = kept.since if kept and not kept.paused and _times(kept) == _times(wished) else None
        since = begun or self._now().astimezone(UTC)
        values = {
            "person": wished.person,
            "language": wished.language,
            "zone": wished.zone,
            "every": wished.every.value,
            "day": wished.day,
            "hour": wished.hour,
            "says_quiet": wished.says_quiet,
            "paused": None,
            "since": since.replace(tzinfo=None),
        }
        statement = insert(schema.subscription).values(values)
        with self._database.writing() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["person"], set_=values))
        return replace(wished, paused=None, since=since)

    def pause(self, person: str, why: str) -> None:
        """Send nothing to a person until the subscription is kept anew."""
        self._change(person, schema.subscription.update().values(paused=why))

    def remove(self, person: str) -> bool:
        """End a subscription; False if there was none."""
        return self._change(person, schema.subscription.delete())

    def _change(self, person: str, statement: Any) -> bool:
        with self._database.writing() as connection:
            return bool(connection.execute(statement.where(_subscription.person == person)).rowcount)

    def _found(self, where: sa.ColumnElement[bool]) -> list[Subscription]:
        query = sa.select(schema.subscription).where(where).order_by(_subscription.person)
        with self._database.reading() as connection:
            return [_read(row) for row in connection.execute(query)]


def _times(wish: Subscription) -> tuple[object, ...]:
    return wish.every, wish.day, wish.hour, wish.zone


def _read(row: Any) -> Subscription:
    return Subscription(
        person=row.person,
        language=row.language,
        zone=row.zone,
        every=Every(row.every),
        day=row.day,
        hour=row.hour,
        says_quiet=row.says_quiet,
        paused=row.paused,
        since=row.since.replace(tzinfo=UTC),
    )
