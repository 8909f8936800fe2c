"""When Telegram, or the way to it, is ill: the bot waits, says so once, and goes on; no question is lost."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from threading import Thread
from types import SimpleNamespace
from typing import ClassVar

import pytest
from telegram import Bot, Update
from telegram.error import InvalidToken, NetworkError, RetryAfter

from bot.telegram import patience
from bot.telegram.ending import Ending
from bot.telegram.patience import LASTING, PatientLimiter
from bot.telegram.polling import KINDS, Polling
from bot.telegram.requests import DiscreetRequest, WatchedRequest
from retrieval.desk import Desk
from tests.botapi import BotApiServer
from tests.botapi.server import TOKEN
from tests.jobs_to_fail import sleep
from tests.telegram_bot import TOKEN as TOKEN_OF_BOT
from tests.telegram_bot import Start, answer, ask, wait_polling

HALF_AN_HOUR = 30 * 60.0
PRIVATE = "谁都不该看到的话"
UNREADABLE = {"message": {"text": PRIVATE}}


# Answers


class Weather:
    """A network that fails for so many seconds, by a clock that runs only while somebody waits."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, seconds: float, error: Exception | None = None) -> None:
        self.now = 0.0
        self.calls = 0
        self._seconds = seconds
        self._error = error or NetworkError("cut")
        clock = SimpleNamespace(time=lambda: self.now)
        monkeypatch.setattr(patience, "asyncio", SimpleNamespace(sleep=self._sleep, get_running_loop=lambda: clock))

    async def _sleep(self, seconds: float) -> None:
        self.now += seconds

    async def call(self, *_: object, **__: object) -> str:
        self.calls += 1
        if self.now < self._seconds:
            raise self._error
        return "done"

    async def try_to(self, endpoint: str) -> str:
        limiter = PatientLimiter(lambda: None)
        return str(await limiter.process_request(self.call, (), {}, endpoint, {"chat_id": 7}, None))


@pytest.mark.parametrize("endpoint", ["sendMessage", "sendDocument", "editMessageText"])
async def test_an_answer_is_sent_after_half_an_hour_of_outage(monkeypatch: pytest.MonkeyPatch, endpoint: str) -> None:
    weather = Weather(monkeypatch, HALF_AN_HOUR)
    assert await weather.try_to(endpoint) == "done"
    assert weather.now < HALF_AN_HOUR + 60
    assert weather.calls < 200


async def test_an_answer_that_telegram_puts_off_for_an_hour_is_sent_then(monkeypatch: pytest.MonkeyPatch) -> None:
    weather = Weather(monkeypatch, 3600, RetryAfter(3600))
    assert await weather.try_to("sendMessage") == "done"
    assert weather.calls == 2


async def test_an_answer_is_given_up_after_a_day_and_a_comfort_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    for endpoint, most in (("sendMessage", LASTING), ("answerCallbackQuery", 60.0)):
        weather = Weather(monkeypatch, 2 * LASTING)
        with pytest.raises(NetworkError):
            await weather.try_to(endpoint)
        assert most / 10 < weather.now <= most


