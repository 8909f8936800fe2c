"""Worker processes: what goes wrong in one is a sentence, and nothing of it is left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from data import working
from data.bilingual import MinutesError
from data.workers import Workers
from tests import jobs_to_fail as jobs

ROOT = Path(__file__).parents[1]
WAIT = 20.0  # seconds, for a machine that does much else besides
needs_groups = pytest.mark.skipif(not hasattr(os, "killpg"), reason="no process groups here")
HANG = """
import sys
from data.workers import Workers
from tests import jobs_to_fail as jobs
workers = Workers(1, 60.0)
workers.submit(jobs.start_another, sys.argv[1]).result()
"""


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    """Workers that still do their work after whatever the tests of this file do to them."""
    with Workers(2, WAIT) as opened:
        yield opened
        assert opened.submit(jobs.answer, "well").result()[0] == "well"


def said(workers: Workers, job: Callable[..., Any], *arguments: object) -> str:
    """The sentence with which a job ends, in English; there is one in Chinese too."""
    with pytest.raises(MinutesError) as refused:
        workers.submit(job, *arguments).result()
    assert refused.value.say("zh").endswith("。")
    return refused.value.say("en")


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text("utf-8").rpartition(")")[2].split()[0] != "Z"


def wait_until(happened: Callable[[], bool]) -> None:
    give_up = time.monotonic() + WAIT
    while not happened():
        assert time.monotonic() < give_up
        time.sleep(0.02)


def test_a_job_is_done_in_another_process_and_the_next_one_in_the_same() -> None:
    with Workers(1, WAIT) as workers:
        (first, process), (second, again) = (
            workers.submit(jobs.answer, value).result() for value in ("a", b"b" * 10**7)
        )
    assert (first, second) == ("a", b"b" * 10**7)
    assert process == again != os.getpid()
    assert not is_running(process)


def test_no_process_is_started_before_there_is_work() -> None:
    with Workers(2, WAIT) as workers:
        assert not workers._workers  # noqa: SLF001 - nothing else tells


def test_progress_reaches_the_one_who_asked(workers: Workers) -> None:
    told: list[tuple[int, int]] = []
    assert workers.submit(jobs.tell, 3, progress=lambda done, total: told.append((done, total))).result() == 3
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_refusal_is_passed_on(workers: Workers) -> None:
    assert said(workers, jobs.refuse) == "no."


@pytest.mark.parametrize(
    ("job", "sentence"),
    [
        (jobs.crash, "the reader crashed on this file."),
        (jobs.be_killed, "reading the file takes too much memory."),
        (jobs.stumble, "reading it met an unexpected error (ZeroDivisionError)."),
    ],
)
def test_a_job_that_dies_is_one_sentence_and_the_next_one_is_done(
    workers: Workers, job: Callable[..., Any], sentence: str
) -> None:
    assert said(workers, job) == sentence
    assert workers.submit(jobs.answer, "next").result()[0] == "next"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps the limit")
def test_a_job_that_takes_too_much_memory_is_one_sentence(workers: Workers) -> None:
    assert working.MEMORY < 6_000_000_000
    assert said(workers, jobs.swallow_memory) == "reading the file takes too much memory."


def test_a_job_that_takes_too_long_is_stopped() -> None:
    with Workers(1, 0.3) as workers:
        began = time.monotonic()
        assert said(workers, jobs.sleep, 60.0) == "reading it took longer than 0.3 seconds and was stopped."
        assert time.monotonic() - began < WAIT


def test_waiting_for_a_worker_is_no_part_of_the_time_a_job_may_take() -> None:
    with Workers(1, 2.0) as workers:
        waiting = [workers.submit(jobs.sleep, 0.8) for _ in range(4)]
        assert [each.result() for each in waiting] == [None] * 4


def test_what_a_library_prints_or_reads_does_not_get_between(workers: Workers) -> None:
    assert workers.submit(jobs.print_and_read).result() == 100_000
    assert workers.submit(jobs.answer, 1).result()[0] == 1


def test_closing_ends_what_is_being_done_at_once() -> None:
    workers = Workers(1, 60.0)
    doing, waiting = workers.submit(jobs.sleep, 60.0), workers.submit(jobs.sleep, 60.0)
    wait_until(doing.running)
    began = time.monotonic()
    workers.close()
    assert time.monotonic() - began < WAIT
    assert doing.exception() is not None
    assert waiting.cancelled()


@needs_groups
def test_what_a_worker_started_ends_with_it(tmp_path: Path) -> None:
    note = tmp_path / "processes"
    with Workers(1, 60.0) as workers:
        workers.submit(jobs.start_another, str(note))
        wait_until(lambda: note.exists() and " " in note.read_text("utf-8"))
    for process in map(int, note.read_text("utf-8").split()):
        wait_until(lambda process=process: not is_running(process))  # type: ignore[misc]


@needs_groups
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_when_the_program_is_ended_its_workers_end_too(tmp_path: Path, end: signal.Signals) -> None:
    note = tmp_path / "processes"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", HANG, str(note)], env=environment, stderr=subprocess.DEVNULL
    ) as program:
        wait_until(lambda: note.exists() and " " in note.read_text("utf-8"))
        program.send_signal(end)
        assert program.wait(WAIT) != 0
    for process in map(int, note.read_text("utf-8").split()):
        wait_until(lambda process=process: not is_running(process))  # type: ignore[misc]


def test_a_program_without_a_main_module_of_its_own_can_have_workers(tmp_path: Path) -> None:
    script = tmp_path / "unguarded.py"
    script.write_text(
        "from data.workers import Workers\nfrom tests import jobs_to_fail as jobs\n"
        "print(Workers(1).submit(jobs.answer, 'done').result()[0])\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "done\n")
