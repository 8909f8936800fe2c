"""Weeks of digests under a clock of the test's own: nobody gets one twice, and nobody who can get it misses one."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.digests.delivering import Begin, Courier, NeverError, NotNowError
from bot.digests.digesting import Digesting
from bot.digests.editor import Editor
from bot.digests.slots import last_slot
from bot.messages import Person
from bot.people.access import Access
from bot.replies import Reply
from data.circulation import Circulation
from data.database import Database
from data.deliveries import LEASE
from data.delivery import DeliveryKind, DeliveryStatus
from data.subscriptions import Every, Subscription
from data.watches import WatchKind
from retrieval.library import MinutesLibrary

ZONES = (
    "Asia/Shanghai Asia/Kathmandu Asia/Tokyo Australia/Lord_Howe Pacific/Apia Pacific/Honolulu America/Los_Angeles "
    "America/New_York America/St_Johns Europe/London Europe/Berlin Africa/Nairobi"
).split()
SUBSCRIBERS = 200
WEDNESDAY = 2


class KilledError(BaseException):
    """The process ends here, at once."""


class Clock:
    """A clock that a test sets."""

    def __init__(self, time: datetime) -> None:
        self.time = time

    def __call__(self) -> datetime:
        return self.time


class Telegram:
    """What arrived, and what goes wrong: by a person's wish or by chance."""

    def __init__(self, seed: int = 0) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - the same trouble in every run
        self.arrived: list[tuple[str, Reply]] = []
        self.blocked: set[str] = set()
        self.trouble = 0.0

    async def send(self, person: str, message: Reply, begin: Begin) -> None:
        await begin()
        if person in self.blocked:
            raise NeverError("blocked")
        if self.chance.random() < self.trouble:
            raise NotNowError("RetryAfter", timedelta(seconds=self.chance.randint(1, 900)))
        self.arrived.append((person, message))

    def texts_to(self, person: str) -> list[str]:
        return ["\n".join(each.text for each in reply.paragraphs) for who, reply in self.arrived if who == person]

    def digests(self) -> Counter[str]:
        """How many digests each person got: the picture is part of one."""
        return Counter(person for person, reply in self.arrived if reply.paragraphs)


@pytest.fixture
def clock(library: MinutesLibrary) -> Clock:
    added = max(kept.added for kept in library.meetings() if kept.added).astimezone(UTC)
    wednesday = added.replace(hour=12) + timedelta(days=1 + (WEDNESDAY - added.weekday() - 1) % 7)
    return Clock(wednesday)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database in memory where there is a folder for that: thousands of commits need not wait for a disk."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    with TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as folder:
        opened = Database(f"sqlite:///{folder}/circulation.db")
        yield opened
        opened.close()


@pytest.fixture
def circulation(database: Database, clock: Clock) -> Circulation:
    return Circulation(database, clock)


@pytest.fixture
def editor(library: MinutesLibrary, circulation: Circulation) -> Editor:
    access = Access(library.people, open_access=True)
    return Editor(library, circulation, access, Digesting(circulation))


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
def courier(editor: Editor, telegram: Telegram, clock: Clock) -> Courier:
    return Courier(editor.circulation.deliveries, editor, telegram.send, clock)


def subscribe(editor: Editor, person: str, zone: str = "Asia/Shanghai", **wish: object) -> None:
    editor.prepare_digests(Person("zh", person, person))
    editor.circulation.subscriptions.keep(Subscription(person, "zh", zone, **wish))  # type: ignore[arg-type] # any field


async def pass_time(clock: Clock, couriers: list[Courier], days: float, step: timedelta = timedelta(hours=1)) -> None:
    end = clock.time + timedelta(days=days)
    while clock.time < end:
        clock.time += step
        await asyncio.gather(*(each.round() for each in couriers))


