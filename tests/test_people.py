"""People, roles and invitations: what is kept of them, and how administrators see and change it in the chat."""

import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from bot import texts
from bot.conversation import Conversation
from bot.messages import Message, Person
from bot.people import texts as people_texts
from bot.people.access import Access
from bot.people.managing import PAGE_SIZE
from bot.replies import Button, Link, Reply
from data.bilingual import Language
from data.database import Database
from data.people import Admission, People
from data.roles import Role
from retrieval.library import LibrarySettings, MinutesLibrary
from tests.conftest import MINUTES

LANGUAGES: tuple[Language, ...] = ("zh", "en")
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
AT_ONCE = 8
CHIEF = 7


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_days(self, days: float) -> None:
        self.now += timedelta(days=days)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def people(tmp_path: Path, clock: Clock) -> Iterator[People]:
    with closing(Database(f"sqlite:///{tmp_path / 'people.db'}")) as database:
        yield People(database, clock)


# What is kept


def test_a_role_is_kept_with_since_when_and_by_whom(people: People, clock: Clock) -> None:
    people.set_role("5", Role.STAFF, "1", "王五")
    clock.pass_days(3)
    people.set_role("5", Role.MANAGER, "2", "another name")
    [kept] = people.members()
    assert (kept.id, kept.name, kept.role, kept.invited_by) == ("5", "王五", Role.MANAGER, "2")
    assert kept.since == clock.now - timedelta(days=3)
    assert people.remove("5")
    assert people.role_of("5") is None
    assert not people.remove("5")


def test_the_highest_come_first_and_strangers_are_no_members(people: People) -> None:
    for member, role in (("1", Role.READER), ("2", Role.ADMINISTRATOR), ("3", Role.STAFF)):
        people.set_role(member, role)
    people.note_stranger("4", "stranger", keep_days=90)
    assert [each.id for each in people.members()] == ["2", "3", "1"]
    assert [(each.id, each.name, each.role) for each in people.strangers()] == [("4", "stranger", None)]


def test_of_many_first_messages_at_the_same_moment_one_is_the_first(people: People) -> None:
    together = Barrier(AT_ONCE)

    def write(_: int) -> bool:
        together.wait()
        return people.note_stranger("4", "", keep_days=90)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert sorted(pool.map(write, range(AT_ONCE))) == [False] * (AT_ONCE - 1) + [True]


def test_a_stranger_is_new_again_when_he_is_forgotten(people: People, clock: Clock) -> None:
    assert people.note_stranger("4", "", keep_days=10)
    clock.pass_days(9.9)
    assert not people.note_stranger("4", "", keep_days=10)
    clock.pass_days(0.2)
    assert people.note_stranger("4", "", keep_days=10)


def test_pruning_forgets_old_strangers_and_expired_invitations_and_no_one_else(people: People, clock: Clock) -> None:
    people.set_role("5", Role.STAFF)
    people.note_stranger("4", "", keep_days=10)
    clock.pass_days(11)
    people.note_stranger("6", "", keep_days=100)
    people.prune(keep_days=10)
    assert [each.id for each in people.strangers()] == ["6"]
    assert [each.id for each in people.members()] == ["5"]


def test_an_invitation_admits_one_even_if_many_come_at_the_same_moment(people: People) -> None:
    code = people.invite(Role.STAFF, 7, "1")
    together = Barrier(AT_ONCE)

    def enter(number: int) -> bool:
        together.wait()
        return people.redeem(Admission(code, str(number), f"name {number}", Role.STAFF))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert sum(pool.map(enter, range(AT_ONCE))) == 1
    [admitted] = people.members()
    assert (admitted.role, admitted.invited_by) == (Role.STAFF, "1")
    assert people.invitations() == []
    assert not people.redeem(Admission(code, "99", "", Role.STAFF))


def test_an_invitation_that_expired_or_was_withdrawn_admits_no_one(people: People, clock: Clock) -> None:
    withdrawn, expired = people.invite(Role.READER, 30), people.invite(Role.READER, 7)
    assert [each.role for each in people.invitations()] == [Role.READER] * 2
    [key] = [each.key for each in people.invitations() if each.expires == clock.now + timedelta(days=30)]
    assert people.revoke(key)
    assert not people.revoke(key)
    clock.pass_days(7)
    for code in (withdrawn, expired):
        assert people.invitation(code) is None
        assert not people.redeem(Admission(code, "5", "", Role.READER))
    assert not people.invitations()
    assert not people.members()


