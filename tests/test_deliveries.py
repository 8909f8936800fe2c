"""Digests and alerts on their way: claimed once, taken up after a crash, never told twice, never lost unseen."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from data.database import Database
from data.deliveries import LEASE, Deliveries
from data.delivery import Delivery, DeliveryKind, DeliveryStatus, Document

DIGEST, ALERT = DeliveryKind.DIGEST, DeliveryKind.ALERT
START = datetime(2026, 11, 23, 1, tzinfo=UTC)
FIRST, SECOND = Document("k3nylai7_25", "a" * 64), Document("k3nylai7_26", "b" * 64)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(f"sqlite:///{tmp_path / 'minutes.db'}")
    yield opened
    opened.close()


@pytest.fixture
def deliveries(database: Database, clock: Clock) -> Deliveries:
    return Deliveries(database, clock)


def claim(deliveries: Deliveries, *fresh: Document, period: str = "2026-W47") -> Delivery:
    claimed = deliveries.claim("1", DIGEST, period, START, fresh)
    assert claimed
    return claimed


def test_a_period_is_claimed_once_however_many_try_at_the_same_moment(tmp_path: Path, clock: Clock) -> None:
    databases = [Database(f"sqlite:///{tmp_path / 'minutes.db'}") for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        tries = [
            pool.submit(
                Deliveries(databases[turn % 4], clock).claim, str(turn // 8), DIGEST, "2026-W47", START, [FIRST]
            )
            for turn in range(80)
        ]
        claimed = [found.person for each in tries if (found := each.result())]
    for each in databases:
        each.close()
    assert sorted(claimed) == [str(person) for person in range(10)]


def test_minutes_are_told_by_one_delivery_of_a_kind_only(deliveries: Deliveries) -> None:
    assert claim(deliveries, FIRST, SECOND).documents == (FIRST, SECOND)
    assert claim(deliveries, FIRST, SECOND, period="2026-W48").documents == ()
    alert = deliveries.claim("1", ALERT, "1", START, [FIRST])
    assert alert
    assert alert.documents == (FIRST,)
    assert deliveries.claim("1", ALERT, "2", START, [FIRST]) is None


def test_a_corrected_document_of_the_same_meeting_is_news(deliveries: Deliveries) -> None:
    claim(deliveries, FIRST)
    corrected = Document(FIRST.meeting, "c" * 64)
    assert claim(deliveries, FIRST, corrected, period="2026-W48").documents == (corrected,)


def test_a_claim_whose_process_died_is_taken_up_when_it_runs_out(deliveries: Deliveries, clock: Clock) -> None:
    claimed = claim(deliveries, FIRST)
    assert deliveries.take_up() is None
    clock.time += LEASE
    taken = deliveries.take_up()
    assert taken
    assert (taken.id, taken.documents, taken.attempts) == (claimed.id, (FIRST,), 2)
    assert not deliveries.sending(claimed), "the first process has lost it"
    assert deliveries.sending(taken)


def test_one_that_died_while_telegram_was_called_is_not_sent_again_and_its_minutes_come_next_time(
    deliveries: Deliveries, clock: Clock
) -> None:
    claimed = claim(deliveries, FIRST)
    assert deliveries.sending(claimed)
    clock.time += LEASE
    assert deliveries.take_up() is None
    assert [each.status for each in deliveries.latest(5)] == [DeliveryStatus.UNSURE]
    assert claim(deliveries, FIRST, period="2026-W48").documents == (FIRST,)


def test_one_whose_first_message_arrived_counts_as_sent(deliveries: Deliveries, clock: Clock) -> None:
    claimed = claim(deliveries, FIRST)
    deliveries.sending(claimed)
    deliveries.part_sent(claimed)
    deliveries.sending(claimed)
    clock.time += LEASE
    assert deliveries.take_up() is None
    assert deliveries.counts() == {DeliveryStatus.SENT: 1}
    assert claim(deliveries, FIRST, period="2026-W48").documents == ()


def test_what_waits_is_taken_up_when_its_time_comes_and_by_one_only(deliveries: Deliveries, clock: Clock) -> None:
    claimed = claim(deliveries, FIRST)
    deliveries.sending(claimed)
    deliveries.wait(claimed, START + timedelta(minutes=5), "RetryAfter")
    assert deliveries.take_up() is None
    clock.time += timedelta(minutes=5)
    taken = deliveries.take_up()
    assert taken
    assert (taken.failure, taken.documents) == ("RetryAfter", (FIRST,))
    assert deliveries.take_up() is None


def test_one_that_failed_can_be_sent_again_by_hand(deliveries: Deliveries) -> None:
    claimed = claim(deliveries, FIRST)
    assert not deliveries.again(claimed.id, [FIRST])
    deliveries.end(claimed, DeliveryStatus.FAILED, "BadRequest")
    assert deliveries.told("1", DIGEST) == frozenset()
    assert deliveries.again(claimed.id, [FIRST])
    taken = deliveries.take_up()
    assert taken
    assert taken.documents == (FIRST,)


def test_what_was_there_before_is_not_told(deliveries: Deliveries) -> None:
    deliveries.tell_nothing("1", DIGEST, [FIRST])
    assert claim(deliveries, FIRST, SECOND).documents == (SECOND,)


class Deliverers(RuleBasedStateMachine):
    """Processes that claim, send, die and come back while the clock jumps to and fro."""

    @initialize()
    def begin(self) -> None:
        self.clock = Clock()
        self.database = Database("sqlite://")
        self.deliveries = Deliveries(self.database, self.clock)
        self.arrived: dict[tuple[str, str], int] = {}
        self.in_hand: list[Delivery] = []

    @rule(person=st.sampled_from("123"), week=st.integers(47, 49))
    def claims(self, person: str, week: int) -> None:
        claimed = self.deliveries.claim(person, DIGEST, f"2026-W{week}", self.clock(), [FIRST, SECOND])
        if claimed:
            self.in_hand.append(claimed)

    @rule()
    def takes_up(self) -> None:
        taken = self.deliveries.take_up()
        if taken:
            self.in_hand.append(taken)

    @rule(fate=st.sampled_from(["arrives", "arrives and dies", "refused", "dies before", "dies within"]))
    def sends(self, fate: str) -> None:
        if not self.in_hand:
            return
        delivery = self.in_hand.pop(0)
        if fate == "dies before" or not self.deliveries.sending(delivery):
            return
        if fate in ("arrives", "arrives and dies"):
            key = delivery.person, delivery.period
            self.arrived[key] = self.arrived.get(key, 0) + 1
        if fate == "arrives":
            self.deliveries.end(delivery, DeliveryStatus.SENT)
        if fate == "refused":
            self.deliveries.wait(delivery, self.clock() + timedelta(minutes=1), "RetryAfter")

    @rule(minutes=st.integers(-200, 200))
    def time_passes(self, minutes: int) -> None:
        self.clock.time += timedelta(minutes=minutes)

    @invariant()
    def nobody_gets_a_period_twice(self) -> None:
        assert all(count == 1 for count in getattr(self, "arrived", {}).values())

    def teardown(self) -> None:
        self.database.close()


Deliverers.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestDeliverers = Deliverers.TestCase
