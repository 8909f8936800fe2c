"""Turning what the search found into lines: which items to quote, and when to say that there is nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.refs import Ref
from data.words import fold
from retrieval.answers import Line
from retrieval.confidence import LIKELY, probability
from retrieval.corpus import Corpus
from retrieval.deciding import decision_lines, no_decision_lines
from retrieval.elsewhere import SURE, other_meetings, stands_elsewhere
from retrieval.expecting import asks_for_something, is_expected
from retrieval.lines import heading_line, quote_line, resolution_lines
from retrieval.naming import NamedMinutes
from retrieval.question import Question
from retrieval.scope import Scope
from retrieval.searching import Hit, ResolutionHit, Searcher, Vector
from retrieval.units import LONG
from retrieval.vocabulary import APPROVAL, Kind

MOST_ITEMS = 3
CLOSE = 0.6  # standard deviations below the best hit that still count as equally good
SUGGESTIONS = 3
MOST_MEETINGS = 4  # quoted from where a question about every meeting names none
PASSAGES = 2  # quoted of a long resolution without a decision
MOST_EXPECTED = 100  # hits that are looked into for an amount, a date or a count
_OF_RESOLUTIONS = (Kind.DECISION, Kind.DEPARTMENT, Kind.ISSUING)


@dataclass(frozen=True, slots=True)
class Found:
    """Lines that answer (empty when nothing does) and refs worth opening.

    ``elsewhere`` are meetings that say what was asked of others.
    """

    lines: Sequence[Line]
    suggestions: tuple[Ref, ...] = ()
    elsewhere: tuple[Ref, ...] = ()


class Finder:
    """Finds the lines that answer one question, by searching."""

    def __init__(self, corpus: Corpus, searcher: Searcher, question: Question) -> None:
        self._corpus = corpus
        self._searcher = searcher
        self._question = question

    def find(self, vector: Vector, scope: Scope) -> Found:
        """Search and quote: a decision first where one was asked for, else the items nearest to the topic.

        ``vector`` is the question's, float32 (dimensions,).
        """
        found = self._searcher.search(self._question, vector, scope.refs)
        suggestions = _refs(found[:SUGGESTIONS])
        hits = self._answering(found)
        elsewhere = self._elsewhere(vector, scope, hits)
        if elsewhere:
            return Found((), _refs(elsewhere), tuple(dict.fromkeys(hit.unit.ref.whole_meeting() for hit in elsewhere)))
        if not hits:
            return Found((), suggestions)
        if not self._question.every_meeting:
            return Found(self._lines_of_offices(vector, hits), suggestions)
        by_meeting: dict[Ref, list[Hit]] = {}
        for hit in hits:
            by_meeting.setdefault(hit.unit.ref.whole_meeting(), []).append(hit)
        meetings = [kept.ref for kept in scope.meetings or self._corpus.stored if kept.ref in by_meeting]
        if not scope.named and len(meetings) > MOST_MEETINGS:
            meetings = list(by_meeting)[:MOST_MEETINGS]
        return Found([line for ref in meetings for line in self._lines(vector, by_meeting[ref], most=1)], suggestions)

    def find_in(self, vector: Vector, kept: NamedMinutes, most: int = 1) -> Found:
        """Search one meeting for itself, as one of several that the question may mean; ``most`` items are quoted."""
        hits = self._answering(self._searcher.search(self._question, vector, {kept.ref}))
        if not hits or self._elsewhere(vector, Scope((kept,), named=True), hits):
            return Found(())
        return Found(self._lines(vector, hits, most=most))

    def _answering(self, hits: Sequence[Hit]) -> Sequence[Hit]:
        """The hits that can answer, best first; none where the topic is not there, or not what was asked of it."""
        if not self._phrased(hits) and not self._is_confident(hits):
            return ()
        if not asks_for_something(self._question.topic):
            return hits
        expected = [hit for hit in hits[:MOST_EXPECTED] if self._is_expected(hit)]
        return expected if any(hit in expected for hit in _close(hits)) else ()

    def _is_confident(self, hits: Sequence[Hit]) -> bool:
        """Whether the best hits are likely to answer."""
        return self._probability(hits) >= LIKELY

    def _probability(self, hits: Sequence[Hit]) -> float:
        return probability(self._question, hits, is_shipped=self._searcher.is_shipped)

    def _elsewhere(self, vector: Vector, scope: Scope, hits: Sequence[Hit]) -> Sequence[Hit]:
        """Hits of other meetings, where they answer what those asked about (whose hits are given) do not."""
        others = other_meetings(self._corpus, scope)
        if not others or self._probability(hits) >= SURE:
            return ()
        found = self._answering(self._searcher.search(self._question, vector, others | (scope.refs or frozenset())))
        if not found or (hits and not stands_elsewhere(found, others)):
            return ()
        return [hit for hit in _close(found) if hit.unit.ref.whole_meeting() in others]

    def _lines_of_offices(self, vector: Vector, hits: Sequence[Hit]) -> list[Line]:
        """Where several offices have equally good hits, the answer of each, labelled; the best first."""
        leading = dict.fromkeys(self._corpus.stored_at(hit.unit.ref).minutes.header.issuer for hit in _close(hits))
        if len(leading) < 2 or self._question.kind not in _OF_RESOLUTIONS:  # noqa: PLR2004
            return self._lines(vector, hits, most=MOST_ITEMS)
        of_offices: dict[str, list[Hit]] = {issuer: [] for issuer in leading}
        for hit in hits:
            of_offices.get(self._corpus.stored_at(hit.unit.ref).minutes.header.issuer, []).append(hit)
        return [line for group in of_offices.values() for line in self._lines(vector, group, most=1)]

    def _lines(self, vector: Vector, hits: Sequence[Hit], most: int) -> list[Line]:
        if self._question.kind in (Kind.DECISION, Kind.DEPARTMENT, Kind.ISSUING):
            resolutions = self._searcher.search_resolutions(self._question, vector, hits)
            if _wants_decision(self._question, resolutions):
                return self._decision(resolutions[0], hits)
        if self._question.kind is Kind.FULL_TEXT:
            return self._whole(self._searcher.search_resolutions(self._question, vector, hits)[0])
        chosen = (self._phrased(hits) or _close(hits))[:most]
        return list(self._quoted(chosen))

    def _quoted(self, hits: Sequence[Hit]) -> Iterator[Line]:
        """Each hit quoted whole, under the heading of its resolution."""
        above: Ref | None = None
        for hit in hits:
            kept, resolution = self._corpus.stored_at(hit.unit.ref), self._corpus.resolution_at(hit.unit.ref)
            ref = hit.unit.ref.whole_resolution()
            headed = resolution and resolution.heading and not hit.unit.text.startswith(resolution.heading)
            if resolution and headed and ref != above:
                yield heading_line(kept, resolution)
            above = ref
            yield quote_line(kept, hit.unit)

    def _is_expected(self, hit: Hit) -> bool:
        held = self._corpus.stored_at(hit.unit.ref).minutes.header.held
        return is_expected(self._question.topic, fold(hit.unit.heading + hit.unit.text), (held.year,) if held else ())

    def _phrased(self, hits: Sequence[Hit]) -> list[Hit]:
        """The hits that hold all of the quoted wording."""
        phrases = self._question.phrases
        return [hit for hit in hits if phrases and all(phrase in fold(hit.unit.text) for phrase in phrases)]

    def _whole(self, hit: ResolutionHit) -> list[Line]:
        """A resolution whole, or the item if it is all there is."""
        kept, resolution = self._corpus.stored_at(hit.ref), self._corpus.resolution_at(hit.ref)
        return list(resolution_lines(kept, resolution)) if resolution else [quote_line(kept, hit.best.unit)]

    def _decision(self, hit: ResolutionHit, hits: Sequence[Hit]) -> list[Line]:
        kept = self._corpus.stored_at(hit.ref)
        resolution = self._corpus.resolution_at(hit.ref)
        if resolution is None or resolution.decision is None:
            return [*no_decision_lines(self._question), *self._undecided(hit, hits)]
        whole = self._question.kind is Kind.DECISION and self._question.is_broad
        return list(decision_lines(kept, resolution, self._question, whole=whole))

    def _undecided(self, hit: ResolutionHit, hits: Sequence[Hit]) -> list[Line]:
        """What a resolution without a decision says: all of it, or of a long one the best passages as they stand."""
        resolution = self._corpus.resolution_at(hit.ref)
        if resolution and len(resolution.text) <= LONG:
            return self._whole(hit)
        its = [each for each in hits if each.unit.ref.whole_resolution() == hit.ref][:PASSAGES]
        return list(self._quoted(its))


def _wants_decision(question: Question, resolutions: Sequence[ResolutionHit]) -> bool:
    """A question about who acts is about an item unless it is about revising, reporting or issuing."""
    if not resolutions:
        return False
    if question.kind is Kind.DECISION and APPROVAL.search(question.mentions.rest):
        return True
    if question.kind is Kind.DEPARTMENT:
        return question.about_revision or question.about_reporting
    return question.kind is Kind.ISSUING or resolutions[0].subject_leads


def _refs(hits: Sequence[Hit]) -> tuple[Ref, ...]:
    """The parts that hold some of what was asked for."""
    return tuple(dict.fromkeys(hit.unit.ref for hit in hits if hit.coverage))


def _close(hits: Sequence[Hit]) -> list[Hit]:
    """The best hits, as far as they are about equally good."""
    return [hit for hit in hits[:MOST_ITEMS] if hit.score >= hits[0].score - CLOSE]
