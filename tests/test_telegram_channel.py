"""What Telegram does to a bot: copies, refusals, cut connections, edits, old buttons, many people at once."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

from bot import texts
from bot.telegram.texts import SLOW_DOWN
from tests.botapi import BotApiServer, Call, Chat, Message
from tests.botapi.keyboard import parse_markup
from tests.botapi.model import Content
from tests.telegram_bot import ADMINISTRATOR, PATIENCE, RunningBot, answer, ask

ITEM = "[第26次·三·（二）]"
OTHER = "[第26次·三·（一）]"


@pytest.fixture(autouse=True)
def recovered(server: BotApiServer) -> Iterator[None]:
    """Every test begins without the failures of the one before it."""
    yield
    server.recover()


def posted(chat: Chat, text: str) -> dict[str, Any]:
    """A message of a person as Telegram tells of it."""
    sender = chat.room.members[0]
    base = {"message_id": chat.world.number(), "from": sender.to_json(), "chat": chat.room.to_json()}
    return {"message": {**base, "date": int(time.time()), "text": text}}


def settled(chat: Chat) -> list[Message]:
    """All messages of the bot in a chat, after one more question was answered."""
    before = len(chat.bot_messages)
    chat.send("/clear")
    chat.wait_for(lambda message: message.text == texts.CLEARED.zh and message in chat.bot_messages[before:], PATIENCE)
    return chat.bot_messages[:-1]


# Copies


@pytest.mark.usefixtures("bot")
def test_copies_of_an_update_are_answered_once_also_in_a_burst_of_many_chats(server: BotApiServer) -> None:
    chats = [server.private_chat() for _ in range(8)]
    for chat in chats:
        server.push(posted(chat, "/item 26-3-2"), duplicates=4)
    for chat in chats:
        assert ITEM in answer(chat).text
    for chat in chats:
        assert len(settled(chat)) == 1


def test_another_update_of_the_same_number_is_no_copy(server: BotApiServer, chat: Chat, english: Chat) -> None:
    number = server.push(posted(chat, "/item 26-3-2"))
    assert ITEM in answer(chat).text
    server.wait_idle(PATIENCE)
    server.push({**posted(english, "/help"), "update_id": number})
    assert answer(english).text.startswith(texts.HELP.en)


# Refusals and a bad network


def test_a_chat_that_telegram_puts_off_waits_alone(server: BotApiServer, chat: Chat) -> None:
    server.fail("sendMessage", status=429, retry_after=8, chat=chat)
    chat.send("/item 26-3-2")

    def refusals() -> list[Call]:
        mine = (call for call in server.calls_of("sendMessage") if call.params.get("chat_id") == chat.id)
        return [call for call in mine if call.status == 429]

    server.wait_until(refusals, PATIENCE)
    [refused] = refusals()
    others = [server.private_chat() for _ in range(39)]
    for other in others:
        other.send("/item 26-3-1")
    for other in others:
        assert OTHER in answer(other).text
    assert ITEM in answer(chat).text
    calls = {call.params["chat_id"]: call for call in server.calls_of("sendMessage") if call.status == 200}
    assert calls[chat.id].time - refused.time >= 8
    first = min(calls[other.id].time for other in others)
    assert first < calls[chat.id].time


@pytest.mark.parametrize("how", [{"drop": True}, {"status": 502}, {"status": 500, "times": 2}])
def test_an_answer_that_did_not_get_through_is_sent_again(
    server: BotApiServer, chat: Chat, how: dict[str, Any]
) -> None:
    server.fail("sendMessage", chat=chat, **how)
    assert ITEM in ask(chat, "/item 26-3-2").text
    assert len(settled(chat)) == 1


def test_an_answer_of_which_telegram_did_not_say_that_it_came_is_rather_sent_twice_than_lost(
    server: BotApiServer, chat: Chat
) -> None:
    server.fail("sendMessage", chat=chat, drop=True, applied=True)
    chat.send("/item 26-3-2")
    assert {message.text for message in chat.wait(2, PATIENCE)} == {chat.bot_messages[0].text}


def test_what_telegram_refuses_as_html_comes_as_plain_text(server: BotApiServer, chat: Chat) -> None:
    server.fail(
        "sendMessage", status=400, description="Bad Request: can't parse entities: Unexpected end tag", chat=chat
    )
    reply = ask(chat, "/item 26-3-2")
    assert ITEM in reply.text
    assert not reply.spans("blockquote")
    assert "<" not in reply.text
    assert reply.buttons


def test_buttons_that_telegram_refuses_do_not_keep_the_answer_back(server: BotApiServer, chat: Chat) -> None:
    server.fail("sendMessage", status=400, description="Bad Request: BUTTON_DATA_INVALID", times=2, chat=chat)
    reply = ask(chat, "/item 26-3-2")
    assert ITEM in reply.text
    assert not reply.buttons


def test_a_blocked_bot_and_one_thrown_out_of_a_group_go_on_with_others(
    server: BotApiServer, bot: RunningBot, chat: Chat, english: Chat
) -> None:
    group = server.group_chat("办公室", [server.user("Wang")])
    errors = bot.log.count("while answering")
    for lost in (chat, group):
        lost.block()
        lost.send("/help")
    server.wait_until(lambda: [call.status for call in server.calls_of("sendMessage")].count(403) >= 2, PATIENCE)
    assert ask(english, "/help").text.startswith(texts.HELP.en)
    assert bot.log.count("while answering") == errors


@pytest.mark.usefixtures("bot")
def test_a_group_that_has_become_a_supergroup_is_answered_there(server: BotApiServer) -> None:
    wang = server.user("Wang")
    group, successor = server.group_chat("办公室", [wang]), server.group_chat("办公室", [wang])
    server.migrate(group, successor)
    group.send("/item 26-3-2")
    assert ITEM in answer(successor).text


# Replies


def test_an_answer_to_typed_text_replies_to_it_in_private_and_in_a_group(server: BotApiServer, chat: Chat) -> None:
    for place in (chat, server.group_chat("办公室", [server.user("Wang")])):
        question = place.send("/item 26-3-2")
        reply = answer(place)
        assert reply.reply_to is not None
        assert reply.reply_to.message_id == question.message_id


def test_links_have_no_preview(server: BotApiServer, chat: Chat) -> None:
    reply = ask(chat, "/item 26-3-2")
    call = next(call for call in reversed(server.calls_of("sendMessage")) if call.params["chat_id"] == chat.id)
    assert call.params["link_preview_options"]["is_disabled"] is True
    assert reply.text


def test_too_many_messages_are_told_once_when_to_go_on_and_others_are_answered(
    server: BotApiServer, chat: Chat, english: Chat
) -> None:
    for _ in range(34):
        chat.send("/clear")
    messages = chat.wait(31, PATIENCE)
    before, _, after = SLOW_DOWN.zh.partition("{seconds}")
    told = [message for message in messages if message.text.startswith(before) and message.text.endswith(after)]
    assert len(told) == 1
    assert [message.text for message in messages].count(texts.CLEARED.zh) == 30
    assert ask(english, "/help").text.startswith(texts.HELP.en)
    query = chat.press(posted_button(server, chat), "show 26-3-2")
    assert server.wait_answer(query, PATIENCE).text == ""
    assert len(chat.bot_messages) == 32


def posted_button(server: BotApiServer, chat: Chat) -> Message:
    """A message of the bot with a button, however it came there."""
    rows = parse_markup({"inline_keyboard": [[{"text": "全文", "callback_data": "show 26-3-2"}]]})
    return server.world.post(chat.room, server.bot, Content("前文"), keyboard=rows)


# Edited questions


def test_an_edited_question_is_answered_again_in_place(chat: Chat) -> None:
    question = chat.send("/item 26-3-2")
    first = answer(chat)
    chat.edit(question, "/item 26-3-1")
    changed = chat.wait_for(OTHER, PATIENCE)
    assert changed.message_id == first.message_id
    assert len(settled(chat)) == 1


def test_an_edited_question_with_a_longer_answer_gets_the_rest_below_and_with_a_shorter_one_loses_what_is_left(
    server: BotApiServer, chat: Chat
) -> None:
    question = chat.send("/item 26-3-2")
    first = answer(chat)
    chat.edit(question, "/item 27-1-1")
    server.wait_until(lambda: "第0处" in chat.current(first).text, PATIENCE)
    length = len(settled(chat))
    chat.edit(question, "/item 26-3-1")
    server.wait_until(lambda: OTHER in chat.current(first).text, PATIENCE)
    assert len(settled(chat)) == 2  # the answer, and that to the question in between
    assert length >= 1


def test_an_edit_that_changes_no_word_is_not_answered(server: BotApiServer, chat: Chat) -> None:
    question = chat.send("/item 26-3-2")
    answer(chat)
    edits = len(server.calls_of("editMessageText"))
    chat.edit(question, "/item 26-3-2")
    assert len(settled(chat)) == 1
    assert len(server.calls_of("editMessageText")) == edits


def test_an_edited_question_whose_answer_is_gone_is_answered_below(server: BotApiServer, chat: Chat) -> None:
    question = chat.send("/item 26-3-2")
    first = answer(chat)
    server.fail("editMessageText", status=400, description="Bad Request: message can't be edited", chat=chat)
    chat.edit(question, "/item 26-3-1")
    below = answer(chat)
    assert OTHER in below.text
    assert ITEM in chat.current(first).text


@pytest.mark.parametrize(("age", "is_answered"), [(60, True), (3600, False)])
def test_an_edited_question_that_was_not_answered_is_answered_if_it_is_recent(
    server: BotApiServer, chat: Chat, age: int, *, is_answered: bool
) -> None:
    message = posted(chat, "/item 26-3-2")["message"]
    now = int(time.time())
    server.push({"edited_message": {**message, "date": now - age, "edit_date": now}})
    assert [ITEM in message.text for message in settled(chat)] == [True] * is_answered


# Buttons


def test_a_page_is_turned_in_place_and_turning_to_where_one_is_does_no_harm(server: BotApiServer, chat: Chat) -> None:
    shown = ask(chat, "/meeting 27")
    server.wait_answer(chat.press(shown, "›"), PATIENCE)
    turned = chat.wait_for(lambda message: message.text != shown.text, PATIENCE)
    assert turned.message_id == shown.message_id
    server.wait_answer(chat.press(turned, "‹"), PATIENCE)
    back = chat.wait_for(lambda message: message.text == shown.text, PATIENCE)
    server.wait_answer(chat.press(back, page_button(back)), PATIENCE)
    assert [message.text for message in settled(chat)] == [shown.text]
    edits = [call for call in server.calls_of("editMessageText") if call.params["chat_id"] == chat.id]
    assert [call.status for call in edits] == [200, 200, 400]


def page_button(message: Message) -> str:
    """The button that shows the page where one is."""
    return next(button.text for button in message.buttons if re.fullmatch(r"\d+/\d+", button.text))


def test_a_button_whose_message_is_too_old_works(chat: Chat) -> None:
    shown = ask(chat, "/meeting 27")
    chat.press(shown, "›", is_old=True)
    chat.wait_for(lambda message: message.text != shown.text, PATIENCE)


@pytest.mark.usefixtures("bot")
def test_another_persons_button_in_a_group_works_for_whoever_presses_it(server: BotApiServer) -> None:
    wang, smith = server.user("Wang"), server.user("Smith", language_code="en")
    group = server.group_chat("办公室", [wang, smith])
    query = group.press(posted_button(server, group), "show 26-3-2", user=smith)
    assert "[meeting 26 · 3 · (2)]" in group.wait_for("meeting 26", PATIENCE).text
    assert server.wait_answer(query, PATIENCE).text == ""


def test_every_press_is_answered_also_of_a_button_that_means_nothing_any_more(server: BotApiServer, chat: Chat) -> None:
    shown = posted_button(server, chat)
    for action in ("show 26-3-2", "nosuch 1", "show k3nylai7_99-9"):
        server.push(
            {
                "callback_query": {
                    "id": action,
                    "from": chat.room.members[0].to_json(),
                    "message": shown.to_json(),
                    "chat_instance": "1",
                    "data": action,
                }
            }
        )
        server.world.queries[action] = None
        server.wait_answer(action, PATIENCE)


# Many people


@pytest.mark.usefixtures("bot")
def test_forty_chats_at_once_get_each_their_own_answer(server: BotApiServer) -> None:
    chats = [server.private_chat() for _ in range(40)]
    for index, chat in enumerate(chats):
        chat.send(f"/item 26-{1 + index % 8}-1")
    for index, chat in enumerate(chats):
        assert f"[第26次·{'一二三四五六七八'[index % 8]}·" in answer(chat).text


# Inline mode


@pytest.mark.usefixtures("bot")
def test_inline_results_can_be_inserted_and_lead_back_to_the_bot(server: BotApiServer) -> None:
    query = server.inline_query(server.user("Wang"), "安全生产")
    results = server.wait_inline(query, PATIENCE)
    assert results
    contents = [each["input_message_content"]["message_text"] for each in results]
    assert any("https://t.me/minutes_test_bot?start=" in content for content in contents)
    assert all(button_kinds(each) <= {"url"} for each in results)
    call = server.calls_of("answerInlineQuery")[-1]
    assert call.params["is_personal"] is True


def button_kinds(result: dict[str, Any]) -> set[str]:
    """What the buttons of an inline result do."""
    rows = result.get("reply_markup", {}).get("inline_keyboard", [])
    return {kind for row in rows for button in row for kind in button.keys() - {"text"}}


@pytest.mark.usefixtures("bot")
def test_an_empty_inline_query_offers_the_latest_meetings(server: BotApiServer) -> None:
    results = server.wait_inline(server.inline_query(server.user("Smith", language_code="en"), ""), PATIENCE)
    assert any("28" in each["title"] for each in results)


# Menus


def test_menus_stand_in_both_languages_for_private_chats_groups_and_administrators(
    server: BotApiServer, administrator: Chat
) -> None:
    ask(administrator, "/help")
    own = [key for key in server.world.commands if str(ADMINISTRATOR.id) in key[0]]
    server.wait_until(
        lambda: {key[1] for key in server.world.commands if str(ADMINISTRATOR.id) in key[0]} == {"", "zh"}, PATIENCE
    )
    menus = server.world.commands
    for scope in ("all_private_chats", "all_group_chats"):
        english, chinese = menus[scope, ""], menus[scope, "zh"]
        assert [each["command"] for each in english] == [each["command"] for each in chinese]
        assert english != chinese
    names = {key: {each["command"] for each in commands} for key, commands in menus.items()}
    assert names["all_private_chats", ""] >= {"ask", "item", "meetings", "help"}
    assert all(names[key] > names["all_private_chats", ""] for key in own)
    texts_of_bot = server.world.descriptions
    assert {texts_of_bot[kind, code] != "" for kind in ("description", "short_description") for code in ("", "zh")} == {
        True
    }
