"""Receiving by long polling: Telegram is asked for updates, and told that they came once they are in the inbox."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial

from telegram import Bot, Update
from telegram.error import InvalidToken, RetryAfter, TelegramError, TimedOut

from bot.telegram.patience import seconds_of

_log = logging.getLogger(__name__)
_SECONDS = 25  # that Telegram waits for something to happen before it answers
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 10.0

KINDS = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY)
"""The kinds of updates the bot asks for."""


class Polling:
    """Asks for updates until it is stopped."""

    def __init__(self, take: Callable[[Sequence[Update]], Awaitable[None]], refused: Callable[[], None]) -> None:
        """``take`` keeps updates; ``refused`` is told when Telegram does not take the token any more."""
        self._take = take
        self._refused = refused
        self._next = 0
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
                updates = await self._ask(offset=self._next, timeout=timedelta(seconds=_SECONDS))
            except InvalidToken:
                self._refused()
                return
            except TelegramError as error:
                if not isinstance(error, TimedOut):
                    _log.warning("no updates from Telegram: %s", type(error).__name__)
                await asyncio.sleep(seconds_of(error) if isinstance(error, RetryAfter) else pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
            except Exception as error:  # noqa: BLE001 - whatever Telegram says, receiving goes on
                _log.error("updates cannot be read: %s", type(error).__name__)
                await asyncio.sleep(_LONGEST_PAUSE)
            else:
                pause = _FIRST_PAUSE
                if updates:
                    await self._take(updates)
                    self._next = updates[-1].update_id + 1
