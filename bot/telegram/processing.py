"""Many updates at the same time; each is forgotten when it is answered."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.telegram.inbox import Inbox

_AT_A_TIME = 10_000  # updates; those of one person wait for each other, and all of them while Telegram is out of reach


class Processor(BaseUpdateProcessor):
    """Has updates answered, and notes which are."""

    def __init__(self, inbox: Inbox) -> None:
        super().__init__(_AT_A_TIME)
        self._inbox = inbox
        self._under_way: set[asyncio.Task[Any]] = set()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Have an update answered; one whose answer is broken off stays in the inbox."""
        task = asyncio.current_task()
        if task:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        await coroutine
        if isinstance(update, Update):
            await self._inbox.answered(update)

    def break_off(self) -> None:
        """Answer nothing more."""
        for task in self._under_way:
            task.cancel()
