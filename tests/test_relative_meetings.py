"""Meetings by their place among the others and by the time they were held, counted from a day that is given."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from data.words import fold
from retrieval.answers import Status
from retrieval.library import LibrarySettings, MinutesLibrary
from retrieval.mentions import Calendar, Mentions, find_mentions
from tests.conftest import MINUTES

TODAY = date(2023, 11, 22)


def mentions(text: str, *counted: tuple[int, int]) -> Mentions:
    return find_mentions(fold(text), {25, 26}, calendar=Calendar(TODAY, counted))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("去年的会议", "2022"),
        ("今年6月的会", "2023-06"),
        ("6月份的会议", "06"),
        ("meetings in 2023", "2023"),
        ("this year's meetings", "2023"),
        ("last year's meetings", "2022"),
        ("2023年上半年的会议", "2023-01..06"),
        ("第三季度的会议", "07..09"),
        ("meetings in the third quarter of 2023", "2023-07..09"),
        ("meetings held between May and July 2023", "2023-05..07"),
        ("5月到7月的会议", "05..07"),
        ("上个月的会议", "2023-10"),
        ("the April 2023 meeting", "2023-04"),
    ],
)
def test_the_time_when_meetings_were_held_is_read(text: str, said: str) -> None:
    assert [str(day) for day in mentions(text).dates] == [said]


@pytest.mark.parametrize(
    "text", ["2023年工作要点怎么定的", "上半年经济形势怎么样", "the plan for 2023", "1-5月经济运行情况", "去年的投资"]
)
def test_the_time_of_something_else_is_none_of_a_meeting(text: str) -> None:
    assert mentions(text).dates == ()


def test_a_ref_by_year_is_one_where_there_is_such_a_meeting_and_else_a_date() -> None:
    read = mentions("2026-1-2", (2026, 1))
    assert [str(ref) for ref in read.refs] == ["1-2"]
    assert [(each.ordinal, each.year) for each in read.numbered] == [(1, 2026)]
    assert [str(day) for day in mentions("2026-1-2").dates] == ["2026-01-02"]


@pytest.fixture(scope="module")
def meetings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MinutesLibrary]:
    """The shipped minutes on a day of 2023; only structure is asked."""
    state = tmp_path_factory.mktemp("relative")
    with MinutesLibrary(LibrarySettings(Path(state), MINUTES), today=lambda: TODAY) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "headers"),
    [
        ("上次会议谁主持", ["26-header"]),
        ("who chaired the latest meeting", ["26-header"]),
        ("上上次会议谁主持", ["25-header"]),
        ("who chaired the meeting before last", ["25-header"]),
        ("第26次的前一次会议谁主持", ["25-header"]),
        ("who chaired the meeting before meeting 26", ["25-header"]),
        ("who chaired the meeting after meeting 25", ["26-header"]),
        ("第27次会议的上一次会议谁主持", ["26-header"]),
        ("最近两次会议谁主持", ["26-header", "25-header"]),
        ("who chaired the last two meetings", ["26-header", "25-header"]),
        ("今年6月的会谁主持", ["26-header"]),
        ("最早的一次会议谁主持", ["25-header"]),
        ("who chaired the first meeting of 2023", ["25-header"]),
        ("who chaired the last meeting of 2023", ["26-header"]),
        ("2023年的最后一次会议谁主持", ["26-header"]),
    ],
)
def test_a_meeting_is_found_by_its_place_or_time(meetings: MinutesLibrary, question: str, headers: list[str]) -> None:
    answer = meetings.ask(question)
    assert answer.status is Status.ANSWERED
    assert list(dict.fromkeys(citation.ref.short for citation in answer.citations)) == headers


def test_the_first_of_a_year_that_is_not_kept_is_said_to_be_another(meetings: MinutesLibrary) -> None:
    text = meetings.ask("who chaired the first meeting of 2023").text
    assert text.startswith("The earliest of that year in the library is meeting 25")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("去年的会议", "2022年"),
        ("last year's meetings", "2022"),
        ("第三季度的会议有哪些", "7月至9月"),
        ("第25次的前一次会议谁主持", "第25次常务会议（2023年5月23日）前一次"),
        ("下次会议审议什么", "后一次"),
    ],
)
def test_where_there_is_no_such_meeting_it_is_said_and_what_there_is(
    meetings: MinutesLibrary, question: str, said: str
) -> None:
    answer = meetings.ask(question)
    assert answer.status is Status.NOT_FOUND
    assert said in answer.text
    assert "26" in answer.text


@pytest.mark.parametrize(
    "question",
    ["meetings in 2023", "今年开了哪些会", "2023年上半年开过几次会", "how many meetings were held this year"],
)
def test_the_meetings_of_a_time_are_listed(meetings: MinutesLibrary, question: str) -> None:
    answer = meetings.ask(question)
    assert answer.understood["kind"] == "meetings"
    assert {citation.ref.short for citation in answer.citations} == {"25-header", "26-header"}


def test_a_year_limits_a_list_without_a_word_for_meetings(meetings: MinutesLibrary) -> None:
    assert {c.ref.meeting for c in meetings.ask("2023年6月审议了哪些办法").citations} == {26}
    assert meetings.ask("2022年审议了哪些办法").status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("第25、26、27次会议的主持人", "库中没有第27次会议的纪要"),
        ("who chaired meetings 25-27", "There are no minutes of a meeting 27."),
        ("第20至26次会议谁主持", "库中没有第20次至第24次会议的纪要"),
        ("who chaired meetings 20 to 26", "There are no minutes of meetings 20 to 24."),
    ],
)
def test_of_a_range_the_meetings_kept_answer_and_the_others_are_named(
    meetings: MinutesLibrary, question: str, said: str
) -> None:
    answer = meetings.ask(question)
    assert answer.status is Status.ANSWERED
    assert answer.text.startswith(said)
    assert {citation.ref.short for citation in answer.citations} == {"25-header", "26-header"}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("第26次会议是7月开的吗", "第26次常务会议（2023年6月13日）不是7月召开的"),
        ("第26次会议是6月开的吗", "第26次会议 · 会议日期"),
        ("meeting 26 was held in July, right?", "Meeting 26 (13 June 2023) was not held in July."),
    ],
)
def test_a_meeting_that_is_named_counts_for_more_than_its_month(
    meetings: MinutesLibrary, question: str, said: str
) -> None:
    answer = meetings.ask(question)
    assert answer.status is Status.ANSWERED
    assert answer.text.startswith(said)
    assert {citation.ref.short for citation in answer.citations} == {"26-header"}
