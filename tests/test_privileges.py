"""Privileges: every command and every button, for every role, in private and in a group; those below get nothing."""

import dataclasses
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot import texts
from bot.conversation import Conversation
from bot.features import Action, Request
from bot.messages import Message, Person
from bot.people import texts as people_texts
from bot.people.access import Access
from bot.replies import Reply, plain_reply
from data.roles import Role
from retrieval.library import LibrarySettings, MinutesLibrary
from tests.conftest import MINUTES
from tests.expected import minutes

MEETING = minutes(26).ref
GROUP, OTHER_GROUP = "-100", "-200"
IDS = {None: "9", Role.READER: "1", Role.STAFF: "2", Role.MANAGER: "3", Role.ADMINISTRATOR: "4"}
DONE = "done"

FOR_READERS = (
    "ask clear item meeting check file source meetings search todo timeline compare digest start help".split(),
    "choose show read overview page check file source meetings search more todo timeline compare digest digestfile "
    "verdict reason watch unwatch plan language".split(),
)
PRIVATE = "subscribe schedule unsubscribe watch watches unwatch language whoami forgetme".split()
FOR_ADMINISTRATORS = (
    "people invite feedback remove deliveries hold release".split(),
    "people person grant dismiss revoke invite feedback keep cancel remove drop stay restore undo deliveries again "
    "hold release".split(),
)
"""Commands and verbs of buttons, as they ought to be: a new one is to be put here, with a thought."""

EFFECTIVE = (
    "/people 9 administrator",
    "/people 1 remove",
    "/people",
    "/invite staff 7",
    "/feedback",
    "/remove 26",
    "/hold 26",
    "/release 26",
    "/deliveries",
)
EFFECTIVE_PRESSES = (
    "people 1",
    "person 4",
    "grant 1 administrator",
    "grant -100 staff",
    "dismiss 1 yes",
    "invite administrator 7",
    "revoke {key}",
    "feedback export",
    "feedback unanswered 1",
    "keep 0123456789abcdef",
    "cancel 0123456789abcdef",
    f"remove {MEETING}",
    f"drop {MEETING} {{hash}}",
    f"undo {MEETING} {{hash}}",
    "restore 1",
    "stay",
    "deliveries 1",
    "again 1",
    f"hold {MEETING}",
    f"release {MEETING}",
)


@pytest.fixture(scope="module")
def office(state_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MinutesLibrary]:
    """The shipped minutes, somebody of every role, and a group that may read everything."""
    state = Path(shutil.copytree(state_dir, tmp_path_factory.mktemp("privileges") / "state"))
    with MinutesLibrary(LibrarySettings(state, MINUTES)) as library:
        for role, member in IDS.items():
            if role:
                library.people.set_role(member, role)
        library.people.set_role(GROUP, Role.STAFF)
        yield library


@pytest.fixture
def conversation(office: MinutesLibrary) -> Conversation:
    talking = Conversation(office, access=Access(office.people))
    talking.reply(Message("/start"), Person("zh", "9", "9"))  # the stranger has been told so
    return talking


def person(role: Role | None, chat: str) -> Person:
    member = IDS[role]
    return Person("zh", chat or member, member, in_group=bool(chat))


def actions_of(conversation: Conversation) -> dict[str, Action]:
    return conversation._actions  # noqa: SLF001 - the buttons that there are, which nothing else lists


def done(_: str, __: Request) -> Reply:
    return plain_reply(DONE)


def test_who_may_use_what_is_as_it_ought_to_be(conversation: Conversation) -> None:
    readers = {name for name, each in conversation.commands.items() if each.role is Role.READER}
    rest = {name for name, each in conversation.commands.items() if each.role is Role.ADMINISTRATOR}
    assert readers == {*FOR_READERS[0], *PRIVATE}
    assert rest == set(FOR_ADMINISTRATORS[0])
    assert {name for name, each in conversation.commands.items() if not each.in_groups} == {*PRIVATE, *rest}
    actions = actions_of(conversation)
    assert {verb for verb, each in actions.items() if each.role is Role.READER} == set(FOR_READERS[1])
    assert {verb for verb, each in actions.items() if each.role is Role.ADMINISTRATOR} == set(FOR_ADMINISTRATORS[1])
    assert len(conversation.commands) == len(readers) + len(rest)
    assert len(actions) == len(FOR_READERS[1]) + len(FOR_ADMINISTRATORS[1])


@pytest.mark.parametrize("chat", ["", GROUP, OTHER_GROUP])
@pytest.mark.parametrize("role", IDS)
def test_a_command_is_run_for_those_who_may_and_does_not_exist_for_those_below(
    conversation: Conversation, role: Role | None, chat: str
) -> None:
    who = person(role, chat)
    here = min(role, Role.STAFF if chat == GROUP else Role.READER) if role and chat else role
    for name, command in dict(conversation.commands).items():
        conversation.commands[name] = dataclasses.replace(command, run=done)
        told = conversation.reply(Message(f"/{name} 26"), who)
        if here is None:
            expected = Reply()
        elif here >= command.role and (command.in_groups or not chat):
            expected = plain_reply(DONE)
        elif role and role >= command.role:
            expected = plain_reply(people_texts.PRIVATE_ONLY.zh)
        else:
            del conversation.commands[name]
            expected = conversation.reply(Message(f"/{name} 26"), who)
            assert f"/{name} " in expected.paragraphs[0].text
            conversation.commands[name] = command
        assert told == expected, name


