"""Commands as people type them, and what they say that is no question."""

import pytest

from bot import texts
from bot.conversation import Conversation
from bot.courtesies import Courtesy, read_courtesy
from bot.messages import Message, Person
from bot.replies import Reply
from bot.typed import Typed, read_command
from data.bilingual import Language
from retrieval.library import MinutesLibrary

KNOWN = ("item", "meeting", "meetings", "todo", "help")
in_both_languages = pytest.mark.parametrize("language", ["zh", "en"])


@pytest.fixture(scope="module")
def conversation(library: MinutesLibrary) -> Conversation:
    return Conversation(library)


def said(reply: Reply) -> str:
    return "\n".join(paragraph.text for paragraph in reply.paragraphs)


def say(conversation: Conversation, text: str, language: Language = "zh") -> Reply:
    return conversation.reply(Message(text), Person(language))


@pytest.mark.parametrize(
    ("text", "name", "argument"),
    [
        ("/item 26-3-2", "item", "26-3-2"),
        ("/ITEM@Some_bot  26 3 2 ", "item", "26 3 2"),
        ("／ｉｔｅｍ　26-3-2", "item", "26-3-2"),
        ("/item26-3-2", "item", "26-3-2"),
        ("/item_26_3_2", "item", "26-3-2"),
        ("/meetings2023", "meetings", "2023"),
        ("/meeting26", "meeting", "26"),
        ("/todo市教育局", "todo", "市教育局"),
        ("/todo@some_bot市教育局 26", "todo", "市教育局 26"),
        ("/nosuch", "nosuch", ""),
        ("/nosuch 26", "nosuch", "26"),
    ],
)
def test_a_command_is_understood_however_it_is_typed(text: str, name: str, argument: str) -> None:
    assert read_command(text, KNOWN) == Typed(name, argument)


@pytest.mark.parametrize("text", ["", "/", "item 26", "安全生产/消防", "/nosuch/file.txt", "/26-3-2", "/安全"])
def test_any_other_text_is_no_command(text: str) -> None:
    assert read_command(text, KNOWN) is None


@pytest.mark.parametrize(
    "text",
    ["/item26-3-2", "／item 26-3-2", "/item_26_3_2", "/26-3-2", "／26-3-2", "２６－３－２", "/ITEM 26 3 2"],
)
def test_an_item_is_shown_however_it_is_typed_and_in_the_persons_language(
    conversation: Conversation, text: str
) -> None:
    assert say(conversation, text) == say(conversation, "/item 26-3-2")


@in_both_languages
def test_a_mistyped_command_is_told_the_nearest_one(conversation: Conversation, language: Language) -> None:
    expected = texts.NEAREST_COMMAND.say(language).format(command="serach", nearest="search")
    assert said(say(conversation, "/serach 安全", language)) == expected


@pytest.mark.parametrize("text", ["/meeting 第26次", "/meeting 26次会议", "/meeting last meeting", "/meeting26"])
def test_a_meeting_is_shown_in_short_however_it_is_named(conversation: Conversation, text: str) -> None:
    shown, expected = say(conversation, text, "en"), say(conversation, "/meeting 26", "en")
    assert [each.action for each in shown.buttons] == [each.action for each in expected.buttons]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("你好！", Courtesy.HELLO),
        ("您好呀", Courtesy.HELLO),
        ("Hello 😀", Courtesy.HELLO),
        ("帮助", Courtesy.HELP),
        ("你能做什么呢？", Courtesy.HELP),
        ("What can you do?", Courtesy.HELP),
        ("謝謝", Courtesy.THANKS),
        ("Thank you!", Courtesy.THANKS),
        ("bye", Courtesy.BYE),
        ("help the schools", None),
        ("会议说明", None),
        ("市发改委要做什么", None),
        ("谢谢，那第25次呢", None),
        ("😀", None),
        ("", None),
    ],
)
def test_a_courtesy_is_told_from_a_question(text: str, expected: Courtesy | None) -> None:
    assert read_courtesy(text) is expected


@in_both_languages
@pytest.mark.parametrize(
    ("text", "like"), [("你好", "/start"), ("hello", "/start"), ("帮助", "/help"), ("help", "/help")]
)
def test_who_greets_is_greeted_and_who_asks_for_help_gets_it(
    conversation: Conversation, text: str, like: str, language: Language
) -> None:
    assert say(conversation, text, language) == say(conversation, like, language)


@in_both_languages
def test_who_gives_thanks_is_welcome(conversation: Conversation, language: Language) -> None:
    assert said(say(conversation, "谢谢！", language)) == texts.WELCOME.say(language)
