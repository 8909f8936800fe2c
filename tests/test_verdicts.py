"""Verdicts: the buttons under an answer, the reason that is asked for, and what is kept of both."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot import texts
from bot.conversation import Conversation
from bot.messages import Message, Person
from bot.questions import verdicts
from bot.replies import MORE, Button, Reply
from data.bilingual import Bilingual, Language
from data.feedback import LONGEST_REASON, Feedback, Verdict
from retrieval.library import LibrarySettings, MinutesLibrary
from tests.conftest import MINUTES

LANGUAGES: tuple[Language, ...] = ("zh", "en")
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
QUESTIONS: dict[Language, str] = {
    "zh": "第26次会议关于安全生产议定了什么",
    "en": "what did meeting 26 decide on safety",
}
CITED = ["26-3-1", "26-3-2", "26-3-3"]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def own_library(state_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MinutesLibrary]:
    """The library of the shipped minutes, to be judged."""
    copy = Path(shutil.copytree(state_dir, tmp_path_factory.mktemp("judged") / "state"))
    with MinutesLibrary(LibrarySettings(copy, MINUTES)) as opened:
        yield opened


@pytest.fixture
def conversation(own_library: MinutesLibrary) -> Iterator[Conversation]:
    """A conversation about which nothing was said yet."""
    yield Conversation(own_library)
    own_library.feedback.prune(days=-1)


@pytest.fixture
def feedback(own_library: MinutesLibrary) -> Feedback:
    return own_library.feedback


def wang(language: Language = "zh", chat: str = "7") -> Person:
    return Person(language, chat, "7", "Wang")


def said(reply: Reply) -> str:
    return "\n".join(paragraph.text for paragraph in reply.paragraphs)


def ask(conversation: Conversation, person: Person, message: str = "100") -> Reply:
    """Ask the question of the person's language; ``message`` is the name of what answers it."""
    reply = conversation.reply(Message(QUESTIONS[person.language]), person)
    conversation.carried(reply, person, message)
    return reply


def press(conversation: Conversation, action: str, person: Person, message: str = "100") -> Reply:
    return conversation.reply(Message(action=action, about=message), person)


def rows(buttons: tuple[Button, ...]) -> list[list[str]]:
    """The labels of the buttons, row by row."""
    assert [button.row for button in buttons] == sorted(button.row for button in buttons)
    return [[button.label for button in buttons if button.row == row] for row in dict.fromkeys(b.row for b in buttons)]


# The buttons under an answer


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "zh",
            [
                ["全文 26·三·（一）", "全文 26·三·（二）"],
                ["全文 26·三·（三）"],
                ["整项决议", "更多结果"],
                ["👍", "👎", "引用有误"],
                ["有新纪要提到时告诉我"],
            ],
        ),
        (
            "en",
            [
                ["Full text 26 · 3 · (1)", "Full text 26 · 3 · (2)"],
                ["Full text 26 · 3 · (3)"],
                ["Whole resolution", "More results"],
                ["👍", "👎", "Citation wrong"],
                ["Tell me when new minutes mention this"],
            ],
        ),
    ],
)
def test_under_an_answer_stand_its_parts_what_they_belong_to_and_the_verdicts(
    conversation: Conversation, language: Language, expected: list[list[str]]
) -> None:
    reply = ask(conversation, wang(language))
    assert rows(reply.buttons) == expected
    assert all(len(button.action.encode()) <= 64 for button in reply.buttons)
    assert MORE in [button.action for button in reply.buttons]


@pytest.mark.parametrize("text", ["/item 26-3-2", "/item 第26次第三项（二）", "/meeting 26", "/meetings", "/help"])
def test_what_a_command_shows_is_not_to_be_judged(conversation: Conversation, text: str) -> None:
    reply = conversation.reply(Message(text), wang())
    assert not [button for button in reply.buttons if button.action.startswith(verdicts.VERDICT)]


@in_both_languages
def test_an_answer_that_found_nothing_is_not_to_be_judged(conversation: Conversation, language: Language) -> None:
    text = {"zh": "火星移民计划", "en": "colonies on Mars"}[language]
    reply = conversation.reply(Message(text), wang(language))
    assert said(reply)
    assert not [button for button in reply.buttons if button.action.startswith(verdicts.VERDICT)]


