"""The local Bot API server against python-telegram-bot itself."""

from __future__ import annotations

import asyncio
import html
import json
import re
import socket
import struct
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    MessageEntity,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from tests.botapi import BotApiServer, Limits, parse_html, utf16_length
from tests.botapi.entities import detected, trimmed
from tests.botapi.errors import ApiError

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
SOON = 5


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer() as running:
        yield running


@pytest.fixture
async def bot(server: BotApiServer) -> AsyncIterator[Bot]:
    async with Bot(server.token, base_url=f"{server.url}/bot", base_file_url=f"{server.url}/file/bot") as ready:
        yield ready


def call(server: BotApiServer, path: str, body: bytes | None = None, kind: str = "application/json") -> Any:
    request = urllib.request.Request(f"{server.url}/{path}", body, {"Content-Type": kind})  # noqa: S310
    try:
        with urllib.request.urlopen(request) as response:  # noqa: S310
            return json.loads(response.read())
    except urllib.error.HTTPError as error:
        with error:
            return json.loads(error.read())


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    message = update.effective_message
    assert message is not None
    if message.document:
        file = await message.document.get_file()
        content = bytes(await file.download_as_bytearray())
        await message.reply_document(content[::-1], filename=f"back-{message.document.file_name}")
        return
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more")]])
    reply = await message.reply_text(f"<b>{message.text_html}</b>", ParseMode.HTML, reply_markup=keyboard)
    context.bot_data["last"] = reply.message_id


async def more(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer(f"pressed {query.data}")
    await query.edit_message_text("more")


@asynccontextmanager
async def application(server: BotApiServer) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    builder = Application.builder().token(server.token)
    app = builder.base_url(f"{server.url}/bot").base_file_url(f"{server.url}/file/bot").build()
    app.add_handler(MessageHandler(filters.TEXT | filters.Document.ALL, echo))
    app.add_handler(CallbackQueryHandler(more))
    async with app:
        await app.start()
        yield app
        assert app.updater is not None
        await app.updater.stop()
        await app.stop()


# What is sent and seen


async def test_a_message_is_seen_as_a_reader_sees_it(server: BotApiServer, bot: Bot) -> None:
    chat = server.private_chat(server.user("Wang", language_code="zh"))
    asked = chat.send("/start 会议")
    keyboard = InlineKeyboardMarkup(
        [
            [InlineKeyboardButton("更多", callback_data="more:1")],
            [InlineKeyboardButton("Web", url="https://gov.example.cn")],
        ]
    )
    source = "😀<b>财政</b> &amp; <a href='https://a.cn/?x=1&amp;y=2'>链接</a> /help"
    sent = await bot.send_message(
        chat.id, source, ParseMode.HTML, reply_to_message_id=asked.message_id, reply_markup=keyboard
    )
    seen = chat.wait(timeout=SOON)[0]
    assert seen.text == sent.text == "😀财政 & 链接 /help"
    assert seen.html == source
    assert [(e.type, e.offset, e.length) for e in seen.entities] == [
        ("bold", 2, 2),
        ("text_link", 7, 2),
        ("bot_command", 10, 5),
    ]
    assert seen.entities[1].url == "https://a.cn/?x=1&y=2"
    assert seen.spans("bold") == ["财政"]
    assert [[b.text for b in row] for row in seen.keyboard] == [["更多"], ["Web"]]
    assert seen.button("更多").callback_data == "more:1"
    assert seen.reply_to == asked
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "/start 会议"
    assert [message.from_bot for message in chat.messages] == [False, True]
    assert server.calls_of("sendMessage")[0].params["text"] == source


async def test_edits_and_deletions_change_what_is_seen(server: BotApiServer, bot: Bot) -> None:
    chat = server.private_chat()
    sent = await bot.send_message(chat.id, "one", reply_markup=keyboard("Go", "go"))
    assert chat.wait()[0].buttons
    await sent.edit_text("two")
    seen = chat.current(sent.message_id)
    assert (seen.text, seen.edited, seen.buttons) == ("two", True, [])
    await sent.edit_reply_markup(keyboard("Go", "again"))
    assert chat.wait_for("two").buttons[0].callback_data == "again"
    await sent.delete()
    assert chat.messages == []
    assert [message.text for message in chat.deleted] == ["two"]


async def test_files_pass_both_ways(server: BotApiServer, bot: Bot) -> None:
    chat = server.private_chat()
    sent = await bot.send_document(chat.id, b"\x00data", caption="<i>纪要</i>", parse_mode="HTML", filename="纪要.pdf")
    seen = chat.wait()[0]
    assert seen.document is not None
    assert (seen.document.file_name, seen.document.content, seen.text) == ("纪要.pdf", b"\x00data", "纪要")
    assert seen.spans("italic") == ["纪要"]
    assert sent.document is not None
    file = await bot.get_file(sent.document.file_id)
    assert await file.download_as_bytearray() == b"\x00data"
    again = await bot.send_document(chat.id, sent.document.file_id)
    assert again.document is not None
    photo = await bot.send_photo(chat.id, PNG)
    assert photo.photo[0].file_size == len(PNG)
    assert len(chat.wait(2)) == 2


async def test_the_bot_describes_itself(server: BotApiServer, bot: Bot) -> None:
    assert (await bot.get_me()).username == server.bot.username
    await bot.set_my_commands([BotCommand("ask", "提问")], language_code="zh")
    assert await bot.get_my_commands() == ()
    assert (await bot.get_my_commands(language_code="zh"))[0].command == "ask"
    await bot.delete_my_commands(language_code="zh")
    assert await bot.get_my_commands(language_code="zh") == ()
    await bot.set_my_description("long")
    await bot.set_my_short_description("short")
    assert (await bot.get_my_description()).description == "long"
    user = server.user("Li", username="li_wei")
    assert (await bot.get_chat(server.private_chat(user).id)).username == "li_wei"
    group = server.group_chat("Team", [user])
    assert (await bot.get_chat(group.id)).title == "Team"
    await bot.send_chat_action(group.id, "typing")
    assert group.actions == ["typing"]


def keyboard(text: str, data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(text, callback_data=data)]])


