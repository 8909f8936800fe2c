"""What was last said, for each person in each chat: bounded, in memory only, and forgotten on request."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Lock

from bot.replies import Reply, Said
from retrieval.turns import Turn

MOST_CHATS = 1000
"""Chats that are remembered; the one that was silent longest is forgotten first."""

MOST_PEOPLE = 100
"""People of one chat whose last question is remembered."""

MOST_MESSAGES = 50
"""Messages of one chat that can be replied to."""

LAST_SECONDS = 60 * 60
"""How long a person's last question is what the next goes on from."""

REPLY_SECONDS = 7 * 24 * 60 * 60
"""How long a message can be replied to."""


@dataclass(frozen=True, slots=True)
class _Noted:
    """A turn, when it was noted, and whose it is; the turn before it, what was said in it, and what was asked for."""

    turn: Turn | None
    at: float
    member: str
    before: Turn | None = None
    said: Said | None = field(default=None, repr=False)
    asks: str = ""


@dataclass(slots=True)
class _Chat:
    """The turns of one chat: the last of each person, and those behind messages of the bot."""

    last: "OrderedDict[str, _Noted]" = field(default_factory=OrderedDict)
    behind: "OrderedDict[str, _Noted]" = field(default_factory=OrderedDict)

    def holds(self, member: str) -> bool:
        """Whether something of a person is remembered here."""
        return member in self.last or any(noted.member == member for noted in self.behind.values())


class Memory:
    """Remembers turns; safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` gives seconds."""
        self._clock = clock
        self._chats: OrderedDict[str, _Chat] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        """The number of chats that are remembered."""
        return len(self._chats)

    def last(self, chat: str, member: str) -> Turn | None:
        """The last turn of a person in a chat, while it is recent."""
        with self._lock:
            noted = self._chats[chat].last.get(member) if chat in self._chats else None
            return noted.turn if noted and self._clock() - noted.at <= LAST_SECONDS else None

    def behind(self, chat: str, message: str) -> Turn | None:
        """The turn that a message of the bot carried."""
        noted = self._behind(chat, message)
        return noted.turn if noted else None

    def before(self, chat: str, message: str) -> Turn | None:
        """The turn that what a message of the bot carried went on from."""
        noted = self._behind(chat, message)
        return noted.before if noted else None

    def said(self, chat: str, message: str) -> Said | None:
        """The question that a message of the bot answered, with the parts it cited."""
        noted = self._behind(chat, message)
        return noted.said if noted else None

    def asks(self, chat: str, message: str) -> str:
        """What a message of the bot asked for; nothing mostly."""
        noted = self._behind(chat, message)
        return noted.asks if noted else ""

    def _behind(self, chat: str, message: str) -> _Noted | None:
        with self._lock:
            noted = self._chats[chat].behind.get(message) if chat in self._chats else None
            return noted if noted and self._clock() - noted.at <= REPLY_SECONDS else None

    def note(self, chat: str, member: str, turn: Turn) -> None:
        """Remember the last turn of a person."""
        with self._lock:
            _keep(self._chat(chat).last, member, _Noted(turn, self._clock(), member), MOST_PEOPLE)

    def note_behind(self, chat: str, member: str, message: str, reply: Reply) -> None:
        """Remember what a message of the bot carried to a person; a new page of it is still about the same."""
        if not (reply.turn or reply.before or reply.said or reply.asks):
            return
        noted = _Noted(reply.turn, self._clock(), member, reply.before, reply.said, reply.asks)
        with self._lock:
            behind = self._chat(chat).behind
            page = behind.get(message) if reply.in_place else None
            if page:
                noted = replace(noted, before=noted.before or page.before, said=noted.said or page.said)
            _keep(behind, message, noted, MOST_MESSAGES)

    def clear(self, chat: str, member: str) -> None:
        """Forget all turns of a person in a chat."""
        with self._lock:
            kept = self._chats.get(chat)
            if kept is None:
                return
            kept.last.pop(member, None)
            for message in [message for message, noted in kept.behind.items() if noted.member == member]:
                del kept.behind[message]
            if not kept.last and not kept.behind:
                del self._chats[chat]

    def forget(self, chat: str, member: str) -> None:
        """Forget all turns of a person: of this chat, and wherever else the channel's id of them tells they wrote."""
        with self._lock:
            chats = [each for each, kept in self._chats.items() if kept.holds(member)] if member else []
        for each in {chat, *chats}:
            self.clear(each, member)

    def _chat(self, chat: str) -> _Chat:
        """The turns of a chat, which was active just now; another is forgotten where there are too many."""
        kept = self._chats.setdefault(chat, _Chat())
        self._chats.move_to_end(chat)
        while len(self._chats) > MOST_CHATS:
            self._chats.popitem(last=False)
        return kept


def _keep(kept: "OrderedDict[str, _Noted]", name: str, noted: _Noted, most: int) -> None:
    kept[name] = noted
    kept.move_to_end(name)
    while len(kept) > most:
        kept.popitem(last=False)