def test_who_is_not_remembered_is_not_asked_for_a_verdict(conversation: Conversation) -> None:
    reply = conversation.reply(Message(QUESTIONS["zh"]), Person("zh"))
    assert reply.buttons
    assert not [button for button in reply.buttons if button.action.startswith(verdicts.VERDICT)]


# A verdict


@in_both_languages
def test_a_good_answer_is_thanked_for_and_kept_with_its_question_and_refs(
    conversation: Conversation, feedback: Feedback, language: Language
) -> None:
    ask(conversation, wang(language))
    reply = press(conversation, "verdict good", wang(language))
    assert reply.toast
    assert bool(CHINESE.search(reply.toast)) == (language == "zh")
    assert not reply.paragraphs
    [kept] = feedback.verdicts()
    assert (kept.verdict, kept.reason) == (Verdict.GOOD, "")
    assert (kept.judged.question, kept.judged.language) == (QUESTIONS[language], language)
    assert [ref.partition("_")[2] for ref in kept.judged.refs] == CITED


def test_pressing_again_changes_nothing_and_another_button_changes_the_verdict(
    conversation: Conversation, feedback: Feedback
) -> None:
    ask(conversation, wang())
    first = press(conversation, "verdict good", wang())
    again = press(conversation, "verdict good", wang())
    assert again.toast != first.toast
    assert [kept.verdict for kept in feedback.verdicts()] == [Verdict.GOOD]
    assert press(conversation, "verdict bad", wang()).paragraphs
    assert [kept.verdict for kept in feedback.verdicts()] == [Verdict.BAD]
    assert not press(conversation, "verdict bad", wang()).paragraphs
    press(conversation, "verdict citation", wang())
    assert [kept.verdict for kept in feedback.verdicts()] == [Verdict.CITATION]


def test_every_person_of_a_group_has_a_verdict_on_every_answer(conversation: Conversation, feedback: Feedback) -> None:
    group = [Person("zh", "-5", member, in_group=True) for member in ("7", "8")]
    for message in ("100", "101"):
        ask(conversation, group[0], message)
        for person in group:
            press(conversation, "verdict good", person, message)
    assert len(feedback.verdicts()) == 4
    feedback.forget("8")
    assert len(feedback.verdicts()) == 2


@in_both_languages
def test_a_verdict_is_kept_though_the_bot_was_started_anew(
    conversation: Conversation, own_library: MinutesLibrary, feedback: Feedback, language: Language
) -> None:
    answer = ask(conversation, wang(language))
    pressed = Message(
        action="verdict good",
        about="100",
        asked=f"/ask@minutes_bot {QUESTIONS[language]}",
        offered=tuple(button.action for button in answer.buttons),
    )
    assert Conversation(own_library).reply(pressed, wang(language)).toast
    [kept] = feedback.verdicts()
    assert kept.judged.question == QUESTIONS[language]
    assert [ref.partition("_")[2] for ref in kept.judged.refs] == CITED


@in_both_languages
@pytest.mark.parametrize("action", ["verdict good", "verdict superb", "verdict", "reason 100 meeting", "reason x y"])
def test_a_verdict_on_what_nobody_knows_is_answered_with_a_hint_and_not_kept(
    conversation: Conversation, feedback: Feedback, action: str, language: Language
) -> None:
    reply = press(conversation, action, wang(language))
    assert reply.toast
    assert not reply.paragraphs
    assert feedback.verdicts() == []


def test_a_question_that_went_on_is_kept_in_full(conversation: Conversation, feedback: Feedback) -> None:
    ask(conversation, wang())
    reply = conversation.reply(Message("那第25次呢"), wang())
    conversation.carried(reply, wang(), "101")
    press(conversation, "verdict good", wang(), "101")
    [kept] = feedback.verdicts()
    assert "安全生产" in kept.judged.question
    assert "25" in kept.judged.question


# The reason


