"""The library of minutes: the one object that joins the rooms. Everything above talks to it.

It adds files, gives parts, lists meetings and answers questions. The store is opened at once; the encoder and
the index of vectors, which take seconds to load, when the first question has to be searched for.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import RLock

from data.bilingual import MinutesError
from data.jobs import draw_page
from data.reading import find_files
from data.refs import Ref
from data.store import Store
from data.workers import Progress, Workers, no_progress
from embeddings.encoder import DEFAULT_MODEL, Encoder
from embeddings.vector_index import VectorIndex
from retrieval.adding import NoReadingProgress, ReadingProgress, ReadingSettings, add_files
from retrieval.answers import Answer
from retrieval.corpus import Corpus
from retrieval.phrasing import Phraser
from retrieval.phrasing_model import ChatModel, ChatSettings
from retrieval.question import Question
from retrieval.reporting import AddReport
from retrieval.searching import Searcher, Weights
from retrieval.shelf import Shelf

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
class MinutesLibrary(Shelf):
    """All minutes an office keeps, ready to be asked. Safe to share between threads."""

    settings: LibrarySettings
    progress: Progress = no_progress  # of the embedding
    reading: ReadingProgress = field(default_factory=NoReadingProgress)
    today: Callable[[], date] = date.today  # what "this year" is counted from
    _store: Store = field(init=False, repr=False)
    _lock: RLock = field(init=False, repr=False, default_factory=RLock)
    _corpus: Corpus | None = field(init=False, repr=False, default=None)
    _encoder: Encoder | None = field(init=False, repr=False, default=None)
    _index: VectorIndex | None = field(init=False, repr=False, default=None)
    _indexed: int | None = field(init=False, repr=False, default=None)
    _public: "PublicShelf" = field(init=False, repr=False)
    _phraser: Phraser | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        """Open the store; at first use, ingest the minutes of the settings' folder."""
        self._public = PublicShelf(self)
        if self.settings.chat:
            self._phraser = Phraser(ChatModel(self.settings.chat))
        folder = self.settings.state_dir
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise MinutesError(f"无法创建目录 {folder}。", f"the folder {folder} cannot be created.") from error
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

    def close(self) -> None:
        """Release files and connections."""
        if self._index:
            self._index.close()
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

    def shelf(self, *, public_only: bool) -> Shelf:
        """What may be read: everything, or only minutes that are marked for the public."""
        return self._public if public_only else self

    def document(self, ref: Ref) -> tuple[str, bytes]:
        """The file name and the bytes of the document of a meeting, whose ref is in full.

        Raises:
            KeyError: no such meeting is kept.
        """
        return self._store.document(ref)

    def drawn(self, ref: Ref, page: int) -> bytes:
        """The picture of a page of a meeting's document, as PNG."""
        name, content = self._store.document(ref)
        with Workers(1, self.settings.reading.seconds) as workers:
            return workers.submit(draw_page, name, content, page).result()

    def mend(self) -> None:
        """Have the index of vectors made anew by the next search."""
        self._indexed = None

    def worded(self, answer: Answer, question: Question, corpus: Corpus) -> Answer:
        """The answer in the words of the chat model; itself without one."""
        return self._phraser.worded(answer, question.kind, corpus) if self._phraser else answer

    @property
    def corpus(self) -> Corpus:
        """The minutes as they stand now."""
        with self._lock:
            revision = self._store.revision
            if self._corpus is None or self._corpus.revision != revision:
                self._corpus = Corpus(revision, tuple(self._store.all_minutes()))
            return self._corpus

    @property
    def is_embedded(self) -> bool:
        """Whether the minutes as they stand now were embedded, by whichever process."""
        try:
            return self._embedded.read_text("utf-8") == str(self._store.revision)
        except (OSError, UnicodeDecodeError):
            return False

    @property
    def _embedded(self) -> Path:
        """The file that holds the revision of the store that was embedded last."""
        return self.settings.state_dir / "embedded"

    def searcher(self, weights: Weights | None = None) -> Searcher:
        """The search over the minutes as they stand now; loads the encoder and embeds what is new."""
        with self._lock:
            corpus = self.corpus
            if self._encoder is None:
                self._encoder = Encoder.load(self.settings.embedding_model)
            if self._index is None:
                place = self.settings.chroma_url or self.settings.state_dir / "chroma"
                self._index = VectorIndex.open(place, self._encoder)
            if self._indexed != corpus.revision:
                self._index.synchronise(corpus.texts(), self.progress)
                self._indexed = corpus.revision
                self._embedded.write_text(str(corpus.revision), "utf-8")
            return Searcher(corpus, self._store, self._index, self._encoder, weights)


class PublicShelf(Shelf):
    """The minutes of a library that are marked for the public (此件公开发布)."""

    def __init__(self, library: MinutesLibrary) -> None:
        self._library = library
        self._corpus: Corpus | None = None
        self.today = library.today

    @property
    def corpus(self) -> Corpus:
        """The public minutes as they stand now."""
        whole = self._library.corpus
        if self._corpus is None or self._corpus.revision != whole.revision:
            self._corpus = whole.public()
        return self._corpus

    def searcher(self, weights: Weights | None = None) -> Searcher:
        """The search over the public minutes as they stand now."""
        return self._library.searcher(weights).over(self.corpus)

    def document(self, ref: Ref) -> tuple[str, bytes]:
        """The file name and the bytes of the document of a public meeting, whose ref is in full.

        Raises:
            KeyError: no such meeting is on the shelf.
        """
        return self._library.document(self.minutes_of(ref).minutes.ref)

    def drawn(self, ref: Ref, page: int) -> bytes:
        """The picture of a page of a meeting's document, as PNG."""
        return self._library.drawn(ref, page)

    def mend(self) -> None:
        """Have the index of vectors made anew by the next search."""
        self._library.mend()

    def worded(self, answer: Answer, question: Question, corpus: Corpus) -> Answer:
        """The answer in the words of the chat model; itself without one."""
        return self._library.worded(answer, question, corpus)
