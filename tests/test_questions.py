"""A file of questions is read whole or refused with one sentence that names the line; the shipped one is sound."""

import json
from collections import Counter
from pathlib import Path

import pytest

from data.bilingual import MinutesError
from retrieval.evaluation import find_cases
from retrieval.library import MinutesLibrary
from retrieval.questions import AskedQuestion, read_questions

SHIPPED = Path(__file__).parent / "questions" / "taicang.jsonl"
KINDS = set(
    "attendance comparison count decision department duties footer full_item header issuing listing phrase relative "
    "timeline topic unanswerable whole_meeting".split()
)


def bare(text: str) -> str:
    return "".join(text.split())


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "q.jsonl"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refusal(path: Path) -> MinutesError:
    with pytest.raises(MinutesError) as caught:
        read_questions(path)
    assert "\n" not in caught.value.say("zh") + caught.value.say("en")
    return caught.value


def test_a_question_is_read_with_all_its_fields_and_its_line(tmp_path: Path) -> None:
    line = {"id": 7, "question": "谁？", "gold": ["26-3", "26-3", "k3nylai7_26-3-2"], "type": "topic", "lang": "zh"}
    path = written(tmp_path, '{"question": "who"}\n' + json.dumps(line | {"evidence": [1]}))
    assert read_questions(path) == [
        AskedQuestion(None, "who", None, "", None, "q.jsonl:1"),
        AskedQuestion(7, "谁？", ("26-3", "k3nylai7_26-3-2"), "topic", "zh", "q.jsonl:2"),
    ]


def test_a_byte_order_mark_other_line_ends_and_blank_lines_are_no_mistakes(tmp_path: Path) -> None:
    path = written(tmp_path, b'\xef\xbb\xbf{"question": "a"}\r\n\r\n  \t\n{"question": "b\xe2\x80\xa8c"}\r\n')
    assert [(each.question, each.place) for each in read_questions(path)] == [
        ("a", "q.jsonl:1"),
        ("b\u2028c", "q.jsonl:4"),
    ]


@pytest.mark.parametrize(
    ("line", "english", "chinese"),
    [
        ("{", "q.jsonl:2 is not valid JSON.", "q.jsonl:2 不是有效的 JSON。"),
        ("[" * 100_000, "q.jsonl:2 is not valid JSON.", "q.jsonl:2 不是有效的 JSON。"),
        (b"\xff", "q.jsonl:2 is not valid UTF-8.", "q.jsonl:2 不是有效的 UTF-8。"),
        ("[]", "q.jsonl:2 is not a JSON object.", "q.jsonl:2 不是 JSON 对象。"),
        ('{"id": 1}', 'q.jsonl:2 has no field "question" with a text.', "q.jsonl:2 缺少 question 字段。"),
        ('{"question": 5}', 'q.jsonl:2 has no field "question" with a text.', "q.jsonl:2 缺少 question 字段。"),
        ('{"question": " "}', 'q.jsonl:2 has no field "question" with a text.', "q.jsonl:2 缺少 question 字段。"),
        (
            '{"question": "x", "gold": "26-3"}',
            'q.jsonl:2: "gold" is not a list of refs.',
            "q.jsonl:2 的 gold 字段不是编号列表。",
        ),
        (
            '{"question": "x", "gold": ["26-3", "第三项"]}',
            'q.jsonl:2: "第三项" in gold is not a ref (such as 26-3-2 or 26-header).',
            'q.jsonl:2：gold 中的 "第三项" 不是编号（例如 26-3-2、26-header）。',
        ),
        (
            '{"question": "x", "gold": [26]}',
            "q.jsonl:2: 26 in gold is not a ref (such as 26-3-2 or 26-header).",
            "q.jsonl:2：gold 中的 26 不是编号（例如 26-3-2、26-header）。",
        ),
        (
            '{"question": "x", "id": [1]}',
            'q.jsonl:2: "id" is neither a text nor a whole number.',
            "q.jsonl:2 的 id 字段既不是文字也不是整数。",
        ),
        (
            '{"question": "x", "id": true}',
            'q.jsonl:2: "id" is neither a text nor a whole number.',
            "q.jsonl:2 的 id 字段既不是文字也不是整数。",
        ),
        ('{"question": "x", "type": 3}', 'q.jsonl:2: "type" is not a text.', "q.jsonl:2 的 type 字段不是文字。"),
        (
            '{"question": "x", "lang": "fr"}',
            'q.jsonl:2: "lang" is neither "zh" nor "en".',
            "q.jsonl:2 的 lang 字段不是 zh 或 en。",
        ),
        (
            '{"question": "x", "id": "a"}',
            "q.jsonl:2: the id a was used before, at q.jsonl:1.",
            "q.jsonl:2 的 id a 已在 q.jsonl:1 用过。",
        ),
    ],
)
def test_a_mistake_is_told_in_one_sentence_with_its_line(
    tmp_path: Path, line: str | bytes, english: str, chinese: str
) -> None:
    content = line.encode() if isinstance(line, str) else line
    error = refusal(written(tmp_path, b'{"question": "fine", "id": "a"}\n' + content + b"\n"))
    assert (error.say("en"), error.say("zh")) == (english, chinese)


@pytest.mark.parametrize("content", [b"", b"\n \r\n", b"\xef\xbb\xbf"])
def test_a_file_without_questions_is_refused(tmp_path: Path, content: bytes) -> None:
    error = refusal(written(tmp_path, content))
    assert (error.say("en"), error.say("zh")) == ("q.jsonl holds no questions.", "q.jsonl 中没有问题。")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        assert str(path) in refusal(path).say("en")


# The shipped questions


def test_the_shipped_questions_are_of_all_kinds_in_both_languages_and_a_quarter_is_unanswerable() -> None:
    questions = read_questions(SHIPPED)
    answerable = Counter(each.language for each in questions if each.gold)
    unanswerable = Counter(each.language for each in questions if each.gold == ())
    assert len(questions) >= 60
    assert {each.kind for each in questions} == KINDS
    assert unanswerable.total() * 4 >= len(questions)
    assert answerable.keys() == unanswerable.keys() == {"zh", "en"}
    for count in (answerable, unanswerable):
        assert min(count.values()) * 1.25 >= max(count.values())
    by_kind = {(each.kind, each.language) for each in questions}
    assert by_kind == {(kind, language) for kind in KINDS for language in ("zh", "en")}
    assert all((each.kind == "unanswerable") == (each.gold == ()) for each in questions)


def test_what_is_right_for_a_shipped_question_is_borne_out_by_words_of_the_minutes(library: MinutesLibrary) -> None:
    questions = read_questions(SHIPPED)
    find_cases(questions, library.part, lambda _: "zh")  # every ref is a part of the minutes
    evidence = [json.loads(line)["evidence"] for line in SHIPPED.read_text(encoding="utf-8").splitlines()]
    for asked, proofs in zip(questions, evidence, strict=True):
        texts = [bare(part.text) for ref in asked.gold or () for part in library.part(ref)]
        for proof in proofs:
            assert any(bare(proof) in text for text in texts), (asked.id, proof)
        for ref, text in zip(asked.gold or (), texts, strict=True):
            assert any(bare(proof) in text for proof in proofs), (asked.id, ref)
