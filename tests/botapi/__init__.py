"""A local Telegram Bot API server: it answers, and refuses, as Telegram does, and shows what a reader sees."""

from tests.botapi.chat import Chat
from tests.botapi.entities import Entity, utf16_length
from tests.botapi.keyboard import Button
from tests.botapi.markup import parse_html
from tests.botapi.model import Attachment, CallbackAnswer, Message, User
from tests.botapi.record import Call
from tests.botapi.server import BotApiServer
from tests.botapi.world import Limits

__all__ = [
    "Attachment",
    "BotApiServer",
    "Button",
    "Call",
    "CallbackAnswer",
    "Chat",
    "Entity",
    "Limits",
    "Message",
    "User",
    "parse_html",
    "utf16_length",
]
