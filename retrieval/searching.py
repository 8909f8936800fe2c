"""Hybrid search: vectors and words, filtered exactly, fused with an eye on the question's language.

A unit's vector score is that of its whole text and that of its best sentence together; its word score is
BM25 over Chinese bigrams, or over English glosses for an English question. Both are standardised over the
candidates before they are added: ranks would give a few shared letters the weight of a whole ranking.
``docs/retrieval.md`` has the measurements behind the choices.
"""

import heapq
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from data.bilingual import Language
from data.glossaries import load_glossary
from data.refs import Ref
from data.store import Store, WordIndex
from data.words import fold, grams
from embeddings.encoder import DEFAULT_MODEL, Encoder
from embeddings.vector_index import VectorIndex, passage_id
from retrieval.corpus import Corpus
from retrieval.question import Question
from retrieval.units import Unit
from retrieval.weighing import SERIES, Words

NEAREST = 200  # texts that the vector index proposes
MOST_CANDIDATES = 2000  # units that are scored one by one; of a larger library only those that an index proposes
SUBJECT_SHARE = (
    0.5  # how much the best match of a resolution's subject adds to its best item, and of words makes it lead
)

_INDEX: Mapping[Language, WordIndex] = {"zh": WordIndex.CHINESE, "en": WordIndex.GLOSSES}

Vector = NDArray[np.float32]
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of the ranking counts; ``python -m benchmarks.ranking`` shows what it is worth.

    ``words`` is the share of words, the rest is vectors; ``whole`` and ``sentence`` are what the vectors of an item and
    of its best sentence count among those; ``coverage`` (for holding all that is asked for) and ``phrase`` (for
    holding quoted wording) are in standard deviations.
    """

    words: Mapping[Language, float] = field(default_factory=lambda: {"zh": 0.2, "en": 0.35})
    whole: float = 1.0
    sentence: float = 1.0
    coverage: Mapping[Language, float] = field(default_factory=lambda: {"zh": 0.0, "en": 2.0})
    phrase: float = 3.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit found, its fused score (standard deviations above the mean candidate) and what else speaks for it.

    ``coverage`` is the share, 0 to 1, of the words asked for that the unit or its heading holds; ``nearness`` the
    cosine of the question and its nearest sentence.
    """

    unit: Unit
    score: float
    coverage: float
    nearness: float


@dataclass(frozen=True, slots=True)
class ResolutionHit:
    """A resolution found as a whole; ``subject_leads`` when the question names its subject, not a detail."""

    ref: Ref
    score: float
    subject_leads: bool
    best: Hit


