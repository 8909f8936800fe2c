"""How much each word of a question says: BM25 by word, weighed among the minutes of some offices only.

In a library of many offices a word may be rare among the minutes of one and common among those of others. What is
asked of one office is weighed as if its minutes were all there are.
"""

import math
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from data.store import Store, WordIndex
from retrieval.corpus import Corpus

SERIES = 8
"""How many characters at the beginning of a ref in full name its series."""

_LEAST = 1e-6  # the weight of a word that half of all parts hold, as in SQLite's bm25()
_MOST_KEPT = 5000  # words


@dataclass(frozen=True, slots=True)
class WordScores:
    """A word: the parts that hold it with its part of their BM25, and in how many of how many it is, by series.

    ``weight`` is the inverse document frequency that is in the scores.
    """

    scores: Mapping[str, float]
    weight: float
    holders: Mapping[str, int]  # parts
    units: Mapping[str, int]  # searched parts that hold it
    sizes: Mapping[str, int]  # all parts
    unit_sizes: Mapping[str, int]  # all searched parts

    def share(self, series: Collection[str]) -> float:
        """What the word weighs among ``series``, over what it weighs in the scores."""
        return _inverse_frequency(_among(self.sizes, series), _among(self.holders, series)) / self.weight

    def rarity(self, series: Collection[str]) -> float:
        """How rare the word is among the searched parts of ``series``, above 0."""
        all_parts, holding = _among(self.unit_sizes, series), _among(self.units, series)
        return math.log(1 + (all_parts - holding + 0.5) / (holding + 0.5))


class Words:
    """The words of one corpus, each looked up in the store once."""

    def __init__(self, corpus: Corpus, store: Store) -> None:
        self._store = store
        self._corpus = corpus
        self._kept: dict[tuple[WordIndex, str], WordScores] = {}
        self._parts = corpus.part_refs
        self._all_parts = store.part_count
        self._sizes = Counter(ref[:SERIES] for ref in self._parts)
        self._unit_sizes = Counter(ref[:SERIES] for ref in corpus.units_by_part)

    @classmethod
    def of(cls, corpus: Corpus, store: Store) -> "Words":
        """The words of a corpus, kept with it."""
        known = corpus.kept_words.get("words")
        if not isinstance(known, cls):
            known = corpus.kept_words["words"] = cls(corpus, store)
        return known

    def scores(self, word: str, index: WordIndex) -> WordScores:
        """What one word says of the parts of this corpus; only their average length is that of all in the store."""
        if (index, word) not in self._kept:
            if len(self._kept) > _MOST_KEPT:
                self._kept.clear()
            everywhere = self._store.word_scores([word], index)
            scores = {ref: score for ref, score in everywhere.items() if ref in self._parts}
            known = self._corpus.units_by_part
            self._kept[index, word] = WordScores(
                scores,
                _inverse_frequency(self._all_parts, len(everywhere)),
                Counter(ref[:SERIES] for ref in scores),
                Counter(ref[:SERIES] for ref in scores if ref in known),
                self._sizes,
                self._unit_sizes,
            )
        return self._kept[index, word]


def _inverse_frequency(parts: int, holding: int) -> float:
    """That of SQLite's ``bm25()``."""
    return max(math.log((max(parts - holding, 0) + 0.5) / (holding + 0.5)), _LEAST)


def _among(counts: Mapping[str, int], series: Collection[str]) -> int:
    return sum(counts.get(each, 0) for each in series)
