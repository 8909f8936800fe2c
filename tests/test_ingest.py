"""Adding many files: in their order, whatever is among them, and on from where it was stopped."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot.terminal.progress import ReadingBar
from data.reading import Limits
from retrieval import adding
from retrieval.adding import ReadingSettings, check_files, safe_name
from retrieval.library import LibrarySettings, MinutesLibrary
from retrieval.reporting import AddReport
from tests import jobs_to_fail as jobs
from tests.conftest import MINUTES, TIMEOUT, Environment, Program

BAD = {
    8: b"",
    16: bytes(range(256)) * 20,
    24: "关于召开会议的通知\n请各单位按时参加。\n".encode(),
    32: b" \n\t\n",
    40: b"\xff\xfe\x00",
}


def made(meeting: int, settled: str = "会议原则同意《消防办法》。") -> bytes:
    return (
        f"清河县人民政府\n2024年5月6日，李明县长主持召开县政府第{meeting}次常务会议，审议《消防办法》。\n"
        f"一、审议《消防办法》\n（一）{settled}\n"
    ).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Forty files, five of them bad, in two folders."""
    folder = tmp_path / "folder"
    (folder / "z").mkdir(parents=True)
    for number in range(1, 41):
        place = folder / "z" if number > 30 else folder
        (place / f"m{number:02}.txt").write_bytes(BAD[number] if number in BAD else made(number))
    return folder


@pytest.fixture
def empty(tmp_path: Path) -> LibrarySettings:
    """Settings of a library whose first minutes are one meeting."""
    first = tmp_path / "first"
    first.mkdir()
    (first / "first.txt").write_bytes(made(99))
    return LibrarySettings(tmp_path / "state", first)


@pytest.fixture
def library(empty: LibrarySettings) -> Iterator[MinutesLibrary]:
    """A library of one meeting."""
    with MinutesLibrary(empty) as opened:
        yield opened


class Told:
    """Remembers the progress that it is told."""

    def __init__(self) -> None:
        self.steps: list[tuple[int, int]] = []

    def files(self, done: int, total: int) -> None:
        self.steps.append((done, total))

    def pages(self, source: str, done: int, total: int) -> None:
        pass


def check(*paths: Path, limits: Limits | None = None, seconds: float = 60.0) -> list[AddReport]:
    return list(check_files(paths, ReadingSettings(limits or Limits(), seconds), Told()))


def errors(reports: list[AddReport]) -> list[str]:
    return [report.error.say("en") for report in reports if report.error]


# Many files


def test_every_file_is_reported_in_order_and_nothing_of_a_bad_one_is_kept(
    library: MinutesLibrary, folder: Path
) -> None:
    reports = list(library.add(folder))
    names = sorted(folder.rglob("*.txt"))
    assert [report.source for report in reports] == [path.name for path in names]
    assert [report.source for report in reports if report.error] == [f"m{number:02}.txt" for number in BAD]
    assert sorted(kept.source for kept in library.meetings()) == sorted(
        ["first.txt", *(report.source for report in reports if not report.error)]
    )


