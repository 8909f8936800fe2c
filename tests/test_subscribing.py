"""Subscriptions in chat: by words and by buttons in both languages, paused and resumed; what is shown is what comes."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests.schedule_words import LANGUAGES, areas, find_zone, read_schedule, say_time
from bot.digests.slots import next_slot
from bot.digests.subscribing import RESUME, SCHEDULE, Subscribing
from bot.features import Request
from bot.messages import Message, Person
from bot.paging import LONGEST_ACTION
from bot.replies import Reply, plain_reply
from data.bilingual import Language, MinutesError
from data.circulation import Circulation
from data.database import Database
from data.delivery import DeliveryKind
from data.roles import Role
from data.subscriptions import Every, Subscription
from retrieval.library import MinutesLibrary

USUAL = Subscription("7", "zh", "Asia/Shanghai")
SUNDAY = datetime(2026, 11, 22, 4, tzinfo=UTC)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
OFFERED = [zone for zones in areas().values() for zone in zones]
in_both_languages = pytest.mark.parametrize("language", ["zh", "en"])

wishes = st.builds(
    lambda every, day, hour, zone, language: Subscription("7", language, zone, every, day, hour),
    st.sampled_from(Every),
    st.integers(1, 6),
    st.integers(0, 23),
    st.sampled_from(OFFERED),
    st.sampled_from(list(LANGUAGES)),
)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.time = SUNDAY

    def __call__(self) -> datetime:
        return self.time


class Desk:
    """Someone who writes to the feature and presses its buttons."""

    def __init__(self, circulation: Circulation, library: MinutesLibrary, language: Language = "zh") -> None:
        self.circulation = circulation
        self.prepared: list[str] = []
        self.feature = Subscribing(circulation, "Asia/Shanghai", lambda person: self.prepared.append(person.member))
        self.commands = {each.name: each for each in self.feature.commands}
        self.person = Person(language, "7", "7")
        self._library = library

    def request(self, *offered: str) -> Request:
        return Request(Message(offered=offered), self.person, Role.READER, self._library)

    def write(self, text: str) -> Reply:
        name, _, argument = text.removeprefix("/").partition(" ")
        return self.commands[name].run(argument, self.request())

    def press(self, action: str, *offered: str) -> Reply:
        [button] = self.feature.actions
        assert action.split(maxsplit=1)[0] == button.verb
        return button.run(action.partition(" ")[2], self.request(*offered))

    @property
    def wish(self) -> Subscription:
        wish = self.circulation.subscriptions.of("7")
        assert wish
        return wish


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def circulation(tmp_path: Path, clock: Clock) -> Iterator[Circulation]:
    database = Database(f"sqlite:///{tmp_path / 'circulation.db'}")
    yield Circulation(database, clock)
    database.close()


@pytest.fixture
def desk(circulation: Circulation, library: MinutesLibrary) -> Desk:
    return Desk(circulation, library)


def said(reply: Reply) -> str:
    return "\n".join(each.text for each in reply.paragraphs)


def actions(reply: Reply) -> list[str]:
    return [button.action for button in reply.buttons]


# Words


@pytest.mark.parametrize(
    ("written", "every", "day", "hour", "zone"),
    [
        ("every monday 9am", "week", 0, 9, "Asia/Shanghai"),
        ("每周一上午9点", "week", 0, 9, "Asia/Shanghai"),
        ("friday 17:00 Europe/Berlin", "week", 4, 17, "Europe/Berlin"),
        ("Fridays at 5 p.m., Berlin", "week", 4, 17, "Europe/Berlin"),
        ("周三 8:00", "week", 2, 8, "Asia/Shanghai"),
        ("星期天晚上八点", "week", 6, 20, "Asia/Shanghai"),
        ("thu 7", "week", 3, 7, "Asia/Shanghai"),
        ("每天早上8点", "day", 0, 8, "Asia/Shanghai"),
        ("daily 12pm new york", "day", 0, 12, "America/New_York"),
        ("12am", "week", 0, 0, "Asia/Shanghai"),
        ("晚上12点", "week", 0, 0, "Asia/Shanghai"),
        ("每月15号下午3点 北京时间", "month", 15, 15, "Asia/Shanghai"),
        ("monthly 1st 9:00", "month", 1, 9, "Asia/Shanghai"),
        ("on day 28 of every month", "month", 28, 9, "Asia/Shanghai"),
        ("america/argentina/buenos_aires", "week", 0, 9, "America/Argentina/Buenos_Aires"),
        ("UTC 23：00", "week", 0, 23, "UTC"),
    ],
)
def test_a_schedule_is_read_as_people_write_it(written: str, every: str, day: int, hour: int, zone: str) -> None:
    read = read_schedule(written, USUAL)
    assert (read.every, read.day, read.hour, read.zone, read.language) == (every, day, hour, zone, "zh")


@pytest.mark.parametrize(
    ("written", "in_chinese", "in_english"),
    [
        ("nonsense", "不明白“nonsense”", "I do not understand “nonsense”"),
        ("monday sunny", "不明白“sunny”", "I do not understand “sunny”"),
        ("周一到周五", "不明白", "I do not understand"),
        ("9:30", "0 到 23 的整点", "full hour from 0 to 23"),
        ("下午5点半", "0 到 23 的整点", "full hour from 0 to 23"),
        ("24:00", "0 到 23 的整点", "full hour from 0 to 23"),
        ("13pm", "0 到 23 的整点", "full hour from 0 to 23"),
        ("每月31日", "1 到 28 日", "day of the month from 1 to 28"),
        ("Europe/Atlantis", "时区", "time zone"),
    ],
)
def test_what_is_no_schedule_is_said_so_and_changes_nothing(
    desk: Desk, written: str, in_chinese: str, in_english: str
) -> None:
    with pytest.raises(MinutesError) as caught:
        read_schedule(written, USUAL)
    assert in_chinese in caught.value.say("zh")
    assert in_english in caught.value.say("en")
    assert in_chinese in said(desk.write(f"/subscribe {written}"))
    assert desk.circulation.subscriptions.of("7") is None
    assert not desk.prepared


@given(wishes, st.sampled_from(list(LANGUAGES)))
def test_what_is_said_of_a_schedule_is_read_as_the_same(wish: Subscription, language: Language) -> None:
    written = f"{say_time(wish, language)} {LANGUAGES[wish.language].say(language)}"
    read = read_schedule(written, USUAL)
    expected = replace(wish, day=0) if wish.every is Every.DAY else wish
    assert read == expected


def test_every_offered_zone_is_one_and_is_read_and_fits_a_button() -> None:
    assert len(OFFERED) > 300
    for zone in OFFERED:
        assert next_slot(replace(USUAL, zone=zone), SUNDAY).due > SUNDAY
        assert find_zone(zone.lower()) == zone
        assert len(f"{SCHEDULE} zone {zone}".encode()) <= LONGEST_ACTION


# In chat


@in_both_languages
def test_who_subscribes_gets_monday_at_nine_and_is_told_so(
    circulation: Circulation, library: MinutesLibrary, language: Language
) -> None:
    desk = Desk(circulation, library, language)
    text = said(desk.write("/subscribe"))
    assert desk.prepared == ["7"]
    assert (desk.wish.every, desk.wish.day, desk.wish.hour, desk.wish.language) == (Every.WEEK, 0, 9, language)
    expected = "2026年11月23日 09:00" if language == "zh" else "23 November 2026 09:00"
    assert expected in text
    assert bool(CHINESE.search(text)) is (language == "zh")


def test_nobody_subscribes_at_the_terminal(desk: Desk) -> None:
    desk.person = Person("zh", "console")
    assert "Telegram" in said(desk.write("/subscribe"))
    assert not desk.circulation.subscriptions.active()


@in_both_languages
def test_every_button_leads_somewhere_in_place_and_every_choice_is_kept_and_shown(
    circulation: Circulation, library: MinutesLibrary, language: Language
) -> None:
    desk = Desk(circulation, library, language)
    for every in Every:
        desk.write("/subscribe")
        desk.press(f"{SCHEDULE} every {every}")
        shown = desk.write("/schedule")
        for action in actions(shown):
            if action == f"{SCHEDULE} off" or "quiet" in action:
                continue
            opened = desk.press(action)
            assert opened.in_place
            assert opened.buttons[-1].action == SCHEDULE, "a way back"
            for choice in opened.buttons[:-1]:
                reply = desk.press(choice.action)
                assert reply.in_place
                assert bool(CHINESE.search(said(reply))) is (language == "zh")
                is_kept = choice.action.split()[1] != "zone" or "/" in choice.action
                assert not is_kept or say_time(desk.wish, language) in said(reply)
                desk.press(f"{SCHEDULE} every {every}")
    desk.press(f"{SCHEDULE} quiet skip")
    assert not desk.wish.says_quiet
    desk.press(f"{SCHEDULE} lang en")
    assert desk.wish.language == "en"


def test_every_city_can_be_reached_by_buttons(desk: Desk) -> None:
    desk.write("/subscribe")
    for area, zones in areas().items():
        found: list[str] = []
        page = desk.press(f"{SCHEDULE} zone {area}")
        while True:
            found += [each.removeprefix(f"{SCHEDULE} zone ") for each in actions(page) if f"zone {area}/" in each]
            following = [button.action for button in page.buttons if button.label == "›"]
            if not following:
                break
            page = desk.press(following[0])
        assert tuple(found) == zones
    desk.press(f"{SCHEDULE} zone America/Indiana/Tell_City")
    assert desk.wish.zone == "America/Indiana/Tell_City"


@pytest.mark.parametrize("action", ["hour 99", "day 9", "every year", "zone Mars/Base", "lang fr", "colour", "x y"])
def test_a_button_that_is_none_of_ours_changes_nothing(desk: Desk, action: str) -> None:
    desk.write("/subscribe")
    before = desk.wish
    assert "失效" in said(desk.press(f"{SCHEDULE} {action}"))
    assert desk.wish == before


def test_the_digest_ends_and_comes_back(desk: Desk) -> None:
    assert "没有订阅" in said(desk.write("/unsubscribe"))
    desk.write("/subscribe")
    assert "已退订" in said(desk.press(f"{SCHEDULE} off"))
    assert "没有订阅" in said(desk.write("/schedule"))
    desk.write("/subscribe 每天 8点")
    assert (desk.wish.every, desk.wish.hour) == (Every.DAY, 8)


def test_the_next_digest_that_is_shown_is_the_one_that_comes(desk: Desk, clock: Clock) -> None:
    desk.write("/subscribe monday 9:00")
    clock.time = SUNDAY + timedelta(days=1)
    claimed = next_slot(desk.wish, SUNDAY)
    desk.circulation.deliveries.claim("7", DeliveryKind.DIGEST, claimed.period, clock(), ())
    text = said(desk.write("/schedule friday"))
    assert "2026年12月4日" in text, "this week's came on Monday"


def test_another_language_leaves_a_slot_that_has_come_and_another_hour_does_not(desk: Desk, clock: Clock) -> None:
    desk.write("/subscribe")
    began = desk.wish.since
    clock.time += timedelta(days=1)
    desk.press(f"{SCHEDULE} lang en")
    assert desk.wish.since == began
    desk.press(f"{SCHEDULE} hour 8")
    assert desk.wish.since == clock.time


# Paused


@in_both_languages
def test_who_writes_again_is_told_once_that_the_digest_is_paused_and_how_to_resume(
    circulation: Circulation, library: MinutesLibrary, language: Language
) -> None:
    desk = Desk(circulation, library, language)
    answer = plain_reply("answer")
    assert desk.feature.reminded(answer, desk.request()) == answer
    desk.write("/subscribe")
    assert desk.feature.reminded(answer, desk.request()) == answer
    circulation.subscriptions.pause("7", "blocked")
    told = desk.feature.reminded(answer, desk.request())
    assert "/schedule" in said(told)
    assert bool(CHINESE.search(said(told))) is (language == "zh")
    assert actions(told) == [f"{SCHEDULE} {RESUME}"]
    assert desk.feature.reminded(answer, desk.request()) == answer
    resumed = desk.press(actions(told)[0], "show k3nylai7_26-3", *actions(told))
    assert not resumed.in_place, "the answer above stays"
    assert desk.wish.paused is None


def test_a_paused_digest_says_so_and_no_day_until_it_is_resumed(desk: Desk) -> None:
    desk.write("/subscribe")
    desk.circulation.subscriptions.pause("7", "blocked")
    shown = desk.write("/schedule")
    assert "暂停" in said(shown)
    assert "下一期" not in said(shown)
    resumed = desk.press(f"{SCHEDULE} {RESUME}", *actions(shown))
    assert resumed.in_place
    assert "下一期" in said(resumed)