async def test_the_first_digest_tells_of_what_is_there_and_the_next_is_quiet(
    editor: Editor, courier: Courier, telegram: Telegram, clock: Clock
) -> None:
    subscribe(editor, "1")
    await pass_time(clock, [courier], 14)
    first, second = telegram.texts_to("1")[:1], [each for each in telegram.texts_to("1")[1:] if each]
    assert "26次" in first[0].replace(" ", "")
    assert "25次" in first[0].replace(" ", "")
    assert len(second) == 1
    assert "没有" in second[0]
    assert sum(bool(reply.pictures) for _, reply in telegram.arrived) == 1


async def test_who_does_not_want_quiet_weeks_gets_none(
    editor: Editor, courier: Courier, telegram: Telegram, clock: Clock
) -> None:
    subscribe(editor, "1", says_quiet=False)
    await pass_time(clock, [courier], 21, timedelta(hours=6))
    assert telegram.digests() == {"1": 1}


async def test_weeks_with_two_processes_and_trouble_give_everyone_each_digest_once(
    editor: Editor, telegram: Telegram, clock: Clock
) -> None:
    for number in range(SUBSCRIBERS):
        subscribe(editor, str(number), ZONES[number % len(ZONES)], day=number % 7, hour=number % 24)
    telegram.trouble = 0.3
    telegram.blocked = {"7", "77"}
    couriers = [Courier(editor.circulation.deliveries, editor, telegram.send, clock) for _ in range(2)]
    start = clock.time
    await pass_time(clock, couriers, 8, timedelta(hours=3))
    telegram.trouble = 0.0
    await pass_time(clock, couriers, 1, timedelta(hours=3))
    got = telegram.digests()
    assert not telegram.blocked & set(got)
    wishes = {str(number): editor.circulation.subscriptions.of(str(number)) for number in range(SUBSCRIBERS)}
    for person, wish in wishes.items():
        assert wish
        if person in telegram.blocked:
            assert wish.paused == "blocked"
            continue
        due, moment = set(), start
        while moment <= clock.time:
            slot = last_slot(wish, moment)
            due |= {slot.period} if slot else set()
            moment += timedelta(hours=3)
        assert got[person] == len(due), (person, wish, due)


async def test_a_process_killed_before_it_sends_leaves_the_digest_to_another(
    editor: Editor, telegram: Telegram, clock: Clock
) -> None:
    subscribe(editor, "1", every=Every.DAY)
    clock.time += timedelta(days=1)
    claimed = editor.claim()
    assert len(claimed) == 1
    courier = Courier(editor.circulation.deliveries, editor, telegram.send, clock)
    await courier.round()
    assert not telegram.arrived, "its claim still holds"
    clock.time += LEASE
    await courier.round()
    await courier.round()
    assert telegram.digests() == {"1": 1}


async def test_a_process_killed_while_it_sends_never_leads_to_a_second_one_and_is_seen(
    editor: Editor, telegram: Telegram, clock: Clock
) -> None:
    async def send_and_die(person: str, message: Reply, begin: Begin) -> None:
        await telegram.send(person, message, begin)
        raise KilledError

    subscribe(editor, "1", every=Every.DAY)
    clock.time += timedelta(days=1)
    with pytest.raises(KilledError):
        await Courier(editor.circulation.deliveries, editor, send_and_die, clock).round()
    courier = Courier(editor.circulation.deliveries, editor, telegram.send, clock)
    await pass_time(clock, [courier], 0.5)
    assert telegram.digests() == {"1": 1}
    assert [each.status for each in editor.circulation.deliveries.latest(5)] == [DeliveryStatus.UNSURE]


async def test_a_clock_set_back_sends_nothing_again(
    editor: Editor, courier: Courier, telegram: Telegram, clock: Clock
) -> None:
    subscribe(editor, "1")
    await pass_time(clock, [courier], 8)
    clock.time -= timedelta(days=8)
    await pass_time(clock, [courier], 8)
    assert telegram.digests() == {"1": 1}


async def test_slots_missed_while_the_machine_was_off_are_made_up_once(
    editor: Editor, courier: Courier, telegram: Telegram, clock: Clock
) -> None:
    subscribe(editor, "1")
    clock.time += timedelta(days=23)
    await courier.round()
    await courier.round()
    assert telegram.digests() == {"1": 1}


