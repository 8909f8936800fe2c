"""Digests and alerts on their way: claimed before they are sent, so that none comes twice and none is lost unseen.

A delivery is claimed once a person, kind and period, by whichever process is first, and together with the minutes it
tells of: those are told by no other delivery of the kind. While it is prepared it is ``claimed``, while Telegram is
being called ``sending``. A process that dies before the call leaves a claim that runs out and is taken up by another
one; one that dies within the call leaves it unsure whether the message arrived: it is not sent again, the
administrator sees it, and its minutes go into the next digest.
"""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from data import schema
from data.database import Database
from data.delivery import Delivery, DeliveryKind, DeliveryStatus, Document

LEASE = timedelta(minutes=3)
"""How long a claim holds without a sign of life: longer than any call of Telegram takes."""

LONGEST_PERIOD = timedelta(days=62)
"""How long the claim of a period is kept at least: two of the longest."""

LATELY = timedelta(days=8)
"""How long what went wrong stands before all else."""

_delivery, _told = schema.delivery.c, schema.told.c
_OPEN = (DeliveryStatus.CLAIMED, DeliveryStatus.WAITING)
_IN_HAND = (DeliveryStatus.CLAIMED, DeliveryStatus.SENDING)
_TROUBLED = (DeliveryStatus.FAILED, DeliveryStatus.UNSURE)
_FARTHEST = timedelta(days=2)  # a try that is further off was put there by a clock that was wrong
_ENDED = (DeliveryStatus.SENT, DeliveryStatus.SKIPPED, DeliveryStatus.FAILED, DeliveryStatus.UNSURE)


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
        has_come = sa.or_(_delivery.next_try <= now, _delivery.next_try > now + _FARTHEST)
        with self._database.reading() as connection:  # nothing is due mostly, and nobody else need wait for that
            waiting = (_delivery.status.in_((*_OPEN, DeliveryStatus.SENDING)), has_come)
            if connection.scalar(sa.select(_delivery.id).where(*waiting).limit(1)) is None:
                return None
        with self._database.writing() as connection:
            lost = sa.and_(_delivery.status == DeliveryStatus.SENDING, has_come)
            for row in connection.execute(sa.select(_delivery.id, _delivery.parts_sent).where(lost)).all():
                _end(connection, row.id, DeliveryStatus.SENT if row.parts_sent else DeliveryStatus.UNSURE, now)
            due = sa.and_(_delivery.status.in_(_OPEN), has_come)
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
        lease = _naive(self._clock() + LEASE)
        with self._database.writing() as connection:
            return _change(connection, delivery.id, *_held(delivery), status=DeliveryStatus.SENDING, next_try=lease)

    def part_sent(self, delivery: Delivery) -> None:
        """Note that another message arrived, even where that was given up; the claim goes on."""
        lease, parts = _naive(self._clock() + LEASE), _delivery.parts_sent + 1
        with self._database.writing() as connection:
            _change(connection, delivery.id, status=DeliveryStatus.CLAIMED, parts_sent=parts, next_try=lease)
            for each in delivery.documents:
                _tell(connection, delivery.person, delivery.kind, each, delivery.id)

    def wait(self, delivery: Delivery, until: datetime, failure: str) -> None:
        """Have it tried again at ``until``, unless another process has it."""
        with self._database.writing() as connection:
            _change(
                connection,
                delivery.id,
                *_held(delivery),
                status=DeliveryStatus.WAITING,
                next_try=_naive(until),
                failure=failure,
            )

    def release(self, delivery: Delivery) -> None:
        """Let another process, or the next start, take it up at once."""
        self.wait(delivery, self._clock(), delivery.failure)

    def untell(self, delivery: Delivery, gone: Collection[Document]) -> None:
        """Have minutes that a delivery does not tell of after all count as not told.

        An alert of the same minutes may be claimed anew: it is not the alert of them that this one was.
        """
        with self._database.writing() as connection:
            if delivery.kind is DeliveryKind.ALERT:
                _change(connection, delivery.id, period=f"{delivery.period[:64]} {delivery.id}")
            for each in gone:
                this = (_told.meeting == each.meeting, _told.sha256 == each.sha256)
                connection.execute(schema.told.delete().where(_told.delivery_id == delivery.id, *this))

    def end(self, delivery: Delivery, status: DeliveryStatus, failure: str = "") -> None:
        """End it; the minutes of one that did not arrive, or may not have, count as not told."""
        with self._database.writing() as connection:
            _end(connection, delivery.id, status, _naive(self._clock()), failure)

    def again(self, delivery_id: int, fresh: Collection[Document]) -> bool:
        """Have one that failed or is unsure sent again, with what is ``fresh`` now; False if it is neither."""
        ended = _delivery.status.in_(_TROUBLED)
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

    def claimed(self, kind: DeliveryKind, person: str | None = None) -> frozenset[tuple[str, str]]:
        """The people and periods, of one person or of all, that were claimed lately, delivered or not."""
        lately = _delivery.due > _naive(self._clock() - LONGEST_PERIOD)
        query = sa.select(_delivery.person, _delivery.period).where(_delivery.kind == kind, lately)
        if person is not None:
            query = query.where(_delivery.person == person)
        with self._database.reading() as connection:
            return frozenset((row.person, row.period) for row in connection.execute(query))

    def get(self, delivery_id: int) -> Delivery | None:
        """The delivery of this id."""
        query = sa.select(_delivery.id).where(_delivery.id == delivery_id)
        with self._database.reading() as connection:
            return _read(connection, delivery_id) if connection.scalar(query) is not None else None

    def latest(self, count: int, offset: int = 0) -> list[Delivery]:
        """The deliveries but those that were skipped: first what went wrong of late, then the last ones."""
        told = _delivery.status != DeliveryStatus.SKIPPED
        is_late = _delivery.due > _naive(self._clock() - LATELY)
        trouble = sa.case((sa.and_(_delivery.status.in_(_TROUBLED), is_late), 0), else_=1)
        query = sa.select(_delivery.id).where(told).order_by(trouble, _delivery.due.desc(), _delivery.id.desc())
        with self._database.reading() as connection:
            return [_read(connection, each) for each in connection.scalars(query.limit(count).offset(offset))]

    def counts(self) -> dict[DeliveryStatus, int]:
        """How many deliveries there are of each status."""
        query = sa.select(_delivery.status, sa.func.count()).group_by(_delivery.status)
        with self._database.reading() as connection:
            return {DeliveryStatus(status): count for status, count in connection.execute(query)}

    def prune(self, days: int) -> int:
        """Forget deliveries that ended more than so many days ago; how many those were.

        What was told stays told, and no period is forgotten while it could still be delivered anew.
        """
        before = _naive(self._clock() - max(timedelta(days=days), LONGEST_PERIOD))
        is_old = sa.and_(_delivery.ended < before, _delivery.status.in_(_ENDED))
        old = sa.select(_delivery.id).where(is_old)
        with self._database.writing() as connection:
            connection.execute(schema.told.update().where(_told.delivery_id.in_(old)).values(delivery_id=None))
            return connection.execute(schema.delivery.delete().where(is_old)).rowcount

    def forget(self, person: str) -> None:
        """Delete all that is kept of deliveries to a person."""
        with self._database.writing() as connection:
            connection.execute(schema.told.delete().where(_told.person == person))
            connection.execute(schema.delivery.delete().where(_delivery.person == person))


def _held(delivery: Delivery) -> tuple[sa.ColumnElement[bool], ...]:
    """That a delivery is still in the hands of who claimed it as it is given."""
    return _delivery.status.in_(_IN_HAND), _delivery.attempts == delivery.attempts


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
    if status in _TROUBLED:
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
