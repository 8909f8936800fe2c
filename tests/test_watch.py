"""Watching a folder: what is there and what appears is added, when it is whole; the end is clean."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.terminal.watching import Folder
from tests.conftest import TIMEOUT, Environment, Program
from tests.test_ingest import made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    folder.mkdir()
    return folder


def names(paths: list[Path]) -> list[str]:
    return [path.name for path in paths]


def test_a_file_is_handed_out_once_when_it_looks_as_at_the_last_look(folder: Path) -> None:
    watched = Folder(folder)
    assert watched.settled() == []
    (folder / "b.txt").write_bytes(b"b")
    (folder / "a.txt").write_bytes(b"a")
    assert (watched.settled(), watched.is_settled) == ([], False)
    assert (names(watched.settled()), watched.is_settled) == (["a.txt", "b.txt"], True)
    assert watched.settled() == []


def test_a_file_that_still_grows_is_waited_for(folder: Path) -> None:
    watched = Folder(folder)
    for length in range(1, 4):
        (folder / "a.txt").write_bytes(b"a" * length)
        assert watched.settled() == []
    assert names(watched.settled()) == ["a.txt"]


def test_a_changed_file_is_handed_out_again(folder: Path) -> None:
    watched = Folder(folder)
    (folder / "a.txt").write_bytes(b"a")
    assert [watched.settled(), names(watched.settled())] == [[], ["a.txt"]]
    (folder / "a.txt").write_bytes(b"changed")
    assert [watched.settled(), names(watched.settled())] == [[], ["a.txt"]]


def test_lock_files_temporary_files_and_deleted_ones_are_nothing_to_add(folder: Path) -> None:
    watched = Folder(folder)
    for name in ("~$a.docx", ".~lock.a.docx#", ".hidden.txt", "a.txt.part", "a.crdownload", "gone.txt"):
        (folder / name).write_bytes(b"a")
    assert watched.settled() == []
    (folder / "gone.txt").unlink()
    assert (watched.settled(), watched.is_settled) == ([], True)


def test_a_folder_that_goes_and_comes_back_is_no_trouble(folder: Path) -> None:
    watched = Folder(folder)
    folder.rmdir()
    assert watched.settled() == []
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"a")
    assert [watched.settled(), names(watched.settled())] == [[], ["a.txt"]]


class Watcher:
    """The program ``minutes watch``, and what it has printed so far."""

    def __init__(self, process: "subprocess.Popen[bytes]", printed: Path) -> None:
        self.process, self._printed = process, printed

    @property
    def reports(self) -> list[dict[str, Any]]:
        """The reports that it has printed."""
        whole = self._printed.read_text("utf-8").rpartition("\n")[0]
        return [json.loads(line) for line in whole.splitlines() if line.startswith("{")]

    def wait(self, count: int) -> list[tuple[str, str]]:
        """Wait for so many reports; file name and status of each."""
        give_up = time.monotonic() + TIMEOUT
        while len(self.reports) < count:
            assert self.process.poll() is None, self._printed.read_text("utf-8")
            assert time.monotonic() < give_up
            time.sleep(0.1)
        return [(report["source"], report["status"]) for report in self.reports]


@pytest.fixture
def watch(environment: Environment, own_state: Path, folder: Path, tmp_path: Path) -> Iterator[Callable[[], Watcher]]:
    """Starts ``minutes watch`` on the folder."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> Watcher:
        with (tmp_path / "printed").open("wb") as printed:
            process = subprocess.Popen(
                [sys.executable, "-m", "bot", "watch", str(folder), "--json"],
                env=environment(own_state),
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.STDOUT,
            )
        started.append(process)
        return Watcher(process, tmp_path / "printed")

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_what_is_there_and_what_appears_is_added_and_the_bad_are_named(
    watch: Callable[[], Watcher], folder: Path, minutes: Program, own_state: Path
) -> None:
    (folder / "first.txt").write_bytes(made(1))
    watcher = watch()
    assert watcher.wait(1) == [("first.txt", "added")]
    (folder / "bad.txt").write_bytes(b"")
    assert watcher.wait(2)[1:] == [("bad.txt", "rejected")]
    (folder / "later").mkdir()
    (folder / "later" / "second.txt").write_bytes(made(2))
    (folder / "first.txt").unlink()
    assert watcher.wait(3)[2:] == [("second.txt", "added")]
    (folder / "later" / "second.txt").write_bytes(made(2, "会议不予同意。"))
    assert watcher.wait(4)[3:] == [("second.txt", "replaced")]
    watcher.process.terminate()
    assert watcher.process.wait(TIMEOUT) == 0
    assert len(watcher.reports) == 4
    kept = [json.loads(line)["ref"] for line in minutes("meetings", "--json", state=own_state).stdout.splitlines()]
    assert sorted(kept) == ["1", "2", "25", "26"]


def test_it_stops_cleanly_while_nothing_happens(watch: Callable[[], Watcher], folder: Path) -> None:
    (folder / "bad.txt").write_bytes(b"")
    watcher = watch()
    assert watcher.wait(1) == [("bad.txt", "rejected")]
    watcher.process.send_signal(signal.SIGINT)
    assert watcher.process.wait(TIMEOUT) == 0


def test_it_stops_between_two_files_of_many(watch: Callable[[], Watcher], folder: Path) -> None:
    for number in range(1, 200):
        (folder / f"{number}.txt").write_bytes(made(number))
    watcher = watch()
    watcher.wait(1)
    watcher.process.terminate()
    assert watcher.process.wait(TIMEOUT) == 0
    assert 1 <= len(watcher.reports) < 199


def test_a_folder_that_is_not_there_is_one_sentence(minutes: Program, tmp_path: Path) -> None:
    done = minutes("watch", "nowhere", state=tmp_path / "state")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "there is no folder nowhere.\n")
    assert not (tmp_path / "state").exists()
