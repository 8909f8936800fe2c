"""The conversation: what a person writes or presses, and what they get to see, in both languages."""

import dataclasses
import re
from collections.abc import Iterator
from contextlib import closing

import pytest

from bot import texts
from bot.conversation import Conversation
from bot.messages import Message, Person
from bot.people.texts import MAY
from bot.replies import MOST_PARTS, Button, Reply, Style, offering_reply
from data.bilingual import Bilingual, Language
from data.model import Span
from data.parsing import parse_source
from data.reading import read_content
from data.refs import PartKind, Ref
from data.roles import Role
from data.store import Store
from retrieval.answers import Answer, Line, LineKind, Status
from retrieval.library import LibrarySettings, MinutesLibrary
from retrieval.shelf import LONGEST_QUESTION, Shelf
from tests.conftest import MINUTES
from tests.offices import OFFICES, write_minutes
from tests.rendering.documents import text_pdf
from tests.rendering.typesetting import set_pages

ITEM = (
    "（二）各地各部门要深入学习贯彻习近平总书记关于安全生产工作重要讲话指示精神，准确把握我市安全生产工作面临的形势，"
    "清醒地认识做好安全生产工作的极端重要性，以“时时放心不下”的责任感，毫不松懈抓好安全生产各项工作。"
)
HEADING = "三、听取高新区、消防救援大队关于安全生产工作情况的汇报"
LANGUAGES: tuple[Language, ...] = ("zh", "en")
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def conversation(library: MinutesLibrary) -> Conversation:
    return Conversation(library)


def said(reply: Reply) -> str:
    return "\n".join(paragraph.text for paragraph in reply.paragraphs)


def quoted(reply: Reply) -> str:
    return "\n".join(paragraph.text for paragraph in reply.paragraphs if paragraph.style is Style.QUOTE)


def cited(reply: Reply) -> list[str]:
    return [paragraph.citation for paragraph in reply.paragraphs if paragraph.citation]


def bare(text: str) -> str:
    return "".join(text.split())


def source(meeting: int) -> str:
    return (MINUTES / f"seed_taicang_{meeting}.txt").read_text(encoding="utf-8")


# Greeting and help


@in_both_languages
def test_start_greets_and_tells_what_can_be_asked(conversation: Conversation, language: Language) -> None:
    reply = conversation.reply(Message("/start"), Person(language))
    greeting = (texts.GREETING, MAY[Role.ADMINISTRATOR], texts.HELP)
    assert said(reply).startswith("\n".join(sentence.say(language) for sentence in greeting))


def test_the_greeting_is_in_the_persons_language(conversation: Conversation) -> None:
    assert said(conversation.reply(Message("/start"), Person("zh"))).startswith("您好")
    assert not CHINESE.search(said(conversation.reply(Message("/start"), Person("en"))))


@in_both_languages
def test_help_names_every_command_there_is(conversation: Conversation, language: Language) -> None:
    reply = conversation.reply(Message("/help"), Person(language))
    assert set(re.findall(r"^/(\w+)", said(reply), re.MULTILINE)) == {
        name for name, command in conversation.commands.items() if command.in_menu
    }
    for command in conversation.commands:
        answer = said(conversation.reply(Message(f"/{command}"), Person(language)))
        assert answer != texts.UNKNOWN_COMMAND.say(language).format(command=command)


@in_both_languages
def test_every_example_of_the_help_is_answered(conversation: Conversation, language: Language) -> None:
    asked = re.findall(r"^· (.+)$", said(conversation.reply(Message("/help"), Person(language))), re.MULTILINE)
    assert len(asked) == 3
    for example in asked:
        assert cited(conversation.reply(Message(example), Person(language))), example


@pytest.mark.parametrize("payload", ["26-3-2", "{series}_26-3-2"])
def test_a_deep_link_shows_the_part_it_names(conversation: Conversation, library: MinutesLibrary, payload: str) -> None:
    series = library.meetings()[0].minutes.ref.series
    reply = conversation.reply(Message("/start " + payload.format(series=series)), Person("zh"))
    assert quoted(reply) == ITEM


def test_a_deep_link_to_anything_else_greets(conversation: Conversation) -> None:
    reply = conversation.reply(Message("/start newsletter"), Person("zh"))
    assert said(reply).startswith(texts.GREETING.zh)


