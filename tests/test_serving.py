"""A library that serves lets nobody wait: it answers from what is embedded while new minutes are being embedded."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event, Timer

import pytest

from data.bilingual import MinutesError
from data.workers import no_progress
from retrieval.corpus import Corpus
from retrieval.embedding import Embedding
from retrieval.library import LibrarySettings, MinutesLibrary
from retrieval.shelf import Shelf
from tests.conftest import MINUTES
from tests.expected import minutes
from tests.test_library import cited, made_minutes

LONG = 60.0  # seconds that nothing here takes
NEVER = 3600.0


class Gate:
    """A progress of the embedding that waits until it is opened."""

    def __init__(self) -> None:
        self.reached, self.opened = Event(), Event()

    def __call__(self, *_: int) -> None:
        self.reached.set()
        assert self.opened.wait(LONG)


@contextmanager
def serving_library(state: Path, gate: Gate | None = None, seconds: float = NEVER) -> Iterator[MinutesLibrary]:
    with ExitStack() as stack:
        library = stack.enter_context(MinutesLibrary(LibrarySettings(state, MINUTES), gate or no_progress))
        if gate:
            stack.callback(gate.opened.set)
        library.serve(seconds)
        yield library


def refs_in(shelf: Shelf, question: str) -> list[str]:
    return [citation.ref.short for citation in shelf.ask(question).citations]


def test_others_are_answered_from_the_minutes_there_were_until_the_new_ones_are_embedded(
    own_state: Path, tmp_path: Path
) -> None:
    gate = Gate()
    with serving_library(own_state, gate) as library, ThreadPoolExecutor(1) as pool:
        preview = library.preview(
            "meeting_27.txt", made_minutes(tmp_path, "会议原则同意防汛沙袋储备安排。").read_bytes()
        )
        adding = pool.submit(library.keep, preview)
        assert gate.reached.wait(LONG)
        for public_only in (True, False):
            shelf = library.shelf(public_only=public_only)
            assert refs_in(shelf, "五经普由谁牵头组织实施") == ["26-2-3"]
            assert (shelf.part("27"), refs_in(shelf, "防汛沙袋储备")) == ([], [])
        assert not adding.done()
        gate.opened.set()
        assert adding.result(LONG).status == "added"
        assert refs_in(library.shelf(public_only=False), "防汛沙袋储备") == ["27-1-1"]
        assert library.shelf(public_only=True).part("27") == []


def test_what_is_removed_is_gone_at_once_whatever_is_being_embedded(own_state: Path, tmp_path: Path) -> None:
    gate = Gate()
    with serving_library(own_state, gate) as library, ThreadPoolExecutor(1) as pool:
        before = library.shelf(public_only=False)
        list(library.add(made_minutes(tmp_path, "会议原则同意防汛沙袋储备安排。")))
        refreshing = pool.submit(library.refresh)
        assert gate.reached.wait(LONG)
        library.remove(minutes(26).ref)
        assert [kept.minutes.number for kept in library.shelf(public_only=False).meetings()] == [25]
        assert refs_in(before, "26-3-2") == ["26-3-2"], "who was being answered still is"
        before.ask("五经普由谁牵头组织实施")
        gate.opened.set()
        refreshing.result(LONG)
        assert [kept.minutes.number for kept in library.shelf(public_only=False).meetings()] == [27, 25]
        assert cited(library, "五经普由谁牵头组织实施") == []


def test_what_another_process_adds_or_removes_is_noticed(own_state: Path, tmp_path: Path) -> None:
    settings = LibrarySettings(own_state, MINUTES)
    with serving_library(own_state, seconds=0.05) as library, MinutesLibrary(settings) as other:
        shelves = [library.shelf(public_only=False)]

        def wait_for(numbers: list[int]) -> None:
            for _ in range(int(LONG / 0.05)):
                shelves.append(library.shelf(public_only=False))
                if [kept.minutes.number for kept in shelves[-1].meetings()] == numbers:
                    return
                Event().wait(0.05)
            pytest.fail(f"the meetings {numbers} were not noticed")

        list(other.add(made_minutes(tmp_path, "会议原则同意防汛沙袋储备安排。")))
        wait_for([27, 26, 25])
        assert refs_in(shelves[-1], "防汛沙袋储备") == ["27-1-1"]
        other.remove(minutes(25).ref)
        wait_for([27, 26])


def test_a_failure_to_take_in_new_minutes_is_told_in_the_log_and_tried_again(
    own_state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failed = Event()
    embed = Embedding.embed

    def fail_once(self: Embedding, corpus: Corpus) -> None:
        if corpus.revision != before and not failed.is_set():
            failed.set()
            raise MinutesError("坏了。", "it is broken.")
        embed(self, corpus)

    with serving_library(own_state, seconds=0.05) as library:
        before = library.counts.revision
        monkeypatch.setattr(Embedding, "embed", fail_once)
        list(library.add(made_minutes(tmp_path, "会议原则同意防汛沙袋储备安排。")))
        for _ in range(int(LONG / 0.05)):
            if library.part("27"):
                break
            Event().wait(0.05)
        assert failed.is_set()
        assert cited(library, "防汛沙袋储备") == ["27-1-1"]
    assert "new minutes could not be taken in: it is broken." in caplog.text


def test_a_library_that_is_closed_while_it_embeds_ends_and_goes_on_the_next_time(
    own_state: Path, tmp_path: Path
) -> None:
    gate = Gate()
    with serving_library(own_state, gate, seconds=0.05) as library, ThreadPoolExecutor(1) as pool:
        list(library.add(made_minutes(tmp_path, "会议原则同意防汛沙袋储备安排。")))
        assert gate.reached.wait(LONG)
        closing = pool.submit(library.close)
        Timer(0.2, gate.opened.set).start()
        closing.result(LONG)
    with MinutesLibrary(LibrarySettings(own_state, MINUTES)) as library:
        assert not library.is_embedded
        assert cited(library, "防汛沙袋储备") == ["27-1-1"]
