"""Digests and alerts on their way: claimed before they are sent, so that none comes twice and none is lost unseen.

A delivery is claimed once a person, kind and period, by whichever process is first, and together with the minutes it
tells of: those are told by no other delivery of the kind. While it is prepared it is ``claimed``, while Telegram is
being called ``sending``. A process that dies before the call leaves a claim that runs out and is taken up by another
one; one that dies within the call leaves it unsure whether the message arrived: it is not sent again, the
administrator sees it, and its minutes go into the next digest.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from data import schema
from data.database import Database

LEASE = timedelta(minutes=2)
"""How long a claim holds without a sign of life."""

_delivery, _told = schema.delivery.c, schema.told.c


class DeliveryKind(StrEnum):
    """What is delivered."""

    DIGEST = "digest"
    ALERT = "alert"


class DeliveryStatus(StrEnum):
    """How far a delivery is; ``waiting`` is for the next try, ``skipped`` is a quiet period that is not told."""

    CLAIMED = "claimed"
    SENDING = "sending"
    WAITING = "waiting"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNSURE = "unsure"


_OPEN = (DeliveryStatus.CLAIMED, DeliveryStatus.WAITING)


@dataclass(frozen=True, slots=True, order=True)
class Document:
    """The minutes of a meeting as one document has them: the ref of the meeting in full, and the hash of the bytes."""

    meeting: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery, the minutes it tells of, and how it went; times are UTC.

    ``parts_sent`` counts the messages that arrived; ``failure`` is why the last try failed.
    """

    id: int
    person: str
    kind: DeliveryKind
    period: str
    due: datetime
    status: DeliveryStatus
    next_try: datetime
    attempts: int
    parts_sent: int
    failure: str
    documents: tuple[Document, ...] = ()


