"""Access: who may do what and where, what a stranger gets to see, and that roles count before anything is read."""

import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest

from bot import texts
from bot.conversation import Conversation
from bot.messages import Document, Message, Person
from bot.people import texts as people_texts
from bot.people.access import Access
from bot.replies import Paragraph, Reply
from bot.splitting import LIMIT, utf16_length
from data.bilingual import Language
from data.people import People
from data.roles import Role
from retrieval.library import LibrarySettings, MinutesLibrary
from tests.conftest import MINUTES

LANGUAGES: tuple[Language, ...] = ("zh", "en")
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
CHIEF, GROUP = 7, "-100"
MARK = "(此件公开发布)"
HIDDEN = "安全生产"  # what meeting 26 was about, and meeting 25 was not


@pytest.fixture(scope="module")
def office(state_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MinutesLibrary]:
    """The shipped minutes, those of meeting 26 without the mark that they are for the public."""
    folder = tmp_path_factory.mktemp("office")
    state = Path(shutil.copytree(state_dir, folder / "state"))
    source = MINUTES / "seed_taicang_26.txt"
    text = source.read_text(encoding="utf-8")
    assert MARK in text
    (folder / source.name).write_text(text.replace(MARK, ""), encoding="utf-8")
    with MinutesLibrary(LibrarySettings(state, MINUTES)) as library:
        assert [report.error for report in library.add(folder / source.name)] == [None]
        library.searcher()
        assert len(library.shelf(public_only=True).meetings()) == 1
        yield library


@pytest.fixture
def people(office: MinutesLibrary) -> Iterator[People]:
    """The people of the office, none at first."""
    yield office.people
    for each in (*office.people.members(), *office.people.strangers()):
        office.people.remove(each.id)
    for invitation in office.people.invitations():
        office.people.revoke(invitation.key)


@pytest.fixture
def conversation(office: MinutesLibrary, people: People) -> Conversation:
    return Conversation(office, access=Access(people, frozenset({CHIEF})))


def private(member: int, language: Language = "zh") -> Person:
    return Person(language, str(member), str(member))


def in_group(member: int, language: Language = "zh") -> Person:
    return Person(language, GROUP, str(member), in_group=True)


def said(reply: Reply) -> str:
    return "\n".join(paragraph.text for paragraph in reply.paragraphs)


def shown(reply: Reply) -> str:
    """All that a person could see of a reply."""
    parts = [said(reply), reply.toast, *(each.citation for each in reply.paragraphs)]
    return "\n".join((*parts, *(button.label for button in reply.buttons)))


# Roles


def test_the_settings_come_first_then_the_kept_role_then_open_access(people: People) -> None:
    people.set_role(str(CHIEF), Role.READER)
    people.set_role("8", Role.MANAGER)
    closed = Access(people, frozenset({CHIEF}))
    opened = Access(people, frozenset({CHIEF}), open_access=True)
    assert [closed.role_of(private(each)) for each in (CHIEF, 8, 9)] == [Role.ADMINISTRATOR, Role.MANAGER, None]
    assert [opened.role_of(private(each)) for each in (CHIEF, 8, 9)] == [Role.ADMINISTRATOR, Role.MANAGER, Role.READER]
    assert opened.role_of(Person("zh", "5")) is None


@pytest.mark.parametrize("own", list(Role))
@pytest.mark.parametrize("of_group", [None, *Role])
def test_in_a_group_the_lower_role_counts_and_never_more_than_staff(
    people: People, own: Role, of_group: Role | None
) -> None:
    people.set_role("8", own)
    if of_group:
        people.set_role(GROUP, of_group)
    access = Access(people)
    assert access.role_of(in_group(8)) == min(own, of_group or Role.READER, Role.STAFF)
    assert access.role_of(in_group(9)) is None


# Strangers

FIRST = [
    Message("第26次会议关于安全生产议定了什么"),
    Message("/start"),
    Message("/start 26-3-2"),
    Message("/item 26-3-2"),
    Message("/meetings"),
    Message("/help"),
    Message("/whoami"),
    Message("/language zh"),
    Message("/people 9 administrator"),
    Message("/start invite_"),
    Message("/start invite_AAAAAAAAAAAAAAAAAAAAAA"),
    Message(""),
    Message("more", about="5"),
    Message(document=Document("minutes.txt", b"...")),
]


