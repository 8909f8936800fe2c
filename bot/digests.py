"""Digests in chat: of any time, the next one before it comes, page by page, as a Word file, with its picture."""

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock

from bot import texts
from bot.digest_document import digest_document
from bot.digest_picture import digest_picture
from bot.digest_reply import digest_pages
from bot.features import Action, Command, Request
from bot.paging import cut, read_page, turns
from bot.replies import Button, Reply, plain_reply
from data.bilingual import Bilingual, Language, MinutesError
from data.circulation import Circulation
from data.deliveries import Delivery, DeliveryKind, Document
from data.refs import Ref, parse_ref
from data.subscriptions import Every
from retrieval.digest_parts import Digest
from retrieval.digest_spans import last_days, parse_span, read_span
from retrieval.shelf import Shelf

DIGEST, DIGEST_FILE = "digest", "digestfile"
"""The actions of the buttons under a digest: ``digest <key> <page>``, ``digestfile <key>``."""

NEXT = "next"
"""The key of the digest that a person would get now."""

_DAYS = {Every.DAY: 1, Every.WEEK: 7, Every.MONTH: 31}
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
        return (Action(DIGEST, self._turn), Action(DIGEST_FILE, self._file, is_slow=True))

    def of_delivery(self, delivery: Delivery, shelf: Shelf, language: Language) -> Digest:
        """The digest of a delivery: of the minutes it tells of that the shelf has and nobody holds back."""
        held = self._circulation.holding.held()
        there = documents(shelf)
        only = tuple(there[each] for each in delivery.documents if each in there and there[each] not in held)
        wish = self._circulation.subscriptions.of(delivery.person)
        span = last_days(delivery.due.date(), _DAYS[wish.every if wish else Every.WEEK])
        watched = tuple(self._watched(delivery.person))
        key = (len(shelf.corpus.kept), shelf.corpus.revision, language, span, watched, only)
        with self._lock:  # many get the same digest at the same hour
            if key not in self._lately:
                self._lately[key] = shelf.digest(span, language, watched, only=only)
                while len(self._lately) > _KEPT:
                    self._lately.popitem(last=False)
            return self._lately[key]

    def upcoming(self, person: str, shelf: Shelf, language: Language) -> Digest:
        """The digest that a person would get now."""
        fresh = self.news(person, DeliveryKind.DIGEST, shelf, shelf).visible
        wish = self._circulation.subscriptions.of(person)
        span = last_days(self._circulation.now().date(), _DAYS[wish.every if wish else Every.WEEK])
        only = [ref for each in fresh if (ref := parse_ref(each.meeting))]
        return shelf.digest(span, language, self._watched(person), only=only)

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
        """The digest that a key means: a time, the next one of the person, or one that was delivered to them."""
        person, shelf = request.person.member, request.shelf
        if key == NEXT:
            return self.upcoming(person, shelf, request.language)
        if key.startswith("#"):
            delivery = self._circulation.deliveries.get(int(key[1:])) if key[1:].isdecimal() else None
            if delivery is None or delivery.person != person:
                return None
            return self.of_delivery(delivery, shelf, request.language)
        span = parse_span(key)
        if span is None:
            return None
        return shelf.digest(span, request.language, self._watched(person), without=self._circulation.holding.held())


_AS_FILE = Bilingual("下载 Word 版", "As a Word file")
