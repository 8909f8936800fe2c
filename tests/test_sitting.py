"""Who sat and who was absent, dates and agendas that are not whole, and refs with a year, among several offices."""

from collections.abc import Iterator

import pytest

from data.model import Attendee
from retrieval.answers import Status
from retrieval.attending import asked_attendees
from retrieval.expecting import asks_for_something, is_expected
from retrieval.library import LibrarySettings, MinutesLibrary
from tests.offices import write_minutes

ABSENT = """清河县人民政府

常务会议纪要

第 3 号

2024 年 3 月 6 日

2024 年 3 月 4 日上午，县长李明主持召开县政府第 7 次常务会议，听取春耕生产工作情况的汇报。

会议听取和研究了以下事项：

一、听取关于春耕生产工作情况的汇报

会议指出，要备足农资。

出席：李  明  王  强  赵  刚

请假：高积鑫（赴上海参加会议）  张剑波

列席：县教育局孙伟、县财政局钱进

记录：周  洁
"""


DATELESS = """滨海县人民政府2025年第1次常务会议纪要

3月12日上午，县长于明主持召开滨海县人民政府2025年第1次常务会议。现将会议有关事项纪要如下：

一、审议《政府工作报告（审议稿）》

会议指出，要征求各方意见。

二、研究民生实事项目

会议指出，要问需于民。
"""


@pytest.fixture(scope="module")
def absent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MinutesLibrary]:
    folder = tmp_path_factory.mktemp("absent")
    write_minutes(folder / "minutes")
    (folder / "minutes" / "清河县.txt").write_text(ABSENT, encoding="utf-8")
    (folder / "minutes" / "滨海县.txt").write_text(DATELESS, encoding="utf-8")
    with MinutesLibrary(LibrarySettings(folder / "state", folder / "minutes")) as library:
        yield library


@pytest.mark.parametrize(
    "question",
    ["谁请假了", "清河县第7次会议谁没来", "who was absent", "Who did not attend Qinghe county's meeting 7?"],
)
def test_who_was_absent_is_answered_with_the_reasons(absent: MinutesLibrary, question: str) -> None:
    answer = absent.ask(question)
    assert answer.status is Status.ANSWERED
    assert [citation.ref.short for citation in answer.citations] == ["7-attendance", "7-attendance"]
    assert "高积鑫" in answer.lines[0].text
    assert "赴上海参加会议" in answer.lines[0].text
    assert "张剑波" in answer.lines[1].text
    assert absent.is_verbatim(answer)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("高积鑫出席了吗", "高积鑫（未出席：赴上海参加会议）"),
        ("Did Gao Jixin attend?", "高积鑫, absent (未出席): “赴上海参加会议”"),
        ("张剑波为什么没来", "张剑波（未出席）"),
        ("王强请假了吗", "王强（出席）"),
        ("清河县教育局请假了吗", "县教育局：孙伟（列席）"),
    ],
)
def test_whether_someone_was_absent_is_answered_from_the_list(
    absent: MinutesLibrary, question: str, words: str
) -> None:
    assert words in absent.ask(question).text


@pytest.mark.parametrize("question", ["汨罗市第26次会议谁缺席", "who was absent from Miluo meeting 26"])
def test_nobody_is_called_absent_where_the_minutes_mark_no_one(absent: MinutesLibrary, question: str) -> None:
    answer = absent.ask(question)
    assert answer.status is Status.NOT_FOUND
    assert not answer.citations


def test_the_absent_are_not_counted_among_those_who_sat(absent: MinutesLibrary) -> None:
    present = absent.ask("清河县第7次会议有谁出席")
    assert "出席 3 人：李明、王强、赵刚" in present.text
    assert "高积鑫" not in present.text
    assert "高积鑫" not in absent.ask("清河县第7次会议列席人员").text
    assert "列席 2 人" in absent.ask("清河县第7次会议列席人员").text
    everyone = absent.ask("who attended Qinghe meeting 7").text
    assert "absent (未出席): 2 people" in everyone
    assert "周洁" not in everyone


def test_minutes_without_a_list_of_people_say_so(absent: MinutesLibrary) -> None:
    assert "没有出席、列席名单" in absent.ask("滨海县2025年第1次会议谁出席了").text


def test_a_day_without_its_year_is_told_as_it_is_written(absent: MinutesLibrary) -> None:
    answer = absent.ask("龙岗区第26次会议什么时候召开")
    assert "2023年6月16日" in answer.text
    unsure = absent.ask("滨海县2025年第1次会议是哪天开的")
    assert "3月12日" in unsure.text
    assert "未写明" not in unsure.text


def test_an_agenda_that_is_not_listed_is_told_by_the_headings(absent: MinutesLibrary) -> None:
    answer = absent.ask("滨海县2025年第1次会议有哪些议题")
    assert "没有列出议程" in answer.text
    assert [citation.ref.short for citation in answer.citations] == ["1-1", "1-2"]


def test_a_meeting_counted_by_year_may_have_the_year_in_its_ref(absent: MinutesLibrary) -> None:
    whole, resolution = absent.part("2025-1"), absent.part("2025-1-2")
    assert [str(part.ref.short) for part in (*whole, *resolution)] == ["1", "1-2"]
    assert absent.part("2024-1") == []
    assert [citation.ref.meeting for citation in absent.ask("2025-1").citations][:1] == [1]


def test_a_ref_of_another_series_is_answered_with_no_part_of_this_one(absent: MinutesLibrary) -> None:
    answer = absent.ask("aaaaaaaa_7-1")
    assert answer.status is Status.NOT_FOUND
    assert not answer.citations


def test_what_pay_or_a_budget_is_about_need_not_name_an_amount() -> None:
    for topic in ("农民工工资", "根治欠薪", "预算执行情况", "budget report"):
        assert not asks_for_something(topic)
    for topic in ("秘书工资", "预算多少", "how much money"):
        assert asks_for_something(topic)
    assert is_expected("how much of the deposit", "没收定金总额的30%", ())


def test_a_town_is_no_other_town(absent: MinutesLibrary) -> None:
    question = absent.read_question("大龙街道谁参加了会议")
    people = (Attendee("罗自荣", "归义街道", present=False), Attendee("孙伟", "教育局", present=False))
    assert asked_attendees(question, people) == []
    assert asked_attendees(absent.read_question("哪些部门参加了会议"), people) is None
