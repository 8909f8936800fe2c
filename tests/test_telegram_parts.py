"""The parts of the channel by themselves: the inbox, patience, buttons, and who is spoken to."""

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, Update, User
from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.replies import Button
from bot.telegram.answers import MOST_ANSWERS, Answered, Answers
from bot.telegram.inbox import Inbox
from bot.telegram.keyboards import deep_link, keyboard
from bot.telegram.patience import PatientLimiter
from bot.telegram.rate import Rate
from bot.telegram.receiving import is_for, person_of, words_of
from bot.telegram.sending import plain
from bot.telegram.threads import Threads
from bot.telegram.working import shown
from data import incoming
from data.database import Database
from data.incoming import Incoming

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ME = User(123, "Minutes", is_bot=True, username="minutes_bot")
BOT = Bot("123:AAE-made-up")


class Clock:
    """A clock that tests turn on."""

    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(tmp_path: Path, clock: Clock) -> Iterator[Incoming]:
    database = Database(f"sqlite:///{tmp_path / 'minutes.db'}")
    yield Incoming(database, clock)
    database.close()


@pytest.fixture
def writer() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def update(number: int, text: str = "问题", chat: dict[str, Any] | None = None, **content: Any) -> Update:
    """An update with a message."""
    where = chat or {"id": 7, "type": "private", "first_name": "Wang"}
    sender = {"id": 7, "is_bot": False, "first_name": "Wang", "last_name": "Li", "language_code": "zh-hans"}
    message = {"message_id": number, "date": 1_700_000_000, "chat": where, "from": sender, "text": text, **content}
    made = Update.de_json({"update_id": number, "message": message}, BOT)
    made.get_bot()
    return made


def queued(inbox: Inbox) -> list[str]:
    """The texts of what waits in an inbox, taken out of it."""
    taken = []
    while not inbox.empty():
        waiting = inbox.get_nowait()
        assert isinstance(waiting, Update)
        assert waiting.effective_message is not None
        taken.append(waiting.effective_message.text or "")
    return taken


# The inbox


async def test_copies_are_dropped_within_a_batch_and_after_a_restart(
    kept: Incoming, writer: ThreadPoolExecutor
) -> None:
    inbox = Inbox(kept, "123", writer)
    await inbox.take([update(1, "甲"), update(1, "甲"), update(2, "乙")])
    await inbox.put(update(2, "乙"))
    assert queued(inbox) == ["甲", "乙"]
    again = Inbox(kept, "123", writer)
    await again.put(update(1, "甲"))
    assert queued(again) == []
    other = Inbox(kept, "456", writer)
    await other.put(update(1, "甲"))
    assert queued(other) == ["甲"]


async def test_what_was_not_answered_is_taken_up_at_each_start_but_not_after_a_day(
    kept: Incoming, writer: ThreadPoolExecutor, clock: Clock
) -> None:
    inbox = Inbox(kept, "123", writer)
    first, second = update(1, "甲"), update(2, "乙")
    await inbox.take([first, second])
    await inbox.answered(first)
    assert kept.pending("123") == 1
    for _ in range(4):
        later = Inbox(kept, "123", writer)
        await later.take_up(BOT)
        assert queued(later) == ["乙"]
    clock.time += timedelta(days=1, minutes=1)
    late = Inbox(kept, "123", writer)
    await late.take_up(BOT)
    assert queued(late) == []
    assert kept.pending("123") == 0


async def test_what_may_be_the_reason_why_the_program_ends_again_and_again_is_taken_up_after_all_else(
    kept: Incoming, writer: ThreadPoolExecutor
) -> None:
    inbox = Inbox(kept, "123", writer)
    await inbox.put(update(1, "甲"))
    for _ in range(10):
        kept.take_up("123")
    await inbox.put(update(2, "乙"))
    later = Inbox(kept, "123", writer)
    await later.take_up(BOT)
    assert queued(later) == ["乙"]
    suspected = await asyncio.wait_for(later.get(), 10)
    assert isinstance(suspected, Update)
    assert suspected.update_id == 1


def test_an_answered_update_leaves_only_its_number_and_mark_and_later_nothing(kept: Incoming, clock: Clock) -> None:
    one = incoming.Update(1, "mark", "{}")
    assert kept.note("123", [one]) == [True]
    kept.answered("123", [1])
    assert kept.take_up("123") == []
    assert kept.note("123", [one]) == [False]
    clock.time += timedelta(days=9)
    kept.prune()
    assert kept.note("123", [one]) == [True]


