"""Whether what a question asks of some meetings stands in another meeting of the same office instead.

``Did meeting 26 discuss parking?`` has a best item in meeting 26 whatever it is about; that an item of meeting 25
fits far better tells that it is not the one. Of some fifty questions that name one meeting, those on a topic that only
another meeting treats had an item of that one standing at least 1.7 standard deviations above the best of the one
named; where the meeting named does treat the topic, none stood more than 0.4 above.
"""

from collections.abc import Sequence

from data.refs import Ref
from retrieval.corpus import Corpus
from retrieval.scope import Scope
from retrieval.searching import Hit

FAR_BETTER = 1.0
"""Standard deviations by which the best item of another meeting fits better than the best of those asked about."""

SURE = 0.9
"""The probability from which an item of the meetings asked about answers, however well others fit."""


def other_meetings(corpus: Corpus, scope: Scope) -> frozenset[Ref]:
    """The meetings of the offices in scope that the question leaves out; none where it names no meeting."""
    if not scope.named or scope.meetings is None:
        return frozenset()
    asked = {kept.ref for kept in scope.meetings}
    issuers = {kept.minutes.header.issuer for kept in scope.meetings}
    return frozenset(
        kept.ref for kept in corpus.stored if kept.minutes.header.issuer in issuers and kept.ref not in asked
    )


def stands_elsewhere(hits: Sequence[Hit], others: frozenset[Ref]) -> bool:
    """Whether the best of ``hits``, over all meetings of the office, is of other meetings, and far better."""
    theirs = [hit.score for hit in hits if hit.unit.ref.whole_meeting() in others]
    asked = [hit.score for hit in hits if hit.unit.ref.whole_meeting() not in others]
    return bool(theirs) and (not asked or theirs[0] >= asked[0] + FAR_BETTER)
