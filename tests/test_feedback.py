"""Feedback: kept for a set time and forgotten on request, listed for administrators, and exported to be measured."""

import dataclasses
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.conversation import Conversation
from bot.messages import Message, Person
from bot.questions import feedback as feedback_module
from bot.questions.feedback_files import QUESTIONS, REVIEW, export
from bot.replies import Reply
from data.bilingual import Bilingual, Language
from data.feedback import Feedback, Judged, Verdict
from data.roles import Role
from data.store import Store
from retrieval.library import LibrarySettings, MinutesLibrary
from retrieval.questions import read_questions
from tests.conftest import MINUTES, Program

LANGUAGES: tuple[Language, ...] = ("zh", "en")
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SAFETY = "第26次会议关于安全生产议定了什么"
WANG, LI = "7001", "7002"


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def feedback(tmp_path: Path, clock: Clock) -> Iterator[Feedback]:
    """Feedback in a database of its own."""
    with closing(Store.in_folder(tmp_path)) as store:
        yield Feedback(store.database, clock)


@pytest.fixture(scope="module")
def own_library(state_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MinutesLibrary]:
    copy = Path(shutil.copytree(state_dir, tmp_path_factory.mktemp("feedback") / "state"))
    with MinutesLibrary(LibrarySettings(copy, MINUTES)) as opened:
        yield opened


@pytest.fixture
def judged(own_library: MinutesLibrary) -> Iterator[MinutesLibrary]:
    """A library with verdicts of each kind and questions that found nothing."""
    kept, series = own_library.feedback, own_library.meetings()[0].minutes.ref.series
    refs = tuple(f"{series}_26-3-{item}" for item in (1, 2, 3))
    kept.keep(WANG, f"{WANG}:1", Judged(SAFETY, "zh", refs), Verdict.GOOD)
    kept.keep(LI, f"{LI}:1", Judged(SAFETY + "？", "zh", refs), Verdict.GOOD)
    kept.keep(WANG, f"{WANG}:2", Judged("who revises the parking plan", "en", (f"{series}_25-8-1",)), Verdict.GOOD)
    kept.keep(LI, f"{LI}:2", Judged("who revises the parking plan", "en", (f"{series}_25-8-1",)), Verdict.CITATION)
    kept.keep(LI, f"{LI}:3", Judged("五经普怎么安排", "zh", (f"{series}_26-2-3",)), Verdict.BAD)
    kept.keep_reason(LI, f"{LI}:3", "incomplete")
    for person in (WANG, LI):
        kept.keep_unanswered(person, "火星移民计划", "zh")
    yield own_library
    kept.prune(days=-1)


def said(reply: Reply) -> str:
    return "\n".join(f"{paragraph.text} {paragraph.citation}" for paragraph in reply.paragraphs)


# What is kept


def test_there_is_one_verdict_a_person_and_answer_and_the_latest_comes_first(feedback: Feedback, clock: Clock) -> None:
    question = Judged("五经普怎么安排", "zh", ("aaaaaaaa_26-2-3",))
    assert feedback.keep(WANG, "1:1", question, Verdict.GOOD)
    assert not feedback.keep(WANG, "1:1", question, Verdict.GOOD)
    clock.now += timedelta(minutes=1)
    assert feedback.keep(LI, "1:1", question, Verdict.GOOD)
    clock.now += timedelta(minutes=1)
    assert feedback.keep(WANG, "1:1", question, Verdict.CITATION)
    assert [(kept.judged, kept.verdict) for kept in feedback.verdicts()] == [
        (question, Verdict.CITATION),
        (question, Verdict.GOOD),
    ]
    assert feedback.verdicts()[0].at == clock.now


def test_a_reason_needs_a_verdict_of_the_same_person(feedback: Feedback) -> None:
    feedback.keep(WANG, "1:1", Judged("五经普怎么安排", "zh"), Verdict.BAD)
    assert feedback.keep_reason(WANG, "1:1", "incomplete")
    assert not feedback.keep_reason(LI, "1:1", "unclear")
    assert not feedback.keep_reason(WANG, "1:2", "unclear")
    assert [kept.reason for kept in feedback.verdicts()] == ["incomplete"]


