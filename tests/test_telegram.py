"""The bot in Telegram, end to end: the program itself against a local Bot API server, seen as people see it."""

import re
import time
from pathlib import Path
from typing import Any

import pytest

from bot import texts
from bot.telegram import patience
from tests.botapi import BotApiServer, Chat, Message
from tests.conftest import MINUTES, Program
from tests.telegram_bot import PATIENCE, TOKEN, RunningBot, answer, ask

ITEM = (
    "（二）各地各部门要深入学习贯彻习近平总书记关于安全生产工作重要讲话指示精神，准确把握我市安全生产工作面临的形势，"
    "清醒地认识做好安全生产工作的极端重要性，以“时时放心不下”的责任感，毫不松懈抓好安全生产各项工作。"
)
PICTURE = {"file_id": "a", "file_unique_id": "a", "width": 9, "height": 9}
OLD_QUERY = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def bare(text: str) -> str:
    return "".join(text.split())


SOURCES = bare("".join(path.read_text(encoding="utf-8") for path in MINUTES.iterdir()))


def action_of(message: Message, pattern: str) -> str:
    """The action of the button of a message that is as wanted."""
    [found] = [each.callback_data for each in message.buttons if re.fullmatch(pattern, each.callback_data or "")]
    return str(found)


def push_message(server: BotApiServer, chat: Chat, **content: Any) -> None:
    """A message of kinds and sizes that a chat of the emulator does not send by itself."""
    sender = chat.room.members[0]
    base = {"message_id": server.world.number(), "from": sender.to_json(), "chat": chat.room.to_json()}
    server.push({"message": {**base, "date": int(time.time()), **content}})


# Questions and answers


def test_start_greets_in_the_persons_language(chat: Chat, english: Chat) -> None:
    assert ask(chat, "/start").text.startswith(texts.GREETING.zh)
    assert ask(english, "/start").text.startswith(texts.GREETING.en)


def test_a_deep_link_opens_the_item_it_names(chat: Chat) -> None:
    assert ITEM in ask(chat, "/start 26-3-2").text


def test_a_chinese_question_is_answered_with_quotes_that_are_cited(chat: Chat) -> None:
    reply = ask(chat, "五经普怎么安排")
    quotes = reply.spans("blockquote")
    assert quotes
    for quote in quotes:
        assert bare(quote) in SOURCES
        assert re.match(r"\n\[第26次·二·（.）\]", reply.text.partition(quote)[2])
    assert "二、听取关于第五次全国经济普查工作情况的汇报" in reply.spans("bold")
    assert all(link.startswith("第26次·二") for link in reply.spans("text_link"))
    assert chat.actions == ["typing"]


def test_an_english_question_is_answered_in_english_with_the_words_of_the_minutes(chat: Chat) -> None:
    reply = ask(chat, "what did meeting 26 decide on safety")
    assert "[meeting 26 · 3" in reply.text
    assert ITEM in reply.text
    assert any(button.callback_data.endswith("_26-3-2") for button in reply.buttons if button.callback_data)


def test_the_button_of_a_citation_gives_the_verbatim_full_text(server: BotApiServer, chat: Chat) -> None:
    reply = ask(chat, "第26次会议关于安全生产议定了什么")
    query = chat.press(reply, action_of(reply, "show .*_26-3-2"))
    item = answer(chat)
    assert item.spans("blockquote") == [ITEM]
    assert f"{ITEM}\n[第26次·三·（二）]" in item.text
    assert server.wait_answer(query).text == ""


@pytest.mark.parametrize("command", ["/item 26-3-2", "/item 26 3 2", "/item 第26次第三项（二）"])
def test_item_gives_the_item_verbatim(chat: Chat, command: str) -> None:
    item = ask(chat, command)
    assert item.spans("blockquote") == [ITEM]
    assert f"{ITEM}\n[第26次·三·（二）]" in item.text


def test_a_resolution_that_does_not_exist_is_answered_with_how_many_there_are(english: Chat) -> None:
    assert "has 8 resolutions" in ask(english, "/item 26-99").text


def test_an_unknown_command_is_named_and_help_offered(chat: Chat) -> None:
    assert ask(chat, "/nosuch").text == texts.UNKNOWN_COMMAND.zh.format(command="nosuch")


# Messages that are no questions


def test_a_message_of_5000_characters_is_told_the_limit(server: BotApiServer, english: Chat) -> None:
    push_message(server, english, text="safety, " * 625)
    assert answer(english).text == texts.TOO_LONG.en.format(limit=1000)