# What is refused


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Message text is empty"),
        (" \n", "Text must be non-empty"),
        ("<b></b>", "Text must be non-empty"),
        ("字" * 4097, "Message is too long"),
        ("😀" * 2049, "Message is too long"),
        ("a < b", 'Can\'t parse entities: unsupported start tag "" at byte offset 2'),
        ("中<br>", 'Can\'t parse entities: unsupported start tag "br" at byte offset 3'),
        ("<b>x", "Can't parse entities: can't find end tag corresponding to start tag \"b\""),
        ("<b><i>x</b></i>", 'unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Can't parse entities: unexpected end tag at byte offset 1"),
        ("x<", "Can't parse entities: unclosed start tag at byte offset 1"),
        ("<a href='x>", "Can't parse entities: unclosed start tag at byte offset 0"),
        ("<a href>x</a>", 'expected equal sign in declaration of an attribute of the tag "a"'),
        ("<span>x</span>", 'tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<blockquote><blockquote>x</blockquote></blockquote>", "nested blockquotes"),
    ],
)
async def test_texts_are_refused(server: BotApiServer, bot: Bot, text: str, reason: str) -> None:
    chat = server.private_chat()
    with pytest.raises(BadRequest) as error:
        await bot.send_message(chat.id, text, ParseMode.HTML)
    assert reason.lower() in error.value.message.lower()
    assert chat.messages == []
    assert server.calls[-1].status == 400
    assert str(server.calls[-1].description).startswith("Bad Request: ")


async def test_the_longest_texts_are_sent(server: BotApiServer, bot: Bot) -> None:
    chat = server.private_chat()
    await bot.send_message(chat.id, f"<b>{'&lt;' * 4096}</b>", ParseMode.HTML)
    await bot.send_document(chat.id, b"x", caption="😀" * 512)
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_document(chat.id, b"x", caption="😀" * 512 + "a")


