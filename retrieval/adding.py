"""Adding files: they are read by workers side by side, and kept and reported one after another, in their order.

The order of the reports and what is kept in the end do not depend on which file was read first. A file whose bytes
are kept is not read again, which is how adding a folder goes on after a stop.
"""

import hashlib
import os
import unicodedata
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Protocol

from data.bilingual import Bilingual, MinutesError
from data.jobs import read_minutes
from data.model import Minutes
from data.reading import Limits, Source, find_files, load, printable
from data.store import Added, AddStatus, Known, Store
from data.workers import Workers
from retrieval.reporting import AddReport, DocumentReport, describe

REJECTED = "rejected"
READABLE = "readable"

_AHEAD = 4  # files a worker that are loaded before their turn
_UNSAFE = ("Cc", "Cf", "Cs", "Zl", "Zp")  # categories of characters that may move a terminal's cursor or its letters


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """How large a file may be, how many seconds it may take, and how many are read at a time."""

    limits: Limits = field(default_factory=Limits)
    seconds: float = 300.0
    workers: int = 2


class ReadingProgress(Protocol):
    """Is told how far the reading of files is, from any thread."""

    def files(self, done: int, total: int) -> None:
        """So many files of so many are done."""

    def pages(self, source: str, done: int, total: int) -> None:
        """So many pages of a file are done."""


class NoReadingProgress:
    """Tells no one."""

    def files(self, done: int, total: int) -> None:
        """Ignore it."""

    def pages(self, source: str, done: int, total: int) -> None:
        """Ignore it."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A file after reading: what is known of its bytes, or its document and minutes, or why there are none."""

    name: str
    sha256: str = ""
    known: Known | None = None
    document: tuple[Source, Minutes] | None = None
    error: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """A file that was read and not added: its minutes, and what adding it would do.

    ``source`` is None where that is nothing; the minutes are then those that are kept of its meeting.
    """

    name: str
    minutes: Minutes
    added: Added
    source: Source | None = field(default=None, repr=False)

    @property
    def report(self) -> DocumentReport:
        """What was found in the document."""
        return describe(self.minutes, self.name)


_Recall = Callable[[str], Known | None]


def add_files(
    store: Store, paths: Sequence[Path], settings: ReadingSettings, progress: ReadingProgress
) -> Iterator[AddReport]:
    """Add files and the files of folders; one report each, in their order."""
    return (_add(store, outcome) for outcome in _read(paths, settings, progress, store.recall))


def _add(store: Store, outcome: _Outcome) -> AddReport:
    if outcome.error:
        return AddReport(outcome.name, REJECTED, error=outcome.error)
    if outcome.document:
        source, minutes = outcome.document
        added = store.add(source, minutes)
        if added.status is not AddStatus.UNCHANGED:
            return AddReport(outcome.name, added.status, minutes, added.replaces)
    known = store.recall(outcome.sha256) or outcome.known
    if known is None:  # another process has deleted it in this moment
        return AddReport(outcome.name, AddStatus.UNCHANGED)
    notices = (_superseded(known.kept.source),) if known.is_older else ()
    return AddReport(outcome.name, AddStatus.UNCHANGED, known.kept.minutes, notices=notices)


def check_files(paths: Sequence[Path], settings: ReadingSettings, progress: ReadingProgress) -> Iterator[AddReport]:
    """Read files and the files of folders without adding them; one report each, in their order."""
    for outcome in _read(paths, settings, progress, lambda _: None):
        if outcome.document:
            yield AddReport(outcome.name, READABLE, outcome.document[1])
        else:
            yield AddReport(outcome.name, REJECTED, error=outcome.error)


def preview(store: Store, name: str, content: bytes, limits: Limits, workers: Workers) -> Preview:
    """Read a file called ``name`` in a worker, without adding it.

    Raises:
        MinutesError: it cannot be read, or is not minutes.
    """
    name = safe_name(name)
    known = store.recall(hashlib.sha256(content).hexdigest())
    if known:
        newest = known.kept.source if known.is_older else None
        return Preview(name, known.kept.minutes, Added(AddStatus.UNCHANGED, superseded_by=newest))
    source, minutes = workers.submit(read_minutes, name, content, limits).result()
    return Preview(name, minutes, store.foresee(source, minutes), source)


def keep(store: Store, previewed: Preview) -> AddReport:
    """Add what was previewed.

    Raises:
        MinutesError: there is nothing to add, or it would not do any more what the preview says.
    """
    if previewed.source is None:
        raise MinutesError("纪要库中已有这份文件。", "the library has that document already.")
    added = store.add(previewed.source, previewed.minutes, previewed.added)
    return AddReport(previewed.name, added.status, previewed.minutes, added.replaces)


def safe_name(name: str) -> str:
    """``name`` with what could steer a terminal, or be written by no encoding, replaced by ``?``."""
    return "".join("?" if unicodedata.category(character) in _UNSAFE else character for character in printable(name))


def _superseded(newest: str) -> Bilingual:
    return Bilingual(
        f"这是较早的版本，现行文件是 {newest}。", f"this is an older version; the current file is {newest}."
    )


def _read(
    paths: Sequence[Path], settings: ReadingSettings, progress: ReadingProgress, recall: _Recall
) -> Iterator[_Outcome]:
    """Read files by workers, some ahead of their turn; a bad file that is given twice is named once."""
    files = list(_find(paths))
    count = max(1, min(settings.workers, len(files)))
    named: set[str] = set()
    with Workers(count, settings.seconds) as workers:
        begin = partial(_begin, workers, settings.limits, progress, recall)
        upcoming = iter(files)
        begun = deque((file, begin(file)) for file in islice(upcoming, count * _AHEAD))
        done = 0
        while begun:
            file, finish = begun.popleft()
            outcome = finish()
            begun.extend((following, begin(following)) for following in islice(upcoming, 1))
            place = os.path.realpath(file) if isinstance(file, Path) else file.name
            if not outcome.error or place not in named:
                yield outcome
            if outcome.error:
                named.add(place)
            done += 1
            progress.files(done, len(files))


def _find(paths: Sequence[Path]) -> Iterator[Path | _Outcome]:
    """The files in their order; a path that leads to none is an outcome already."""
    for path in paths:
        try:
            yield from find_files(path)
        except MinutesError as error:
            yield _Outcome(safe_name(str(path)), error=error.message)


def _begin(
    workers: Workers, limits: Limits, progress: ReadingProgress, recall: _Recall, file: Path | _Outcome
) -> Callable[[], _Outcome]:
    """Load a file and have it read, unless its bytes are known; the function waits for the outcome."""
    if isinstance(file, _Outcome):
        return lambda: file
    name = safe_name(file.name)
    try:
        _, content = load(file, limits)
    except MinutesError as error:
        refused = _Outcome(name, error=error.message)
        return lambda: refused
    sha256 = hashlib.sha256(content).hexdigest()
    known = recall(sha256)
    if known:
        return lambda: _Outcome(name, sha256, known)
    reading = workers.submit(read_minutes, name, content, limits, progress=partial(progress.pages, name))
    return partial(_finish, name, sha256, reading)


def _finish(name: str, sha256: str, reading: "Future[tuple[Source, Minutes]]") -> _Outcome:
    try:
        return _Outcome(name, sha256, document=reading.result())
    except MinutesError as error:
        return _Outcome(name, error=error.message)
