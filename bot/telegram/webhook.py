"""Updates by webhook: a server of our own, which answers 200 when an update is kept and not before.

It listens before Telegram is told of it. PTB's own server is told of first, and what Telegram posts meanwhile fails.
"""

import asyncio
import hmac
import json
import logging
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

from telegram import Bot, Update
from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, stream_request_body

from bot.addresses import LOOPBACK, Address
from bot.logs import log_event
from bot.settings import Settings
from bot.telegram.health import Health, health_route
from bot.telegram.listening import QuietHandler, Route, listen
from bot.telegram.requests import is_readable
from data.bilingual import MinutesError

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LARGEST_UPDATE = 1_000_000
"""Bytes of an update; Telegram's own stay far below."""

MOST_CONNECTIONS = 40
"""How many updates Telegram may post at the same time."""

_DEFAULT_PORT = 8443
_LOCAL = frozenset({"localhost", LOOPBACK, "::1", "[::1]"})
_LAST_SECONDS = 10.0  # that updates being kept may still take when the server stops

Put = Callable[[Update], Awaitable[object]]
"""Keeps an update; once it has returned, a crash does not lose it."""


class WebhookServer:
    """Takes the updates that Telegram posts, and answers /health beside them."""

    def __init__(self, settings: Settings, secret: str, put: Put, health: Health) -> None:
        """Prepare for the address in the settings; ``secret`` is what Telegram sends with each update.

        Raises:
            MinutesError: WEBHOOK_URL is not set.
        """
        self._url = url_of(settings)
        self._address = settings.webhook_listen or address_of(self._url)
        self._secret = secret
        self._put = put
        self._health = health
        self._bot: Bot | None = None
        self._server: HTTPServer | None = None
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self.is_stopping = False
        self.port = 0

    async def start(self, bot: Bot, allowed_updates: Sequence[str]) -> None:
        """Listen, then have Telegram post updates; those that wait at Telegram are kept and come now.

        Raises:
            MinutesError: the address is in use, or not one of this machine.
            TelegramError: Telegram refuses the webhook, or cannot be reached; nothing listens then.
        """
        path = re.escape(urlsplit(self._url).path or "/")
        routes: list[Route] = [(path, _UpdateHandler, {"server": self}), health_route(self._health.report)]
        self._bot = bot
        self._server, self.port = listen(Application(routes, default_handler_class=QuietHandler), self._address)
        try:
            await bot.set_webhook(
                self._url,
                max_connections=MOST_CONNECTIONS,
                allowed_updates=allowed_updates,
                drop_pending_updates=False,
                secret_token=self._secret,
            )
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Take no more updates, and see those that came through.

        The webhook stays set: what is sent meanwhile waits at Telegram.
        """
        if self._server is None:
            return
        self.is_stopping = True
        self._server.stop()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), _LAST_SECONDS)
        await self._server.close_all_connections()
        self._server = None

    def is_from_telegram(self, secret: str) -> bool:
        """Whether a request brought the secret; how long that takes tells nothing about it."""
        return hmac.compare_digest(secret.encode(), self._secret.encode())

    async def keep(self, posted: dict[str, Any]) -> bool:
        """Keep an update; False where that failed, so that Telegram sends it again.

        One that PTB cannot read is dropped: it would be no better the next time.
        """
        number = posted["update_id"]
        if not is_readable(posted):
            return True
        try:
            await self._put(Update.de_json(posted, self._bot))
        except Exception as error:  # noqa: BLE001 - whatever it is, Telegram has the update still
            log_event("update not kept", level=logging.ERROR, update=number, error=type(error).__name__)
            return False
        self._health.beat()
        return True

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Have ``stop`` wait for what is done within."""
        self._under_way += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._idle.set()


def url_of(settings: Settings) -> str:
    """Where Telegram is to post updates.

    Raises:
        MinutesError: WEBHOOK_URL is not set.
    """
    if settings.webhook_url is None:
        raise MinutesError(
            "未设置 WEBHOOK_URL：请把 Telegram 访问本机器人的 https 地址写入 .env。",
            "WEBHOOK_URL is not set: put the https address at which Telegram reaches the bot into .env.",
        )
    return str(settings.webhook_url)


def address_of(url: str) -> Address:
    """Where to listen if nothing is set: at the port of a URL of this machine, else at 8443, for this machine only."""
    parts = urlsplit(url)
    port = parts.port if parts.hostname in _LOCAL else None
    return Address(LOOPBACK, port or _DEFAULT_PORT)


@stream_request_body
class _UpdateHandler(QuietHandler):
    """An update that is posted: refused by its head where possible, before its body is read."""

    def initialize(self, server: WebhookServer) -> None:
        """Take what is handed to every request."""
        self._webhook = server
        self._body = bytearray()

    def prepare(self) -> None:
        """Refuse who is not Telegram, and what is too large."""
        if self.request.method != "POST":
            raise HTTPError(405)
        if self._webhook.is_stopping:
            raise HTTPError(503)
        if not self._webhook.is_from_telegram(self.request.headers.get(SECRET_HEADER, "")):
            raise HTTPError(403)
        length = self.request.headers.get("Content-Length", "0")
        if length.isdecimal() and int(length) > LARGEST_UPDATE:
            raise HTTPError(413)

    def data_received(self, chunk: bytes) -> None:
        """Take a piece of the body; of one that is too large no more than is needed to say so."""
        if len(self._body) <= LARGEST_UPDATE:
            self._body += chunk

    async def post(self) -> None:
        """Keep the update, then say so."""
        if len(self._body) > LARGEST_UPDATE:
            raise HTTPError(413)
        with self._webhook.under_way():
            if not await self._webhook.keep(_parsed(bytes(self._body))):
                raise HTTPError(500)
            await self.finish()


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        raise HTTPError(400) from None
    if not isinstance(update, dict) or type(update.get("update_id")) is not int:
        raise HTTPError(400)
    return update
