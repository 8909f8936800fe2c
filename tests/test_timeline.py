"""A topic over time: each meeting that says something on it, dated, with one quote, the oldest first."""

import pytest

from retrieval.answers import LineKind, Status
from retrieval.library import MinutesLibrary


@pytest.mark.parametrize(
    "question",
    [
        "产业创新集群历次会议怎么说",
        "按时间顺序说说产业创新集群",
        "timeline of industrial innovation clusters (产业创新集群)",
        "How have the industrial innovation clusters (产业创新集群) developed over time?",
    ],
)
def test_each_meeting_is_dated_and_quoted_once_the_oldest_first(library: MinutesLibrary, question: str) -> None:
    answer = library.ask(question)
    assert answer.understood["kind"] == "timeline"
    assert [line.kind for line in answer.lines] == [LineKind.HEADING, LineKind.QUOTE] * 2
    assert [citation.ref.meeting for citation in answer.citations] == [25, 26]
    assert "2023" in answer.lines[0].text
    assert library.is_verbatim(answer)


def test_a_meeting_without_the_topic_is_not_listed(library: MinutesLibrary) -> None:
    answer = library.ask("历次会议关于公共停车怎么说")
    assert [citation.ref.meeting for citation in answer.citations] == [25]


@pytest.mark.parametrize("question", ["垃圾焚烧厂历次会议怎么说", "timeline of the tram line"])
def test_a_topic_of_no_meeting_is_refused(library: MinutesLibrary, question: str) -> None:
    assert library.ask(question).status is Status.NOT_FOUND


def test_header_and_attendance_of_all_meetings_are_no_timeline(library: MinutesLibrary) -> None:
    assert library.ask("历次会议分别是谁主持的").understood["kind"] == "header"
    assert library.ask("历次会议的出席名单").understood["kind"] == "attendance"
