"""What people and administrators do by Telegram, end to end, by polling and by webhook; ``office`` has them all."""

import json
import re
from pathlib import Path

import pytest

from bot import texts
from bot.digests.subscribing import SCHEDULE
from bot.digests.watches import UNWATCH
from bot.keeping.adding import CANCEL, KEEP
from bot.keeping.removing import DROP, RESTORE, STAY, UNDO
from bot.people import texts as people_texts
from bot.people.inviting import INVITE
from bot.people.managing import DISMISS, GRANT, PERSON
from bot.questions.feedback import FEEDBACK
from bot.questions.feedback_files import QUESTIONS, REVIEW
from bot.questions.verdicts import REASON, VERDICT
from bot.replies import CHOOSE, FILE, SHOW, SOURCE, WATCH
from data.roles import Role
from tests.botapi import Chat, Message
from tests.conftest import Program
from tests.telegram_bot import PATIENCE, SECRET_ITEM, answer, ask, minutes_of
from tests.telegram_office import Office, action_of, send_file

QUESTION = "停车方案由哪个部门修改"
SECRET_QUESTION = "闲置粮仓由哪个部门处置"


def name_of(chat: Chat) -> str:
    """The id by which the bot knows the person of a private chat."""
    return str(chat.room.members[0].id)


def link_in(message: Message) -> str:
    [link] = re.findall(r"https://t\.me/\S+", message.text)
    return str(link)


# Who may do what


def test_a_stranger_is_told_their_id_once_and_then_nothing(office: Office) -> None:
    stranger = office.person(None)
    polite = people_texts.STRANGER.zh.format(id=name_of(stranger))
    assert ask(stranger, "/item 26-3-2").text == polite
    for text in (QUESTION, "/help", "/people", f"/start {INVITE}_nosuch"):
        stranger.send(text)
    admit(office, stranger, "reader")
    assert [message.text for message in stranger.bot_messages[:-1]] == [polite]


def admit(office: Office, stranger: Chat, role: str) -> Chat:
    """Have an administrator invite someone, who opens the link; the chat of the administrator."""
    chief = office.person(Role.ADMINISTRATOR)
    asked = ask(chief, "/invite")
    invitation = office.change(chief, office.change(chief, asked, f"{INVITE} {role}"), f"{INVITE} {role} 7")
    stranger.follow(link_in(invitation))
    assert texts.GREETING.zh in answer(stranger).text
    return chief


def test_who_is_invited_gets_the_role_and_an_administrator_changes_it_and_takes_it_away(office: Office) -> None:
    chat = office.person(None)
    chief = admit(office, chat, "reader")
    assert SECRET_ITEM not in ask(chat, "/item 29-1-1").text
    person = ask(chief, f"/people {name_of(chat)}")
    assert "Zhao" in person.text
    office.change(chief, person, f"{GRANT} {name_of(chat)} staff")
    assert SECRET_ITEM in ask(chat, "/item 29-1-1").text
    listed = ask(chief, f"/people {name_of(chat)}")
    sure = office.change(chief, listed, f"{DISMISS} {name_of(chat)}")
    kept = office.change(chief, sure, f"{PERSON} {name_of(chat)}")
    sure = office.change(chief, kept, f"{DISMISS} {name_of(chat)}")
    office.change(chief, sure, f"{DISMISS} {name_of(chat)} yes")
    assert ask(chat, "/item 26-3-2").text == people_texts.STRANGER.zh.format(id=name_of(chat))


def test_an_invitation_admits_one_person(office: Office) -> None:
    chief, first, second = office.person(Role.ADMINISTRATOR), office.person(None), office.person(None)
    link = link_in(ask(chief, "/invite staff 1"))
    first.follow(link)
    assert people_texts.ADMITTED.zh.format(role=Role.STAFF.title.zh) in answer(first).text
    second.follow(link)
    assert people_texts.INVITATION_GONE.zh in answer(second).text
    assert SECRET_ITEM in ask(first, "/item 29-1-1").text


