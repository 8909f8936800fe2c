"""Who sat, asked by bodies of a kind, by names that no list holds, by posts, and over two meetings."""

import pytest

from retrieval.answers import LineKind, Status
from retrieval.library import MinutesLibrary

BOTH = {"25-attendance", "26-attendance"}


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("第25次会议法院来人了吗？", {"周永飞"}),
        ("Which phone companies sat in?", {"王志勇", "朱亦佳", "周菊华"}),
        ("Which towns were represented at meeting 25?", {"顾强", "王永伟", "李益", "陈颖", "张杰", "陈凯"}),
        ("第26次会议街道来了哪些人", {"邵旻", "龚迪"}),
        ("Which banks sent someone to meeting 26?", {"林立彬"}),
        ("Who represented Shaxi town at the May meeting?", {"王永伟"}),
        ("谁代表浏河镇参加了6月的会", {"宋蔚"}),
    ],
)
def test_bodies_are_found_by_kind_and_by_place(library: MinutesLibrary, question: str, names: set[str]) -> None:
    answer = library.ask(question)
    assert answer.status is Status.ANSWERED
    said = [line.text for line in answer.lines if line.kind is LineKind.STATEMENT]
    assert len(said) == len(names)
    assert all(any(name in line for line in said) for name in names)
    assert library.is_verbatim(answer)


@pytest.mark.parametrize(
    ("question", "name", "instead"),
    [
        ("卫健委的刘芳列席的是哪一次？", "刘芳", "周纯"),
        ("财政局的王建国到会了吗", "王建国", "周淑亚"),
        ("Was 赵志刚 of the housing bureau present?", "赵志刚", "陆江"),
        ("Was Li Ming from the finance bureau at meeting 25?", "Li Ming", "周淑亚"),
        ("Was Mr Zhang Wei there?", "Zhang Wei", ""),
    ],
)
def test_a_name_on_no_list_is_answered_with_nobody_else(
    library: MinutesLibrary, question: str, name: str, instead: str
) -> None:
    answer = library.ask(question)
    assert answer.status is Status.NOT_FOUND
    assert not answer.citations
    assert name in answer.text
    assert instead in answer.text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("两次开会科技局派的是同一个人吗", "市科技局：不是同一人（第26次会议 何伟伟，第25次会议 郁颖珠）"),
        ("Did the same person represent the health commission at both meetings?", "市卫健委: the same"),
        ("哪些人两次会都来了", "各次都在名单上的有 50 人：郑丙华"),
        ("Who attended both meetings?", "On both lists (50): 郑丙华"),
    ],
)
def test_the_lists_of_two_meetings_are_compared(library: MinutesLibrary, question: str, words: str) -> None:
    answer = library.ask(question)
    assert words in answer.text
    assert {citation.ref.short for citation in answer.citations} == BOTH


@pytest.mark.parametrize("question", ["有谁只参加了第26次会议", "Who was at meeting 26 but not at meeting 25?"])
def test_who_was_at_one_meeting_only_is_told_of_that_one(library: MinutesLibrary, question: str) -> None:
    answer = library.ask(question)
    assert {citation.ref.short for citation in answer.citations} == {"26-attendance"}
    assert "倪嘉臻" in answer.text
    assert "王莉萍" not in answer.text


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("副市长出席了第26次会议吗", Status.ANSWERED),
        ("Was the executive deputy mayor at meeting 25?", Status.ANSWERED),
        ("市长参加第26次会议了吗", Status.NOT_FOUND),
        ("Was the mayor there?", Status.NOT_FOUND),
    ],
)
def test_a_post_is_told_by_the_header_or_not_at_all(library: MinutesLibrary, question: str, status: Status) -> None:
    answer = library.ask(question)
    assert answer.status is status
    assert "吴敬宇" in answer.text
    assert all(citation.ref.short.endswith("-header") for citation in answer.citations)


@pytest.mark.parametrize(
    "question",
    ["马良的电话是多少", "What is the phone number of Ma Liang?", "How old is 吴敬宇?", "信用便企领导小组的组长是谁"],
)
def test_what_minutes_never_say_of_people_is_refused(library: MinutesLibrary, question: str) -> None:
    answer = library.ask(question)
    assert answer.status is Status.NOT_FOUND
    assert not answer.citations