def test_equal_questions_that_found_nothing_are_one_and_those_asked_most_come_first(
    feedback: Feedback, clock: Clock
) -> None:
    for question in ("Colonies on Mars?", "火星移民计划", "colonies  on Mars", "月球"):
        clock.now += timedelta(minutes=1)
        feedback.keep_unanswered(WANG, question, "zh")
    assert [(each.question, each.count) for each in feedback.unanswered()] == [
        ("colonies  on Mars", 2),
        ("月球", 1),
        ("火星移民计划", 1),
    ]


def test_what_is_older_than_its_days_is_deleted_and_nothing_else(feedback: Feedback, clock: Clock) -> None:
    for question in ("old", "new"):
        feedback.keep(WANG, question, Judged(question, "en"), Verdict.GOOD)
        feedback.keep_unanswered(WANG, question, "en")
        clock.now += timedelta(days=45)
    assert feedback.prune(days=90) == 0
    assert feedback.prune(days=89) == 2
    assert [kept.judged.question for kept in feedback.verdicts()] == ["new"]
    assert [each.question for each in feedback.unanswered()] == ["new"]


def test_a_person_is_forgotten_whole_and_nobody_else_is(feedback: Feedback) -> None:
    for person in (WANG, LI):
        feedback.keep(person, "1:1", Judged(person, "en"), Verdict.GOOD)
        feedback.keep_unanswered(person, person, "en")
    assert feedback.forget(WANG) == 2
    assert feedback.forget(WANG) == 0
    assert [kept.judged.question for kept in feedback.verdicts()] == [LI]
    assert [each.question for each in feedback.unanswered()] == [LI]


def test_the_library_forgets_what_is_old(judged: MinutesLibrary) -> None:
    judged.forget_old(1)
    assert judged.feedback.verdicts()
    judged.forget_old(-1)
    assert judged.feedback.verdicts() == []
    assert judged.feedback.unanswered() == []


# What administrators see


def boss(language: Language) -> Person:
    return Person(language, "1", "1")


@in_both_languages
def test_an_administrator_sees_the_counts_the_verdicts_and_what_found_nothing(
    judged: MinutesLibrary, language: Language
) -> None:
    conversation = Conversation(judged)
    reply = conversation.reply(Message("/feedback"), boss(language))
    assert "👍 3 · 👎 1" in reply.paragraphs[0].text
    assert "五经普怎么安排" in said(reply)
    assert {"zh": "第26次·二·（三）", "en": "meeting 26 · 2 · (3)"}[language] in said(reply)
    assert {"zh": "不完整", "en": "Incomplete"}[language] in said(reply)
    actions = {button.action for button in reply.buttons}
    assert "feedback unanswered 1" in actions
    nothing = conversation.reply(Message(action="feedback unanswered 1", about="5"), boss(language))
    assert nothing.in_place
    assert "火星移民计划" in said(nothing)
    assert " 2" in said(nothing).rpartition("火星移民计划")[2] or "2 " in said(nothing).rpartition("火星移民计划")[2]
    for shown in (reply, nothing):
        assert WANG not in said(shown)
        assert LI not in said(shown)


def test_the_verdicts_are_paged_and_every_one_is_on_a_page(judged: MinutesLibrary) -> None:
    for number in range(12):
        judged.feedback.keep(WANG, f"more:{number}", Judged(f"问题{number:02}", "zh"), Verdict.GOOD)
    conversation = Conversation(judged)
    pages = [conversation.reply(Message("/feedback"), boss("zh"))]
    while turn := next((button for button in pages[-1].buttons if button.label == "›"), None):
        pages.append(conversation.reply(Message(action=turn.action, about="5"), boss("zh")))
    assert all(page.in_place for page in pages[1:])
    everything = "\n".join(map(said, pages))
    assert len(pages) == 4
    assert all(everything.count(f"问题{number:02}") == 1 for number in range(12))


@in_both_languages
def test_without_feedback_that_is_said(own_library: MinutesLibrary, language: Language) -> None:
    conversation = Conversation(own_library)
    assert said(conversation.reply(Message("/feedback"), boss(language)))
    empty = conversation.reply(Message(action="feedback export"), boss(language))
    assert said(empty)
    assert empty.files == ()


