"""What a library keeps besides minutes: people, what they want and said, and what came in from them."""

from abc import ABC, abstractmethod

from data.circulation import Circulation
from data.database import Database
from data.feedback import Feedback
from data.incoming import Incoming
from data.people import People
from data.preferences import Preferences
from data.removals import Removals


class Notes(ABC):
    """Gives the records of one database."""

    @property
    @abstractmethod
    def database(self) -> Database:
        """Where they are kept."""

    @property
    def people(self) -> People:
        """Who may do what, and open invitations."""
        return People(self.database)

    @property
    def preferences(self) -> Preferences:
        """The languages that people chose."""
        return Preferences(self.database)

    @property
    def feedback(self) -> Feedback:
        """What people say of answers, and the questions that found nothing."""
        return Feedback(self.database)

    @property
    def circulation(self) -> Circulation:
        """Who wants which digests and alerts, and what was delivered."""
        return Circulation(self.database)

    @property
    def incoming(self) -> Incoming:
        """What came in and is not answered yet."""
        return Incoming(self.database)

    @property
    def removals(self) -> Removals:
        """The minutes that were removed and can be brought back."""
        return Removals(self.database)

    def forget_old(self, days: int) -> None:
        """Forget for good what is kept for so many days only."""
        self.feedback.prune(days)
        self.removals.prune(days)
        self.people.prune(days)
        self.circulation.deliveries.prune(days)
