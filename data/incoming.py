"""What came in through a channel and is not answered yet: a crash loses nothing and answers nothing twice.

The body of an update is kept until it is answered; its number a while longer, so that a copy is known again. Numbers
alone do not tell: a channel may begin its count anew. So each has a ``mark``, which says what the update is about.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from data import schema
from data.database import Database

_KNOWN = timedelta(days=8)  # Telegram counts on for a week at least
_OLDEST = timedelta(days=1)
_incoming = schema.incoming


@dataclass(frozen=True, slots=True)
class Update:
    """Something that came in: its number, what tells it from another of that number, and all of it."""

    number: int
    mark: str
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Waiting:
    """All of an update that nobody answered, and how many times it was taken up again, this time included."""

    body: str = field(repr=False)
    attempts: int


class Incoming:
    """The updates of bots, each named by its id. Safe to share between threads."""

    def __init__(self, database: Database, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database = database
        self._now = now

    def note(self, bot: str, updates: Iterable[Update]) -> list[bool]:
        """Keep updates, and tell of each whether it is new."""
        with self._database.writing() as connection:
            return [self._note(connection, bot, update) for update in updates]

    def _note(self, connection: sa.Connection, bot: str, update: Update) -> bool:
        column = _incoming.c
        one = (column.bot == bot) & (column.update_id == update.number)
        if connection.scalar(sa.select(column.mark).where(one)) == update.mark:
            return False
        values = {"mark": update.mark, "body": update.body, "attempts": 0, "received": self._moment}
        statement = insert(_incoming).values(bot=bot, update_id=update.number, **values)
        connection.execute(statement.on_conflict_do_update(index_elements=["bot", "update_id"], set_=values))
        return True

    def answered(self, bot: str, numbers: Collection[int]) -> None:
        """Forget the bodies of updates."""
        column = _incoming.c
        with self._database.writing() as connection:
            connection.execute(
                sa.update(_incoming).where(column.bot == bot, column.update_id.in_(numbers)).values(body=None)
            )

    def take_up(self, bot: str) -> list[Waiting]:
        """The updates of the last day that nobody answered, the oldest first; older ones are forgotten."""
        column = _incoming.c
        open_ones = (column.bot == bot) & column.body.is_not(None)
        with self._database.writing() as connection:
            stale = column.received < self._moment - _OLDEST
            connection.execute(sa.update(_incoming).where(open_ones, stale).values(body=None))
            connection.execute(sa.update(_incoming).where(open_ones).values(attempts=column.attempts + 1))
            chosen = sa.select(column.body, column.attempts).where(open_ones)
            taken = connection.execute(chosen.order_by(column.received, column.update_id))
            return [Waiting(str(body), int(attempts)) for body, attempts in taken]

    def pending(self, bot: str) -> int:
        """How many updates are not answered yet."""
        column = _incoming.c
        with self._database.reading() as connection:
            chosen = sa.select(sa.func.count()).where(column.bot == bot, column.body.is_not(None))
            return int(connection.scalar(chosen) or 0)

    def prune(self) -> None:
        """Forget the numbers that no copy can have any more."""
        with self._database.writing() as connection:
            connection.execute(sa.delete(_incoming).where(_incoming.c.received < self._moment - _KNOWN))

    @property
    def _moment(self) -> datetime:
        return self._now().astimezone(UTC).replace(tzinfo=None)
