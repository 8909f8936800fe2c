"""Patience with Telegram: waits where it says so, and tries again where the network failed.

PTB's own limiter keeps the bot within Telegram's limits. Where Telegram refuses nevertheless it stops all chats; here
only the chat that was refused waits. What people are to read is tried for a day, for their questions are not lost when
Telegram is out of reach.
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
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 15.0  # seconds before each further attempt where the network failed
_TOLD_AFTER = 3  # failed attempts of one call

LASTING = 24 * 60 * 60.0
"""Seconds for which it is tried to answer a person."""

STARTING = 30.0
"""Seconds for which it is tried to reach Telegram at the start, before it is left to whatever starts services."""

_BRIEF = 10.0  # for what is a comfort, or worth nothing later
_STARTS = {"getMe", "setWebhook", "deleteWebhook"}
_ANSWERS = ("send", "edit")

Begin = Callable[[], Awaitable[None]]
"""The ``rate_limit_args`` of a call that is made once: awaited right before, when the limits allow the call.

Who makes such a call decides what becomes of a failure.
"""

_FLEETING = {"sendChatAction"}  # calls that are worth nothing later

_Result = TypeVar("_Result")


async def persistently(call: Callable[[], Awaitable[_Result]], seconds: float) -> _Result:
    """Make a call, and make it again for so long where the network failed or Telegram puts it off.

    To say something twice is better than not at all.
    """
    loop = asyncio.get_running_loop()
    give_up = loop.time() + seconds
    pause, failures = _FIRST_PAUSE, 0
    while True:
        try:
            return await call()
        except BadRequest:  # counts as a fault of the network in PTB
            raise
        except RetryAfter as error:
            wait = seconds_of(error)
            if loop.time() + wait > give_up:
                raise
        except NetworkError as error:
            if loop.time() + pause > give_up:
                raise
            wait, pause, failures = pause, min(2 * pause, _LONGEST_PAUSE), failures + 1
            if failures == _TOLD_AFTER:
                _log.warning("Telegram cannot be reached (%s), trying again for %d s", type(error).__name__, seconds)
        await asyncio.sleep(wait)


def _patience(endpoint: str) -> float:
    """For how many seconds a call is tried."""
    if endpoint in _STARTS:
        return STARTING
    return LASTING if endpoint.startswith(_ANSWERS) else _BRIEF


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
        rate_limit_args: Begin | None,  # type: ignore[override] # PTB's own limiter takes the number of retries
    ) -> Any:
        """Make a call of the Bot API as soon as it is allowed, and again where that helps."""
        if endpoint in _FLEETING:
            return await callback(*args, **kwargs)
        if rate_limit_args:
            return await self._once(partial(callback, *args, **kwargs), rate_limit_args, endpoint, data)

        async def call(*_: Any, **__: Any) -> Any:
            turn = partial(self._in_turn, partial(callback, *args, **kwargs), data.get("chat_id"))
            return await persistently(turn, _patience(endpoint))

        try:
            return await super().process_request(call, (), {}, endpoint, data, None)
        except InvalidToken:
            self._refused()
            raise

    async def _once(self, call: Callable[[], Awaitable[Any]], begin: Begin, endpoint: str, data: dict[str, Any]) -> Any:
        """Make a call as soon as it is allowed, and never again."""

        async def told(*_: Any, **__: Any) -> Any:
            await begin()
            try:
                return await call()
            except RetryAfter as error:  # PTB would log it as an error of its own
                return error

        answer: object = await super().process_request(told, (), {}, endpoint, data, None)
        if isinstance(answer, RetryAfter):
            raise answer
        return answer

    async def _in_turn(self, call: Callable[[], Awaitable[Any]], chat: object) -> Any:
        """Make a call when its chat is open, and close the chat for as long as Telegram says."""
        await self._wait_for(chat)
        try:
            return await call()
        except RetryAfter as error:
            if chat is not None:
                self._open_again[chat] = asyncio.get_running_loop().time() + seconds_of(error)
            raise

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
