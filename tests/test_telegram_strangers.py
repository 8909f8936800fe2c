"""Strangers in Telegram: one polite message and then nothing, whatever they send; and nothing of it is kept."""

import sqlite3
import time
from contextlib import closing

from bot.people import texts as people_texts
from tests.botapi import BotApiServer, Chat, Message
from tests.botapi.keyboard import parse_markup
from tests.botapi.model import Content
from tests.telegram_bot import (
    ADMINISTRATOR,
    FILES,
    PATIENCE,
    SECRET,
    SECRET_ITEM,
    TOKEN,
    RunningBot,
    Start,
    ask,
    wait_polling,
)

WORDS = "四号仓库的钥匙在哪里"
MOST = 6


def with_button(server: BotApiServer, chat: Chat) -> Message:
    """A message of the bot with a button, as somebody else may have got it."""
    rows = parse_markup({"inline_keyboard": [[{"text": "全文", "callback_data": "show 29-1-1"}]]})
    return server.world.post(chat.room, server.bot, Content("前文"), keyboard=rows)


def pester(server: BotApiServer, chat: Chat, group: Chat) -> list[str]:
    """Send all that a stranger can, more than anyone may; the ids of the presses."""
    person = chat.room.members[0]
    first = chat.send(WORDS)
    for text in (f"/start {WORDS}", "/start 29-1-1", "/start invite_AAAAAAAAAAAAAAAAAAAAAA", "/people", "/item 29-1-1"):
        chat.send(text)
    chat.send(WORDS, document=b"minutes", file_name=f"{WORDS}.txt")
    chat.edit(first, f"{WORDS}吗")
    group.send("/item@minutes_bot 29-1-1", user=person)
    group.send(f"/ask {WORDS}", user=person)
    presses = [
        place.press(with_button(server, place), "全文", user=person) for place in (chat, group) for _ in range(5)
    ]
    for _ in range(MOST):
        chat.send(WORDS)
    return presses


def rows_of(bot: RunningBot, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(bot.state / "minutes.db")) as database:
        return database.execute(query).fetchall()


def wait_answered(server: BotApiServer, bot: RunningBot) -> None:
    """Wait until nothing that came in is open."""
    server.wait_idle(PATIENCE)
    end = time.monotonic() + PATIENCE
    newest = server.last_update
    while time.monotonic() < end:
        if rows_of(bot, f"SELECT body FROM incoming WHERE update_id = {newest}") == [(None,)] and not rows_of(  # noqa: S608
            bot, "SELECT 1 FROM incoming WHERE body IS NOT NULL"
        ):
            return
        time.sleep(0.1)
    raise TimeoutError


def test_a_stranger_gets_one_message_ever_and_leaves_an_id_and_a_name(start: Start) -> None:
    with BotApiServer(TOKEN) as server:
        settings = {"OPEN_ACCESS": "false", "RATE_LIMIT": f"{MOST}/minute", "LOG_LEVEL": "debug"}
        bot = start(server.url, FILES, **settings)
        wait_polling(server, bot)
        stranger = server.private_chat(server.user("Qian"))
        group = server.group_chat("办公室", [stranger.room.members[0], ADMINISTRATOR])
        stranger.send("您好")
        [polite] = stranger.wait(1, PATIENCE)
        assert polite.text == people_texts.STRANGER.zh.format(id=stranger.id)
        presses = pester(server, stranger, group)
        wait_answered(server, bot)
        inline = server.inline_query(stranger.room.members[0], "粮仓")
        assert server.wait_inline(inline, PATIENCE) == []
        assert [server.wait_answer(press, PATIENCE).text for press in presses] == [""] * len(presses)

        presser = server.private_chat(server.user("Sun"))
        queries = [presser.press(with_button(server, presser), "全文") for _ in range(MOST + 4)]
        wait_answered(server, bot)
        toasts = [server.wait_answer(query, PATIENCE).text for query in queries]
        assert sorted(filter(None, toasts)) == [people_texts.STRANGER.zh.format(id=presser.id)]

        unlucky = server.private_chat(server.user("Zhou"))
        server.fail("sendMessage", chat=unlucky, status=400, times=2)
        unlucky.send(WORDS)
        wait_answered(server, bot)

        for chat, count in ((stranger, 1), (presser, 0), (unlucky, 0), (group, 0)):
            mine = [message for message in chat.bot_messages if message.text != "前文"]
            assert len(mine) == count
            assert chat.actions == []
        assert not server.calls_of("getFile")
        assert SECRET_ITEM in ask(server.private_chat(ADMINISTRATOR), "/item 29-1-1").text

        assert bot.stop() == 0
        again = start(server.url, state=bot.state, **settings)
        wait_polling(server, again)
        stranger.send(WORDS)
        wait_answered(server, again)
        assert again.stop() == 0
        assert len([message for message in stranger.bot_messages if message.text != "前文"]) == 1

        kept = rows_of(again, "SELECT name FROM person")
        assert {"Qian", "Sun", "Zhou"} <= {str(name) for (name,) in kept}
        for (table,) in rows_of(again, "SELECT name FROM sqlite_master WHERE type = 'table'"):
            if not str(table).startswith("words"):
                assert WORDS not in str(rows_of(again, f'SELECT * FROM "{table}"')), table  # noqa: S608
        for log in (bot.log, again.log):
            assert WORDS not in log
            assert SECRET not in log
            assert SECRET_ITEM not in log
