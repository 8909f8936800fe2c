"""How likely it is that the best hits of a search answer the question, and when to say that nothing does.

No single score tells: e5's cosines are high for anything, a word may be held by chance, and the best of many
candidates stands out by chance alone. Together they do: a logistic regression, fitted for each language by
``python -m benchmarks.refusal``. ``docs/retrieval.md`` has the figures.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data.bilingual import Language
from retrieval.question import Question
from retrieval.searching import Hit, asked_words

LIKELY = 0.36
"""The probability from which hits are quoted: a wrong refusal costs the asker more than an item too many."""

_LOOKED_AT = 3  # hits whose coverage counts
_USUAL_CANDIDATES = 60
_FEW_CANDIDATES = 8
_UNDECIDED = 3.3  # the standing of questions with and without an answer alike
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
    "zh": Calibration(-71.65, 0.538, 5.274, 76.972, -0.009),
    "en": Calibration(-33.59, 1.253, 2.968, 34.209, 0.270),
}
"""For the shipped encoder."""

UNCALIBRATED: Mapping[Language, Calibration] = {
    "zh": Calibration(-7.73, 1.398, 5.594, 0.0, 0.128),
    "en": Calibration(-7.55, 1.411, 3.038, 0.0, 0.205),
}
"""For any other encoder, whose cosines have a range of their own."""


def evidence_of(question: Question, hits: Sequence[Hit]) -> Evidence:
    """The evidence of hits, best first and at least one."""
    return Evidence(
        standing=_standing(hits[0].score, len(hits)),
        coverage=max(hit.coverage for hit in hits[:_LOOKED_AT]),
        nearness=max(hit.nearness for hit in hits),
        words=sum(map(len, asked_words(question))),
    )


def _standing(score: float, candidates: int) -> float:
    """The score of the best hit as among sixty candidates; among a few none can stand out, which says nothing."""
    if candidates < _FEW_CANDIDATES:
        return _UNDECIDED
    return score - _by_chance(candidates) + _by_chance(_USUAL_CANDIDATES)


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
