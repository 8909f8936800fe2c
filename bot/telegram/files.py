"""Files that people send: fetched from Telegram, if they may send some and it is not too large."""

from dataclasses import dataclass
from functools import partial

from telegram import Bot
from telegram import Message as TelegramMessage
from telegram.error import BadRequest

from bot.messages import Document
from bot.telegram.patience import LASTING, persistently

_PHOTO_NAME = "photo.jpg"
_MEGABYTE = 1_000_000
_SECONDS = 120.0


class TooLargeError(Exception):
    """A file is larger than what is read."""


@dataclass(frozen=True, slots=True)
class Sending:
    """A file as a message names it: nothing of it is here yet."""

    name: str
    id: str
    size: int


def file_of(message: TelegramMessage) -> Sending | None:
    """The file or the photo of a message, if it has one."""
    if message.document:
        document = message.document
        return Sending(document.file_name or "file", document.file_id, document.file_size or 0)
    if message.photo:
        photo = max(message.photo, key=lambda size: size.width * size.height)
        return Sending(_PHOTO_NAME, photo.file_id, photo.file_size or 0)
    return None


async def fetch(bot: Bot, sending: Sending, most_megabytes: int) -> Document:
    """The file itself.

    Raises:
        TooLargeError: it is larger than that, or than what Telegram hands out.
        TelegramError: it cannot be fetched.
    """
    if sending.size > most_megabytes * _MEGABYTE:
        raise TooLargeError
    content = await persistently(partial(_content, bot, sending), LASTING)
    if len(content) > most_megabytes * _MEGABYTE:
        raise TooLargeError
    return Document(sending.name, bytes(content))


async def _content(bot: Bot, sending: Sending) -> bytearray:
    """What is in a file, which Telegram hands out at an address that is good for an hour."""
    try:
        file = await bot.get_file(sending.id)
    except BadRequest as error:
        if "too big" in error.message.lower():
            raise TooLargeError from error
        raise
    return await file.download_as_bytearray(read_timeout=_SECONDS)
