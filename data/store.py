"""The store: documents, meetings and their parts in SQLite, with an FTS5 index of words. It is the truth.

Everything else, the vectors included, can be rebuilt from it. A change is one transaction, so a reader sees
the minutes of a meeting as they were before or as they are after, never between.
"""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.exc import DatabaseError, OperationalError

from data import schema
from data.bilingual import MinutesError
from data.glosses import glosses
from data.model import Minutes
from data.parsing import PARSER_VERSION
from data.reading import Source
from data.words import grams

_RECORD = TypeAdapter(Minutes)
_BUSY_TIMEOUT = 30_000  # milliseconds another process may hold the write lock
_RETRY = 0.01  # seconds between attempts where SQLite itself does not wait


class AddStatus(StrEnum):
    """What adding a document did."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"


class WordIndex(StrEnum):
    """The two indexes of words: bigrams of the Chinese text, and English glosses of it."""

    CHINESE = "part_words"
    GLOSSES = "part_glosses"


@dataclass(frozen=True, slots=True)
class StoredMinutes:
    """Minutes as kept: the parsed record and the name of the file they came from."""

    minutes: Minutes
    source: str


class Store:
    """Minutes in a SQLite database. Safe to use from several threads and processes."""

    def __init__(self, url: str | sa.URL) -> None:
        """Open the database at an SQLAlchemy ``url`` and bring its tables up to date.

        Raises:
            MinutesError: the URL is not of SQLite, or the database cannot be opened or is of another version.
        """
        self._engine = _connect(url)
        self._writing = self._engine.execution_options(begin="BEGIN IMMEDIATE")
        try:
            with self._writing.begin() as connection:
                _migrate(connection)
        except (DatabaseError, OSError) as error:
            self._engine.dispose()
            place = self._engine.url.database
            raise MinutesError(f"无法打开数据库 {place}。", f"the database {place} cannot be opened.") from error
        except MinutesError:
            self._engine.dispose()
            raise

    @classmethod
    def in_folder(cls, folder: Path) -> "Store":
        """The store kept in ``folder``, which is created if need be.

        Raises:
            MinutesError: the folder cannot be created, or the database in it cannot be opened.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise MinutesError(f"无法创建目录 {folder}。", f"the folder {folder} cannot be created.") from error
        return cls(sa.URL.create("sqlite", database=str(folder / "minutes.db")))

    def close(self) -> None:
        """Give the database connections back."""
        self._engine.dispose()

    @property
    def revision(self) -> int:
        """A number that grows with every change, by whichever process."""
        with self._engine.connect() as connection:
            return int(connection.scalar(sa.select(schema.revision.c.number)) or 0)

    def add(self, source: Source, minutes: Minutes) -> AddStatus:
        """Keep a document and its minutes; minutes of the same meeting are replaced, in one transaction.

        The same bytes as before change nothing.
        """
        ref = minutes.ref
        with self._writing.begin() as connection:
            known = connection.execute(
                sa.select(schema.meeting.c.id, schema.meeting.c.parser_version, schema.document.c.sha256)
                .join(schema.document)
                .where(schema.meeting.c.series == ref.series, schema.meeting.c.ordinal == ref.meeting)
            ).one_or_none()
            if known and (known.sha256, known.parser_version) == (source.sha256, PARSER_VERSION):
                return AddStatus.UNCHANGED
            if known:
                _delete_meeting(connection, known.id)
            _insert(connection, source, minutes)
            connection.execute(schema.revision.update().values(number=schema.revision.c.number + 1))
        return AddStatus.REPLACED if known else AddStatus.ADDED

    def all_minutes(self) -> Iterator[StoredMinutes]:
        """Everything kept, the latest meeting first."""
        query = (
            sa.select(schema.meeting.c.record, schema.document.c.name)
            .join(schema.document)
            .order_by(schema.meeting.c.held.desc(), schema.meeting.c.ordinal.desc())
        )
        with self._engine.connect() as connection:
            for record, name in connection.execute(query):
                yield StoredMinutes(_RECORD.validate_python(record), name)

    def word_scores(self, words: Sequence[str], index: WordIndex, heading_weight: float = 1.0) -> dict[str, float]:
        """BM25 of every part that holds one of ``words``, by full ref; higher is better.

        ``words`` are those of ``data.words.grams`` for ``WordIndex.CHINESE`` and English content words for
        ``WordIndex.GLOSSES``; a word of the heading counts ``heading_weight`` times one of the part itself.
        Source of the measure: SQLite's FTS5, ``bm25()``.
        """
        if not words:
            return {}
        match = " OR ".join(f'"{word}"' for word in dict.fromkeys(word.replace('"', '""') for word in words))
        query = sa.text(
            f"SELECT part.ref, -bm25({index}, :heading, 1.0) FROM {index} "  # noqa: S608 - a name of ours
            f"JOIN part ON part.id = {index}.rowid WHERE {index} MATCH :match"
        )
        values = {"heading": heading_weight, "match": match}
        with self._engine.connect() as connection:
            return {ref: float(score) for ref, score in connection.execute(query, values)}


