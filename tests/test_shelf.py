"""What is not public does not exist for a reader: every way in answers as if the library had never held it."""

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.conversation import Conversation
from bot.messages import Message, Person
from bot.people.access import Everything
from bot.replies import Reply
from data.bilingual import Language
from data.roles import Role
from retrieval import searching
from retrieval.library import LibrarySettings, MinutesLibrary
from tests.conftest import MINUTES
from tests.expected import minutes

HIDDEN = minutes(26).ref
PUBLIC = minutes(25).ref
READER = Person("zh", "reading", "7")

ASKED = (
    "第26次会议关于安全生产议定了什么",
    "26-3-2",
    "26",
    f"{HIDDEN}-3-2",
    "第26次第三项（二）",
    "26-attendance",
    "五经普怎么安排",
    "“时时放心不下”是哪一条",
    "信息化项目管理办法以谁的名义印发",
    "what did meeting 26 decide on safety",
    "纪要第12号说了什么",
    "6月13日那次会",
    "上次会议",
    "last meeting",
    "最近一次会议谁主持",
    "第25次会议的下一次会议讲了什么",
    "有几次会议",
    "how many meetings are there",
    "列出所有会议",
    "会议听取了哪些汇报",
    "有哪些文件以市政府名义印发",
    "第26次会议有多少项决议",
    "一共有几条决议",
    "市综合指挥中心要做什么",
    "市统计局要做什么",
    "消防救援大队参加了哪次会议",
    "夏家辉参加了哪次会议",
    "第26次会议谁列席",
    "王国祥是谁",
    "安全生产历次会议怎么说",
    "比较第25次和第26次会议",
    "2023年6月的会",
    "meetings in 2023",
    "太仓市第26次",
    "你好",
)
COMMANDS = (
    "/meetings",
    "/meeting 26",
    "/item 26-3-2",
    "/item 26 3 2",
    "/check 26",
    "/source 26",
    "/start 26-3-2",
    f"/start {HIDDEN}-3-2",
    "/todo 市综合指挥中心",
    "/todo",
    "/search 安全生产",
    "/timeline 安全生产",
    "/compare 25 26 安全生产",
    "/remove 26",
    "/digest 2023-06",
    "/digest 2023",
    "/digest next",
    "/watch 市综合指挥中心",
    "/watches",
    "/hold 26",
    "/deliveries",
    "/feedback",
)
ACTIONS = (
    f"show {HIDDEN}-3-2",
    f"show {HIDDEN}",
    f"read {HIDDEN}-3",
    f"overview {HIDDEN}",
    f"page {HIDDEN}-3",
    f"check {HIDDEN}",
    f"source {HIDDEN}",
    f"file {HIDDEN} docx",
    f"file docx {HIDDEN}",
    f"choose {HIDDEN}",
    f"remove {HIDDEN}",
    f"drop {HIDDEN} 0123456789abcdef",
    "more",
    "meetings 1",
    "digest 2023-01-01..2023-12-31 1",
    "digest next 1",
    f"hold {HIDDEN}",
    "todo 市综合指挥中心 1",
)
FOLLOWING = (
    "还有呢",
    "全文",
    "以谁的名义印发",
    "第二条全文",
    "那上一次呢",
    "谁主持的",
    "and who is responsible?",
    "它的资金从哪来",
)


class Given(Everything):
    """Everyone has the same role, which may be taken away."""

    role = Role.READER

    def role_of(self, person: Person) -> Role | None:  # noqa: ARG002 - the same for all
        return self.role

    def own_role(self, person: Person) -> Role | None:  # noqa: ARG002
        return self.role


def hidden_file(folder: Path) -> Path:
    """The shipped minutes of meeting 26, without the mark that makes them public."""
    text = (MINUTES / "seed_taicang_26.txt").read_text("utf-8")
    file = folder / "hidden.txt"
    file.write_text(text.replace("(此件公开发布)", ""), "utf-8")
    return file


@pytest.fixture(scope="module")
def hiding(state_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MinutesLibrary]:
    """The library with meeting 25 for the public and 26 not."""
    folder = tmp_path_factory.mktemp("hiding")
    state = Path(shutil.copytree(state_dir, folder / "state"))
    with MinutesLibrary(LibrarySettings(state, MINUTES)) as library:
        [report] = library.add(hidden_file(folder))
        assert report.status == "replaced"
        library.searcher()
        yield library


@pytest.fixture(scope="module")
def alone(state_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MinutesLibrary]:
    """The library with meeting 25 only."""
    state = Path(shutil.copytree(state_dir, tmp_path_factory.mktemp("alone") / "state"))
    with MinutesLibrary(LibrarySettings(state, MINUTES)) as library:
        library.remove(HIDDEN)
        library.searcher()
        yield library


def conversation(library: MinutesLibrary, role: Role = Role.READER) -> Conversation:
    access = Given(library.people)
    access.role = role
    return Conversation(library, access=access)


def everything(reply: Reply) -> Reply:
    """A reply without what only the channel and the feedback need."""
    return dataclasses.replace(reply, turn=None, said=None)


MESSAGES = [
    *(Message(text) for text in ASKED),
    *(Message(text) for text in COMMANDS),
    *(Message(action=action, about="9", asked="26", offered=(f"show {HIDDEN}-3",)) for action in ACTIONS),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.text or message.action)
