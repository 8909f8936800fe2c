"""A shelf: minutes that someone may read, to be listed, shown and asked. What is not on it does not exist for him.

The library itself is the shelf of everything it keeps; ``MinutesLibrary.shelf`` gives the one for the public.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date

from data.bilingual import Language, MinutesError
from data.model import Part
from data.reading import printable
from data.refs import Ref, parse_ref
from data.store import StoredMinutes
from embeddings.vector_index import DamagedIndexError
from retrieval.acting import Assigned, assigned_duties
from retrieval.answering import Answerer
from retrieval.answers import Answer
from retrieval.conversing import Conversing, Exchange
from retrieval.corpus import Corpus
from retrieval.digest import DigestMaker
from retrieval.digest_parts import Digest
from retrieval.digest_spans import Span
from retrieval.digest_watching import finder
from retrieval.question import Question, understand
from retrieval.retriever import MinutesRetriever
from retrieval.scope import find_scope
from retrieval.searching import Hit, Searcher, Weights
from retrieval.turns import Turn, shown_turn
from retrieval.verifying import Verifier

LONGEST_QUESTION = 1000
"""Characters of a question that are read; what follows is not."""


class Shelf(ABC):
    """Minutes to be read. Safe to share between threads."""

    today: Callable[[], date]  # what "this year" is counted from
    _verifier: Verifier | None = None

    @property
    @abstractmethod
    def corpus(self) -> Corpus:
        """The minutes as they stand now."""

    @abstractmethod
    def searcher(self, weights: Weights | None = None) -> Searcher:
        """The search over the minutes as they stand now."""

    @abstractmethod
    def content(self, kept: StoredMinutes) -> tuple[str, bytes]:
        """The file name and the bytes of the document of minutes.

        Raises:
            KeyError: it is not kept any more.
        """

    @abstractmethod
    def drawn(self, kept: StoredMinutes, page: int) -> bytes:
        """The picture of a page of the document of minutes, as PNG."""

    @abstractmethod
    def mend(self) -> None:
        """Have the index of vectors made anew by the next search."""

    def worded(self, answer: Answer, question: Question, corpus: Corpus) -> Answer:  # noqa: ARG002 - for those with a model
        """The answer in a chat model's words; itself without one."""
        return answer

    def meetings(self) -> tuple[StoredMinutes, ...]:
        """All minutes, the latest meeting first."""
        return self.corpus.stored

    def duties(self, department: str | None = None) -> list[Assigned]:
        """What a department, written in any usual way, was told to do; what all were, department by department.

        Raises:
            MinutesError: no department of that name is known, or it has no duty.
        """
        return assigned_duties(self.corpus, department)

    def digest(
        self,
        span: Span,
        language: Language,
        watched: Sequence[str] = (),
        *,
        only: Collection[Ref] | None = None,
        without: Collection[Ref] = (),
    ) -> Digest:
        """What was decided in a time and who must act, with what concerns the departments and topics ``watched``.

        ``only`` are the meetings (refs in full) to tell of where the caller knows them, instead of those of the time;
        ``without`` are some to leave out.
        """
        find = finder(self.searcher, lambda text: self.read_question(text, language))
        return DigestMaker(self._checker(), language).make(span, watched, find, only=only, without=without)

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

    def document(self, ref: Ref) -> tuple[str, bytes]:
        """The file name and the bytes of the document of a meeting, whose ref is in full.

        Raises:
            KeyError: no such meeting is kept.
        """
        return self.content(self.minutes_of(ref))

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
        return self.drawn(kept, page)

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
        known = earlier if earlier and self._holds(earlier) else None
        return self._conversing().ask(self.read_question(text, asker), known, replied=replied)

    def choose(self, turn: Turn, meeting: Ref) -> Exchange | None:
        """Answer the question of a turn for one meeting; None if it cannot be asked of it."""
        return self._conversing().choose(turn, meeting) if self._holds(turn) and self.corpus.holds(meeting) else None

    def _holds(self, turn: Turn) -> bool:
        """Whether all that a turn tells of is on the shelf; one that tells of more cannot be gone on from."""
        return all(map(self.corpus.holds, turn.refs))

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
            self.mend()
            return self._answer(question)

    def _answer(self, question: Question) -> Answer:
        """Answer from the minutes as they stand now, worded where there is a chat model, checked before it is sent."""
        checker = self._checker()
        answerer = Answerer(checker.corpus, lambda: self.searcher().over(checker.corpus))
        answer = checker.checked(answerer.answer(question))
        worded = self.worded(answer, question, checker.corpus)
        return answer if worded is answer else checker.checked(worded)

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
