"""Minutes that were taken out of the library: kept for a while, with their older versions, so that they can come back.

Each change is one transaction. Nothing is lost before it is pruned.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from data import records, schema
from data.bilingual import MinutesError
from data.database import Database
from data.records import StoredMinutes
from data.refs import Ref

_meeting, _document, _version, _removal = schema.meeting.c, schema.document.c, schema.version.c, schema.removal.c


@dataclass(frozen=True, slots=True)
class Removal:
    """Minutes that were taken out; ``id`` is what brings them back, None where an older version took their place."""

    id: int | None
    kept: StoredMinutes

    @property
    def ref(self) -> Ref:
        """The ref of the meeting, in full."""
        return self.kept.minutes.ref


def _now() -> datetime:
    return datetime.now(UTC)


class Removals:
    """Takes minutes out of a database and brings them back. Safe to use from several threads and processes."""

    def __init__(self, database: Database, now: Callable[[], datetime] = _now) -> None:
        self._database = database
        self._clock = now

    def remove(self, ref: Ref, sha256: str = "") -> Removal:
        """Take out a meeting, whose ref is in full, with its older versions.

        ``sha256`` is the hash of its document or how that begins.

        Raises:
            KeyError: no such meeting is kept, or by another document.
        """
        with self._database.writing() as connection:
            row, kept = _find(connection, ref, sha256)
            return Removal(self._take_out(connection, row, _versions(connection, ref)), kept)

    def undo_adding(self, ref: Ref, sha256: str) -> Removal:
        """Take out the document of a meeting; the version that it replaced, if any, takes its place.

        Raises:
            KeyError: no such meeting is kept, or by another document.
        """
        with self._database.writing() as connection:
            row, kept = _find(connection, ref, sha256)
            versions = _versions(connection, ref)
            if not versions or versions[0].record is None:
                return Removal(self._take_out(connection, row, versions), kept)
            replaced = versions[0]
            connection.execute(schema.version.delete().where(_version.id == replaced.id))
            self._take_out(connection, row, ())
            _put_back(connection, replaced)
            return Removal(None, kept)

    def restore(self, number: int) -> StoredMinutes:
        """Bring back what a removal took out.

        Raises:
            MinutesError: it is back already, was pruned, or the meeting was added again meanwhile.
        """
        with self._database.writing() as connection:
            removal = connection.execute(sa.select(schema.removal).where(_removal.id == number)).one_or_none()
            if removal is None:
                raise MinutesError(
                    "这次移除已撤销，或已过保存期限。",
                    "that removal was undone already, or is too long ago to be undone.",
                )
            meeting = {"series": removal.series, "ordinal": removal.ordinal}
            here = records.meetings().filter_by(**meeting)
            if connection.execute(here).one_or_none():
                raise MinutesError(
                    "其间已重新添加这次会议的纪要，无需撤销。",
                    "the minutes of that meeting were added again meanwhile; the removal cannot be undone.",
                )
            connection.execute(schema.removal.delete().where(_removal.id == number))
            _put_back(connection, removal)
            for each in removal.versions:
                replaced = datetime.fromisoformat(each["replaced"])
                connection.execute(schema.version.insert().values({**each, **meeting, "replaced": replaced}))
            return _kept(connection, connection.execute(here).one())

    def prune(self, days: float) -> int:
        """Delete what was taken out more than so many days ago, with its documents; how many meetings that were."""
        before = (self._clock() - timedelta(days=days)).astimezone(UTC).replace(tzinfo=None)
        with self._database.writing() as connection:
            old = connection.execute(sa.select(schema.removal).where(_removal.removed < before)).all()
            for removal in old:
                connection.execute(schema.removal.delete().where(_removal.id == removal.id))
                documents = [removal.document_id, *(each["document_id"] for each in removal.versions)]
                connection.execute(schema.document.delete().where(_document.id.in_(documents)))
            return len(old)

    def _take_out(self, connection: sa.Connection, row: Any, versions: Sequence[Any]) -> int:
        """Keep a meeting and its older versions as removed, and delete them; the number of the removal."""
        removal = {
            "document_id": row.document_id,
            "series": row.series,
            "ordinal": row.ordinal,
            "parser_version": row.parser_version,
            "record": row.record,
            "versions": [_as_json(each) for each in versions],
            "removed": self._clock().astimezone(UTC).replace(tzinfo=None),
        }
        connection.execute(schema.version.delete().where(_version.id.in_([each.id for each in versions])))
        records.delete_meeting(connection, row.id)
        records.raise_revision(connection)
        insert = schema.removal.insert().values(**removal).returning(_removal.id)
        return int(connection.execute(insert).scalar_one())


def _find(connection: sa.Connection, ref: Ref, sha256: str) -> tuple[Any, StoredMinutes]:
    """The row of a meeting and what is kept of it.

    Raises:
        KeyError: there is none, or its document's hash does not begin with ``sha256``.
    """
    row = connection.execute(records.meetings().where(*records.is_meeting(_meeting, ref))).one_or_none()
    if row is None or not row.sha256.startswith(sha256):
        raise KeyError(str(ref))
    return row, _kept(connection, row)


def _kept(connection: sa.Connection, row: Any) -> StoredMinutes:
    return records.kept_in(row, records.all_versions(connection).get((row.series, row.ordinal), ()))


def _versions(connection: sa.Connection, ref: Ref) -> Sequence[Any]:
    """The rows of the older versions of a meeting, the latest first."""
    query = sa.select(schema.version).where(*records.is_meeting(_version, ref))
    return connection.execute(query.order_by(_version.replaced.desc(), _version.id.desc())).all()


def _as_json(version: Any) -> dict[str, Any]:
    """What a removal keeps of an older version."""
    return {
        "document_id": version.document_id,
        "replaced": version.replaced.isoformat(),
        "parser_version": version.parser_version,
        "record": version.record,
    }


def _put_back(connection: sa.Connection, row: Any) -> None:
    """Make a document that is kept the one of its meeting again, by a row with its record."""
    records.insert_meeting(connection, row.document_id, records.minutes_of(row.record), row.parser_version)
    records.raise_revision(connection)
