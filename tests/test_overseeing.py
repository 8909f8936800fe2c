"""What an administrator sees of deliveries, and minutes that are held back: kept out of digests, not out of answers."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.conversation import Conversation
from bot.digests.digesting import documents
from bot.digests.overseeing import AGAIN, HOLD, RELEASE
from bot.messages import Document, Message, Person
from bot.people.access import Access
from bot.replies import Reply
from data.circulation import Circulation
from data.delivery import Delivery, DeliveryKind, DeliveryStatus
from retrieval.library import LibrarySettings, MinutesLibrary
from tests.conftest import MINUTES
from tests.telegram_bot import PAGED_MINUTES

CHEN, WANG = Person("zh", "1", "1", "Chen"), Person("zh", "7", "7", "Wang")
ENGLISH = Person("en", "1", "1", "Chen")


@pytest.fixture
def own_library(own_state: Path) -> Iterator[MinutesLibrary]:
    with MinutesLibrary(LibrarySettings(own_state, MINUTES)) as opened:
        yield opened


@pytest.fixture
def circulation(own_library: MinutesLibrary) -> Circulation:
    return own_library.circulation


@pytest.fixture
def office(own_library: MinutesLibrary) -> Conversation:
    return Conversation(own_library, access=Access(own_library.people, frozenset({1}), open_access=True))


def said(reply: Reply) -> str:
    return "\n".join(each.text for each in reply.paragraphs)


def actions(reply: Reply, verb: str) -> list[str]:
    return [each.action for each in reply.buttons if each.action.split(maxsplit=1)[0] == verb]


def deliver(circulation: Circulation, status: DeliveryStatus, failure: str = "", period: str = "2026-W47") -> Delivery:
    claimed = circulation.deliveries.claim("7", DeliveryKind.DIGEST, period, datetime.now(UTC), ())
    assert claimed
    circulation.deliveries.end(claimed, status, failure)
    return claimed


def test_only_administrators_oversee(office: Conversation, circulation: Circulation) -> None:
    failed = deliver(circulation, DeliveryStatus.FAILED, "network")
    for text in ("/deliveries", "/hold 26", "/release 26"):
        assert "没有" in said(office.reply(Message(text), WANG))
    for action in (f"{AGAIN} {failed.id}", f"{HOLD} 26", "deliveries 1"):
        office.reply(Message(action=action), WANG)
    assert not circulation.holding.held()
    assert circulation.deliveries.counts() == {DeliveryStatus.FAILED: 1}


def test_deliveries_are_counted_and_what_went_wrong_stands_first_with_its_reason(
    office: Conversation, circulation: Circulation
) -> None:
    assert "还没有" in said(office.reply(Message("/deliveries"), CHEN))
    deliver(circulation, DeliveryStatus.FAILED, "blocked", "2026-W40")
    for week in range(10, 30):
        deliver(circulation, DeliveryStatus.SENT, period=f"2026-W{week}")
    deliver(circulation, DeliveryStatus.SKIPPED, period="2026-W31")
    shown = office.reply(Message("/deliveries"), CHEN)
    assert "已送达 20" in said(shown)
    assert "失败 1" in said(shown)
    assert "2026-W40 · 失败（已屏蔽机器人）" in shown.paragraphs[2].text
    assert "2026-W31" not in said(shown), "a quiet time that is not told was not delivered"
    assert "failed (the bot is blocked)" in said(office.reply(Message("/deliveries"), ENGLISH))
    pages = [office.reply(Message(action=f"deliveries {number}"), CHEN) for number in (1, 2, 3)]
    assert all(page.in_place for page in pages)
    assert len({line.text for page in pages for line in page.paragraphs[2:]}) == 21


def test_what_failed_is_sent_again_once(office: Conversation, circulation: Circulation) -> None:
    failed = deliver(circulation, DeliveryStatus.UNSURE, "no answer")
    shown = office.reply(Message("/deliveries"), CHEN)
    [again] = actions(shown, AGAIN)
    reply = office.reply(Message(action=again), CHEN)
    assert "将重新发送" in reply.toast
    assert "待重试" in said(reply)
    assert office.reply(Message(action=again), CHEN).alert, "it waits already"
    taken = circulation.deliveries.take_up()
    assert taken
    assert taken.id == failed.id
    assert len(taken.documents) == 2, "what the person was not told of"


@pytest.mark.parametrize("named", ["26", "第26次", "meeting 26", "26-3"])
def test_minutes_are_held_back_and_released_and_can_be_asked_all_the_same(
    office: Conversation, circulation: Circulation, own_library: MinutesLibrary, named: str
) -> None:
    held = office.reply(Message(f"/hold {named}"), CHEN)
    assert "第26次" in said(held)
    assert [ref.meeting for ref in circulation.holding.held()] == [26]
    assert "26次" not in said(office.reply(Message("/digest 2023-06"), WANG)).replace(" ", "")
    assert "安全生产" in said(office.reply(Message("/item 26-3"), WANG))
    [release] = actions(held, RELEASE)
    office.reply(Message(action=release, offered=(release,)), CHEN)
    assert not circulation.holding.held()
    assert "26次" in said(office.reply(Message("/digest 2023-06"), WANG)).replace(" ", "")
    assert len(documents(own_library)) == 2


def test_where_no_meeting_is_named_the_latest_are_offered(office: Conversation, circulation: Circulation) -> None:
    shown = office.reply(Message("/hold"), CHEN)
    assert len(actions(shown, HOLD)) == 2
    unknown = office.reply(Message("/hold 99"), CHEN)
    assert "“99”" in said(unknown)
    office.reply(Message(action=actions(shown, HOLD)[0]), CHEN)
    assert len(circulation.holding.held()) == 1
    assert len(actions(office.reply(Message("/hold"), CHEN), RELEASE)) == 1


def test_minutes_added_by_chat_can_be_held_back_below_their_report(
    office: Conversation, circulation: Circulation
) -> None:
    preview = office.reply(Message(document=Document("minutes.txt", PAGED_MINUTES.encode())), CHEN)
    [keep] = actions(preview, "keep")
    report = office.reply(Message(action=keep), CHEN)
    [hold] = actions(report, HOLD)
    reply = office.reply(Message(action=hold, offered=tuple(each.action for each in report.buttons)), CHEN)
    assert not reply.in_place, "the report and its other buttons stay"
    assert [ref.meeting for ref in circulation.holding.held()] == [28]