async def test_what_fails_for_a_day_is_given_up_seen_and_told_in_the_next_digest(
    editor: Editor, courier: Courier, telegram: Telegram, clock: Clock
) -> None:
    subscribe(editor, "1")
    telegram.trouble = 1.0
    await pass_time(clock, [courier], 9)
    assert not telegram.arrived
    [failed] = editor.circulation.deliveries.latest(5)
    assert (failed.status, failed.failure) == (DeliveryStatus.FAILED, "RetryAfter")
    telegram.trouble = 0.0
    await pass_time(clock, [courier], 7)
    assert telegram.digests() == {"1": 1}
    assert "26次" in telegram.texts_to("1")[0].replace(" ", "")


async def test_who_may_not_read_any_more_gets_nothing(
    library: MinutesLibrary, circulation: Circulation, telegram: Telegram, clock: Clock
) -> None:
    editor = Editor(library, circulation, Access(library.people), Digesting(circulation))
    subscribe(editor, "1")
    await pass_time(clock, [Courier(circulation.deliveries, editor, telegram.send, clock)], 8, timedelta(hours=6))
    assert not telegram.arrived
    wish = circulation.subscriptions.of("1")
    assert wish
    assert wish.paused


async def test_minutes_that_are_held_back_come_when_they_are_released(
    editor: Editor, courier: Courier, telegram: Telegram, clock: Clock, library: MinutesLibrary
) -> None:
    subscribe(editor, "1")
    held = next(kept.minutes.ref for kept in library.meetings() if kept.minutes.number == 26)
    editor.circulation.holding.hold(held, "admin")
    await pass_time(clock, [courier], 8, timedelta(hours=6))
    assert "26次" not in telegram.texts_to("1")[0]
    editor.circulation.holding.release(held)
    await pass_time(clock, [courier], 7, timedelta(hours=6))
    assert "26次" in "".join(telegram.texts_to("1")[1:])


async def test_new_minutes_are_told_to_those_who_watch_in_one_message_each_with_the_reason(
    editor: Editor, courier: Courier, telegram: Telegram, clock: Clock
) -> None:
    watches = editor.circulation.watches
    for person, words, kind in (
        ("1", "市科技局", WatchKind.DEPARTMENT),
        ("1", "停车", WatchKind.TOPIC),
        ("2", "地铁", WatchKind.TOPIC),
    ):
        watches.add(person, kind, words, "zh")
    clock.time += timedelta(hours=1)
    await courier.round()
    await courier.round()
    assert telegram.digests() == {"1": 1}
    text = telegram.texts_to("1")[0]
    assert "市科技局" in text
    assert "停车" in text
    [(_, message)] = telegram.arrived
    assert all(each.ref for each in message.paragraphs if each.citation)
    assert message.buttons


async def test_a_question_that_names_a_meeting_watches_its_topic_in_the_new_ones(
    editor: Editor, courier: Courier, telegram: Telegram, clock: Clock
) -> None:
    editor.circulation.watches.add("1", WatchKind.TOPIC, "第7次会议关于安全生产议定了什么", "zh")
    editor.circulation.watches.add("2", WatchKind.TOPIC, "第7次会议关于火星探测议定了什么", "zh")
    clock.time += timedelta(hours=1)
    await courier.round()
    assert telegram.digests() == {"1": 1}
    assert "安全生产" in "".join(telegram.texts_to("1"))


