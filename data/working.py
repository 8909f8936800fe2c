"""The inside of a worker process: it takes jobs over its standard input and answers over its standard output.

``data.workers`` starts it and holds the other end. A job is a pickled ``(function, arguments)``; the answers are
pickled pairs. For each job they are ``("begun", None)`` once its module is loaded, any number of
``("progress", (done, total))``, and at last ``("done", result)``, ``("refused", Bilingual)`` or
``("failed", (name of the error, traceback))``.
"""

import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from queue import SimpleQueue
from typing import BinaryIO

from data.bilingual import Bilingual, MinutesError

MEMORY = 4_000_000_000
"""Bytes of data that a worker may hold, where the platform keeps such limits."""

OUT_OF_MEMORY = Bilingual("读取这个文件需要的内存太多。", "reading the file takes too much memory.")


def serve() -> None:
    """Do jobs until the standard input ends, that is, until the parent is gone; then die with all descendants."""
    tasks, answers = _take_streams()
    _limit_memory()
    jobs: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(tasks, jobs), daemon=True).start()

    def answer(kind: str, value: object) -> None:
        pickle.dump((kind, value), answers)
        answers.flush()

    while True:
        answer(*_do(jobs.get(), answer))


def _do(job: bytes, answer: Callable[[str, object], None]) -> tuple[str, object]:
    """Do a job; its last answer."""
    try:
        function, arguments = pickle.loads(job)  # noqa: S301 - from the parent process
        answer("begun", None)
        return "done", function(*arguments, lambda done, total: answer("progress", (done, total)))
    except MinutesError as error:
        return "refused", error.message
    except MemoryError:
        return "refused", OUT_OF_MEMORY
    except Exception as error:  # noqa: BLE001 - a job that fails must not stop the worker
        return "failed", (type(error).__name__, traceback.format_exc())


def _take_streams() -> tuple[BinaryIO, BinaryIO]:
    """The two streams to the parent, out of reach of whatever else reads or prints here."""
    tasks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(nothing, standard)
    return tasks, answers


def _listen(tasks: BinaryIO, jobs: "SimpleQueue[bytes]") -> None:
    """Hand on the jobs as they come; at the end of the input end this process and those it started.

    A thread of its own, because the parent can also be killed while a job is being done.
    """
    try:
        while True:
            jobs.put(pickle.load(tasks))  # noqa: S301 - from the parent process
    except (EOFError, OSError, pickle.UnpicklingError):
        if hasattr(os, "killpg"):
            os.killpg(0, signal.SIGKILL)
        os._exit(1)


def _limit_memory() -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    limit = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
