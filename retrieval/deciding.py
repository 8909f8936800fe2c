"""The decision of a resolution in an answer: what was asked leads, and the words of the minutes follow."""

from collections.abc import Iterator

from data.bilingual import Bilingual, Language
from data.model import Decision, Resolution
from data.refs import Ref
from data.store import StoredMinutes
from data.words import sentences
from retrieval.answers import Line
from retrieval.lines import cite, heading_line, notice, resolution_lines, snippet_line, statement
from retrieval.naming import say_kept
from retrieval.question import Question
from retrieval.units import deciding_passage
from retrieval.vocabulary import Kind
from retrieval.wording import say_reviser, say_verdict, say_ways_on

_NO_DECISION = Bilingual("未记载表决性决定。", "No decision is recorded.")
_HEARD_ONLY = Bilingual(
    "这次会议的纪要没有记载同意、通过等决定，只记载了听取、学习和研究的内容：",
    "The minutes of this meeting record no decision, only what was heard and studied:",
)
_NONE_ON_THIS = Bilingual(
    "纪要没有记载对此作出同意、通过等决定；记载的内容是：",
    "The minutes record no approval or other decision on this; what they say is:",
)

_NO_AGENDA = Bilingual(
    "{meeting}的纪要没有列出议程；会议的事项是：",
    "The minutes of {meeting} list no agenda; the matters treated are:",
)


def decision_lines(
    kept: StoredMinutes, resolution: Resolution, question: Question, *, whole: bool = True
) -> Iterator[Line]:
    """A resolution's decision in own words, led by what was asked, then its items (or only the deciding one)."""
    decision, language = resolution.decision, question.language
    if decision is None:
        yield from no_decision_lines(question)
        yield from resolution_lines(kept, resolution)
        return
    deciding = Ref(kept.minutes.number, resolution.number, decision.item)
    text = deciding_passage(resolution)
    if resolution.heading and resolution.heading != text:
        yield heading_line(kept, resolution)
    yield statement(_say(decision, question.kind, language), cite(kept, deciding, text))
    yield snippet_line(kept, deciding, text)
    if whole:
        if decision.item is not None and resolution.body:
            yield snippet_line(kept, deciding.whole_resolution(), resolution.body)
        for item in resolution.items:
            if item.number != decision.item:
                yield snippet_line(kept, Ref(deciding.meeting, resolution.number, item.number), item.text)


def no_decision_lines(question: Question) -> Iterator[Line]:
    """That nothing was decided, where a decision was asked for."""
    if question.kind is Kind.DECISION:
        yield notice(_NONE_ON_THIS.say(question.language))


def meeting_lines(kept: StoredMinutes, language: Language) -> Iterator[Line]:
    """A meeting in short: each resolution's heading with its decision, cited."""
    decides = kept.minutes.decides
    if not decides:
        yield notice(_HEARD_ONLY.say(language))
    for resolution in kept.minutes.resolutions:
        decision = resolution.decision
        ref = Ref(kept.minutes.number, resolution.number, decision.item if decision else None)
        if resolution.heading:
            yield heading_line(kept, resolution)
        if decision:
            cited = cite(kept, ref, deciding_passage(resolution))
            yield statement(_say(decision, Kind.WHOLE_MEETING, language), cited)
        elif not resolution.heading:
            for item in resolution.items:
                begins = sentences(item.text)[0]
                yield snippet_line(kept, Ref(ref.meeting, resolution.number, item.number), begins)
        elif resolution.body and not decides:
            yield snippet_line(kept, ref, sentences(resolution.body)[0])
        else:
            yield statement(_NO_DECISION.say(language), cite(kept, ref, resolution.heading))


def agenda_lines(kept: StoredMinutes, language: Language) -> Iterator[Line]:
    """What was on the agenda, told by what was treated, where no sentence of the minutes lists it."""
    yield notice(_NO_AGENDA.say(language).format(meeting=say_kept(kept, language)))
    for resolution in kept.minutes.resolutions:
        if resolution.heading:
            yield snippet_line(kept, Ref(kept.minutes.number, resolution.number), resolution.heading)
            continue
        for item in resolution.items:
            ref = Ref(kept.minutes.number, resolution.number, item.number)
            yield snippet_line(kept, ref, sentences(item.text)[0])


def _say(decision: Decision, kind: Kind, language: Language) -> str:
    """The decision in one sentence; the reviser or the way on leads where that was asked."""
    verdict = say_verdict(decision, language)
    reviser, ways_on = say_reviser(decision, language), say_ways_on(decision.ways_on, language)
    order = {
        Kind.DEPARTMENT: (reviser, ways_on, verdict),
        Kind.ISSUING: (ways_on, reviser, verdict),
    }.get(kind, (verdict, reviser, ways_on))
    said = (("；" if language == "zh" else "; ").join(filter(None, order))) + ("。" if language == "zh" else ".")
    return said if language == "zh" else said[0].upper() + said[1:]
