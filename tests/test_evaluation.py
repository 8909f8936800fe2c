"""The evaluation compares citations with gold refs, and a faulty question file is told with its line."""

from pathlib import Path

import pytest

from data.bilingual import MinutesError
from data.refs import Ref
from retrieval.answers import Answer, Citation, Line, LineKind, Status
from retrieval.evaluation import evaluate, table
from retrieval.questions import AskedQuestion, read_questions


def answer(*refs: Ref, status: Status = Status.ANSWERED) -> Answer:
    lines = tuple(Line(LineKind.QUOTE, "字", Citation(ref, "字", "某市人民政府", "1", "a.txt")) for ref in refs)
    return Answer("?", "zh", status, lines, timings={"encode": 0.0, "total": 4.0})


def test_the_figures_of_a_group_are_means_over_its_questions() -> None:
    questions = [
        AskedQuestion("1", "a", ("1-1-1",), "topic"),
        AskedQuestion("2", "b", ("1-1-1", "1-1-2"), "topic"),
        AskedQuestion("3", "c", (), "unanswerable"),
        AskedQuestion("4", "d", (), "unanswerable"),
    ]
    answers = {
        "a": answer(Ref(1, 1, 1)),
        "b": answer(Ref(1, 2, 1), Ref(1, 1, 2)),
        "c": answer(status=Status.NOT_FOUND),
        "d": answer(Ref(1, 1, 1)),
    }
    judged = evaluate(questions, answers.__getitem__, lambda _: True)
    rows = {row.group: row for row in table(judged)}
    topic = rows["kind topic"]
    assert (topic.questions, topic.first_right, topic.recall, topic.precision, topic.refused) == (2, 0.5, 0.75, 0.75, 0)
    assert rows["unanswerable"].first_right == 0.5
    assert rows["unanswerable"].refused == 0.5
    assert topic.median_ms == 4.0


def test_the_shipped_questions_are_well_formed() -> None:
    questions = read_questions(Path(__file__).parent / "questions" / "taicang.jsonl")
    unanswerable = [each for each in questions if each.gold == ()]
    assert len(questions) >= 60
    assert len(unanswerable) * 4 >= len(questions) - 4
    assert len({each.id for each in questions}) == len(questions)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "q.jsonl:2 is not valid JSON"),
        ('{"id": 1}', 'q.jsonl:2 has no field "question"'),
        ("[]", 'q.jsonl:2 has no field "question"'),
        ('{"question": "x", "gold": ["nonsense"]}', 'q.jsonl:2: "gold" is not a list of refs'),
    ],
)
def test_a_faulty_line_is_named(tmp_path: Path, line: str, words: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(f'{{"question": "fine"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(MinutesError, match=r"q\.jsonl:2") as caught:
        read_questions(path)
    assert words in caught.value.say("en")


def test_a_question_without_gold_cannot_be_judged() -> None:
    with pytest.raises(MinutesError, match="gold"):
        evaluate([AskedQuestion("7", "a", None, "")], lambda _: answer(), lambda _: True)
