"""The language a person chooses, what they are told is kept of them, and what is forgotten on request."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import texts
from bot.conversation import Conversation
from bot.messages import Message, Person
from bot.people.access import Access
from bot.replies import Reply
from data.bilingual import Language
from data.roles import Role
from retrieval.library import LibrarySettings, MinutesLibrary
from tests.conftest import MINUTES

LANGUAGES: tuple[Language, ...] = ("zh", "en")
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
CHIEF = 7
WANG, LI = "8", "9"


@pytest.fixture(scope="module")
def own_library(state_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MinutesLibrary]:
    """The library of the shipped minutes, with preferences of its own."""
    copy = Path(shutil.copytree(state_dir, tmp_path_factory.mktemp("language") / "state"))
    with MinutesLibrary(LibrarySettings(copy, MINUTES)) as opened:
        opened.people.set_role(WANG, Role.STAFF)
        opened.people.set_role(LI, Role.READER)
        yield opened


@pytest.fixture
def conversation(own_library: MinutesLibrary) -> Iterator[Conversation]:
    """A conversation in which nobody chose a language yet."""
    yield Conversation(own_library, access=Access(own_library.people, frozenset({CHIEF})))
    for member in (WANG, LI, str(CHIEF)):
        own_library.preferences.forget(member)
        own_library.feedback.forget(member)


def person(member: str = WANG, language: Language = "zh", chat: str = "") -> Person:
    return Person(language, chat or member, member)


def said(reply: Reply) -> str:
    return "\n".join(paragraph.text for paragraph in reply.paragraphs)


def is_chinese(reply: Reply) -> bool:
    return bool(CHINESE.search(said(reply)))


# The language


@in_both_languages
@pytest.mark.parametrize("app", LANGUAGES)
def test_the_language_that_was_chosen_counts_whatever_the_app_speaks(
    conversation: Conversation, own_library: MinutesLibrary, language: Language, app: Language
) -> None:
    asked = conversation.reply(Message("/language"), person(language=app))
    assert [each.label for each in asked.buttons][:2] == ["中文", "English"]
    [button] = [each for each in asked.buttons if each.label == {"zh": "中文", "en": "English"}[language]]
    chosen = conversation.reply(Message(action=button.action), person(language=app))
    assert is_chinese(chosen) == (language == "zh")
    assert chosen.in_place
    for message in (Message("/whoami"), Message("/nosuch"), Message(action="nothing"), Message("")):
        assert is_chinese(conversation.reply(message, person(language=app))) == (language == "zh")
    assert conversation.language_of(person(language=app)) == language
    restarted = Conversation(own_library, access=Access(own_library.people))
    assert restarted.language_of(person(language=app, chat="-100")) == language
    assert restarted.language_of(person(LI, app)) == app


def test_the_language_of_the_app_comes_back(conversation: Conversation) -> None:
    asked = conversation.reply(Message("/language en"), person())
    assert not is_chinese(asked)
    [_, _, as_app] = conversation.reply(Message("/language"), person()).buttons
    conversation.reply(Message(action=as_app.action), person())
    assert said(conversation.reply(Message("/start"), person())).startswith(texts.GREETING.zh)


@pytest.mark.parametrize(("word", "language"), [("English", "en"), ("英文", "en"), ("中文", "zh"), ("ZH", "zh")])
def test_a_language_is_chosen_in_words(conversation: Conversation, word: str, language: Language) -> None:
    other: Language = "en" if language == "zh" else "zh"
    conversation.reply(Message(f"/language {word}"), person(language=other))
    assert conversation.language_of(person(language=other)) == language


def test_a_language_there_is_none_of_is_asked_for(conversation: Conversation) -> None:
    asked = conversation.reply(Message("/language klingon"), person())
    assert asked.buttons == conversation.reply(Message("/language"), person()).buttons
    assert conversation.language_of(person()) == "zh"


def test_a_question_is_answered_in_its_own_language(conversation: Conversation) -> None:
    conversation.reply(Message("/language en"), person())
    assert is_chinese(conversation.reply(Message("第25次会议谁主持"), person()))
    refused = conversation.reply(Message("Who chaired meeting 99?"), person(language="zh"))
    assert not said(refused).startswith("没有")


# What is kept


@in_both_languages
def test_a_person_is_told_what_is_kept(conversation: Conversation, language: Language) -> None:
    told = said(conversation.reply(Message("/whoami"), person(language=language)))
    assert WANG in told
    assert Role.STAFF.title.say(language) in told
    assert "/forgetme" not in told
    conversation.reply(Message("/language " + language), person(language=language))
    conversation.reply(Message("诺贝尔奖颁给了谁"), person(language=language))
    told = said(conversation.reply(Message("/whoami"), person(language=language)))
    assert "/forgetme" in told
    assert "1" in told
    assert bool(CHINESE.search(told)) == (language == "zh")


@in_both_languages
def test_on_request_all_but_the_role_is_forgotten(
    conversation: Conversation, own_library: MinutesLibrary, language: Language
) -> None:
    other: Language = "en" if language == "zh" else "zh"
    for member in (WANG, LI):
        conversation.reply(Message(f"/language {language}"), person(member, other))
        conversation.reply(Message("诺贝尔奖颁给了谁"), person(member, other))
    in_group = Person(other, "-100", WANG, in_group=True)
    for each in (person(WANG, other), in_group):
        conversation.carried(conversation.reply(Message("第26次会议关于安全生产议定了什么"), each), each, "55")
    assert [own_library.feedback.count(member) for member in (WANG, LI)] == [1, 1]
    told = said(conversation.reply(Message("/forgetme"), person(WANG, other)))
    assert bool(CHINESE.search(told)) == (language == "zh")
    assert "1" in told
    assert [own_library.feedback.count(member) for member in (WANG, LI)] == [0, 1]
    assert conversation.language_of(person(WANG, other)) == other
    assert conversation.language_of(person(LI, other)) == language
    assert own_library.people.role_of(WANG) is Role.STAFF
    for each in (person(WANG, other), in_group):
        for message in (Message("第二条全文"), Message("第二条全文", about="55")):
            assert not any(paragraph.citation for paragraph in conversation.reply(message, each).paragraphs)


def test_an_administrator_of_the_settings_is_told_that_he_stays_one(conversation: Conversation) -> None:
    assert "ADMIN_IDS" in said(conversation.reply(Message("/forgetme"), person(str(CHIEF))))
    assert "管理员" in said(conversation.reply(Message("/whoami"), person(str(CHIEF))))


def test_at_the_terminal_a_language_can_be_chosen_too(own_library: MinutesLibrary) -> None:
    terminal = Person("zh", "console")
    conversation = Conversation(own_library)
    assert not is_chinese(conversation.reply(Message("/language en"), terminal))
    assert not is_chinese(conversation.reply(Message("/whoami"), terminal))
    assert said(conversation.reply(Message("/forgetme"), terminal))
    assert is_chinese(conversation.reply(Message("/whoami"), terminal))