def test_every_part_has_a_ref_that_fits_a_deep_link_and_a_button(library: MinutesLibrary) -> None:
    for kept in library.meetings():
        for leaf in kept.minutes.leaf_parts():
            assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", str(leaf.ref))
            assert len(f"show {leaf.ref}".encode()) <= 64


# Items, resolutions and meetings


@pytest.mark.parametrize(
    "text",
    [
        "/item 26-3-2",
        "/item 26 3 2",
        "/ITEM@minutes_test_bot   26-3-2 ",
        "/item 第26次第三项（二）",
        "第26次第三项（二）",
        "26-3-2",
        "/start 26-3-2",
    ],
)
@in_both_languages
def test_an_item_is_shown_whole_and_verbatim_however_it_is_named(
    conversation: Conversation, text: str, language: Language
) -> None:
    reply = conversation.reply(Message(text), Person(language))
    assert quoted(reply) == ITEM
    assert bare(ITEM) in bare(source(26))


@pytest.mark.parametrize(
    ("language", "citation", "buttons"),
    [
        ("zh", "第26次·三·（二）", ["‹ 三·（一）", "三·（三） ›", "整项决议", "整次会议", "Word", "TXT", "分享"]),
        (
            "en",
            "meeting 26 · 3 · (2)",
            ["‹ 3 · (1)", "3 · (3) ›", "Whole resolution", "Whole meeting", "Word", "TXT", "Share"],
        ),
    ],
)
def test_an_item_comes_with_its_heading_its_citation_and_the_way_to_what_it_belongs_to(
    conversation: Conversation, language: Language, citation: str, buttons: list[str]
) -> None:
    reply = conversation.reply(Message("/item 26-3-2"), Person(language))
    assert [(each.text, each.style, each.citation) for each in reply.paragraphs] == [
        (HEADING, Style.TITLE, ""),
        (ITEM, Style.QUOTE, citation),
    ]
    assert [button.label for button in reply.buttons] == buttons


def test_all_59_items_are_given_verbatim_and_together_are_all_the_minutes_resolve(
    conversation: Conversation, library: MinutesLibrary
) -> None:
    given = 0
    for kept in library.meetings():
        meeting, resolved = kept.minutes.number, ""
        for resolution in kept.minutes.resolutions:
            resolved += resolution.heading
            for item in resolution.items:
                ref = f"{meeting}-{resolution.number}-{item.number}"
                resolved += quoted(conversation.reply(Message(f"/item {ref}"), Person("zh")))
                given += 1
        everything = bare(source(meeting))
        after = everything.partition("会议议定以下意见：")[2]
        assert after.startswith(bare(resolved))
        assert after.removeprefix(bare(resolved)).startswith("会议还研究了其他事项。")
    assert given == 59


@pytest.mark.parametrize("text", ["/item 26-3", "/meeting 26-3"])
def test_a_resolution_is_shown_whole(conversation: Conversation, text: str) -> None:
    reply = conversation.reply(Message(text), Person("zh"))
    assert said(reply).startswith(HEADING + "\n（一）")
    assert ITEM in quoted(reply)
    assert bare(said(reply)) in bare(source(26))
    assert cited(reply) == ["第26次·三", "第26次·三·（一）", "第26次·三·（二）", "第26次·三·（三）"]


@pytest.mark.parametrize("section", ["header", "attendance", "footer"])
@pytest.mark.parametrize("meeting", [25, 26])
def test_header_attendance_and_footer_are_shown_verbatim(
    conversation: Conversation, meeting: int, section: str
) -> None:
    reply = conversation.reply(Message(f"/item {meeting}-{section}"), Person("en"))
    assert quoted(reply)
    assert all(bare(line) in bare(source(meeting)) for line in quoted(reply).split("\n"))
    assert cited(reply) == [f"meeting {meeting} · {section}"]


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("/item 26-3-9", "第3项没有第（9）条：共 3 条", "resolution 3 of meeting 26 (13 June 2023) has 3 items"),
        ("/item 26-99", "没有第99项决议：共 8 项", "meeting 26 (13 June 2023) has 8 resolutions"),
        ("/item 99-1-1", "库中有：第26次", "The library holds meeting 26"),
        ("/meeting 99", "库中有：第26次", "The library holds meeting 26"),
        ("/start 99", "库中有：第26次", "The library holds meeting 26"),
        ("第26次第三项（九）", "共 3 条", "共 3 条"),
        ("item 2 of resolution 3 of meeting 99", "The library holds meeting 26", "The library holds meeting 26"),
    ],
)
def test_what_does_not_exist_is_answered_with_what_does(
    conversation: Conversation, text: str, chinese: str, english: str
) -> None:
    for language, expected in (("zh", chinese), ("en", english)):
        reply = conversation.reply(Message(text), Person("zh" if language == "zh" else "en"))
        assert expected in said(reply)
        assert not quoted(reply)


