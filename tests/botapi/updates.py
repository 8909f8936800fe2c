"""The queue of updates and the long poll that empties it."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.botapi.errors import ApiError

# Telegram sends these kinds only to bots that name them.
ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}
LIMIT = 100
OTHER_POLL = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "Conflict: terminated by setWebhook request"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


@dataclass(slots=True)
class Webhook:
    """Where updates are posted, and how that went."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = 40
    last_error_date: int | None = None
    last_error_message: str = ""


@dataclass(slots=True)
class Poll:
    """A getUpdates call that waits."""

    changed: asyncio.Event = field(default_factory=asyncio.Event)
    ended: str = ""


class Updates:
    """Updates that wait for the bot; tests add to them from any thread, the server's loop takes them."""

    def __init__(self, lock: threading.Condition) -> None:
        self.lock = lock
        self.pending: list[dict[str, Any]] = []
        self.allowed: list[str] = []
        self.webhook = Webhook()
        self.poll: Poll | None = None
        self.wake: Callable[[], None] = lambda: None
        self.last = 0
        self._ids = itertools.count(100_000_001)

    def wanted(self, update: dict[str, Any]) -> bool:
        """Whether the bot asked for this kind of update."""
        kinds = update.keys() - {"update_id"}
        return bool(kinds & set(self.allowed)) if self.allowed else not kinds & ON_REQUEST

    def put(self, update: dict[str, Any], copies: int = 1) -> int:
        """Queue an update, with a new id unless it has one; the id."""
        update_id = self.last = int(update.get("update_id") or next(self._ids))
        with self.lock:
            if self.wanted(update):
                self.pending += [{**update, "update_id": update_id}] * copies
        self.wake()
        return update_id

    def confirm(self, offset: int) -> None:
        """Forget the updates before the offset; a negative one keeps that many of the last."""
        with self.lock:
            if offset < 0:
                self.pending = self.pending[offset:]
            elif offset:
                self.pending = [update for update in self.pending if update["update_id"] >= offset]
            self.lock.notify_all()

    def allow(self, kinds: object) -> None:
        """Keep the kinds of updates the bot asks for; None leaves them as they are."""
        if isinstance(kinds, list):
            self.allowed = [str(kind) for kind in kinds]

    def done(self, update: dict[str, Any]) -> None:
        """Forget one delivered update, not its duplicates."""
        with self.lock:
            for position, waiting in enumerate(self.pending):
                if waiting["update_id"] == update["update_id"]:
                    del self.pending[position]
                    break
            self.lock.notify_all()

    def interrupt(self, reason: str) -> None:
        """End the waiting poll, if there is one, with a conflict."""
        if self.poll:
            self.poll.ended = reason
            self.poll.changed.set()

    async def get(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        """The answer to getUpdates."""
        if self.webhook.url:
            raise ApiError(409, WEBHOOK_ACTIVE)
        self.interrupt(OTHER_POLL)
        self.confirm(offset)
        limit = limit if 0 < limit <= LIMIT else LIMIT
        with self.lock:
            poll = self.poll = Poll()
            self.lock.notify_all()
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        try:
            while not self.pending and not poll.ended and (left := deadline - loop.time()) > 0:
                try:
                    await asyncio.wait_for(poll.changed.wait(), left)
                except TimeoutError:
                    break
                poll.changed.clear()
        finally:
            if self.poll is poll:
                self.poll = None
        if poll.ended:
            raise ApiError(409, poll.ended)
        return self.pending[:limit]
