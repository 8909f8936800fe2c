"""What the bot remembers of conversations: by chat and person, by message, within bounds."""

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot import memory
from bot.memory import Memory
from bot.replies import Reply, Said
from data.refs import Ref
from retrieval.turns import Turn


def turn(number: int) -> Turn:
    return Turn("zh", listed=(Ref(number),))


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_people_of_a_chat_and_chats_of_a_person_do_not_share_what_was_said() -> None:
    kept = Memory()
    kept.note("group", "wang", turn(1))
    kept.note("group", "li", turn(2))
    kept.note("private", "wang", turn(3))
    assert kept.last("group", "wang") == turn(1)
    assert kept.last("group", "li") == turn(2)
    assert kept.last("private", "wang") == turn(3)
    assert kept.last("private", "li") is None
    assert kept.last("elsewhere", "wang") is None


def test_only_the_last_turn_counts_but_every_message_has_its_own() -> None:
    kept = Memory()
    for number in (1, 2):
        kept.note("chat", "wang", turn(number))
        kept.note_behind("chat", "wang", f"message {number}", Reply(turn=turn(number)))
    assert kept.last("chat", "wang") == turn(2)
    assert kept.behind("chat", "message 1") == turn(1)
    assert kept.behind("other chat", "message 1") is None


def test_the_chat_that_was_silent_longest_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_CHATS", 3)
    kept = Memory()
    for chat in ("a", "b", "c"):
        kept.note(chat, "wang", turn(1))
    kept.note("a", "wang", turn(2))
    kept.note("d", "wang", turn(3))
    assert len(kept) == 3
    assert kept.last("b", "wang") is None
    assert kept.last("a", "wang") == turn(2)


def test_people_and_messages_of_a_chat_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_PEOPLE", 2)
    monkeypatch.setattr(memory, "MOST_MESSAGES", 2)
    kept = Memory()
    for number in (1, 2, 3):
        kept.note("group", f"person {number}", turn(number))
        kept.note_behind("group", "wang", f"message {number}", Reply(turn=turn(number)))
    assert [kept.last("group", f"person {number}") for number in (1, 2, 3)] == [None, turn(2), turn(3)]
    assert [kept.behind("group", f"message {number}") for number in (1, 2, 3)] == [None, turn(2), turn(3)]


def test_what_was_said_long_ago_is_not_gone_on_from_though_its_message_can_be_replied_to() -> None:
    clock = Clock()
    kept = Memory(clock)
    kept.note("chat", "wang", turn(1))
    kept.note_behind("chat", "wang", "message", Reply(turn=turn(1)))
    clock.now = memory.LAST_SECONDS
    assert kept.last("chat", "wang") == turn(1)
    clock.now += 1
    assert kept.last("chat", "wang") is None
    assert kept.behind("chat", "message") == turn(1)
    clock.now = memory.REPLY_SECONDS + 1
    assert kept.behind("chat", "message") is None


def test_clearing_forgets_all_of_a_person_in_a_chat_and_nothing_of_others() -> None:
    kept = Memory()
    for chat, member in itertools.product(("group", "other"), ("wang", "li")):
        kept.note(chat, member, turn(1))
        kept.note_behind(chat, member, f"message to {member}", Reply(turn=turn(1)))
    kept.clear("group", "wang")
    assert kept.last("group", "wang") is None
    assert kept.behind("group", "message to wang") is None
    assert kept.last("group", "li") == kept.last("other", "wang") == turn(1)
    assert kept.behind("group", "message to li") == turn(1)
    kept.clear("group", "li")
    kept.clear("nowhere", "li")
    assert len(kept) == 1


def test_many_threads_in_one_chat_leave_it_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_MESSAGES", 10)
    monkeypatch.setattr(memory, "MOST_CHATS", 2)
    kept = Memory()

    def talk(number: int) -> bool:
        chat, member = f"chat {number % 3}", f"person {number % 5}"
        kept.note(chat, member, turn(number))
        kept.note_behind(chat, member, str(number), Reply(turn=turn(number)))
        if number % 7 == 0:
            kept.clear(chat, member)
        last, behind = kept.last(chat, member), kept.behind(chat, str(number))
        return (last is None or last.language == "zh") and behind in (None, turn(number))

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(talk, range(2000)))
    assert len(kept) <= 2


def test_an_edited_question_goes_on_from_what_was_before_and_a_page_is_about_the_same_question() -> None:
    kept = Memory()
    said = Said("五经普怎么安排", (Ref(26, 2, 3),))
    kept.note_behind("chat", "wang", "message", Reply(turn=turn(2), before=turn(1), said=said))
    assert kept.behind("chat", "message") == turn(2)
    assert kept.before("chat", "message") == turn(1)
    assert kept.said("chat", "message") == said
    kept.note_behind("chat", "wang", "message", Reply(turn=turn(3), in_place=True))
    assert kept.behind("chat", "message") == turn(3)
    assert kept.before("chat", "message") == turn(1)
    assert kept.said("chat", "message") == said
    kept.note_behind("chat", "wang", "message", Reply(turn=turn(4)))
    assert kept.before("chat", "message") is None
    assert kept.said("chat", "message") is None


def test_a_message_that_carries_nothing_takes_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_MESSAGES", 1)
    kept = Memory()
    kept.note_behind("chat", "wang", "answer", Reply(turn=turn(1)))
    kept.note_behind("chat", "wang", "greeting", Reply())
    assert kept.behind("chat", "answer") == turn(1)
