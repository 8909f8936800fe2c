"""What people find in the minutes by Telegram, end to end, by polling and by webhook: asserted on their screens."""

import io
import re
from urllib.parse import parse_qs, urlsplit

import docx
import pytest

from bot import texts
from bot.digests.digesting import DIGEST, DIGEST_FILE
from bot.lists.listing import MEETINGS
from bot.lists.searching import SEARCH
from bot.lists.todo import TODO
from bot.lists.tracing import COMPARE
from bot.people.language import LANGUAGE
from bot.questions.verdicts import VERDICT
from bot.replies import CHECK, FILE, MORE, OVERVIEW, PAGE, READ, SHOW, SOURCE
from bot.telegram.texts import OPEN_BOT, SLOW_DOWN
from data.roles import Role
from tests.botapi import Chat, Message, utf16_length
from tests.conftest import MINUTES
from tests.telegram_bot import LONG_ITEM, PATIENCE, SECRET_ITEM, answer, ask
from tests.telegram_office import NAME, Office, action_of

ITEM = (
    "（二）各地各部门要深入学习贯彻习近平总书记关于安全生产工作重要讲话指示精神，准确把握我市安全生产工作面临的形势，"
    "清醒地认识做好安全生产工作的极端重要性，以“时时放心不下”的责任感，毫不松懈抓好安全生产各项工作。"
)
CITED = "[第26次·三·（二）]"
SAFETY = "第26次会议关于安全生产议定了什么"
CENSUS = "五经普怎么安排"
STALE = "nosuch 1"


def bare(text: str) -> str:
    return "".join(text.split())


SOURCES = bare("".join(path.read_text(encoding="utf-8") for path in MINUTES.iterdir()))


def links(message: Message) -> dict[str, str]:
    """The links of a message, by the words that are linked."""
    return {entity.of(message.text): str(entity.url) for entity in message.entities if entity.type == "text_link"}


def assert_quoted(message: Message) -> None:
    """Every quote stands in the sources, and each is followed by a citation that is a link."""
    quotes = [*message.spans("blockquote"), *message.spans("expandable_blockquote")]
    assert quotes
    for quote in quotes:
        assert all(bare(piece) in SOURCES for piece in quote.strip("…").split("…"))
        citation = re.match(r"\n\[([^\[\]]+)\]", message.text.partition(quote)[2])
        assert citation
        assert citation[1] in links(message)


# Answers


def test_an_answer_has_quotes_with_citations_that_are_links_and_buttons_for_parts_and_a_verdict(office: Office) -> None:
    chat = office.person()
    question = chat.send(SAFETY)
    reply = answer(chat)
    assert chat.actions == ["typing"]
    assert reply.reply_to == question
    assert_quoted(reply)
    assert ITEM in reply.spans("blockquote")
    actions = [[str(button.callback_data) for button in row] for row in reply.keyboard]
    assert [f"{VERDICT} {each}" for each in ("good", "bad", "citation")] in actions
    assert {action.partition("_")[2] for row in actions for action in row if action.startswith(SHOW)} == {
        "26-3-1",
        "26-3-2",
        "26-3-3",
        "26-3",
    }
    assert office.press(chat, reply, f"{VERDICT} good").text
    assert len(chat.bot_messages) == 1


def test_the_citation_of_an_answer_opens_what_it_cites(office: Office) -> None:
    reply = ask(office.person(), CENSUS)
    reader = office.person(Role.READER, "en")
    for cited, link in links(reply).items():
        reader.follow(link)
        opened = answer(reader)
        assert_quoted(opened)
        assert cited.replace("第26次·二", "meeting 26 · 2").replace("·（三）", " · (3)") in opened.text


def test_a_long_quote_is_folded_and_no_message_is_longer_than_telegram_takes(office: Office) -> None:
    chat = office.person()
    chat.send("险工险段由谁巡查")
    messages = chat.wait(3, PATIENCE)
    quoted = "".join(quote for message in messages for quote in message.spans("expandable_blockquote"))
    assert bare(quoted).replace("…", "") == LONG_ITEM
    assert all(utf16_length(message.text) <= 4096 for message in messages)
    assert [bool(message.buttons) for message in messages] == [False, False, True]


def test_more_results_are_others_than_those_of_the_answer(office: Office) -> None:
    chat = office.person()
    reply = ask(chat, CENSUS)
    further = office.below(chat, reply, MORE)
    assert_quoted(further)
    assert not set(links(further)) & set(links(reply))


