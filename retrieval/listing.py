"""Listing and counting over all meetings in scope: every resolution or item that fits, not the nearest few."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.bilingual import Language
from data.decisions import read_ways_on
from data.departments import Departments
from data.glosses import content_words, glosses
from data.model import Resolution, WayOn
from data.refs import UNNUMBERED, Ref
from data.words import fold, sentences
from retrieval.answers import Line
from retrieval.corpus import Corpus
from retrieval.criteria import Criteria, Part
from retrieval.existing import list_meetings
from retrieval.lines import notice, snippet_line
from retrieval.listing_words import Treatment
from retrieval.naming import NamedMinutes
from retrieval.units import deciding_passage

MOST_LISTED = 30
_TITLE = re.compile(r"《[^》]+》")
_REVISES = re.compile("意见(?:建议)?.{0,8}(?:修改|完善|补充|修订)")
_HALF = 0.5
_NAMED_MEETINGS = 4


@dataclass(frozen=True, slots=True)
class Match:
    """A resolution or item that fits: where it stands, and the words that show it."""

    kept: NamedMinutes
    ref: Ref
    quote: str
    titles: int = 0  # documents that it settles


@dataclass(frozen=True, slots=True)
class Listing:
    """Looks through meetings for what fits the criteria."""

    corpus: Corpus
    criteria: Criteria

    def matches(self, meetings: Sequence[NamedMinutes]) -> list[Match]:
        """Everything that fits, meeting by meeting in the order given, each in the order of its minutes."""
        found = [match for kept in meetings for match in self._in(kept)]
        return list({(match.kept.ref, match.ref): match for match in found}.values())

    def _in(self, kept: NamedMinutes) -> Iterator[Match]:
        if self.criteria.by_wording:
            yield from self._worded(kept)
            return
        for resolution in kept.minutes.resolutions:
            if self._fits(kept, resolution):
                yield _match(kept, resolution)
            elif self._is_named_only:
                yield from self._naming(kept, resolution)

    @property
    def _is_named_only(self) -> bool:
        """Whether items that name the departments fit as well as resolutions that they revise."""
        asked = self.criteria
        settled = asked.treatment or asked.titled or asked.signature or asked.destination or asked.documents
        return asked.part in (Part.GOT, Part.NAMED) and not settled

    def _worded(self, kept: NamedMinutes) -> Iterator[Match]:
        for unit in self.corpus.units_of({kept.ref}):
            text = fold(unit.text)
            if all(phrase in text for phrase in self.criteria.phrases):
                yield Match(kept, unit.ref, unit.text)

    def _naming(self, kept: NamedMinutes, resolution: Resolution) -> Iterator[Match]:
        for duty in self.corpus.duties.get(kept.ref, ()):
            if duty.ref.resolution == resolution.number and set(duty.departments) & set(self.criteria.departments):
                yield Match(kept, Ref(duty.ref.meeting, duty.ref.resolution, duty.ref.item), duty.text)

    def _fits(self, kept: NamedMinutes, resolution: Resolution) -> bool:
        asked, decision = self.criteria, resolution.decision
        if resolution.number == UNNUMBERED:
            return False
        ways: Sequence[WayOn] = decision.ways_on if decision else _ways_without_verdict(resolution)
        return (
            _is_treated(resolution, asked.treatment)
            and self._is_called(resolution)
            and (not asked.documents or bool(_TITLE.search(_matter(resolution))))
            and (
                asked.signature is None or any(way.under_name and asked.signature.fits(way.under_name) for way in ways)
            )
            and (asked.destination is None or any(asked.destination.takes(way) for way in ways))
            and (not asked.departments or self._concerns(kept, resolution))
            and all(phrase in fold(_matter(resolution)) for phrase in asked.phrases)
            and self._is_about(resolution)
        )

    def _is_called(self, resolution: Resolution) -> bool:
        """Whether a document of the resolution is of the kind and stage asked for, by its title where it has one."""
        held = [each.held for each in self.criteria.titled]
        matter = _matter(resolution)
        titles = _TITLE.findall(matter) or [matter]
        return not held or any(all(re.search(each, title) for each in held) for title in titles)

    def _concerns(self, kept: NamedMinutes, resolution: Resolution) -> bool:
        asked, decision = set(self.criteria.departments), resolution.decision
        register: Departments = self.corpus.departments
        reviser = decision.reviser if decision else None
        if reviser and any(register.resolve(name) & asked for name in (reviser, *re.split("[、和与]", reviser))):
            return True
        if self.criteria.part is Part.REVISES:  # it may be told to without a verdict
            return not decision and any(_REVISES.search(fold(match.quote)) for match in self._naming(kept, resolution))
        if self._is_named_only:
            return False
        named = register.find(fold(resolution.own_text + "\n" + resolution.deciding_text))
        return bool(set(named) & asked)

    def _is_about(self, resolution: Resolution) -> bool:
        """Whether the heading or what was approved is about what is left of the question."""
        left = self.criteria.left
        if not left:
            return True
        matter = fold(_matter(resolution))
        english = set(glosses(matter))
        there = [word in matter or bool(set(content_words(word)) & english) for word in left]
        return sum(there) > _HALF * len(there)


def listing_lines(criteria: Criteria, found: Sequence[Match], language: Language) -> list[Line]:
    """How many there are, then the words of each, cited; of very many the rest is counted."""
    if not found:
        return []
    count, titles = len(found), sum(match.titles for match in found)
    said = criteria.say(language)
    if language == "zh":
        what = "条" if criteria.by_wording else "项"
        text = f"{said}的共 {count} {what}" + (f"，涉及 {titles} 份文件" if titles > count else "") + "："
    else:
        what = "item" if criteria.by_wording else "resolution"
        text = f"{count} {what}{'' if count == 1 else 's'} {said}"
        text += f", {titles} documents in all:" if titles > count else ":"
    lines = [notice(text, str(count), str(titles), said)]  # the lines below cite what is counted
    lines += [snippet_line(match.kept, match.ref, match.quote) for match in found[:MOST_LISTED]]
    if count > MOST_LISTED:
        rest = count - MOST_LISTED
        more = f"还有 {rest} 项没有列出。" if language == "zh" else f"{rest} more are not listed."
        lines.append(notice(more, str(rest)))
    return lines


def nothing_listed(criteria: Criteria, meetings: Sequence[NamedMinutes], language: Language) -> Line:
    """That nothing fits, what was looked for, and where."""
    resolutions = sum(kept.minutes.resolution_count for kept in meetings)
    searched, said = list_meetings(meetings, language, _NAMED_MEETINGS), criteria.say(language)
    if language == "zh":
        text = f"没有找到{said}的决议或条目。已查{searched}，共 {resolutions} 项决议。"
    else:
        text = f"Nothing was found: {said}. Searched: {searched}, {resolutions} resolutions in all."
    return notice(text, str(resolutions), said, searched)


def _match(kept: NamedMinutes, resolution: Resolution) -> Match:
    decision = resolution.decision
    number = kept.minutes.number
    if decision:
        passage = deciding_passage(resolution)
        titles = len(set(_TITLE.findall(decision.approved)))
        return Match(kept, Ref(number, resolution.number, decision.item), passage, max(titles, 1))
    if resolution.items:
        first = resolution.items[0]
        return Match(kept, Ref(number, resolution.number, first.number), first.text, 1)
    quote = resolution.heading or sentences(resolution.own_text)[0]
    return Match(kept, Ref(number, resolution.number), quote, 1)


def _ways_without_verdict(resolution: Resolution) -> list[WayOn]:
    """Where a matter goes next on which no verdict is recorded: ``责成区政府办修改完善后，报区委常委会审议``."""
    revised = (sentence for sentence in sentences(resolution.own_text) if _REVISES.search(sentence))
    return [way for sentence in revised for way in read_ways_on(sentence)]


def _matter(resolution: Resolution) -> str:
    """What a resolution is about: its heading and what was approved."""
    approved = resolution.decision.approved if resolution.decision else ""
    return f"{resolution.heading or sentences(resolution.own_text)[0]} {approved}"


def _is_treated(resolution: Resolution, asked: Treatment | None) -> bool:
    decision = resolution.decision
    match asked:
        case Treatment.IN_PRINCIPLE:
            return bool(decision and decision.verdict.startswith("原则"))
        case Treatment.NOT_IN_PRINCIPLE:
            return not (decision and decision.verdict.startswith("原则"))
        case Treatment.AGREED:
            return bool(decision and re.search("同意|通过", decision.verdict))
        case Treatment.UNDECIDED:
            return not (decision and re.search("同意|通过", decision.verdict))
        case Treatment.REJECTED:
            return bool(decision and re.search("不同意|不予|否决", decision.verdict))
        case Treatment.HEARD:
            return "听取" in resolution.verb or "汇报" in resolution.heading
        case Treatment.STUDIED:
            return bool(re.search("学习|传达", resolution.verb))
        case Treatment.DELIBERATED:
            return bool(re.search("审议|讨论|研究|审定", resolution.verb))
        case _:
            return True
