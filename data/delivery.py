"""A digest or an alert for a person: what it is, how far it is, and the minutes it tells of."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