@pytest.mark.parametrize("key", ["", "%", "________________", "?" * 16, "0" * 64])
def test_what_is_no_key_withdraws_nothing(people: People, key: str) -> None:
    code = people.invite(Role.READER, 7)
    assert not people.revoke(key)
    assert people.invitation(code)


def test_no_code_is_in_the_database_and_none_is_like_another(people: People, tmp_path: Path) -> None:
    codes = [people.invite(Role.STAFF, 7) for _ in range(20)]
    assert len({code[:8] for code in codes}) == len(codes)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,64}", f"invite_{code}") for code in codes)
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert all(each.key.encode() in kept for each in people.invitations())
    assert not any(code.encode() in kept for code in codes)
    assert not any(code in repr(Admission(code, "5", "", Role.STAFF)) + repr(Link(code)) for code in codes)
    assert people.invitation(people.invitations()[0].key) is None


def test_roles_are_understood_in_both_languages(people: People) -> None:
    for role in Role:
        people.set_role(role.word, role)
        assert people.role_of(role.word) is role


# In the chat


@pytest.fixture(scope="module")
def own_library(state_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MinutesLibrary]:
    """The library of the shipped minutes, with people of its own."""
    copy = Path(shutil.copytree(state_dir, tmp_path_factory.mktemp("people") / "state"))
    with MinutesLibrary(LibrarySettings(copy, MINUTES)) as opened:
        yield opened


@pytest.fixture
def office(own_library: MinutesLibrary) -> Iterator[Conversation]:
    """A conversation in which nobody is known but one administrator of the settings."""
    people = own_library.people
    yield Conversation(own_library, access=Access(people, frozenset({CHIEF})))
    for each in (*people.members(), *people.strangers()):
        people.remove(each.id)
    for invitation in people.invitations():
        people.revoke(invitation.key)


def person(member: int | str, language: Language = "zh", name: str = "") -> Person:
    return Person(language, str(member), str(member), name)


def said(reply: Reply) -> str:
    return "\n".join(paragraph.text for paragraph in reply.paragraphs)


def write(office: Conversation, text: str, member: int = CHIEF, language: Language = "zh") -> Reply:
    return office.reply(Message(text), person(member, language))


def press(office: Conversation, button: Button, member: int = CHIEF, language: Language = "zh") -> Reply:
    assert 0 < len(button.action.encode()) <= 64
    return office.reply(Message(action=button.action), person(member, language))


def labelled(reply: Reply, words: str) -> Button:
    [button] = [each for each in reply.buttons if words in each.label]
    return button


def link_of(reply: Reply) -> Link:
    [link] = [each.link for each in reply.paragraphs if each.link]
    assert re.fullmatch(r"invite_[A-Za-z0-9_-]{20,57}", link.payload)
    assert link.payload not in said(reply)
    return link


@in_both_languages
def test_an_invitation_is_made_by_buttons_or_in_words(office: Conversation, language: Language) -> None:
    whom = write(office, "/invite", language=language)
    days = press(office, labelled(whom, Role.STAFF.title.say(language)), language=language)
    made = press(office, labelled(days, "30"), language=language)
    typed = write(office, "/invite manager 3", language=language)
    assert days.in_place
    assert made.in_place
    assert link_of(made) != link_of(typed)
    assert not CHINESE.search(said(whom) + said(days) + said(made) + said(typed)) or language == "zh"
    for number, (reply, role) in enumerate(((made, Role.STAFF), (typed, Role.MANAGER)), start=20):
        entered = write(office, f"/start {link_of(reply).payload}", number, language)
        assert said(entered).startswith(people_texts.ADMITTED.say(language).format(role=role.title.say(language)))
        assert people_texts.MAY[role].say(language) in said(entered)
        assert texts.HELP.say(language) in said(entered)


@pytest.mark.parametrize("argument", ["king", "staff 0", "staff 366", "staff soon", "staff -1", "staff 7 8 9", "7"])
def test_an_invitation_that_cannot_be_made_is_explained(office: Conversation, argument: str) -> None:
    reply = write(office, f"/invite {argument}")
    assert said(reply) == people_texts.INVITE_USAGE.zh.format(most=365)
    assert not [each for each in reply.paragraphs if each.link]


def test_an_invitation_is_used_up_by_the_first_and_the_second_stays_a_stranger(office: Conversation) -> None:
    payload = link_of(write(office, "/invite 工作人员 7天")).payload
    assert "工作人员" in said(write(office, f"/start {payload}", 21))
    assert said(write(office, f"/start {payload}", 22)).startswith(people_texts.INVITATION_GONE.zh)
    assert write(office, f"/start {payload}", 22) == Reply()
    gone = said(write(office, f"/start {payload}", 21))
    assert gone.startswith(people_texts.INVITATION_GONE.zh)
    assert "工作人员" in gone