class Deliveries:
    """The deliveries in a database. Safe to use from several threads and processes."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        """``now`` gives the time with its zone."""
        self._database = database
        self._clock = now

    def claim(
        self, person: str, kind: DeliveryKind, period: str, due: datetime, fresh: Collection[Document]
    ) -> Delivery | None:
        """Claim a period with those of the ``fresh`` minutes that the person was not told of; None if it is claimed.

        An alert that would tell of nothing is not claimed.
        """
        values = {
            "person": person,
            "kind": kind.value,
            "period": period,
            "due": _naive(due),
            "status": DeliveryStatus.CLAIMED.value,
            "next_try": _naive(self._clock() + LEASE),
            "attempts": 1,
        }
        with self._database.writing() as connection:
            claimed = connection.scalar(
                insert(schema.delivery).values(values).on_conflict_do_nothing().returning(_delivery.id)
            )
            if claimed is None:
                return None
            new = [each for each in sorted(fresh) if _tell(connection, person, kind, each, claimed)]
            if not new and kind is DeliveryKind.ALERT:
                connection.execute(schema.delivery.delete().where(_delivery.id == claimed))
                return None
            return _read(connection, claimed)

    def take_up(self) -> Delivery | None:
        """Claim a delivery that is due for another try, or whose claim ran out; None if there is none.

        One that ran out while Telegram was being called becomes unsure.
        """
        now = _naive(self._clock())
        with self._database.writing() as connection:
            lost = sa.and_(_delivery.status == DeliveryStatus.SENDING, _delivery.next_try <= now)
            for row in connection.execute(sa.select(_delivery.id, _delivery.parts_sent).where(lost)).all():
                _end(connection, row.id, DeliveryStatus.SENT if row.parts_sent else DeliveryStatus.UNSURE, now)
            due = sa.and_(_delivery.status.in_(_OPEN), _delivery.next_try <= now)
            found = connection.scalar(sa.select(_delivery.id).where(due).order_by(_delivery.next_try).limit(1))
            if found is None:
                return None
            _change(
                connection,
                found,
                status=DeliveryStatus.CLAIMED,
                next_try=_naive(self._clock() + LEASE),
                attempts=_delivery.attempts + 1,
            )
            return _read(connection, found)

    def sending(self, delivery: Delivery) -> bool:
        """Note that Telegram is about to be called; False if the claim was lost to another process."""
        mine = (_delivery.status == DeliveryStatus.CLAIMED, _delivery.attempts == delivery.attempts)
        with self._database.writing() as connection:
            return _change(
                connection,
                delivery.id,
                *mine,
                status=DeliveryStatus.SENDING,
                next_try=_naive(self._clock() + LEASE),
            )

    def part_sent(self, delivery: Delivery) -> None:
        """Note that another message arrived; the claim goes on."""
        with self._database.writing() as connection:
            _change(
                connection,
                delivery.id,
                status=DeliveryStatus.CLAIMED,
                parts_sent=_delivery.parts_sent + 1,
                next_try=_naive(self._clock() + LEASE),
            )

    def wait(self, delivery: Delivery, until: datetime, failure: str) -> None:
        """Have it tried again at ``until``."""
        with self._database.writing() as connection:
            _change(connection, delivery.id, status=DeliveryStatus.WAITING, next_try=_naive(until), failure=failure)

    def end(self, delivery: Delivery, status: DeliveryStatus, failure: str = "") -> None:
        """End it; the minutes of one that did not arrive, or may not have, count as not told."""
        with self._database.writing() as connection:
            _end(connection, delivery.id, status, _naive(self._clock()), failure)

    def again(self, delivery_id: int, fresh: Collection[Document]) -> bool:
        """Have one that failed or is unsure sent again, with what is ``fresh`` now; False if it is neither."""
        ended = _delivery.status.in_((DeliveryStatus.FAILED, DeliveryStatus.UNSURE))
        with self._database.writing() as connection:
            now = _naive(self._clock())
            if not _change(connection, delivery_id, ended, status=DeliveryStatus.WAITING, next_try=now, due=now):
                return False
            delivery = _read(connection, delivery_id)
            for each in fresh:
                _tell(connection, delivery.person, delivery.kind, each, delivery_id)
            return True

    def tell_nothing(self, person: str, kind: DeliveryKind, known: Collection[Document]) -> None:
        """Have minutes that a person knows of, or need not be told of, stand in no delivery to them."""
        if not known:
            return
        with self._database.writing() as connection:
            for each in known:
                _tell(connection, person, kind, each, None)

    def told(self, person: str, kind: DeliveryKind) -> frozenset[Document]:
        """The minutes that a person was told of, or is being told of."""
        query = sa.select(_told.meeting, _told.sha256).where(_told.person == person, _told.kind == kind)
        with self._database.reading() as connection:
            return frozenset(Document(row.meeting, row.sha256) for row in connection.execute(query))

    def claimed(self, kind: DeliveryKind) -> frozenset[tuple[str, str]]:
        """The people and periods that are claimed, delivered or not."""
        query = sa.select(_delivery.person, _delivery.period).where(_delivery.kind == kind)
        with self._database.reading() as connection:
            return frozenset((row.person, row.period) for row in connection.execute(query))

    def get(self, delivery_id: int) -> Delivery | None:
        """The delivery of this id."""
        query = sa.select(_delivery.id).where(_delivery.id == delivery_id)
        with self._database.reading() as connection:
            return _read(connection, delivery_id) if connection.scalar(query) is not None else None

    def latest(self, count: int, offset: int = 0) -> list[Delivery]:
        """The latest deliveries but those that were skipped, the last first."""
        told = _delivery.status != DeliveryStatus.SKIPPED
        query = sa.select(_delivery.id).where(told).order_by(_delivery.due.desc(), _delivery.id.desc())
        with self._database.reading() as connection:
            return [_read(connection, each) for each in connection.scalars(query.limit(count).offset(offset))]

    def counts(self) -> dict[DeliveryStatus, int]:
        """How many deliveries there are of each status."""
        query = sa.select(_delivery.status, sa.func.count()).group_by(_delivery.status)
        with self._database.reading() as connection:
            return {DeliveryStatus(status): count for status, count in connection.execute(query)}

    def forget(self, person: str) -> None:
        """Delete all that is kept of deliveries to a person."""
        with self._database.writing() as connection:
            connection.execute(schema.told.delete().where(_told.person == person))
            connection.execute(schema.delivery.delete().where(_delivery.person == person))


def _tell(connection: sa.Connection, person: str, kind: str, document: Document, delivery_id: int | None) -> bool:
    """Note that a person is told of minutes; False if they were told before."""
    values = {
        "person": person,
        "kind": str(kind),
        "meeting": document.meeting,
        "sha256": document.sha256,
        "delivery_id": delivery_id,
    }
    return bool(connection.execute(insert(schema.told).values(values).on_conflict_do_nothing()).rowcount)


def _end(
    connection: sa.Connection, delivery_id: int, status: DeliveryStatus, now: datetime, failure: str | None = None
) -> None:
    kept = {} if failure is None else {"failure": failure}
    _change(connection, delivery_id, status=status, ended=now, **kept)
    if status in (DeliveryStatus.FAILED, DeliveryStatus.UNSURE):
        connection.execute(schema.told.delete().where(_told.delivery_id == delivery_id))


def _change(connection: sa.Connection, delivery_id: int, *where: sa.ColumnElement[bool], **values: Any) -> bool:
    statement = schema.delivery.update().where(_delivery.id == delivery_id, *where).values(values)
    return bool(connection.execute(statement).rowcount)


def _read(connection: sa.Connection, delivery_id: int) -> Delivery:
    row = connection.execute(sa.select(schema.delivery).where(_delivery.id == delivery_id)).one()
    documents = connection.execute(
        sa.select(_told.meeting, _told.sha256).where(_told.delivery_id == delivery_id).order_by(_told.meeting)
    )
    return Delivery(
        id=row.id,
        person=row.person,
        kind=DeliveryKind(row.kind),
        period=row.period,
        due=row.due.replace(tzinfo=UTC),
        status=DeliveryStatus(row.status),
        next_try=row.next_try.replace(tzinfo=UTC),
        attempts=row.attempts,
        parts_sent=row.parts_sent,
        failure=row.failure,
        documents=tuple(Document(each.meeting, each.sha256) for each in documents),
    )


def _naive(time: datetime) -> datetime:
    """``time`` as the database has it: UTC without a zone."""
    return time.astimezone(UTC).replace(tzinfo=None)
