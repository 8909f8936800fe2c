"""The inbox: updates are kept before Telegram is told that they came, until they are answered.

A copy of an update is dropped, also one that comes after a restart; what was not answered when the program ended is
taken up when it starts again. So an answer is neither lost nor given twice, but for the moment between sending it and
noting that.
"""

import asyncio
import hashlib
import json
import logging
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, Update

from bot.logs import log_event
from data import incoming

_log = logging.getLogger(__name__)
_PRUNE_SECONDS = 6 * 60 * 60
_UNSUSPECTED = 10  # times that the program may end before an update is answered until it is held to be the reason
_LONGEST_PAUSE = 60 * 60.0  # seconds
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
        self._open: set[int] = set()  # numbers of what is kept and not answered
        self._done: deque[int] = deque()  # those answered that it is still to be noted of

    async def put(self, item: object) -> None:
        """Take in one update; PTB's own signals are passed on."""
        if isinstance(item, Update):
            await self.take((item,))
        else:
            await super().put(item)

    async def take(self, updates: Sequence[Update]) -> None:
        """Take in updates that came together.

        Raises:
            SQLAlchemyError: they cannot be kept; none of them is answered until they come again.
        """
        wanted = [update for update in updates if self._is_wanted(update)]
        lasting = [update for update in wanted if _lasts(update)]
        is_new = dict(zip(map(id, lasting), await self._note(lasting), strict=True))
        for update in wanted:
            if is_new.get(id(update), True):
                self._open |= {update.update_id} if _lasts(update) else set()
                self.put_nowait(update)

    async def answered(self, update: Update) -> None:
        """Forget what an update says, now that it is answered; those answered together in one go."""
        if update.update_id not in self._open:
            return
        self._open.discard(update.update_id)
        self._done.append(update.update_id)
        try:
            await self._write(self._forget_done)
        except SQLAlchemyError as error:
            _log.error("it cannot be noted that an update is answered: %s", type(error).__name__)

    async def take_up(self, bot: Bot) -> None:
        """Take up what was not answered when the program ended; what may have ended it, after a while."""
        waiting = await self._write(lambda: self._kept.take_up(self._bot))
        for each in waiting:
            update = Update.de_json(json.loads(each.body), bot)
            self._open.add(update.update_id)
            if pause := _pause(each.attempts):
                asyncio.get_running_loop().call_later(pause, self.put_nowait, update)
            else:
                self.put_nowait(update)
        if waiting:
            log_event("updates taken up again", count=len(waiting))

    def _is_wanted(self, update: Update) -> bool:
        """Whether an update concerns the bot; one of which that cannot be told must not hold up the others."""
        try:
            return self._concerns(update)
        except Exception as error:  # noqa: BLE001 - what is read of it may be of every kind
            log_event("update dropped", level=logging.ERROR, update=update.update_id, error=type(error).__name__)
            return False

    def _forget_done(self) -> None:
        """Have the inbox forget what was answered since it did so last; called in the thread that writes."""
        numbers = [self._done.popleft() for _ in range(len(self._done))]
        if numbers:
            self._kept.answered(self._bot, numbers)

    async def _note(self, updates: Sequence[Update]) -> list[bool]:
        """Whether each of some updates is new."""
        if not updates:
            return []
        noted = [incoming.Update(update.update_id, _mark(update), update.to_json()) for update in updates]
        is_new = await self._write(lambda: self._kept.note(self._bot, noted))
        if asyncio.get_running_loop().time() >= self._prune_at:
            self._prune_at = asyncio.get_running_loop().time() + _PRUNE_SECONDS
            with suppress(SQLAlchemyError):  # the database is busy: there is another time
                await self._write(self._kept.prune)
        return is_new

    async def _write(self, work: Callable[[], _Result]) -> _Result:
        """Do something with the database."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, work)


def _pause(attempts: int) -> float:
    """Seconds before an update is taken up again, which grow with each time that the program ended over it."""
    return min(2.0 ** (attempts - _UNSUSPECTED), _LONGEST_PAUSE) if attempts > _UNSUSPECTED else 0.0


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
