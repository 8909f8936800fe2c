"""Answering by search: in the meetings in scope, or in each of several that share a number."""

import time
from collections.abc import Callable

from retrieval.answers import Status
from retrieval.corpus import Corpus
from retrieval.finding import Finder
from retrieval.findings import MOST_RIVALS, Finding, meetings_of, nothing_found, which
from retrieval.lines import notice
from retrieval.question import Question
from retrieval.scope import Scope
from retrieval.searching import Searcher, Vector


class Lookup:
    """Searches for one question; ``timings`` (milliseconds) are told how long loading and encoding took."""

    def __init__(self, corpus: Corpus, searcher: Callable[[], Searcher], timings: dict[str, float]) -> None:
        self._corpus = corpus
        self._searcher = searcher
        self._timings = timings

    def encode(self, question: Question) -> tuple[Searcher, Vector]:
        """The search, and the vector of a question, float32 (dimensions,)."""
        loading = time.perf_counter()
        searcher = self._searcher()
        start = time.perf_counter()
        self._timings["load"] = (start - loading) * 1000
        vector = searcher.encode(question)
        self._timings["encode"] = (time.perf_counter() - start) * 1000
        return searcher, vector

    def find(self, question: Question, scope: Scope) -> Finding:
        """What the minutes in scope say; where they do not, that, and which other meetings do."""
        searcher, vector = self.encode(question)
        finder = Finder(self._corpus, searcher, question)
        if scope.rivals:
            return self._of_rivals(question, scope, finder, vector)
        found = finder.find(vector, scope)
        if found.lines:
            return Finding(Status.ANSWERED, tuple(found.lines), found.suggestions)
        elsewhere = [self._corpus.stored_at(ref) for ref in found.elsewhere]
        nothing = nothing_found(question, meetings_of(self._corpus, scope), elsewhere)
        return Finding(Status.NOT_FOUND, (notice(nothing),), found.suggestions)

    def _of_rivals(self, question: Question, scope: Scope, finder: Finder, vector: Vector) -> Finding:
        """Search every meeting that shares the number for itself, and ask back where too many have an answer."""
        answers = [(kept, finder.find_in(vector, kept).lines) for kept in meetings_of(self._corpus, scope)]
        answering = [(kept, lines) for kept, lines in answers if lines]
        if len(answering) > MOST_RIVALS:
            return which(question, [kept for kept, _ in answering])
        if answering:
            return Finding(Status.ANSWERED, tuple(line for _, lines in answering for line in lines))
        return Finding(Status.NOT_FOUND, (notice(nothing_found(question, meetings_of(self._corpus, scope))),))
