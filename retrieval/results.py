"""Passages instead of an answer: what a search finds, in its order, and what else there is beside an answer."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from data.bilingual import Language
from data.glossaries import load_glossary
from data.refs import PartKind, Ref
from data.words import fold, grams
from embeddings.vector_index import DamagedIndexError
from retrieval.answering import Answerer
from retrieval.answers import Answer
from retrieval.composing import same_question
from retrieval.confidence import LIKELY, probability
from retrieval.conversing import in_full
from retrieval.corpus import Corpus
from retrieval.filters import Filters
from retrieval.question import Question
from retrieval.scope import find_scope
from retrieval.searching import Hit, Searcher
from retrieval.shelf import Shelf
from retrieval.turns import Turn
from retrieval.units import Unit
from retrieval.verifying import Verifier
from retrieval.vocabulary import Kind

MOST_RESULTS = 50
"""Results of a search; what follows has little to do with it."""

NEAREST = 5
"""Items that are shown where nothing is likely to fit."""

_OF_STRUCTURE = frozenset(
    {Kind.HEADER, Kind.COUNT, Kind.MEETINGS, Kind.ATTENDANCE, Kind.WHOLE_MEETING, Kind.SPEECH, Kind.NOTHING}
)
_WORTH = 0.5  # share of the best hit's coverage, or of its score, from which a hit is a result
_SHORTEST = 0.5  # of a snippet that is kept where it is cut at the end of a clause


@dataclass(frozen=True, slots=True)
class Results:
    """Items found, the best first, or in the order of the minutes where nothing was searched for.

    ``is_likely`` where the best of them probably fit; else they are only the nearest.
    """

    units: tuple[Unit, ...]
    is_likely: bool = True


def search(shelf: Shelf, filters: Filters) -> Results:
    """What a shelf holds on the words of a search, within its filters; without words everything within them."""
    corpus, question = shelf.corpus, filters.question
    if question is None or not filters.has_words:
        everything = list(corpus.units.values()) if filters.meetings is None else corpus.units_of(filters.meetings)
        return Results(tuple(_naming(corpus, everything, filters.departments)))
    if not question.content:
        return _worded(corpus, question, filters)
    hits, is_likely = _hits(shelf, question, filters.meetings, filters.departments)
    if not hits and filters.departments:  # nothing names them: what is nearest without them
        hits, is_likely = _hits(shelf, question, filters.meetings)[0], False
    return Results(_units(hits if is_likely else hits[:NEAREST]), is_likely=is_likely)


def more(shelf: Shelf, question: Question, shown: Collection[Ref]) -> Results:
    """The best items for a question in full, without those that were shown, whole resolutions among them."""
    scope = find_scope(shelf.corpus, question.mentions)
    if question.kind in _OF_STRUCTURE or not question.content or scope.meetings == ():
        return Results(())
    hits, is_likely = _hits(shelf, question, scope.refs)
    seen = set(shown)
    fresh = [hit for hit in hits if seen.isdisjoint((hit.unit.ref, hit.unit.ref.whole_resolution()))]
    return Results(_units(fresh if is_likely else fresh[:NEAREST]), is_likely=is_likely)


def question_of(shelf: Shelf, turn: Turn) -> Question:
    """The question of a turn in full, with what it took from those before."""
    meetings = tuple(turn.meetings[ref] for ref in turn.named)
    return in_full(same_question(turn, meetings, kept={}), shelf.read_question, turn.language)


def answer(shelf: Shelf, text: str, asker: Language) -> Answer:
    """The answer to a question by itself, checked, and in no chat model's words."""
    question = shelf.read_question(text, asker)

    def answered() -> Answer:
        return Answerer(shelf.corpus, shelf.searcher).answer(question)

    try:
        found = answered()
    except DamagedIndexError:
        shelf.mend()
        found = answered()
    return Verifier(shelf.corpus).checked(found)


def snippet(unit: Unit, question: Question | None, most: int) -> str:
    """At most about ``most`` characters of a unit, verbatim but for ``…``, around the words that were searched for."""
    text = " ".join(unit.text.split())
    if len(text) <= most:
        return text
    start = _densest(text, _looked_for(question), most) if question else 0
    start = max(0, start)
    cut = text[start : start + most]
    for mark in "。；，、":
        at = cut.rfind(mark)
        if at >= _SHORTEST * most:
            cut = cut[: at + 1]
            break
    return ("…" if start else "") + cut + ("…" if start + len(cut) < len(text) else "")


