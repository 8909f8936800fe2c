"""A digest: what was decided in a time and who must act, a line each, with the citation that supports it.

It is made from one corpus, that of the shelf of who reads it, so it holds nothing that they may not read. Every line
passes the check that answers pass; own words that do not are replaced by the words of the minutes.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from data.addressees import GENERAL
from data.bilingual import Language
from data.model import Resolution
from data.refs import UNNUMBERED, PartKind, Ref
from data.words import sentences
from retrieval.acting import Assigned, duties_in
from retrieval.answers import Answer, Line, LineKind, Status
from retrieval.corpus import Corpus
from retrieval.digest_leading import leaders, revisers
from retrieval.digest_parts import Acting, Digest, MeetingDigest, Resolved, Watched, called
from retrieval.digest_spans import Span
from retrieval.digest_watching import Find, watched_lines
from retrieval.digest_words import (
    duties_line,
    figures_line,
    quiet_line,
    reason_line,
    say_added,
    say_leading,
    say_meeting,
    say_resolution,
    title_line,
)
from retrieval.lines import cite, section_ref, snippet_line, statement
from retrieval.naming import NamedMinutes
from retrieval.units import deciding_passage
from retrieval.verifying import Verifier


@dataclass(frozen=True, slots=True)
class DigestMaker:
    """Makes digests in one language from the corpus of a verifier, whose check every line passes."""

    verifier: Verifier
    language: Language

    @property
    def _corpus(self) -> Corpus:
        return self.verifier.corpus

    def make(
        self,
        span: Span,
        watched: Sequence[str] = (),
        find: Find | None = None,
        *,
        only: Collection[Ref] | None = None,
        without: Collection[Ref] = (),
    ) -> Digest:
        """The digest of a time, with what concerns the departments and topics that are ``watched``.

        ``find`` says where meetings speak of a topic. ``only`` are the meetings (refs in full) to tell of where the
        caller knows them, instead of those of the time; ``without`` are some to leave out.
        """
        there = [kept for kept in self._corpus.stored if kept.ref not in without]
        if only is None:
            chosen: Sequence[NamedMinutes] = span.chosen(there)
        else:
            chosen = [kept for kept in there if kept.ref in only]
        title = title_line(span, self.language)
        if not chosen:
            return Digest(span, self.language, title, quiet_line(span, next(iter(there), None), self.language))
        meetings = tuple(self._meeting(kept, span) for kept in chosen)
        acting = tuple(self._acting(chosen))
        headline = figures_line(
            len(meetings),
            sum(kept.minutes.resolution_count for kept in chosen),
            sum(meeting.decided for meeting in meetings),
            sum(not each.is_general for each in acting),
            self.language,
        )
        return Digest(
            span, self.language, title, headline, meetings, acting, tuple(self._watched(watched, chosen, find))
        )

    def _meeting(self, kept: NamedMinutes, span: Span) -> MeetingDigest:
        resolutions = tuple(
            each for resolution in kept.minutes.resolutions for each in self._resolved(kept, resolution)
        )
        said, counts = say_meeting(kept, sum(each.decision is not None for each in resolutions), self.language)
        is_new = kept.minutes.header.held not in span
        added = say_added(kept, self.language) if is_new else ""
        quote = _opening(kept)
        line = statement(
            " · ".join(filter(None, (said, added))),
            cite(kept, section_ref(kept.minutes, PartKind.HEADER), quote),
            *counts,
            *filter(None, (added,)),
        )
        ref = section_ref(kept.minutes, PartKind.HEADER)
        return MeetingDigest(kept, self._sure(line, snippet_line(kept, ref, quote)), resolutions, is_new)

    def _resolved(self, kept: NamedMinutes, resolution: Resolution) -> Iterator[Resolved]:
        """The resolution in short; where it is none, how each of its paragraphs begins."""
        if resolution.number != UNNUMBERED:
            yield self._in_short(kept, resolution)
            return
        for item in resolution.items:
            ref = Ref(kept.ref.meeting, resolution.number, item.number, series=kept.ref.series)
            yield Resolved(ref, resolution, (snippet_line(kept, ref, sentences(item.text)[0]),))

    def _in_short(self, kept: NamedMinutes, resolution: Resolution) -> Resolved:
        whole = Ref(kept.ref.meeting, resolution.number, series=kept.ref.series)
        decision = resolution.decision
        ref = Ref(whole.meeting, whole.resolution, decision.item if decision else None)
        quote = deciding_passage(resolution) if decision else resolution.heading or sentences(resolution.text)[0]
        said = statement(say_resolution(resolution, self.language), cite(kept, ref, quote), resolution.heading)
        lines = [self._sure(said, snippet_line(kept, ref, quote))]
        in_charge = dict.fromkeys(revisers(self._corpus, kept, resolution))
        for department, duty in leaders(self._corpus, kept, resolution):
            if department not in in_charge:
                in_charge[department] = None
                text = say_leading(department, self.language)
                led = statement(text, cite(kept, duty.ref, duty.text), department)
                lines.append(self._sure(led, snippet_line(kept, duty.ref, duty.text)))
        return Resolved(whole, resolution, tuple(lines), tuple(in_charge))

    def _acting(self, chosen: Sequence[NamedMinutes]) -> Iterator[Acting]:
        """The departments with their duties, most first; after them those who are addressed in general."""
        several = len({kept.minutes.header.issuer for kept in chosen}) > 1
        told: dict[tuple[str, str], list[Assigned]] = {}
        for kept, duty in duties_in(self._corpus, (), chosen):
            cited = cite(kept, duty.ref, duty.text)
            if self._holds(Line(LineKind.QUOTE, duty.text, cited)):
                for department in duty.departments:
                    name = called(department, kept) if several else department
                    told.setdefault((name, department), []).append(Assigned(department, duty, cited))
        for (name, department), duties in sorted(
            told.items(), key=lambda each: (_is_general(each[0][1]), -len(each[1]))
        ):
            line = duties_line(name, len(duties), self.language)
            yield Acting(department, name, line, tuple(duties), _is_general(department))

    def _watched(self, watched: Sequence[str], chosen: Sequence[NamedMinutes], find: Find | None) -> Iterator[Watched]:
        for words in dict.fromkeys(watched):
            lines = tuple(line for line in watched_lines(self._corpus, chosen, words, find) if self._holds(line))
            if lines:
                yield Watched(words, reason_line(words, self.language), lines)

    def _sure(self, line: Line, instead: Line) -> Line:
        """The line, or the words of the minutes where its own do not hold."""
        return line if self._holds(line) else instead

    def _holds(self, line: Line) -> bool:
        answer = Answer("", self.language, Status.ANSWERED, (line,))
        return line in self.verifier.checked(answer).lines


def _opening(kept: NamedMinutes) -> str:
    """The words of the header that say which meeting it was; its first line where no sentence does."""
    header = kept.minutes.header
    number = f"第{header.ordinal}次" if header.ordinal else "会议"
    paragraphs = header.text.split("\n")
    for wanted in (("主持", number), ("主持",), (number,)):
        for paragraph in paragraphs:
            if all(word in paragraph for word in wanted):
                end = paragraph.find("会议", paragraph.find(wanted[-1]))
                return paragraph[: end + len("会议")] if end >= 0 else paragraph
    return paragraphs[0]


def _is_general(department: str) -> bool:
    """Whether a name means no department in particular: 各部门, and 镇（区） of a list that begins with 各."""
    return bool(GENERAL.fullmatch(department) or GENERAL.fullmatch(f"各{department}"))
