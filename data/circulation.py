"""What goes out by itself: who wants which digests and alerts, what was delivered, what is held back."""

from collections.abc import Callable
from datetime import UTC, datetime

from data.database import Database
from data.deliveries import Deliveries
from data.holding import Holding
from data.subscriptions import Subscriptions
from data.watches import Watches


def now_utc() -> datetime:
    """The time by the clock of this machine."""
    return datetime.now(UTC)


class Circulation:
    """Subscriptions, watches, deliveries and what is held back, of one database and by one clock."""

    def __init__(self, database: Database, now: Callable[[], datetime] = now_utc) -> None:
        """``now`` gives the time with its zone."""
        self.now = now
        self.subscriptions = Subscriptions(database, now)
        self.watches = Watches(database, now)
        self.deliveries = Deliveries(database, now)
        self.holding = Holding(database, now)

    def wanted_by(self, person: str) -> bool:
        """Whether a person has a digest or watches something."""
        return self.subscriptions.of(person) is not None or bool(self.watches.of(person))

    def forget(self, person: str) -> None:
        """Delete what is kept of a person."""
        self.subscriptions.remove(person)
        self.watches.remove(person)
        self.deliveries.forget(person)
