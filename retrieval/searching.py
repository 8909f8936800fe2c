"""Hybrid search: vectors and words, filtered exactly, fused with an eye on the question's language.

A unit's vector score is that of its whole text and that of its best sentence together; its word score is
BM25 over Chinese bigrams, or over English glosses for an English question. Both are standardised over the
candidates before they are added: ranks would give a few shared letters the weight of a whole ranking.
``docs/retrieval.md`` has the measurements behind the choices.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.bilingual import Language
from data.glossaries import load_glossary
from data.refs import Ref
from data.store import Store, WordIndex
from data.words import fold, grams
from embeddings.encoder import Encoder
from embeddings.vector_index import VectorIndex, passage_id
from retrieval.corpus import Corpus, Unit
from retrieval.question import Question

WORD_WEIGHT: Mapping[Language, float] = {"zh": 0.3, "en": 0.5}  # the share of words, the rest is vectors
HEADING_WEIGHT = 1.0  # a word of the heading against one of the item, in BM25
PHRASE_BONUS = 3.0  # standard deviations, for holding the quoted wording
NEAREST = 200  # texts that the vector index proposes
SUBJECT_SHARE = 0.5  # how much the best match of a resolution's subject adds to its best item

Vector = NDArray[np.float32]
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit found, its fused score (standard deviations above the mean candidate) and its coverage.

    ``coverage`` is the share, 0 to 1, of the words asked for that the unit or its heading holds.
    """

    unit: Unit
    score: float
    coverage: float


@dataclass(frozen=True, slots=True)
class ResolutionHit:
    """A resolution found as a whole; ``subject_leads`` when the question names its subject, not a detail."""

    ref: Ref
    score: float
    subject_leads: bool
    best: Hit


class Searcher:
    """Searches one corpus with its index of words (the store) and of vectors."""

    def __init__(self, corpus: Corpus, store: Store, index: VectorIndex, encoder: Encoder) -> None:
        self._corpus = corpus
        self._store = store
        self._index = index
        self._encoder = encoder

    def encode(self, question: Question) -> Vector:
        """The vector of a question, float32 (dimensions,)."""
        return self._encoder.query(question.text)

    def search(self, question: Question, vector: Vector, meetings: Collection[Ref] | None = None) -> list[Hit]:
        """The candidates, best first; ``meetings`` (refs in full) limits them to these meetings."""
        words = self._word_scores(question)
        units = self._candidates(vector, words, meetings)
        if not units:
            return []
        scores = self._fuse(question, vector, units, words)
        order = np.argsort(-scores, kind="stable")
        shares = self._coverage(question, [units[i] for i in order])
        return [Hit(units[i], float(scores[i]), share) for i, share in zip(order, shares, strict=True)]

    def search_resolutions(self, question: Question, vector: Vector, hits: Sequence[Hit]) -> list[ResolutionHit]:
        """The resolutions of the hits, best first: by their best item and by how well their subject fits."""
        best: dict[Ref, Hit] = {}
        for hit in hits:
            best.setdefault(hit.unit.ref.whole_resolution(), hit)
        refs = list(best)
        if not refs:
            return []
        words = self._word_scores(question)
        subject_words = np.array([words.get(str(ref), 0.0) for ref in refs])
        similarities = self._similarities(vector, [best[ref].unit.heading for ref in refs])
        share = WORD_WEIGHT[question.language]
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
        """All units of the meetings asked for or, in the whole library, those that either index proposes."""
        known = self._corpus.units
        if meetings is not None:
            return [unit for unit in known.values() if unit.ref.whole_meeting() in meetings]
        near = {ref for found in self._index.nearest(vector, NEAREST) for ref in self._corpus.refs_of(found.id)}
        wordy = sorted(words, key=lambda ref: -words[ref])[:NEAREST]
        return [known[ref] for ref in known if ref in near or ref in set(wordy)]

    def _fuse(self, question: Question, vector: Vector, units: Sequence[Unit], words: Mapping[str, float]) -> Scores:
        texts = [text for unit in units for text in (unit.text, *unit.sentences)]
        similarity = dict(zip(texts, self._similarities(vector, texts), strict=True))
        whole = np.array([similarity[unit.text] for unit in units])
        sentence = np.array([max(similarity[each] for each in unit.sentences) for unit in units])
        dense = _standardise(_standardise(whole) + _standardise(sentence))
        lexical = _standardise(np.array([words.get(str(unit.ref), 0.0) for unit in units]))
        share = WORD_WEIGHT[question.language]
        quoted = np.array([any(phrase in fold(unit.text) for phrase in question.phrases) for unit in units])
        return np.asarray(share * lexical + (1 - share) * dense + PHRASE_BONUS * quoted, dtype=np.float64)

    def _similarities(self, vector: Vector, texts: Sequence[str]) -> Scores:
        """The cosine of each text with the question; a text without a vector scores the lowest of all."""
        ids = [passage_id(text) for text in texts]
        vectors = self._index.vectors(ids)
        cosines = [float(vectors[each] @ vector) if each in vectors else -1.0 for each in ids]
        return np.array(cosines, dtype=np.float64)

    def _word_scores(self, question: Question) -> dict[str, float]:
        """BM25 by full ref; an English question counts by its words, its Chinese wording, and the glossary's terms."""
        if question.language == "zh":
            return self._store.word_scores(grams(" ".join(question.content)), WordIndex.CHINESE, HEADING_WEIGHT)
        terms = load_glossary().chinese_terms(question.topic)
        chinese = grams(" ".join((*question.phrases, *terms)))
        scores = self._store.word_scores(chinese, WordIndex.CHINESE, HEADING_WEIGHT)
        english = [word for word in question.content if word.isascii()]
        for ref, score in self._store.word_scores(english, WordIndex.GLOSSES, HEADING_WEIGHT).items():
            scores[ref] = scores.get(ref, 0.0) + score
        return scores

    def _coverage(self, question: Question, units: Sequence[Unit]) -> list[float]:
        """For each unit the share of what was asked for that it or its heading holds, rare words counting more."""
        if question.language == "en":
            runs, index = [[word] for word in question.content if word.isascii()], WordIndex.GLOSSES
        else:
            runs, index = [grams(run) for run in question.content], WordIndex.CHINESE
        known = self._corpus.units.keys()
        holders = {word: self._store.word_scores([word], index).keys() & known for run in runs for word in run}
        weights = {
            word: math.log(1 + (len(known) - len(refs) + 0.5) / (len(refs) + 0.5)) for word, refs in holders.items()
        }
        return [
            _covered({word for word, refs in holders.items() if str(unit.ref) in refs}, runs, weights) for unit in units
        ]


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
