"""Minutes that an administrator holds back: they can be asked, but stand in no digest and no alert."""

from collections.abc import Callable
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from data import schema
from data.database import Database
from data.refs import Ref, parse_ref

_held = schema.held_back.c


class Holding:
    """The meetings that are held back, in a database."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        """``now`` gives the time with its zone."""
        self._database = database
        self._now = now

    def hold(self, meeting: Ref, by: str) -> bool:
        """Hold back a meeting, whose ref is in full; False if it is held back already."""
        values = {"meeting": str(meeting), "by": by, "since": self._now().astimezone(UTC).replace(tzinfo=None)}
        with self._database.writing() as connection:
            done = connection.execute(insert(schema.held_back).values(values).on_conflict_do_nothing())
            return bool(done.rowcount)

    def release(self, meeting: Ref) -> bool:
        """Let a meeting into digests and alerts; False if it was not held back."""
        statement = schema.held_back.delete().where(_held.meeting == str(meeting))
        with self._database.writing() as connection:
            return bool(connection.execute(statement).rowcount)

    def held(self) -> frozenset[Ref]:
        """The meetings that are held back."""
        with self._database.reading() as connection:
            written = connection.scalars(sa.select(_held.meeting)).all()
        return frozenset(ref for ref in map(parse_ref, written) if ref)