def test_feedback_is_for_administrators_only(own_library: MinutesLibrary) -> None:
    conversation = Conversation(own_library)
    assert conversation.commands["feedback"].role is Role.ADMINISTRATOR
    assert not conversation.commands["feedback"].in_groups
    assert "feedback" not in [command.name for command in conversation.menu(Role.MANAGER)]


def test_every_sentence_is_said_in_both_languages() -> None:
    sentences = [value for value in vars(feedback_module).values() if isinstance(value, Bilingual)]
    assert sentences
    assert all(CHINESE.search(each.zh) and not CHINESE.search(each.en) for each in sentences)


# The export


@in_both_languages
def test_the_button_sends_the_files_and_says_what_is_in_them(judged: MinutesLibrary, language: Language) -> None:
    reply = Conversation(judged).reply(Message(action="feedback export"), boss(language))
    assert [file.name for file in reply.files] == [QUESTIONS, REVIEW]
    assert QUESTIONS in said(reply)
    [question] = [json.loads(line) for line in reply.files[0].content.decode().splitlines()]
    assert question["question"].rstrip("？") == SAFETY
    assert [ref.partition("_")[2] for ref in question["gold"]] == ["26-3-1", "26-3-2", "26-3-3"]
    review = [json.loads(line) for line in reply.files[1].content.decode().splitlines()]
    assert sorted(line["verdict"] for line in review) == ["bad", "citation", "good", "unanswered"]
    assert all(line["gold"] is None for line in review)
    for file in reply.files:
        assert WANG.encode() not in file.content
        assert LI.encode() not in file.content


def test_a_good_answer_that_cites_what_is_gone_is_to_be_reviewed(judged: MinutesLibrary) -> None:
    feedback = judged.feedback
    exported = export(feedback.verdicts(), feedback.unanswered(), lambda ref: not ref.endswith("26-3-2"))
    assert exported.questions == ()
    assert len(exported.review) == 6
    assert list(exported.files()) == [REVIEW]
    assert export((), (), judged.part).files() == {}


def test_what_is_exported_can_be_measured_and_what_was_reviewed_too(
    judged: MinutesLibrary, minutes: Program, tmp_path: Path
) -> None:
    state, folder = judged.settings.state_dir, tmp_path / "exported"
    printed = minutes("feedback", "--export", folder, state=state)
    assert printed.returncode == 0
    assert "👍 3" in printed.stdout
    assert "火星移民计划" in printed.stdout
    measured = minutes("eval", folder / QUESTIONS, "--json", "--no-baselines", state=state)
    assert measured.returncode == 0
    rows = [json.loads(line) for line in measured.stdout.splitlines()]
    assert {(row["questions"], row["first_right"], row["recall"]) for row in rows} == {(1, 1.0, 1.0)}
    refused = minutes("eval", folder / REVIEW, "--no-baselines", state=state)
    assert refused.returncode == 1
    assert "gold" in refused.stderr
    reviewed = [json.loads(line) | {"gold": ["25-8-1"]} for line in (folder / REVIEW).read_text("utf-8").splitlines()]
    (folder / REVIEW).write_text("\n".join(map(json.dumps, reviewed)), "utf-8")
    assert len(read_questions(folder / REVIEW)) == len(reviewed)
    assert minutes("eval", folder / REVIEW, "--no-baselines", state=state).returncode == 0


def test_the_command_prints_every_verdict_and_question_for_programs(judged: MinutesLibrary, minutes: Program) -> None:
    printed = minutes("feedback", "--json", state=judged.settings.state_dir)
    lines = [json.loads(line) for line in printed.stdout.splitlines()]
    assert [line["verdict"] for line in lines] == ["bad", "citation", "good", "good", "good", "unanswered"]
    assert lines[0]["reason"] == "incomplete"
    assert lines[-1]["count"] == 2
    assert WANG not in printed.stdout
    assert {field.name for field in dataclasses.fields(Judged)} == {"question", "language", "refs"}
