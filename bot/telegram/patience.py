"""Patience with Telegram: waits where it says so, and tries again where the network failed.

PTB's own limiter keeps the bot within Telegram's limits. Where Telegram refuses nevertheless it stops all chats; here
only the chat that was refused waits.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter
from telegram.ext import AIORateLimiter

_log = logging.getLogger(__name__)
_PAUSES = (0.5, 1.0, 2.0, 4.0)  # seconds before each further attempt where the network failed
_WAITS = 3  # times that one call waits because Telegram says so
AT_ONCE = 1
"""The ``rate_limit_args`` of a call that is made once: who makes it decides what becomes of a failure."""

_LONGEST_WAIT = 120.0  # seconds; what Telegram puts off for longer is not worth a person's waiting
_FLEETING = {"sendChatAction"}  # calls that are worth nothing later

_Result = TypeVar("_Result")


async def persistently(call: Callable[[], Awaitable[_Result]]) -> _Result:
    """Make a call, and make it again where the network failed: to say something twice is better than not at all."""
    for pause in _PAUSES:
        try:
            return await call()
        except BadRequest:  # counts as a fault of the network in PTB
            raise
        except NetworkError as error:
            _log.debug("%s, trying again in %s s", type(error).__name__, pause)
            await asyncio.sleep(pause)
    return await call()


class PatientLimiter(AIORateLimiter):
    """Keeps the calls within Telegram's limits, each chat by itself; polling does not pass through here."""

    def __init__(self, refused: Callable[[], None]) -> None:
        """``refused`` is told when Telegram does not take the token."""
        super().__init__(max_retries=0)
        self._refused = refused
        self._open_again: dict[object, float] = {}  # when each chat may be written to, by the clock of the loop

    async def process_request(  # noqa: PLR0913, PLR0917 - PTB's own signature
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Make a call of the Bot API as soon as it is allowed, and again where that helps."""
        if endpoint in _FLEETING:
            return await callback(*args, **kwargs)
        if rate_limit_args == AT_ONCE:
            return await self._once(partial(callback, *args, **kwargs), endpoint, data)

        async def call(*_: Any, **__: Any) -> Any:
            return await self._in_turn(partial(callback, *args, **kwargs), data.get("chat_id"))

        try:
            return await super().process_request(call, (), {}, endpoint, data, rate_limit_args)
        except InvalidToken:
            self._refused()
            raise

    async def _once(self, call: Callable[[], Awaitable[Any]], endpoint: str, data: dict[str, Any]) -> Any:
        """Make a call as soon as it is allowed, and never again."""

        async def told(*_: Any, **__: Any) -> Any:
            try:
                return await call()
            except RetryAfter as error:  # PTB would log it as an error of its own
                return error

        answer: object = await super().process_request(told, (), {}, endpoint, data, None)
        if isinstance(answer, RetryAfter):
            raise answer
        return answer

    async def _in_turn(self, call: Callable[[], Awaitable[Any]], chat: object) -> Any:
        """Make a call when its chat is open, and again when Telegram has put it off."""
        for _ in range(_WAITS):
            await self._wait_for(chat)
            try:
                return await persistently(call)
            except RetryAfter as error:
                seconds = seconds_of(error)
                if seconds > _LONGEST_WAIT:
                    raise
                self._open_again[chat or object()] = asyncio.get_running_loop().time() + seconds
                if chat is None:
                    await asyncio.sleep(seconds)
        await self._wait_for(chat)
        return await persistently(call)

    async def _wait_for(self, chat: object) -> None:
        """Wait until a chat may be written to."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        self._open_again = {each: at for each, at in self._open_again.items() if at > now}
        if (at := self._open_again.get(chat, now)) > now:
            await asyncio.sleep(at - now)


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone, and a moment more."""
    wait = error.retry_after
    return (wait.total_seconds() if isinstance(wait, timedelta) else wait) + 0.1
