"""Worker processes for what may hang, crash or eat memory: reading files, OCR included, and drawing their pages.

Each worker is a new interpreter with two pipes of its own, not a fork (threads and OpenMP are about) and not of
``multiprocessing``, whose children run the main module of whoever uses the library once more. A worker that is
stopped or crashes takes nothing with it: its file gets one sentence, the next file a new worker. Where the platform
has process groups, what a worker started (LibreOffice) ends with it.
"""

import logging
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from data.bilingual import Bilingual, MinutesError
from data.working import OUT_OF_MEMORY

Progress = Callable[[int, int], None]
"""Told how many of how many steps are done, from any thread."""

Result = TypeVar("Result")

_log = logging.getLogger(__name__)
_START = "import sys; sys.path[:] = sys.argv[1:]; from data.working import serve; serve()"
_START_SECONDS = 60.0
_CRASHED = Bilingual("读取程序在这个文件上崩溃。", "the reader crashed on this file.")
_NOT_STARTED = Bilingual("无法启动读取进程。", "the reading process cannot be started.")


def no_progress(done: int, total: int) -> None:
    """Report to no one."""


@dataclass(frozen=True, slots=True)
class _Job:
    """A function of a module with its arguments, and whom to tell how far it is and what came of it."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    progress: Progress
    future: "Future[Any]"


class Workers:
    """A few worker processes, started when there is work for them. Safe to use from several threads."""

    def __init__(self, count: int = 2, seconds: float = 300.0) -> None:
        """At most ``count`` processes; a job may take ``seconds``."""
        self._count, self._seconds = count, seconds
        self._lock = threading.Lock()
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._workers: set[_Worker] = set()
        self._is_closed = False

    def submit(self, job: Callable[..., Result], *arguments: Any, progress: Progress = no_progress) -> Future[Result]:
        """Have ``job(*arguments, progress)`` done in a worker; the job is a function of a module.

        The future raises MinutesError if the job does, takes too long, takes too much memory, or crashes.
        """
        future: Future[Result] = Future()
        with self._lock:
            if self._is_closed:
                raise CancelledError
            self._jobs.put(_Job(job, arguments, progress, future))
            if len(self._threads) < self._count:
                # A daemon, so that a program which ends without closing waits for no job.
                self._threads.append(threading.Thread(target=self._serve, daemon=True))
                self._threads[-1].start()
        return future

    def close(self) -> None:
        """End all workers, at once and whatever they do; what they have not begun is cancelled."""
        with self._lock:
            self._is_closed = True
            for worker in self._workers:
                worker.kill()
        while not self._jobs.empty():
            with suppress(Empty):
                waiting = self._jobs.get_nowait()
                if waiting:
                    waiting.future.cancel()
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _serve(self) -> None:
        """Do jobs with a worker of this thread's own, and with another one when that has died."""
        worker: _Worker | None = None
        while job := self._jobs.get():
            if not job.future.set_running_or_notify_cancel():
                continue
            try:
                worker = worker if worker and worker.is_well else self._start(worker)
                result = worker.do(job, self._seconds)
            except BaseException as error:  # noqa: BLE001 - whoever waits for the future is to have it
                job.future.set_exception(error)
            else:
                job.future.set_result(result)
        self._end(worker)

    def _start(self, dead: "_Worker | None") -> "_Worker":
        self._end(dead)
        with self._lock:
            if self._is_closed:
                raise CancelledError
            worker = _Worker()
            self._workers.add(worker)
            return worker

    def _end(self, worker: "_Worker | None") -> None:
        if worker:
            worker.close()
            with self._lock:
                self._workers.discard(worker)


class _Worker:
    """One process, used by one thread at a time; ``kill`` may come from any other."""

    def __init__(self) -> None:
        """Start it.

        Raises:
            MinutesError: the system starts no more processes.
        """
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter, running this program
                [sys.executable, "-c", _START, *sys.path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # native libraries complain there of every odd file
                env={**os.environ, "OMP_WAIT_POLICY": "passive"},
                start_new_session=True,  # out of reach of the terminal's Ctrl-C, and a group of its own
            )
        except OSError as error:
            raise MinutesError(_NOT_STARTED.zh, _NOT_STARTED.en) from error
        self.is_well = True
        self._is_late = False
        self._ending = threading.Lock()

    def do(self, job: "_Job", seconds: float) -> Any:
        """Do a job that may take so many seconds.

        Raises:
            MinutesError: the job says so, or did not come to an end.
        """
        with suppress(BrokenPipeError):  # a dead worker is noticed when it does not answer
            pickle.dump(pickle.dumps((job.function, job.arguments)), self._tasks)
            self._tasks.flush()
        kind, value = self._await(_START_SECONDS, no_progress)
        if kind == "begun":
            kind, value = self._await(seconds, job.progress)
        if kind == "refused":
            raise MinutesError(value.zh, value.en)
        if kind == "failed":
            name, trace = value
            _log.debug("a job failed: %s", trace)  # it may quote the document
            raise MinutesError(f"读取时出现意外错误（{name}）。", f"reading it met an unexpected error ({name}).")
        return value

    def _await(self, seconds: float, progress: Progress) -> tuple[str, Any]:
        """The next answer that is more than progress; a worker that takes longer than ``seconds`` is killed."""
        timer = threading.Timer(seconds, self._give_up)
        timer.start()
        try:
            while True:
                kind, value = pickle.load(self._answers)  # noqa: S301 - from a process of ours
                if kind != "progress":
                    return kind, value
                progress(*value)
        except (EOFError, OSError, pickle.UnpicklingError):
            self.kill()
            raise self._obituary(seconds) from None
        except BaseException:  # of whoever is told of the progress; what the worker still says is of no job
            self.kill()
            raise
        finally:
            timer.cancel()
            timer.join()

    def _obituary(self, seconds: float) -> MinutesError:
        """Why the worker is dead, in a sentence."""
        if self._is_late:
            return MinutesError(
                f"读取超过 {seconds:g} 秒，已停止。",
                f"reading it took longer than {seconds:g} seconds and was stopped.",
            )
        killed = -getattr(signal, "SIGKILL", 9)  # by the system, which was out of memory
        message = OUT_OF_MEMORY if self._process.returncode == killed else _CRASHED
        return MinutesError(message.zh, message.en)

    def _give_up(self) -> None:
        self._is_late = True
        self.kill()

    def kill(self) -> None:
        """End the process and those it started."""
        with self._ending:
            self.is_well = False
            if self._process.returncode is not None:
                return
            if hasattr(os, "killpg"):
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
            self._process.wait()

    def close(self) -> None:
        """Kill it if need be and give the pipes back; not while a job is being done."""
        self.kill()
        for pipe in (self._tasks, self._answers):
            with suppress(OSError):
                pipe.close()

    @property
    def _tasks(self) -> Any:
        return self._process.stdin

    @property
    def _answers(self) -> Any:
        return self._process.stdout
