"""Updates by webhook and the health of the service: a real server on this machine, posted to as Telegram posts."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import HttpUrl
from telegram import Bot, Update
from telegram.error import BadRequest, TelegramError

from bot.addresses import Address
from bot.settings import Settings
from bot.telegram.health import LONGEST_SILENCE, Health, HealthServer
from bot.telegram.requests import WatchedRequest
from bot.telegram.webhook import LARGEST_UPDATE, SECRET_HEADER, WebhookServer, address_of
from data.bilingual import MinutesError
from retrieval.library import LibrarySettings, MinutesLibrary
from tests.botapi import BotApiServer
from tests.botapi.server import TOKEN
from tests.conftest import MINUTES, Program

SECRET = "made-up_webhook-secret"
PRIVATE = "谁都不该看到的话"
PERSON = {"id": 5, "is_bot": False, "first_name": "王"}
MESSAGE = {"message_id": 1, "date": 1_700_000_000, "chat": {"id": 5, "type": "private"}, "from": PERSON}
UPDATE = {"update_id": 7, "message": {**MESSAGE, "text": PRIVATE}}
KINDS = ("message", "callback_query")
HOST = "127.0.0.1"


class Inbox:
    """Keeps what it is handed, as long as it is told to."""

    def __init__(self) -> None:
        self.kept: list[int] = []
        self.error: Exception | None = None
        self.open = asyncio.Event()
        self.open.set()
        self.asked = asyncio.Event()

    async def put(self, update: Update) -> None:
        self.asked.set()
        await self.open.wait()
        if self.error:
            raise self.error
        self.kept.append(update.update_id)


@pytest.fixture
def telegram() -> Iterator[BotApiServer]:
    with BotApiServer() as server:
        yield server


@pytest.fixture
def health(library: MinutesLibrary) -> Health:
    return Health(library, "webhook", lambda: 3)


def settings(port: int = 0) -> Settings:
    return Settings.model_construct(
        webhook_url=HttpUrl(f"http://{HOST}:{port}/hook"), webhook_listen=Address(HOST, port)
    )


def bot_of(telegram: BotApiServer) -> Bot:
    return Bot(TOKEN, base_url=f"{telegram.url}/bot")


Post = Callable[..., Coroutine[Any, Any, httpx.Response]]


@asynccontextmanager
async def listening(telegram: BotApiServer, inbox: Inbox, health: Health) -> AsyncIterator[tuple[WebhookServer, Post]]:
    server = WebhookServer(settings(), SECRET, inbox.put, health)
    async with bot_of(telegram) as bot, httpx.AsyncClient() as client:
        await server.start(bot, KINDS)

        async def post(body: Any = UPDATE, secret: str | None = SECRET, path: str = "/hook") -> httpx.Response:
            headers = {} if secret is None else {SECRET_HEADER.encode(): secret.encode()}
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            return await client.post(f"http://{HOST}:{server.port}{path}", content=content, headers=headers)

        try:
            yield server, post
        finally:
            await server.stop()


async def test_telegram_is_told_of_a_server_that_listens_already(telegram: BotApiServer, health: Health) -> None:
    heard: list[bool] = []
    server = WebhookServer(settings(), SECRET, Inbox().put, health)

    class Watching(Bot):
        async def set_webhook(self, *given: Any, **named: Any) -> bool:
            with socket.create_connection((HOST, server.port), 5):
                heard.append(True)
            return await super().set_webhook(*given, **named)

    async with Watching(TOKEN, base_url=f"{telegram.url}/bot") as bot:
        await server.start(bot, KINDS)
        await server.stop()
    assert heard == [True]
    [call] = telegram.calls_of("setWebhook")
    assert call.params["secret_token"] == SECRET
    assert call.params["allowed_updates"] == list(KINDS)
    assert int(call.params["max_connections"]) > 1
    assert str(call.params.get("drop_pending_updates", "false")).lower() == "false"


async def test_stopping_leaves_the_webhook_set_so_that_updates_wait_at_telegram(
    telegram: BotApiServer, health: Health
) -> None:
    async with listening(telegram, Inbox(), health) as (server, _):
        pass
    assert telegram.world.updates.webhook.url.endswith("/hook")
    assert not telegram.calls_of("deleteWebhook")
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((HOST, server.port), 5)


async def test_an_update_is_kept_before_it_is_answered(telegram: BotApiServer, health: Health) -> None:
    inbox = Inbox()
    inbox.open.clear()
    async with listening(telegram, inbox, health) as (_, post):
        posting = asyncio.create_task(post())
        await inbox.asked.wait()
        done, _ = await asyncio.wait([posting], timeout=0.2)
        assert not done
        inbox.open.set()
        assert (await posting).status_code == 200
    assert inbox.kept == [7]


async def test_an_update_that_could_not_be_kept_is_sent_again(
    telegram: BotApiServer, health: Health, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = Inbox()
    inbox.error = RuntimeError(PRIVATE)
    async with listening(telegram, inbox, health) as (_, post):
        assert (await post()).status_code == 500
        inbox.error = None
        assert (await post()).status_code == 200
    assert inbox.kept == [7]
    assert "not kept" in caplog.text
    assert PRIVATE not in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("secret", [None, "", "made-up", SECRET + "x", SECRET.upper(), "秘密"])
async def test_who_does_not_know_the_secret_is_turned_away(
    telegram: BotApiServer, health: Health, secret: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = Inbox()
    async with listening(telegram, inbox, health) as (_, post):
        assert (await post(secret=secret)).status_code == 403
        assert (await post(b"x" * (LARGEST_UPDATE + 1), secret=secret)).status_code == 403
    assert inbox.kept == []
    assert not caplog.records


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"7",
        b"null",
        b"\xff\xfe",
        b'{"update_id": "7"}',
        b'{"update_id": true}',
        b"[" * 200_000,
        b"{}",
    ],
    ids=lambda body: repr(body[:24]),
)
async def test_what_is_no_update_is_refused_without_a_word_of_it_in_the_log(
    telegram: BotApiServer, health: Health, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = Inbox()
    async with listening(telegram, inbox, health) as (_, post):
        assert (await post(body)).status_code == 400
    assert inbox.kept == []
    assert not caplog.records


async def test_a_body_that_is_too_large_is_refused(telegram: BotApiServer, health: Health) -> None:
    inbox = Inbox()
    async with listening(telegram, inbox, health) as (server, post):
        assert (await post({**UPDATE, "more": "x" * LARGEST_UPDATE})).status_code == 413

        async def pieces() -> AsyncIterator[bytes]:  # sent without telling its length
            yield b'{"update_id": 7, "more": "'
            for _ in range(12):
                yield b"x" * 100_000
            yield b'"}'

        async with httpx.AsyncClient() as client:
            url = f"http://{HOST}:{server.port}/hook"
            answer = await client.post(url, content=pieces(), headers={SECRET_HEADER: SECRET})
        assert answer.status_code == 413
        assert (await post()).status_code == 200
    assert inbox.kept == [7]


async def test_nothing_else_is_found_there(telegram: BotApiServer, health: Health) -> None:
    async with listening(telegram, Inbox(), health) as (server, post), httpx.AsyncClient() as client:
        base = f"http://{HOST}:{server.port}"
        assert (await post(path="/elsewhere")).status_code == 404
        assert (await post(path="/hook/more")).status_code == 404
        assert (await client.get(f"{base}/hook")).status_code == 405
        answer = await client.get(f"{base}/")
        assert (answer.status_code, answer.text) == (404, "Not Found")
        assert "server" not in answer.headers


async def test_an_update_under_way_is_kept_and_answered_when_the_server_stops(
    telegram: BotApiServer, health: Health
) -> None:
    inbox = Inbox()
    inbox.open.clear()
    async with listening(telegram, inbox, health) as (server, post):
        posting = asyncio.create_task(post())
        await inbox.asked.wait()
        stopping = asyncio.create_task(server.stop())
        await asyncio.sleep(0)
        inbox.open.set()
        assert (await posting).status_code == 200
        await stopping
    assert inbox.kept == [7]


async def test_updates_that_waited_at_telegram_come_when_the_bot_is_back(
    telegram: BotApiServer, health: Health
) -> None:
    first = telegram.push({"message": {**MESSAGE, "text": "一"}})
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        port = taken.getsockname()[1]
    inbox = Inbox()
    server = WebhookServer(settings(port), SECRET, inbox.put, health)
    async with bot_of(telegram) as bot:
        await server.start(bot, KINDS)
        await asyncio.to_thread(telegram.wait_idle)
        await server.stop()
        second = telegram.push({"message": {**MESSAGE, "text": "二"}})
        again = WebhookServer(settings(port), SECRET, inbox.put, health)
        await again.start(bot, KINDS)
        await asyncio.to_thread(telegram.wait_idle)
        await again.stop()
    assert inbox.kept == [first, second]


async def test_a_port_in_use_is_told_in_one_sentence(telegram: BotApiServer, health: Health) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with bot_of(telegram) as bot:
            with pytest.raises(MinutesError) as refused:
                await WebhookServer(settings(port), SECRET, Inbox().put, health).start(bot, KINDS)
    assert refused.value.say("en") == f"{HOST}:{port} is in use by another program: stop that one, or set another port."
    assert f"{HOST}:{port}" in refused.value.say("zh")
    assert not telegram.calls_of("setWebhook")


async def test_nothing_listens_where_telegram_refuses_the_webhook(telegram: BotApiServer, health: Health) -> None:
    server = WebhookServer(settings(), SECRET, Inbox().put, health)
    telegram.fail("setWebhook", status=400, description="Bad Request: bad webhook")
    async with bot_of(telegram) as bot:
        with pytest.raises(BadRequest):
            await server.start(bot, KINDS)
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((HOST, server.port), 5)


def test_without_an_address_one_sentence_says_what_to_set(health: Health) -> None:
    with pytest.raises(MinutesError) as refused:
        WebhookServer(Settings.model_construct(webhook_url=None), SECRET, Inbox().put, health)
    assert refused.value.say("en").startswith("WEBHOOK_URL is not set")
    assert refused.value.say("zh").startswith("未设置 WEBHOOK_URL")


def test_the_command_says_so_too_before_anything_is_read(minutes: Program, tmp_path: Path) -> None:
    ended = minutes("bot", "--webhook", state=tmp_path / "state", TELEGRAM_BOT_TOKEN=TOKEN)
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert ended.stderr.startswith("WEBHOOK_URL is not set")
    assert not (tmp_path / "state").exists()


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://127.0.0.1:9000/hook", Address(HOST, 9000)),
        ("http://localhost:9000/hook", Address(HOST, 9000)),
        ("https://bot.example.org/hook", Address(HOST, 8443)),
        ("https://bot.example.org:88/hook", Address(HOST, 8443)),
    ],
)
def test_unless_it_is_set_it_listens_to_this_machine_only(url: str, address: Address) -> None:
    assert address_of(url) == address


# Health


async def test_health_is_answered_beside_the_webhook(telegram: BotApiServer, health: Health) -> None:
    async with listening(telegram, Inbox(), health) as (server, _), httpx.AsyncClient() as client:
        url = f"http://{HOST}:{server.port}/health"
        answer = await client.get(url)
        assert (await client.head(url)).status_code == 200
        assert (await client.post(url)).status_code == 405
    assert answer.status_code == 200
    said = answer.json()
    assert said.keys() == {"status", "version", "mode", "silent_seconds", "has_minutes", "pending"}
    assert (said["status"], said["mode"], said["has_minutes"], said["pending"]) == ("ok", "webhook", True, 3)


async def test_polling_that_has_not_worked_for_minutes_is_told(library: MinutesLibrary) -> None:
    now = 1000.0
    health = Health(library, "polling", lambda: 0, clock=lambda: now)
    server = HealthServer(Address(HOST, 0), health.report)
    await server.start()
    async with httpx.AsyncClient() as client:
        url = f"http://{HOST}:{server.port}/health"
        now += LONGEST_SILENCE - 1
        assert (await client.get(url)).status_code == 200
        now += 2
        silent = await client.get(url)
        health.beat()
        back = await client.get(url)
        elsewhere = await client.get(f"http://{HOST}:{server.port}/")
    await server.stop()
    assert silent.status_code == 503
    assert (silent.json()["status"], silent.json()["failing"]) == ("failing", ["polling"])
    assert (back.status_code, back.json()["silent_seconds"]) == (200, 0)
    assert elsewhere.status_code == 404


async def test_a_webhook_that_nobody_writes_to_is_well(library: MinutesLibrary) -> None:
    now = 0.0
    health = Health(library, "webhook", lambda: 0, clock=lambda: now)
    now = 100 * LONGEST_SILENCE
    assert (await health.report()).is_well


def damage(state: Path) -> None:
    for file in state.glob("minutes.db*"):
        file.write_bytes(b"no database any more " * 1000)


async def test_a_store_that_cannot_be_read_is_told(own_state: Path) -> None:
    with MinutesLibrary(LibrarySettings(own_state, MINUTES)) as opened:
        health = Health(opened, "polling", lambda: 0)
        assert (await health.report()).is_well
        damage(own_state)
        report = await health.report()
    assert not report.is_well
    assert report.fields["failing"] == ["store"]


async def test_each_good_answer_to_getupdates_is_a_beat_and_no_other(telegram: BotApiServer) -> None:
    beats: list[bool] = []
    request = WatchedRequest(lambda: beats.append(True))
    async with Bot(TOKEN, base_url=f"{telegram.url}/bot", get_updates_request=request) as bot:
        assert beats == []
        await bot.get_updates(timeout=0)
        assert beats == [True]
        telegram.fail("getUpdates", status=502)
        with pytest.raises(TelegramError):
            await bot.get_updates(timeout=0)
        assert beats == [True]
