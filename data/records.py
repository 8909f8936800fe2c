"""The rows that minutes are kept in: a document, the record of its meeting, the parts, their words, older versions.

Everything here happens on a connection, in whatever transaction is open on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from data import schema
from data.model import Minutes
from data.reading import Source
from data.refs import Ref
from data.word_index import forget_words, index_words

Mark = tuple[int, str, int]

_RECORD = TypeAdapter(Minutes)
_AT_ONCE = 500  # records that are asked for at once
_meeting, _document, _version = schema.meeting.c, schema.document.c, schema.version.c


@dataclass(frozen=True, slots=True)
class Version:
    """An older document of a meeting: its file name, when it was added, and when another one replaced it (UTC)."""

    source: str
    added: datetime
    replaced_on: datetime


@dataclass(frozen=True, slots=True)
class StoredMinutes:
    """Minutes as kept: the parsed record, the name of the file they came from, and what they replaced, latest first.

    ``added`` is when the document was added (UTC), ``sha256`` the hash of its bytes.
    """

    minutes: Minutes
    source: str
    versions: tuple[Version, ...] = field(default=(), kw_only=True)
    added: datetime | None = field(default=None, kw_only=True)
    sha256: str = field(default="", kw_only=True)


def meetings() -> sa.Select[Any]:
    """Every meeting with its document, without the bytes and the text of it."""
    document = (_document.name, _document.sha256, _document.added)
    return sa.select(schema.meeting, *document).join(schema.document)


def outlines() -> sa.Select[Any]:
    """The same without the record."""
    document = (_document.name, _document.sha256, _document.added)
    columns = (column for column in _meeting if column is not _meeting.record)
    return sa.select(*columns, *document).join(schema.document)


def mark_of(row: Any) -> Mark:
    """What tells the record of a row of ``meetings`` or ``outlines`` from every other."""
    return row.id, row.sha256, row.parser_version


def read(connection: sa.Connection, rows: Sequence[Any], known: Mapping[Mark, Minutes]) -> dict[Mark, Minutes]:
    """The minutes of rows of ``outlines``; those that are ``known`` are the very same."""
    unknown = [mark for row in rows if (mark := mark_of(row)) not in known]
    found: dict[Mark, Minutes] = {}
    for start in range(0, len(unknown), _AT_ONCE):
        batch = {mark[0]: mark for mark in unknown[start : start + _AT_ONCE]}
        chosen = sa.select(_meeting.id, _meeting.record).where(_meeting.id.in_(batch))
        found |= {batch[row.id]: minutes_of(row.record) for row in connection.execute(chosen)}
    return {mark: known.get(mark) or found[mark] for mark in map(mark_of, rows)}


def is_meeting(columns: Any, ref: Ref) -> tuple[sa.ColumnElement[bool], ...]:
    """That the columns of a table name the meeting of ``ref``."""
    return columns.series == ref.series, columns.ordinal == ref.meeting


def kept_in(row: Any, versions: tuple[Version, ...], minutes: Minutes | None = None) -> StoredMinutes:
    """What is kept of a row of ``meetings``, or of ``outlines`` with its ``minutes``."""
    read = minutes or minutes_of(row.record)
    return StoredMinutes(read, row.name, versions=versions, added=row.added.replace(tzinfo=UTC), sha256=row.sha256)


def minutes_of(record: Any) -> Minutes:
    """The parsed minutes of a record."""
    return _RECORD.validate_python(record)


def find_version(connection: sa.Connection, sha256: str, *where: sa.ColumnElement[bool]) -> Any:
    """The first row of an older version with these bytes, or None."""
    query = sa.select(schema.version).join(schema.document).where(_document.sha256 == sha256, *where)
    return connection.execute(query).first()


def all_versions(connection: sa.Connection) -> dict[tuple[str, int], tuple[Version, ...]]:
    """The older versions of every meeting that has some, by series and ordinal, the latest first."""
    query = sa.select(_version.series, _version.ordinal, _document.name, _document.added, _version.replaced)
    found: dict[tuple[str, int], tuple[Version, ...]] = {}
    for row in connection.execute(query.join(schema.document).order_by(_version.replaced.desc(), _version.id.desc())):
        version = Version(row.name, row.added.replace(tzinfo=UTC), row.replaced.replace(tzinfo=UTC))
        found[row.series, row.ordinal] = (*found.get((row.series, row.ordinal), ()), version)
    return found


def retire(connection: sa.Connection, row: Any) -> None:
    """Make the document of a meeting an older version, with its record, and delete the meeting itself."""
    delete_meeting(connection, row.id)
    connection.execute(
        schema.version.insert().values(
            document_id=row.document_id,
            series=row.series,
            ordinal=row.ordinal,
            replaced=datetime.now(UTC),
            parser_version=row.parser_version,
            record=row.record,
        )
    )


def delete_meeting(connection: sa.Connection, meeting_id: int) -> None:
    """Delete a meeting with its parts and their words; its document stays."""
    forget_words(connection, meeting_id)
    connection.execute(schema.meeting.delete().where(_meeting.id == meeting_id))


def insert_document(connection: sa.Connection, source: Source, added: datetime) -> int:
    """Keep a document; its id."""
    document = {"name": source.name, "sha256": source.sha256, "content": source.content, "text": source.text}
    insert = schema.document.insert().values(**document, added=added).returning(_document.id)
    return int(connection.execute(insert).scalar_one())


def insert_meeting(connection: sa.Connection, document_id: int, minutes: Minutes, parser_version: int) -> None:
    """Keep the minutes of a document, their parts and their words."""
    meeting = {
        "document_id": document_id,
        "series": minutes.ref.series,
        "ordinal": minutes.ref.meeting,
        "held": minutes.header.held,
        "parser_version": parser_version,
        "record": _RECORD.dump_python(minutes, mode="json"),
    }
    meeting_id = connection.execute(schema.meeting.insert().values(**meeting).returning(_meeting.id)).scalar_one()
    leaves = minutes.leaf_parts()
    parts = [{"meeting_id": meeting_id, "ref": str(leaf.ref), "text": leaf.text} for leaf in leaves]
    connection.execute(schema.part.insert(), parts)
    index_words(connection, meeting_id, minutes)


def raise_revision(connection: sa.Connection) -> None:
    """Note that the minutes have changed."""
    connection.execute(schema.revision.update().values(number=schema.revision.c.number + 1))