@pytest.mark.parametrize(
    "content",
    [
        {"sticker": {**PICTURE, "type": "regular", "is_animated": False, "is_video": False}},
        {"photo": [PICTURE]},
        {"location": {"latitude": 31.45, "longitude": 121.1}},
    ],
    ids=["sticker", "photo", "location"],
)
def test_a_message_without_words_is_asked_for_words(server: BotApiServer, chat: Chat, content: dict[str, Any]) -> None:
    push_message(server, chat, **content)
    assert answer(chat).text == texts.NO_TEXT.zh


def test_the_caption_of_a_picture_is_a_question(server: BotApiServer, chat: Chat) -> None:
    push_message(server, chat, photo=[PICTURE], caption="/item 26-3-2")
    assert ITEM in answer(chat).text


@pytest.mark.parametrize("text", ["<b>&</b>", "</blockquote><b>", "&lt;script&gt; 第26次第三项（二） </i>", "😀"])
def test_html_and_emoji_in_a_question_do_no_harm(chat: Chat, text: str) -> None:
    reply = ask(chat, text)
    assert reply.text
    assert "编号" not in reply.text
    if "第26次" in text:
        assert ITEM in reply.text


# Many people and many messages


def test_two_chats_at_once_get_each_their_own_answers(chat: Chat, english: Chat) -> None:
    for number in (1, 2, 3):
        chat.send(f"/item 26-3-{number}")
        english.send(f"/item 25-1-{number}")
    for one, prefix in ((chat, "第26次·三·"), (english, "meeting 25 · 1 · ")):
        replies = one.wait(3, timeout=PATIENCE)
        citations = [reply.text.rpartition("[")[2].rstrip("]") for reply in replies]
        assert all(citation.startswith(prefix) for citation in citations)
        assert len(set(citations)) == 3


@pytest.mark.usefixtures("bot")
def test_a_group_is_answered_only_when_the_bot_is_commanded_mentioned_or_replied_to(server: BotApiServer) -> None:
    wang, li = server.user("Wang", language_code="zh"), server.user("Li", language_code="en")
    group = server.group_chat("办公室", [wang, li])
    for unheard in (
        "五经普怎么安排",
        "26-3-2",
        "@minutes_test_bot2 26-3-2",
        "/help@another_bot",
        "/item@minutes_test_bot2 26-3-2",
        "see minutes_test_bot",
    ):
        group.send(unheard)
    assert ITEM in ask(group, "/item 26-3-2").text
    assert ITEM in ask(group, "/item@minutes_test_bot 26-3-2").text
    assert ITEM in ask(group, "@Minutes_Test_Bot 26-3-2").text
    assert ITEM in ask(group, "26-3-2@minutes_test_bot").text
    reply = ask(group, "@minutes_test_bot第26次第三项（二）")
    assert ITEM in reply.text
    group.send("/help", user=li, reply_to=reply)
    assert answer(group).text.startswith(texts.HELP.en)
    group.send("26-3-1", user=wang, reply_to=reply)
    assert "[第26次·三·（一）]" in answer(group).text
    assert len(group.bot_messages) == 7


def test_a_reply_to_a_message_of_the_bot_goes_on_from_it_and_anything_else_from_the_last(chat: Chat) -> None:
    safety = ask(chat, "第26次会议关于安全生产议定了什么")
    ask(chat, "停车方案由哪个部门修改")
    assert "[第25次·文头]" in ask(chat, "什么时候开的").text
    chat.send("第二条全文", reply_to=safety)
    item = answer(chat)
    assert f"{ITEM}\n[第26次·三·（二）]" in item.text
    assert "[第26次·文头]" in ask(chat, "谁主持的").text
    assert ask(chat, "/clear").text == texts.CLEARED.zh
    assert "请写明" in ask(chat, "第二条全文").text


def test_questions_sent_at_once_are_answered_in_their_order_each_going_on_from_the_one_before(chat: Chat) -> None:
    for text in ("第26次会议关于产业创新集群议定了什么", "那第25次呢", "什么时候开的"):
        chat.send(text)
    first, second, third = chat.wait(3, timeout=PATIENCE)
    assert "[第26次·五·" in first.text
    assert "[第25次·三·" in second.text
    assert "[第25次·文头]" in third.text


@pytest.mark.usefixtures("bot")
def test_two_people_of_a_group_each_go_on_from_their_own_question(server: BotApiServer) -> None:
    wang, li = server.user("Wang", language_code="zh"), server.user("Li", language_code="zh")
    group = server.group_chat("办公室", [wang, li])
    for user, text in ((wang, "第26次会议谁主持"), (li, "第25次会议谁主持")):
        group.send(f"@minutes_test_bot {text}", user=user)
        answer(group)
    for user, meeting in ((wang, 26), (li, 25)):
        group.send("@minutes_test_bot 什么时候开的", user=user)
        assert f"[第{meeting}次·文头]" in answer(group).text