async def test_chats_and_messages_are_checked(server: BotApiServer, bot: Bot) -> None:
    chat = server.private_chat()
    asked = chat.send("hello")
    sent = await bot.send_message(chat.id, "hi")
    for attempt, reason in [
        (bot.send_message(1, "x"), "Chat not found"),
        (bot.send_message(chat.id, "x", reply_to_message_id=99), "Message to be replied not found"),
        (bot.edit_message_text("x", chat.id, 99), "Message to edit not found"),
        (bot.edit_message_text("x", chat.id, asked.message_id), "Message can't be edited"),
        (bot.edit_message_text("hi", chat.id, sent.message_id), "Message is not modified: specified new"),
        (bot.edit_message_text("x" * 4097, chat.id, sent.message_id), "MESSAGE_TOO_LONG"),
        (bot.delete_message(chat.id, 99), "Message to delete not found"),
        (bot.answer_callback_query("99"), "Query is too old and response timeout expired or query id is invalid"),
        (bot.get_file("nothing"), "Invalid file_id"),
        (bot.send_document(chat.id, "nothing"), "Wrong file identifier/HTTP URL specified"),
        (bot.send_photo(chat.id, b"text"), "IMAGE_PROCESS_FAILED"),
        (bot.send_message(chat.id, "x", reply_markup=keyboard("a", "字" * 22)), "BUTTON_DATA_INVALID"),
        (bot.set_my_commands([("Ask", "x")]), "BOT_COMMAND_INVALID"),
        (bot.set_my_commands([("ask", "")]), "Command description must be non-empty"),
        (bot.set_webhook("http://a.cn/"), "Bad webhook: an HTTPS URL must be provided"),
        (bot.set_webhook("https://a.cn:8080/"), "only on ports 80, 88, 443 or 8443"),
    ]:
        with pytest.raises(BadRequest) as error:
            await attempt
        assert reason.lower() in error.value.message.lower()
    await bot.send_message(chat.id, "x", reply_to_message_id=99, allow_sending_without_reply=True)
    group = server.group_chat("Team", [server.user()])
    with pytest.raises(BadRequest, match="can't be deleted"):
        await bot.delete_message(group.id, group.send("mine").message_id)


@pytest.mark.parametrize(
    ("rows", "is_taken"), [([8], True), ([9], False), ([1] * 100, True), ([1] * 101, False), ([8] * 12 + [5], False)]
)
async def test_a_keyboard_has_at_most_100_buttons_and_8_a_row(
    server: BotApiServer, bot: Bot, rows: list[int], *, is_taken: bool
) -> None:
    chat = server.private_chat()
    buttons = [[InlineKeyboardButton("x", callback_data="x" * 64)] * width for width in rows]
    markup = InlineKeyboardMarkup(buttons)
    if is_taken:
        await bot.send_message(chat.id, "x", reply_markup=markup)
    else:
        with pytest.raises(BadRequest, match="markup is too long"):
            await bot.send_message(chat.id, "x", reply_markup=markup)
    assert len(chat.messages) == is_taken


async def test_of_more_than_100_entities_the_last_are_dropped(server: BotApiServer, bot: Bot) -> None:
    chat = server.private_chat()
    await bot.send_message(chat.id, "<b>x</b>y" * 101, ParseMode.HTML)
    assert chat.wait()[0].spans("bold") == ["x"] * 100


@pytest.mark.parametrize(("offset", "length"), [(0, 4), (2, 2), (4, 1), (-1, 2), (1, -1)])
async def test_entities_that_leave_the_text_are_refused(
    server: BotApiServer, bot: Bot, offset: int, length: int
) -> None:
    chat = server.private_chat()
    await bot.send_message(chat.id, "a😀", entities=[MessageEntity("bold", 1, 2)])
    assert chat.wait()[0].spans("bold") == ["😀"]
    with pytest.raises(BadRequest, match="Entity begin"):
        await bot.send_message(chat.id, "a😀", entities=[MessageEntity("bold", offset, length)])


@pytest.mark.parametrize(("width", "height"), [(0, 1), (5000, 5001), (2100, 100)])
async def test_pictures_that_are_too_large_for_a_photo_are_refused(
    server: BotApiServer, bot: Bot, width: int, height: int
) -> None:
    chat = server.private_chat()
    sizes = struct.pack(">II", width, height)
    with pytest.raises(BadRequest, match="Photo_invalid_dimensions"):
        await bot.send_photo(chat.id, PNG[:16] + sizes + PNG[24:])
    await bot.send_photo(chat.id, PNG[:16] + struct.pack(">II", 5000, 5000) + PNG[24:])
    server.world.limits = Limits(photo=len(PNG) - 1)
    with pytest.raises(BadRequest, match="is too big for a photo"):
        await bot.send_photo(chat.id, PNG)
    assert (await bot.send_document(chat.id, PNG)).document