def test_who_may_do_as_much_already_leaves_an_invitation_to_others(office: Conversation) -> None:
    payload = link_of(write(office, "/invite staff 7")).payload
    assert "管理员" in said(write(office, f"/start {payload}"))
    assert "工作人员" in said(write(office, f"/start {payload}", 21))


def test_an_invitation_raises_a_role_and_never_lowers_it(office: Conversation, own_library: MinutesLibrary) -> None:
    own_library.people.set_role("21", Role.READER)
    write(office, f"/start {link_of(write(office, '/invite manager 7')).payload}", 21)
    assert own_library.people.role_of("21") is Role.MANAGER
    write(office, f"/start {link_of(write(office, '/invite reader 7')).payload}", 21)
    assert own_library.people.role_of("21") is Role.MANAGER


def test_managers_get_the_digest_without_asking_and_can_end_it(
    office: Conversation, own_library: MinutesLibrary
) -> None:
    subscriptions = own_library.circulation.subscriptions
    write(office, f"/start {link_of(write(office, '/invite manager 7')).payload}", 21)
    write(office, f"/start {link_of(write(office, '/invite staff 7')).payload}", 22)
    assert subscriptions.of("21")
    assert not subscriptions.of("22")
    write(office, "/unsubscribe", 21)
    write(office, "/digest", 21)
    assert not subscriptions.of("21")
    write(office, "/people 22 manager")
    assert subscriptions.of("22")


def test_invitations_of_who_is_no_administrator_any_more_admit_no_one(
    office: Conversation, own_library: MinutesLibrary
) -> None:
    own_library.people.set_role("9", Role.ADMINISTRATOR)
    payload = link_of(write(office, "/invite administrator 7", 9)).payload
    write(office, "/people 9 staff")
    assert said(write(office, f"/start {payload}", 9)).startswith(people_texts.INVITATION_GONE.zh)
    assert own_library.people.role_of("9") is Role.STAFF
    assert people_texts.REVOKE.zh not in "".join(each.label for each in write(office, "/people").buttons)


def test_the_list_has_people_strangers_and_invitations_with_what_can_be_done(office: Conversation) -> None:
    office.reply(Message(f"/start {link_of(write(office, '/invite staff 7')).payload}"), person(21, name="王五"))
    office.reply(Message("你好"), person(22, name="陌生人"))
    write(office, "/invite manager 30")
    listed = write(office, "/people")
    assert "管理员" in said(listed)
    assert re.search(r"王五 \(21\) · 工作人员 · .*由7开通", said(listed))
    assert re.search(r"陌生人 \(22\) · 尚无权限", said(listed))
    assert re.search(r"领导 · .*到期，由7发出", said(listed))
    admitted = press(office, labelled(press(office, labelled(listed, "陌生人")), "设为工作人员"))
    assert "陌生人 (22)" in said(admitted)
    assert said(write(office, "/start", 22)).startswith(texts.GREETING.zh)
    withdrawn = press(office, labelled(listed, people_texts.REVOKE.zh))
    assert said(withdrawn) == people_texts.REVOKED.zh
    assert people_texts.REVOKE.zh not in "".join(each.label for each in write(office, "/people").buttons)


@in_both_languages
def test_a_long_list_turns_its_pages_in_place(
    office: Conversation, own_library: MinutesLibrary, language: Language
) -> None:
    for number in range(100, 100 + 2 * PAGE_SIZE):
        own_library.people.set_role(str(number), Role.READER, str(CHIEF), f"Reader {number}")
    page = write(office, "/people", language=language)
    seen: list[str] = []
    while True:
        entries = re.findall(r"^\d+\. (.*?) ·", said(page), re.MULTILINE)
        assert len(entries) <= PAGE_SIZE
        seen += entries
        onward = [each for each in page.buttons if each.label == "›"]
        if not onward:
            break
        page = press(office, onward[0], language=language)
        assert page.in_place
    assert len(seen) == len(set(seen)) == 1 + 2 * PAGE_SIZE
    assert not CHINESE.search(said(page)) or language == "zh"


def test_a_role_is_changed_in_words_and_counts_at_once(office: Conversation, own_library: MinutesLibrary) -> None:
    assert "工作人员" in said(write(office, "/people 12345 staff"))
    assert own_library.people.role_of("12345") is Role.STAFF
    assert said(write(office, "/start", 12345)).startswith(texts.GREETING.zh)
    assert "administrator" in said(write(office, "/people 12345 管理员", language="en"))
    assert said(write(office, "/people", 12345)).startswith("使用人员")
    old_button = labelled(write(office, "/people", 12345), str(CHIEF))
    assert said(write(office, "/people 12345 remove")) == "已移除 12345。"
    assert "没有使用权限" in press(office, old_button, 12345).toast
    assert press(office, old_button, 12345) == Reply()


