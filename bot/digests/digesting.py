"""Digests in chat: of any time, the next one before it comes, page by page, as a Word file, with its picture."""

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from threading import Lock
from zoneinfo import ZoneInfo

from bot import texts
from bot.digests.document import digest_document
from bot.digests.pages import digest_pages
from bot.digests.picture import digest_picture
from bot.digests.slots import days_of, next_slot
from bot.features import Action, Command, Request
from bot.paging import cut, read_number, read_page, turns
from bot.people import texts as people_texts
from bot.replies import Button, Reply, plain_reply
from data.bilingual import Bilingual, MinutesError
from data.circulation import Circulation
from data.delivery import Delivery, DeliveryKind, Document
from data.refs import Ref, parse_ref
from data.subscriptions import Subscription
from retrieval.digest_parts import Digest
from retrieval.digest_spans import Span, last_days, parse_span, read_span
from retrieval.shelf import Shelf

DIGEST, DIGEST_FILE = "digest", "digestfile"
"""The actions of the buttons under a digest: ``digest <key> <page>``, ``digestfile <key>``."""

NEXT = "next"
"""The key of the digest that a person would get now."""

_ROW = 80
_KEPT = 16  # digests and pictures that were made lately


@dataclass(frozen=True, slots=True)
class News:
    """The minutes that a person was not told of: those they may read, and those that are not for them."""

    visible: tuple[Document, ...]
    hidden: tuple[Document, ...]


def documents(shelf: Shelf) -> dict[Document, Ref]:
    """Every document that is kept, with the ref of its meeting."""
    return {Document(str(kept.ref), kept.sha256): kept.ref for kept in shelf.corpus.stored}


