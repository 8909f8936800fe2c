"""Watches in chat: departments, topics, and questions by the button under an answer, also after a restart."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.conversation import Conversation
from bot.messages import Message, Person
from bot.replies import WATCH, Reply
from data.bilingual import Language
from data.delivery import DeliveryKind
from data.watches import MOST_WATCHES, WatchKind
from retrieval.library import LibrarySettings, MinutesLibrary
from tests.conftest import MINUTES

CHINESE = re.compile(r"[\u4e00-\u9fff]")
WANG, SMITH = Person("zh", "7", "7"), Person("en", "8", "8")
UNANSWERED = "火星基地怎么建"


@pytest.fixture(scope="module")
def own_library(state_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MinutesLibrary]:
    copy = Path(shutil.copytree(state_dir, tmp_path_factory.mktemp("watched") / "state"))
    with MinutesLibrary(LibrarySettings(copy, MINUTES)) as opened:
        yield opened


@pytest.fixture
def conversation(own_library: MinutesLibrary) -> Iterator[Conversation]:
    yield Conversation(own_library)
    for person in (WANG, SMITH):
        own_library.circulation.forget(person.member)


def said(reply: Reply) -> str:
    return "\n".join(each.text for each in reply.paragraphs)


def watched(library: MinutesLibrary, person: Person = WANG) -> list[tuple[WatchKind, str]]:
    return [(each.kind, each.words) for each in library.circulation.watches.of(person.member)]


@pytest.mark.parametrize(
    ("person", "words", "kind", "told"),
    [
        (WANG, "市科技局", WatchKind.DEPARTMENT, "已关注部门“市科技局”"),
        (SMITH, "市科技局", WatchKind.DEPARTMENT, "Watching the department"),
        (WANG, "停车", WatchKind.TOPIC, "已关注主题“停车”"),
        (SMITH, "parking", WatchKind.TOPIC, "Watching the topic"),
        (WANG, "市体育局", WatchKind.TOPIC, "没有“市体育局”这个部门，已按主题关注"),
        (SMITH, "市体育局", WatchKind.TOPIC, "know no department “市体育局”, so it is watched as a topic"),
    ],
)
def test_what_is_watched_and_as_what_is_said(  # noqa: PLR0913, PLR0917 - a row of the table
    conversation: Conversation,
    own_library: MinutesLibrary,
    person: Person,
    words: str,
    kind: WatchKind,
    told: str,
) -> None:
    assert told in said(conversation.reply(Message(f"/watch {words}"), person))
    assert watched(own_library, person) == [(kind, words)]
    assert len(own_library.circulation.deliveries.told(person.member, DeliveryKind.ALERT)) == 2, "what was there before"


def test_nothing_too_long_twice_or_too_much_is_watched(conversation: Conversation, own_library: MinutesLibrary) -> None:
    assert "例如" in said(conversation.reply(Message("/watch"), WANG))
    assert "太长" in said(conversation.reply(Message(f"/watch {'长' * 201}"), WANG))
    assert watched(own_library) == []
    for number in range(MOST_WATCHES):
        conversation.reply(Message(f"/watch 主题{number}"), WANG)
    assert "已经在关注" in said(conversation.reply(Message("/watch 主题3"), WANG))
    assert str(MOST_WATCHES) in said(conversation.reply(Message("/watch 停车"), WANG))
    assert len(watched(own_library)) == MOST_WATCHES


@pytest.mark.parametrize("language", ["zh", "en"])
def test_watches_are_listed_and_ended_by_words_and_by_button(
    conversation: Conversation, own_library: MinutesLibrary, language: Language
) -> None:
    person = Person(language, "7", "7")
    empty = said(conversation.reply(Message("/watches"), person))
    assert empty.startswith("您还没有" if language == "zh" else "You watch nothing")
    for words in ("市科技局", "停车"):
        conversation.reply(Message(f"/watch {words}"), person)
    shown = conversation.reply(Message("/watches"), person)
    assert ("市科技局（部门）" if language == "zh" else "市科技局 (department)") in said(shown)
    stolen = conversation.reply(Message(action=shown.buttons[0].action), SMITH)
    assert said(stolen).startswith("You watch nothing")
    assert len(watched(own_library)) == 2, "nobody ends another's watch"
    after = conversation.reply(Message(action=shown.buttons[0].action), person)
    assert after.in_place
    assert watched(own_library) == [(WatchKind.TOPIC, "停车")]
    conversation.reply(Message("/unwatch 停车"), person)
    assert watched(own_library) == []


def button(reply: Reply) -> str:
    [action] = [each.action for each in reply.buttons if each.action.split(maxsplit=1)[0] == WATCH]
    return action


@pytest.mark.parametrize("question", ["停车方案由哪个部门修改", UNANSWERED])
@pytest.mark.parametrize("restarted", [False, True])
def test_the_button_under_an_answer_watches_its_question_also_after_a_restart(
    conversation: Conversation,
    own_library: MinutesLibrary,
    question: str,
    restarted: bool,  # noqa: FBT001 - given by pytest
) -> None:
    reply = conversation.reply(Message(question), WANG)
    conversation.carried(reply, WANG, "100")
    pressed = Message(action=button(reply), about="100", asked=question)
    answering = Conversation(own_library) if restarted else conversation
    told = answering.reply(pressed, WANG)
    assert "已关注" in told.toast
    assert told.alert
    assert not told.paragraphs
    assert watched(own_library) == [(WatchKind.TOPIC, question)]
    assert "已经在关注" in answering.reply(pressed, WANG).toast


def test_after_a_restart_a_command_is_read_and_a_question_that_went_on_is_not_guessed_at(
    conversation: Conversation, own_library: MinutesLibrary
) -> None:
    assert "已关注" in conversation.reply(Message(action=WATCH, about="9", asked="/ask 停车"), WANG).toast
    assert watched(own_library) == [(WatchKind.TOPIC, "停车")]
    for asked in ("那由谁负责？", "/help", ""):
        assert "不记得" in conversation.reply(Message(action=WATCH, about="9", asked=asked), WANG).toast
    assert len(watched(own_library)) == 1


def test_nothing_is_watched_from_a_group_or_at_the_terminal(
    conversation: Conversation, own_library: MinutesLibrary
) -> None:
    group = Person("zh", "-100", "7", in_group=True)
    reply = conversation.reply(Message("停车方案由哪个部门修改"), group)
    assert not any(each.action.startswith(WATCH) for each in reply.buttons)
    conversation.reply(Message("/watch 停车"), group)
    assert "Telegram" in said(conversation.reply(Message("/watch 停车"), Person("zh", "console")))
    assert watched(own_library) == []
    assert own_library.circulation.watches.people() == []