def test_removing_by_button_asks_first(office: Conversation, own_library: MinutesLibrary) -> None:
    own_library.people.set_role("21", Role.STAFF, name="王五")
    shown = write(office, "/people 21")
    sure = press(office, labelled(shown, people_texts.REMOVE.zh))
    assert own_library.people.role_of("21") is Role.STAFF
    assert "王五" in said(press(office, labelled(sure, people_texts.KEEP.zh)))
    assert own_library.people.role_of("21") is Role.STAFF
    [yes] = [each for each in sure.buttons if each.label == people_texts.REMOVE.zh]
    assert said(press(office, yes)) == "已移除 王五 (21)。"
    assert own_library.people.role_of("21") is None
    assert said(press(office, yes)) == "名单里没有 21。"


@in_both_languages
@pytest.mark.parametrize("change", ["remove", "staff", "administrator"])
def test_an_administrator_of_the_settings_cannot_be_changed_in_the_chat(
    office: Conversation, own_library: MinutesLibrary, change: str, language: Language
) -> None:
    own_library.people.set_role("9", Role.ADMINISTRATOR)
    for member in (CHIEF, 9):
        refused = said(write(office, f"/people {CHIEF} {change}", member, language))
        assert refused == people_texts.APPOINTED.say(language).format(name=CHIEF)
    assert said(write(office, "/people")).startswith("使用人员")
    shown = write(office, f"/people {CHIEF}")
    assert [each.label for each in shown.buttons] == [people_texts.BACK.zh]


@pytest.mark.parametrize("change", ["remove", "staff"])
def test_the_last_administrator_cannot_step_down(own_library: MinutesLibrary, change: str) -> None:
    people = own_library.people
    people.set_role("9", Role.ADMINISTRATOR)
    office = Conversation(own_library, access=Access(people))
    assert said(write(office, f"/people 9 {change}", 9)) == people_texts.LAST.zh
    people.set_role("10", Role.ADMINISTRATOR)
    write(office, f"/people 9 {change}", 9)
    assert people.role_of("9") is not Role.ADMINISTRATOR
    people.remove("9")
    people.remove("10")


@pytest.mark.parametrize("argument", ["wang staff", "12345 king", "12345 staff manager", "1;2 staff"])
def test_what_cannot_be_understood_changes_nothing(
    office: Conversation, own_library: MinutesLibrary, argument: str
) -> None:
    assert said(write(office, f"/people {argument}")) == people_texts.PEOPLE_USAGE.zh
    assert own_library.people.members() == []


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF, Role.MANAGER])
def test_only_administrators_invite_and_change(office: Conversation, own_library: MinutesLibrary, role: Role) -> None:
    own_library.people.set_role("21", role)
    for command in ("people", "invite"):
        unknown = texts.UNKNOWN_COMMAND.zh.format(command=command)
        assert said(write(office, f"/{command} 21 administrator", 21)) == unknown
        assert f"/{command}" not in said(write(office, "/help", 21))
        assert f"/{command}" in said(write(office, "/help"))
    for action in ("invite administrator 7", "people 1", "person 21", "grant 21 administrator", "dismiss 21 yes"):
        assert said(press(office, Button("", action), 21)) == texts.STALE.zh
    assert own_library.people.role_of("21") is role
    assert own_library.people.invitations() == []


@pytest.mark.parametrize("action", ["grant", "grant 21", "grant  staff", "dismiss", "revoke", "revoke x", "people x"])
def test_a_button_that_was_made_up_changes_nothing(
    office: Conversation, own_library: MinutesLibrary, action: str
) -> None:
    own_library.people.set_role("21", Role.STAFF)
    write(office, "/invite reader 7")
    assert said(press(office, Button("", action)))
    assert [(each.id, each.role) for each in own_library.people.members()] == [("21", Role.STAFF)]
    assert len(own_library.people.invitations()) == 1


def test_a_name_of_many_lines_stays_one_line(office: Conversation) -> None:
    office.reply(Message("hi"), person(22, name="A\n\n1. B · administrator\u202e" + "x" * 500))
    [line] = [each for each in said(write(office, "/people")).splitlines() if "(22)" in each]
    assert len(line) < 200
    assert "\u202e" not in line
