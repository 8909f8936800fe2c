"""Delivering digests and alerts: claimed before they are sent, tried again for known reasons, never sent twice."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.replies import Reply
from data.circulation import now_utc
from data.deliveries import Deliveries
from data.delivery import Delivery, DeliveryStatus

WITHIN = timedelta(hours=24)
"""How long after it was due a delivery is tried."""

_AT_A_TIME = 3  # as many as a kill can leave unsure; more would not be faster than Telegram allows
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=1)
_log = logging.getLogger(__name__)


class NotNowError(Exception):
    """A message could not be sent, for a reason that passes; ``after`` is how long the channel wants one to wait."""

    def __init__(self, reason: str, after: timedelta = timedelta()) -> None:
        super().__init__(reason)
        self.after = after


class NeverError(Exception):
    """A message cannot be sent to a person, who has blocked the bot or is gone."""


class UnsureError(Exception):
    """Nobody knows whether a message arrived."""


class _LostError(Exception):
    """Another process took the delivery up."""


class _EndingError(Exception):
    """The program ends."""


class Editor(Protocol):
    """Knows what is due, and writes it."""

    def claim(self) -> list[Delivery]:
        """Claim what has become due."""

    def write(self, delivery: Delivery) -> Sequence[Reply] | None:
        """The messages of a delivery; none in a quiet period that is not told; None where it may not be sent."""

    def give_up(self, person: str, reason: str) -> None:
        """Send nothing more to a person."""


Begin = Callable[[], Awaitable[None]]
Send = Callable[[str, Reply, Begin], Awaitable[None]]
"""Sends a message to a person, awaiting ``begin`` right before the channel is called.

Raises NotNowError, NeverError or UnsureError.
"""


@dataclass(frozen=True, slots=True)
class Courier:
    """Delivers what is due, one round after the other."""

    deliveries: Deliveries
    editor: Editor
    send: Send
    now: Callable[[], datetime] = now_utc
    is_ending: Callable[[], bool] = lambda: False

    async def round(self) -> None:
        """Deliver all that is due now: what is claimed anew, what waited, and what a process that died left."""
        due = await asyncio.to_thread(self._due)
        gate = asyncio.Semaphore(_AT_A_TIME)

        async def deliver(delivery: Delivery) -> None:
            async with gate:
                try:
                    await self._deliver(delivery)
                except Exception:  # noqa: BLE001 - what fails for one must not stop the others; its claim runs out
                    _log.exception("delivery %s failed", delivery.id)

        await asyncio.gather(*(deliver(each) for each in due))

    def _due(self) -> list[Delivery]:
        due: list[Delivery] = []
        for find in (self.editor.claim, self._taken_up):
            try:
                due += find()
            except Exception:  # noqa: BLE001 - what the other finds is delivered nevertheless
                _log.exception("it could not be told what is due")
        return due

    def _taken_up(self) -> list[Delivery]:
        return list(iter(self.deliveries.take_up, None))

    async def _deliver(self, delivery: Delivery) -> None:
        if self.is_ending():
            await asyncio.to_thread(self.deliveries.release, delivery)
            return
        try:
            messages = await asyncio.to_thread(self.editor.write, delivery)
        except Exception:  # noqa: BLE001 - it is tried again, and seen where that does not help
            _log.exception("delivery %s could not be written", delivery.id)
            await self._wait(delivery, "writing failed")
            return
        if messages is None:
            await self._end(delivery, DeliveryStatus.FAILED, "no access")
        elif not messages:
            await self._end(delivery, DeliveryStatus.SKIPPED)
        else:
            await self._send(delivery, messages)

    async def _send(self, delivery: Delivery, messages: Sequence[Reply]) -> None:
        """Send the messages that have not arrived yet, one after the other, and note what becomes of each."""

        async def begin() -> None:
            if self.is_ending():
                raise _EndingError
            if not await asyncio.to_thread(self.deliveries.sending, delivery):
                raise _LostError

        for message in messages[delivery.parts_sent :]:
            try:
                await self.send(delivery.person, message, begin)
            except NeverError as error:
                await self._end(delivery, DeliveryStatus.FAILED, str(error))
                await asyncio.to_thread(self.editor.give_up, delivery.person, str(error))
            except UnsureError as error:
                await self._end(delivery, DeliveryStatus.UNSURE, str(error))
            except NotNowError as error:
                await self._wait(delivery, str(error), error.after)
            except _EndingError:
                await asyncio.to_thread(self.deliveries.release, delivery)
            except _LostError:
                pass
            else:
                await asyncio.to_thread(self.deliveries.part_sent, delivery)
                delivery = replace(delivery, parts_sent=delivery.parts_sent + 1)
                continue
            return
        await self._end(delivery, DeliveryStatus.SENT)

    async def _end(self, delivery: Delivery, status: DeliveryStatus, reason: str = "") -> None:
        """End a delivery: as sent if its first message arrived, whatever became of the picture."""
        if delivery.parts_sent:
            status = DeliveryStatus.SENT
        if reason:
            _log.warning("delivery %s ended as %s: %s", delivery.id, status, reason)
        await asyncio.to_thread(self.deliveries.end, delivery, status, reason)

    async def _wait(self, delivery: Delivery, reason: str, after: timedelta = timedelta()) -> None:
        """Try again ``after`` a time, or else twice as long after each try; not at all when the day is over."""
        backoff = min(_FIRST_WAIT * 2 ** min(delivery.attempts - 1, 10), _LONGEST_WAIT)
        until = self.now() + (after or backoff)
        if until > delivery.due + WITHIN:
            await self._end(delivery, DeliveryStatus.FAILED, reason)
            return
        _log.info("delivery %s is tried again: %s", delivery.id, reason)
        await asyncio.to_thread(self.deliveries.wait, delivery, until, reason)
