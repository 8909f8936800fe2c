"""The database under the store: how it is reached, shared with other processes, and brought up to date."""

import sqlite3
import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, OperationalError

from data import schema
from data.bilingual import MinutesError

_BUSY_TIMEOUT = 30_000  # milliseconds another process may hold the write lock
_CONNECTIONS = 40  # that are kept open; a channel answers in some thirty threads
_RETRY = 0.01  # seconds between attempts where SQLite itself does not wait


class Database:
    """A SQLite database with the tables of the store. Safe to use from several threads and processes."""

    def __init__(self, url: str | sa.URL) -> None:
        """Open the database at an SQLAlchemy ``url`` and bring its tables up to date.

        Raises:
            MinutesError: the URL is not of SQLite, or the database cannot be opened or is of another version.
        """
        self._engine = connect(url)
        self._writing = self._engine.execution_options(begin="BEGIN IMMEDIATE")
        try:
            with self._writing.begin() as connection:
                migrate(connection)
        except (DatabaseError, OSError) as error:
            self._engine.dispose()
            place = self._engine.url.database
            raise MinutesError(f"无法打开数据库 {place}。", f"the database {place} cannot be opened.") from error
        except MinutesError:
            self._engine.dispose()
            raise

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """A connection to read from, which sees the database as it is at its first query."""
        return self._engine.connect()

    def writing(self) -> AbstractContextManager[sa.Connection]:
        """A connection to write with: one transaction, kept if nothing is raised."""
        return self._writing.begin()

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()


def connect(address: str | sa.URL) -> sa.Engine:
    """An engine whose transactions begin as written, or at once where the option ``begin`` says so.

    Raises:
        MinutesError: the address is none, or not one of SQLite.
    """
    try:
        url = sa.make_url(address)
    except (sa.exc.ArgumentError, ValueError) as error:  # a ValueError for a port that is no number
        raise MinutesError("DATABASE_URL 无效。", "DATABASE_URL is not a database URL.") from error
    if url.drivername not in {"sqlite", "sqlite+pysqlite"} or url.host:
        raise MinutesError(
            "DATABASE_URL 必须是 sqlite 地址（sqlite:///文件）：词语索引使用 SQLite 的 FTS5。",
            "DATABASE_URL must be a sqlite URL (sqlite:///file): the index of words is SQLite's FTS5.",
        )
    # The errors of SQLAlchemy would show what people wrote.
    settings: dict[str, Any] = {"connect_args": {"check_same_thread": False}, "pool_size": _CONNECTIONS}
    engine = sa.create_engine(url, **settings, hide_parameters=True)

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions begin below, as written, DDL included
        for pragma in (f"busy_timeout={_BUSY_TIMEOUT}", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}").close()
        _write_ahead(connection)

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))

    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Keep a write-ahead log, so that readers and a writer need not wait for each other.

    SQLite waits for a lock, but not where several switch to the log at once: they try again.
    """
    give_up = time.monotonic() + _BUSY_TIMEOUT / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(_RETRY)
        else:
            return


def migrate(connection: sa.Connection) -> None:
    """Run the migrations that the database lacks; Alembic is loaded only if there are some.

    Raises:
        MinutesError: the database is at a version that this program does not know.
    """
    try:
        current = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    except OperationalError:
        current = None
    if current == schema.SCHEMA_VERSION:
        return
    from alembic import command  # noqa: PLC0415 - a third of a second that most starts need not spend
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise MinutesError(
            "数据库的版本不明：它由更新的程序或别的程序建立。",
            "the database has an unknown version: a newer program or another one made it.",
        ) from error
