"""What the bot is seen to do while it works, and the answer that every press of a button gets in time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from telegram import CallbackQuery
from telegram.error import TelegramError

_AGAIN = 4.5  # seconds; Telegram shows an action for five
_LONGEST = 600.0  # seconds; what takes longer waits for Telegram
_LAST = 1.0  # seconds that the last showing may take before the answer is sent regardless
_PRESS_SECONDS = 4.0  # after which a press is answered without words; Telegram takes no answer after some more
_LONGEST_TOAST = 200


@asynccontextmanager
async def shown(show: Callable[[], Awaitable[None]], after: float = 0.0) -> AsyncIterator[None]:
    """Show an action while something is done, from ``after`` seconds on."""
    done = asyncio.Event()

    async def repeat() -> None:
        pause, loop = after, asyncio.get_running_loop()
        stop = loop.time() + _LONGEST
        while loop.time() < stop:
            if pause:
                with suppress(TimeoutError):
                    await asyncio.wait_for(done.wait(), pause)
            if done.is_set() and pause:
                return
            await show()
            pause = _AGAIN

    task = asyncio.create_task(repeat())
    try:
        yield
    finally:
        done.set()
        await asyncio.wait({task}, timeout=_LAST)
        task.cancel()


class Press:
    """A button that was pressed, answered once."""

    def __init__(self, query: CallbackQuery) -> None:
        self._query = query
        self._is_answered = False

    async def answer(self, toast: str = "", *, alert: bool = False) -> bool:
        """Answer, unless that was done; whether the person sees ``toast``."""
        if self._is_answered:
            return False
        self._is_answered = True
        try:
            await self._query.answer(toast[:_LONGEST_TOAST] or None, show_alert=alert)
        except TelegramError:  # one pressed long ago, while the bot was down, cannot be answered any more
            return False
        return True

    @asynccontextmanager
    async def in_time(self) -> AsyncIterator[None]:
        """Answer while something is done if it takes long, and at the latest after it."""

        async def late() -> None:
            await asyncio.sleep(_PRESS_SECONDS)
            await self.answer()

        task = asyncio.create_task(late())
        try:
            yield
        finally:
            if not self._is_answered:
                task.cancel()
                await self.answer()