def test_a_reply_to_an_answer_goes_on_from_it(office: Office) -> None:
    chat = office.person()
    reply = ask(chat, SAFETY)
    ask(chat, "停车方案由哪个部门修改")
    chat.send("第二条全文", reply_to=reply)
    assert f"{ITEM}\n{CITED}" in answer(chat).text


def test_an_edited_question_is_answered_in_the_place_of_the_answer_before(office: Office) -> None:
    chat = office.person()
    question = chat.send("第25次会议谁主持")
    first = answer(chat)
    chat.edit(question, "/item 26-3-2")
    changed = chat.wait_for(CITED, PATIENCE)
    assert changed.message_id == first.message_id
    assert changed.edited
    assert len(chat.bot_messages) == 1


# The full text


def test_an_item_its_neighbours_its_resolution_and_the_pages_of_its_meeting_come_in_place(office: Office) -> None:
    chat = office.person()
    reply = ask(chat, SAFETY)
    item = office.below(chat, reply, f"{SHOW} .*_26-3-2")
    assert item.spans("blockquote") == [ITEM]
    assert links(item).keys() == {"第26次·三·（二）"}
    after = office.change(chat, item, f"{READ} .*_26-3-3 1")
    assert "[第26次·三·（三）]" in after.text
    assert office.change(chat, after, f"{READ} .*_26-3-2 1").text == item.text
    resolution = office.change(chat, item, f"{READ} .*_26-3 1")
    assert [f"（{number}）" in resolution.text for number in "一二三四"] == [True, True, True, False]
    short = office.change(chat, resolution, f"{OVERVIEW} .*_26 1")
    assert "第26次·八·（一）" in links(short)
    page = office.change(chat, short, f"{READ} .*_26 1")
    seen = [page.text]
    count = int(next(button.text for button in page.buttons if "/" in button.text).partition("/")[2])
    assert count > 1
    for number in range(2, count + 1):
        page = office.change(chat, page, f"{READ} .*_26 {number}")
        seen.append(page.text)
    assert bare(ITEM) in bare("".join(seen))
    assert "[第26次·文尾]" in seen[-1]
    assert len({message.message_id for message in chat.bot_messages}) == 2


@pytest.mark.parametrize("written", ["/item 26-3-2", "/item 26 3 2", "第26次第三项（二）", "26-3-2"])
def test_an_item_is_shown_however_it_is_named(office: Office, written: str) -> None:
    assert ask(office.person(), written).spans("blockquote") == [ITEM]


def test_a_resolution_comes_as_a_word_file_and_as_text_and_both_are_cited(office: Office) -> None:
    chat = office.person()
    shown = ask(chat, "/item 26-3")
    files = {}
    for kind in ("docx", "txt"):
        office.press(chat, shown, f"{FILE} .*_26-3 {kind}")
        said, file = chat.wait(2, PATIENCE)
        assert file.document
        assert file.document.file_name in said.text
        assert file.document.file_name.endswith(f"_26-3.{kind}")
        files[kind] = file.document.content
    word = docx.Document(io.BytesIO(files["docx"]))
    paragraphs = [(str(each.style and each.style.name), each.text) for each in word.paragraphs]
    assert ("Heading 1", "太仓市人民政府第26次常务会议") in paragraphs
    assert ("Heading 2", "三、听取高新区、消防救援大队关于安全生产工作情况的汇报") in paragraphs
    position = paragraphs.index(("Normal", ITEM))
    assert paragraphs[position + 1][1] == CITED
    assert "seed_taicang_26.txt" in word.sections[0].footer.paragraphs[0].text
    assert f"{ITEM}\n{CITED}\n" in files["txt"].decode()
    assert "upload_document" in chat.actions


def test_the_original_document_is_sent_as_it_was_added(office: Office) -> None:
    chat = office.person(language="en")
    chat.send("/source 26")
    said, file = chat.wait(2, PATIENCE)
    assert "seed_taicang_26.txt" in said.text
    assert file.document
    assert file.document.content == (MINUTES / "seed_taicang_26.txt").read_bytes()
    shown = ask(chat, "/meeting 28")
    office.press(chat, shown, f"{SOURCE} .*_28")
    _, file = chat.wait(2, PATIENCE)
    assert file.document
    assert file.document.content.startswith(b"%PDF")