def _hits(
    shelf: Shelf, question: Question, meetings: Collection[Ref] | None, departments: Collection[str] = ()
) -> tuple[list[Hit], bool]:
    """The hits that are worth showing, best first, and whether they are likely to fit."""
    searcher, hits = _searched(shelf, question, meetings)
    if departments:
        named = {unit.key for unit in _naming(shelf.corpus, [hit.unit for hit in hits], departments)}
        hits = [hit for hit in hits if hit.unit.key in named]
    quoted = [hit for hit in hits if question.phrases and _holds(hit, question.phrases)]
    if quoted:
        return quoted, True
    if not hits:
        return [], False
    covered, scored = _WORTH * max(hit.coverage for hit in hits), _WORTH * hits[0].score
    worth = [hit for hit in hits if (hit.coverage and hit.coverage >= covered) or hit.score >= scored > 0]
    return worth or hits, probability(question, hits, is_shipped=searcher.is_shipped) >= LIKELY


def _searched(shelf: Shelf, question: Question, meetings: Collection[Ref] | None) -> tuple[Searcher, list[Hit]]:
    """The search and its hits; an index of vectors that is damaged is made anew."""
    searcher = shelf.searcher()
    try:
        return searcher, searcher.search(question, searcher.encode(question), meetings)
    except DamagedIndexError:
        shelf.mend()
        searcher = shelf.searcher()
        return searcher, searcher.search(question, searcher.encode(question), meetings)


def _units(hits: Iterable[Hit]) -> tuple[Unit, ...]:
    """The units of hits, of several passages of one part the best."""
    best: dict[Ref, Unit] = {}
    for hit in hits:
        best.setdefault(hit.unit.ref, hit.unit)
    return tuple(best.values())[:MOST_RESULTS]


def _worded(corpus: Corpus, question: Question, filters: Filters) -> Results:
    """The units that hold words which say nothing by themselves (要求), in the order of the minutes."""
    wanted = fold(question.mentions.rest).strip()
    units = list(corpus.units.values()) if filters.meetings is None else corpus.units_of(filters.meetings)
    held = (unit for unit in units if wanted in unit.text or wanted in unit.heading)
    return Results(tuple(_naming(corpus, list(held), filters.departments)))


def _naming(corpus: Corpus, units: Sequence[Unit], departments: Collection[str]) -> list[Unit]:
    """Of ``units`` those that name one of the departments, or tell it to do something; all where none is wanted."""
    if not departments:
        return list(units)
    wanted = set(departments)
    told = {
        _part(duty.ref)
        for ref in {unit.ref.whole_meeting() for unit in units}
        for duty in corpus.duties.get(ref, ())
        if not wanted.isdisjoint(duty.departments)
    }
    names = {name.lstrip("市县区") for name in wanted}
    return [
        unit
        for unit in units
        if _part(unit.ref) in told
        or (
            any(name in unit.text for name in names) and not wanted.isdisjoint(corpus.departments.find(fold(unit.text)))
        )
    ]


def _part(ref: Ref) -> str:
    return str(ref if ref.kind is PartKind.ITEM else ref.whole_resolution())


def _holds(hit: Hit, phrases: Iterable[str]) -> bool:
    text = fold(hit.unit.heading + hit.unit.text)
    return all(phrase in text for phrase in phrases)


def _looked_for(question: Question) -> set[str]:
    """The Chinese and Latin pieces by which a question's words are seen in a text."""
    terms = load_glossary().chinese_terms(question.topic) if question.language == "en" else ()
    return set(grams(" ".join((*question.content, *question.phrases, *terms))))


def _densest(text: str, pieces: Collection[str], most: int) -> int:
    """Where to begin so that most of the pieces are seen: at the start of a clause before the first of them."""
    plain = fold(text)
    if len(plain) != len(text):
        plain = text.lower()
    places = sorted((at, piece) for piece in pieces for at in _places(plain, piece))
    best, start = 0, 0
    for at, _ in places:
        seen = len({piece for place, piece in places if at <= place < at + most // 2})
        if seen > best:
            best, start = seen, at
    clause = max(text.rfind(mark, 0, start) for mark in "。；，、：")
    return clause + 1 if start - clause < most // 2 else max(start - most // 4, 0)


def _places(plain: str, piece: str) -> Iterable[int]:
    at = plain.find(piece)
    while at >= 0:
        yield at
        at = plain.find(piece, at + 1)
