"""What people watch: departments, topics and questions of which they want to be told when minutes mention them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from data import schema
from data.bilingual import Language
from data.database import Database

_watch = schema.watch.c

MOST_WATCHES = 30
"""How many things a person can watch."""


class WatchKind(StrEnum):
    """What is watched."""

    DEPARTMENT = "department"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Watch:
    """Something a person watches: a department by its name, or a topic or question in their words."""

    id: int
    person: str
    kind: WatchKind
    words: str
    language: Language


class Watches:
    """The watches in a database. Safe to use from several threads and processes."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        """``now`` gives the time with its zone."""
        self._database = database
        self._now = now

    def of(self, person: str) -> list[Watch]:
        """What a person watches, the oldest first."""
        return self._found(_watch.person == person)

    def people(self) -> list[str]:
        """Who watches something."""
        with self._database.reading() as connection:
            return list(connection.scalars(sa.select(_watch.person).distinct().order_by(_watch.person)))

    def add(self, person: str, kind: WatchKind, words: str, language: Language) -> bool:
        """Watch something; False if it is watched already, or too much is."""
        since = self._now().astimezone(UTC).replace(tzinfo=None)
        values = {"person": person, "kind": kind.value, "words": words, "language": language, "since": since}
        count = sa.select(sa.func.count()).select_from(schema.watch).where(_watch.person == person)
        with self._database.writing() as connection:
            if (connection.scalar(count) or 0) >= MOST_WATCHES:
                return False
            done = connection.execute(insert(schema.watch).values(values).on_conflict_do_nothing())
            return bool(done.rowcount)

    def remove(self, person: str, watch_id: int | None = None) -> int:
        """Watch one thing, or all, no more; how many those were."""
        statement = schema.watch.delete().where(_watch.person == person)
        if watch_id is not None:
            statement = statement.where(_watch.id == watch_id)
        with self._database.writing() as connection:
            return connection.execute(statement).rowcount

    def _found(self, where: sa.ColumnElement[bool]) -> list[Watch]:
        query = sa.select(schema.watch).where(where).order_by(_watch.person, _watch.id)
        with self._database.reading() as connection:
            return [
                Watch(row.id, row.person, WatchKind(row.kind), row.words, row.language)
                for row in connection.execute(query)
            ]
