"""The library of minutes: the one object that joins the rooms. Everything above talks to it.

It adds files, gives parts, lists meetings and answers questions. The store is opened at once; the encoder and
the index of vectors, which take seconds to load, when the first question has to be searched for.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import Any

from data.bilingual import Bilingual, Language, MinutesError
from data.model import Part
from data.parsing import parse
from data.reading import find_files, printable, read_source
from data.refs import Ref, parse_ref
from data.store import Store, StoredMinutes
from embeddings.encoder import DEFAULT_MODEL, Encoder
from embeddings.vector_index import DamagedIndexError, VectorIndex
from retrieval.answering import Answerer
from retrieval.answers import Answer
from retrieval.corpus import Corpus
from retrieval.question import Question, understand
from retrieval.retriever import MinutesRetriever
from retrieval.scope import find_scope
from retrieval.searching import Hit, Searcher

Progress = Callable[[int, int], None]
"""Told how many of how many steps are done."""


LONGEST_QUESTION = 1000
"""Characters of a question that are read; what follows is not."""


def no_progress(done: int, total: int) -> None:
    """Report to no one."""


@dataclass(frozen=True, slots=True)
class LibrarySettings:
    """Where a library keeps its things and which encoder it uses."""

    state_dir: Path
    minutes_dir: Path
    database_url: str | None = None
    embedding_model: str = DEFAULT_MODEL
    chroma_url: str | None = None


@dataclass(frozen=True, slots=True)
class AddReport:
    """What came of one file."""

    source: str
    status: str  # added, unchanged, replaced or rejected
    ref: Ref | None = None
    resolutions: int = 0
    items: int = 0
    warnings: tuple[Bilingual, ...] = ()
    error: Bilingual | None = None

    def as_json(self, language: Language = "en") -> dict[str, Any]:
        """The fields of the contract."""
        return {
            "source": self.source,
            "status": self.status,
            "ref": self.ref.short if self.ref else None,
            "resolutions": self.resolutions,
            "items": self.items,
            "warnings": [warning.say(language) for warning in self.warnings],
            "error": self.error.say(language) if self.error else None,
        }


@dataclass
class MinutesLibrary:
    """All minutes an office keeps, ready to be asked. Safe to share between threads."""

    settings: LibrarySettings
    progress: Progress = no_progress
    _store: Store = field(init=False, repr=False)
    _lock: RLock = field(init=False, repr=False, default_factory=RLock)
    _corpus: Corpus | None = field(init=False, repr=False, default=None)
    _encoder: Encoder | None = field(init=False, repr=False, default=None)
    _index: VectorIndex | None = field(init=False, repr=False, default=None)
    _indexed: int | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        """Open the store; at first use, ingest the minutes of the settings' folder."""
        folder = self.settings.state_dir
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise MinutesError(f"无法创建目录 {folder}。", f"the folder {folder} cannot be created.") from error
        url = self.settings.database_url
        self._store = Store(url) if url else Store.in_folder(folder)
        if not self._store.revision:
            self._add_first()

    def _add_first(self) -> None:
        folder = self.settings.minutes_dir
        try:
            files = find_files(folder)
        except MinutesError as error:
            self._store.close()
            raise MinutesError(
                f"MINUTES_DIR（{folder}）：{error.say('zh')}", f"MINUTES_DIR ({folder}): {error.say('en')}"
            ) from error
        for file in files:
            self._add_file(file)

    def close(self) -> None:
        """Release files and connections."""
        if self._index:
            self._index.close()
        self._store.close()

    def __enter__(self) -> "MinutesLibrary":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, path: Path) -> Iterator[AddReport]:
        """Add the file, or every file of the folder, at ``path``; one report each, as it is done."""
        try:
            files = find_files(path)
        except MinutesError as error:
            return iter([AddReport(printable(str(path)), "rejected", error=error.message)])
        return map(self._add_file, files)

    def _add_file(self, file: Path) -> AddReport:
        try:
            source = read_source(file)
            minutes = parse(source.text)
            status = self._store.add(source, minutes)
        except MinutesError as error:
            return AddReport(printable(file.name), "rejected", error=error.message)
        return AddReport(
            source.name, status, minutes.ref, minutes.resolution_count, minutes.item_count, minutes.warnings
        )

    def meetings(self) -> tuple[StoredMinutes, ...]:
        """All minutes, the latest meeting first."""
        return self.corpus.stored

    def part(self, written: str) -> list[Part]:
        """The parts that a written ref means: none, one, or one an issuer for a short ref that several share."""
        ref = parse_ref(written)
        return self.corpus.resolve(ref) if ref else []

    def minutes_of(self, ref: Ref) -> StoredMinutes:
        """The minutes that hold a part, whose ref is in full.

        Raises:
            KeyError: no such meeting is kept.
        """
        return self.corpus.stored_at(ref)

    def read_question(self, text: str, asker: Language = "zh") -> Question:
        """What a question is understood to ask."""
        corpus = self.corpus
        return understand(printable(text)[:LONGEST_QUESTION], corpus.known, asker)

    def ask(self, text: str, asker: Language = "zh") -> Answer:
        """Answer a question; ``asker`` is the language for one that has no words of its own."""
        question = self.read_question(text, asker)
        try:
            return Answerer(self.corpus, self.searcher).answer(question)
        except DamagedIndexError:
            self._indexed = None
            return Answerer(self.corpus, self.searcher).answer(question)

    def is_verbatim(self, answer: Answer) -> bool:
        """Whether every quote of an answer stands in the part it cites, white space aside."""
        return all(
            any(
                "".join(citation.quote.split()) in "".join(part.text.split())
                for part in self.corpus.resolve(citation.ref)
            )
            for citation in answer.citations
        )

    def find(self, text: str) -> list[Hit]:
        """The items nearest to a question, best first."""
        question = self.read_question(text)
        searcher = self.searcher()
        return searcher.search(question, searcher.encode(question), find_scope(self.corpus, question.mentions).refs)

    def as_retriever(self, k: int = 5) -> MinutesRetriever:
        """The library as a retriever of LangChain, ``k`` documents a question."""
        return MinutesRetriever(find=self.find, k=k)

    @property
    def corpus(self) -> Corpus:
        """The minutes as they stand now."""
        with self._lock:
            revision = self._store.revision
            if self._corpus is None or self._corpus.revision != revision:
                self._corpus = Corpus(revision, tuple(self._store.all_minutes()))
            return self._corpus

    def searcher(self) -> Searcher:
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
            return Searcher(corpus, self._store, self._index, self._encoder)