@in_both_languages
@pytest.mark.parametrize("verdict", [Verdict.BAD, Verdict.CITATION])
def test_what_was_wrong_is_asked_and_each_reason_can_be_pressed(
    conversation: Conversation, feedback: Feedback, verdict: Verdict, language: Language
) -> None:
    person = wang(language)
    ask(conversation, person)
    asked = press(conversation, f"verdict {verdict}", person)
    assert asked.toast
    assert not asked.in_place
    assert len(asked.buttons) == 5
    assert [kept.verdict for kept in feedback.verdicts()] == [verdict]
    for button in asked.buttons:
        noted = press(conversation, button.action, person, "101")
        assert noted.in_place
        assert button.label in said(noted)
        [kept] = feedback.verdicts()
        assert kept.reason
        assert verdicts.say_verdict(kept.verdict, kept.reason, language).endswith(button.label)


@in_both_languages
def test_a_reply_to_the_question_for_a_reason_is_kept_and_not_answered_as_a_question(
    conversation: Conversation, own_library: MinutesLibrary, feedback: Feedback, language: Language
) -> None:
    person = wang(language)
    ask(conversation, person)
    asked = press(conversation, "verdict bad", person)
    conversation.carried(asked, person, "101")
    offered = tuple(button.action for button in asked.buttons)
    after_a_restart = Conversation(own_library).reply
    for number, (answer, known) in enumerate([(conversation.reply, ()), (after_a_restart, offered)]):
        text = f"{number}第25次会议谁主持" + "？" * LONGEST_REASON
        reply = answer(Message(text, about="101", offered=known), person)
        assert said(reply)
        assert not reply.turn
        assert [kept.reason for kept in feedback.verdicts()] == [text[:LONGEST_REASON]]


def test_another_person_of_the_group_who_replies_there_is_answered_as_ever(
    conversation: Conversation, feedback: Feedback
) -> None:
    ask(conversation, wang(chat="-5"))
    offered = tuple(button.action for button in press(conversation, "verdict bad", wang(chat="-5")).buttons)
    li = Person("zh", "-5", "8", "Li", in_group=True)
    reply = conversation.reply(Message("第25次会议谁主持", about="101", offered=offered), li)
    assert "吴敬宇" in said(reply)
    assert press(conversation, offered[0], li, "101").toast
    assert [kept.reason for kept in feedback.verdicts()] == [""]


def test_the_reason_of_a_verdict_that_was_changed_is_forgotten(conversation: Conversation, feedback: Feedback) -> None:
    ask(conversation, wang())
    [first, *_] = press(conversation, "verdict bad", wang()).buttons
    press(conversation, first.action, wang(), "101")
    press(conversation, "verdict good", wang())
    assert [(kept.verdict, kept.reason) for kept in feedback.verdicts()] == [(Verdict.GOOD, "")]


def test_every_sentence_is_said_in_both_languages() -> None:
    sentences = [value for name, value in vars(verdicts).items() if isinstance(value, Bilingual)]
    assert sentences
    assert all(CHINESE.search(each.zh) and not CHINESE.search(each.en) for each in sentences)


# Questions that found nothing


@in_both_languages
def test_a_question_that_found_nothing_is_kept(
    conversation: Conversation, feedback: Feedback, language: Language
) -> None:
    text = {"zh": "火星移民计划", "en": "colonies on Mars"}[language]
    conversation.reply(Message(text), wang(language))
    conversation.reply(Message(text + "?"), replace(wang(language), chat="8", member="8"))
    [kept] = feedback.unanswered()
    assert (kept.question, kept.count, kept.language) == (text + "?", 2, language)


@pytest.mark.parametrize("text", [QUESTIONS["zh"], "谢谢", "还有呢", "那第25次呢", "/item 26-3-2", "/nosuch", "😀"])
def test_of_anything_else_nothing_is_kept(conversation: Conversation, feedback: Feedback, text: str) -> None:
    conversation.reply(Message(text), wang())
    assert feedback.unanswered() == []
    assert feedback.verdicts() == []


@in_both_languages
@pytest.mark.parametrize("command", ["/start", "/help"])
def test_what_is_kept_is_said_where_the_bot_explains_itself(
    own_library: MinutesLibrary, command: str, language: Language
) -> None:
    talk = Conversation(own_library, keep_days=45)
    assert texts.PRIVACY.say(language).format(days=45) in said(talk.reply(Message(command), wang(language)))
    assert "45" in said(talk.reply(Message(command), wang(language)))