@in_both_languages
@pytest.mark.parametrize("text", ["/item", "/item hello", "/item 第一百"])
def test_item_without_an_item_says_how_to_name_one(conversation: Conversation, text: str, language: Language) -> None:
    reply = conversation.reply(Message(text), Person(language))
    assert said(reply) == texts.ITEM_USAGE.say(language)


@pytest.mark.parametrize(("meeting", "resolutions", "items"), [(25, 12, 36), (26, 8, 23)])
def test_a_meeting_is_shown_in_short_with_each_resolution_cited_and_a_button_to_it(
    conversation: Conversation, meeting: int, resolutions: int, items: int
) -> None:
    reply = conversation.reply(Message(f"/meeting {meeting}"), Person("en"))
    first, *rest = reply.paragraphs
    assert first.text.startswith(f"Meeting {meeting} · 太仓市人民政府 · ")
    assert first.text.endswith(f" · {resolutions} resolutions, {items} items")
    headings = [paragraph for paragraph in rest if paragraph.style is Style.TITLE]
    assert [heading.citation for heading in headings] == [
        f"meeting {meeting} · {number}" for number in range(1, resolutions + 1)
    ]
    assert all(bare(heading.text) in bare(source(meeting)) for heading in headings)
    assert all(paragraph.citation for paragraph in rest)
    labels = [button.label for button in reply.buttons if button.action.startswith("read ")]
    assert labels == [*map(str, range(1, resolutions + 1)), "Header", "Attendance", "Footer", "Read it all"]


@in_both_languages
@pytest.mark.parametrize("text", ["/meetings", "/meeting"])
def test_all_meetings_are_listed_the_latest_first_each_with_a_button(
    conversation: Conversation, text: str, language: Language
) -> None:
    reply = conversation.reply(Message(text), Person(language))
    title, *lines = reply.paragraphs
    assert title.text.startswith(texts.MEETINGS.say(language))
    names = {"zh": ["第26次", "第25次"], "en": ["meeting 26", "meeting 25"]}[language]
    assert [line.citation for line in lines] == names
    assert [button.label for button in reply.buttons] == names
    opened = [press(conversation, button, language).paragraphs[0].text.lower() for button in reply.buttons]
    assert [name in text for name, text in zip(names, opened, strict=True)] == [True, True]


def test_a_library_without_minutes_says_so(library: MinutesLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Shelf, "meetings", lambda _: ())
    assert said(Conversation(library).reply(Message("/meetings"), Person("en"))) == texts.NO_MINUTES.en


# Questions


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("五经普怎么安排", "zh"),
        ("/ask 五经普怎么安排", "zh"),
        ("/ask@minutes_test_bot 五经普怎么安排", "en"),
        ("how is the fifth economic census organised", "en"),
        ("/ask how is the fifth economic census organised", "zh"),
    ],
)
def test_a_question_is_answered_in_its_own_language_with_citations_and_a_button_for_each(
    conversation: Conversation, text: str, language: Language
) -> None:
    reply = conversation.reply(Message(text), Person(language))
    label = "第26次·二·" if CHINESE.search(text) else "meeting 26 · 2 · "
    assert any(citation.startswith(label) for citation in cited(reply))
    assert quoted(reply)
    assert all(
        bare(paragraph.text) in bare(source(26)) + bare(source(25))
        for paragraph in reply.paragraphs
        if paragraph.style is Style.QUOTE
    )
    assert reply.buttons
    for button in reply.buttons:
        opened = press(conversation, button, language)
        assert bare(quoted(opened)) in bare(source(26)) + bare(source(25))


