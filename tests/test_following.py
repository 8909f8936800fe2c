"""Questions that go on from the one before, in dialogues over the shipped minutes, in both languages."""

import fnmatch
import json
from pathlib import Path

import pytest

from data.bilingual import Language
from retrieval.answers import Answer, Status
from retrieval.following import follow
from retrieval.library import MinutesLibrary
from retrieval.turns import Turn

QUESTIONS = Path(__file__).parent / "questions"

# Each line is a question and the refs that its answer cites: all of them fit the pattern, and there is at least one.
# "-" is an answer that cites nothing.
MEETING_KEPT = [
    [("第26次会议关于安全生产议定了什么", "26-3*"), ("什么时候开的", "26-header"), ("谁主持的", "26-header")],
    [("what did meeting 26 decide on safety", "26-3*"), ("who chaired?", "26-header"), ("and when?", "26-header")],
    [("停车方案由哪个部门修改", "25-8-1"), ("什么时候开的", "25-header")],
    [("who has to revise the parking plan", "25-8*"), ("when was it held?", "25-header")],
    [("第25次会议谁主持", "25-header"), ("市财政局来了吗", "25-attendance"), ("那市统计局呢", "25-attendance")],
    [("who chaired meeting 26?", "26-header"), ("was 市财政局 there?", "26-attendance"), ("谁列席", "26-attendance")],
    [
        ("who chaired meeting 26?", "26-header"),
        ("who attended?", "26-attendance"),
        ("was 陈磊 there?", "26-attendance"),
    ],
    [("第25次会议有几项决议", "25-header"), ("那第26次呢", "26-header"), ("哪些人列席", "26-attendance")],
    [("meeting 26", "26-*"), ("how many resolutions are there?", "26-header")],
    [("what did meeting 26 decide on safety", "26-3*"), ("and on the census?", "26-2*")],
    [("what did meeting 26 decide on safety", "26-3*"), ("what about water?", "-"), ("and quality?", "26-6*")],
    [("第26次会议关于安全生产议定了什么", "26-3*"), ("那经济普查呢", "26-2*"), ("谁参加了这次会议", "26-attendance")],
]
TOPIC_KEPT = [
    [("第26次会议关于产业创新集群议定了什么", "26-5*"), ("那第25次呢？", "25-3*"), ("那第26次呢", "26-5*")],
    [("第26次会议关于产业创新集群议定了什么", "26-5*"), ("它以谁的名义印发", "26-5-1"), ("那第25次呢", "25-3-1")],
    [("what did meeting 26 decide on safety", "26-3*"), ("and meeting 25?", "25-6*")],
    [("what did meeting 25 decide on safety", "25-6*"), ("what about the last meeting?", "26-3*")],
    [("第26次会议关于产业创新集群议定了什么", "26-5*"), ("5月23日那次呢", "25-3*")],
    [("第99次会议关于安全生产议定了什么", "-"), ("那第26次呢", "26-3*")],
    [("第25次会议谁主持", "25-header"), ("第26次呢", "26-header")],
    [("市财政局谁参加了第25次会议", "25-attendance"), ("那第26次呢", "26-attendance"), ("市统计局呢", "26-attendance")],
    [("谁代表市财政局出席第26次会议", "26-attendance"), ("第25次也是吗", "25-attendance")],
    [("when was meeting 26 held?", "26-header"), ("and meeting 25?", "25-header"), ("who was there?", "25-attendance")],
]
ITEM_KEPT = [
    [("停车方案由哪个部门修改", "25-8-1"), ("它以谁的名义印发", "25-8*"), ("全文", "25-8*")],
    [("who has to revise the parking plan", "25-8*"), ("and in whose name is it issued?", "25-8*")],
    [("what did meeting 26 decide on safety", "26-3*"), ("and who is responsible?", "26-3*")],
    [("26-4", "26-4*"), ("由谁修改", "26-4*"), ("这个意见以谁的名义印发", "26-4*")],
    [("26-4", "26-4*"), ("was it approved?", "26-4*"), ("which department revises it?", "26-4*")],
    [("what did the last meeting decide about the census?", "26-2*"), ("who's responsible for that?", "26-2*")],
    [("五经普怎么安排", "26-2*"), ("通过了吗", "26-2*"), ("该项由谁牵头", "26-2*")],
]
COUNTED = [
    [("第26次会议关于安全生产议定了什么", "26-3*"), ("第二条全文", "26-3-2"), ("第三条", "26-3-3")],
    [("what did meeting 26 decide on safety", "26-3*"), ("full text of the second one", "26-3-2")],
    [
        ("what did meeting 26 decide on safety", "26-3*"),
        ("the last one", "26-3-3"),
        ("in whose name is it issued?", "26-3*"),
    ],
    [("meeting 26", "26-*"), ("full text of the second one", "26-2*"), ("who is responsible?", "26-2*")],
    [("第25次会议", "25-*"), ("第八项由谁修改", "25-8*"), ("第（三）条全文", "25-8-3")],
    [("26-3-2", "26-3-2"), ("第（三）条呢", "26-3-3")],
    [("有哪些会议", "2?-header"), ("第二个谁主持", "25-header")],
    [("第25次会议审议了几个议题", "25-header"), ("第三个", "25-3*")],
    [("how many resolutions does meeting 25 have?", "25-header"), ("the third one", "25-3*")],
    [("第26次会议关于安全生产议定了什么", "26-3*"), ("第九条", "-"), ("第一条", "26-3-1")],
    [("what did meeting 26 decide on safety", "26-3*"), ("第26次第二项", "26-2*")],
]
MORE = [
    [("五经普怎么安排", "26-2-3"), ("还有呢", "26-2-[12]"), ("还有吗", "-")],
    [("26-3-2", "26-3-2"), ("more", "26-3-[13]"), ("anything else?", "-"), ("more", "-")],
    [("26-3-2", "26-3-2"), ("继续", "26-3-[13]"), ("谁主持的", "26-header")],
]
DROPPED = [
    [("第26次会议关于安全生产议定了什么", "26-3*"), ("停车方案由哪个部门修改", "25-8-1")],
    [("what did meeting 26 decide on safety", "26-3*"), ("who has to revise the parking plan", "25-8*")],
    [("第25次会议谁主持", "25-header"), ("五经普怎么安排", "26-2*"), ("什么时候开的", "26-header")],
    [("第26次会议关于安全生产议定了什么", "26-3*"), ("第25次会议谁主持", "25-header"), ("谁列席", "25-attendance")],
    [("what did meeting 26 decide on safety", "26-3*"), ("25-3-2", "25-3-2"), ("and the third?", "25-3-3")],
    [("第26次会议关于安全生产议定了什么", "26-3*"), ("有哪些会议", "2?-header")],
]
DIALOGUES = [*MEETING_KEPT, *TOPIC_KEPT, *ITEM_KEPT, *COUNTED, *MORE, *DROPPED]


