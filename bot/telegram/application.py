"""The bot in Telegram, as a table of contents: what it is made of, and what happens from its start to its end.

polling or webhook → inbox (kept) → handlers → conversation (in threads) → sender → Telegram
"""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ContextTypes,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.conversation import Conversation
from bot.digests.delivering import Courier
from bot.logs import log_event
from bot.settings import Settings
from bot.telegram.answering import Answering
from bot.telegram.ending import Ending
from bot.telegram.failing import Failing
from bot.telegram.forgetting import forget_daily
from bot.telegram.health import Health, HealthServer
from bot.telegram.inbox import Inbox
from bot.telegram.inline import Inline
from bot.telegram.menus import Menus
from bot.telegram.patience import PatientLimiter
from bot.telegram.polling import KINDS, Polling
from bot.telegram.posting import Poster
from bot.telegram.processing import Processor
from bot.telegram.rate import Rate
from bot.telegram.receiving import is_for
from bot.telegram.requests import DiscreetRequest, WatchedRequest
from bot.telegram.rounds import go_round
from bot.telegram.sending import Sender
from bot.telegram.threads import Threads
from bot.telegram.webhook import WebhookServer
from data.bilingual import MinutesError
from retrieval.library import MinutesLibrary

_LAST_SECONDS = 20.0  # for answers under way when the program is to end
_BREAKING_SECONDS = 5.0  # for those that are broken off
_CONNECTIONS = 256
_CALL_SECONDS = 20.0  # to reach Telegram
_ANSWER_SECONDS = 60.0  # for Telegram to answer a call; one that is made again meanwhile may be carried out twice

TelegramApplication = Application[ExtBot[Any], ContextTypes.DEFAULT_TYPE, Any, Any, Any, Any]