def test_a_button_under_an_answer_gives_the_full_text(conversation: Conversation) -> None:
    reply = conversation.reply(Message("第26次会议关于安全生产议定了什么"), Person("zh"))
    buttons = {button.label: button for button in reply.buttons}
    assert quoted(press(conversation, buttons["全文 26·三·（二）"], "zh")) == ITEM


@in_both_languages
def test_own_words_stand_before_the_quotes_and_every_line_is_cited(
    conversation: Conversation, language: Language
) -> None:
    text = {"zh": "第26次会议有哪些人参加", "en": "who attended meeting 26"}[language]
    styles = [paragraph.style for paragraph in conversation.reply(Message(text), Person(language)).paragraphs]
    assert {*styles} == {Style.PLAIN, Style.QUOTE}
    assert styles == sorted(styles, key=lambda style: style is Style.QUOTE)


@pytest.mark.parametrize(
    ("language", "text", "labels"),
    [
        ("zh", "比较第25次和第26次会议", ["整次会议 25", "整次会议 26"]),
        ("en", "list all decisions of meeting 25", ["Whole meeting 25"]),
    ],
)
def test_an_answer_that_cites_much_has_few_buttons_and_one_to_each_meeting(
    conversation: Conversation, language: Language, text: str, labels: list[str]
) -> None:
    reply = conversation.reply(Message(text), Person(language))
    assert len(set(cited(reply))) > MOST_PARTS
    assert len(reply.buttons) == MOST_PARTS + len(labels)
    assert [button.label for button in reply.buttons[MOST_PARTS:]] == labels


def test_what_is_not_in_the_minutes_is_not_answered(conversation: Conversation) -> None:
    reply = conversation.reply(Message("第25次会议谁获得了诺贝尔奖"), Person("zh"))
    assert [paragraph.style for paragraph in reply.paragraphs] == [Style.NOTICE]
    assert not cited(reply)


@in_both_languages
def test_ask_without_a_question_asks_for_one(conversation: Conversation, language: Language) -> None:
    assert said(conversation.reply(Message("/ask  "), Person(language))) == texts.ASK_WHAT.say(language)


# Going on from an answer

QUESTION = "第26次会议关于安全生产议定了什么"
WANG, LI = Person("zh", "group", "wang"), Person("zh", "group", "li")


@pytest.fixture
def remembering(library: MinutesLibrary) -> Conversation:
    """A conversation with a memory of its own."""
    return Conversation(library)


def test_a_person_can_go_on_from_an_answer(remembering: Conversation) -> None:
    remembering.reply(Message(QUESTION), WANG)
    assert cited(remembering.reply(Message("第二条全文"), WANG)) == ["第26次·三", "第26次·三·（二）"]
    assert set(cited(remembering.reply(Message("/ask 什么时候开的"), WANG))) == {"第26次·文头"}


def test_an_edited_question_goes_on_from_what_was_said_before_it(remembering: Conversation) -> None:
    remembering.reply(Message(QUESTION), WANG)
    first = remembering.reply(Message("第三条全文"), WANG)
    remembering.carried(first, WANG, "2")
    edited = remembering.reply(Message("第二条全文", edits="2"), WANG)
    assert cited(edited) == ["第26次·三", "第26次·三·（二）"]
    remembering.carried(edited, WANG, "2")
    again = remembering.reply(Message("第三条全文", edits="2"), WANG)
    assert again == first
    assert cited(again) == ["第26次·三", "第26次·三·（三）"]
    assert not cited(remembering.reply(Message("第三条全文", edits="unknown"), WANG))


def test_two_people_of_a_group_and_two_chats_of_a_person_are_not_mixed_up(remembering: Conversation) -> None:
    remembering.reply(Message(QUESTION), WANG)
    remembering.reply(Message("第25次会议谁主持"), LI)
    assert "第26次·文头" in cited(remembering.reply(Message("什么时候开的"), WANG))
    assert "第25次·文头" in cited(remembering.reply(Message("什么时候开的"), LI))
    elsewhere = remembering.reply(Message("第二条全文"), Person("zh", "private", "wang"))
    assert not cited(elsewhere)


