"""Answering messages, edited messages and pressed buttons: one after the other for each person, many people at once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, CallbackQuery, Chat, Update
from telegram import Message as TelegramMessage
from telegram.constants import ChatAction
from telegram.ext import ContextTypes

from bot import texts
from bot.conversation import Conversation
from bot.logs import log_event
from bot.messages import Document, Message, Person
from bot.people.greeting import without_code
from bot.replies import Paragraph, plain_reply
from bot.telegram.answers import NOTHING, Answered, Answers, Sent
from bot.telegram.files import Sending, TooLargeError, fetch, file_of
from bot.telegram.rate import Rate
from bot.telegram.receiving import asked_above, offered_above, offered_by, person_of, replied_to, words_of
from bot.telegram.sending import Place, Sender
from bot.telegram.texts import SLOW_DOWN
from bot.telegram.threads import Threads
from bot.telegram.working import Press, shown
from bot.timing import Steps
from data.bilingual import Bilingual

_EDITABLE = timedelta(minutes=5)
"""How old a question may be that is answered because it was edited, where its answer is not known."""

_PRESS_TYPING_SECONDS = 1.0  # before typing is shown for a pressed button, which mostly changes what is there


@dataclass(frozen=True, slots=True)
class _Turn:
    """The turn of a person: what is answered, who and where, and how long that takes."""

    update: Update
    person: Person
    place: Place
    steps: Steps = field(default_factory=Steps)


@dataclass(frozen=True)
class Answering:
    """Hands what people send to the conversation, and its replies to the sender."""

    bot: Bot
    conversation: Conversation
    sender: Sender
    threads: Threads
    rate: Rate
    max_file_mb: int
    answered: Callable[[Update], Awaitable[None]]
    answers: Answers = field(default_factory=Answers)
    _locks: "WeakValueDictionary[tuple[str, str], asyncio.Lock]" = field(default_factory=WeakValueDictionary)

    async def on_message(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a message, as a reply to it."""
        message = update.message
        if message is None:
            return
        person, place = person_of(message.from_user, message.chat), _place(message)
        wait = self.rate.wait(person.member)
        if wait is not None:
            await self._slow_down(place, person, wait)
            return
        typing = partial(self._type, place, person)
        async with self._turn(update, person, place) as turn, shown(typing):
            words = words_of(message, self.bot.bot)
            try:
                document = await self._document(message, person, words)
            except TooLargeError:
                await self._tell(place, person, texts.TOO_LARGE, limit=self.max_file_mb)
                return
            about, offered = replied_to(message, self.bot.bot), offered_above(message, self.bot.bot)
            asked = Message(words, about=about, offered=offered, document=document)
            sent = await self._answer(turn, asked)
            self.answers.note(message.chat.id, message.message_id, Answered(words, sent))

    async def on_edit(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a question that was changed, in the place of the answer it had."""
        message = update.edited_message
        if message is None or not (words := words_of(message, self.bot.bot)) or file_of(message):
            return
        person, place = person_of(message.from_user, message.chat), _place(message)
        async with self._turn(update, person, place) as turn:
            before = self.answers.get(message.chat.id, message.message_id)
            is_recent = datetime.now(UTC) - message.date < _EDITABLE
            if (before.words == words) if before else not is_recent:
                return  # Telegram tells of a change of its own, or of an old question
            if self.rate.wait(person.member) is not None:
                return
            instead = before.sent if before else NOTHING
            edits = str(instead.words[0]) if instead.words else ""
            about, offered = replied_to(message, self.bot.bot), offered_above(message, self.bot.bot)
            asked = Message(words, about=about, offered=offered, edits=edits)
            sent = await self._answer(turn, asked, instead)
            self.answers.note(message.chat.id, message.message_id, Answered(words, sent))

    async def on_button(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a pressed button: for a moment, in the place of its message, or below."""
        query = update.callback_query
        if query is None:
            return
        press = Press(query)
        if query.message is None:  # under a result that was inserted into a chat without the bot
            await press.answer()
            return
        person, place = person_of(query.from_user, query.message.chat), _place_of_pressed(query, query.message.chat)
        wait = self.rate.wait(person.member)
        if wait is not None:
            await press.answer(await self._hurried(person, wait))
            return
        typing = partial(self._type, place, person)
        async with press.in_time(), self._turn(update, person, place) as turn, shown(typing, _PRESS_TYPING_SECONDS):
            await self._answer(turn, _pressed(query), press=press)

    async def _answer(self, turn: _Turn, message: Message, instead: Sent = NOTHING, press: Press | None = None) -> Sent:
        """Have a message answered, and send the reply; what was sent."""
        steps = turn.steps
        work = partial(steps.run, "answer", self.conversation.reply, message, turn.person)
        reply = await self.threads.run(work, slow=self.conversation.is_slow(message))
        if press:
            is_seen = await press.answer(reply.toast, alert=reply.alert)
            if reply.toast and not is_seen and not reply.paragraphs:
                reply = replace(reply, paragraphs=(Paragraph(reply.toast),), in_place=False)
            if reply.in_place and reply.paragraphs:
                instead = Sent((int(message.about),))
        with steps.step("send"):
            sent = await self.sender.send(turn.place, reply, instead)
        await self.answered(turn.update)  # at once: after a crash in between, the answer would be given twice
        for each in sent.words:
            await self.threads.run(partial(self.conversation.carried, reply, turn.person, str(each)))
        kind = self.conversation.kind_of(message)
        fields: dict[str, Any] = {"kind": kind, "messages": len(sent.words), **steps.fields}
        log_event("answered", said=without_code(message.text), **fields)
        return sent

    async def _document(self, message: TelegramMessage, person: Person, words: str) -> Document | None:
        """The file of a message; empty where the person may send none and writes nothing with it.

        Raises:
            TooLargeError: it is too large to be read.
        """
        sending: Sending | None = None if person.in_group else file_of(message)
        if sending is None:
            return None
        if not await self.threads.run(partial(self.conversation.takes_files, person)):
            return None if words or message.photo else Document(sending.name, b"")
        return await fetch(self.bot, sending, self.max_file_mb)

    async def is_known(self, person: Person) -> bool:
        """Whether a person may do anything where they write; strangers are told nothing more."""
        return await self.threads.run(partial(self.conversation.is_known, person))

    async def _type(self, place: Place, person: Person) -> None:
        """Show that an answer is coming; strangers are shown nothing."""
        with suppress(SQLAlchemyError):  # where the database is busy nobody is known, for the moment
            if await self.is_known(person):
                await self.sender.show(place, ChatAction.TYPING)

    async def _slow_down(self, place: Place, person: Person, wait: int) -> None:
        """Say when to go on."""
        if said := await self._hurried(person, wait):
            await self.sender.send(place, plain_reply(said))

    async def _hurried(self, person: Person, wait: int) -> str:
        """What is said to someone who asks too much, so many seconds too early; strangers are told nothing."""
        if not wait or not await self.is_known(person):
            return ""
        language = await self.threads.run(partial(self.conversation.language_of, person))
        return SLOW_DOWN.say(language).format(seconds=wait)

    async def _tell(self, place: Place, person: Person, sentence: Bilingual, **values: object) -> None:
        """Say a sentence of the channel's own."""
        language = await self.threads.run(partial(self.conversation.language_of, person))
        await self.sender.send(place, plain_reply(sentence.say(language).format(**values)))

    @asynccontextmanager
    async def _turn(self, update: Update, person: Person, place: Place) -> AsyncIterator[_Turn]:
        """One message of a person after the other, so that a question can go on from the one before it."""
        turn = _Turn(update, person, place)
        turn.steps.note(update=update.update_id)
        lock = self._locks.setdefault((person.chat, person.member), asyncio.Lock())
        with turn.steps.step("wait"):
            await lock.acquire()
        try:
            yield turn
        finally:
            lock.release()


def _place(message: TelegramMessage) -> Place:
    """Where a message is answered."""
    topic = message.message_thread_id if message.is_topic_message else None
    return Place(message.chat.id, topic, message.message_id)


def _place_of_pressed(query: CallbackQuery, chat: Chat) -> Place:
    """Where a pressed button is answered."""
    if isinstance(query.message, TelegramMessage):
        return replace(_place(query.message), answers=None)
    return Place(chat.id)


def _pressed(query: CallbackQuery) -> Message:
    """A pressed button as the conversation has it; of a message that is too old, Telegram tells its id only."""
    message = query.message
    about = str(message.message_id) if message else ""
    if not isinstance(message, TelegramMessage):
        return Message(action=query.data or "", about=about)
    return Message(
        action=query.data or "", about=about, asked=asked_above(message), offered=offered_by(message.reply_markup)
    )
