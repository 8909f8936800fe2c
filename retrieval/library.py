"""The library of minutes: the one object that joins the rooms. Everything above talks to it.

It adds files, gives parts, lists meetings and answers questions. The store is opened at once; the encoder and
the index of vectors, which take seconds to load, when the first question has to be searched for.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import BoundedSemaphore, RLock

from data.bilingual import MinutesError
from data.database import Database
from data.inspection import Counts, count
from data.jobs import draw_page
from data.reading import find_files
from data.refs import Ref
from data.removals import Removal
from data.store import Store, StoredMinutes
from data.workers import Progress, no_progress
from embeddings.encoder import DEFAULT_MODEL
from retrieval.adding import (
    NoReadingProgress,
    Preview,
    ReadingProgress,
    ReadingSettings,
    add_files,
    keep,
    preview,
)
from retrieval.answers import Answer
from retrieval.corpus import Corpus
from retrieval.desk import Desk
from retrieval.embedding import Embedding
from retrieval.notes import Notes
from retrieval.phrasing import Phraser
from retrieval.phrasing_model import ChatModel, ChatSettings
from retrieval.question import Question
from retrieval.reporting import AddReport
from retrieval.searching import Searcher, Weights
from retrieval.serving import LOOK_SECONDS, Serving
from retrieval.shelf import Shelf
from retrieval.snapshot import Snapshot

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LibrarySettings:
    """Where a library keeps its things, which encoder it uses, and how it reads files."""

    state_dir: Path
    minutes_dir: Path
    database_url: str | None = None
    embedding_model: str = DEFAULT_MODEL
    chroma_url: str | None = None
    reading: ReadingSettings = field(default_factory=ReadingSettings)
    chat: ChatSettings | None = None  # the chat model that words answers, if any


@dataclass
class MinutesLibrary(Notes, Shelf):
    """All minutes an office keeps, ready to be asked. Safe to share between threads."""

    settings: LibrarySettings
    progress: Progress = no_progress  # of the embedding
    reading: ReadingProgress = field(default_factory=NoReadingProgress)
    today: Callable[[], date] = date.today  # what "this year" is counted from
    _store: Store = field(init=False, repr=False)
    _lock: RLock = field(init=False, repr=False, default_factory=RLock)
    _corpus: Corpus | None = field(init=False, repr=False, default=None)
    _embedding: Embedding = field(init=False, repr=False)
    _serving: Serving | None = field(init=False, repr=False, default=None)
    _shelves: dict[bool, Shelf] = field(init=False, repr=False, default_factory=dict)  # by whether they are public only
    _readers: BoundedSemaphore = field(init=False, repr=False)
    _desk: Desk = field(init=False, repr=False)
    _phraser: Phraser | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        """Open the store; at first use, ingest the minutes of the settings' folder."""
        if self.settings.chat:
            self._phraser = Phraser(ChatModel(self.settings.chat))
        folder = self.settings.state_dir
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise MinutesError(f"无法创建目录 {folder}。", f"the folder {folder} cannot be created.") from error
        self._readers = BoundedSemaphore(self.settings.reading.workers)
        self._desk = Desk(self.settings.reading.seconds)
        place = self.settings.chroma_url or folder / "chroma"
        self._embedding = Embedding(self.settings.embedding_model, place, folder / "embedded", self.progress)
        url = self.settings.database_url
        self._store = Store(url) if url else Store.in_folder(folder)
        if not self._store.is_prepared:
            self._add_first()

    def _add_first(self) -> None:
        folder = self.settings.minutes_dir
        try:
            find_files(folder)
        except MinutesError as error:
            self._store.close()
            raise MinutesError(
                f"MINUTES_DIR（{folder}）：{error.say('zh')}", f"MINUTES_DIR ({folder}): {error.say('en')}"
            ) from error
        for report in self.add(folder):
            if report.error:
                _log.warning("MINUTES_DIR: %s: %s", report.source, report.error.say("en"))
        if self._store.revision:
            self._store.mark_prepared()

    @property
    def database(self) -> Database:
        """Where everything is kept."""
        return self._store.database

    def close(self) -> None:
        """Release files and connections."""
        if self._serving:
            self._serving.close()
        self._embedding.close()
        self._store.close()

    def __enter__(self) -> "MinutesLibrary":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, *paths: Path) -> Iterator[AddReport]:
        """Add files, and every file of folders; one report each, as it is done, in their order.

        Where adding was stopped before, it goes on: what is in the library is not read again.
        """
        return add_files(self._store, paths, self.settings.reading, self.reading)

    def preview(self, name: str, content: bytes) -> Preview:
        """What adding a file would add and change; as many are read at a time as there are workers.

        Raises:
            MinutesError: it cannot be read, or is not minutes.
        """
        with self._readers, self._desk.worker() as workers:
            return preview(self._store, name, content, self.settings.reading.limits, workers)

    def keep(self, previewed: Preview) -> AddReport:
        """Add what was previewed; returns when it is answered from.

        Raises:
            MinutesError: there is nothing to add, or it would not do any more what the preview says.
        """
        report = keep(self._store, previewed)
        self.refresh()
        return report

    def remove(self, ref: Ref, sha256: str = "") -> Removal:
        """Take out a meeting (a ref in full) with all its documents; ``sha256`` begins the hash of the present one.

        Raises:
            KeyError: no such meeting is kept, or by another document.
        """
        removal = self.removals.remove(ref, sha256)
        if self._serving:
            self._serving.drop_removed()
        return removal

    def undo_adding(self, ref: Ref, sha256: str) -> Removal:
        """Take out the document that was added last; the one that it replaced, if any, takes its place.

        Raises:
            KeyError: no such meeting is kept, or by another document.
        """
        removal = self.removals.undo_adding(ref, sha256)
        self.refresh()
        return removal

    def restore(self, removal: int) -> StoredMinutes:
        """Bring back what was removed; returns when it is answered from.

        Raises:
            MinutesError: it is back already, too much time has passed, or the meeting was added again meanwhile.
        """
        kept = self.removals.restore(removal)
        self.refresh()
        return kept

    def shelf(self, *, public_only: bool) -> Shelf:
        """What may be read, as it stands now: everything, or only minutes that are marked for the public."""
        corpus = self.corpus.public if public_only else self.corpus
        shelf = self._shelves.get(public_only)
        if shelf is None or shelf.corpus is not corpus:
            shelf = self._shelves[public_only] = Snapshot(self, corpus)
        return shelf

    def content(self, kept: StoredMinutes) -> tuple[str, bytes]:
        """The file name and the bytes of the document of minutes.

        Raises:
            KeyError: it is not kept any more.
        """
        return self._store.document(kept.sha256)

    def drawn(self, kept: StoredMinutes, page: int) -> bytes:
        """The picture of a page of the document of minutes, as PNG."""
        name, content = self.content(kept)
        with self._desk.worker() as workers:
            return workers.submit(draw_page, name, content, page).result()

    def stop_reading(self) -> None:
        """Break off the reading of files and the drawing of pages, for good."""
        self._desk.close()

    def mend(self) -> None:
        """Have the index of vectors made anew by the next search."""
        self._embedding.mend()

    def worded(self, answer: Answer, question: Question, corpus: Corpus) -> Answer:
        """The answer in the words of the chat model; itself without one."""
        return self._phraser.worded(answer, question.kind, corpus) if self._phraser else answer

    def serve(self, seconds: float = LOOK_SECONDS) -> None:
        """From now on answer from what is embedded and let nobody wait for what is new; embeds what is there.

        What other processes add or take out is looked for every so many ``seconds``.
        """
        self._serving = self._serving or Serving(self._newest, self._embedding, seconds)

    def refresh(self) -> None:
        """Where the library serves, have what has changed answered from; without, the next question does."""
        if self._serving:
            self._serving.refresh()

    @property
    def corpus(self) -> Corpus:
        """The minutes as they stand now; where the library serves, as they were embedded last."""
        return self._serving.corpus if self._serving else self._newest()

    def _newest(self) -> Corpus:
        with self._lock:
            revision, last = self._store.revision, self._corpus
            if last is None or last.revision != revision:
                kept = tuple(self._store.all_minutes())
                self._corpus = last = last.newer(revision, kept) if last else Corpus(revision, kept)
            return last

    @property
    def counts(self) -> Counts:
        """The revision and the number of meetings in the store now, told at once also while minutes are embedded."""
        return count(self._store.database)

    @property
    def is_embedded(self) -> bool:
        """Whether the minutes as they stand now were embedded, by whichever process."""
        return self._embedding.is_embedded(self._store.revision)

    def searcher(self, weights: Weights | None = None) -> Searcher:
        """The search over the minutes of the corpus; loads the encoder and, unless it serves, embeds what is new."""
        if self._serving:
            if not self._embedding.is_in_step:  # the index was damaged
                self._serving.refresh()
            corpus = self._serving.corpus
        else:
            with self._lock:
                corpus = self._newest()
                self._embedding.embed(corpus)
        return Searcher(corpus, self._store, *self._embedding.open(), weights)
