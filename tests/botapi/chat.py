"""A chat as the people in it use and see it."""

from __future__ import annotations

import asyncio
import mimetypes
import time
from collections.abc import Callable
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from tests.botapi.content import TEXT_UNITS
from tests.botapi.entities import cleaned, detected, trimmed, utf16_length
from tests.botapi.inline import START_PARAMETER
from tests.botapi.model import Content, Message, Room, User
from tests.botapi.world import World

TIMEOUT = 30.0


class Chat:
    """What people do in a chat and what they see there; usable from any thread."""

    def __init__(self, world: World, room: Room) -> None:
        self.world = world
        self.room = room
        self._seen = 0

    @property
    def id(self) -> int:
        """The chat's id."""
        return self.room.id

    @property
    def messages(self) -> list[Message]:
        """All messages as they are now, without the deleted ones."""
        with self.world.changed:
            return [message for message in self.room.messages.values() if not message.deleted]

    @property
    def bot_messages(self) -> list[Message]:
        """The messages of the bot."""
        return [message for message in self.messages if message.from_bot]

    @property
    def deleted(self) -> list[Message]:
        """The deleted messages as they last were."""
        with self.world.changed:
            return [message for message in self.room.messages.values() if message.deleted]

    @property
    def actions(self) -> list[str]:
        """The chat actions shown so far, such as typing."""
        with self.world.changed:
            return list(self.room.actions)

    def from_now(self) -> Self:
        """The same chat, where what the bot has sent so far is not waited for."""
        with self.world.changed:
            self._seen = len(self.room.arrivals)
        return self

    def current(self, message: Message | int) -> Message:
        """A message as it is now."""
        return self.room.messages[message if isinstance(message, int) else message.message_id]

    def send(
        self,
        text: str = "",
        *,
        user: User | None = None,
        reply_to: Message | int | None = None,
        document: bytes | None = None,
        file_name: str = "document.txt",
    ) -> Message:
        """Send a text, or a document with the text as its caption; the first member sends unless told."""
        content = self._content(text)
        if not content.text and document is None:
            raise ValueError("a person cannot send an empty message")
        file = None
        if document is not None:
            kind = mimetypes.guess_type(file_name)[0] or "application/octet-stream"
            file = self.world.keep_file(file_name, document, kind)
        reply = None if reply_to is None else self.current(reply_to)
        sender = user or self.room.members[0]
        message = self.world.post(self.room, sender, content, document=file, reply_to=reply)
        self.world.updates.put({"message": message.to_json()})
        return message

    def follow(self, link: str, *, user: User | None = None) -> Message:
        """Open a link to the bot, as Telegram does: here, with its payload after ``/start``."""
        parts = urlsplit(link)
        ways = parse_qs(parts.query)
        [payload] = ways.get("start" if self.room.private else "startgroup", [""])
        is_ours = (parts.netloc, parts.path) == ("t.me", f"/{self.world.bot.username}")
        if not (is_ours and START_PARAMETER.fullmatch(payload)):
            raise ValueError(f"Telegram does not open {link!r} here")
        addressed = "" if self.room.private else f"@{self.world.bot.username}"
        return self.send(f"/start{addressed} {payload}", user=user)

    def edit(self, message: Message | int, text: str) -> Message:
        """Change a message a person sent."""
        old = self.current(message)
        if old.from_bot:
            raise ValueError("a person cannot edit a message of the bot")
        changed = self.world.change(old, content=self._content(text), edit_date=int(time.time()))
        self.world.updates.put({"edited_message": changed.to_json()})
        return changed

    def press(self, message: Message | int, label: str, *, user: User | None = None, is_old: bool = False) -> str:
        """Press the button with this text or callback data; the id of the query.

        Of a message that ``is_old`` Telegram tells the bot no more than where it is.
        """
        shown = self.current(message)
        if shown.deleted:
            raise LookupError(f"message {shown.message_id} was deleted")
        button = shown.button(label)
        if button.callback_data is None:
            raise ValueError(f"the button {label!r} opens {button.url} and sends nothing to the bot")
        query = str(self.world.number())
        self.world.queries[query] = None
        self.world.updates.put(
            {
                "callback_query": {
                    "id": query,
                    "from": (user or self.room.members[0]).to_json(),
                    "message": shown.inaccessible_json() if is_old else shown.to_json(),
                    "chat_instance": f"instance{self.id}",
                    "data": button.callback_data,
                }
            }
        )
        return query

    def block(self) -> None:
        """Block the bot, or throw it out of the group: it can no longer write here."""
        blocked = "bot was blocked by the user" if self.room.private else "bot was kicked from the supergroup chat"
        self._membership("member", "kicked", blocked)

    def unblock(self) -> None:
        """Let the bot write again."""
        self._membership("kicked", "member", "")

    def deactivate(self) -> None:
        """Let the person's account end: the bot is not told, and can no longer write here."""
        with self.world.changed:
            self.room.closed = "user is deactivated"

    def wait(self, n: int = 1, timeout: float = TIMEOUT) -> list[Message]:
        """Block until the bot has sent n more messages since the last wait; these, as they are now."""
        wanted = self._seen + n
        self.world.wait(
            lambda: len(self.room.arrivals) >= wanted,
            timeout,
            lambda: f"{len(self.room.arrivals) - self._seen} of {n} new messages came; {self._seen_so_far()}",
        )
        return self._take(wanted)

    def wait_for(self, found: Callable[[Message], bool] | str, timeout: float = TIMEOUT) -> Message:
        """Block until a message of the bot, new or edited, contains the text or fulfils the condition."""
        test = (lambda message: found in message.text) if isinstance(found, str) else found
        hits: list[Message] = []

        def ready() -> bool:
            hits[:] = [message for message in self.bot_messages if test(message)]
            return bool(hits)

        self.world.wait(ready, timeout, lambda: f"no message is as wanted ({found!r}); {self._seen_so_far()}")
        return hits[-1]

    async def wait_async(self, n: int = 1, timeout: float = TIMEOUT) -> list[Message]:  # noqa: ASYNC109
        """As ``wait``, for a test that runs in the bot's own loop."""
        return await asyncio.to_thread(self.wait, n, timeout)

    async def wait_for_async(
        self,
        found: Callable[[Message], bool] | str,
        timeout: float = TIMEOUT,  # noqa: ASYNC109
    ) -> Message:
        """As ``wait_for``, for a test that runs in the bot's own loop."""
        return await asyncio.to_thread(self.wait_for, found, timeout)

    def _take(self, end: int) -> list[Message]:
        with self.world.changed:
            fresh = self.room.arrivals[self._seen : end]
            self._seen = end
            return [self.room.messages[number] for number in fresh]

    def _content(self, text: str) -> Content:
        visible, _ = trimmed(cleaned(text), ())
        if utf16_length(visible) > TEXT_UNITS:
            raise ValueError(f"a person cannot send more than {TEXT_UNITS} units in one message")
        return Content(visible, detected(visible), text)

    def _membership(self, old: str, new: str, closed: str) -> None:
        with self.world.changed:
            self.room.closed = closed
        bot = self.world.bot.to_json()
        before, after = ({"user": bot, "status": status, "until_date": 0} for status in (old, new))
        change: dict[str, Any] = {
            "chat": self.room.to_json(),
            "from": self.room.members[0].to_json(),
            "date": int(time.time()),
            "old_chat_member": before,
            "new_chat_member": after,
        }
        self.world.updates.put({"my_chat_member": change})

    def _seen_so_far(self) -> str:
        shown = [f"{m.message_id}: {m.text!r}" for m in self.bot_messages[-5:]]
        return f"the bot's last messages: {'; '.join(shown) or 'none'}; {self.world.last_calls()}"
