"""Privacy: what is not public reaches no reader by digests, alerts or inline; what is a person's own, nobody else."""

import dataclasses
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import docx
import pytest
import sqlalchemy as sa

from bot import texts
from bot.conversation import Conversation
from bot.digests.digesting import Digesting
from bot.digests.editor import Editor
from bot.messages import Document, Message, Person
from bot.people import texts as people_texts
from bot.people.access import Access
from bot.people.greeting import without_code
from bot.replies import Reply
from bot.splitting import visible_text
from data.circulation import Circulation
from data.database import Database
from data.deliveries import LONGEST_PERIOD
from data.delivery import Delivery, DeliveryKind, DeliveryStatus
from data.delivery import Document as Told
from data.people import People
from data.roles import Role
from data.subscriptions import Subscription
from data.watches import WatchKind
from retrieval.library import LibrarySettings, MinutesLibrary
from tests.conftest import MINUTES
from tests.expected import minutes

CHIEF, GROUP = 7, "-100"
HIDDEN, PUBLIC = minutes(26).ref, minutes(25).ref
ONLY_HIDDEN = ("26次", "meeting 26", "第12号", "closed-session", "消防救援", "夏家辉", str(HIDDEN))
BEGINNING = 9  # characters of a sentence that tell it from others
WATCHED = "停车"
WATCHED_HIDDEN = "市综合指挥中心"


@pytest.fixture(scope="module")
def office(state_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MinutesLibrary]:
    """The shipped minutes, those of meeting 26 without the mark that they are for the public."""
    folder = tmp_path_factory.mktemp("privacy")
    state = Path(shutil.copytree(state_dir, folder / "state"))
    text = (MINUTES / "seed_taicang_26.txt").read_text("utf-8")
    (folder / "closed-session.txt").write_text(text.replace("(此件公开发布)", ""), "utf-8")
    with MinutesLibrary(LibrarySettings(state, MINUTES)) as library:
        assert [each.error for each in library.add(folder / "closed-session.txt")] == [None]
        library.searcher()
        assert [kept.minutes.ref for kept in library.shelf(public_only=True).meetings()] == [PUBLIC]
        yield library


@pytest.fixture
def people(office: MinutesLibrary) -> Iterator[People]:
    """A reader, a member of staff, and a group that may read everything."""
    office.people.set_role("1", Role.READER)
    office.people.set_role("2", Role.STAFF)
    office.people.set_role(GROUP, Role.STAFF)
    yield office.people
    for each in (*office.people.members(), *office.people.strangers()):
        office.people.remove(each.id)
        office.circulation.forget(each.id)


@pytest.fixture
def conversation(office: MinutesLibrary, people: People) -> Conversation:
    return Conversation(office, access=Access(people, frozenset({CHIEF})))


def private(member: int, language: str = "zh") -> Person:
    return Person("en" if language == "en" else "zh", str(member), str(member))


def in_group(member: int) -> Person:
    return Person("zh", GROUP, str(member), in_group=True)