def talk(library: MinutesLibrary, *texts: str, asker: Language = "zh") -> list[Answer]:
    """What is answered to one question after the other."""
    turn: Turn | None = None
    answers = []
    for text in texts:
        exchange = library.converse(text, asker, turn)
        turn = exchange.turn or turn
        answers.append(exchange.answer)
    return answers


def cited(answer: Answer) -> list[str]:
    return [citation.ref.short for citation in answer.citations]


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda dialogue: " · ".join(text for text, _ in dialogue))
def test_a_dialogue_keeps_what_it_is_about_until_the_topic_changes(
    library: MinutesLibrary, dialogue: list[tuple[str, str]]
) -> None:
    answers = talk(library, *(text for text, _ in dialogue))
    for answer, (text, pattern) in zip(answers, dialogue, strict=True):
        refs = cited(answer)
        assert answer.question == text
        assert answer.lines
        assert library.is_verbatim(answer)
        if pattern == "-":
            assert (answer.status, refs) == (Status.NOT_FOUND, []), text
        else:
            assert answer.status is Status.ANSWERED, text
            assert refs, text
            assert all(fnmatch.fnmatchcase(ref, pattern) for ref in refs), (text, refs)


def test_no_question_that_stands_for_itself_is_taken_to_go_on_from_another(library: MinutesLibrary) -> None:
    earlier = [
        library.converse(text).turn
        for text in ("what did meeting 26 decide on safety", "第25次会议谁主持", "停车方案由哪个部门修改")
    ]
    assert all(earlier)
    lines = (QUESTIONS / "taicang.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["question"] for line in lines]
    assert len(texts) > 100
    for text in texts:
        question = library.read_question(text)
        if " there" not in text:  # which asks of the meeting before, if there is one
            assert [follow(question, turn) for turn in (None, *earlier)] == [None] * 4, text


@pytest.mark.parametrize(
    "text",
    [
        *("more", "第二条全文", "the second one", "它以谁的名义印发", "what about it?", "还有呢", "这个方案由谁修改"),
        *("who revises it?", "最后一条", "and the third?", "tell me more", "continue"),
    ],
)
def test_a_question_that_goes_on_from_nothing_is_told_so_in_its_language(library: MinutesLibrary, text: str) -> None:
    answer = library.ask(text)
    assert answer.status is Status.NOT_FOUND
    assert not answer.citations
    assert ("请写明哪次会议" in answer.text) == (answer.language == "zh")
    assert ("which meeting, item or topic" in answer.text) == (answer.language == "en")


@pytest.mark.parametrize("text", ["谁主持的", "who attended?", "五经普呢", "那第25次呢", "and meeting 25?"])
def test_a_question_that_means_something_by_itself_is_answered_without_a_memory(
    library: MinutesLibrary, text: str
) -> None:
    assert library.ask(text).status is Status.ANSWERED


def test_a_count_beyond_the_list_is_told_how_long_the_list_is(library: MinutesLibrary) -> None:
    _, zh = talk(library, "第26次会议关于安全生产议定了什么", "第九条")
    _, en = talk(library, "what did meeting 26 decide on safety", "the ninth one")
    assert "共 3 条" in zh.text
    assert "has 3 items" in en.text
    _, of_meetings = talk(library, "有哪些会议", "第九个")
    assert "只列出 2 条" in of_meetings.text


def test_what_was_taken_from_before_is_told(library: MinutesLibrary) -> None:
    _, at_25, responsible = talk(
        library, "what did meeting 26 decide on safety", "and meeting 25?", "who is responsible?"
    )
    assert at_25.as_json()["understood"]["kept"]["topic"] == "safety"
    assert at_25.as_json()["understood"]["meetings"] == [25]
    assert responsible.as_json()["understood"]["kept"]["parts"] == ["25-6"]
    _, chair = talk(library, "第26次会议关于安全生产议定了什么", "谁主持的")
    assert chair.as_json()["understood"]["kept"]["meetings"] == [26]
    [alone] = talk(library, "第26次会议关于安全生产议定了什么")
    assert "kept" not in alone.as_json()["understood"]


@pytest.mark.parametrize("text", ["你好", "thanks", "谢谢"])
def test_small_talk_does_not_make_it_forget(library: MinutesLibrary, text: str) -> None:
    *_, chair = talk(library, "第26次会议关于安全生产议定了什么", text, "谁主持的")
    assert cited(chair) == ["26-header"]


def test_a_long_dialogue_goes_on(library: MinutesLibrary) -> None:
    answers = talk(
        library,
        *("停车方案由哪个部门修改", "它以谁的名义印发", "什么时候开的", "第26次呢", "关于产业创新集群议定了什么"),
        *("那第25次呢", "第二条全文", "还有呢"),
    )
    assert cited(answers[3]) == ["26-header"]
    assert cited(answers[6]) == ["25-3-2"]
    assert cited(answers[7]) == ["25-3-1", "25-3-3"]


@pytest.mark.parametrize(
    ("texts", "meetings"),
    [
        (("Decisions of meeting 26", "what about the one before?", "and the meeting after?"), [26, 25, 26]),
        (("第26次会议审议了哪些文件", "那前一次呢", "后一次会议呢"), [26, 25, 26]),
    ],
)
def test_the_meeting_before_is_counted_from_the_one_talked_about(
    library: MinutesLibrary, texts: tuple[str, ...], meetings: list[int]
) -> None:
    answers = talk(library, *texts)
    assert [{citation.ref.meeting for citation in answer.citations} for answer in answers] == [
        {meeting} for meeting in meetings
    ]


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (("马良来了吗", "他是哪个单位的"), ["马良"]),
        (("was 马良 there?", "which office is he from?"), ["马良"]),
        (("马良和陈磊来了吗", "他们是哪个单位的"), ["陈磊", "马良"]),
    ],
)
def test_a_pronoun_stands_for_the_people_asked_about(
    library: MinutesLibrary, texts: tuple[str, str], said: list[str]
) -> None:
    before, answer = talk(library, *texts)
    assert answer.status is Status.ANSWERED
    assert set(cited(answer)) == set(cited(before)) == {"25-attendance", "26-attendance"}
    for line in answer.lines:
        assert any(name in line.text for name in said)
        assert len(line.text) < 100  # not the whole list
    assert ("市公安局" in "".join(line.text for line in answer.lines)) == ("马良" in said)


@pytest.mark.parametrize("before", [(), ("26-2",)])
@pytest.mark.parametrize(
    ("text", "told"), [("他" * 900 + "？", "请写明"), ("她？", "请写明"), ("he they it", "Please say")]
)
def test_nothing_but_pronouns_is_asked_whom_it_means(
    library: MinutesLibrary, text: str, told: str, before: tuple[str, ...]
) -> None:
    answer = talk(library, *before, text)[-1]
    assert answer.status is Status.NOT_FOUND
    assert not answer.citations
    assert told in answer.lines[0].text
