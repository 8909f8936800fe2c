"""Facts of header and footer that are worked out or asked about in passing, and those that minutes do not state."""

import pytest

from retrieval.answers import Status
from retrieval.library import MinutesLibrary


@pytest.mark.parametrize(
    ("question", "ref", "words"),
    [
        ("第25次会议是星期几开的", "25-header", "星期二"),
        ("On what weekday did meeting 26 take place?", "26-header", "Tuesday"),
        ("6月那次会是上午开的还是下午", "26-header", "上午"),
        ("第26次会议和纪要印发隔了几天", "26-header", "会后 3 天印发"),
        ("How long after meeting 25 were its minutes issued?", "25-header", "issued 7 days after the meeting"),
        ("Who chaired the June meeting and what post does he hold?", "26-header", "executive deputy mayor"),
        ("主持人是什么职务", "26-header", "常务副市长"),
        ("Was it copied to the court?", "26-footer", "Copied to: 市法院"),
        ("会议纪要发给健雄学院了吗", "26-footer", "主送：健雄学院"),
        ("Were both meetings chaired by the same person?", "26-header", "The same person chaired both: 吴敬宇"),
    ],
)
def test_facts_are_told_with_their_part(library: MinutesLibrary, question: str, ref: str, words: str) -> None:
    answer = library.ask(question)
    assert answer.status is Status.ANSWERED
    assert answer.citations[0].ref.short == ref
    assert words in answer.text
    assert library.is_verbatim(answer)


@pytest.mark.parametrize("question", ["纪要能公开吗", "Are these minutes open to the public?"])
def test_a_fact_of_no_named_meeting_is_told_of_each(library: MinutesLibrary, question: str) -> None:
    refs = {citation.ref.short for citation in library.ask(question).citations}
    assert refs == {"25-footer", "26-footer"}


@pytest.mark.parametrize(
    "question",
    [
        "第26次会议在哪个会议室开的",
        "第25次会议几点散会",
        "26次会议记录人是谁",
        "In which room did meeting 25 take place?",
        "What time did meeting 26 end?",
        "Who took the minutes at meeting 25?",
    ],
)
def test_a_fact_that_is_not_stated_is_refused(library: MinutesLibrary, question: str) -> None:
    answer = library.ask(question)
    assert answer.status is Status.NOT_FOUND
    assert not answer.citations
