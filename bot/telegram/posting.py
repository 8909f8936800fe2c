"""Digests and alerts to Telegram: each call made once, so that the delivery decides what becomes of a failure."""

from datetime import timedelta

import httpx
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.digests.delivering import Begin, NeverError, NotNowError, UnsureError
from bot.replies import Reply
from bot.telegram.patience import seconds_of
from bot.telegram.sending import Place, Sender

_AFTER_SENDING = (httpx.ReadTimeout, httpx.ReadError, httpx.RemoteProtocolError)
"""What may go wrong when all was sent: it may have arrived. What is not sent in full, Telegram does not take."""


class Poster:
    """Sends messages to people who did not just write."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    async def send(self, person: str, message: Reply, begin: Begin) -> None:
        """Send a message to a person; ``begin`` is awaited right before Telegram is called.

        Raises:
            NeverError: the person has blocked the bot, or is gone.
            NotNowError: it did not arrive, for a reason that passes.
            UnsureError: nobody knows whether it arrived.
        """
        try:
            await self._sender.send(Place(int(person), begin=begin), message)
        except RetryAfter as error:
            raise NotNowError("too many requests", timedelta(seconds=seconds_of(error))) from None
        except (Forbidden, ChatMigrated):
            raise NeverError("blocked") from None
        except BadRequest as error:
            if "not found" in error.message.lower():
                raise NeverError("chat not found") from None
            raise NotNowError("refused") from None
        except NetworkError as error:
            if isinstance(error.__cause__, _AFTER_SENDING):
                raise UnsureError("no answer") from None
            raise NotNowError("network") from None
        except TelegramError as error:
            raise NotNowError(type(error).__name__) from None
