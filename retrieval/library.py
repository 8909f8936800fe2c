"""The library of minutes: the one object that joins the rooms. Everything above talks to it.

It adds files, gives parts, lists meetings and answers questions. The store is opened at once; the encoder and
the index of vectors, which take seconds to load, when the first question has to be searched for.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import RLock

from data.bilingual import Language, MinutesError
from data.jobs import draw_page
from data.model import Part
from data.reading import find_files, printable
from data.refs import Ref, parse_ref
from data.store import Store, StoredMinutes
from data.workers import Progress, Workers, no_progress
from embeddings.encoder import DEFAULT_MODEL, Encoder
from embeddings.vector_index import DamagedIndexError, VectorIndex
from retrieval.acting import Assigned, assigned_duties
from retrieval.adding import NoReadingProgress, ReadingProgress, ReadingSettings, add_files
from retrieval.answering import Answerer
from retrieval.answers import Answer
from retrieval.conversing import Conversing, Exchange
from retrieval.corpus import Corpus
from retrieval.phrasing import Phraser
from retrieval.phrasing_model import ChatModel, ChatSettings
from retrieval.question import Question, understand
from retrieval.reporting import AddReport
from retrieval.retriever import MinutesRetriever
from retrieval.scope import find_scope
from retrieval.searching import Hit, Searcher, Weights
from retrieval.turns import Turn, shown_turn
from retrieval.verifying import Verifier

LONGEST_QUESTION = 1000
"""Characters of a question that are read; what follows is not."""

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
class MinutesLibrary:
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
    _verifier: Verifier | None = field(init=False, repr=False, default=None)
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

    def meetings(self) -> tuple[StoredMinutes, ...]:
        """All minutes, the latest meeting first."""
        return self.corpus.stored

    def duties(self, department: str | None = None) -> list[Assigned]:
        """What a department, written in any usual way, was told to do; what all were, department by department.

        Raises:
            MinutesError: no department of that name is known, or it has no duty.
        """
        return assigned_duties(self.corpus, department)

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

    def page_picture(self, ref: Ref) -> bytes:
        """The picture of the page on which a part begins, as PNG; the ref is in full.

        Raises:
            KeyError: no such meeting is kept.
            MinutesError: the document has no pages, or the page cannot be drawn.
        """
        kept = self.minutes_of(ref)
        page = kept.minutes.page_of(ref)
        if page is None:
            raise MinutesError(f"{kept.source} 没有分页，无法显示原件页面。", f"{kept.source} has no pages to show.")
        name, content = self._store.document(ref)
        with Workers(1, self.settings.reading.seconds) as workers:
            return workers.submit(draw_page, name, content, page).result()

    def read_question(self, text: str, asker: Language = "zh") -> Question:
        """What a question is understood to ask."""
        corpus = self.corpus
        return understand(printable(text)[:LONGEST_QUESTION], corpus.known, asker, self.today())

    def ask(self, text: str, asker: Language = "zh", earlier: Turn | None = None) -> Answer:
        """Answer a question; ``asker`` is the language for one that has no words of its own."""
        return self.converse(text, asker, earlier).answer

    def converse(
        self, text: str, asker: Language = "zh", earlier: Turn | None = None, *, replied: bool = False
    ) -> Exchange:
        """Answer a question that may go on from an earlier one; the exchange has what the next may go on from.

        ``replied`` where it was written in reply to the message that ``earlier`` is of, remembered or not.
        """
        return self._conversing().ask(self.read_question(text, asker), earlier, replied=replied)

    def choose(self, turn: Turn, meeting: Ref) -> Exchange | None:
        """Answer the question of a turn for one meeting; None if it cannot be asked of it."""
        return self._conversing().choose(turn, meeting)

    def shown(self, refs: Iterable[Ref], language: Language, *, in_short: bool = False) -> Turn:
        """What is remembered where parts (refs in full), or meetings in short, were shown without a question."""
        return shown_turn(self.corpus, refs, language, in_short=in_short)

    def _conversing(self) -> Conversing:
        return Conversing(
            self.corpus, self.read_question, self._answered, lambda answer: self._checker().checked(answer)
        )

    def _answered(self, question: Question) -> Answer:
        """Answer a question in full; an index of vectors that is damaged is made anew."""
        try:
            return self._answer(question)
        except DamagedIndexError:
            self._indexed = None
            return self._answer(question)

    def _answer(self, question: Question) -> Answer:
        """Answer from the minutes as they stand now, worded where there is a chat model, checked before it is sent."""
        checker = self._checker()
        answer = checker.checked(Answerer(checker.corpus, self.searcher).answer(question))
        if self._phraser is None:
            return answer
        return checker.checked(self._phraser.worded(answer, question.kind, checker.corpus))

    def _checker(self) -> Verifier:
        corpus = self.corpus
        if self._verifier is None or self._verifier.corpus is not corpus:
            self._verifier = Verifier(corpus)
        return self._verifier

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

    def label(self, ref: Ref, language: Language) -> str:
        """How a reader sees a ref in full, with its office where the library holds several."""
        return self.corpus.label(ref, language)

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
