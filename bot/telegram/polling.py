"""Receiving by long polling: Telegram is asked for updates, and told that they came once they are in the inbox."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut

from bot.telegram.patience import seconds_of

_log = logging.getLogger(__name__)
_SECONDS = 25  # that Telegram waits for something to happen before it answers
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 10.0
_QUICK = 1.0  # seconds within which Telegram has not waited for anything to happen

KINDS = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY)
"""The kinds of updates the bot asks for."""


class Polling:
    """Asks for updates until it is stopped."""

    def __init__(self, take: Callable[[Sequence[Update]], Awaitable[None]], refused: Callable[[], None]) -> None:
        """``take`` keeps updates, or raises; ``refused`` is told when Telegram does not take the token any more."""
        self._take = take
        self._refused = refused
        self._next = 0
        self._trouble = ""
        self._task: asyncio.Task[None] | None = None

    async def start(self, bot: Bot, allowed_updates: Sequence[str]) -> None:
        """Begin to ask; a webhook that was set before is taken down.

        Raises:
            TelegramError: it cannot be taken down.
        """
        await bot.delete_webhook()
        self._ask = partial(bot.get_updates, allowed_updates=allowed_updates)
        self._task = asyncio.create_task(self._poll())

    async def stop(self) -> None:
        """Ask no more, and tell Telegram what came."""
        if self._task is None:
            return
        self._task.cancel()
        await asyncio.wait({self._task})
        if self._next:
            with suppress(TelegramError):  # what comes again is known
                await self._ask(offset=self._next, timeout=timedelta())

    async def _poll(self) -> None:
        pause = _FIRST_PAUSE
        while True:
            try:
                await self._receive()
            except InvalidToken:
                self._refused()
                return
            except Exception as error:  # noqa: BLE001 - whatever happens, receiving goes on
                self._next = 0  # the server may count anew; what comes again is known
                self._tell_trouble(error)
                await asyncio.sleep(seconds_of(error) if isinstance(error, RetryAfter) else pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
            else:
                pause = _FIRST_PAUSE
                self._tell_trouble(None)

    async def _receive(self) -> None:
        """Ask once, and keep what came; a server that does not wait for something to happen is asked again later."""
        loop = asyncio.get_running_loop()
        asked = loop.time()
        updates = await self._ask(offset=self._next, timeout=timedelta(seconds=_SECONDS))
        if updates:
            await self._take(updates)
            self._next = max(update.update_id for update in updates) + 1
        elif loop.time() - asked < _QUICK:
            await asyncio.sleep(_FIRST_PAUSE)

    def _tell_trouble(self, error: Exception | None) -> None:
        """Log that receiving fails, once for each reason, and that it works again."""
        trouble = type(error).__name__ if error else ""
        if trouble == self._trouble or isinstance(error, TimedOut):
            return
        self._trouble = trouble
        if error is None:
            _log.info("updates are received again")
        elif isinstance(error, Conflict):
            _log.error("another process receives the updates of this bot: stop that one; trying again until then")
        else:
            _log.warning("updates are not received (%s), trying again until they are", trouble)