class TelegramBot:
    """Carries messages between Telegram and a conversation."""

    def __init__(self, settings: Settings, conversation: Conversation, library: MinutesLibrary) -> None:
        """Prepare; nothing is sent before ``run``.

        Raises:
            MinutesError: no token is set.
        """
        if settings.telegram_bot_token is None:
            raise MinutesError(
                "未设置 TELEGRAM_BOT_TOKEN：请向 @BotFather 申请，并写入 .env。",
                "TELEGRAM_BOT_TOKEN is not set: get one from @BotFather and put it into .env.",
            )
        self._settings = settings
        self._token = settings.telegram_bot_token.get_secret_value()
        self._conversation = conversation
        self._library = library

    def run(self, *, webhook: bool = False) -> None:
        """Answer until stopped by SIGINT or SIGTERM; answers under way are finished.

        Raises:
            MinutesError: Telegram refuses the token, be it later on, or cannot be reached at the start.
        """
        try:
            asyncio.run(self._serve(webhook=webhook))
        except InvalidToken:
            raise MinutesError(
                "Telegram 不接受 TELEGRAM_BOT_TOKEN。", "Telegram does not accept TELEGRAM_BOT_TOKEN."
            ) from None
        except TelegramError as error:
            reason = type(error).__name__
            raise MinutesError(f"无法连接 Telegram（{reason}）。", f"Telegram cannot be reached ({reason}).") from None

    async def _serve(self, *, webhook: bool) -> None:
        """Everything from the start to the end."""
        ending, threads = Ending(), Threads(with_chat_model=self._settings.chat is not None)
        incoming, name = self._library.incoming, self._token.partition(":")[0]
        health = Health(self._library, "webhook" if webhook else "polling", partial(incoming.pending, name))
        inbox = Inbox(incoming, name, threads.inbox, lambda update: is_for(bot.bot, update))
        processor = Processor(inbox)
        application = self._build(inbox, processor, health, lambda: ending.doubt(bot))
        bot = application.bot
        menus = Menus(bot, self._conversation, self._settings.admin_ids)
        self._handle(application, inbox, threads, menus)
        editor = self._conversation.editor
        poster = Poster(Sender(bot))
        go_round(application, Courier(editor.deliveries, editor, poster.send, is_ending=lambda: ending.has_come))
        try:
            ending.listen_to_signals()
            if not await ending.unless(bot.initialize()):
                return
            async with application, _answering(application, processor):
                log_event("answering", bot=bot.username, mode=health.mode)
                if self._conversation.is_shut:
                    log_event("nobody may ask: ADMIN_IDS is empty and OPEN_ACCESS is off", level=logging.WARNING)
                await inbox.take_up(bot)
                receiver = self._webhook(inbox, health) if webhook else Polling(inbox.take, ending.refused)
                async with self._watched(health), _receiving(bot, receiver):
                    announcing = asyncio.create_task(menus.announce())
                    forgetting = asyncio.create_task(forget_daily(self._library, threads, self._settings.keep_days))
                    await ending.wait()
                    announcing.cancel()
                    forgetting.cancel()
        finally:
            self._library.stop_reading()
            threads.close()
        if ending.is_token_refused:
            raise InvalidToken

    def _build(
        self, inbox: Inbox, processor: Processor, health: Health, refused: Callable[[], None]
    ) -> TelegramApplication:
        api = str(self._settings.telegram_api_url).rstrip("/")
        return (
            ApplicationBuilder()
            .token(self._token)
            .base_url(f"{api}/bot")
            .base_file_url(f"{api}/file/bot")
            .updater(None)
            .update_queue(inbox)
            .concurrent_updates(processor)
            .rate_limiter(PatientLimiter(refused))
            .get_updates_request(WatchedRequest(health.beat))
            .request(
                DiscreetRequest(
                    _CONNECTIONS,
                    connect_timeout=_CALL_SECONDS,
                    read_timeout=_ANSWER_SECONDS,
                    write_timeout=_CALL_SECONDS,
                    pool_timeout=_CALL_SECONDS,
                )
            )
            .build()
        )

    def _handle(self, application: TelegramApplication, inbox: Inbox, threads: Threads, menus: Menus) -> None:
        """Say who handles which updates."""
        bot, sender, rate = application.bot, Sender(application.bot), Rate(self._settings.rate_limit)
        most_mb = self._settings.max_file_mb
        answering = Answering(bot, self._conversation, sender, threads, rate, most_mb, inbox.answered)
        inline = Inline(bot, self._conversation, threads, rate)
        application.add_handler(MessageHandler(filters.UpdateType.MESSAGE, answering.on_message))
        application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, answering.on_edit))
        application.add_handler(CallbackQueryHandler(answering.on_button))
        application.add_handler(InlineQueryHandler(inline.on_query))
        application.add_handler(MessageHandler(filters.ChatType.PRIVATE, menus.on_message), group=1)
        application.add_error_handler(Failing(sender, answering.is_known).on_error)

    def _webhook(self, inbox: Inbox, health: Health) -> WebhookServer:
        set_secret = self._settings.webhook_secret
        secret = set_secret.get_secret_value() if set_secret else secrets.token_urlsafe()
        return WebhookServer(self._settings, secret, inbox.put, health)

    @asynccontextmanager
    async def _watched(self, health: Health) -> AsyncIterator[None]:
        """Tell whoever asks whether the service works, at an address of its own if one is set."""
        if self._settings.health_listen is None:
            yield
            return
        server = HealthServer(self._settings.health_listen, health.report)
        await server.start()
        try:
            yield
        finally:
            await server.stop()


@asynccontextmanager
async def _receiving(bot: Bot, receiver: Polling | WebhookServer) -> AsyncIterator[None]:
    """Receive updates."""
    await receiver.start(bot, KINDS)
    try:
        yield
    finally:
        await receiver.stop()


@asynccontextmanager
async def _answering(application: TelegramApplication, processor: Processor) -> AsyncIterator[None]:
    """Answer updates; at the end those under way are answered still, as far as that does not take too long."""
    await application.start()
    try:
        yield
    finally:
        stopping = asyncio.create_task(application.stop())
        await asyncio.wait({stopping}, timeout=_LAST_SECONDS)
        processor.break_off()
        await asyncio.wait({stopping}, timeout=_BREAKING_SECONDS)
        stopping.cancel()
        await asyncio.wait({stopping})
