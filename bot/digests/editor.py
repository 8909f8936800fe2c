"""What is due to whom, and what it says: digests by their slots, alerts when new minutes are there."""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.digests.alerts import alert_message
from bot.digests.digesting import Digesting, News, documents
from bot.digests.slots import Slot, last_slot
from bot.messages import Person
from bot.people.access import Access
from bot.replies import Reply
from data.bilingual import Language
from data.circulation import Circulation
from data.deliveries import Deliveries
from data.delivery import Delivery, DeliveryKind, Document
from data.subscriptions import Subscription
from data.watches import Watch
from retrieval.library import MinutesLibrary
from retrieval.shelf import Shelf

SETTLED = timedelta(seconds=30)
"""How long nothing was added before alerts go out: minutes that come together are told together."""

FIRST_DIGEST = timedelta(days=7)
"""How long before a subscription minutes were added that still stand in the first digest."""

NO_ACCESS = "no access"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Editor:
    """Claims deliveries and writes them, for people as their roles are now."""

    library: MinutesLibrary
    circulation: Circulation
    access: Access
    digesting: Digesting
    settled: timedelta = SETTLED
    _looked: dict[str, object] = field(default_factory=dict, repr=False)  # what there was, by person

    @property
    def deliveries(self) -> Deliveries:
        """The deliveries that it claims."""
        return self.circulation.deliveries

    def claim(self) -> list[Delivery]:
        """Claim what has become due; what fails for one person is logged, and stops nobody else's."""
        return [*self._digests(), *self._alerts()]

    def write(self, delivery: Delivery) -> Sequence[Reply] | None:
        """The messages of a delivery, the picture of a digest last; None where the person may not read (any more)."""
        shelf = self._shelf(delivery.person)
        if shelf is None:
            return None
        delivery = self._still_there(delivery, shelf)
        if delivery.kind is DeliveryKind.ALERT:
            return self._alert(delivery, shelf)
        wish = self.circulation.subscriptions.of(delivery.person)
        if wish is None:
            self.deliveries.untell(delivery, delivery.documents)
            return ()
        digest = self.digesting.of_delivery(delivery, shelf, wish)
        if digest.is_quiet and not wish.says_quiet:
            return ()
        page = self.digesting.page(digest, f"#{delivery.id}", 1, picture=True)
        pictures = (Reply(pictures=page.pictures),) if page.pictures else ()
        return (replace(page, pictures=()), *pictures)

    def give_up(self, person: str, reason: str) -> None:
        """Send no digest to a person until they ask for it anew."""
        self.circulation.subscriptions.pause(person, reason)

    def prepare_digests(self, person: Person) -> None:
        """Let the first digest of a new subscriber tell of what was added lately, and of nothing older."""
        since = self.circulation.now() - FIRST_DIGEST
        older = [
            Document(str(kept.ref), kept.sha256)
            for kept in self.library.corpus.stored
            if kept.added and kept.added.astimezone(UTC) < since
        ]
        self.deliveries.tell_nothing(person.member, DeliveryKind.DIGEST, older)

    def prepare_alerts(self, person: Person) -> None:
        """Let someone who watches for the first time be told of what is added from now on."""
        self.deliveries.tell_nothing(person.member, DeliveryKind.ALERT, documents(self.library))

    def fresh(self, delivery: Delivery) -> Sequence[Document]:
        """What the person of a delivery was not told of."""
        shelf = self._shelf(delivery.person)
        return self._news(delivery.person, delivery.kind, shelf).visible if shelf else ()

    def _digests(self) -> Iterator[Delivery]:
        now, claimed = self.circulation.now(), self.deliveries.claimed(DeliveryKind.DIGEST)
        for wish in self.circulation.subscriptions.active():
            try:
                slot = last_slot(wish, now)
                if slot and (wish.person, slot.period) not in claimed:
                    yield from self._digest(wish, slot, now)
            except Exception:  # noqa: BLE001 - one subscription must not stop the others
                _log.exception("a digest could not be claimed")

    def _digest(self, wish: Subscription, slot: Slot, now: datetime) -> Iterator[Delivery]:
        """Claim the digest of a slot, unless another process has."""
        shelf = self._shelf(wish.person, wish.language)
        if shelf is None:
            self.give_up(wish.person, NO_ACCESS)
            return
        news = self._news(wish.person, DeliveryKind.DIGEST, shelf)
        delivery = self.deliveries.claim(wish.person, DeliveryKind.DIGEST, slot.period, now, news.visible)
        if delivery:
            self.deliveries.tell_nothing(wish.person, DeliveryKind.DIGEST, news.hidden)
            yield delivery

    def _alerts(self) -> Iterator[Delivery]:
        """One alert for each who watches, of all that is new; nothing while minutes are still being added."""
        now = self.circulation.now()
        added = [kept.added.astimezone(UTC) for kept in self.library.corpus.stored if kept.added]
        if any(now - self.settled < moment <= now for moment in added):
            return
        held = self.circulation.holding.held()
        for person in self.circulation.watches.people():
            try:
                shelf = self._shelf(person)
                there = shelf and (shelf.corpus.revision, len(shelf.corpus.stored), held)
                if shelf is None or self._looked.get(person) == there:
                    continue
                yield from self._alert_of(person, shelf, now)
                self._looked[person] = there
            except Exception:  # noqa: BLE001 - as above
                _log.exception("an alert could not be claimed")

    def _alert_of(self, person: str, shelf: Shelf, now: datetime) -> Iterator[Delivery]:
        """Claim the alert of what is new to a person, if anything is."""
        news = self._news(person, DeliveryKind.ALERT, shelf)
        self.deliveries.tell_nothing(person, DeliveryKind.ALERT, news.hidden)
        if news.visible:
            delivery = self.deliveries.claim(person, DeliveryKind.ALERT, _name(news.visible), now, news.visible)
            if delivery:
                yield delivery

    def _still_there(self, delivery: Delivery, shelf: Shelf) -> Delivery:
        """A delivery without the minutes that were replaced, removed or held back since it was claimed."""
        held, there = self.circulation.holding.held(), documents(shelf)
        gone = {each for each in delivery.documents if each not in there or there[each] in held}
        if gone:
            self.deliveries.untell(delivery, gone)
        return replace(delivery, documents=tuple(each for each in delivery.documents if each not in gone))

    def _alert(self, delivery: Delivery, shelf: Shelf) -> Sequence[Reply]:
        watches, there = self.circulation.watches.of(delivery.person), documents(shelf)
        new = [there[each] for each in delivery.documents]
        if not watches or not new:
            return ()
        before = self.deliveries.told(delivery.person, DeliveryKind.ALERT).difference(delivery.documents)
        known = {each.meeting for each in before}
        corrected = [ref for ref in new if str(ref) in known]
        message = alert_message(shelf, watches, new, self._language(delivery.person, watches), corrected)
        return (message,) if message else ()

    def _language(self, person: str, watches: Sequence[Watch]) -> Language:
        chosen = self.library.preferences.language(person)
        wish = self.circulation.subscriptions.of(person)
        return chosen or (wish.language if wish else watches[-1].language)

    def _shelf(self, person: str, language: Language = "zh") -> Shelf | None:
        """What a person may read now; None for a stranger."""
        role = self.access.role_of(Person(language, chat=person, member=person))
        return self.library.shelf(public_only=not role.sees_everything) if role else None

    def _news(self, person: str, kind: DeliveryKind, shelf: Shelf) -> News:
        return self.digesting.news(person, kind, shelf, self.library)


def _name(told: Iterable[Document]) -> str:
    """A name for an alert of exactly these minutes."""
    return hashlib.sha256("\n".join(f"{each.meeting} {each.sha256}" for each in told).encode()).hexdigest()
