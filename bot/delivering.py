"""Delivering digests and alerts: claimed before they are sent, tried again for known reasons, never sent twice."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.replies import Reply
from data.circulation import now_utc
from data.deliveries import Deliveries, Delivery, DeliveryStatus

WITHIN = timedelta(hours=24)
"""How long after it was due a delivery is tried."""

_AT_A_TIME = 8
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


class Editor(Protocol):
    """Knows what is due, and writes it."""

    def claim(self) -> list[Delivery]:
        """Claim what has become due."""

    def write(self, delivery: Delivery) -> Sequence[Reply] | None:
        """The messages of a delivery; none in a quiet period that is not told; None where it may not be sent."""

    def give_up(self, person: str, reason: str) -> None:
        """Send nothing more to a person."""


Send = Callable[[str, Reply], Awaitable[None]]
"""Sends a message to a person; raises NotNowError, NeverError or UnsureError."""


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
        due = await asyncio.to_thread(self.editor.claim)
        while taken := await asyncio.to_thread(self.deliveries.take_up):
            due.append(taken)
        gate = asyncio.Semaphore(_AT_A_TIME)

        async def deliver(delivery: Delivery) -> None:
            async with gate:
                await self._deliver(delivery)

        await asyncio.gather(*(deliver(each) for each in due))

    async def _deliver(self, delivery: Delivery) -> None:
        if self.is_ending():  # the claim runs out, and another process or the next start takes it up
            return
        try:
            messages = await asyncio.to_thread(self.editor.write, delivery)
        except Exception:  # noqa: BLE001 - one that cannot be written must not stop the others
            _log.exception("delivery %s could not be written", delivery.id)
            await self._wait(delivery, "writing failed")
            return
        if not messages:
            status, why = (DeliveryStatus.FAILED, "no access") if messages is None else (DeliveryStatus.SKIPPED, "")
            await asyncio.to_thread(self.deliveries.end, delivery, status, why)
            return
        arrived = delivery.parts_sent
        for message in messages[arrived:]:
            if not await asyncio.to_thread(self.deliveries.sending, delivery):
                return  # another process took it up
            try:
                await self.send(delivery.person, message)
            except NeverError as error:
                status = DeliveryStatus.SENT if arrived else DeliveryStatus.FAILED
                await asyncio.to_thread(self.deliveries.end, delivery, status, str(error))
                await asyncio.to_thread(self.editor.give_up, delivery.person, str(error))
                return
            except UnsureError as error:
                status = DeliveryStatus.SENT if arrived else DeliveryStatus.UNSURE
                await asyncio.to_thread(self.deliveries.end, delivery, status, str(error))
                return
            except NotNowError as error:
                await self._wait(delivery, str(error), error.after)
                return
            await asyncio.to_thread(self.deliveries.part_sent, delivery)
            arrived += 1
        await asyncio.to_thread(self.deliveries.end, delivery, DeliveryStatus.SENT)

    async def _wait(self, delivery: Delivery, reason: str, at_least: timedelta = timedelta()) -> None:
        """Try again later, twice as long after each try; not at all when the day is over."""
        backoff = min(_FIRST_WAIT * 2 ** min(delivery.attempts - 1, 10), _LONGEST_WAIT)
        until = self.now() + max(backoff, at_least)
        if until > delivery.due + WITHIN:
            await asyncio.to_thread(self.deliveries.end, delivery, DeliveryStatus.FAILED, reason)
            return
        await asyncio.to_thread(self.deliveries.wait, delivery, until, reason)