def test_where_no_chat_is_named_nothing_is_remembered(remembering: Conversation) -> None:
    remembering.reply(Message(QUESTION), Person("zh"))
    assert not cited(remembering.reply(Message("第二条全文"), Person("zh")))


@in_both_languages
def test_clear_forgets_and_says_so(remembering: Conversation, language: Language) -> None:
    person = Person(language, "chat")
    remembering.carried(remembering.reply(Message(QUESTION), person), person, "1")
    assert said(remembering.reply(Message("/clear"), person)) == texts.CLEARED.say(language)
    assert not cited(remembering.reply(Message("第二条全文"), person))
    assert not cited(remembering.reply(Message("第二条全文", about="1"), person))


def test_a_reply_to_an_older_message_goes_on_from_that_one(remembering: Conversation) -> None:
    for number, question in enumerate((QUESTION, "停车方案由哪个部门修改"), start=1):
        remembering.carried(remembering.reply(Message(question), WANG), WANG, str(number))
    assert "第26次·文头" in cited(remembering.reply(Message("什么时候开的", about="1"), WANG))
    assert "第26次·三·（二）" in cited(remembering.reply(Message("第二条全文", about="1"), LI))
    assert cited(remembering.reply(Message("五经普怎么安排", about="1"), WANG))[0] == "第26次·二"


def test_a_reply_to_a_message_that_is_forgotten_is_not_taken_for_one_to_another(remembering: Conversation) -> None:
    remembering.reply(Message(QUESTION), WANG)
    assert not cited(remembering.reply(Message("由谁修改", about="long ago"), WANG))
    assert "第25次·文头" in cited(remembering.reply(Message("第25次会议谁主持", about="long ago"), WANG))


def test_what_a_button_or_a_command_showed_can_be_gone_on_from(remembering: Conversation) -> None:
    remembering.reply(Message("/item 26-4-2"), WANG)
    assert all("第26次·四" in label for label in cited(remembering.reply(Message("由谁修改"), WANG)))
    remembering.reply(Message("/meeting 25"), WANG)
    assert "第25次·八" in cited(remembering.reply(Message("第八项全文"), WANG))
    remembering.reply(Message("/meetings"), WANG)
    assert "第25次·文头" in cited(remembering.reply(Message("第二个谁主持"), WANG))


@in_both_languages
def test_what_was_kept_is_said_where_no_citation_shows_it(remembering: Conversation, language: Language) -> None:
    person = Person(language, "chat")
    first, on_water = {
        "zh": ("第26次会议关于安全生产议定了什么", "那诺贝尔奖呢"),
        "en": ("what did meeting 26 decide on safety", "what about the nobel prize?"),
    }[language]
    remembering.reply(Message(first), person)
    reply = remembering.reply(Message(on_water), person)
    assert not cited(reply)
    assert {"zh": "接上文：第26次", "en": "Going on from: meeting 26"}[language] in said(reply)


# What is offered where there is no answer


def found(status: Status, suggestions: tuple[Ref, ...], library: MinutesLibrary) -> Answer:
    names = {kept.minutes.ref: Bilingual(f"第{kept.minutes.number}次", "") for kept in library.meetings()}
    line = Line(LineKind.NOTICE, "纪要中没有找到相关内容。")
    return Answer("问题", "zh", status, (line,), suggestions, names=names)


def test_the_nearest_items_are_offered_as_buttons_with_citation_and_heading_and_not_as_an_answer(
    library: MinutesLibrary,
) -> None:
    ref = library.part("26-3-2")[0].ref
    reply = offering_reply(found(Status.NOT_FOUND, (ref,), library), {ref: HEADING})
    assert [(button.label, button.action) for button in reply.buttons] == [
        ("26·三·（二） 三、听取高新区、消防救援大队关于安全生产…", f"show {ref}")
    ]
    assert {paragraph.style for paragraph in reply.paragraphs} == {Style.NOTICE}
    assert not cited(reply)


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MinutesLibrary]:
    """Eight offices with meetings of the same numbers."""
    folder = tmp_path_factory.mktemp("offices")
    write_minutes(folder / "minutes")
    with MinutesLibrary(LibrarySettings(folder / "state", folder / "minutes")) as opened:
        yield opened


