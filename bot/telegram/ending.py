"""What ends the program: a signal, or a token that Telegram does not take any more."""

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from telegram import Bot
from telegram.error import InvalidToken, TelegramError


class Ending:
    """The end of the program, to be waited for."""

    def __init__(self) -> None:
        self._come = asyncio.Event()
        self._checking: asyncio.Task[None] | None = None
        self.is_token_refused = False

    def listen_to_signals(self) -> None:
        """Let SIGINT and SIGTERM be the end; a second one ends the program at once."""
        loop = asyncio.get_running_loop()

        def end(number: int) -> None:
            loop.remove_signal_handler(number)
            self._come.set()

        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # on Windows, where Ctrl-C ends the loop itself
                loop.add_signal_handler(number, end, number)

    async def wait(self) -> None:
        """Wait for the end."""
        await self._come.wait()

    async def unless(self, work: Coroutine[Any, Any, object]) -> bool:
        """Do something that is broken off when the end comes; whether it was done."""
        doing, ending = asyncio.create_task(work), asyncio.create_task(self._come.wait())
        try:
            await asyncio.wait({doing, ending}, return_when=asyncio.FIRST_COMPLETED)
            if not doing.done():
                return False
            await doing
            return True
        finally:
            doing.cancel()
            ending.cancel()
            await asyncio.wait({doing, ending})

    @property
    def has_come(self) -> bool:
        """Whether the program is to end."""
        return self._come.is_set()

    def refused(self) -> None:
        """Be told that Telegram does not take the token."""
        self.is_token_refused = True
        self._come.set()

    def doubt(self, bot: Bot) -> None:
        """Be told that Telegram did not take the token for one call, and see whether that is so."""
        if self._checking is None or self._checking.done():
            self._checking = asyncio.get_running_loop().create_task(self._check(bot))

    async def _check(self, bot: Bot) -> None:
        try:
            await bot.get_me()
        except InvalidToken:
            self.refused()
        except TelegramError:
            return
