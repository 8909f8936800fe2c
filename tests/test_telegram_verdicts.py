"""Verdicts in Telegram, end to end: pressed under an answer, explained in a reply, and read by the administrator."""

import json

from tests.botapi import BotApiServer, Chat
from tests.telegram_bot import PATIENCE, Start, answer, ask, wait_polling

QUESTION = "停车方案由哪个部门修改"


def test_a_verdict_is_thanked_for_at_once_and_nothing_else_is_sent(server: BotApiServer, english: Chat) -> None:
    reply = ask(english, "who chaired meeting 25")
    assert [[button.text for button in row] for row in reply.keyboard][-1] == ["👍", "👎", "Citation wrong"]
    for _ in range(2):
        assert server.wait_answer(english.press(reply, "👍"), PATIENCE).text
    assert "26" in ask(english, "/meetings").text  # the next message is that of the next question
    assert len(english.bot_messages) == 2


def test_the_reason_is_asked_for_and_a_reply_or_a_button_gives_it(server: BotApiServer, chat: Chat) -> None:
    reply = ask(chat, QUESTION)
    server.wait_answer(chat.press(reply, "引用有误"), PATIENCE)
    asked = answer(chat)
    assert [button.text for button in asked.buttons] == ["会议不对", "答非所问", "不完整", "看不明白", "其他"]
    chat.send("第25次会议谁主持？应引用第八项", reply_to=asked)
    assert "吴敬宇" not in answer(chat).text
    server.wait_answer(chat.press(asked, "不完整"), PATIENCE)
    changed = chat.wait_for("不完整", PATIENCE)
    assert changed.message_id == asked.message_id
    assert not changed.buttons


def test_the_administrator_reads_and_exports_what_was_said_before_and_after_a_restart(start: Start) -> None:
    with BotApiServer("123:AAE-made-up_token") as server:
        first = start(server.url, ADMIN_IDS="7001")
        wait_polling(server, first)
        wang, li = (server.private_chat(server.user(name, language_code="zh")) for name in ("Wang", "Li"))
        replies = [ask(person, QUESTION) for person in (wang, li)]
        ask(wang, "火星移民计划")
        server.wait_answer(wang.press(replies[0], "👍"), PATIENCE)
        assert first.stop() == 0
        second = start(server.url, state=first.state, ADMIN_IDS=str(li.room.members[0].id))
        wait_polling(server, second)
        server.wait_answer(li.press(replies[1], "👍"), PATIENCE)
        overview = ask(li, "/feedback")
        assert "👍 2" in overview.text
        assert QUESTION in overview.text
        li.press(overview, "没找到答案的问题")
        li.wait_for("火星移民计划", PATIENCE)
        li.press(overview.message_id, "导出文件")
        documents = [message.document for message in li.wait(3, PATIENCE) if message.document]
        content = {each.file_name: server.world.files[each.file_id].content for each in documents}
        [question] = [json.loads(line) for line in content["questions.jsonl"].splitlines()]
        assert question["question"] == QUESTION
        assert [ref.partition("_")[2] for ref in question["gold"]] == ["25-8-1"]
        people = [str(person.room.members[0].id) for person in (wang, li)]
        assert not [each for each in people if any(each.encode() in file for file in content.values())]
        assert second.stop() == 0
