"""What minutes say of the departments and topics that a person watches."""

from collections.abc import Callable, Iterator, Sequence

from data.refs import Ref
from data.words import fold, sentences
from retrieval import elliptical
from retrieval.answering import Answerer
from retrieval.answers import Line, LineKind, Status
from retrieval.corpus import Corpus
from retrieval.lines import snippet_line
from retrieval.naming import NamedMinutes
from retrieval.question import Question
from retrieval.searching import Searcher

MOST_LINES = 8
"""Lines of one thing that is watched."""

Find = Callable[[Sequence[NamedMinutes], str], Sequence[tuple[Ref, str]]]
"""Where meetings speak of a topic: refs in full, with the words that are quoted from there."""


def watched_lines(corpus: Corpus, meetings: Sequence[NamedMinutes], words: str, find: Find | None) -> list[Line]:
    """What meetings say of a department, in any usual form, or of a topic: quotes, most relevant first."""
    departments = corpus.departments.resolve(words)
    lines = [
        *_told(corpus, meetings, departments),
        *_worded(corpus, meetings, words),
        *(_named(corpus, meetings, departments) if departments else ()),
    ]
    if not lines and find and not departments:
        lines = [snippet_line(corpus.stored_at(ref), ref, quote) for ref, quote in find(meetings, words)]
    return list(dict.fromkeys(lines))[:MOST_LINES]


def finder(searcher: Callable[[], Searcher], read: Callable[[str], Question]) -> Find:
    """Finds topics as questions are answered: only what the refusal lets through, over the meetings at hand alone."""

    def find(meetings: Sequence[NamedMinutes], words: str) -> list[tuple[Ref, str]]:
        of_these = Corpus(0, tuple(meetings))
        question = read(words)
        if question.mentions.any_meeting:  # of no use here: what is sought is said of the same by other meetings
            question = read(elliptical.read(question).topic or words)
        answer = Answerer(of_these, lambda: searcher().over(of_these)).answer(question)
        if answer.status is not Status.ANSWERED:
            return []
        return [
            (line.citation.ref, line.citation.quote)
            for line in answer.lines
            if line.kind is LineKind.QUOTE and line.citation and line.citation.ref.resolution is not None
        ]

    return find


def _told(corpus: Corpus, meetings: Sequence[NamedMinutes], departments: frozenset[str]) -> Iterator[Line]:
    """The duties of departments."""
    for kept in meetings:
        for duty in corpus.duties[kept.ref]:
            if departments.intersection(duty.departments):
                yield snippet_line(kept, duty.ref, duty.text)


def _named(corpus: Corpus, meetings: Sequence[NamedMinutes], departments: frozenset[str]) -> Iterator[Line]:
    """The sentences, of items in which departments have no duty, that name them."""
    for kept in meetings:
        told = {duty.ref for duty in corpus.duties[kept.ref] if departments.intersection(duty.departments)}
        for unit in corpus.units_of({kept.ref}):
            for sentence in unit.sentences:
                if unit.ref not in told and departments.intersection(corpus.departments.find(fold(sentence))):
                    yield snippet_line(kept, unit.ref, sentence)


def _worded(corpus: Corpus, meetings: Sequence[NamedMinutes], words: str) -> Iterator[Line]:
    """The sentences that hold the very words, and the headings."""
    wanted = fold(words)
    for kept in meetings:
        for resolution in kept.minutes.resolutions:
            whole = Ref(kept.ref.meeting, resolution.number)
            if resolution.heading and wanted in fold(resolution.heading):
                yield snippet_line(kept, whole, resolution.heading)
        for unit in corpus.units_of({kept.ref}):
            for sentence in sentences(unit.text):
                if wanted in fold(sentence):
                    yield snippet_line(kept, unit.ref, sentence)