async def test_an_outage_is_logged_once_a_call(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await Weather(monkeypatch, HALF_AN_HOUR).try_to("sendMessage")
    [record] = caplog.records
    assert record.getMessage().startswith("Telegram cannot be reached (NetworkError)")


# Polling


@pytest.fixture
def telegram() -> Iterator[BotApiServer]:
    with BotApiServer() as server:
        yield server


@pytest.fixture
async def receiving(telegram: BotApiServer) -> AsyncIterator[Bot]:
    request = WatchedRequest(lambda: None)
    async with Bot(TOKEN, base_url=f"{telegram.url}/bot", get_updates_request=request) as bot:
        yield bot


class Taken:
    """Takes updates, and fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.numbers: list[int] = []
        self.failures = failures
        self._came = asyncio.Event()

    async def __call__(self, updates: Sequence[Update]) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError(PRIVATE)
        self.numbers += [update.update_id for update in updates]
        self._came.set()

    async def wait_for(self, number: int) -> None:
        async with asyncio.timeout(60):
            while number not in self.numbers:
                self._came.clear()
                await self._came.wait()


async def polled(telegram: BotApiServer, bot: Bot, taken: Taken, last: int) -> None:
    """Poll until an update was taken and Telegram was told so."""
    polling = Polling(taken, lambda: None)
    await polling.start(bot, KINDS)
    await taken.wait_for(last)
    await asyncio.to_thread(telegram.wait_idle)
    await polling.stop()


async def test_an_update_that_cannot_be_read_does_not_hold_up_those_beside_it_and_is_not_logged(
    telegram: BotApiServer, receiving: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(3):
        telegram.push(UNREADABLE if number == 1 else {"message_of_a_kind_to_come": {"text": PRIVATE}})
    taken = Taken()
    await polled(telegram, receiving, taken, telegram.last_update)
    assert len(taken.numbers) == 3
    assert "update dropped" in caplog.text
    assert PRIVATE not in caplog.text


async def test_telegram_is_not_told_that_updates_came_before_they_are_kept(
    telegram: BotApiServer, receiving: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    number = telegram.push({"message_of_a_kind_to_come": {}})
    taken = Taken(failures=2)
    await polled(telegram, receiving, taken, number)
    assert taken.numbers == [number]
    assert [record.getMessage() for record in caplog.records if record.levelname == "WARNING"] == [
        "updates are not received (OSError), trying again until they are"
    ]
    assert PRIVATE not in caplog.text


async def test_another_process_with_the_token_is_told_in_one_sentence_and_waited_out(
    telegram: BotApiServer, receiving: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.fail("getUpdates", status=409, times=3)
    number = telegram.push({"message_of_a_kind_to_come": {}})
    await polled(telegram, receiving, Taken(), number)
    told = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert told == ["another process receives the updates of this bot: stop that one; trying again until then"]


async def test_a_server_that_counts_anew_after_it_was_away_is_heard(telegram: BotApiServer, receiving: Bot) -> None:
    high, low = 810_000_000, 5
    polling = Polling(taken := Taken(), lambda: None)
    await polling.start(receiving, KINDS)
    for number in (high, low):
        telegram.push({**UNREADABLE, "update_id": number})
        await taken.wait_for(number)
        await asyncio.to_thread(telegram.wait_polling)
        await asyncio.to_thread(telegram.stop)
        await asyncio.to_thread(telegram.start)
        await asyncio.to_thread(telegram.wait_polling)
    await polling.stop()
    assert taken.numbers == [high, low]


class Hasty(Bot):
    """A bot whose server answers at once that there is nothing."""

    asked: ClassVar[list[bool]] = []

    async def delete_webhook(self, *_: object, **__: object) -> bool:
        return True

    async def get_updates(self, *_: object, **__: object) -> tuple[Update, ...]:
        self.asked.append(True)
        return ()


async def test_a_server_that_does_not_wait_is_not_asked_without_pause() -> None:
    bot = Hasty(TOKEN)
    polling = Polling(Taken(), lambda: None)
    await polling.start(bot, KINDS)
    await asyncio.sleep(0.2)
    await polling.stop()
    assert bot.asked == [True]


def test_what_is_no_answer_is_a_fault_of_the_network_and_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    for body in (f"<html>{PRIVATE}</html>".encode(), b'{"ok":true,"res', b"[]", b""):
        with pytest.raises(NetworkError) as raised:
            DiscreetRequest.parse_json_payload(body)
        assert PRIVATE not in str(raised.value)
    assert not caplog.records


# The end


async def test_the_end_breaks_off_what_waits_for_telegram() -> None:
    ending = Ending()
    waiting = asyncio.create_task(ending.unless(asyncio.sleep(600)))
    await asyncio.sleep(0)
    ending.refused()
    assert await waiting is False


async def test_what_is_done_before_the_end_is_done_and_what_fails_is_told() -> None:
    ending = Ending()
    assert await ending.unless(asyncio.sleep(0))

    async def fail() -> None:
        raise InvalidToken

    with pytest.raises(InvalidToken):
        await ending.unless(fail())


def test_a_desk_that_is_closed_ends_what_is_being_read_and_reads_nothing_more() -> None:
    desk, failed = Desk(600.0), Future[BaseException | None]()

    def read() -> None:
        with desk.worker() as workers:
            begun = workers.submit(sleep, 600.0)
            failed.set_running_or_notify_cancel()
            failed.set_result(begun.exception())

    reading = Thread(target=read)
    reading.start()
    while not failed.running():
        time.sleep(0.01)
    desk.close()
    assert failed.result(60) is not None
    reading.join(60)
    assert not reading.is_alive()
    with pytest.raises(CancelledError), desk.worker():
        pytest.fail("it gives out workers")


# The program


def test_a_bot_that_is_started_before_telegram_can_be_reached_waits_and_a_poisoned_batch_does_not_stop_it(
    start: Start,
) -> None:
    with BotApiServer(TOKEN_OF_BOT) as server:
        server.stop()
        bot = start(server.url)
        while "cannot be reached" not in bot.log:
            assert bot.process.poll() is None, bot.log
            time.sleep(0.1)
        server.push(UNREADABLE)
        server.start()
        wait_polling(server, bot)
        chat = server.private_chat(server.user("Wang"))
        server.fail("sendMessage", chat=chat, status=502, times=2)
        assert "[第26次·三·（二）]" in ask(chat, "/item 26-3-2").text
        server.fail("getUpdates", status=409)
        chat.send("/item 26-3-1")
        assert "[第26次·三·（一）]" in answer(chat).text
        assert bot.stop() == 0
        assert bot.log.count("another process receives") == 1
        assert PRIVATE not in bot.log