def test_a_reader_finds_nothing_of_minutes_that_are_not_public_by_any_way_in(office: Office) -> None:
    staff, reader = office.person(), office.person(Role.READER)
    shown = ask(staff, "/item 29-1-1")
    assert SECRET_ITEM in shown.text
    assert SECRET_ITEM in ask(staff, SECRET_QUESTION).text
    full = action_of(shown, f"{FILE} .* docx").split(" ")[1]
    for text in (
        "/item 29-1-1",
        "第29次第一项（一）",
        SECRET_QUESTION,
        f"/start {full}",
        "/meeting 29",
        "/meetings",
        "/search 粮仓",
        "/todo 市财政局",
        "/timeline 粮仓",
        "/compare 28 29",
        "/source 29",
        "/file 29 txt",
        "/check 29",
    ):
        assert_nothing_secret(ask(reader, text))
    reader.send("/digest 2023-07")
    said, picture = reader.wait(2, PATIENCE)
    assert picture.photo
    assert_nothing_secret(said)
    for action in (f"{SHOW} {full}", f"{FILE} {full} txt", f"{SOURCE} {full}"):
        pressed = {"id": "made-up", "from": reader.room.members[0].to_json(), "message": said.to_json()}
        office.server.push({"callback_query": {**pressed, "chat_instance": "1", "data": action}})
        assert answer(reader).text == texts.STALE.zh
    assert not [message for message in reader.bot_messages if message.document]


def assert_nothing_secret(message: Message) -> None:
    assert message.text
    assert "粮仓处置" not in message.text
    assert SECRET_ITEM not in message.text
    assert not [each for each in message.buttons if "_29" in (each.callback_data or "")]


def test_only_administrators_are_told_of_their_commands_and_nobody_else_can_give_them(office: Office) -> None:
    staff = office.person(Role.MANAGER)
    for command in ("invite", "people", "remove", "feedback"):
        assert f"/{command}" in ask(office.person(Role.ADMINISTRATOR), "/help").text
        assert ask(staff, f"/{command} 26").text == texts.UNKNOWN_COMMAND.zh.format(command=command)
    assert "/people" not in ask(staff, "/help").text


# Adding and removing


def test_minutes_that_are_sent_are_shown_added_when_said_so_and_taken_back(office: Office) -> None:
    chief, reader = office.person(Role.ADMINISTRATOR), office.person(Role.READER)
    item = "（一）由市园林局牵头修剪行道树。"
    content = minutes_of(31, "一、听取绿化养护情况的汇报", item).encode()
    preview = send_file(chief, "meeting 31.txt", content)
    assert "meeting 31.txt" in preview.text
    assert "31" in preview.text
    assert item not in ask(reader, "/item 31-1-1").text
    cancelled = office.change(chief, preview, CANCEL + " .*")
    assert not cancelled.buttons
    added = office.change(chief, send_file(chief, "meeting 31.txt", content), KEEP + " .*")
    assert item in ask(reader, "/item 31-1-1").text
    assert item in ask(reader, "哪个部门修剪行道树").text
    office.change(chief, added, UNDO + " .*")
    assert item not in ask(reader, "/item 31-1-1").text


def test_a_question_that_fits_meetings_of_several_offices_is_answered_for_the_one_that_is_chosen(
    office: Office,
) -> None:
    chief, chat = office.person(Role.ADMINISTRATOR), office.person()
    content = minutes_of(26, "一、听取绿化养护情况的汇报", "（一）修剪行道树。")
    others = {place: content.replace("太仓", place).encode() for place in ("昆山", "常熟", "张家港")}
    shown = [send_file(chief, f"{place}.txt", other) for place, other in others.items()]
    added = [office.change(chief, each, KEEP + " .*") for each in shown]
    try:
        asked = ask(chat, "第26次会议是哪天开的")
        offered = {button.text: str(button.callback_data) for button in asked.buttons}
        offered = {label: action for label, action in offered.items() if action.startswith(CHOOSE)}
        assert len(offered) == 4
        [ours] = [action for label, action in offered.items() if "太仓" in label]
        assert "2023年6月13日" in office.below(chat, asked, ours).text
    finally:
        for each in added:
            office.change(chief, each, UNDO + " .*")


@pytest.mark.parametrize(
    ("name", "content"), [("broken.pdf", b"%PDF-1.7 broken"), ("list.txt", "买菜：鸡蛋、牛奶".encode())]
)
def test_a_file_that_is_no_minutes_is_refused_in_one_sentence(office: Office, name: str, content: bytes) -> None:
    refused = send_file(office.person(Role.ADMINISTRATOR), name, content)
    assert name in refused.text
    assert "\n" not in refused.text
    assert not refused.buttons


def test_a_file_of_someone_else_is_not_read_and_passed_on_politely(office: Office) -> None:
    content = minutes_of(31, "一、听取绿化养护情况的汇报", "（一）修剪行道树。").encode()
    fetched = len(office.server.calls_of("getFile"))
    thanked = send_file(office.person(), "meeting 31.txt", content)
    assert Role.ADMINISTRATOR.title.zh in thanked.text
    assert not thanked.buttons
    assert len(office.server.calls_of("getFile")) == fetched