def shown(*replies: Reply) -> str:
    """All that can be read of replies, their files and their pages too."""
    said = []
    for reply in replies:
        said += [visible_text(each) for each in reply.paragraphs]
        said += [each.ref for each in reply.paragraphs]
        said += [f"{each.label} {each.action} {each.share}" for each in reply.buttons]
        said += [reply.toast]
        for file in reply.files:
            said.append(file.name)
            if file.name.endswith(".docx"):
                word = docx.Document(BytesIO(file.content))
                said += [each.text for each in word.paragraphs]
                said += [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join(said)


def leaks(text: str) -> list[str]:
    """What of the hidden minutes stands in a text: marks of theirs, and how each of their sentences begins."""
    hidden, public = ((MINUTES / f"seed_taicang_{number}.txt").read_text("utf-8") for number in (26, 25))
    begun = {each.strip()[:BEGINNING] for each in re.split(r"[。；\n]", hidden) if len(each.strip()) >= BEGINNING}
    assert len(begun) > 50
    return [each for each in (*ONLY_HIDDEN, *begun) if each in text and each not in public]


# Digests and alerts


def pages_of(conversation: Conversation, person: Person, text: str) -> list[Reply]:
    """A digest with every page and file that its buttons lead to."""
    seen: dict[str, Reply] = {}
    waiting = [conversation.reply(Message(text), person)]
    replies = list(waiting)
    while waiting:
        for button in waiting.pop().buttons:
            if button.action.startswith("digest") and button.action not in seen:
                seen[button.action] = conversation.reply(Message(action=button.action, about="5"), person)
                waiting.append(seen[button.action])
                replies.append(seen[button.action])
    return replies


@pytest.mark.parametrize("text", ["/digest 2023", "/digest 2023-06", "/digest since 2023-01-01", "/digest next"])
def test_a_digest_that_a_reader_asks_for_tells_only_of_public_minutes(conversation: Conversation, text: str) -> None:
    for first, second in ((1, 2), (2, 1)):  # whoever comes first, nothing is passed on
        for member in (first, second):
            for watched in (WATCHED, WATCHED_HIDDEN):
                conversation.reply(Message(f"/watch {watched}"), private(member))
            told = shown(*pages_of(conversation, private(member), text))
            if member == 1:
                assert not leaks(told)
            elif text != "/digest next":
                assert leaks(told)


def editor_of(office: MinutesLibrary, circulation: Circulation) -> Editor:
    return Editor(office, circulation, Access(office.people), Digesting(circulation))


@pytest.fixture
def circulation(tmp_path: Path, office: MinutesLibrary) -> Iterator[Circulation]:
    """Deliveries of their own, ten days after the minutes were added."""
    database = Database(f"sqlite:///{tmp_path / 'circulation.db'}")
    added = max(kept.added for kept in office.meetings() if kept.added).astimezone(UTC)
    yield Circulation(database, lambda: added + timedelta(days=10))
    database.close()


def claimed_for(editor: Editor, office: MinutesLibrary, member: str, kind: DeliveryKind) -> Delivery:
    """A delivery to someone who could read everything when it was claimed."""
    circulation = editor.circulation
    circulation.subscriptions.keep(Subscription(member, "zh", "Asia/Shanghai"))
    for words in (WATCHED, WATCHED_HIDDEN, "安全生产"):
        circulation.watches.add(member, WatchKind.TOPIC, words, "zh")
    everything = [Told(str(kept.minutes.ref), kept.sha256) for kept in office.meetings()]
    delivery = circulation.deliveries.claim(member, kind, "one", circulation.now(), everything)
    assert delivery is not None
    assert len(delivery.documents) == 2
    return delivery


@pytest.mark.parametrize("kind", list(DeliveryKind))
def test_what_was_claimed_for_staff_is_written_for_what_they_are_when_it_is_sent(
    office: MinutesLibrary, people: People, circulation: Circulation, kind: DeliveryKind
) -> None:
    editor = editor_of(office, circulation)
    delivery = claimed_for(editor, office, "2", kind)
    before = shown(*(editor.write(delivery) or ()))
    people.set_role("2", Role.READER)
    after = shown(*(editor.write(delivery) or ()))
    people.remove("2")
    assert leaks(before)
    assert after
    assert not leaks(after)
    assert editor.write(delivery) is None


@pytest.mark.parametrize("order", ["12", "21"])
def test_digests_that_many_get_are_shared_only_among_those_who_may_read_the_same(
    office: MinutesLibrary, people: People, circulation: Circulation, order: str
) -> None:
    assert people.role_of("1") is Role.READER
    editor = editor_of(office, circulation)
    written = {}
    for member in order:
        written[member] = editor.write(claimed_for(editor, office, member, DeliveryKind.DIGEST)) or ()
    assert not leaks(shown(*written["1"]))
    assert leaks(shown(*written["2"]))
    pictures = [reply.pictures for member in "12" for reply in written[member] if reply.pictures]
    assert len(pictures) == 2
    assert pictures[0] != pictures[1]


def test_a_reader_who_watches_what_only_hidden_minutes_name_is_told_nothing(
    office: MinutesLibrary, people: People, circulation: Circulation
) -> None:
    assert people.role_of("1") is Role.READER
    editor = editor_of(office, circulation)
    for member in ("1", "2"):
        circulation.watches.add(member, WatchKind.DEPARTMENT, WATCHED_HIDDEN, "zh")
    claims = {each.person: each for each in editor.claim()}
    assert [each.meeting for each in claims["1"].documents] == [str(PUBLIC)]
    assert not editor.write(claims["1"])
    assert leaks(shown(*(editor.write(claims["2"]) or ())))
    people.set_role("1", Role.STAFF)
    assert editor.claim() == []  # what was hidden when it came is no news later


def test_a_page_of_a_delivered_digest_is_nobody_elses(office: MinutesLibrary, conversation: Conversation) -> None:
    circulation = office.circulation
    delivery = claimed_for(conversation.editor, office, "2", DeliveryKind.DIGEST)
    for action in (f"digest #{delivery.id} 1", f"digestfile #{delivery.id}"):
        pressed = Message(action=action, about="5")
        assert leaks(shown(conversation.reply(pressed, private(2))))
        for person in (private(1), private(CHIEF), in_group(1), in_group(2)):
            assert shown(conversation.reply(pressed, person)).strip() == texts.STALE.zh
    circulation.forget("2")


def test_in_a_group_nothing_is_told_of_what_someone_watches(conversation: Conversation) -> None:
    conversation.reply(Message(f"/watch {WATCHED}"), private(2))
    own = shown(conversation.reply(Message("/digest 2023-05"), private(2)))
    assert f"您关注：{WATCHED}" in own
    key = "2023-05-01..2023-05-31"
    for message in (
        Message("/digest 2023-05"),
        Message(action=f"digest {key} 1", about="5"),
        Message(action=f"digestfile {key}", about="5"),
    ):
        told = shown(conversation.reply(message, in_group(2)))
        assert "25" in told
        assert "您关注" not in told
    refused = conversation.reply(Message("/digest next"), in_group(2))
    assert shown(refused).strip() == people_texts.PRIVATE_ONLY.zh
    assert shown(conversation.reply(Message(action="digest next 1", about="5"), in_group(2))).strip() == texts.STALE.zh


# Inline


@pytest.mark.parametrize("query", ["", "安全生产", "26", "26-3-2", str(HIDDEN), "市综合指挥中心要做什么", "会议"])
def test_what_is_inserted_into_a_chat_is_public_whoever_inserts_it(conversation: Conversation, query: str) -> None:
    for member in (1, 2, CHIEF):
        found = conversation.inserts(query, private(member)) or ()
        told = "\n".join(f"{each.ref} {each.title} {each.about} {shown(each.reply)}" for each in found)
        assert not leaks(told)
    assert conversation.inserts(query, private(9)) is None


# What is kept


def kept_in(office: MinutesLibrary) -> str:
    """All that the database holds, but for the minutes themselves."""
    ours = "person invitation preference verdict unanswered incoming subscription watch delivery told held_back"
    with office.people._database.reading() as connection:  # noqa: SLF001 - whatever is kept, in any table
        asked = [sa.text(f"SELECT * FROM {name}") for name in ours.split()]  # noqa: S608 - the names just above
        return "\n".join(str(tuple(row)) for each in asked for row in connection.execute(each))


def test_of_a_stranger_the_id_and_the_name_are_kept_and_of_what_they_write_nothing(
    office: MinutesLibrary, conversation: Conversation
) -> None:
    secret = "四号仓库的钥匙"
    stranger = dataclasses.replace(private(9), name="Li")
    for message in (
        Message(secret),
        Message(f"/ask {secret}"),
        Message(f"/watch {secret}"),
        Message(f"/start invite_{secret}"),
        Message(action=f"search {secret} 1", asked=secret),
        Message(action="verdict bad", about="3", asked=secret, offered=(f"show {PUBLIC}",)),
        Message(secret, edits="4"),
        Message(secret, document=Document(f"{secret}.txt", secret.encode())),
    ):
        conversation.reply(message, stranger)
        conversation.reply(message, dataclasses.replace(stranger, chat=GROUP, in_group=True))
    kept = kept_in(office)
    assert "'Li'" in kept
    assert secret not in kept


def test_the_code_of_an_invitation_is_kept_nowhere_and_does_not_stand_in_a_log(
    office: MinutesLibrary, conversation: Conversation
) -> None:
    made = conversation.reply(Message("/invite staff 7"), private(CHIEF))
    [link] = [each.link for each in made.paragraphs if each.link]
    code = link.payload.removeprefix("invite_")
    assert len(code) > 20
    assert code not in kept_in(office)
    for text in (f"/start invite_{code}", f"/start@minutes_bot INVITE_{code}"):
        assert code not in without_code(text)
    assert without_code("/start 26-3-2") == "/start 26-3-2"
    conversation.reply(Message(f"/start invite_{code}"), private(9))
    assert office.people.role_of("9") is Role.STAFF
    assert code not in kept_in(office)


def test_who_is_removed_leaves_no_wishes_behind(office: MinutesLibrary, conversation: Conversation) -> None:
    for text in (f"/watch {WATCHED}", "/subscribe", "/language en"):
        conversation.reply(Message(text), private(2))
    asked = conversation.reply(Message("第25次会议谁主持"), private(2))
    conversation.carried(asked, private(2), "11")
    conversation.reply(Message(f"/watch {WATCHED}"), private(1))
    assert office.circulation.wanted_by("2")
    conversation.reply(Message("/people 2 remove"), private(CHIEF))
    assert not office.circulation.wanted_by("2")
    assert office.preferences.language("2") is None
    assert office.circulation.wanted_by("1")
    office.people.set_role("2", Role.STAFF)
    assert shown(conversation.reply(Message("/watches"), private(2)))
    assert WATCHED not in shown(conversation.reply(Message("/watches"), private(2)))


def test_what_a_person_is_told_of_themselves_names_nobody_else(conversation: Conversation) -> None:
    conversation.reply(Message(f"/watch {WATCHED_HIDDEN}"), private(2))
    for text in ("/whoami", "/watches", "/schedule", "/forgetme"):
        told = shown(conversation.reply(Message(text), private(1)))
        assert WATCHED_HIDDEN not in told
        assert "编号：2" not in told
    assert WATCHED_HIDDEN in shown(conversation.reply(Message("/watches"), private(2)))


# Forgetting


def test_old_deliveries_are_forgotten_and_what_was_told_is_not_told_again(tmp_path: Path) -> None:
    database, now = Database(f"sqlite:///{tmp_path / 'kept.db'}"), [datetime(2026, 1, 5, tzinfo=UTC)]
    deliveries = Circulation(database, lambda: now[0]).deliveries
    told = Told("k3nylai7_26", "0" * 64)
    old = deliveries.claim("1", DeliveryKind.DIGEST, "2026-W01", now[0], [told])
    waiting = deliveries.claim("2", DeliveryKind.DIGEST, "2026-W01", now[0], [told])
    assert old
    assert waiting
    deliveries.end(old, DeliveryStatus.SENT)
    now[0] += LONGEST_PERIOD - timedelta(days=1)
    recent = deliveries.claim("1", DeliveryKind.DIGEST, "2026-W09", now[0], [told])
    assert recent
    assert recent.documents == ()
    deliveries.end(recent, DeliveryStatus.SENT)
    assert deliveries.prune(1) == 0  # its period might come again
    now[0] += timedelta(days=2)
    assert deliveries.prune(90) == 0
    assert deliveries.prune(1) == 1
    assert deliveries.get(old.id) is None
    assert deliveries.get(waiting.id) == waiting
    assert deliveries.claim("1", DeliveryKind.DIGEST, "2026-W09", now[0], [told]) is None
    assert deliveries.told("1", DeliveryKind.DIGEST) == {told}
    database.close()


def test_a_library_forgets_old_deliveries_with_the_rest(office: MinutesLibrary) -> None:
    circulation = office.circulation
    long_ago = Circulation(office.people._database, lambda: circulation.now() - timedelta(days=100))  # noqa: SLF001
    delivery = long_ago.deliveries.claim("55", DeliveryKind.DIGEST, "old", long_ago.now(), [])
    assert delivery
    long_ago.deliveries.end(delivery, DeliveryStatus.SENT)
    office.forget_old(101)
    assert circulation.deliveries.get(delivery.id)
    office.forget_old(99)
    assert circulation.deliveries.get(delivery.id) is None
