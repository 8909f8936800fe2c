"""Looking at a database from outside: what is in it, and whether it is whole. Nothing is created or changed."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from data import schema
from data.bilingual import MinutesError
from data.database import Database, connect

_FAULTS = 3  # that are told of a damaged database


@dataclass(frozen=True, slots=True)
class Counts:
    """The revision of a store, and how many meetings it holds."""

    revision: int
    meetings: int


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """A database: the version of its tables, its counts, and whether the minutes of the first use are all in it.

    ``faults`` are what SQLite finds wrong; where there are some, or another version, the rest is not looked at.
    """

    version: str
    faults: tuple[str, ...] = ()
    counts: Counts = Counts(0, 0)
    is_prepared: bool = False

    @property
    def is_current(self) -> bool:
        """Whether this program has made the tables, or would make the same."""
        return self.version == schema.SCHEMA_VERSION

    @property
    def is_newer(self) -> bool:
        """Whether a newer program has made the tables, or another one: this one does not know them."""
        return not self.version.isdecimal() or self.version > schema.SCHEMA_VERSION


def count(database: Database) -> Counts:
    """What a store holds now, told quickly."""
    with database.reading() as connection:
        return _counts(connection)


def _counts(connection: sa.Connection) -> Counts:
    meetings = connection.scalar(sa.select(sa.func.count()).select_from(schema.meeting))
    return Counts(int(connection.scalar(sa.select(schema.revision.c.number)) or 0), int(meetings or 0))


def inspect_database(url: str | sa.URL) -> DatabaseState | None:
    """The state of a database; None where there is none yet.

    Raises:
        MinutesError: the URL is not one of SQLite, or the file is no database or cannot be read.
    """
    engine = connect(url)
    place = engine.url.database
    if not place or not Path(place).exists():
        engine.dispose()
        return None
    try:
        with engine.connect() as connection:
            return _state(connection)
    except (DatabaseError, OSError) as error:
        raise MinutesError(
            f"数据库 {place} 无法读取或已损坏：请用备份恢复。",
            f"the database {place} cannot be read or is damaged: restore a backup.",
        ) from error
    finally:
        engine.dispose()


def _state(connection: sa.Connection) -> DatabaseState:
    version = ""
    with suppress(sa.exc.OperationalError):  # no such table: nothing was created in it yet
        version = str(connection.scalar(sa.text("SELECT version_num FROM alembic_version")) or "")
    found = connection.execute(sa.text(f"PRAGMA integrity_check({_FAULTS})")).scalars()
    faults = tuple(str(each) for each in found if each != "ok")
    if faults or version != schema.SCHEMA_VERSION:
        return DatabaseState(version, faults)
    prepared = bool(connection.scalar(sa.select(schema.revision.c.prepared)))
    return DatabaseState(version, faults, _counts(connection), prepared)
