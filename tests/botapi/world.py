"""The state behind the server: people, chats, messages, files, and everything that happened."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.botapi.model import Attachment, CallbackAnswer, Content, Message, Room, User
from tests.botapi.record import Call, Fault
from tests.botapi.updates import Updates


@dataclass(frozen=True, slots=True)
class Limits:
    """The sizes Telegram allows, in bytes."""

    upload: int = 50 * 1024 * 1024
    download: int = 20 * 1024 * 1024
    photo: int = 10 * 1024 * 1024


class World:
    """Everything there is; the condition guards it and tells about every change."""

    def __init__(self, bot: User, limits: Limits) -> None:
        self.bot = bot
        self.limits = limits
        self.changed = threading.Condition(threading.RLock())
        self.updates = Updates(self.changed)
        self.rooms: dict[int, Room] = {}
        self.files: dict[str, Attachment] = {}
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.queries: dict[str, CallbackAnswer | None] = {}
        self.expired: set[str] = set()
        self.inline_answers: dict[str, list[dict[str, Any]] | None] = {}
        self.inline_buttons: dict[str, dict[str, Any] | None] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.descriptions: dict[tuple[str, str], str] = {}
        self._numbers = itertools.count(1)

    def number(self) -> int:
        """A number that was not used before."""
        return next(self._numbers)

    def keep_file(self, file_name: str, content: bytes, mime_type: str) -> Attachment:
        """Store a file."""
        attachment = Attachment(f"FILE{self.number():08d}", file_name, content, mime_type)
        with self.changed:
            self.files[attachment.file_id] = attachment
        return attachment

    def post(self, room: Room, sender: User, content: Content, **details: Any) -> Message:
        """Put a new message into a chat."""
        with self.changed:
            message = Message(self.number(), room, sender, int(time.time()), content, **details)
            room.messages[message.message_id] = message
            if message.from_bot:
                room.arrivals.append(message.message_id)
            self.changed.notify_all()
        return message

    def change(self, message: Message, **details: Any) -> Message:
        """Replace a message by a changed one."""
        with self.changed:
            changed = replace(message, **details)
            message.room.messages[message.message_id] = changed
            self.changed.notify_all()
        return changed

    def note(self, call: Call) -> None:
        """Record a call."""
        with self.changed:
            self.calls.append(call)
            self.changed.notify_all()

    def wait(self, ready: Callable[[], bool], timeout: float, describe: Callable[[], str]) -> None:
        """Block until something has happened; a TimeoutError says what happened instead."""
        with self.changed:
            if not self.changed.wait_for(ready, timeout):
                raise TimeoutError(f"after {timeout:g} s: {describe()}")

    def last_calls(self, count: int = 8) -> str:
        """The latest calls in words, for an error message."""
        calls = [call for call in self.calls if call.method != "getUpdates" or call.status != 200]
        lines = [f"{call.method} {call.status} {call.description or ''}".strip() for call in calls[-count:]]
        return "last calls: " + ("; ".join(lines) or "none")