@in_both_languages
@pytest.mark.parametrize("message", FIRST, ids=range(len(FIRST)))
def test_a_stranger_gets_one_polite_message_with_the_id_and_then_nothing(
    conversation: Conversation, message: Message, language: Language
) -> None:
    reply = conversation.reply(message, private(9, language))
    polite = people_texts.STRANGER.say(language).format(id=9)
    assert said(reply).splitlines()[-1] == polite
    is_invitation = "invite_" in message.text
    assert len(reply.paragraphs) == 1 + is_invitation
    assert not is_invitation or said(reply).startswith(people_texts.INVITATION_GONE.say(language))
    assert reply == Reply(reply.paragraphs)
    assert bool(CHINESE.search(said(reply))) == (language == "zh")
    for each in (message, *FIRST, Message(action="show 26-3-2"), Message(action="nothing")):
        assert conversation.reply(each, private(9, language)) == Reply()
        assert conversation.reply(each, in_group(9, language)) == Reply()


@in_both_languages
def test_a_stranger_who_presses_a_button_of_others_is_told_in_an_alert(
    conversation: Conversation, language: Language
) -> None:
    [button, *_] = conversation.reply(Message("/item 26-3-2"), private(CHIEF)).buttons
    reply = conversation.reply(Message(action=button.action), in_group(9, language))
    assert reply == Reply(toast=people_texts.STRANGER.say(language).format(id=9), alert=True)
    assert len(reply.toast) <= 200
    assert conversation.reply(Message(action=button.action), in_group(9, language)) == Reply()


def test_a_burst_of_first_messages_gets_one_answer(conversation: Conversation) -> None:
    together = Barrier(8)

    def write(_: int) -> Reply:
        together.wait()
        return conversation.reply(Message("hello"), private(9))

    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(write, range(8)))
    assert sum(reply != Reply() for reply in replies) == 1


@pytest.mark.usefixtures("people")
def test_that_a_stranger_was_told_survives_a_restart_and_is_forgotten_in_time(office: MinutesLibrary) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for days, answered in ((0, True), (29, False), (31, True), (32, False)):
        now = start + timedelta(days=days)
        database = office._store.database  # noqa: SLF001 - the clock is set by hand
        restarted = Conversation(office, access=Access(People(database, partial(_same, now)), keep_days=30))
        assert (restarted.reply(Message("hello"), private(9)) != Reply()) == answered


def _same(now: datetime) -> datetime:
    return now


def test_a_stranger_is_never_told_what_there_is(conversation: Conversation) -> None:
    for number, message in enumerate((*FIRST, Message(action="show 26-3-2")), start=1050):
        seen = shown(conversation.reply(message, private(number)))
        assert HIDDEN not in seen
        assert not re.search(r"会议|纪要|26|25|太仓", seen.replace(f" {number} ", ""))


def test_who_writes_without_an_id_gets_nothing(conversation: Conversation) -> None:
    assert conversation.reply(Message("/start"), Person("zh", "5")) == Reply()
    assert conversation.reply(Message("/start"), Person("zh")) == Reply()


def test_the_channel_can_ask_who_is_known_and_whose_files_are_taken(conversation: Conversation, people: People) -> None:
    people.set_role("8", Role.MANAGER)
    assert [conversation.is_known(private(each)) for each in (CHIEF, 8, 9)] == [True, True, False]
    assert [conversation.takes_files(private(each)) for each in (CHIEF, 8, 9)] == [True, False, False]
    assert not conversation.takes_files(in_group(CHIEF))
    assert people.strangers() == []


def test_with_open_access_anyone_may_ask_about_public_minutes_only(office: MinutesLibrary, people: People) -> None:
    opened = Conversation(office, access=Access(people, open_access=True))
    greeting = said(opened.reply(Message("/start"), private(9)))
    assert people_texts.MAY[Role.READER].zh in greeting
    assert "第25次" in shown(opened.reply(Message("第25次会议谁主持"), private(9)))
    assert HIDDEN not in shown(opened.reply(Message("/item 26-3-2"), private(9)))
    assert people.members() == people.strangers() == []


# Groups


@in_both_languages
def test_a_group_is_invited_by_whoever_has_the_link(
    conversation: Conversation, people: People, language: Language
) -> None:
    people.set_role("8", Role.STAFF)
    made = conversation.reply(Message("/invite group 7"), private(CHIEF, language))
    [link] = [each.link for each in made.paragraphs if each.link]
    assert link.to_group
    in_private = conversation.reply(Message(f"/start {link.payload}"), private(10, language))
    assert said(in_private).startswith(people_texts.INVITATION_GONE.say(language))
    assert HIDDEN not in shown(conversation.reply(Message("/item 26-3-2"), in_group(8, language)))
    admitted = conversation.reply(Message(f"/start@minutes_bot {link.payload}"), in_group(9, language))
    staff = Role.STAFF.title.say(language)
    assert said(admitted) == people_texts.GROUP_ADMITTED.say(language).format(role=staff)
    assert HIDDEN in shown(conversation.reply(Message("/item 26-3-2"), in_group(8, language)))
    assert "没有使用权限" in said(conversation.reply(Message("你好"), in_group(9)))
    [kept] = [each for each in people.members() if each.id == GROUP]
    assert (kept.role, kept.is_group) == (Role.STAFF, True)