def test_the_page_of_an_item_comes_as_a_picture(office: Office) -> None:
    chat = office.person()
    shown = ask(chat, "/item 28-1-1")
    office.press(chat, shown, f"{PAGE} .*")
    words, picture = chat.wait(2, PATIENCE)
    assert "meeting.pdf" in words.text
    assert picture.photo
    assert "upload_photo" in chat.actions


def test_the_reading_report_of_a_meeting_tells_its_document(office: Office) -> None:
    assert "seed_taicang_26.txt" in ask(office.person(), f"/{CHECK} 26").text


# Ways in


def test_a_shared_item_opens_for_whoever_follows_the_link(office: Office) -> None:
    shown = ask(office.person(), "/item 26-3-2")
    [share] = [urlsplit(button.url) for button in shown.buttons if button.url]
    assert (share.scheme, share.netloc, share.path) == ("https", "t.me", "/share/url")
    [link] = parse_qs(share.query)["url"]
    reader = office.person(Role.READER, "en")
    reader.follow(link)
    assert answer(reader).spans("blockquote") == [ITEM]


def test_inline_results_are_cited_and_public_and_a_stranger_is_led_to_the_bot(office: Office) -> None:
    staff, stranger = office.person(), office.person(None)
    results = office.inline(staff, "安全生产")
    assert len(results) > 1
    found = [result["input_message_content"] for result in results]
    assert all(f'<a href="https://t.me/{NAME[1:]}?start=' in each["message_text"] for each in found)
    assert any(ITEM in each["message_text"] for each in found)
    assert all(each["parse_mode"] == "HTML" for each in found)
    for query in ("闲置粮仓", "29-1-1", ""):
        assert not [each for each in office.inline(staff, query) if "粮仓" in str(each)]
    query = office.server.inline_query(stranger.room.members[0], "安全生产")
    assert office.server.wait_inline(query, PATIENCE) == []
    button = office.server.inline_button(query)
    assert button
    assert button["text"] == OPEN_BOT.zh


def test_a_group_is_answered_when_the_bot_is_mentioned_replied_to_or_commanded_and_never_else(office: Office) -> None:
    staff = office.person().room.members[0]
    group = office.server.group_chat("办公室", [staff])
    group.send(CENSUS)
    group.send("谢谢大家")
    mentioned = ask(group, f"{NAME} {CENSUS}")
    assert_quoted(mentioned)
    group.send("26-3-2", reply_to=mentioned)
    assert ITEM in answer(group).text
    assert ITEM in ask(group, f"/item{NAME} 26-3-2").text
    assert SECRET_ITEM not in ask(group, "/item 29-1-1").text  # a group is a reader, whoever writes
    assert len(group.bot_messages) == 4


def test_menus_are_by_language_and_by_what_people_may_do_where(office: Office) -> None:
    chief = office.person(Role.ADMINISTRATOR)
    ask(chief, "/help")
    menus, own = office.server.world.commands, f'"chat_id": {chief.id}'
    office.server.wait_until(lambda: sum(own in scope for scope, _ in menus) == 2, PATIENCE)
    names = {
        (next(iter(re.findall("all_[a-z_]+", scope)), "chief" if own in scope else scope), language): [
            each["command"] for each in menu
        ]
        for (scope, language), menu in menus.items()
    }
    for scope in ("default", "all_private_chats", "all_group_chats", "chief"):
        assert names[scope, ""] == names[scope, "zh"]
    private, group, own_menu = (set(names[scope, ""]) for scope in ("all_private_chats", "all_group_chats", "chief"))
    assert {"item", "search", "todo", "timeline", "compare", "language", "subscribe"} <= private
    assert {"language", "subscribe"} & group == set()
    assert {"invite", "people", "remove", "feedback"} <= own_menu - private
    titles = {each["command"]: each["description"] for each in menus["all_private_chats", "zh"]}
    assert all(re.search("[\u4e00-\u9fff]", title) for title in titles.values())


def test_a_language_is_chosen_by_a_button_and_holds_until_another_is(office: Office) -> None:
    chat = office.person()
    assert ask(chat, "/help").text.startswith(texts.HELP.zh)
    asked = ask(chat, "/language")
    changed = office.change(chat, asked, f"{LANGUAGE} en")
    assert not changed.buttons
    assert ask(chat, "/help").text.startswith(texts.HELP.en)
    ask(chat, "/language app")
    assert ask(chat, "/help").text.startswith(texts.HELP.zh)


