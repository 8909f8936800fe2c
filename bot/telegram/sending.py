"""Sending replies: messages of HTML and buttons, new ones or in the place of old ones, pictures and files.

Nothing fails because of how it looks: what Telegram refuses as HTML goes as plain text.
"""

import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from html import unescape
from typing import Any, TypeVar

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram import Message as TelegramMessage
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, InvalidToken, TelegramError

from bot.replies import Reply
from bot.telegram.answers import NOTHING, Sent
from bot.telegram.html import html_messages
from bot.telegram.keyboards import deep_link, keyboard

_log = logging.getLogger(__name__)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_UPLOAD_SECONDS = 120.0
_PICTURE_NAME = "page.png"
_TAG = re.compile(r"<[^<>]+>")

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reply goes: a chat, a topic of it, and the message that it answers, if any.

    What has a ``begin``, which is awaited right before each call that sends, is not sent later where it cannot be sent
    now.
    """

    chat: int
    topic: int | None = None
    answers: int | None = None
    begin: Callable[[], Awaitable[None]] | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """The place as the arguments of PTB's methods that send."""
        quoted = ReplyParameters(self.answers, allow_sending_without_reply=True) if self.answers else None
        fields = {"message_thread_id": self.topic, "reply_parameters": quoted}
        return {**fields, "rate_limit_args": self.begin} if self.begin else fields


class Sender:
    """Sends replies."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, place: Place, reply: Reply, instead: Sent = NOTHING) -> Sent:
        """Send a reply in the place of the messages ``instead``, as far as there are some; the ids of its messages.

        A message that cannot be changed stays, and another is sent; one that is left over is deleted.
        """
        if not (reply.paragraphs or reply.pictures or reply.files):
            return instead
        texts = html_messages(_with_links(reply, self._bot.username), self._link) if reply.paragraphs else []
        words = []
        for index, html in enumerate(texts):
            markup = keyboard(reply.buttons, self._bot.username) if index == len(texts) - 1 else None
            old = instead.words[index] if index < len(instead.words) else None
            changed = await self._change(place.chat, old, html, markup) if old else None
            quotes = index in (0, len(texts) - 1) and not instead.words  # the buttons have to find the question again
            at = place if quotes else replace(place, answers=None)
            words.append(changed or await self._say(at, html, markup))
        for left in (*instead.words[len(texts) :], *instead.others):
            with suppress(TelegramError):
                await self._bot.delete_message(place.chat, left)
        first = place if not texts else replace(place, answers=None)
        return Sent(tuple(words), tuple(await self._send_files(first, reply)))

    def _link(self, payload: str) -> str:
        return deep_link(self._bot.username, payload)

    async def _say(self, place: Place, html: str, markup: InlineKeyboardMarkup | None) -> int:
        """Send one message; its id."""

        async def say(text: str, **looks: Any) -> TelegramMessage:
            return await self._migrating(
                place,
                lambda at: self._bot.send_message(at, text, link_preview_options=_NO_PREVIEW, **place.fields, **looks),
            )

        return (await _in_some_form(say, html, markup)).message_id

    async def _change(self, chat: int, message: int, html: str, markup: InlineKeyboardMarkup | None) -> int | None:
        """Put words in the place of a message; None if it cannot be changed: too old, deleted, or not of words."""

        async def change(text: str, **looks: Any) -> object:
            return await self._bot.edit_message_text(text, chat, message, link_preview_options=_NO_PREVIEW, **looks)

        try:
            await _in_some_form(change, html, markup)
        except BadRequest as error:
            if "not modified" not in error.message.lower():
                _log.info("a message cannot be changed, another is sent: %s", error.message)
                return None
        return message

    async def _send_files(self, place: Place, reply: Reply) -> list[int]:
        """Send the pictures and the files of a reply; a picture that is too large for a photo goes as a file."""
        sent = []
        for picture in reply.pictures:
            await self.show(place, ChatAction.UPLOAD_PHOTO)
            try:
                sent.append(await self._send_photo(place, picture))
            except (BadRequest, InvalidToken):  # the latter is what PTB makes of a method that a server does not know
                sent.append(await self._send_document(place, _PICTURE_NAME, picture))
        for file in reply.files:
            await self.show(place, ChatAction.UPLOAD_DOCUMENT)
            sent.append(await self._send_document(place, file.name, file.content))
        return sent

    async def show(self, place: Place, action: ChatAction) -> None:
        """Show what the bot is doing, if that can be shown."""
        with suppress(TelegramError):
            await self._bot.send_chat_action(place.chat, action, message_thread_id=place.topic)

    async def _send_photo(self, place: Place, picture: bytes) -> int:
        message = await self._migrating(
            place, lambda at: self._bot.send_photo(at, picture, write_timeout=_UPLOAD_SECONDS, **place.fields)
        )
        return message.message_id

    async def _send_document(self, place: Place, name: str, content: bytes) -> int:
        message = await self._migrating(
            place,
            lambda at: self._bot.send_document(
                at, content, filename=name, write_timeout=_UPLOAD_SECONDS, **place.fields
            ),
        )
        return message.message_id

    @staticmethod
    async def _migrating(place: Place, send: Callable[[int], Awaitable[_Result]]) -> _Result:
        """Send to a chat, also where it has got another id meanwhile."""
        try:
            return await send(place.chat)
        except ChatMigrated as error:
            return await send(error.new_chat_id)


def _with_links(reply: Reply, username: str) -> Reply:
    """A reply whose links to the bot are written out."""
    return replace(
        reply,
        paragraphs=tuple(
            replace(each, text=f"{each.text}\n{deep_link(username, each.link.payload, to_group=each.link.to_group)}")
            if each.link
            else each
            for each in reply.paragraphs
        ),
    )


async def _in_some_form(
    send: Callable[..., Awaitable[_Result]], html: str, markup: InlineKeyboardMarkup | None
) -> _Result:
    """Send a text as HTML; where Telegram refuses that, as it is read; then without buttons.

    Raises:
        BadRequest: Telegram refuses the last form, or every form of a message that is not to be changed.
    """
    forms: Sequence[dict[str, Any]] = (
        {"text": html, "parse_mode": ParseMode.HTML, "reply_markup": markup},
        {"text": plain(html), "reply_markup": markup},
        {"text": plain(html)},
    )
    for form in forms[: 3 if markup else 2]:
        try:
            return await send(**form)
        except BadRequest as error:
            refusal = error
            if not _is_about_looks(error):
                break
            _log.warning("refused: %s", error.message)
    raise refusal


def _is_about_looks(error: BadRequest) -> bool:
    """Whether another form of the same words may be taken."""
    said = error.message.lower()
    return not any(reason in said for reason in _FINAL)


_FINAL = (
    "not modified",
    "message to edit not found",
    "message can't be edited",
    "no text in the message to edit",
    "chat not found",
    "user not found",
    "not enough rights",
    "chat_write_forbidden",
    "topic_closed",
    "peer_id_invalid",
)
"""What Telegram says where it does not matter how a message looks."""


def plain(html: str) -> str:
    """What is read of a text in HTML."""
    return unescape(_TAG.sub("", html))