async def test_an_update_with_a_number_that_was_used_for_another_is_new(
    kept: Incoming, writer: ThreadPoolExecutor
) -> None:
    inbox = Inbox(kept, "123", writer)
    await inbox.put(update(1, "甲"))
    await inbox.put(update(1, "乙", date=1_700_000_100))
    assert queued(inbox) == ["甲", "乙"]


async def test_what_cannot_be_kept_is_left_to_telegram_and_answered_when_it_comes_again(
    kept: Incoming, tmp_path: Path, writer: ThreadPoolExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = Inbox(kept, "123", writer)
    with sqlite3.connect(tmp_path / "minutes.db") as other:
        other.execute("ALTER TABLE incoming RENAME TO gone")
        with pytest.raises(SQLAlchemyError):
            await inbox.put(update(1, "秘密"))
        assert queued(inbox) == []
        other.execute("ALTER TABLE gone RENAME TO incoming")
    other.close()
    await inbox.put(update(1, "秘密"))
    assert queued(inbox) == ["秘密"]
    assert "秘密" not in caplog.text


async def test_an_update_of_which_nobody_can_tell_whether_it_concerns_the_bot_does_not_hold_up_others(
    kept: Incoming, writer: ThreadPoolExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    def concerns(each: Update) -> bool:
        if each.update_id == 1:
            raise KeyError("秘密")
        return True

    inbox = Inbox(kept, "123", writer, concerns)
    await inbox.take([update(1, "甲"), update(2, "乙")])
    assert queued(inbox) == ["乙"]
    assert "update dropped" in caplog.text
    assert "秘密" not in caplog.text


async def test_what_is_said_to_others_is_not_kept(kept: Incoming, writer: ThreadPoolExecutor) -> None:
    inbox = Inbox(kept, "123", writer, lambda each: is_for(ME, each))
    group = {"id": -5, "type": "group", "title": "办公室"}
    await inbox.take([update(1, "闲聊", group), update(2, "@minutes_bot 问题", group)])
    assert queued(inbox) == ["@minutes_bot 问题"]
    assert kept.pending("123") == 1


# Who is spoken to


@pytest.mark.parametrize(
    ("text", "is_addressed"),
    [
        ("闲聊", False),
        ("/help", True),
        ("/help@Minutes_Bot", True),
        ("/help@other_bot", False),
        ("@minutes_bot 26", True),
        ("@minutes_bot2 26", False),
    ],
)
def test_in_a_group_the_bot_is_spoken_to_by_command_and_name(text: str, *, is_addressed: bool) -> None:
    assert is_for(ME, update(1, text, {"id": -5, "type": "supergroup", "title": "办公室"})) is is_addressed


def test_what_happens_to_a_chat_and_results_of_the_bot_itself_are_not_answered() -> None:
    me = {"id": 123, "is_bot": True, "first_name": "Minutes", "username": "minutes_bot"}
    assert is_for(ME, update(1, "问题"))
    assert not is_for(ME, update(1, "第26次", via_bot=me))
    assert not is_for(ME, update(1, "", message_auto_delete_timer_changed={"message_auto_delete_time": 60}))


def test_a_person_has_a_name_a_language_and_a_place() -> None:
    message = update(1, "@minutes_bot 问题", {"id": -5, "type": "supergroup", "title": "办公室"}).message
    assert message is not None
    person = person_of(message.from_user, message.chat)
    assert (person.name, person.language, person.chat, person.member) == ("Wang Li", "zh", "-5", "7")
    assert person.in_group
    assert words_of(message, ME).strip() == "问题"


# Patience


class Api:
    """Calls that fail as they are told to, and then succeed."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.calls = 0

    async def __call__(self, *_: object, **__: object) -> str:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return "sent"


async def called(limiter: PatientLimiter, api: Api, chat: int | None = 7, endpoint: str = "sendMessage") -> str:
    return str(await limiter.process_request(api, (), {}, endpoint, {"chat_id": chat} if chat else {}, None))


async def test_one_chat_that_is_put_off_does_not_hold_up_another() -> None:
    limiter = PatientLimiter(lambda: None)
    slow = asyncio.create_task(called(limiter, Api(RetryAfter(1)), 7))
    await asyncio.sleep(0)
    assert await called(limiter, Api(), 8) == "sent"
    assert not slow.done()
    assert await slow == "sent"


async def test_a_comfort_that_telegram_puts_off_for_long_fails_at_once() -> None:
    with pytest.raises(RetryAfter):
        await called(PatientLimiter(lambda: None), Api(RetryAfter(3600)), endpoint="deleteMessage")


async def test_a_fault_of_the_network_is_tried_again_and_a_refusal_is_not() -> None:
    limiter, flaky, refused = PatientLimiter(lambda: None), Api(NetworkError("cut")), Api(BadRequest("no"))
    assert await called(limiter, flaky) == "sent"
    assert flaky.calls == 2
    with pytest.raises(BadRequest):
        await called(limiter, refused)
    assert refused.calls == 1


async def test_showing_that_the_bot_types_is_never_tried_again() -> None:
    flaky = Api(NetworkError("cut"))
    with pytest.raises(NetworkError):
        await called(PatientLimiter(lambda: None), flaky, endpoint="sendChatAction")
    assert flaky.calls == 1


async def test_an_action_is_shown_at_once_or_only_for_what_takes_long() -> None:
    times: list[str] = []

    async def show(what: str) -> None:
        times.append(what)

    async with shown(lambda: show("at once")):
        await asyncio.sleep(0)
    async with shown(lambda: show("never"), after=60):
        await asyncio.sleep(0)
    assert times == ["at once"]


def test_a_clock_that_is_set_back_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    rate = Rate("2/minute")
    assert [rate.wait("7") for _ in range(3)][:2] == [None, None]
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - 3600)
    assert [rate.wait("7") for _ in range(2)] == [None, None]
    assert 1 <= (rate.wait("7") or 0) <= 60


def test_who_asks_too_much_is_told_once() -> None:
    rate = Rate("2/minute")
    assert [rate.wait("7") for _ in range(2)] == [None, None]
    assert 1 <= (rate.wait("7") or 0) <= 60
    assert rate.wait("7") == 0
    assert rate.wait("8") is None


async def test_slow_work_does_not_hold_up_what_is_quick() -> None:
    threads, is_done = Threads(), Event()
    slow = [asyncio.create_task(threads.run(lambda: is_done.wait(60), slow=True)) for _ in range(5)]
    stalled = [asyncio.create_task(threads.run(lambda: is_done.wait(60))) for _ in range(20)]
    assert await threads.run(lambda: "quick") == "quick"
    assert not any(task.done() for task in (*slow, *stalled))
    is_done.set()
    assert all(await asyncio.gather(*slow, *stalled))
    threads.close()


# Buttons and links


def test_buttons_of_a_row_stand_side_by_side_and_the_others_two_and_two() -> None:
    buttons = [Button(str(n), f"show {n}") for n in range(3)] + [Button(str(n), f"read {n}", row=5) for n in range(4)]
    drawn = keyboard(buttons, "minutes_bot")
    assert drawn is not None
    assert [[button.text for button in row] for row in drawn.inline_keyboard] == [["0", "1"], ["2"], list("0123")]


def test_a_button_that_telegram_would_refuse_is_left_out() -> None:
    assert keyboard([Button("长", "show " + "字" * 30), Button("空")], "minutes_bot") is None


def test_a_share_button_passes_on_a_link_to_the_bot() -> None:
    drawn = keyboard([Button("分享", share="k3nylai7_26-3-2")], "minutes_bot")
    assert drawn is not None
    link = "https%3A%2F%2Ft.me%2Fminutes_bot%3Fstart%3Dk3nylai7_26-3-2"
    assert drawn.inline_keyboard[0][0].url == f"https://t.me/share/url?url={link}"


def test_a_payload_that_telegram_does_not_take_leaves_the_link_to_the_bot() -> None:
    assert deep_link("minutes_bot", "第26次") == "https://t.me/minutes_bot"
    assert deep_link("minutes_bot", "26-3", to_group=True) == "https://t.me/minutes_bot?startgroup=26-3"


def test_html_is_read_as_plain_text() -> None:
    assert plain('<b>甲</b>\n<a href="https://t.me/x?a=1&amp;b=2">乙 &lt;3</a>') == "甲\n乙 <3"


def test_only_so_many_answers_are_remembered() -> None:
    answers = Answers()
    for number in range(MOST_ANSWERS + 1):
        answers.note(7, number, Answered("问题"))
    assert answers.get(7, 0) is None
    assert answers.get(7, MOST_ANSWERS) is not None