def test_of_two_files_of_one_meeting_the_later_by_name_is_kept_whichever_is_read_first(
    library: MinutesLibrary, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_bytes(made(1, "会议同意《消防办法》。" + "其余事项另行研究。" * 20_000))
    (folder / "b.txt").write_bytes(made(1))
    first, second = library.add(folder)
    assert (first.status, second.status, second.replaces) == ("added", "replaced", "a.txt")
    assert [kept.source for kept in library.meetings()] == ["first.txt", "b.txt"]
    assert [version.source for version in library.meetings()[1].versions] == ["a.txt"]


def test_an_older_version_is_unchanged_and_the_report_names_the_current_file(
    library: MinutesLibrary, tmp_path: Path
) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_bytes(made(1))
    new.write_bytes(made(1, "会议不予同意。"))
    *_, again = library.add(old, new, old)
    assert (again.status, again.ref and again.ref.short) == ("unchanged", "1")
    assert [notice.say("en") for notice in again.notices] == ["this is an older version; the current file is new.txt."]
    assert again.warnings[0] == again.notices[0]
    [later] = library.add(old)
    assert later == again


def test_what_is_kept_is_not_read_again(library: MinutesLibrary, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(list(library.add(folder))) == 40
    monkeypatch.setattr(adding, "read_minutes", jobs.crash)
    statuses = [report.status for report in library.add(folder)]
    assert statuses.count("unchanged") == 35
    assert statuses.count("rejected") == 5


def test_a_bad_file_given_twice_is_named_once(library: MinutesLibrary, folder: Path) -> None:
    reports = list(library.add(folder / "m08.txt", folder, folder / "z" / ".." / "m16.txt"))
    assert [report.source for report in reports if report.error].count("m08.txt") == 1
    assert [report.source for report in reports if report.error].count("m16.txt") == 1


def test_progress_counts_every_file_once(empty: LibrarySettings, folder: Path) -> None:
    told = Told()
    with MinutesLibrary(empty, reading=told) as library:
        told.steps.clear()
        list(library.add(folder))
    assert told.steps == [(number, 40) for number in range(1, 41)]


def run_until_killed(folder: Path, state: Path, environment: Environment, first: Path, reports: int) -> None:
    """Run ``minutes ingest`` and kill it when it has printed so many reports."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ingest", str(folder), "--json"],
        env=environment(state, MINUTES_DIR=str(first)),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    ) as program:
        assert program.stdout
        for _ in range(reports):
            assert program.stdout.readline()
        program.kill()
        assert program.wait(TIMEOUT) == -signal.SIGKILL


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_folder_whose_ingest_was_killed_twice_ends_complete_with_each_bad_file_named_once(
    minutes: Program, environment: Environment, empty: LibrarySettings, folder: Path
) -> None:
    state, first = empty.state_dir, empty.minutes_dir
    for printed in (3, 15):
        run_until_killed(folder, state, environment, first, printed)
    done = minutes("ingest", folder, "--json", state=state, MINUTES_DIR=str(first))
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr, len(reports)) == (1, "", 40)
    assert [report["source"] for report in reports if report["error"]] == [f"m{number:02}.txt" for number in BAD]
    assert {report["status"] for report in reports} == {"added", "unchanged", "rejected"}
    with MinutesLibrary(empty) as library:
        assert len(library.meetings()) == 36
        assert library.is_embedded


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_first_use_that_was_killed_goes_on(tmp_path: Path, environment: Environment, folder: Path) -> None:
    state = tmp_path / "state"
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "meetings"],
        env=environment(state, MINUTES_DIR=str(folder)),
        stdout=subprocess.DEVNULL,
    ) as program:
        give_up = time.monotonic() + TIMEOUT
        while not (state / "minutes.db-wal").exists() and time.monotonic() < give_up:
            time.sleep(0.01)
        time.sleep(0.3)
        program.kill()
    with MinutesLibrary(LibrarySettings(state, folder)) as library:
        assert len(library.meetings()) == 35


# Files that do harm


@pytest.mark.parametrize(
    ("job", "sentence"),
    [
        (jobs.crash, "the reader crashed on this file."),
        (jobs.sleep, "reading it took longer than 0.5 seconds and was stopped."),
        (jobs.stumble, "reading it met an unexpected error"),
    ],
)
def test_a_file_on_which_the_reader_fails_is_one_sentence_and_the_others_are_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, job: Any, sentence: str
) -> None:
    monkeypatch.setattr(adding, "read_minutes", jobs.OnBadContent(job))
    reports = check(
        folder / "m01.txt", folder / "m24.txt", folder / "m02.txt", seconds=0.5 if job is jobs.sleep else 60
    )
    assert [report.status for report in reports] == ["readable", "rejected", "readable"]
    [error] = errors(reports)
    assert error.startswith(sentence)


def test_a_file_that_is_too_large_is_not_read(folder: Path) -> None:
    size = (folder / "m01.txt").stat().st_size
    assert check(folder / "m01.txt", limits=Limits(max_bytes=size))[0].status == "readable"
    [error] = errors(check(folder / "m01.txt", limits=Limits(max_bytes=size - 1)))
    assert error.startswith("the file is larger than")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such things here")
def test_pipes_circles_of_links_and_links_out_of_the_folder_are_passed_over(tmp_path: Path, folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "around").symlink_to(folder, target_is_directory=True)
    (tmp_path / "secret.txt").write_bytes(made(77))
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    assert len(check(folder)) == 40
    assert check(folder / "out.txt")[0].status == "readable"
    assert len(errors(check(folder / "pipe.txt", folder / "loop.txt"))) == 2


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_one_sentence(folder: Path) -> None:
    (folder / "m01.txt").chmod(0)
    assert errors(check(folder / "m01.txt")) == ["the file cannot be read: Permission denied."]


ODD_NAMES = [
    "a\nb.txt",
    "\x1b[31mred\x1b[0m.txt",
    "\u202etxt.exe.txt",
    "tab\t.txt",
    "c\x9b1m.txt",
    "[bold]名[bold].txt",
]


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_no_name_reaches_the_terminal_with_what_could_steer_it(
    minutes: Program, empty: LibrarySettings, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for number, name in enumerate(ODD_NAMES, start=1):
        (folder / name).write_bytes(made(number) if number % 2 else b"")
    Path(os.fsdecode(bytes(folder) + b"/\xff\xfe.txt")).write_bytes(b"")
    for arguments in (["check"], ["ingest", "--json"]):
        done = minutes(*arguments, folder, state=empty.state_dir, MINUTES_DIR=str(empty.minutes_dir))
        assert done.returncode == 1
        printed = done.stdout + done.stderr
        assert "Traceback" not in printed
        assert not set(printed) & set("\x1b\u202e\x9b\t\ufffd")
        assert "a?b.txt" in printed
        assert "[bold]名[bold].txt" in printed
    shown = minutes("meetings", state=empty.state_dir, MINUTES_DIR=str(empty.minutes_dir)).stdout
    assert not set(shown) & set("\x1b\u202e\x9b\t")


def test_a_safe_name_keeps_letters_of_every_script_and_the_suffix() -> None:
    assert safe_name("会议 纪要（第26次）.PDF") == "会议 纪要（第26次）.PDF"
    assert safe_name("a\r\nb\u2066\udcff.txt") == "a??b??.txt"


# Checking, and what is printed for people


def test_check_reports_without_adding(minutes: Program, empty: LibrarySettings, folder: Path) -> None:
    paths = [MINUTES / "seed_taicang_26.txt", folder / "m24.txt"]
    done = minutes("check", *paths, "--json", state=empty.state_dir)
    readable, rejected = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr) == (1, "")
    assert (readable["status"], readable["ref"], readable["resolutions"], readable["items"]) == (
        "readable",
        "26",
        8,
        23,
    )
    assert (rejected["status"], rejected["ref"]) == ("rejected", None)
    assert not empty.state_dir.exists()


def test_check_shows_people_what_was_found_and_an_outline(minutes: Program, empty: LibrarySettings) -> None:
    done = minutes("check", MINUTES / "seed_taicang_26.txt", state=empty.state_dir, language="zh_CN.UTF-8")
    assert done.returncode == 0
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert lines[0] == "seed_taicang_26.txt: 可以读取 · 太仓市人民政府第26次 · 8 项决议，23 条"
    for line in ("发文机关：太仓市人民政府", "会议日期：2023年6月13日", "议定：8 项决议，23 条"):
        assert line in lines
    assert "三、听取高新区、消防救援大队关于安全生产工作情况的汇报" in lines


def test_ingest_ends_with_the_counts(minutes: Program, empty: LibrarySettings, folder: Path) -> None:
    with MinutesLibrary(empty) as library:
        list(library.add(folder / "m01.txt"))
    (folder / "m02.txt").write_bytes(made(1, "会议不予同意。"))
    paths = [folder / f"m{number:02}.txt" for number in (1, 2, 3, 8)]
    done = minutes("ingest", *paths, state=empty.state_dir, language="zh_CN.UTF-8")
    assert done.stdout.splitlines()[-1] == "4 个文件：已加入 1，没有变化 1，已替换 1，未接受 1"
    assert "m02.txt: 已替换 · 清河县人民政府第1次 · 1 项决议，1 条 · 替换 m01.txt" in done.stdout


def test_the_bars_show_files_and_the_pages_of_long_ones_and_go() -> None:
    file = io.StringIO()
    bar = ReadingBar(Console(file=file, width=80, force_terminal=True), "en")
    bar.files(1, 3)
    bar.pages("[long].pdf", 2, 9)
    bar.files(2, 3)
    assert "Files" in file.getvalue()
    assert "1/3" in file.getvalue()
    assert "[long].pdf" in file.getvalue()
    assert "/9" in file.getvalue()
    with bar.aside("[long].pdf"):
        pass
    bar.files(3, 3)
    assert file.getvalue().endswith("\x1b[2K")


def test_where_no_one_watches_there_are_no_bars() -> None:
    file = io.StringIO()
    bar = ReadingBar(Console(file=file, width=80), "en")
    bar.files(1, 2)
    bar.pages("a.pdf", 1, 9)
    with bar.aside("a.pdf"):
        pass
    bar.files(2, 2)
    assert not file.getvalue()
