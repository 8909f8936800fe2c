"""The bot in Telegram when it is killed, stopped, or thrown out: no answer is lost, and none is given twice."""

from tests.botapi import BotApiServer, Chat
from tests.telegram_bot import PATIENCE, SECRET, TOKEN, RunningBot, Start, answer, wait_polling

ITEM = "[第26次·三·（二）]"
OTHER = "[第26次·三·（一）]"


def ask_and_be_cut_off(server: BotApiServer, chat: Chat) -> int:
    """A question whose answer is on its way for good; the number of its update."""
    server.fail("sendMessage", chat=chat, drop=True, delay=60)
    sent = len(server.calls_of("getUpdates"))
    chat.send("/item 26-3-2")
    server.wait_until(lambda: chat.actions, PATIENCE, "typing")
    server.wait_idle(PATIENCE)
    assert len(server.calls_of("getUpdates")) > sent
    return server.last_update


def test_a_kill_and_a_restart_neither_lose_nor_double_an_answer(start: Start) -> None:
    with BotApiServer(TOKEN) as server:
        killed = start(server.url)
        wait_polling(server, killed)
        answered = server.private_chat(server.user("Li"))
        question = answered.send("/item 26-3-1")
        done = server.last_update
        assert OTHER in answer(answered).text
        server.wait_idle(PATIENCE)
        open_chat = server.private_chat(server.user("Wang"))
        ask_and_be_cut_off(server, open_chat)
        killed.kill()
        server.recover()
        server.push({"message": question.to_json(), "update_id": done}, duplicates=2)
        restarted = start(server.url, state=killed.state)
        wait_polling(server, restarted)
        assert ITEM in answer(open_chat).text
        open_chat.send("/help")
        answer(open_chat)
        assert len(open_chat.bot_messages) == 2
        assert len(answered.bot_messages) == 1
        revoke_and_see_it_end(server, restarted)


def revoke_and_see_it_end(server: BotApiServer, bot: RunningBot) -> None:
    """A token that is revoked ends the bot with a sentence that does not show it."""
    server.fail(status=401, times=1000)
    server.private_chat().send("/help")
    assert bot.process.wait(PATIENCE) == 1
    assert bot.log.splitlines()[-1] == "Telegram does not accept TELEGRAM_BOT_TOKEN."
    assert SECRET not in bot.log
    assert not bot.out


def test_a_bot_whose_menus_are_refused_answers_and_when_stopped_finishes_the_answer_and_ends_with_0(
    start: Start,
) -> None:
    with BotApiServer(TOKEN) as server:
        server.fail("setMyCommands", status=404, times=2)
        bot = start(server.url)
        wait_polling(server, bot)
        chat = server.private_chat(server.user("Wang", language_code="zh"))
        server.fail("sendMessage", delay=2)
        chat.send("/item 26-3-2")
        server.wait_until(lambda: chat.actions, PATIENCE, "typing")
        server.wait_idle(PATIENCE)
        assert bot.stop() == 0
        assert not bot.out
        assert ITEM in answer(chat).text