def test_the_page_of_a_part_comes_as_a_photo_and_as_a_file_where_telegram_takes_no_photo(
    server: BotApiServer, chat: Chat
) -> None:
    item = ask(chat, "/item 28-1-1")
    label = action_of(item, "page .*")
    chat.press(item, label)
    words, picture = chat.wait(2, timeout=PATIENCE)
    assert "meeting.pdf" in words.text
    assert picture.photo
    assert picture.photo.content.startswith(b"\x89PNG")
    server.fail("sendPhoto", status=400, chat=chat)
    chat.press(item, label)
    _, file = chat.wait(2, timeout=PATIENCE)
    assert file.document
    assert (file.document.file_name, file.document.content) == ("page.png", picture.photo.content)


# When things go wrong


def test_a_button_pressed_long_ago_still_shows_its_part(server: BotApiServer, chat: Chat) -> None:
    item = ask(chat, "/item 26-3-2")
    server.fail("answerCallbackQuery", status=400, description=OLD_QUERY)
    chat.press(item, "整项决议")
    shown = chat.wait_for(lambda message: message.text != item.text, PATIENCE)
    assert shown.text.startswith("三、听取高新区、消防救援大队关于安全生产工作情况的汇报")


def test_a_button_of_an_older_program_is_said_to_be_stale(server: BotApiServer, chat: Chat) -> None:
    shown = ask(chat, "/help").to_json()
    sender = chat.room.members[0].to_json()
    query = {"id": "old", "from": sender, "message": shown, "chat_instance": "1", "data": "vote:3"}
    server.push({"callback_query": query})
    assert answer(chat).text == texts.STALE.zh


def test_an_answer_too_many_for_telegram_is_sent_again_when_it_says(server: BotApiServer, chat: Chat) -> None:
    server.fail("sendMessage", status=429, retry_after=1, chat=chat)
    assert ask(chat, "/help").text.startswith(texts.HELP.zh)


def test_an_answer_comes_even_if_typing_cannot_be_shown(server: BotApiServer, chat: Chat) -> None:
    server.fail("sendChatAction", status=500, chat=chat)
    assert ask(chat, "/help").text.startswith(texts.HELP.zh)


NO_RIGHTS = "Bad Request: not enough rights to send text messages to the chat"


@pytest.mark.parametrize("how", [{"status": 400, "description": NO_RIGHTS}, {"status": 401}])
def test_an_answer_that_cannot_be_sent_is_told_with_the_id_it_has_in_the_log_and_the_bot_goes_on(
    server: BotApiServer, bot: RunningBot, chat: Chat, how: dict[str, Any]
) -> None:
    server.fail("sendMessage", chat=chat, **how)
    told = re.fullmatch(r"出错了，请稍后再试（编号 ([0-9a-f]{8})）。", ask(chat, "/help").text)
    assert told
    assert told[1] in bot.log
    assert ask(chat, "/help").text.startswith(texts.HELP.zh)


def test_the_bot_goes_on_after_telegram_was_out_of_reach(server: BotApiServer, chat: Chat) -> None:
    server.fail("getUpdates", status=502)
    server.fail("getUpdates", drop=True)
    assert ask(chat, "/help").text.startswith(texts.HELP.zh)


# Starting and stopping


def test_a_token_that_telegram_refuses_ends_the_bot_with_1_and_a_sentence_without_the_token(
    process: Program, own_state: Path, server: BotApiServer
) -> None:
    settings = {"TELEGRAM_API_URL": server.url, "TELEGRAM_BOT_TOKEN": "123:refused-token"}
    done = process("bot", state=own_state, **settings)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Telegram does not accept TELEGRAM_BOT_TOKEN.\n"


def test_a_server_that_stays_out_of_reach_ends_the_bot_with_1_and_a_sentence_without_the_token(
    minutes: Program, own_state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "STARTING", 1.0)
    with BotApiServer(TOKEN) as server:
        url = server.url
    done = minutes("bot", state=own_state, TELEGRAM_API_URL=url, TELEGRAM_BOT_TOKEN=TOKEN)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Telegram cannot be reached (NetworkError).\n"


def test_without_a_token_the_bot_ends_with_1_and_a_sentence_that_names_the_setting(
    minutes: Program, own_state: Path
) -> None:
    done = minutes("bot", state=own_state)
    assert (done.returncode, done.stdout) == (1, "")
    [sentence] = done.stderr.splitlines()
    assert sentence.startswith("TELEGRAM_BOT_TOKEN is not set: ")
