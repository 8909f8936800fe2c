"""Answering with a part that a question points at: a ref, or a resolution or item by its number."""

from collections.abc import Iterator

from data.bilingual import Bilingual
from data.model import Minutes, Resolution
from data.refs import UNNUMBERED, Ref
from retrieval.answers import Line
from retrieval.deciding import decision_lines, meeting_lines
from retrieval.lines import heading_line, notice, resolution_lines, snippet_line
from retrieval.naming import NamedMinutes, say_kept
from retrieval.question import Question
from retrieval.vocabulary import APPROVAL, Kind


def pointed_lines(kept: NamedMinutes, question: Question) -> tuple[list[Line], list[Line]]:
    """The lines of the parts asked for by their place in one meeting, and notices of those that are not there."""
    lines: list[Line] = []
    missing: list[Line] = []
    for ref in wanted_refs(question, kept):
        if kept.minutes.part(ref) is None:
            missing.append(notice(_no_part(kept, ref).say(question.language)))
        else:
            lines += _part_lines(kept, ref, question)
    return lines, missing


def _part_lines(kept: NamedMinutes, ref: Ref, question: Question) -> Iterator[Line]:
    part = kept.minutes.part(ref)
    resolution = None if ref.resolution is None else kept.minutes.resolution(ref.resolution)
    if ref.kind is None:
        yield from meeting_lines(kept, question.language)
    elif ref.item is None and resolution:
        if question.kind is Kind.FULL_TEXT:
            yield from resolution_lines(kept, resolution)
        else:
            yield from decision_lines(kept, resolution, question, whole=not _is_told(resolution, question))
    elif part:
        if resolution and resolution.heading:
            yield heading_line(kept, resolution)
        yield snippet_line(kept, ref, part.text)


def _is_told(resolution: Resolution, question: Question) -> bool:
    """Whether the deciding item tells all that was asked: the verdict, who revises, or in whose name it is issued."""
    decision = resolution.decision
    if decision is None:
        return False
    match question.kind:
        case Kind.ISSUING:
            return bool(decision.ways_on)
        case Kind.DEPARTMENT:
            return bool(decision.reviser)
        case _:
            return bool(APPROVAL.search(question.mentions.rest))


def wanted_refs(question: Question, kept: NamedMinutes) -> list[Ref]:
    """The refs asked for; ``第3段`` of minutes without resolutions is a paragraph of theirs."""
    meeting, series = kept.ref.meeting, kept.ref.series
    refs = [ref for ref in question.mentions.refs if ref.meeting == meeting and ref.series in (None, series)]
    if refs:
        return refs
    points = question.mentions.points
    if _has_paragraphs_only(kept.minutes):
        return [Ref(meeting, UNNUMBERED, point.item or point.resolution) for point in points]
    return [Ref(meeting, point.resolution, point.item) for point in points] or [
        Ref(meeting, section=section) for section in question.sections
    ]


def _has_paragraphs_only(minutes: Minutes) -> bool:
    return bool(minutes.resolutions) and not minutes.resolution_count


def _no_part(kept: NamedMinutes, ref: Ref) -> Bilingual:
    """What does exist, where a resolution, an item or a section does not."""
    zh, en = say_kept(kept, "zh"), say_kept(kept, "en")
    if ref.section:
        return Bilingual(f"{zh}的纪要没有这一部分。", f"The minutes of {en} have no such part.")
    resolution = None if ref.resolution is None else kept.minutes.resolution(ref.resolution)
    if resolution is None:
        count = kept.minutes.resolution_count
        return Bilingual(
            f"{zh}没有第{ref.resolution}项决议：共 {count} 项。",
            f"There is no resolution {ref.resolution}: {en} has {count} resolutions.",
        )
    count = len(resolution.items)
    if resolution.number == UNNUMBERED:
        return Bilingual(
            f"{zh}没有第{ref.item}段：共 {count} 段。", f"There is no paragraph {ref.item}: {en} has {count}."
        )
    return Bilingual(
        f"{zh}第{ref.resolution}项没有第（{ref.item}）条：共 {count} 条。",
        f"There is no item ({ref.item}): resolution {ref.resolution} of {en} has {count} items.",
    )
