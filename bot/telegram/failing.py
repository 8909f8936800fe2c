"""When answering fails: it is logged under an id, and the person is told that id."""

import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from telegram import Message as TelegramMessage
from telegram import Update
from telegram.error import Forbidden, TelegramError
from telegram.ext import ContextTypes

from bot import texts
from bot.messages import Person
from bot.replies import plain_reply
from bot.telegram.receiving import language_of, person_of
from bot.telegram.sending import Place, Sender

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failing:
    """Handles the errors of all other handlers."""

    sender: Sender
    is_known: Callable[[Person], Awaitable[bool]]

    async def on_error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log an error, and tell the person its id; strangers are told nothing."""
        error = context.error
        if isinstance(error, Forbidden):  # blocked by the person, or thrown out of the group: nothing to mend
            _log.info("nothing may be sent to a chat: %s", error.message)
            return
        identity = secrets.token_hex(4)
        _log.error("error %s while answering", identity, exc_info=error)
        if not isinstance(update, Update) or update.effective_chat is None:
            return
        if not await self._is_to_be_told(person_of(update.effective_user, update.effective_chat)):
            return
        message = update.effective_message
        topic = message.message_thread_id if isinstance(message, TelegramMessage) and message.is_topic_message else None
        sentence = texts.FAILED.say(language_of(update.effective_user)).format(id=identity)
        try:
            await self.sender.send(Place(update.effective_chat.id, topic), plain_reply(sentence))
        except TelegramError as failure:
            _log.warning("error %s could not be told: %s", identity, type(failure).__name__)

    async def _is_to_be_told(self, person: Person) -> bool:
        try:
            return await self.is_known(person)
        except SQLAlchemyError:  # the database may be what fails; nobody's question is left without a word
            return True