@pytest.mark.parametrize("chat", ["", GROUP, OTHER_GROUP])
@pytest.mark.parametrize("role", IDS)
def test_a_button_works_for_those_who_may_and_means_nothing_to_those_below(
    conversation: Conversation, role: Role | None, chat: str
) -> None:
    who = person(role, chat)
    here = min(role, Role.STAFF if chat == GROUP else Role.READER) if role and chat else role
    actions = actions_of(conversation)
    for verb, action in dict(actions).items():
        actions[verb] = dataclasses.replace(action, run=done)
        told = conversation.reply(Message(action=f"{verb} 26", about="5"), who)
        if here is None:
            expected = Reply()
        elif here >= action.role:
            expected = plain_reply(DONE)
        elif role and role >= action.role:
            expected = plain_reply(people_texts.PRIVATE_ONLY.zh)
        else:
            expected = plain_reply(texts.STALE.zh)
        assert told == expected, verb


def kept_in(library: MinutesLibrary) -> dict[str, list[tuple[object, ...]]]:
    """All that the database holds."""
    with library.people._database.reading() as connection:  # noqa: SLF001 - whatever changes, in any table
        tables = sa.inspect(connection).get_table_names()
        return {name: [tuple(row) for row in connection.execute(sa.text(f'SELECT * FROM "{name}"'))] for name in tables}  # noqa: S608


@pytest.mark.parametrize("chat", ["", GROUP, OTHER_GROUP])
@pytest.mark.parametrize("role", [None, Role.READER, Role.STAFF, Role.MANAGER])
def test_who_is_no_administrator_changes_nothing_and_learns_nothing_of_others(
    office: MinutesLibrary, conversation: Conversation, role: Role | None, chat: str
) -> None:
    sha256 = office.minutes_of(MEETING).sha256
    office.people.invite(Role.STAFF, 7, IDS[Role.ADMINISTRATOR])
    key = office.people.invitations()[-1].key
    before = kept_in(office)
    assert before["person"]
    said = [conversation.reply(Message(text), person(role, chat)) for text in EFFECTIVE]
    for action in EFFECTIVE_PRESSES:
        pressed = Message(action=action.format(hash=sha256[:16], key=key), about="7", asked="26", offered=(action,))
        said.append(conversation.reply(pressed, person(role, chat)))
    assert kept_in(office) == before
    assert not any(each.files or each.buttons or each.pictures for each in said)
    told = "\n".join(paragraph.text for each in said for paragraph in each.paragraphs)
    assert not re.search(r"邀请链接|编号|\b[1-4]\b.{0,3}管理", told)


def test_the_table_names_every_button_of_administrators_with_an_effect() -> None:
    assert {each.split()[0] for each in EFFECTIVE_PRESSES} == set(FOR_ADMINISTRATORS[1])
    assert {each[1:].split()[0] for each in EFFECTIVE} == set(FOR_ADMINISTRATORS[0])


def test_what_the_others_may_not_do_an_administrator_can(office: MinutesLibrary, conversation: Conversation) -> None:
    chief = person(Role.ADMINISTRATOR, "")
    for text in EFFECTIVE[:1]:
        conversation.reply(Message(text), chief)
    assert office.people.role_of("9") is Role.ADMINISTRATOR
    office.people.remove("9")


MALFORMED = (
    *("", " ", "0", "-1", "²", "٣", "9" * 40, "x" * 60, "26-3-2 9999999999999999999999", "#", f"#{'9' * 30} 1", "🙂"),
    *("no such", "26", "26-3", str(MEETING), "k3nylai7_26-3-2", "a b c d", "%s {0} {x}", "'; DROP TABLE person; --"),
)


@pytest.mark.parametrize("chat", ["", GROUP])
@pytest.mark.parametrize("role", [Role.READER, Role.ADMINISTRATOR])
def test_a_forged_button_never_fails(conversation: Conversation, role: Role, chat: str) -> None:
    for verb in actions_of(conversation):
        for argument in MALFORMED:
            action = f"{verb} {argument}".encode()[:64].decode(errors="ignore")
            reply = conversation.reply(Message(action=action, about="8"), person(role, chat))
            assert reply != Reply(), action


def test_commands_with_malformed_arguments_never_fail(conversation: Conversation) -> None:
    for name in conversation.commands:
        for argument in MALFORMED:
            reply = conversation.reply(Message(f"/{name} {argument}"), person(Role.ADMINISTRATOR, ""))
            assert reply != Reply(), (name, argument)
