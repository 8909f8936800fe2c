"""Inline mode: results to insert into any chat, found as people write ``@bot`` and some words there."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from telegram import (
    Bot,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.conversation import Conversation
from bot.logs import log_event
from bot.replies import Insert
from bot.telegram.html import html_messages
from bot.telegram.keyboards import deep_link, keyboard
from bot.telegram.rate import Rate
from bot.telegram.receiving import person_of
from bot.telegram.texts import OPEN_BOT
from bot.telegram.threads import Threads
from bot.timing import Steps

_MOST = 50  # results that Telegram takes
_CACHE_SECONDS = 10
_LONGEST_ID = 64  # bytes
_START = "inline"


@dataclass(frozen=True)
class Inline:
    """Answers inline queries."""

    bot: Bot
    conversation: Conversation
    threads: Threads
    rate: Rate

    async def on_query(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer results; a stranger is offered the bot itself."""
        query = update.inline_query
        if query is None:
            return
        person = person_of(query.from_user)
        if self.rate.wait(f"inline {person.member}") is not None:
            return
        steps = Steps()
        steps.note(update=update.update_id, kind="inline")
        inserts = await self.threads.run(partial(steps.run, "answer", self.conversation.inserts, query.query, person))
        button = None
        if inserts is None:
            language = await self.threads.run(partial(self.conversation.language_of, person))
            button = InlineQueryResultsButton(OPEN_BOT.say(language), start_parameter=_START)
        with suppress(BadRequest), steps.step("send"):  # asked too long ago: the person has written on
            await query.answer(
                list(self._articles(inserts or ())), cache_time=_CACHE_SECONDS, is_personal=True, button=button
            )
        log_event("answered", said=query.query, results=len(inserts or ()), **steps.fields)

    def _articles(self, inserts: Sequence[Insert]) -> Iterator[InlineQueryResultArticle]:
        """The results as Telegram has them, each of one message; buttons that need the bot are left out."""
        ids: set[str] = set()
        for insert in inserts[:_MOST]:
            name = str(insert.ref).encode()[:_LONGEST_ID].decode(errors="ignore")
            texts = html_messages(replace(insert.reply, buttons=()), partial(deep_link, self.bot.username))
            if not texts or name in ids:
                continue
            ids.add(name)
            content = InputTextMessageContent(
                texts[0], ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
            )
            shared = [button for button in insert.reply.buttons if button.share]
            yield InlineQueryResultArticle(
                name,
                insert.title,
                content,
                reply_markup=keyboard(shared, self.bot.username),
                description=insert.about or None,
            )