def test_a_meeting_that_is_chosen_answers_the_question_that_was_asked(offices: MinutesLibrary) -> None:
    conversation = Conversation(offices)
    reply = conversation.reply(Message("第26次会议谁主持"), WANG)
    conversation.carried(reply, WANG, "7")
    assert len(reply.buttons) == len(OFFICES)
    conversation.reply(Message("/help"), WANG)
    conversation.reply(Message("/meetings"), WANG)
    for button in reply.buttons:
        chosen = conversation.reply(Message(action=button.action, about="7"), WANG)
        [office] = [each for each in OFFICES if each.chair in said(chosen)]
        assert office.issuer.removesuffix("人民政府").endswith(button.label.partition("第")[0][-3:])
        assert all(label.startswith(button.label) for label in cited(chosen))


@pytest.mark.parametrize(("text", "language"), [("last meeting", "en"), ("上次会议", "zh"), ("最早的一次会议", "zh")])
def test_a_meeting_that_was_asked_for_whole_is_shown_when_it_is_chosen(
    offices: MinutesLibrary, text: str, language: Language
) -> None:
    conversation, person = Conversation(offices), Person(language, "whole")
    reply = conversation.reply(Message(text), person)
    conversation.carried(reply, person, "7")
    assert reply.buttons
    for button in reply.buttons:
        chosen = conversation.reply(Message(action=button.action, about="7"), person)
        assert cited(chosen)
        assert all(label.startswith(button.label) for label in cited(chosen))


@pytest.mark.parametrize("choice", ["龙岗区的", "龙岗呢"])
def test_a_meeting_can_be_chosen_in_words(offices: MinutesLibrary, choice: str) -> None:
    conversation = Conversation(offices)
    conversation.reply(Message("第26次会议谁主持"), WANG)
    assert "代金涛" in said(conversation.reply(Message(choice), WANG))
    conversation.reply(Message("第25次会议呢"), WANG)
    assert all("龙岗" in label for label in cited(conversation.reply(Message("谁主持的"), WANG)))


@in_both_languages
def test_a_choice_for_a_question_that_is_forgotten_says_so(offices: MinutesLibrary, language: Language) -> None:
    [button, *_] = Conversation(offices).reply(Message("第26次会议谁主持"), WANG).buttons
    reply = Conversation(offices).reply(Message(action=button.action, about="7"), Person(language, "chat"))
    assert said(reply) == texts.FORGOTTEN.say(language)


# What is not a question


@in_both_languages
@pytest.mark.parametrize("text", ["", "  \n\t", "\u3000"])
def test_a_message_without_words_is_asked_for_words(conversation: Conversation, text: str, language: Language) -> None:
    assert said(conversation.reply(Message(text), Person(language))) == texts.NO_TEXT.say(language)


@in_both_languages
@pytest.mark.parametrize(("text", "name"), [("/nosuch", "nosuch"), ("/Delete_all everything", "delete_all")])
def test_an_unknown_command_is_named_and_help_offered(
    conversation: Conversation, text: str, name: str, language: Language
) -> None:
    sentence = said(conversation.reply(Message(text), Person(language)))
    assert sentence == texts.UNKNOWN_COMMAND.say(language).format(command=name)
    assert "/help" in sentence


@in_both_languages
@pytest.mark.parametrize("command", ["", "/ask "])
def test_a_message_of_5000_characters_is_told_the_limit(
    conversation: Conversation, command: str, language: Language
) -> None:
    reply = conversation.reply(Message(command + "安全生产" * 1250), Person(language))
    assert said(reply) == texts.TOO_LONG.say(language).format(limit=LONGEST_QUESTION)
    assert str(LONGEST_QUESTION) in said(reply)


def test_a_question_of_exactly_the_longest_length_is_read(conversation: Conversation) -> None:
    text = "五经普怎么安排".ljust(LONGEST_QUESTION, "？")
    assert said(conversation.reply(Message(text), Person("zh"))) != texts.TOO_LONG.zh.format(limit=LONGEST_QUESTION)


@pytest.mark.parametrize("noise", ["<b>{}</b> &amp; <script>", "😀👨‍👩‍👧 {} 🇨🇳", "{}\n\n*_[`", "\u202e{}\u0000"])
def test_markup_emoji_and_control_characters_around_a_question_do_no_harm(
    conversation: Conversation, noise: str
) -> None:
    reply = conversation.reply(Message(noise.format("第26次第三项（二）")), Person("zh"))
    assert quoted(reply) == ITEM


