"""The inbox: updates are kept before Telegram is told that they came, until they are answered.

A copy of an update is dropped, also one that comes after a restart; what was not answered when the program ended is
taken up when it starts again. So an answer is neither lost nor given twice, but for the moment between sending it and
noting that.
"""

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, Update

from data import incoming

_log = logging.getLogger(__name__)
_PRUNE_SECONDS = 6 * 60 * 60
_Result = TypeVar("_Result")


class Inbox(asyncio.Queue[object]):
    """The queue from which PTB takes updates; what is put into it is kept first."""

    def __init__(
        self, kept: incoming.Incoming, bot: str, writer: Executor, concerns: Callable[[Update], bool] = lambda _: True
    ) -> None:
        """``bot`` is the id of the bot, ``writer`` has the thread that writes; what does not concern it is dropped."""
        super().__init__()
        self._kept = kept
        self._bot = bot
        self._writer = writer
        self._concerns = concerns
        self._prune_at = 0.0

    async def put(self, item: object) -> None:
        """Take in one update; PTB's own signals are passed on."""
        if isinstance(item, Update):
            await self.take((item,))
        else:
            await super().put(item)

    async def take(self, updates: Sequence[Update]) -> None:
        """Take in updates that came together."""
        wanted = [update for update in updates if self._concerns(update)]
        lasting = [update for update in wanted if _lasts(update)]
        is_new = dict(zip(map(id, lasting), await self._note(lasting), strict=True))
        for update in wanted:
            if is_new.get(id(update), True):
                self.put_nowait(update)

    async def answered(self, update: Update) -> None:
        """Forget what an update says, now that it is answered."""
        if _lasts(update):
            await self._write(lambda: self._kept.answered(self._bot, update.update_id))

    async def take_up(self, bot: Bot) -> None:
        """Take up what was not answered when the program ended."""
        bodies = await self._write(lambda: self._kept.take_up(self._bot)) or []
        for body in bodies:
            self.put_nowait(Update.de_json(json.loads(body), bot))
        if bodies:
            _log.info("%s updates are taken up again", len(bodies))

    async def _note(self, updates: Sequence[Update]) -> list[bool]:
        """Whether each of some updates is new; where it cannot be told, it is."""
        if not updates:
            return []
        noted = [incoming.Update(update.update_id, _mark(update), update.to_json()) for update in updates]
        is_new = await self._write(lambda: self._kept.note(self._bot, noted))
        if asyncio.get_running_loop().time() >= self._prune_at:
            self._prune_at = asyncio.get_running_loop().time() + _PRUNE_SECONDS
            await self._write(self._kept.prune)
        return is_new or [True] * len(updates)

    async def _write(self, work: Callable[[], _Result]) -> _Result | None:
        """Do something with the database; None where it fails, for people are answered nevertheless."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._writer, work)
        except SQLAlchemyError as error:
            _log.error("the inbox cannot be written: %s", type(error).__name__)
            return None


def _lasts(update: Update) -> bool:
    """Whether an answer is still wanted after a restart."""
    return update.inline_query is None


def _mark(update: Update) -> str:
    """What tells an update from another of the same number, without anything of what it says."""
    message, pressed = update.effective_message, update.callback_query
    about = [message.chat.id, message.message_id, message.date.timestamp()] if message else []
    if message and not pressed and message.edit_date:
        about.append(message.edit_date.timestamp())
    named = json.dumps([*about, pressed.id if pressed else ""])
    return hashlib.sha256(named.encode()).hexdigest()[:32]