def _connect(address: str | sa.URL) -> sa.Engine:
    try:
        url = sa.make_url(address)
    except (sa.exc.ArgumentError, ValueError) as error:  # a ValueError for a port that is no number
        raise MinutesError("DATABASE_URL 无效。", "DATABASE_URL is not a database URL.") from error
    if url.drivername not in {"sqlite", "sqlite+pysqlite"} or url.host:
        raise MinutesError(
            "DATABASE_URL 必须是 sqlite 地址（sqlite:///文件）：词语索引使用 SQLite 的 FTS5。",
            "DATABASE_URL must be a sqlite URL (sqlite:///file): the index of words is SQLite's FTS5.",
        )
    engine = sa.create_engine(url, connect_args={"check_same_thread": False})

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


def _migrate(connection: sa.Connection) -> None:
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


def _delete_meeting(connection: sa.Connection, meeting_id: int) -> None:
    rows = connection.execute(sa.select(schema.part.c.id).where(schema.part.c.meeting_id == meeting_id))
    for (part_id,) in rows.all():
        for index in WordIndex:
            connection.execute(sa.text(f"DELETE FROM {index} WHERE rowid = :id"), {"id": part_id})  # noqa: S608
    document_id = connection.scalar(
        schema.meeting.delete().where(schema.meeting.c.id == meeting_id).returning(schema.meeting.c.document_id)
    )
    connection.execute(schema.document.delete().where(schema.document.c.id == document_id))


def _insert(connection: sa.Connection, source: Source, minutes: Minutes) -> None:
    document_id = connection.scalar(
        schema.document.insert()
        .values(
            name=source.name,
            sha256=source.sha256,
            content=source.content,
            text=source.text,
            added=datetime.now(UTC),
        )
        .returning(schema.document.c.id)
    )
    meeting_id = connection.scalar(
        schema.meeting.insert()
        .values(
            document_id=document_id,
            series=minutes.ref.series,
            ordinal=minutes.ref.meeting,
            held=minutes.header.held,
            parser_version=PARSER_VERSION,
            record=_RECORD.dump_python(minutes, mode="json"),
        )
        .returning(schema.meeting.c.id)
    )
    headings = {resolution.number: resolution.heading for resolution in minutes.resolutions}
    for leaf in minutes.leaf_parts():
        part_id = connection.scalar(
            schema.part.insert()
            .values(meeting_id=meeting_id, ref=str(leaf.ref), text=leaf.text)
            .returning(schema.part.c.id)
        )
        heading = headings.get(leaf.ref.resolution or 0, "")
        for index, cut in ((WordIndex.CHINESE, grams), (WordIndex.GLOSSES, glosses)):
            values = {"id": part_id, "heading": " ".join(cut(heading)), "body": " ".join(cut(leaf.text))}
            insert = f"INSERT INTO {index} (rowid, heading, body) VALUES (:id, :heading, :body)"  # noqa: S608
            connection.execute(sa.text(insert), values)