def test_a_reader_is_answered_as_if_hidden_minutes_did_not_exist(
    hiding: MinutesLibrary, alone: MinutesLibrary, message: Message
) -> None:
    languages: tuple[Language, ...] = ("zh", "en")
    for language in languages:
        person = dataclasses.replace(READER, language=language)
        told = conversation(hiding).reply(message, person)
        assert everything(told) == everything(conversation(alone).reply(message, person))


def test_staff_are_answered_from_what_is_hidden_from_readers(hiding: MinutesLibrary) -> None:
    differing = [
        message
        for message in MESSAGES
        if everything(conversation(hiding, Role.STAFF).reply(message, READER))
        != everything(conversation(hiding).reply(message, READER))
    ]
    assert len(differing) > len(MESSAGES) / 2


@pytest.mark.parametrize("follow_up", FOLLOWING)
@pytest.mark.parametrize("first", ["第26次会议关于安全生产议定了什么", "26", "安全生产历次会议怎么说", "/meetings"])
def test_who_is_a_reader_now_goes_on_from_nothing_hidden_that_was_said_before(
    hiding: MinutesLibrary, alone: MinutesLibrary, first: str, follow_up: str
) -> None:
    access = Given(hiding.people)
    access.role = Role.STAFF
    demoted, fresh = Conversation(hiding, access=access), conversation(alone)
    before = demoted.reply(Message(first), READER)
    demoted.carried(before, READER, "1")
    access.role = Role.READER
    for about in ("", "1"):  # of his own, or as another one who replies to the message in a group
        message = Message(follow_up, about=about)
        expected = fresh.reply(message, dataclasses.replace(READER, chat="other"))
        assert everything(demoted.reply(message, READER)) == everything(expected)


def test_a_turn_about_public_minutes_is_gone_on_from(hiding: MinutesLibrary) -> None:
    talking = conversation(hiding)
    talking.reply(Message("第25次会议关于停车议定了什么"), READER)
    reply = talking.reply(Message("以谁的名义印发"), READER)
    assert any("25" in paragraph.citation for paragraph in reply.paragraphs)


def test_the_document_and_the_pages_of_hidden_minutes_cannot_be_had(hiding: MinutesLibrary) -> None:
    shelf = hiding.shelf(public_only=True)
    assert shelf.document(PUBLIC)[0] == "seed_taicang_25.txt"
    for wanted in (shelf.document, shelf.page_picture, shelf.minutes_of):
        with pytest.raises(KeyError):
            wanted(HIDDEN)
    assert hiding.shelf(public_only=False).document(HIDDEN)[0] == "hidden.txt"


def test_a_shelf_gives_the_document_it_was_made_with_though_another_one_has_replaced_it(
    own_state: Path, tmp_path: Path
) -> None:
    with MinutesLibrary(LibrarySettings(own_state, MINUTES)) as library:
        before = library.shelf(public_only=True)
        list(library.add(hidden_file(tmp_path)))
        after = library.shelf(public_only=True)
        assert before.document(HIDDEN) == ("seed_taicang_26.txt", (MINUTES / "seed_taicang_26.txt").read_bytes())
        with pytest.raises(KeyError):
            after.document(HIDDEN)


def test_a_reader_is_told_of_no_older_version_which_may_have_been_hidden(own_state: Path, tmp_path: Path) -> None:
    with MinutesLibrary(LibrarySettings(own_state, MINUTES)) as library:
        list(library.add(hidden_file(tmp_path)))
        corrected = tmp_path / "corrected.txt"
        corrected.write_text((MINUTES / "seed_taicang_26.txt").read_text("utf-8") + "\n", "utf-8")
        [report] = library.add(corrected)
        assert report.replaces == "hidden.txt"
        assert len(library.shelf(public_only=False).minutes_of(HIDDEN).versions) == 2
        assert library.shelf(public_only=True).minutes_of(HIDDEN).versions == ()


@pytest.mark.parametrize("question", ["五经普怎么安排", "信息化项目的网络安全", "economic census"])
def test_in_a_large_library_the_candidates_are_public_however_many_hidden_ones_are_nearer(
    hiding: MinutesLibrary, alone: MinutesLibrary, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    monkeypatch.setattr(searching, "MOST_CANDIDATES", 0)
    monkeypatch.setattr(searching, "NEAREST", 5)
    nearest = hiding.shelf(public_only=False).find(question)
    found = [str(hit.unit.ref) for hit in hiding.shelf(public_only=True).find(question)]
    assert nearest[0].unit.ref.whole_meeting() == HIDDEN
    assert len(found) >= 3
    assert set(found) == {str(hit.unit.ref) for hit in alone.find(question)}


def test_words_weigh_for_a_reader_what_they_weigh_among_public_minutes(
    hiding: MinutesLibrary, alone: MinutesLibrary
) -> None:
    question = hiding.shelf(public_only=True).read_question("停车设施特许经营项目的资金和安全")
    scores = []
    for shelf in (hiding.shelf(public_only=True), alone):
        searcher = shelf.searcher()
        hits = searcher.search(question, searcher.encode(question))
        scores.append([(str(hit.unit.ref), round(hit.score, 1), round(hit.coverage, 6)) for hit in hits[:5]])
    assert scores[0] == scores[1]