async def test_a_toast_has_at_most_200_characters(server: BotApiServer, bot: Bot) -> None:
    chat = server.private_chat()
    await bot.send_message(chat.id, "x", reply_markup=keyboard("Go", "go"))
    query = chat.press(chat.wait()[0], "go")
    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query(query, "字" * 201)
    assert server.answer(query) is None
    await bot.answer_callback_query(query, "字" * 200)


@pytest.mark.parametrize(
    ("commands", "refusal"),
    [
        ([("ask", "x")] * 101, "BOT_COMMANDS_TOO_MUCH"),
        ([("a" * 33, "x")], "BOT_COMMAND_INVALID"),
        ([("ask", "x" * 257)], "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
async def test_menus_that_telegram_refuses_are_refused(
    server: BotApiServer, bot: Bot, commands: list[tuple[str, str]], refusal: str
) -> None:
    with pytest.raises(BadRequest, match=re.compile(refusal, re.IGNORECASE)):
        await bot.set_my_commands(commands)
    assert not server.world.commands


def test_a_link_opens_the_bot_with_its_payload_where_telegram_opens_it(server: BotApiServer) -> None:
    chat, group = server.private_chat(), server.group_chat("Team", [server.user()])
    address = f"https://t.me/{server.bot.username}"
    assert chat.follow(f"{address}?start={'x' * 64}").text == f"/start {'x' * 64}"
    assert group.follow(f"{address}?startgroup=x").text == f"/start@{server.bot.username} x"
    for link in (
        f"{address}?start={'x' * 65}",
        f"{address}?start=a.b",
        f"{address}?startgroup=x",
        address,
        "https://t.me/other_bot?start=x",
    ):
        with pytest.raises(ValueError, match="does not open"):
            chat.follow(link)


def test_calls_come_in_every_form(server: BotApiServer) -> None:
    chat = server.private_chat()
    base = f"bot{server.token}"
    assert call(server, f"{base}/getme")["result"]["is_bot"]
    query = urllib.parse.urlencode({"chat_id": chat.id, "text": "a"})
    assert call(server, f"{base}/sendMessage?{query}")["ok"]
    form = "application/x-www-form-urlencoded"
    assert call(server, f"{base}/sendMessage", query.encode(), form)["ok"]
    button = {"text": "no action"}
    body = {"chat_id": chat.id, "text": "x", "reply_markup": {"inline_keyboard": [[button]]}}
    refused = call(server, f"{base}/sendMessage", json.dumps(body).encode())
    assert refused == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: can't parse inline keyboard button: "
        "Text buttons are unallowed in the inline keyboard",
    }
    button["url"] = "https://gov.example.cn"
    assert call(server, f"{base}/sendMessage", json.dumps(body).encode())["ok"]
    assert len(chat.wait(3)) == 3
    assert call(server, f"{base}/sendNothing")["error_code"] == 404
    assert call(server, "bot5:OTHER/getMe")["description"] == "Unauthorized"


async def test_a_wrong_token_is_refused(server: BotApiServer) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("5:OTHER", base_url=f"{server.url}/bot"):
            pass


# What goes wrong


async def test_failures_come_as_asked(server: BotApiServer, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    chat, other = server.private_chat(), server.private_chat()
    server.fail("sendMessage", status=429, retry_after=3, chat=chat)
    await bot.send_message(other.id, "other chats are not concerned")
    with pytest.raises(RetryAfter) as flood:
        await bot.send_message(chat.id, "x")
    assert flood.value.retry_after == timedelta(seconds=3)
    server.fail(status=502, times=2)
    for _ in range(2):
        with pytest.raises(NetworkError, match="Bad Gateway"):
            await bot.get_me()
    server.fail("getMe", drop=True)
    with pytest.raises(NetworkError):
        await bot.get_me()
    server.fail("sendMessage", drop=True, applied=True)
    with pytest.raises(NetworkError):
        await bot.send_message(chat.id, "arrives all the same")
    assert chat.wait()[0].text == "arrives all the same"
    server.fail("sendMessage", delay=0.5)
    with pytest.raises(TimedOut):
        await bot.send_message(chat.id, "late", read_timeout=0.1)
    await asyncio.to_thread(chat.wait, 1, SOON)
    assert [c.status for c in server.calls_of("sendMessage")] == [200, 429, 0, 200]


async def test_a_blocked_bot_cannot_write(server: BotApiServer, bot: Bot) -> None:
    chat = server.private_chat()
    chat.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(chat.id, "x")
    chat.unblock()
    await bot.send_message(chat.id, "x")
    changes = [update.my_chat_member for update in await bot.get_updates()]
    assert [change.new_chat_member.status for change in changes if change] == ["kicked", "member"]
    group = server.group_chat("Team", [server.user()])
    group.block()
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(group.id, "x")
    chat.deactivate()
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(chat.id, "x")


async def test_big_files_are_refused() -> None:
    with BotApiServer(limits=Limits(upload=8, download=4)) as server:
        chat = server.private_chat()
        async with Bot(server.token, base_url=f"{server.url}/bot") as bot:
            with pytest.raises(NetworkError, match="Request Entity Too Large"):
                await bot.send_document(chat.id, bytes(9))
            sent = await bot.send_document(chat.id, bytes(8))
            assert sent.document is not None
            with pytest.raises(BadRequest, match="File is too big"):
                await bot.get_file(sent.document.file_id)


async def test_the_server_can_go_away_and_come_back(server: BotApiServer, bot: Bot) -> None:
    address = server.url
    server.stop()
    with pytest.raises(NetworkError):
        await bot.get_me()
    server.private_chat().send("meanwhile")
    server.start()
    assert server.url == address
    assert len(await bot.get_updates()) == 1


def test_waiting_in_vain_says_what_happened(server: BotApiServer) -> None:
    chat = server.private_chat()
    call(server, f"bot{server.token}/sendMessage", json.dumps({"chat_id": chat.id, "text": "only"}).encode())
    chat.wait()
    with pytest.raises(TimeoutError, match=r"0 of 1 new messages came; .*'only'; last calls: sendMessage 200"):
        chat.wait(timeout=0.05)
    with pytest.raises(TimeoutError, match="no message is as wanted"):
        chat.wait_for("other", timeout=0.05)
    with pytest.raises(LookupError, match="has no button 'x'; its buttons: none"):
        chat.press(chat.messages[0], "x")


# Updates


async def test_updates_wait_until_confirmed(server: BotApiServer, bot: Bot) -> None:
    chat = server.private_chat()
    first = chat.send("hello @minutes_test_bot")
    chat.edit(first, "hello again")
    number = server.push({"message": chat.send("x", reply_to=first).to_json()}, duplicates=1)
    updates = await bot.get_updates()
    assert len(updates) == 5
    assert updates[0].message is not None
    assert updates[0].message.parse_entities() == {updates[0].message.entities[0]: "@minutes_test_bot"}
    assert updates[1].edited_message is not None
    assert updates[1].edited_message.text == "hello again"
    assert updates[2].message is not None
    assert updates[2].message.reply_to_message is not None
    assert [update.update_id for update in updates].count(number) == 2
    assert len(await bot.get_updates(limit=2)) == 2
    assert await bot.get_updates(offset=number + 1, allowed_updates=["callback_query"]) == ()
    chat.send("not asked for")
    assert await bot.get_updates() == ()


async def test_a_second_poll_ends_the_first(server: BotApiServer, bot: Bot) -> None:
    async with Bot(server.token, base_url=f"{server.url}/bot") as other:
        first = asyncio.create_task(bot.get_updates(timeout=20))
        await asyncio.to_thread(server.wait_polling, SOON)
        second = asyncio.create_task(other.get_updates(timeout=20))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        server.private_chat().send("to the second")
        assert len(await second) == 1
    await bot.set_webhook("https://bot.example.cn/")
    assert (await bot.get_webhook_info()).pending_update_count == 1
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_a_polling_bot_answers(server: BotApiServer) -> None:
    chat = server.private_chat()
    async with application(server) as app:
        assert app.updater is not None
        await app.updater.start_polling()
        asked = chat.send("a < b")
        reply = (await chat.wait_async(timeout=SOON))[0]
        assert (reply.text, reply.spans("bold")) == ("a < b", ["a < b"])
        assert reply.message_id > asked.message_id
        query = chat.press(reply, "More")
        assert (await server.wait_answer_async(query, SOON)).text == "pressed more"
        assert (await chat.wait_for_async("more", SOON)).message_id == reply.message_id
        chat.send(document=b"abc", file_name="纪要.txt")
        back = (await chat.wait_async(timeout=SOON))[0].document
        assert back is not None
        assert (back.file_name, back.content) == ("back-纪要.txt", b"cba")
    assert not server.world.updates.pending
    assert server.world.updates.poll is None


async def test_a_webhook_bot_answers(server: BotApiServer) -> None:
    chat = server.private_chat()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with application(server) as app:
        assert app.updater is not None
        await app.bot.set_webhook(f"http://127.0.0.1:{port}/hook", secret_token="s3cret")
        chat.send("before the bot listens")
        await asyncio.to_thread(server.wait_until, lambda: server.world.updates.webhook.last_error_message, SOON)
        assert "refused" in str((await app.bot.get_webhook_info()).last_error_message)
        url = f"http://127.0.0.1:{port}/hook"
        await app.updater.start_webhook("127.0.0.1", port, "hook", webhook_url=url, secret_token="s3cret")
        assert (await chat.wait_async(timeout=SOON))[0].text == "before the bot listens"
        update = {"message": chat.send("twice").to_json()}
        server.push(update, duplicates=1)
        assert [m.text for m in await chat.wait_async(3, SOON)] == ["twice"] * 3
        await asyncio.to_thread(server.wait_idle, SOON)


async def test_a_group_has_several_people(server: BotApiServer, bot: Bot) -> None:
    wang, li = server.user("Wang"), server.user("Li", language_code="en")
    group = server.group_chat("Team", [wang, li])
    group.send("one")
    group.send("/ask@minutes_test_bot two", user=li)
    updates = await bot.get_updates()
    senders = [update.effective_user for update in updates]
    assert [sender.first_name for sender in senders if sender] == ["Wang", "Li"]
    assert updates[1].message is not None
    assert updates[1].message.entities[0].length == len("/ask@minutes_test_bot")


async def test_a_button_can_be_answered_once(server: BotApiServer, bot: Bot) -> None:
    chat = server.private_chat()
    await bot.send_message(chat.id, "x", reply_markup=keyboard("Go", "go"))
    query = chat.press(chat.wait()[0], "go")
    assert server.answer(query) is None
    await bot.answer_callback_query(query, "done", show_alert=True)
    answer = server.wait_answer(query, SOON)
    assert (answer.text, answer.show_alert) == ("done", True)
    late = chat.press(chat.bot_messages[0], "Go")
    server.expire(late)
    for old in (query, late):
        with pytest.raises(BadRequest, match="Query is too old"):
            await bot.answer_callback_query(old)


async def test_an_inline_query_is_answered_once(server: BotApiServer, bot: Bot) -> None:
    query = server.inline_query(server.user(), "财政")
    asked = (await bot.get_updates())[0].inline_query
    assert asked is not None
    assert (asked.id, asked.query) == (query, "财政")
    results = [InlineQueryResultArticle("1", "纪要", InputTextMessageContent("text"))]
    await bot.answer_inline_query(query, results)
    assert server.inline_answer(query)[0]["title"] == "纪要"
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_inline_query(query, results)


@pytest.mark.parametrize(
    ("results", "refusal"),
    [
        ([("1", "t", "a"), ("1", "t", "b")], "RESULT_ID_DUPLICATE"),
        ([("1" * 65, "t", "a")], "RESULT_ID_INVALID"),
        ([("1", " ", "a")], "ARTICLE_TITLE_EMPTY"),
        ([("1", "t", "<b>a")], "can't parse entities"),
        ([("1", "t", "a" * 4097)], "MESSAGE_TOO_LONG"),
        ([(str(number), "t", "a") for number in range(51)], "RESULTS_TOO_MUCH"),
    ],
)
def test_inline_results_that_telegram_refuses_are_refused(
    server: BotApiServer, results: list[tuple[str, str, str]], refusal: str
) -> None:
    query = server.inline_query(server.user(), "财政")
    articles = [
        {
            "type": "article",
            "id": name,
            "title": title,
            "input_message_content": {"message_text": text, "parse_mode": "HTML"},
        }
        for name, title, text in results
    ]
    body = json.dumps({"inline_query_id": query, "results": articles}).encode()
    refused = call(server, f"bot{server.token}/answerInlineQuery", body)
    assert refusal in refused["description"]
    assert server.inline_answer(query) == []


async def test_a_button_of_a_message_that_is_too_old_tells_its_place_alone(server: BotApiServer, bot: Bot) -> None:
    chat = server.private_chat()
    sent = await bot.send_message(chat.id, "x", reply_markup=keyboard("Go", "go"))
    chat.press(chat.wait()[0], "go", is_old=True)
    pressed = (await bot.get_updates())[0].callback_query
    assert pressed is not None
    assert pressed.message is not None
    assert not pressed.message.is_accessible
    assert pressed.message.message_id == sent.message_id


async def test_a_group_that_has_become_a_supergroup_says_so(server: BotApiServer, bot: Bot) -> None:
    users = [server.user()]
    group, successor = server.group_chat("Team", users), server.group_chat("Team", users)
    server.migrate(group, successor)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "x")
    assert moved.value.new_chat_id == successor.id


async def test_a_menu_for_a_chat_that_does_not_exist_is_refused(server: BotApiServer, bot: Bot) -> None:
    commands = [BotCommand("help", "Help")]
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.set_my_commands(commands, BotCommandScopeChat(5))
    chat = server.private_chat()
    assert await bot.set_my_commands(commands, BotCommandScopeChat(chat.id))


async def test_a_polling_bot_outlives_the_server(server: BotApiServer) -> None:
    chat = server.private_chat()
    async with application(server) as app:
        assert app.updater is not None
        await app.updater.start_polling(poll_interval=0)
        await asyncio.to_thread(server.wait_polling, SOON)
        server.stop()
        assert server.world.updates.poll is None
        chat.send("meanwhile")
        server.start()
        assert (await chat.wait_async(timeout=SOON))[0].text == "meanwhile"


# The markup


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("&ge;&lt;&gt;&amp;&quot;&#39;&#x4e2d;&#12345678;&", "&ge;<>&\"'中&#12345678;&", []),
        ("<B>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<b>a<code>b</code>c</b>", "abc", [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]),
        ("<pre><code class='language-py'>x</code></pre>", "x", [("pre", 0, 1)]),
        ("<blockquote expandable>字<b>句</b></blockquote>", "字句", [("expandable_blockquote", 0, 2), ("bold", 1, 1)]),
        ('<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>', "xy", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
        ("<a href='javascript:x'>a</a><a href=\"tg://user?id=1\">b</a>", "ab", [("text_link", 1, 1)]),
        ("<u>😀</u><s></s>", "😀", [("underline", 0, 2)]),
    ],
)
def test_markup_is_read_as_telegram_reads_it(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    visible, found = parse_html(source)
    assert visible == text
    assert [(entity.type, entity.offset, entity.length) for entity in found] == entities


def test_commands_mentions_and_addresses_are_found() -> None:
    text = "/help, see https://a.cn/b。@wang_li a/b 请/no x@y.cn"
    assert [(entity.type, entity.of(text)) for entity in detected(text)] == [
        ("bot_command", "/help"),
        ("url", "https://a.cn/b"),
        ("mention", "@wang_li"),
    ]


def test_blanks_at_the_ends_go_and_entities_move() -> None:
    text, entities = trimmed(*parse_html(" \n<b> 字 </b>\n"))
    assert text == "字"
    assert [(entity.offset, entity.length) for entity in entities] == [(0, 1)]


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
tags = st.sampled_from(["b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "tg-spoiler"])


@settings(deadline=None)
@given(words)
def test_escaped_text_comes_back(text: str) -> None:
    assert parse_html(html.escape(text)) == (text, ())


@settings(deadline=None)
@given(st.lists(st.tuples(tags, words.filter(bool)), max_size=6))
def test_entities_cover_their_words(pieces: list[tuple[str, str]]) -> None:
    source = "".join(f"<{tag}>{html.escape(word)}</{tag}>·" for tag, word in pieces)
    text, entities = parse_html(source)
    assert text == "".join(f"{word}·" for _, word in pieces)
    assert [entity.of(text) for entity in entities] == [word for _, word in pieces]
    assert [entity.length for entity in entities] == [utf16_length(word) for _, word in pieces]


@settings(deadline=None)
@given(st.text(st.sampled_from("<>/&;#abi=\"' 字😀\n"), max_size=30))
def test_any_source_is_parsed_or_refused(source: str) -> None:
    try:
        text, entities = parse_html(source)
    except ApiError as error:
        refusal, text, entities = error.description, "", ()
    else:
        refusal = ""
    assert refusal.startswith("Bad Request: can't parse entities: " if refusal else "")
    assert all(entity.length > 0 and entity.end <= utf16_length(text) for entity in entities)
