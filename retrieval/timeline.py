"""A topic over time: what each meeting says on it, the oldest first."""

from collections.abc import Callable, Iterator, Sequence

from data.bilingual import Language
from data.refs import Ref
from retrieval.answers import Line, LineKind
from retrieval.finding import Found
from retrieval.naming import NamedMinutes, say_kept
from retrieval.searching import Hit

NEAR = 0.6
"""Share of the best meeting's coverage of the topic from which another meeting may be on it."""
STRONG = 0.5
"""Share of the best item's score from which that of another meeting is on the topic, and does not only touch it."""
MOST_MEETINGS = 40
"""Meetings of a timeline; of more the latest are shown."""


def near_meetings(hits: Sequence[Hit]) -> frozenset[Ref]:
    """The meetings (refs in full) that hold about as much of what was asked for as the best one does."""
    most = max((hit.coverage for hit in hits), default=0.0)
    return frozenset(hit.unit.ref.whole_meeting() for hit in hits if hit.coverage >= NEAR * most)


def strong_meetings(hits: Sequence[Hit]) -> frozenset[Ref]:
    """Those of the near meetings whose best item (of ``hits``, best first) fits the topic about as well as any."""
    least = STRONG * hits[0].score if hits else 0.0
    on_it = {hit.unit.ref.whole_meeting() for hit in hits if hit.score >= least}
    return near_meetings(hits) & on_it


def in_time(meetings: Sequence[NamedMinutes]) -> list[NamedMinutes]:
    """Meetings by the day they were held, the oldest first; those without a day by that of the minutes."""
    placed = [(kept.minutes.header.held or kept.minutes.header.issued, kept) for kept in reversed(meetings)]
    dated = sorted(((day, kept) for day, kept in placed if day), key=lambda each: each[0])
    return [*(kept for day, kept in placed if day is None), *(kept for _, kept in dated)]


def meeting_heading(kept: NamedMinutes, language: Language) -> Line:
    """The name and day of a meeting, as a heading over its lines."""
    return Line(LineKind.HEADING, say_kept(kept, language))


def timeline_lines(
    meetings: Sequence[NamedMinutes], find: Callable[[NamedMinutes], Found], language: Language
) -> Iterator[Line]:
    """Each meeting that says something, with what ``find`` quotes of it; those that say nothing are not listed."""
    for kept in in_time(meetings):
        quotes = [line for line in find(kept).lines if line.kind is LineKind.QUOTE]
        if quotes:
            yield meeting_heading(kept, language)
            yield from quotes
