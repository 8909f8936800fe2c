"""What is remembered of a question and its answer, so that the next question can go on from there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from data.bilingual import Language
from data.numerals import number
from data.refs import PartKind, Ref
from retrieval.answers import Answer, LineKind, Status
from retrieval.corpus import Corpus
from retrieval.naming import NamedMinutes
from retrieval.numbering import Numbered
from retrieval.question import Question
from retrieval.scope import find_scope
from retrieval.vocabulary import Kind

_MOST_MEETINGS = 4  # that are gone on from because they were cited, not because they were named
_MOST_SUBJECT = 80  # characters of a heading that stand for what an answer was about


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what was shown in answer to it. Refs are in full.

    ``asking`` are the folded words of the question without its meetings, with ``elliptical.SLOT`` in the place of
    its ``topic``;
    ``pointed`` are the numbers of the parts that it pointed at (``3-2``) where it had no topic; ``named`` are the
    meetings it named; ``listed`` are the parts or meetings a reader saw, in their order, or was offered; ``shown``
    all that were shown since the question was first asked; ``subject`` is the heading of the best of them;
    ``people`` are those that the question named; ``meetings`` tells each meeting of these from all others.
    """

    language: Language
    status: Status = Status.ANSWERED
    kind: Kind = Kind.FULL_TEXT
    asking: str = ""
    topic: str = ""
    pointed: tuple[str, ...] = ()
    named: tuple[Ref, ...] = ()
    listed: tuple[Ref, ...] = ()
    shown: frozenset[Ref] = frozenset()
    subject: str = ""
    people: tuple[str, ...] = ()
    meetings: Mapping[Ref, Numbered] = field(default_factory=dict)

    @property
    def has_question(self) -> bool:
        """Whether there is something that can be asked of another meeting; ``the last meeting`` asks for it whole."""
        whole = self.kind is Kind.WHOLE_MEETING or self.status is Status.AMBIGUOUS
        return bool(self.asking or self.topic or self.pointed) or whole

    @property
    def refs(self) -> frozenset[Ref]:
        """All that it tells of."""
        return self.shown.union(self.named, self.listed, self.meetings)

    @property
    def cited(self) -> tuple[Ref, ...]:
        """The meetings of what was shown, in their order; none of what was only offered."""
        shown = self.listed if self.status is Status.ANSWERED else ()
        return tuple(dict.fromkeys(ref.whole_meeting() for ref in shown))

    @property
    def spoken_of(self) -> tuple[Numbered, ...]:
        """The meetings to go on from: those that were named, else those cited, if they are few."""
        cited = self.cited if len(self.cited) <= _MOST_MEETINGS else ()
        return tuple(self.meetings[ref] for ref in self.named or cited)

    @property
    def resolutions(self) -> tuple[Ref, ...]:
        """The resolutions of what was shown, in their order."""
        shown = self.listed if self.status is Status.ANSWERED else ()
        return tuple(dict.fromkeys(ref.whole_resolution() for ref in shown if ref.resolution is not None))


def answered_turn(corpus: Corpus, question: Question, answer: Answer, asking: str, topic: str) -> Turn:
    """What is remembered of a question in full and its answer; ``asking`` and ``topic`` are its words."""
    scope = find_scope(corpus, question.mentions)
    named = tuple(kept.ref for kept in scope.meetings or ()) if scope.named else ()
    listed = _listed(question, answer)
    mentions = question.mentions
    pointed = [ref.short.partition("-")[2] for ref in mentions.refs if ref.resolution is not None]
    pointed += [
        f"{point.resolution}-{point.item}" if point.item else str(point.resolution) for point in mentions.points
    ]
    headings = (line.text for line in answer.lines if line.kind is LineKind.HEADING)
    return Turn(
        language=answer.language,
        status=answer.status,
        kind=question.kind,
        asking=asking,
        topic=topic,
        pointed=() if topic else tuple(pointed),
        named=named,
        listed=listed,
        shown=frozenset(citation.ref for citation in answer.citations),
        subject=next(headings, "")[:_MOST_SUBJECT],
        people=question.people,
        meetings=_told_apart(corpus, (*named, *listed)),
    )


def shown_turn(corpus: Corpus, refs: Iterable[Ref], language: Language, *, in_short: bool = False) -> Turn:
    """What is remembered where parts or meetings were shown without a question.

    ``in_short`` where what was shown of the meetings was each resolution.
    """
    given = tuple(dict.fromkeys(refs))
    listed = given
    if in_short:
        stored = [corpus.stored_at(ref) for ref in given]
        listed = tuple(
            replace(kept.ref, resolution=each.number) for kept in stored for each in kept.minutes.resolutions
        )
    resolution = corpus.resolution_at(listed[0]) if listed else None
    return Turn(
        language=language,
        kind=Kind.WHOLE_MEETING if in_short else Kind.FULL_TEXT,
        named=given if in_short else (),
        listed=listed,
        shown=frozenset(listed),
        subject="" if in_short or not resolution else resolution.heading[:_MOST_SUBJECT],
        meetings=_told_apart(corpus, (*given, *listed)),
    )


def _listed(question: Question, answer: Answer) -> tuple[Ref, ...]:
    """What a reader counts: each part cited, of a whole meeting each resolution, of a list of meetings each meeting."""
    if answer.status is not Status.ANSWERED:
        return answer.suggestions
    refs: Iterable[Ref] = (citation.ref for citation in answer.citations)
    if question.kind is Kind.WHOLE_MEETING:
        refs = (ref.whole_resolution() if ref.kind is PartKind.ITEM and ref.resolution else ref for ref in refs)
    if question.kind is Kind.MEETINGS:
        refs = (ref.whole_meeting() for ref in refs)
    return tuple(dict.fromkeys(refs))


def _told_apart(corpus: Corpus, refs: Iterable[Ref]) -> dict[Ref, Numbered]:
    return {ref: _numbered(corpus.stored_at(ref)) for ref in dict.fromkeys(each.whole_meeting() for each in refs)}


def _numbered(kept: NamedMinutes) -> Numbered:
    """A meeting by all that tells it from others."""
    header = kept.minutes.header
    day = header.held or header.issued
    year = header.year or (day.year if day else None)
    term = number(header.term) if header.term else None
    return Numbered(kept.ref.meeting, year, term, frozenset({header.issuer}))
