"""Meetings, document numbers, refs and dates are read in every usual form, and nothing else is taken for one."""

import pytest

from data.refs import Ref
from data.words import fold
from retrieval.mentions import Mentions, Point, find_mentions


def mentions(text: str) -> Mentions:
    return find_mentions(fold(text), {25, 26})


@pytest.mark.parametrize(
    "text",
    [
        "what did meeting 26 decide",
        "the 26th meeting",
        "the 26th",
        "the twenty-sixth executive meeting",
        "meeting twenty-six",
        "Meeting #26",
        "meeting no. 26",
        "第26次会议",
        "第 26 次常务会议",
        "第２６次会议",
        "第二十六次常务会议",
        "第廿六次会议",
        "第26次常務會議",
        "二十六次会议",
        "26次会",
        "26次讲了什么",
    ],
)
def test_a_meeting_is_read_by_its_ordinal(text: str) -> None:
    assert mentions(text).meetings == (26,)


@pytest.mark.parametrize(
    "text",
    [
        "meetings 25 and 26",
        "the 25th and 26th meetings",
        "第25次和第26次会议",
        "第25、26次会议",
        "跟25次比，26次换了谁",
    ],
)
def test_two_meetings_are_read_together(text: str) -> None:
    assert mentions(text).meetings == (25, 26)


@pytest.mark.parametrize(
    "text",
    [
        "第25、26、27次会议的主持人",
        "第25至27次会议",
        "第25到27次会议",
        "第25-27次会议",
        "第二十五至二十七次会议",
        "第25次、第26次和第27次会议",
        "meetings 25-27 on parking",
        "meetings 25 to 27",
        "from meeting 25 to meeting 27",
        "meetings 25, 26 and 27",
        "the 25th, 26th and 27th meetings",
        "the 25th to 27th meetings",
    ],
)
def test_ranges_and_longer_lists_of_meetings_are_read_whole(text: str) -> None:
    read = mentions(text)
    assert read.meetings == (25, 26, 27)
    assert read.refs == ()


def test_the_year_of_a_range_is_that_of_each_meeting() -> None:
    assert [(each.ordinal, each.year) for each in mentions("2026年第1至3次会议").numbered] == [
        (1, 2026),
        (2, 2026),
        (3, 2026),
    ]


@pytest.mark.parametrize("text", ["meeting 25-3", "meetings 25-3 and 26-2"])
def test_a_ref_is_no_range_of_meetings(text: str) -> None:
    assert mentions(text).refs[0] == Ref(25, 3)


@pytest.mark.parametrize(
    "text",
    [
        "第五次全国经济普查怎么安排",
        "第3、4、5次全国普查",
        "when may minutes be published",
        "第七次人口普查",
        "the 20th Party Congress",
        "two meetings",
        "两次会议",
        "2025 行动计划",
        "the 14th five-year plan",
    ],
)
def test_other_ordinals_are_no_meetings(text: str) -> None:
    assert mentions(text).meetings == ()


def test_an_ordinal_that_says_it_is_a_meeting_is_read_even_if_there_is_none() -> None:
    assert mentions("What did executive meeting 12 decide?").meetings == (12,)
    assert mentions("第10次常务会议是谁主持的").meetings == (10,)


@pytest.mark.parametrize(
    "text",
    [
        "纪要第12号",
        "第12号纪要",
        "12号纪要",
        "第十二号",
        "会议纪要第 12 号",
        "document no. 12",
        "minutes No. 12",
        "document 12",
    ],
)
def test_a_document_number_is_not_an_ordinal(text: str) -> None:
    read = mentions(text)
    assert read.documents == (12,)
    assert read.meetings == ()


@pytest.mark.parametrize(
    "text",
    ["26-3-2", "26 3 2", "26/3(2)", "26 三（二）", "show me 26-3-2 please", "看看26-3-2"],
)
def test_a_ref_is_read_where_meeting_resolution_and_item_stand_together(text: str) -> None:
    assert mentions(text).refs == (Ref(26, 3, 2),)


@pytest.mark.parametrize(
    "text",
    [
        "第26次会议第三项（二）",
        "第26次·三·（二）",
        "第26次会议第三项第（二）点",
        "26次会第3项第2条",
        "第26次会议第三个决议的第二点",
        "item 3(2) of meeting 26",
        "resolution 3, item 2 of meeting 26",
        "meeting 26, resolution 3 item 2",
        "item 2 of resolution 3, meeting 26",
        "the second item of the third resolution of meeting 26",
        "resolution 3 of meeting 26, item 2",
    ],
)
def test_a_point_is_read_where_its_meeting_is_said_elsewhere(text: str) -> None:
    read = mentions(text)
    assert (read.meetings, read.points) == ((26,), (Point(3, 2),))


def test_a_lone_number_of_a_resolution_needs_its_meeting() -> None:
    assert mentions("第26次会议第三项").points == (Point(3, None),)
    assert mentions("第26次会议第三条").points == (Point(3, None),)
    assert mentions("第三项重点工作是什么").points == ()


@pytest.mark.parametrize(
    "text", ["第25次会议第三项和第四项", "第25次会议第3、4项", "resolution three and resolution 4 of meeting 25"]
)
def test_several_points_are_read_together(text: str) -> None:
    assert mentions(text).points == (Point(3, None), Point(4, None))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2023年6月13日的会议", "2023-06-13"),
        ("2023-06-13", "2023-06-13"),
        ("6月13日那次会", "06-13"),
        ("六月十三日那次会", "06-13"),
        ("二〇二三年六月十三日的会议", "2023-06-13"),
        ("五月份的会议", "05"),
        ("13 June 2023", "2023-06-13"),
        ("June 13, 2023", "2023-06-13"),
        ("2023年6月的会", "2023-06"),
        ("in June 2023", "2023-06"),
        ("minutes of June 2023", "2023-06"),
        ("May 2023 minutes", "2023-05"),
        ("2023年6月的纪要", "2023-06"),
    ],
)
def test_dates_are_read_in_both_languages(text: str, said: str) -> None:
    read = mentions(text)
    assert [str(day) for day in read.dates] == [said]
    assert read.refs == ()


@pytest.mark.parametrize("text", ["上次会议", "最近一次会议", "the last meeting", "latest meeting"])
def test_the_latest_meeting_is_read(text: str) -> None:
    assert mentions(text).latest


def test_what_was_read_is_taken_out_of_the_rest() -> None:
    assert mentions("第26次会议关于安全生产").rest.strip() == "会议关于安全生产"