class Searcher:
    """Searches one corpus with its index of words (the store) and of vectors."""

    def __init__(
        self, corpus: Corpus, store: Store, index: VectorIndex, encoder: Encoder, weights: Weights | None = None
    ) -> None:
        self._weights = weights or Weights()
        self._corpus = corpus
        self._weighed = Words.of(corpus, store)
        self._store = store
        self._index = index
        self._encoder = encoder

    def over(self, corpus: Corpus) -> "Searcher":
        """The same search over another corpus of the same store."""
        if corpus is self._corpus:
            return self
        return Searcher(corpus, self._store, self._index, self._encoder, self._weights)

    @property
    def is_shipped(self) -> bool:
        """Whether the vectors are those of the shipped encoder, whose cosines are calibrated."""
        return self._encoder.name.startswith(DEFAULT_MODEL)

    def encode(self, question: Question) -> Vector:
        """The vector of a question, float32 (dimensions,)."""
        return self._encoder.query(question.searched)

    def search(self, question: Question, vector: Vector, meetings: Collection[Ref] | None = None) -> list[Hit]:
        """The candidates, best first; ``meetings`` (refs in full) limits them to these meetings."""
        series = self._corpus.series_of_offices(meetings)
        words = self._word_scores(question, series)
        units = self._candidates(vector, words, meetings)
        if not units:
            return []
        whole, sentence = self._nearness(vector, units)
        near = self._weights.whole * _standardise(whole) + self._weights.sentence * _standardise(sentence)
        shares = np.array(self._coverage(question, units, series))
        scores = (
            self._fuse(question, units, words, _standardise(near)) + self._weights.coverage[question.language] * shares
        )
        order = np.argsort(-scores, kind="stable")
        return [Hit(units[i], float(scores[i]), float(shares[i]), float(sentence[i])) for i in order]

    def search_resolutions(self, question: Question, vector: Vector, hits: Sequence[Hit]) -> list[ResolutionHit]:
        """The resolutions of the hits, best first: by their best item and by how well their subject fits."""
        best: dict[Ref, Hit] = {}
        for hit in hits:
            best.setdefault(hit.unit.ref.whole_resolution(), hit)
        refs = list(best)
        if not refs:
            return []
        words = self._word_scores(question, self._corpus.series_of_offices({ref.whole_meeting() for ref in refs}))
        subject_words = np.array([words.get(str(ref), 0.0) for ref in refs])
        similarities = self._similarities(vector, [best[ref].unit.heading or best[ref].unit.text for ref in refs])
        share = self._weights.words[question.language]
        subject = share * _standardise(subject_words) + (1 - share) * _standardise(similarities)
        item = _standardise(np.array([best[ref].score for ref in refs]))
        item_words = max((words.get(str(hit.unit.ref), 0.0) for hit in hits), default=0.0)
        scores = item + SUBJECT_SHARE * subject
        return [
            ResolutionHit(
                refs[i], float(scores[i]), bool(subject_words[i] >= SUBJECT_SHARE * item_words), best[refs[i]]
            )
            for i in np.argsort(-scores, kind="stable")
        ]

    def _candidates(self, vector: Vector, words: Mapping[str, float], meetings: Collection[Ref] | None) -> list[Unit]:
        """All units of the meetings asked for or, where they are many, those that either index proposes."""
        known = self._corpus.units
        everything = list(known.values()) if meetings is None else self._corpus.units_of(meetings)
        if len(everything) <= MOST_CANDIDATES:
            return everything
        near = self._nearest_keys(vector, meetings)
        by_part = self._corpus.units_by_part
        held = (ref for ref in words if ref in by_part and _is_of(by_part[ref][0], meetings))
        for ref in heapq.nlargest(NEAREST, held, key=words.__getitem__):
            near |= {unit.key for unit in by_part[ref]}
        return [known[key] for key in sorted(near)]

    def _nearest_keys(self, vector: Vector, meetings: Collection[Ref] | None) -> set[str]:
        """The keys of the units of these meetings with the texts nearest to a question.

        The index also holds texts of other minutes: more are asked for until enough of them are of these meetings.
        """
        known, asked = self._corpus.units, NEAREST
        while True:
            found = self._index.nearest(vector, asked)
            of_text = ([key for key in self._corpus.keys_of(each.id) if _is_of(known[key], meetings)] for each in found)
            held = list(filter(None, of_text))
            if len(held) >= NEAREST or len(found) < asked:
                return {key for keys in held[:NEAREST] for key in keys}
            asked *= 2

    def _nearness(self, vector: Vector, units: Sequence[Unit]) -> tuple[Scores, Scores]:
        """The cosines of the question with each unit, and with the nearest sentence of each."""
        texts = [text for unit in units for text in (unit.text, *unit.sentences)]
        similarities = self._similarities(vector, texts)
        whole, sentence, place = np.empty(len(units)), np.empty(len(units)), 0
        for index, unit in enumerate(units):
            end = place + 1 + len(unit.sentences)
            whole[index], sentence[index] = similarities[place], similarities[place + 1 : end].max()
            place = end
        return whole, sentence

    def _fuse(self, question: Question, units: Sequence[Unit], words: Mapping[str, float], dense: Scores) -> Scores:
        """Vectors (``dense``, standardised) and words together, and quoted wording above all."""
        lexical = _standardise(np.array([words.get(str(unit.ref), 0.0) for unit in units]))
        share = self._weights.words[question.language]
        quoted = np.array([any(phrase in fold(unit.text) for phrase in question.phrases) for unit in units])
        return np.asarray(share * lexical + (1 - share) * dense + self._weights.phrase * quoted, dtype=np.float64)

    def _similarities(self, vector: Vector, texts: Sequence[str]) -> Scores:
        """The cosine of each text with the question; a text without a vector scores the lowest of all."""
        known = self._corpus.vectors
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            ids = {passage_id(text): text for text in missing}
            known.update({ids[each]: found for each, found in self._index.vectors(list(ids)).items()})
        nothing = np.zeros_like(vector)
        there = np.array([text in known for text in texts])
        cosines = np.stack([known.get(text, nothing) for text in texts]) @ vector
        return np.where(there, cosines.astype(np.float64), -1.0)

    def _word_scores(self, question: Question, series: Collection[str]) -> dict[str, float]:
        """BM25 by full ref; an English question counts by its words, its Chinese wording, and the glossary's terms.

        A word weighs what it weighs among the minutes of ``series``, as if there were no others: BM25 is a sum over
        words, and each word's part of it the product of its weight and of how often the part holds it.
        """
        scores: dict[str, float] = {}
        for word, index in self._words(question):
            found = self._weighed.scores(word, index)
            share = found.share(series)
            for ref, score in found.scores.items():
                if ref[:SERIES] in series:
                    scores[ref] = scores.get(ref, 0.0) + share * score
        return scores

    @staticmethod
    def _words(question: Question) -> list[tuple[str, WordIndex]]:
        if question.language == "zh":
            return [(word, WordIndex.CHINESE) for word in dict.fromkeys(grams(" ".join(question.content)))]
        terms = load_glossary().chinese_terms(question.topic)
        chinese = dict.fromkeys(grams(" ".join((*question.phrases, *terms))))
        english = dict.fromkeys(word for word in question.content if word.isascii())
        return [*((word, WordIndex.CHINESE) for word in chinese), *((word, WordIndex.GLOSSES) for word in english)]

    def _coverage(self, question: Question, units: Sequence[Unit], series: Collection[str]) -> list[float]:
        """For each unit the share of what was asked for that it or its heading holds, rare words counting more."""
        runs, index = asked_words(question), _INDEX[question.language]
        found = {word: self._weighed.scores(word, index) for run in runs for word in run}
        weights = {word: each.rarity(series) for word, each in found.items()}
        return [
            _covered({word for word, each in found.items() if ref in each.scores}, runs, weights)
            for ref in (str(unit.ref) for unit in units)
        ]


def _is_of(unit: Unit, meetings: Collection[Ref] | None) -> bool:
    return meetings is None or unit.ref.whole_meeting() in meetings


def asked_words(question: Question) -> list[list[str]]:
    """What is asked for: the pairs of characters of each run of Chinese, or each English word."""
    if question.language == "en":
        return [[word] for word in question.content if word.isascii()]
    return [grams(run) for run in question.content]


def _covered(held: Collection[str], runs: Sequence[Sequence[str]], weights: Mapping[str, float]) -> float:
    """The weight of the words held over that of all words, 0 to 1.

    A pair of characters that only joins two words (``车方`` in 停车方案) is not missed where both words are held.
    """
    found = missed = 0.0
    for run in runs:
        for index, word in enumerate(run):
            if word in held:
                found += weights[word]
            elif not (0 < index < len(run) - 1 and run[index - 1] in held and run[index + 1] in held):
                missed += weights[word]
    return found / (found + missed) if found else 0.0


def _standardise(values: NDArray[np.floating]) -> Scores:
    """``values`` with mean 0 and standard deviation 1; all zero where they do not differ."""
    spread = float(values.std())
    return np.asarray((values - values.mean()) / spread if spread > 0 else np.zeros(len(values)), dtype=np.float64)