@pytest.mark.parametrize("text", ["<b>&</b>", "😀", "'; DROP TABLE part; --", '"', "NEAR(", "*", "第", "\u0000"])
def test_a_message_that_asks_nothing_gets_a_sentence_and_no_quote(conversation: Conversation, text: str) -> None:
    for language in LANGUAGES:
        reply = conversation.reply(Message(text), Person(language))
        assert said(reply)
        assert not quoted(reply)


# Buttons


def press(conversation: Conversation, button: Button, language: Language) -> Reply:
    return conversation.reply(Message(action=button.action), Person(language))


def test_from_an_item_buttons_lead_to_its_resolution_and_to_the_whole_meeting(conversation: Conversation) -> None:
    item = conversation.reply(Message("/item 26-3-2"), Person("zh"))
    buttons = {button.label: button for button in item.buttons}
    assert said(press(conversation, buttons["整项决议"], "zh")).startswith(HEADING)
    meeting = press(conversation, buttons["整次会议"], "zh")
    assert dataclasses.replace(meeting, in_place=False) == conversation.reply(Message("/meeting 26"), Person("zh"))


def test_the_buttons_of_a_meeting_show_between_them_all_of_its_minutes_verbatim(conversation: Conversation) -> None:
    overview = conversation.reply(Message("/meeting 25"), Person("zh"))
    parts = [button for button in overview.buttons if button.action.startswith("read ")][:-1]
    shown = [said(press(conversation, button, "zh")) for button in parts]
    assert all(bare(line) in bare(source(25)) for part in shown for line in part.split("\n"))
    assert sorted(bare("".join(shown))) == sorted(bare(source(25)))


def test_a_button_speaks_the_language_of_who_presses_it(conversation: Conversation) -> None:
    button = conversation.reply(Message("/item 26-3-2"), Person("zh")).buttons[0]
    assert cited(press(conversation, button, "en")) == ["meeting 26 · 3 · (1)"]


@in_both_languages
@pytest.mark.parametrize("action", ["vote 3", "show", "show ", "show me", "show k0000000_26-3-2", "show 26-99", "😀"])
def test_a_button_to_what_is_no_longer_there_says_so(
    conversation: Conversation, action: str, language: Language
) -> None:
    reply = conversation.reply(Message(action=action), Person(language))
    assert said(reply) == texts.STALE.say(language)
    assert not reply.buttons


def test_parts_of_a_meeting_have_buttons_that_differ(conversation: Conversation, library: MinutesLibrary) -> None:
    for kept in library.meetings():
        overview = conversation.reply(Message(f"/meeting {kept.minutes.number}"), Person("en"))
        leaves = [leaf for leaf in kept.minutes.leaf_parts() if leaf.ref.kind is not PartKind.ITEM]
        parts = [button for button in overview.buttons if button.action.startswith("read ")][:-1]
        assert len({button.action for button in overview.buttons}) == len(overview.buttons)
        assert len({button.label for button in parts}) == len(parts) == len(leaves)


def test_nothing_of_a_message_is_kept(conversation: Conversation, library: MinutesLibrary) -> None:
    secret = "丙丁戊己的电话是多少"
    folder = library.settings.state_dir
    conversation.reply(Message(secret), Person("zh"))
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    assert all(secret.encode() not in path.read_bytes() for path in files)


# Reports and pictures of pages

DOUBT = Bilingual("缺第三条。", "item 3 is missing.")


@pytest.fixture(scope="module")
def paged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Conversation]:
    """A conversation about minutes in a PDF of several pages, with one doubt about the whole and one about a digit."""
    folder = tmp_path_factory.mktemp("paged")
    document = dataclasses.replace(
        read_content("meeting.pdf", text_pdf(set_pages(source(26)))), doubtful=(Span(10, 12),)
    )
    read = parse_source(document)
    with closing(Store.in_folder(folder)) as store:
        store.add(document, dataclasses.replace(read, warnings=(DOUBT, *read.warnings)))
        store.mark_prepared()
    with MinutesLibrary(LibrarySettings(folder, folder)) as library:
        yield Conversation(library)


