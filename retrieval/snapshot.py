"""A shelf that stands still: what a question is asked of does not change while it is answered."""

from data.store import StoredMinutes
from retrieval.answers import Answer
from retrieval.corpus import Corpus
from retrieval.question import Question
from retrieval.searching import Searcher, Weights
from retrieval.shelf import Shelf


class Snapshot(Shelf):
    """The minutes of one corpus: all that a library kept at a time, or the public ones among them."""

    def __init__(self, library: Shelf, corpus: Corpus) -> None:
        self._library = library
        self._corpus = corpus
        self.today = library.today

    @property
    def corpus(self) -> Corpus:
        """The minutes as they stood."""
        return self._corpus

    def searcher(self, weights: Weights | None = None) -> Searcher:
        """The search over these minutes."""
        return self._library.searcher(weights).over(self._corpus)

    def content(self, kept: StoredMinutes) -> tuple[str, bytes]:
        """The file name and the bytes of the document of minutes."""
        return self._library.content(kept)

    def drawn(self, kept: StoredMinutes, page: int) -> bytes:
        """The picture of a page of the document of minutes, as PNG."""
        return self._library.drawn(kept, page)

    def mend(self) -> None:
        """Have the index of vectors made anew by the next search."""
        self._library.mend()

    def worded(self, answer: Answer, question: Question, corpus: Corpus) -> Answer:
        """The answer in the words of the chat model; itself without one."""
        return self._library.worded(answer, question, corpus)