class Digesting:
    """Makes digests for people, and answers ``/digest``."""

    def __init__(self, circulation: Circulation) -> None:
        self._circulation = circulation
        self._lately: OrderedDict[Hashable, Digest] = OrderedDict()
        self._lock = Lock()
        self._picture = lru_cache(_KEPT)(digest_picture)

    @property
    def commands(self) -> Sequence[Command]:
        """``/digest``."""
        return (
            Command(
                "digest",
                self._digest,
                Bilingual("一段时间的摘要；next 预览下一期", "what was decided in a time; next previews your digest"),
                Bilingual("[2023-06 | 最近30天 | next]", "[2023-06 | last 30 days | next]"),
                is_slow=True,
            ),
        )

    @property
    def actions(self) -> Sequence[Action]:
        """The pages of a digest, and its file."""
        return (Action(DIGEST, self._turn, is_slow=True), Action(DIGEST_FILE, self._file, is_slow=True))

    def of_delivery(self, delivery: Delivery, shelf: Shelf, wish: Subscription) -> Digest:
        """The digest of a delivery: of the meetings it tells of, as far as the shelf has them and none is held back."""
        return self._told(delivery.documents, _span(delivery.period, delivery.due, wish), shelf, wish)

    def upcoming(self, shelf: Shelf, wish: Subscription) -> Digest:
        """The digest that a person would get at the next slot."""
        circulation, person = self._circulation, wish.person
        claimed = [period for _, period in circulation.deliveries.claimed(DeliveryKind.DIGEST, person)]
        slot = next_slot(wish, circulation.now(), claimed)
        fresh = self.news(person, DeliveryKind.DIGEST, shelf, shelf).visible
        return self._told(fresh, _span(slot.period, slot.due, wish), shelf, wish)

    def _told(self, told: Iterable[Document], span: Span, shelf: Shelf, wish: Subscription) -> Digest:
        held = self._circulation.holding.held()
        meetings = {ref for each in told if (ref := parse_ref(each.meeting)) and ref not in held}
        only = tuple(kept.ref for kept in shelf.corpus.stored if kept.ref in meetings)
        watched = tuple(self._watched(wish.person))
        key = (len(shelf.corpus.stored), shelf.corpus.revision, shelf.today(), wish.language, span, watched, only)
        with self._lock:  # many get the same digest at the same hour
            if key not in self._lately:
                self._lately[key] = shelf.digest(span, wish.language, watched, only=only)
                while len(self._lately) > _KEPT:
                    self._lately.popitem(last=False)
            self._lately.move_to_end(key)
            return self._lately[key]

    def news(self, person: str, kind: DeliveryKind, shelf: Shelf, everything: Shelf) -> News:
        """What a person was not told of, of what ``shelf`` has and of what only ``everything`` has."""
        held = self._circulation.holding.held()
        told = self._circulation.deliveries.told(person, kind)
        visible = {each for each, ref in documents(shelf).items() if ref not in held}
        others = {each for each, ref in documents(everything).items() if ref not in held} - visible
        return News(tuple(sorted(visible - told)), tuple(sorted(others - told)))

    def _watched(self, person: str) -> list[str]:
        return [watch.words for watch in self._circulation.watches.of(person)]

    def _digest(self, argument: str, request: Request) -> Reply:
        if argument.lower() in (NEXT, "下一期", "预览", "preview"):
            if request.person.in_group:
                return plain_reply(request.say(people_texts.PRIVATE_ONLY))
            if self._circulation.subscriptions.of(request.person.member) is None:
                return plain_reply(request.say(NOT_SUBSCRIBED))
            key = NEXT
        else:
            try:
                span = read_span(argument, request.shelf.today())
            except MinutesError as error:
                return plain_reply(error.say(request.language))
            key = str(span)
        digest = self._made(key, request)
        if digest is None:
            return plain_reply(request.say(texts.STALE))
        return self.page(digest, key, 1, picture=True)

    def page(self, digest: Digest, key: str, number: int, *, picture: bool = False) -> Reply:
        """A page of a digest, with the buttons that turn it; with its picture."""
        page = cut(digest_pages(digest), number, size=1)
        reply = page.entries[0]
        if digest.is_quiet:
            return reply
        file = Button(_AS_FILE.say(digest.language), f"{DIGEST_FILE} {key}", row=_ROW)
        pictures = (self._picture(digest),) if picture else ()
        return replace(reply, buttons=(*reply.buttons, file, *turns(DIGEST, key, page)), pictures=pictures)

    def _turn(self, argument: str, request: Request) -> Reply:
        key, number = read_page(argument)
        digest = self._made(key, request)
        if digest is None:
            return plain_reply(request.say(texts.STALE))
        return replace(self.page(digest, key, number), in_place=True)

    def _file(self, key: str, request: Request) -> Reply:
        digest = self._made(key, request)
        if digest is None:
            return plain_reply(request.say(texts.STALE))
        return Reply(files=(digest_document(digest),))

    def _made(self, key: str, request: Request) -> Digest | None:
        """The digest that a key means: a time, the next one of the person, or one that was delivered to them.

        In a group nothing shows of what is a person's own: what they watch, and what they were not told of.
        """
        person, shelf, in_group = request.person.member, request.shelf, request.person.in_group
        if in_group and (key == NEXT or key.startswith("#")):
            return None
        if key == NEXT or key.startswith("#"):
            wish = self._circulation.subscriptions.of(person)
            if key == NEXT:
                return self.upcoming(shelf, wish) if wish else None
            number = read_number(key[1:])
            delivery = self._circulation.deliveries.get(number) if number is not None else None
            if delivery is None or delivery.person != person:
                return None
            return self.of_delivery(delivery, shelf, wish or Subscription(person, request.language, "UTC"))
        span = parse_span(key)
        if span is None:
            return None
        watched = () if in_group else self._watched(person)
        return shelf.digest(span, request.language, watched, without=self._circulation.holding.held())


def _span(period: str, due: datetime, wish: Subscription) -> Span:
    """The days that a digest is of, where the person is."""
    return last_days(due.astimezone(ZoneInfo(wish.zone)).date(), days_of(period))


NOT_SUBSCRIBED = Bilingual("您没有订阅摘要；/subscribe 即可订阅。", "You have no digest; /subscribe gets it.")
_AS_FILE = Bilingual("下载 Word 版", "As a Word file")