def test_an_invitation_of_a_higher_role_gives_a_group_no_more_than_staff(
    conversation: Conversation, people: People
) -> None:
    code = people.invite(Role.ADMINISTRATOR, 7, str(CHIEF))
    conversation.reply(Message(f"/start@minutes_bot invite_{code}"), in_group(CHIEF))
    assert people.role_of(GROUP) is Role.STAFF
    refused = conversation.reply(Message(f"/people {GROUP} manager"), private(CHIEF))
    assert "工作人员" in said(refused)
    assert people.role_of(GROUP) is Role.STAFF


@in_both_languages
@pytest.mark.parametrize("command", ["people", "invite", "whoami", "forgetme", "language"])
def test_what_is_private_is_not_done_in_a_group(
    conversation: Conversation, people: People, command: str, language: Language
) -> None:
    people.set_role(GROUP, Role.STAFF)
    people.set_role("8", Role.READER)
    reply = conversation.reply(Message(f"/{command}"), in_group(CHIEF, language))
    assert said(reply) == people_texts.PRIVATE_ONLY.say(language)
    assert f"\n/{command}" not in said(conversation.reply(Message("/help"), in_group(CHIEF, language)))
    if command in ("people", "invite"):
        unknown = texts.UNKNOWN_COMMAND.say(language).format(command=command)
        assert said(conversation.reply(Message(f"/{command}"), in_group(8, language))) == unknown


def test_buttons_of_administrators_do_nothing_in_a_group(conversation: Conversation, people: People) -> None:
    people.set_role(GROUP, Role.STAFF)
    for action in ("grant 9 administrator", "dismiss 8 yes", "invite administrator 7", "people 1"):
        assert said(conversation.reply(Message(action=action), in_group(CHIEF))) == people_texts.PRIVATE_ONLY.zh
    assert people.role_of("9") is None
    assert people.invitations() == []


# What is read


def test_a_changed_role_counts_for_the_very_next_message(conversation: Conversation, people: People) -> None:
    people.set_role("8", Role.STAFF)
    answer = conversation.reply(Message("第26次会议关于安全生产议定了什么"), private(8))
    conversation.carried(answer, private(8), "100")
    assert HIDDEN in shown(answer)
    assert answer.buttons
    conversation.reply(Message("/people 8 reader"), private(CHIEF))
    for message in (
        Message("/item 26-3-2"),
        Message("/start 26-3-2"),
        Message("26-3-2"),
        Message("全文"),
        Message("还有呢"),
        Message("第二条全文"),
        Message("由谁负责"),
        Message("那第25次呢"),
        Message("还有呢", about="100"),
        Message("全文", about="100"),
        Message("它的资金从哪来", about="100"),
        *(Message(action=button.action, about="100") for button in answer.buttons),
    ):
        assert "听取高新区" not in shown(conversation.reply(message, private(8))), message
        assert "消防救援" not in shown(conversation.reply(message, private(8))), message
    conversation.reply(Message("/people 8 remove"), private(CHIEF))
    polite = conversation.reply(Message("还有呢", about="100"), private(8))
    assert polite == Reply((Paragraph(people_texts.STRANGER.zh.format(id=8)),))


def test_a_raised_role_counts_at_once(conversation: Conversation, people: People) -> None:
    people.set_role("8", Role.READER)
    assert HIDDEN not in shown(conversation.reply(Message("/item 26-3-2"), private(8)))
    people.set_role("8", Role.STAFF)
    assert HIDDEN in shown(conversation.reply(Message("/item 26-3-2"), private(8)))


@in_both_languages
@pytest.mark.parametrize("role", list(Role))
def test_the_help_fits_one_message_and_names_what_can_be_done_here_and_nothing_else(
    conversation: Conversation, people: People, role: Role, language: Language
) -> None:
    people.set_role("8", role)
    people.set_role(GROUP, Role.STAFF)
    for person in (private(8, language), in_group(8, language)):
        greeting = conversation.reply(Message("/start"), person)
        assert people_texts.MAY[min(role, Role.STAFF) if person.in_group else role].say(language) in said(greeting)
        shown = conversation.reply(Message("/help"), person)
        assert max(utf16_length(said(greeting)), utf16_length(said(shown))) < LIMIT
        named = re.findall(r"^/(\w+)", said(shown), re.MULTILINE)
        assert named
        for name, command in conversation.commands.items():
            may = command.in_menu and role >= command.role
            if person.in_group:
                may = may and command.in_groups and min(role, Role.STAFF) >= command.role
            assert (name in named) == may, name
