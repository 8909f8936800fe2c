"""Digests from the program to the Bot API: with trouble of every kind, kills and restarts, each person gets one."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.digests.subscribing import SCHEDULE
from data.circulation import Circulation
from data.database import Database
from data.delivery import DeliveryStatus
from data.subscriptions import Every, Subscription
from tests.botapi import BotApiServer, Chat, Message
from tests.telegram_bot import ADMINISTRATOR, PATIENCE, TOKEN, RunningBot, Start, ask, wait_polling

TITLE = "会议纪要摘要"
SUBSCRIBERS = 60
AT_A_TIME = 8  # that a process sends


def subscribe(state: Path, chats: list[Chat]) -> None:
    """Subscribe people to a digest each day, as if they had done so days ago."""
    with closing(Database(f"sqlite:///{state / 'minutes.db'}")) as database:
        earlier = datetime.now(UTC) - timedelta(days=3)
        subscriptions = Circulation(database, lambda: earlier).subscriptions
        for chat in chats:
            subscriptions.keep(Subscription(str(chat.id), "zh", "Asia/Shanghai", Every.DAY))


def let_time_pass(state: Path) -> None:
    """Have every claim run out, and every other try come."""
    with closing(sqlite3.connect(state / "minutes.db")) as database, database:
        database.execute("UPDATE delivery SET next_try = datetime('now', '-1 minute')")


def statuses(state: Path) -> dict[str, DeliveryStatus]:
    """How each person's delivery stands."""
    with closing(Database(f"sqlite:///{state / 'minutes.db'}")) as database:
        return {each.person: each.status for each in Circulation(database).deliveries.latest(1000)}


def wait_settled(state: Path, count: int) -> None:
    """Wait until so many deliveries are in nobody's hands."""
    give_up = time.monotonic() + PATIENCE
    in_hand = {DeliveryStatus.CLAIMED, DeliveryStatus.SENDING}
    while len(found := statuses(state)) < count or in_hand & set(found.values()):
        assert time.monotonic() < give_up, found
        time.sleep(0.2)


def digests(chat: Chat) -> list[Message]:
    return [message for message in chat.bot_messages if message.text.startswith(TITLE)]


def pictures(chat: Chat) -> list[Message]:
    return [message for message in chat.bot_messages if message.photo]


def button(message: Message, verb: str) -> str:
    """The action of the button of this verb."""
    return next(str(each.callback_data) for each in message.buttons if str(each.callback_data).startswith(verb))


def test_with_trouble_of_every_kind_a_kill_and_a_restart_each_person_gets_one_digest(
    start: Start, own_state: Path
) -> None:
    with BotApiServer(TOKEN) as server:
        names = ("fine", "limited", "cut", "broken", "no picture", "blocked")
        chats = {name: server.private_chat(server.user(name)) for name in names}
        subscribe(own_state, list(chats.values()))
        server.fail("sendMessage", chat=chats["limited"], status=429, retry_after=1)
        server.fail("sendMessage", chat=chats["cut"], drop=True, applied=True)
        server.fail("sendMessage", chat=chats["broken"], status=502)
        server.fail("sendPhoto", chat=chats["no picture"], status=503)
        chats["blocked"].block()
        bot = start(server.url, state=own_state)
        wait_polling(server, bot)
        wait_settled(bot.state, len(chats))
        bot.kill()
        let_time_pass(bot.state)
        bot = start(server.url, state=bot.state)
        wait_polling(server, bot)
        server.wait_until(lambda: len(pictures(chats["no picture"])) == 1, PATIENCE, "the picture that failed")
        server.wait_until(lambda: len(pictures(chats["broken"])) == 1, PATIENCE, "the digest that failed")
        server.wait_until(lambda: len(pictures(chats["limited"])) == 1, PATIENCE, "the digest that was put off")
        wait_settled(bot.state, len(chats))
        blocked = chats.pop("blocked")
        assert {name: len(digests(chat)) for name, chat in chats.items()} == dict.fromkeys(chats, 1)
        assert [len(pictures(chat)) for chat in chats.values()] == [1, 1, 0, 1, 1]
        assert not blocked.bot_messages
        told = ask(server.private_chat(ADMINISTRATOR), "/deliveries").text
        assert "已送达 4 · " in told
        assert "失败（已屏蔽机器人）" in told
        assert "不确定是否送达（Telegram 没有回应）" in told
        see_that_a_delivered_digest_works(server, chats["fine"])
        see_that_who_had_blocked_it_is_told_how_to_resume(server, blocked, bot)
        assert bot.stop() == 0
        assert "Traceback" not in bot.log
        assert all(str(chat.id) not in bot.log for chat in chats.values())


