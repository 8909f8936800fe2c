"""From Telegram's updates to the conversation's messages: who writes where, what they say, and whether to the bot."""

import re

from telegram import Chat, InlineKeyboardMarkup, Update, User
from telegram import Message as TelegramMessage
from telegram.constants import ChatType
from telegram.ext import filters

from bot.messages import Person
from data.bilingual import Language

_COMMAND_TO = re.compile(r"/\w+@(\w+)", re.ASCII)


def language_of(user: User | None) -> Language:
    """The language of a person's app: Chinese for any Chinese, else English."""
    return "zh" if user and (user.language_code or "").lower().startswith("zh") else "en"


def person_of(user: User | None, chat: Chat | None = None) -> Person:
    """Who writes, and in which chat."""
    return Person(
        language_of(user),
        str(chat.id) if chat else "",
        str(user.id) if user else "",
        user.full_name if user else "",
        in_group=chat is not None and chat.type != ChatType.PRIVATE,
    )


def words_of(message: TelegramMessage, bot: User) -> str:
    """What a message says, to the bot: its text, or the caption of a file, without the name of the bot."""
    return _mention(bot).sub("", message.text or message.caption or "")


def is_for(bot: User, update: Update) -> bool:
    """Whether an update is meant for the bot; what others say in a group is not even kept for a moment."""
    message = update.message or update.edited_message
    if message is None:
        return update.callback_query is not None or update.inline_query is not None
    if filters.StatusUpdate.ALL.check_update(update) or (message.via_bot and message.via_bot.id == bot.id):
        return False  # what happens to a chat, and results of the bot that a person inserted
    return message.chat.type == ChatType.PRIVATE or _is_addressed(message, bot)


def replied_to(message: TelegramMessage, bot: User) -> str:
    """The id of the bot's message that a message replies to, if any."""
    replied = message.reply_to_message
    return str(replied.message_id) if replied and replied.from_user and replied.from_user.id == bot.id else ""


def asked_above(shown: TelegramMessage) -> str:
    """The text that a message of the bot answers, if it is a reply."""
    asked = shown.reply_to_message
    return (asked.text or asked.caption or "") if asked else ""


def offered_above(message: TelegramMessage, bot: User) -> tuple[str, ...]:
    """The actions of the buttons under the bot's message that a message replies to, if any."""
    replied = message.reply_to_message
    return offered_by(replied.reply_markup) if replied and replied_to(message, bot) else ()


def offered_by(keyboard: InlineKeyboardMarkup | None) -> tuple[str, ...]:
    """The actions of the buttons under a message."""
    rows = keyboard.inline_keyboard if keyboard else ()
    return tuple(str(button.callback_data) for row in rows for button in row if button.callback_data)


def _is_addressed(message: TelegramMessage, bot: User) -> bool:
    """In a group the bot is spoken to by a command, its name, or a reply."""
    text = message.text or message.caption or ""
    command = _COMMAND_TO.match(text)
    if command:
        return command[1].lower() == (bot.username or "").lower()
    return text.startswith("/") or _mention(bot).search(text) is not None or replied_to(message, bot) != ""


def _mention(bot: User) -> re.Pattern[str]:
    """``@username`` in any case, but not the beginning of a longer name."""
    return re.compile(rf"@{bot.username}(?!\w)", re.ASCII | re.IGNORECASE)