@in_both_languages
def test_check_tells_what_was_found_in_the_minutes_of_a_meeting(conversation: Conversation, language: Language) -> None:
    lines = said(conversation.reply(Message("/check 26"), Person(language))).splitlines()
    assert lines[0] == texts.REPORT.say(language)
    assert lines[-1] == texts.NO_WARNINGS.say(language)
    assert any("吴敬宇" in line for line in lines)
    assert any("23" in line for line in lines)
    assert any("seed_taicang_26.txt" in line for line in lines)


@in_both_languages
def test_check_of_nothing_or_of_a_meeting_that_is_not_kept_says_so(
    conversation: Conversation, language: Language
) -> None:
    for message in ("/check", "/check something"):
        assert said(conversation.reply(Message(message), Person(language))) == texts.CHECK_USAGE.say(language)
    assert "99" in said(conversation.reply(Message("/check 99"), Person(language)))


def test_a_meeting_that_was_read_without_doubt_has_no_notice_of_any(conversation: Conversation) -> None:
    reply = conversation.reply(Message("/meeting 26"), Person("zh"))
    assert "/check" not in said(reply)


@in_both_languages
def test_a_meeting_says_how_many_doubts_there_are_and_a_button_tells_them(
    paged: Conversation, language: Language
) -> None:
    reply = paged.reply(Message("/meeting 26"), Person(language))
    [notice] = [paragraph.text for paragraph in reply.paragraphs if "/check" in paragraph.text]
    [button] = [button for button in reply.buttons if button.action.startswith("check ")]
    report = paged.reply(Message(action=button.action), Person(language))
    warnings = [paragraph for paragraph in report.paragraphs if paragraph.style is Style.NOTICE]
    assert "2" in notice.partition("/check")[0]
    assert warnings[0].text == "! " + DOUBT.say(language)
    assert len(warnings) == 2
    assert said(paged.reply(Message(notice[notice.index("/check") :]), Person(language))) == said(report)


@in_both_languages
def test_a_part_of_a_document_with_pages_has_a_button_that_shows_its_page(
    paged: Conversation, language: Language
) -> None:
    reply = paged.reply(Message("/item 26-8-1"), Person(language))
    [button] = [button for button in reply.buttons if button.action.startswith("page ")]
    page = re.search(r"\d+", button.label)
    assert page
    assert int(page[0]) > 1
    shown = paged.reply(Message(action=button.action), Person(language))
    [picture] = shown.pictures
    assert picture.startswith(b"\x89PNG")
    assert "meeting.pdf" in said(shown)
    assert page[0] in said(shown)


def test_a_part_of_a_document_without_pages_has_no_such_button(conversation: Conversation) -> None:
    reply = conversation.reply(Message("/item 26-3-2"), Person("zh"))
    assert not [button for button in reply.buttons if button.action.startswith("page ")]
    refused = conversation.reply(Message(action=f"page {reply.paragraphs[-1].ref}"), Person("zh"))
    assert refused.pictures == ()
    assert said(refused) == "seed_taicang_26.txt 没有分页，无法显示原件页面。"


def test_an_old_button_for_a_page_or_a_report_says_that_it_is_old(conversation: Conversation) -> None:
    for action in ("page aaaaaaaa_26-1", "check aaaaaaaa_26", "page", "check"):
        assert said(conversation.reply(Message(action=action), Person("zh"))) == texts.STALE.zh


@in_both_languages
def test_who_names_no_department_is_led_to_all_of_them(conversation: Conversation, language: Language) -> None:
    [button] = conversation.reply(Message("/todo 不存在的局"), Person(language)).buttons
    everyone = conversation.reply(Message("/todo"), Person(language))
    assert conversation.reply(Message(action=button.action), Person(language)).paragraphs == everyone.paragraphs


@in_both_languages
def test_meetings_compared_on_everything_lead_to_the_meetings_and_not_to_each_part(
    conversation: Conversation, library: MinutesLibrary, language: Language
) -> None:
    reply = conversation.reply(Message("/compare 25 26"), Person(language))
    meetings = sorted(kept.minutes.ref.short for kept in library.meetings())
    assert [button.action.rpartition("_")[2] for button in reply.buttons] == meetings