# Lists


def test_the_meetings_are_turned_in_place_and_lead_to_each(office: Office) -> None:
    chat = office.person()
    first = ask(chat, "/meetings")
    second = office.change(chat, first, f"{MEETINGS} 2")
    cited = [*links(first), *links(second)]
    assert cited == [f"第{number}次" for number in (30, 29, 28, 27, 24, 23, 22, 21, 26, 25)]
    assert office.change(chat, second, f"{MEETINGS} 1").text == first.text
    assert "第27次" in office.below(chat, chat.current(first), f"{SHOW} .*_27").spans("bold")[0]
    assert list(links(ask(chat, "/meetings 2023-05"))) == ["第25次"]


def test_a_search_is_limited_by_meeting_dates_and_department_and_turned_in_place(office: Office) -> None:
    chat = office.person()
    first = ask(chat, "/search 会议:25")
    assert all(cited.startswith("第25次·") for cited in links(first))
    second = office.change(chat, first, f"{SEARCH} 会议:25 2")
    assert not set(links(first)) & set(links(second))
    found = ask(chat, "/search 安全 自:2023-06-01 至:2023-06-30")
    assert all(cited.startswith("第26次·") for cited in links(found))
    assert_quoted(found)
    assert set(links(ask(chat, "/search 部门:市城管局 会议:25"))) >= {"第25次·七·（一）", "第25次·八·（一）"}


def test_the_duties_of_a_department_are_listed_with_their_citations(office: Office) -> None:
    chat = office.person()
    departments = ask(chat, "/todo")
    assert any(button.text.startswith("市发改委") for button in departments.buttons)
    first = office.change(chat, departments, f"{TODO} 市发改委 1")
    assert_quoted(first)
    second = office.change(chat, first, f"{TODO} 市发改委 2")
    assert len({*links(first), *links(second)}) == 6
    assert "第25次·七·（一）" in links(ask(chat, "/todo 市城管局"))


def test_a_topic_is_followed_over_time_and_meetings_are_compared(office: Office) -> None:
    chat = office.person()
    line = ask(chat, "/timeline 产业创新集群")
    meetings = [cited.partition("·")[0] for cited in links(line)]
    assert meetings == sorted(meetings)
    assert set(meetings) == {"第25次", "第26次"}
    beside = ask(chat, f"/{COMPARE} 25 26 消防")
    assert {"第25次·六·（一）", "第26次·三·（一）"} <= links(beside).keys()
    for message in (line, beside):
        assert_quoted(message)
        assert action_of(message, f"{SHOW} .*_26-{'5-1' if message is line else '3-1'}")


def test_a_digest_has_a_picture_pages_and_a_word_file(office: Office) -> None:
    chat = office.person(language="en")
    chat.send("/digest 2023-06")
    words, picture = chat.wait(2, PATIENCE)
    assert picture.photo
    assert picture.photo.content.startswith(b"\x89PNG")
    assert any(cited.startswith("meeting 26 · 6") for cited in links(words))
    turned = office.change(chat, words, f"{DIGEST} .* 2")
    assert turned.text != words.text
    office.press(chat, turned, f"{DIGEST_FILE} .*")
    file = chat.wait_for(lambda message: message.document is not None, PATIENCE).document
    assert file
    assert docx.Document(io.BytesIO(file.content)).paragraphs


# Manners


def test_the_button_of_an_older_program_is_said_to_be_stale(office: Office) -> None:
    chat = office.person()
    shown = ask(chat, "/help")
    sender = chat.room.members[0].to_json()
    for action in (STALE, f"{SHOW} k3nylai7_99-9"):
        pressed = {"id": "old", "from": sender, "message": shown.to_json(), "chat_instance": "1", "data": action}
        office.server.push({"callback_query": pressed})
        assert answer(chat).text == texts.STALE.zh


def test_whoever_writes_too_much_is_told_once_when_to_go_on(office: Office) -> None:
    chat: Chat = office.person()
    for _ in range(33):
        chat.send("/clear")
    messages = [message.text for message in chat.wait(31, PATIENCE)]
    before, _, after = SLOW_DOWN.zh.partition("{seconds}")
    assert len([text for text in messages if text.startswith(before) and text.endswith(after)]) == 1
    assert messages.count(texts.CLEARED.zh) == 30
