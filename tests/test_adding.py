"""Minutes sent to the bot: nothing is added, replaced or removed before an administrator has seen what and said so."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import texts
from bot.conversation import Conversation
from bot.features import Request
from bot.keeping.adding import MOST_PENDING, PENDING_SECONDS, Adding, Pending
from bot.messages import Document, Message, Person
from bot.people import texts as people_texts
from bot.people.access import Everything
from bot.replies import Button, Reply
from data.bilingual import Language
from data.roles import Role
from data.store import Added, AddStatus
from retrieval.adding import Preview
from retrieval.library import LibrarySettings, MinutesLibrary
from tests.conftest import MINUTES
from tests.expected import minutes, source
from tests.test_library import made_minutes

ADMINISTRATOR = Person("en", "1", "1")
OTHER = Person("en", "2", "2")
CHINESE = re.compile("[\u4e00-\u9fff]")
SETTLED = "会议原则同意防汛沙袋储备安排。"


class Given(Everything):
    """Everyone has the same role."""

    role = Role.ADMINISTRATOR

    def role_of(self, person: Person) -> Role | None:  # noqa: ARG002 - the same for all
        return self.role


@pytest.fixture
def library(own_state: Path) -> Iterator[MinutesLibrary]:
    with MinutesLibrary(LibrarySettings(own_state, MINUTES)) as opened:
        yield opened


@pytest.fixture
def conversation(library: MinutesLibrary) -> Conversation:
    return Conversation(library)


def of_role(library: MinutesLibrary, role: Role) -> Conversation:
    access = Given(library.people)
    access.role = role
    return Conversation(library, access=access)


def said(reply: Reply) -> str:
    return "\n".join(paragraph.text for paragraph in reply.paragraphs)


def labels(reply: Reply) -> list[str]:
    return [button.label for button in reply.buttons]


def new_minutes(folder: Path, settled: str = SETTLED, name: str = "meeting 27.txt") -> Document:
    return Document(name, made_minutes(folder, settled).read_bytes())


def send(conversation: Conversation, document: Document, person: Person = ADMINISTRATOR) -> Reply:
    return conversation.reply(Message(document=document), person)


def press(conversation: Conversation, reply: Reply, label: str, person: Person = ADMINISTRATOR) -> Reply:
    [button] = [button for button in reply.buttons if button.label == label]
    return conversation.reply(Message(action=button.action, about="9"), person)


def numbers(library: MinutesLibrary) -> list[int]:
    return [kept.minutes.number for kept in library.meetings()]


def test_a_file_is_read_shown_and_added_only_when_it_is_said(
    library: MinutesLibrary, conversation: Conversation, tmp_path: Path
) -> None:
    preview = send(
        conversation, new_minutes(tmp_path, f"{SETTLED}\n\n三、听取排水工作情况的汇报\n\n（一）要加强值守。")
    )
    assert labels(preview) == ["Add", "Cancel"]
    for shown in (
        "meeting 27", "太仓市人民政府", "No. 13 (第13号)", "4 July 2023", "6 July 2023", "2 resolutions, 2 items",
        "none listed by name", "吴敬宇", "Public: no", "meeting 27.txt", "! Number 2 is missing.", "Add these minutes?",
    ):  # fmt: skip
        assert shown in said(preview)
    assert numbers(library) == [26, 25]
    added = press(conversation, preview, "Add")
    assert added.in_place
    assert "Added: 太仓市人民政府 meeting 27, 2 resolutions, 2 items." in said(added)
    assert numbers(library) == [27, 26, 25]
    assert "防汛沙袋储备" in said(conversation.reply(Message("防汛沙袋储备"), ADMINISTRATOR))
    assert "防汛" in said(press(conversation, added, "Open the meeting"))


def test_adding_is_undone_and_that_too(library: MinutesLibrary, conversation: Conversation, tmp_path: Path) -> None:
    added = press(conversation, send(conversation, new_minutes(tmp_path)), "Add")
    undone = press(conversation, added, "Undo")
    assert said(undone) == "Removed: 太仓市人民政府 meeting 27 (meeting 27.txt)."
    assert numbers(library) == [26, 25]
    assert said(press(conversation, added, "Undo")).startswith("Those minutes are no longer in the library")
    assert said(press(conversation, undone, "Undo")) == "Back again: 太仓市人民政府 meeting 27 (meeting 27.txt)."
    assert numbers(library) == [27, 26, 25]
    assert "undone already" in said(press(conversation, undone, "Undo"))


def test_before_a_file_replaces_another_it_is_said_which_and_it_can_be_undone(
    library: MinutesLibrary, conversation: Conversation
) -> None:
    text = (MINUTES / "seed_taicang_26.txt").read_text("utf-8").replace("罗腾堡德风街", "海棠花径长廊")
    preview = send(conversation, Document("corrected.txt", text.encode()))
    assert labels(preview) == ["Replace", "Cancel"]
    assert "already (seed_taicang_26.txt). Replace them by this file?" in said(preview)
    assert "Public: yes" in said(preview)
    replaced = press(conversation, preview, "Replace")
    assert said(replaced).startswith("Replaced: 太仓市人民政府 meeting 26, 8 resolutions")
    assert library.minutes_of(minutes(26).ref).source == "corrected.txt"
    undone = press(conversation, replaced, "Undo")
    assert said(undone) == "Undone: 太仓市人民政府 meeting 26 is answered from the earlier file again."
    assert library.minutes_of(minutes(26).ref).source == "seed_taicang_26.txt"


def test_a_file_that_was_added_before_changes_nothing(library: MinutesLibrary, conversation: Conversation) -> None:
    again = send(conversation, Document("copy.txt", source(26).content))
    assert said(again) == "The library has this document already: 太仓市人民政府 meeting 26."
    assert labels(again) == ["Open the meeting"]
    text = (MINUTES / "seed_taicang_26.txt").read_text("utf-8").replace("罗腾堡德风街", "海棠花径长廊")
    press(conversation, send(conversation, Document("corrected.txt", text.encode())), "Replace")
    older = send(conversation, Document("copy.txt", source(26).content))
    assert "an older version of the minutes of 太仓市人民政府 meeting 26; the current file is corrected.txt" in said(
        older
    )
    assert library.minutes_of(minutes(26).ref).source == "corrected.txt"


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (Document("notice.txt", "关于召开会议的通知\n请各单位按时参加。\n".encode()), "minutes"),
        (Document("empty.pdf", b""), "empty"),
        (Document("broken.pdf", b"%PDF-1.7 nothing"), "damaged"),
        (Document("program.exe", b"MZ\x00\x01\x02" * 50), "not a text file"),
    ],
    ids=lambda value: value.name if isinstance(value, Document) else "",
)
def test_what_is_not_minutes_is_refused_in_one_sentence(
    library: MinutesLibrary, conversation: Conversation, document: Document, why: str
) -> None:
    reply = send(conversation, document)
    assert (len(reply.paragraphs), reply.buttons) == (1, ())
    assert said(reply).startswith(f"{document.name} was not added: ")
    assert why in said(reply)
    assert len(re.findall(r"[.。]", said(reply).removeprefix(document.name))) == 1
    assert numbers(library) == [26, 25]


def test_the_name_of_a_file_leads_nowhere_and_steers_nothing(conversation: Conversation, tmp_path: Path) -> None:
    document = new_minutes(tmp_path, name="../../etc/\u202efdp.txt\n" + "长" * 300 + ".txt")
    preview = send(conversation, document)
    assert labels(preview) == ["Add", "Cancel"]
    assert not re.search(r"[/\u202e]", said(preview).replace("/check", ""))
    assert "长" * 60 not in said(preview)


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF, Role.MANAGER])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_who_is_no_administrator_is_told_who_adds_minutes(
    library: MinutesLibrary, tmp_path: Path, role: Role, language: Language
) -> None:
    conversation = of_role(library, role)
    reply = send(conversation, new_minutes(tmp_path), Person(language, "1", "1"))
    assert (len(reply.paragraphs), reply.buttons) == (1, ())
    assert ("管理员" if language == "zh" else "administrators") in said(reply)
    for action in ("keep 0123456789abcdef", f"drop {minutes(26).ref} {source(26).sha256[:16]}", "restore 1"):
        stale = conversation.reply(Message(action=action), Person(language, "1", "1"))
        assert said(stale) == texts.STALE.say(language)
    assert said(conversation.reply(Message("/remove 26"), OTHER)).startswith("There is no command /remove")
    assert numbers(library) == [26, 25]


def test_in_a_group_no_file_is_read(library: MinutesLibrary, tmp_path: Path) -> None:
    group = Person("en", "-5", "1", in_group=True)
    message = Message(document=new_minutes(tmp_path))
    request = Request(message, group, Role.ADMINISTRATOR, library.shelf(public_only=False))
    assert said(Adding(library).receive(request)) == people_texts.PRIVATE_ONLY.en


def test_a_decision_is_made_once_and_by_who_sent_the_file(
    library: MinutesLibrary, conversation: Conversation, tmp_path: Path
) -> None:
    gone = "This file is no longer waiting; please send it again."
    preview = send(conversation, new_minutes(tmp_path))
    assert said(press(conversation, preview, "Add", OTHER)) == gone
    assert said(press(Conversation(library), preview, "Add")) == gone, "after a restart"
    cancelled = press(conversation, preview, "Cancel")
    assert (said(cancelled), cancelled.in_place) == ("Cancelled; nothing was added.", True)
    assert said(press(conversation, preview, "Add")) == gone
    assert numbers(library) == [26, 25]


def test_what_would_not_do_any_more_what_was_shown_is_not_done(
    library: MinutesLibrary, conversation: Conversation, tmp_path: Path
) -> None:
    preview = send(conversation, new_minutes(tmp_path))
    list(library.add(made_minutes(tmp_path, "会议原则同意排水泵站检修安排。")))
    reply = press(conversation, preview, "Add")
    assert "the library has changed meanwhile" in said(reply)
    assert "排水泵站" in library.part("27-1-1")[0].text


def test_files_that_wait_are_bounded_in_number_and_age() -> None:
    now = [0.0]
    pending = Pending(lambda: now[0])
    keys = [
        pending.put(Preview(f"{number}.txt", minutes(26), Added(AddStatus.ADDED), source(26)), "1")
        for number in range(MOST_PENDING + 5)
    ]
    assert len(pending) == MOST_PENDING
    assert pending.take(keys[0], "1") is None
    latest = pending.take(keys[-1], "1")
    assert latest
    assert latest.name == f"{MOST_PENDING + 4}.txt"
    now[0] = PENDING_SECONDS + 1
    assert pending.take(keys[-2], "1") is None
    assert all(re.fullmatch("[0-9a-f]{16}", key) for key in keys)


@pytest.mark.parametrize("written", ["26", "第26次会议", "meeting 26", "太仓市第26次", str(minutes(26).ref)])
def test_minutes_are_removed_after_it_was_said_what_goes(
    library: MinutesLibrary, conversation: Conversation, written: str
) -> None:
    question = conversation.reply(Message(f"/remove {written}"), ADMINISTRATOR)
    assert labels(question) == ["Remove", "Cancel"]
    for shown in (
        "Meeting 26",
        "太仓市人民政府",
        "13 June 2023",
        "8 resolutions",
        "File: seed_taicang_26.txt",
        "public",
    ):
        assert shown in said(question)
    assert press(conversation, question, "Cancel").in_place
    assert numbers(library) == [26, 25]
    removed = press(conversation, question, "Remove")
    assert said(removed) == "Removed: 太仓市人民政府 meeting 26 (seed_taicang_26.txt)."
    assert numbers(library) == [25]
    assert said(press(conversation, question, "Remove")).startswith("Those minutes are no longer in the library")
    assert said(press(conversation, removed, "Undo")).startswith("Back again: 太仓市人民政府 meeting 26")
    assert numbers(library) == [26, 25]


def test_where_several_meetings_have_the_number_it_is_asked_which(
    library: MinutesLibrary, conversation: Conversation, tmp_path: Path
) -> None:
    text = (MINUTES / "seed_taicang_26.txt").read_text("utf-8").replace("太仓市人民政府", "昆山市人民政府")
    (tmp_path / "kunshan.txt").write_text(text, "utf-8")
    assert [report.status for report in library.add(tmp_path / "kunshan.txt")] == ["added"]
    which = conversation.reply(Message("/remove 26"), ADMINISTRATOR)
    assert said(which) == "Which one is to be removed?"
    [kunshan] = [button for button in which.buttons if "昆山" in button.label]
    question = conversation.reply(Message(action=kunshan.action), ADMINISTRATOR)
    assert "File: kunshan.txt" in said(question)
    press(conversation, question, "Remove")
    assert [kept.source for kept in library.meetings()] == ["seed_taicang_26.txt", "seed_taicang_25.txt"]


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("", "Please say which minutes to remove"),
        ("26-3", "Only the minutes of a whole meeting can be removed"),
        ("99", "no minutes of a meeting 99"),
        ("第99次会议", "第99次"),
        ("停车", "Please say which minutes to remove"),
    ],
)
def test_what_names_no_meeting_removes_none(
    library: MinutesLibrary, conversation: Conversation, written: str, answer: str
) -> None:
    reply = conversation.reply(Message(f"/remove {written}"), ADMINISTRATOR)
    assert answer in said(reply)
    assert not any(button.action.startswith(("drop", "remove")) for button in reply.buttons)
    assert numbers(library) == [26, 25]


def test_every_action_fits_a_button_and_every_sentence_is_in_the_language_of_the_person(
    conversation: Conversation, tmp_path: Path
) -> None:
    chinese = Person("zh", "1", "1")
    replies = [send(conversation, new_minutes(tmp_path), chinese)]
    replies.append(press(conversation, replies[-1], "添加", chinese))
    replies.append(press(conversation, replies[-1], "撤销", chinese))
    replies.append(press(conversation, replies[-1], "撤销", chinese))
    replies.append(conversation.reply(Message("/remove 26"), chinese))
    buttons: list[Button] = [button for reply in replies for button in reply.buttons]
    assert all(CHINESE.search(button.label) for button in buttons)
    assert all(CHINESE.search(paragraph.text) for paragraph in replies[-1].paragraphs)
    assert max(len(button.action.encode()) for button in buttons) <= 64