def test_minutes_are_removed_after_a_question_and_come_back(office: Office) -> None:
    chief, reader = office.person(Role.ADMINISTRATOR), office.person(Role.READER)
    stays = office.change(chief, ask(chief, "/remove 24"), STAY)
    assert not stays.buttons
    assert "道路" in ask(reader, "/item 24-1-1").text
    removed = office.change(chief, ask(chief, "/remove 24"), DROP + " .*")
    assert "道路" not in ask(reader, "/item 24-1-1").text
    office.change(chief, removed, RESTORE + " .*")
    assert "道路" in ask(reader, "/item 24-1-1").text


# Feedback


def test_verdicts_with_reasons_are_exported_as_a_file_that_minutes_eval_reads(
    office: Office, minutes: Program, own_state: Path, tmp_path: Path
) -> None:
    good, bad, chief = office.person(), office.person(), office.person(Role.ADMINISTRATOR)
    assert office.press(good, ask(good, QUESTION), f"{VERDICT} good").text
    judged = ask(bad, "第26次会议谁主持")
    asked = office.below(bad, judged, f"{VERDICT} citation")
    bad.send("应引用第三项", reply_to=asked)
    assert answer(bad).text
    judged = ask(bad, "五经普怎么安排")
    reasons = office.below(bad, judged, f"{VERDICT} bad")
    assert not office.change(bad, reasons, f"{REASON} .* incomplete").buttons
    ask(bad, "火星移民计划")
    overview = ask(chief, "/feedback")
    assert "应引用第三项" in overview.text
    assert "火星移民计划" in office.change(chief, overview, f"{FEEDBACK} unanswered 1").text
    office.press(chief, overview, f"{FEEDBACK} export")
    files = {file.document.file_name: file.document.content for file in chief.wait(3, PATIENCE) if file.document}
    assert name_of(good).encode() not in files[QUESTIONS] + files[REVIEW]
    questions = [json.loads(line) for line in files[QUESTIONS].splitlines()]
    assert ["25-8-1"] in [[ref.partition("_")[2] for ref in each["gold"]] for each in questions]
    review = [json.loads(line) for line in files[REVIEW].splitlines()]
    assert {"incomplete", "应引用第三项"} <= {each.get("reason") for each in review}
    (tmp_path / QUESTIONS).write_bytes(files[QUESTIONS])
    measured = minutes("eval", tmp_path / QUESTIONS, "--json", "--no-baselines", state=own_state)
    assert (measured.returncode, measured.stderr) == (0, "")
    assert measured.stdout


def test_who_asks_for_it_is_forgotten(office: Office) -> None:
    chat = office.person()
    ask(chat, "/language en")
    office.press(chat, ask(chat, QUESTION), f"{VERDICT} good")
    ask(chat, "/watch 停车")
    assert "/forgetme" in ask(chat, "/whoami").text
    ask(chat, "/forgetme")
    told = ask(chat, "/whoami")
    assert "/forgetme" not in told.text
    assert Role.STAFF.title.zh in told.text
    assert "停车" not in ask(chat, "/watches").text


# What comes by itself


def test_a_digest_is_subscribed_to_changed_by_buttons_and_ended(office: Office) -> None:
    chat = office.person(language="en")
    shown = ask(chat, "/subscribe friday 17:00")
    assert "17:00" in shown.text
    office.change(chat, shown, f"{SCHEDULE} hour")
    changed = office.change(chat, shown, f"{SCHEDULE} hour 8")
    assert "8:00" in changed.text
    assert "17:00" not in changed.text
    assert ask(chat, "/schedule").text.splitlines()[1:] == changed.text.splitlines()[1:]
    assert not office.change(chat, changed, f"{SCHEDULE} off").buttons


def test_a_topic_is_watched_by_a_command_or_under_an_answer_and_no_more(office: Office) -> None:
    chat = office.person()
    assert "养老服务" in ask(chat, "/watch 养老服务").text
    reply = ask(chat, QUESTION)
    told = office.press(chat, reply, WATCH)
    assert QUESTION in told.text
    assert told.show_alert
    listed = ask(chat, "/watches")
    assert all(words in listed.text for words in ("养老服务", QUESTION))
    first = next(str(button.callback_data) for button in listed.buttons if "养老服务" in button.text)
    assert first.startswith(UNWATCH)
    left = office.change(chat, listed, first)
    assert "养老服务" not in left.text
    assert QUESTION in left.text
