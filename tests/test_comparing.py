"""Meetings are set against each other on a topic, or in what is on record of them; each line is cited."""

import pytest

from retrieval.answers import LineKind, Status
from retrieval.library import MinutesLibrary


@pytest.mark.parametrize(
    ("question", "resolution", "silent"),
    [
        ("第25次和第26次会议关于停车有什么区别", "25-8", "26"),
        ("how do meetings 25 and 26 differ on the economic census", "26-2", "25"),
    ],
)
def test_a_meeting_that_says_nothing_on_the_topic_is_named(
    library: MinutesLibrary, question: str, resolution: str, silent: str
) -> None:
    answer = library.ask(question)
    assert answer.status is Status.ANSWERED
    assert {citation.ref.whole_resolution().short for citation in answer.citations} == {resolution}
    nothing = [line.text for line in answer.lines if line.kind is LineKind.NOTICE]
    assert len(nothing) == 1
    assert silent in nothing[0]


@pytest.mark.parametrize(
    "question", ["第25次和第26次会议关于安全有什么不同", "how do meetings 25 and 26 differ on safety"]
)
def test_each_meeting_answers_under_its_name_the_earlier_first(library: MinutesLibrary, question: str) -> None:
    answer = library.ask(question)
    assert [citation.ref.meeting for citation in answer.citations] == sorted(
        citation.ref.meeting for citation in answer.citations
    )
    assert {citation.ref.meeting for citation in answer.citations} == {25, 26}
    names = [line.text for line in answer.lines if line.kind is LineKind.HEADING and not line.citation]
    assert len(names) == 2
    assert library.is_verbatim(answer)


@pytest.mark.parametrize("question", ["compare meetings 25 and 26", "比较第25次和第26次会议", "最近两次会议有什么不同"])
def test_without_a_topic_the_records_stand_side_by_side(library: MinutesLibrary, question: str) -> None:
    answer = library.ask(question)
    refs = {citation.ref.short for citation in answer.citations}
    assert {"25-header", "26-header", "25-12", "26-8"} <= refs
    assert "12" in answer.text
    assert "36" in answer.text


def test_what_is_on_both_agendas_is_told(library: MinutesLibrary) -> None:
    answer = library.ask("what is on both agendas")
    assert answer.status is Status.ANSWERED
    assert answer.lines[0].kind is LineKind.NOTICE
    assert answer.lines[0].text.startswith("No matter")
    assert library.ask("两次会议谁主持的").understood["kind"] == "header"


def test_a_meeting_answers_with_all_its_items_that_fit_about_equally_well(library: MinutesLibrary) -> None:
    answer = library.ask("第25次和第26次会议关于安全有什么不同")
    assert len({citation.ref for citation in answer.citations if citation.ref.meeting == 26}) > 1
