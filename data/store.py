"""The store: documents, meetings and their parts in SQLite, with an FTS5 index of words. It is the truth.

Everything else, the vectors included, can be rebuilt from it. A change is one transaction, so a reader sees
the minutes of a meeting as they were before or as they are after, never between. A document that another one
replaces stays, as an older version of its meeting.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data import records, schema
from data.bilingual import MinutesError
from data.database import Database
from data.model import Minutes
from data.parsing import PARSER_VERSION
from data.reading import Source
from data.records import StoredMinutes, Version
from data.word_index import WordIndex, word_scores

__all__ = ["AddStatus", "Added", "Known", "Store", "StoredMinutes", "Version", "WordIndex"]

_meeting, _document, _version = schema.meeting.c, schema.document.c, schema.version.c


class AddStatus(StrEnum):
    """What adding a document did."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"


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


@dataclass(frozen=True, slots=True)
class _Plan:
    """What adding a document does: the meeting whose document it replaces, and those that are read anew from it."""

    outcome: Added
    replaced: Any = None
    reread: Sequence[Any] = ()


class Store:
    """Minutes in a SQLite database. Safe to use from several threads and processes."""

    def __init__(self, url: str | sa.URL) -> None:
        """Open the database at an SQLAlchemy ``url`` and bring its tables up to date.

        Raises:
            MinutesError: the URL is not of SQLite, or the database cannot be opened or is of another version.
        """
        self.database = Database(url)
        self._read: Mapping[records.Mark, Minutes] = {}  # which are not read again while they stay as they are

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

    def add(self, source: Source, minutes: Minutes, expected: Added | None = None) -> Added:
        """Keep a document and its minutes, in one transaction; another document of the same meeting becomes a version.

        The bytes of a document that is kept change nothing, but for those that an older parser read: they are
        read anew, and are no version of themselves.

        Raises:
            MinutesError: it would not do what is ``expected``, and did nothing.
        """
        with self.database.writing() as connection:
            plan = _plan(connection, source.sha256, minutes)
            if expected not in (None, plan.outcome):
                raise MinutesError(
                    "其间纪要库有变动，没有添加；请再试一次。",
                    "the library has changed meanwhile, and nothing was added: please try again.",
                )
            if plan.outcome.status is AddStatus.UNCHANGED:
                return plan.outcome
            if plan.replaced:
                records.retire(connection, plan.replaced)
            for row in plan.reread:
                records.delete_meeting(connection, row.id)
                connection.execute(schema.document.delete().where(_document.id == row.document_id))
                moved = schema.version.update().where(_version.series == row.series, _version.ordinal == row.ordinal)
                connection.execute(moved.values(series=minutes.ref.series, ordinal=minutes.ref.meeting))
            added = min((row.added for row in plan.reread), default=datetime.now(UTC))
            document_id = records.insert_document(connection, source, added)
            records.insert_meeting(connection, document_id, minutes, PARSER_VERSION)
            records.raise_revision(connection)
            return plan.outcome

    def foresee(self, source: Source, minutes: Minutes) -> Added:
        """What adding a document would do."""
        with self.database.reading() as connection:
            return _plan(connection, source.sha256, minutes).outcome

    def recall(self, sha256: str) -> Known | None:
        """What is kept of the document whose bytes have this hash; None if it has to be read (again)."""
        with self.database.reading() as connection:
            row = connection.execute(records.meetings().where(_document.sha256 == sha256)).first()
            older = None
            if row is None:
                older = records.find_version(connection, sha256)
                if older is None:
                    return None
                here = (_meeting.series == older.series, _meeting.ordinal == older.ordinal)
                row = connection.execute(records.meetings().where(*here)).one_or_none()
            if row is None or (older is None and row.parser_version != PARSER_VERSION):
                return None
            versions = records.all_versions(connection).get((row.series, row.ordinal), ())
            return Known(records.kept_in(row, versions), is_older=older is not None)

    def document(self, sha256: str) -> tuple[str, bytes]:
        """The file name and the bytes of the document with this hash, also of one that was replaced or removed.

        Raises:
            KeyError: it is not kept.
        """
        query = sa.select(_document.name, _document.content).where(_document.sha256 == sha256)
        with self.database.reading() as connection:
            row = connection.execute(query.order_by(_document.id.desc())).first()
        if row is None:
            raise KeyError(sha256)
        return row.name, row.content

    def all_minutes(self) -> Iterator[StoredMinutes]:
        """Everything kept, the latest meeting first."""
        with self.database.reading() as connection:
            versions = records.all_versions(connection)
            rows = connection.execute(records.outlines().order_by(_meeting.held.desc(), _meeting.ordinal.desc())).all()
            self._read = read = records.read(connection, rows, self._read)
            for row in rows:
                older = versions.get((row.series, row.ordinal), ())
                yield records.kept_in(row, older, read[records.mark_of(row)])

    @property
    def part_count(self) -> int:
        """How many parts the indexes of words hold."""
        with self.database.reading() as connection:
            return int(connection.scalar(sa.select(sa.func.count()).select_from(schema.part)) or 0)

    def word_scores(self, words: Sequence[str], index: WordIndex, heading_weight: float = 1.0) -> dict[str, float]:
        """BM25 of every part that holds one of ``words``, by full ref; higher is better.

        ``words`` are those of ``data.words.grams`` for ``WordIndex.CHINESE`` and English content words for
        ``WordIndex.GLOSSES``; a word of the heading counts ``heading_weight`` times one of the part itself.
        Source of the measure: SQLite's FTS5, ``bm25()``.
        """
        with self.database.reading() as connection:
            return word_scores(connection, words, index, heading_weight)


def _plan(connection: sa.Connection, sha256: str, minutes: Minutes) -> _Plan:
    """What adding the document of these bytes and minutes does."""
    meetings = records.meetings()
    held = connection.execute(meetings.where(*records.is_meeting(_meeting, minutes.ref))).one_or_none()
    if held and (held.sha256, held.parser_version) == (sha256, PARSER_VERSION):
        return _Plan(Added(AddStatus.UNCHANGED))
    if held and records.find_version(connection, sha256, *records.is_meeting(_version, minutes.ref)):
        return _Plan(Added(AddStatus.UNCHANGED, superseded_by=held.name))
    reread = connection.execute(meetings.where(_document.sha256 == sha256)).all()
    replaced = held if held and held.sha256 != sha256 else None
    status = AddStatus.REPLACED if held or reread else AddStatus.ADDED
    return _Plan(Added(status, replaces=replaced.name if replaced else None), replaced, reread)