async def test_an_editor_that_fails_for_one_person_stops_nobody_elses_and_is_logged(
    editor: Editor, telegram: Telegram, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    for person in "123":
        subscribe(editor, person, every=Every.DAY)
    editor.circulation.subscriptions.keep(Subscription("2", "zh", "Mars/Base", Every.DAY))
    clock.time += timedelta(days=1)
    await Courier(editor.circulation.deliveries, editor, telegram.send, clock).round()
    assert telegram.digests() == {"1": 1, "3": 1}
    assert "a digest could not be claimed" in caplog.text


async def test_a_channel_that_fails_in_an_unknown_way_stops_neither_the_round_nor_the_next(
    editor: Editor, telegram: Telegram, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    async def send(person: str, message: Reply, begin: Begin) -> None:
        await telegram.send(person, message, begin)
        if person == "2":
            raise ValueError("a bug")

    for person in "123":
        subscribe(editor, person, every=Every.DAY)
    clock.time += timedelta(days=1)
    courier = Courier(editor.circulation.deliveries, editor, send, clock)
    await courier.round()
    clock.time += LEASE
    await courier.round()
    assert telegram.digests() == {"1": 1, "2": 1, "3": 1}
    assert "failed" in caplog.text
    counts = editor.circulation.deliveries.counts()
    assert counts == {DeliveryStatus.SENT: 2, DeliveryStatus.UNSURE: 1}


async def test_at_the_end_what_is_not_on_its_way_is_left_to_the_next_start_at_once(
    editor: Editor, courier: Courier, telegram: Telegram, clock: Clock
) -> None:
    subscribe(editor, "1", every=Every.DAY)
    clock.time += timedelta(days=1)
    await replace(courier, is_ending=lambda: True).round()
    assert not telegram.arrived
    await courier.round()
    assert telegram.digests() == {"1": 1}


async def test_a_picture_that_never_arrives_does_not_make_the_digest_count_as_failed(
    editor: Editor, telegram: Telegram, clock: Clock
) -> None:
    async def send(person: str, message: Reply, begin: Begin) -> None:
        if message.pictures:
            raise NotNowError("network")
        await telegram.send(person, message, begin)

    subscribe(editor, "1")
    await pass_time(clock, [Courier(editor.circulation.deliveries, editor, send, clock)], 9, timedelta(hours=3))
    [sent] = editor.circulation.deliveries.latest(5)
    assert (sent.status, sent.failure) == (DeliveryStatus.SENT, "network")
    assert telegram.digests() == {"1": 1}
    assert len(editor.circulation.deliveries.told("1", DeliveryKind.DIGEST)) == 2


async def test_the_preview_is_what_is_then_sent(
    library: MinutesLibrary, editor: Editor, courier: Courier, telegram: Telegram, clock: Clock
) -> None:
    subscribe(editor, "1", "Pacific/Kiritimati")
    wish = editor.circulation.subscriptions.of("1")
    assert wish
    shelf = library.shelf(public_only=True)
    preview = editor.digesting.page(editor.digesting.upcoming(shelf, wish), "next", 1, picture=True)
    await pass_time(clock, [courier], 8)
    (_, text), (_, picture) = telegram.arrived
    assert text.paragraphs == preview.paragraphs
    assert picture.pictures == preview.pictures


async def test_minutes_held_back_after_they_were_claimed_are_told_when_they_are_released(
    editor: Editor, courier: Courier, telegram: Telegram, clock: Clock, library: MinutesLibrary
) -> None:
    subscribe(editor, "1", every=Every.DAY)
    clock.time += timedelta(days=1)
    assert editor.claim()
    held = next(kept.ref for kept in library.corpus.stored if kept.ref.meeting == 26)
    editor.circulation.holding.hold(held, "admin")
    clock.time += LEASE
    await courier.round()
    assert "26次" not in telegram.texts_to("1")[0]
    editor.circulation.holding.release(held)
    await pass_time(clock, [courier], 1)
    assert "26次" in "".join(telegram.texts_to("1")[1:])


async def test_nobody_is_told_of_what_was_there_before_they_watched(
    editor: Editor, courier: Courier, telegram: Telegram, clock: Clock
) -> None:
    editor.prepare_alerts(Person("zh", "1", "1"))
    editor.circulation.watches.add("1", WatchKind.TOPIC, "停车", "zh")
    clock.time += timedelta(hours=1)
    await courier.round()
    assert not telegram.arrived
    assert editor.circulation.deliveries.told("1", DeliveryKind.ALERT)
