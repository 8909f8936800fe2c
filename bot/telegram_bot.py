"""The conversation in Telegram, by long polling: updates in, replies out, nothing decided here."""

import asyncio
import logging
import re
import secrets
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from telegram import BotCommand, Chat, Update, User
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot import texts
from bot.conversation import Conversation
from bot.messages import Message, Person
from bot.replies import Reply, plain_reply
from bot.settings import Settings
from bot.telegram_html import html_messages, keyboard
from data.bilingual import Language, MinutesError
from data.roles import Role

_log = logging.getLogger(__name__)
_COMMAND_TO = re.compile(r"/\w+@(\w+)", re.ASCII)
_WORKERS = 2  # threads for encoding and searching, which never run on the event loop

_Sent = TypeVar("_Sent")
TelegramApplication = Application[Any, ContextTypes.DEFAULT_TYPE, Any, Any, Any, Any]


class TelegramBot:
    """Carries messages between Telegram and a conversation."""

    def __init__(self, settings: Settings, conversation: Conversation) -> None:
        if settings.telegram_bot_token is None:
            raise MinutesError(
                "未设置 TELEGRAM_BOT_TOKEN：请向 @BotFather 申请，并写入 .env。",
                "TELEGRAM_BOT_TOKEN is not set: get one from @BotFather and put it into .env.",
            )
        self._conversation = conversation
        self._turns: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()
        self._workers = ThreadPoolExecutor(_WORKERS, thread_name_prefix="answer")
        api = str(settings.telegram_api_url).rstrip("/")
        self._application: TelegramApplication = (
            ApplicationBuilder()
            .token(settings.telegram_bot_token.get_secret_value())
            .base_url(f"{api}/bot")
            .base_file_url(f"{api}/file/bot")
            .concurrent_updates(True)  # noqa: FBT003 - PTB's own signature
            .post_init(self._announce_commands)
            .build()
        )
        self._application.add_handler(MessageHandler(filters.UpdateType.MESSAGE, self._on_message))
        self._application.add_handler(CallbackQueryHandler(self._on_button))
        self._application.add_error_handler(self._on_error)
        logging.getLogger("telegram.ext").addFilter(self._without_traceback)

    def run(self) -> None:
        """Poll until stopped by SIGINT or SIGTERM; answers under way are finished.

        Raises:
            MinutesError: Telegram refuses the token or cannot be reached.
        """
        try:
            self._application.run_polling(allowed_updates=[Update.MESSAGE, Update.CALLBACK_QUERY])
        except InvalidToken:
            raise MinutesError(
                "Telegram 不接受 TELEGRAM_BOT_TOKEN。", "Telegram does not accept TELEGRAM_BOT_TOKEN."
            ) from None
        except TelegramError as error:
            reason = type(error).__name__
            raise MinutesError(f"无法连接 Telegram（{reason}）。", f"Telegram cannot be reached ({reason}).") from None
        finally:
            self._workers.shutdown()

    def _without_traceback(self, record: logging.LogRecord) -> bool:
        """Spare the log the errors that end PTB's network loop: the traceback of a refused token shows the token.

        Those before the bot is running are said by ``run``.
        """
        is_error, record.exc_info = bool(record.exc_info), None
        return self._application.running or not is_error

    async def _announce_commands(self, application: TelegramApplication) -> None:
        languages: tuple[tuple[Language, str | None], ...] = (("en", None), ("zh", "zh"))
        for language, code in languages:
            commands = [
                BotCommand(each.name, each.title.say(language)) for each in self._conversation.menu(Role.READER)
            ]
            try:
                await application.bot.set_my_commands(commands, language_code=code)
            except TelegramError as error:  # the menu is a comfort; the bot answers without it
                _log.warning("the commands could not be announced: %s", type(error).__name__)
        _log.info("answering as @%s", application.bot.username)

    async def _on_message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        if message is None or update.effective_chat is None or not self._is_addressed(update, context):
            return
        text = _mention(context.bot.username).sub("", message.text or message.caption or "")
        replied = message.reply_to_message
        is_mine = replied and replied.from_user and replied.from_user.id == context.bot.id
        about = str(replied.message_id) if replied and is_mine else ""
        await self._respond(update, context, Message(text, about=about))

    async def _on_button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        if query is None:
            return
        with suppress(TelegramError):  # one pressed long ago, while the bot was down, cannot be answered any more
            await query.answer()
        about = str(query.message.message_id) if query.message else ""
        await self._respond(update, context, Message(action=query.data or "", about=about))

    async def _respond(self, update: Update, context: ContextTypes.DEFAULT_TYPE, message: Message) -> None:
        chat, user = update.effective_chat, update.effective_user
        if chat is None:
            return
        person = Person(language_of(user), str(chat.id), str(user.id) if user else "")
        turn = self._turns.setdefault((person.chat, person.member), asyncio.Lock())
        async with turn:  # one after the other, so that a question can go on from the one before it
            with suppress(TelegramError):
                await context.bot.send_chat_action(chat.id, ChatAction.TYPING)
            loop = asyncio.get_running_loop()
            reply = await loop.run_in_executor(self._workers, self._conversation.reply, message, person)
            for sent in await self._send(chat, context, reply):
                self._conversation.carried(reply, person, str(sent))

    @staticmethod
    async def _send(chat: Chat, context: ContextTypes.DEFAULT_TYPE, reply: Reply) -> list[int]:
        """Send a reply; the ids of its messages."""
        sent: list[int] = []
        messages = html_messages(reply)
        for index, html in enumerate(messages, start=1):
            markup = keyboard(reply.buttons) if index == len(messages) else None
            message = await _patiently(
                partial(context.bot.send_message, chat.id, html, parse_mode=ParseMode.HTML, reply_markup=markup)
            )
            sent.append(message.message_id)
        for picture in reply.pictures:
            try:
                await _patiently(partial(context.bot.send_photo, chat.id, picture))
            except BadRequest:  # too large or too long for a photo
                await _patiently(partial(context.bot.send_document, chat.id, picture, filename="page.png"))
        return sent

    @staticmethod
    def _is_addressed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> bool:
        """In a group the bot speaks when commanded, mentioned or replied to."""
        message, chat = update.effective_message, update.effective_chat
        if message is None or chat is None:
            return False
        if chat.type == Chat.PRIVATE:
            return True
        replied = message.reply_to_message.from_user if message.reply_to_message else None
        text = message.text or message.caption or ""
        command = _COMMAND_TO.match(text)
        if command:
            return command[1].lower() == context.bot.username.lower()
        return (
            text.startswith("/")
            or _mention(context.bot.username).search(text) is not None
            or (replied is not None and replied.id == context.bot.id)
        )

    async def _on_error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log the error under an id, and tell the person that id."""
        identity = secrets.token_hex(4)
        _log.error("error %s while answering", identity, exc_info=context.error)
        if not isinstance(update, Update) or update.effective_chat is None:
            return
        language = language_of(update.effective_user)
        sentence = texts.FAILED.say(language).format(id=identity)
        try:
            await self._send(update.effective_chat, context, plain_reply(sentence))
        except TelegramError as error:
            _log.warning("error %s could not be told: %s", identity, type(error).__name__)


async def _patiently(send: Callable[[], Awaitable[_Sent]]) -> _Sent:
    """Send something, after waiting where too much is sent a minute: Telegram says how long."""
    try:
        return await send()
    except RetryAfter as error:
        wait = error.retry_after
        await asyncio.sleep(wait.total_seconds() if isinstance(wait, timedelta) else wait)
        return await send()


def _mention(username: str) -> re.Pattern[str]:
    """``@username`` in any case, but not the beginning of a longer name."""
    return re.compile(rf"@{username}(?!\w)", re.ASCII | re.IGNORECASE)


def language_of(user: User | None) -> Language:
    """The language of a person's app: Chinese for any Chinese, else English."""
    return "zh" if user and (user.language_code or "").lower().startswith("zh") else "en"
