"""How likely it is that the best hits of a search answer the question, and when to say that nothing does.

No single score tells: e5's cosines are high for anything, a word may be held by chance, and the best of many
candidates stands out by chance alone. Together they do: a logistic regression, fitted for each language by
``python -m benchmarks.abstention``. ``docs/retrieval.md`` has the figures.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.bilingual import Language
from retrieval.question import Question
from retrieval.searching import Hit, asked_words

LIKELY = 0.42
"""The probability from which hits are quoted: a wrong refusal costs the asker more than an item too many."""

_LOOKED_AT = 3  # hits whose coverage counts
_USUAL_CANDIDATES = 60
_ALL = 0.999  # of several words: no question without an answer, of 661, had that much
_SEVERAL = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What tells of the best hits whether they answer.

    ``standing`` is how far the best stands above the mean candidate, in standard deviations, as among sixty;
    ``coverage`` the share of what was asked for that the best hold, 0 to 1; ``nearness`` the cosine of the question
    and the nearest sentence; ``words`` how many were asked for, on which cosines depend.
    """

    standing: float
    coverage: float
    nearness: float
    words: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """The weights of a logistic regression over the evidence."""

    bias: float
    standing: float
    coverage: float
    nearness: float
    words: float

    def probability(self, evidence: Evidence) -> float:
        """How likely it is that the hits answer, where half of all questions have an answer; 0 to 1."""
        logit = (
            self.bias
            + self.standing * evidence.standing
            + self.coverage * evidence.coverage
            + self.nearness * evidence.nearness
            + self.words * evidence.words
        )
        return 1 / (1 + math.exp(-logit))


CALIBRATED: Mapping[Language, Calibration] = {
    "zh": Calibration(-83.21, 0.494, 5.122, 90.195, 0.020),
    "en": Calibration(-43.31, 1.123, 3.466, 46.641, 0.375),
}
"""For the shipped encoder."""

UNCALIBRATED: Mapping[Language, Calibration] = {
    "zh": Calibration(-8.01, 1.507, 5.441, 0.0, 0.144),
    "en": Calibration(-7.74, 1.284, 3.877, 0.0, 0.288),
}
"""For any other encoder, whose cosines have a range of their own."""


def evidence_of(question: Question, hits: Sequence[Hit]) -> Evidence:
    """The evidence of hits, best first and at least one."""
    return Evidence(
        standing=hits[0].score - _by_chance(len(hits)) + _by_chance(_USUAL_CANDIDATES),
        coverage=max(hit.coverage for hit in hits[:_LOOKED_AT]),
        nearness=max(hit.nearness for hit in hits),
        words=sum(map(len, asked_words(question))),
    )


def _by_chance(candidates: int) -> float:
    """About how far the best of so many candidates stands out by chance alone, in standard deviations."""
    return math.sqrt(2 * math.log(candidates))


def probability(question: Question, hits: Sequence[Hit], *, is_shipped: bool) -> float:
    """How likely it is that hits, best first, answer; 0 to 1. ``is_shipped``: by the shipped encoder."""
    if not hits:
        return 0.0
    evidence = evidence_of(question, hits)
    if evidence.coverage >= _ALL and evidence.words >= _SEVERAL:
        return 1.0
    return (CALIBRATED if is_shipped else UNCALIBRATED)[question.language].probability(evidence)
