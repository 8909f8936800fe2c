"""The store: documents, meetings and their parts in SQLite, with an FTS5 index of words. It is the truth.

Everything else, the vectors included, can be rebuilt from it. A change is one transaction, so a reader sees
the minutes of a meeting as they were before or as they are after, never between. A document that another one
replaces stays, as an older version of its meeting.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from data import schema
from data.bilingual import MinutesError
from data.database import Database
from data.model import Minutes
from data.parsing import PARSER_VERSION
from data.reading import Source
from data.refs import Ref
from data.word_index import WordIndex, forget_words, index_words, word_scores

__all__ = ["AddStatus", "Added", "Known", "Store", "StoredMinutes", "Version", "WordIndex"]

_RECORD = TypeAdapter(Minutes)
_meeting, _document, _version = schema.meeting.c, schema.document.c, schema.version.c


class AddStatus(StrEnum):
    """What adding a document did."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Version:
    """An older document of a meeting: its file name, when it was added, and when another one replaced it (UTC)."""

    source: str
    added: datetime
    replaced_on: datetime


@dataclass(frozen=True, slots=True)
class StoredMinutes:
    """Minutes as kept: the parsed record, the name of the file they came from, and what they replaced, latest first."""

    minutes: Minutes
    source: str
    versions: tuple[Version, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a document did, with the name of the document that it replaced.

    ``superseded_by`` is set where nothing changed because the document is an older version: the name of the newest.
    """

    status: AddStatus
    replaces: str | None = None
    superseded_by: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """The minutes kept of a document's meeting, and whether the document is only an older version of them."""

    kept: StoredMinutes
    is_older: bool


class Store:
    """Minutes in a SQLite database. Safe to use from several threads and processes."""

    def __init__(self, url: str | sa.URL) -> None:
        """Open the database at an SQLAlchemy ``url`` and bring its tables up to date.

        Raises:
            MinutesError: the URL is not of SQLite, or the database cannot be opened or is of another version.
        """
        self.database = Database(url)

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
        self.database.close()

    @property
    def revision(self) -> int:
        """A number that grows with every change, by whichever process."""
        with self.database.reading() as connection:
            return int(connection.scalar(sa.select(schema.revision.c.number)) or 0)

    @property
    def is_prepared(self) -> bool:
        """Whether the minutes of the first use are all in it; False also after a first use that was interrupted."""
        with self.database.reading() as connection:
            return bool(connection.scalar(sa.select(schema.revision.c.prepared)))

    def mark_prepared(self) -> None:
        """Remember that the minutes of the first use are all in it."""
        with self.database.writing() as connection:
            connection.execute(schema.revision.update().values(prepared=True))

    def add(self, source: Source, minutes: Minutes) -> Added:
        """Keep a document and its minutes, in one transaction; another document of the same meeting becomes a version.

        The bytes of a document that is kept change nothing, but for those that an older parser read: they are
        read anew, and are no version of themselves.
        """
        with self.database.writing() as connection:
            held = connection.execute(_meetings().where(*_is_meeting(_meeting, minutes.ref))).one_or_none()
            if held and (held.sha256, held.parser_version) == (source.sha256, PARSER_VERSION):
                return Added(AddStatus.UNCHANGED)
            if held and _find_version(connection, source.sha256, *_is_meeting(_version, minutes.ref)):
                return Added(AddStatus.UNCHANGED, superseded_by=held.name)
            reread = connection.execute(_meetings().where(_document.sha256 == source.sha256)).all()
            replaced = held if held and held.sha256 != source.sha256 else None
            if replaced:
                _retire(connection, replaced)
            for row in reread:
                _delete_meeting(connection, row.id)
                connection.execute(schema.document.delete().where(_document.id == row.document_id))
                moved = schema.version.update().where(_version.series == row.series, _version.ordinal == row.ordinal)
                connection.execute(moved.values(series=minutes.ref.series, ordinal=minutes.ref.meeting))
            _insert(connection, source, minutes, min((row.added for row in reread), default=datetime.now(UTC)))
            connection.execute(schema.revision.update().values(number=schema.revision.c.number + 1))
        status = AddStatus.REPLACED if held or reread else AddStatus.ADDED
        return Added(status, replaces=replaced.name if replaced else None)

    def recall(self, sha256: str) -> Known | None:
        """What is kept of the document whose bytes have this hash; None if it has to be read (again)."""
        with self.database.reading() as connection:
            row = connection.execute(_meetings().where(_document.sha256 == sha256)).first()
            older = None
            if row is None:
                older = _find_version(connection, sha256)
                if older is None:
                    return None
                here = (_meeting.series == older.series, _meeting.ordinal == older.ordinal)
                row = connection.execute(_meetings().where(*here)).one_or_none()
            if row is None or (older is None and row.parser_version != PARSER_VERSION):
                return None
            versions = _versions(connection).get((row.series, row.ordinal), ())
            kept = StoredMinutes(_RECORD.validate_python(row.record), row.name, versions=versions)
            return Known(kept, is_older=older is not None)

    def document(self, ref: Ref) -> tuple[str, bytes]:
        """The file name and the bytes of the document of a meeting, whose ref is in full.

        Raises:
            KeyError: no such meeting is kept.
        """
        query = sa.select(_document.name, _document.content).join(schema.meeting)
        with self.database.reading() as connection:
            row = connection.execute(query.where(*_is_meeting(_meeting, ref))).one_or_none()
        if row is None:
            raise KeyError(str(ref))
        return row.name, row.content

    def all_minutes(self) -> Iterator[StoredMinutes]:
        """Everything kept, the latest meeting first."""
        with self.database.reading() as connection:
            versions = _versions(connection)
            for row in connection.execute(_meetings().order_by(_meeting.held.desc(), _meeting.ordinal.desc())):
                older = versions.get((row.series, row.ordinal), ())
                yield StoredMinutes(_RECORD.validate_python(row.record), row.name, versions=older)

    def word_scores(self, words: Sequence[str], index: WordIndex, heading_weight: float = 1.0) -> dict[str, float]:
        """BM25 of every part that holds one of ``words``, by full ref; higher is better.

        ``words`` are those of ``data.words.grams`` for ``WordIndex.CHINESE`` and English content words for
        ``WordIndex.GLOSSES``; a word of the heading counts ``heading_weight`` times one of the part itself.
        Source of the measure: SQLite's FTS5, ``bm25()``.
        """
        with self.database.reading() as connection:
            return word_scores(connection, words, index, heading_weight)


def _meetings() -> sa.Select[Any]:
    """Every meeting with its document, without the bytes and the text of it."""
    document = (_document.name, _document.sha256, _document.added)
    return sa.select(schema.meeting, *document).join(schema.document)


def _is_meeting(columns: Any, ref: Ref) -> tuple[sa.ColumnElement[bool], ...]:
    """That the columns of a table name the meeting of ``ref``."""
    return columns.series == ref.series, columns.ordinal == ref.meeting


def _find_version(connection: sa.Connection, sha256: str, *where: sa.ColumnElement[bool]) -> Any:
    """The first row of an older version with these bytes, or None."""
    query = sa.select(schema.version).join(schema.document).where(_document.sha256 == sha256, *where)
    return connection.execute(query).first()


def _versions(connection: sa.Connection) -> dict[tuple[str, int], tuple[Version, ...]]:
    """The older versions of every meeting that has some, by series and ordinal, the latest first."""
    query = sa.select(_version.series, _version.ordinal, _document.name, _document.added, _version.replaced)
    found: dict[tuple[str, int], tuple[Version, ...]] = {}
    for row in connection.execute(query.join(schema.document).order_by(_version.replaced.desc(), _version.id.desc())):
        version = Version(row.name, row.added.replace(tzinfo=UTC), row.replaced.replace(tzinfo=UTC))
        found[row.series, row.ordinal] = (*found.get((row.series, row.ordinal), ()), version)
    return found


def _retire(connection: sa.Connection, row: Any) -> None:
    """Make the document of a meeting an older version, and delete the meeting itself."""
    _delete_meeting(connection, row.id)
    connection.execute(
        schema.version.insert().values(
            document_id=row.document_id, series=row.series, ordinal=row.ordinal, replaced=datetime.now(UTC)
        )
    )


def _delete_meeting(connection: sa.Connection, meeting_id: int) -> None:
    forget_words(connection, meeting_id)
    connection.execute(schema.meeting.delete().where(_meeting.id == meeting_id))


def _insert(connection: sa.Connection, source: Source, minutes: Minutes, added: datetime) -> None:
    document_id = connection.scalar(
        schema.document.insert()
        .values(name=source.name, sha256=source.sha256, content=source.content, text=source.text, added=added)
        .returning(_document.id)
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
        .returning(_meeting.id)
    )
    leaves = minutes.leaf_parts()
    parts = [{"meeting_id": meeting_id, "ref": str(leaf.ref), "text": leaf.text} for leaf in leaves]
    connection.execute(schema.part.insert(), parts)
    index_words(connection, meeting_id, minutes)