def see_that_a_delivered_digest_works(server: BotApiServer, chat: Chat) -> None:
    """Its pages turn in place and its file comes, for its owner only, also after a restart."""
    [digest] = digests(chat)
    before, count = digest.text, len(chat.bot_messages)
    stranger = server.user("Zhao")
    chat.from_now()
    server.wait_answer(chat.press(digest, "›", user=stranger), PATIENCE)
    server.wait_until(lambda: len(chat.bot_messages) == count + 1, PATIENCE, "the answer to somebody else")
    assert chat.current(digest).text == before
    assert "失效" in chat.bot_messages[-1].text
    server.wait_answer(chat.press(digest, "›"), PATIENCE)
    server.wait_until(lambda: chat.current(digest).text != before, PATIENCE, "the second page")
    assert "第26次" in chat.current(digest).text
    chat.press(digest, button(digest, "digestfile"))
    server.wait_until(lambda: any(message.document for message in chat.bot_messages), PATIENCE, "the Word file")


def see_that_who_had_blocked_it_is_told_how_to_resume(server: BotApiServer, chat: Chat, bot: RunningBot) -> None:
    chat.unblock()
    shown = ask(chat, "/whoami")
    assert "暂停" in shown.text
    chat.from_now()
    chat.press(shown, button(shown, SCHEDULE))
    resumed = chat.wait_for("下一期", PATIENCE)
    assert "您的摘要订阅" in resumed.text
    with closing(Database(f"sqlite:///{bot.state / 'minutes.db'}")) as database:
        wish = Circulation(database).subscriptions.of(str(chat.id))
    assert wish
    assert wish.paused is None
    assert server.calls_of("sendMessage")[-1].status == 200


Couriers = Callable[[Path, str], "subprocess.Popen[str]"]


@pytest.fixture
def courier(environment: Callable[..., dict[str, str]], tmp_path: Path) -> Iterator[Couriers]:
    """Starts processes that deliver."""
    started: list[subprocess.Popen[str]] = []

    def run(state: Path, url: str) -> "subprocess.Popen[str]":
        with (tmp_path / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.couriers", str(state), url],
                cwd=tmp_path,
                env=environment(state),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()
    assert not (tmp_path / "log").read_bytes()


def go(process: "subprocess.Popen[str]") -> None:
    """Have a process go a round."""
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def wait_for(process: "subprocess.Popen[str]", word: str) -> None:
    assert process.stdout
    assert process.stdout.readline() == f"{word}\n"


def test_two_processes_on_one_store_one_of_them_killed_in_the_middle_give_nobody_two(
    courier: Couriers, own_state: Path
) -> None:
    with BotApiServer(TOKEN) as server:
        chats = [server.private_chat(server.user(f"P{number}")) for number in range(SUBSCRIBERS)]
        subscribe(own_state, chats)
        server.fail("sendMessage", delay=0.3, times=1000)
        one, other = courier(own_state, server.url), courier(own_state, server.url)
        for process in (one, other):
            wait_for(process, "ready")
        for process in (one, other):
            go(process)
        server.wait_call("sendMessage", 3 * AT_A_TIME, PATIENCE)
        one.kill()
        wait_for(other, "done")
        server.recover()
        before = statuses(own_state)
        assert len(before) == SUBSCRIBERS
        left = [person for person, status in before.items() if status is not DeliveryStatus.SENT]
        let_time_pass(own_state)
        go(other)
        wait_for(other, "done")
        after = statuses(own_state)
        unsure = {person for person, status in after.items() if status is DeliveryStatus.UNSURE}
        assert set(after.values()) <= {DeliveryStatus.SENT, DeliveryStatus.UNSURE}
        assert unsure <= set(left)
        assert len(unsure) <= AT_A_TIME
        for chat in chats:
            got = len(digests(chat))
            assert got == 1 or (got == 0 and str(chat.id) in unsure), (chat.id, got, after[str(chat.id)])
            assert len(pictures(chat)) <= 1
