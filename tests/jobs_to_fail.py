"""Jobs for workers, among them some that go wrong in every way there is."""

import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.bilingual import MinutesError
from data.jobs import read_minutes
from data.model import Minutes
from data.reading import Limits, Source
from data.workers import Progress


def answer(value: object, _: Progress) -> tuple[object, int]:
    """``value`` and the number of the process that gave it back."""
    return value, os.getpid()


def tell(steps: int, progress: Progress) -> int:
    """Tell of each of ``steps``."""
    for done in range(1, steps + 1):
        progress(done, steps)
    return steps


def sleep(seconds: float, _: Progress) -> None:
    """Take long."""
    time.sleep(seconds)


def crash(_: Progress) -> None:
    """Die as a native library does."""
    os.abort()


def be_killed(_: Progress) -> None:
    """Die as a process that the system ends for its memory."""
    os.kill(os.getpid(), 9)


def swallow_memory(_: Progress) -> int:
    """Ask for more memory than a worker may have."""
    return len(bytearray(6_000_000_000))


def refuse(_: Progress) -> None:
    """Say a plain sentence."""
    raise MinutesError("不行。", "no.")


def stumble(_: Progress) -> None:
    """Fail in a way no one foresaw."""
    raise ZeroDivisionError


def print_and_read(_: Progress) -> int:
    """Print where the answers go, past Python, and read where the jobs come from."""
    return os.write(1, b"x" * 100_000) + len(os.read(0, 10))


def start_another(file: str, _: Progress) -> None:
    """Start a process that runs on, write its number to ``file``, and hang."""
    with subprocess.Popen(["sleep", "60"]) as child:  # noqa: S607
        Path(file).write_text(f"{os.getpid()} {child.pid}", encoding="utf-8")
        time.sleep(60)


@dataclass(frozen=True)
class OnBadContent:
    """Reads files as ever, but for those that are no minutes: there it does something else."""

    job: Callable[..., Any]

    def __call__(self, name: str, content: bytes, limits: Limits, progress: Progress) -> tuple[Source, Minutes]:
        """Read a file, or fail."""
        try:
            return read_minutes(name, content, limits, progress)
        except MinutesError:
            arguments = (60.0,) if self.job is sleep else ()
            self.job(*arguments, progress)
            raise
