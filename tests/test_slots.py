"""When digests are due: time zones, daylight saving, changed wishes and clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digests.slots import days_of, last_slot, next_slot
from data.subscriptions import Every, Subscription

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
ZONES = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))

wishes = st.builds(
    Subscription,
    person=st.just("1"),
    language=st.just("zh"),
    zone=st.sampled_from(ZONES),
    every=st.sampled_from(Every),
    day=st.integers(1, 6),
    hour=st.integers(0, 23),
)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


def at(zone: str, moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def test_by_default_it_is_due_on_monday_at_nine_where_the_person_is() -> None:
    wish = Subscription("1", "zh", "Asia/Shanghai")
    slot = next_slot(wish, MONDAY - timedelta(days=1))
    assert slot.due == datetime(2026, 11, 23, 1, tzinfo=UTC)
    assert (slot.period, days_of(slot.period)) == ("2026-W48", 7)


def test_nine_stays_nine_when_daylight_saving_begins_and_ends() -> None:
    wish = Subscription("1", "en", "Europe/Berlin")
    winter, summer = at("Europe/Berlin", "2026-03-23T09"), at("Europe/Berlin", "2026-03-30T09")
    assert next_slot(wish, winter).due == summer
    assert summer - winter == timedelta(days=7, hours=-1)
    autumn = at("Europe/Berlin", "2026-10-19T09")
    assert next_slot(wish, autumn).due - autumn == timedelta(days=7, hours=1)


def test_an_hour_that_does_not_exist_comes_an_hour_late_and_one_that_comes_twice_is_due_once() -> None:
    missing = Subscription("1", "en", "Europe/Berlin", Every.DAY, hour=2)
    slot = next_slot(missing, at("Europe/Berlin", "2026-03-28T12"))
    assert slot.due.astimezone(ZoneInfo("Europe/Berlin")).hour == 3
    first = next_slot(missing, at("Europe/Berlin", "2026-10-24T12"))
    assert next_slot(missing, first.due).due - first.due == timedelta(hours=25)


def test_a_slot_before_the_subscription_is_not_made_up() -> None:
    now = at("Asia/Shanghai", "2026-11-23T10")
    assert last_slot(Subscription("1", "zh", "Asia/Shanghai", since=now - timedelta(minutes=30)), now) is None
    earlier = last_slot(Subscription("1", "zh", "Asia/Shanghai", since=now - timedelta(days=1)), now)
    assert earlier
    assert earlier.due == now - timedelta(hours=1)


def test_another_day_in_the_same_week_is_the_same_period() -> None:
    monday = next_slot(Subscription("1", "zh", "Asia/Shanghai", day=0), MONDAY - timedelta(days=1))
    friday = next_slot(Subscription("1", "zh", "Asia/Shanghai", day=4), MONDAY - timedelta(days=1))
    assert monday.period == friday.period
    assert monday.due != friday.due


def test_a_period_tells_by_its_name_how_long_it_is() -> None:
    for every, name, days in ((Every.MONTH, "2026-11", 31), (Every.WEEK, "2026-W48", 7), (Every.DAY, "2026-11-24", 1)):
        slot = next_slot(Subscription("1", "zh", "Asia/Shanghai", every, day=1), MONDAY - timedelta(days=20))
        assert days_of(slot.period) == days
        assert days_of(name) == days


def test_a_period_that_came_already_is_not_the_next() -> None:
    wish = Subscription("1", "zh", "Asia/Shanghai", day=4)
    first = next_slot(wish, MONDAY)
    assert next_slot(wish, MONDAY, {first.period}).due - first.due == timedelta(days=7)


@given(wishes, moments)
def test_the_next_slot_is_to_come_and_the_last_one_has_come_and_nothing_lies_between(
    wish: Subscription, now: datetime
) -> None:
    last, following = last_slot(wish, now), next_slot(wish, now)
    assert last
    assert last.due <= now < following.due
    assert last.period != following.period
    assert next_slot(wish, last.due) == following
    assert last_slot(wish, following.due) == following


@pytest.mark.parametrize("zone", ["Pacific/Apia", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe"])
def test_a_year_of_weeks_has_one_slot_each_in_odd_zones(zone: str) -> None:
    wish, now, periods = Subscription("1", "en", zone), MONDAY, []
    for _ in range(52):
        slot = next_slot(wish, now)
        periods.append(slot.period)
        now = slot.due
    assert len(set(periods)) == 52
