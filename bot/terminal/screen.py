"""The terminal: its language, its two streams, JSON for programs, and texts that cannot steer it."""

import json
import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Event
from types import FrameType
from typing import Annotated, Any

import typer
from rich.console import Console

from bot.settings import Settings, load_settings
from bot.terminal.progress import ProgressBar, ReadingBar
from data.bilingual import Language
from data.workers import Progress
from retrieval.library import MinutesLibrary

NOTHING_FOUND = 1
"""The exit status where nothing was found or some file was rejected."""

Json = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters other than tab and line feed, marks of the direction of writing, and halves of characters."""

out = Console(soft_wrap=not sys.stdout.isatty())
err = Console(stderr=True, soft_wrap=not sys.stderr.isatty())


def terminal_language() -> Language:
    """Chinese where the locale is, else English."""
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


class Stopped(Exception):  # noqa: N818 - not an error
    """The person or the system asked for an end, and the work was left at a safe place."""


def stop_event() -> Event:
    """An event that Ctrl-C or SIGTERM sets; a second one ends the program at once.

    An exception out of a signal handler can come up anywhere, also where it is lost.
    """
    stop = Event()

    def note(number: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, note)
    return stop


def _until(stop: Event, progress: Progress) -> Progress:
    """``progress`` that ends the work when ``stop`` is set."""

    def told(done: int, total: int) -> None:
        progress(done, total)
        if stop.is_set():
            raise Stopped

    return told


@contextmanager
def open_library(
    settings: Settings | None = None, reading: ReadingBar | None = None, stop: Event | None = None
) -> Iterator[MinutesLibrary]:
    """The library of the settings, with progress bars where someone is watching; embedding ends at ``stop``.

    Raises:
        Stopped: ``stop`` was set.
    """
    chosen, language = settings or load_settings(), terminal_language()
    with (
        closing(ProgressBar(err, language)) as embedding,
        closing(reading or ReadingBar(err, language)) as bar,
        MinutesLibrary(chosen.library, progress=_until(stop, embedding) if stop else embedding, reading=bar) as library,
    ):
        yield library


def print_json(fields: dict[str, Any]) -> None:
    """One JSON object on a line of its own, at once."""
    line = json.dumps(fields, ensure_ascii=False)
    sys.stdout.write(_STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", line) + "\n")
    sys.stdout.flush()


def visible(text: str) -> str:
    """``text`` as it may be printed: what could steer the terminal is replaced by ``�``."""
    return _STEERING.sub("\ufffd", text)
