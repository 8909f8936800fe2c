"""What a digest consists of: lines with their citations, by meeting, by department and by what is watched."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from data.bilingual import Language
from data.model import Decision, Resolution
from data.refs import UNNUMBERED, Ref
from retrieval.acting import Assigned
from retrieval.answers import Citation, Line
from retrieval.digest_spans import Span
from retrieval.naming import NamedMinutes

_OFFICES = ("办公室", "办公厅", "办")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A resolution in short, or a paragraph that belongs to none; ``ref`` is in full.

    The first of ``lines`` says what was decided, who revises it and its way on; the others who else is in charge
    (牵头), each with the item that says so. ``in_charge`` are the canonical names of all of these.
    """

    ref: Ref
    resolution: Resolution
    lines: tuple[Line, ...]
    in_charge: tuple[str, ...] = ()

    @property
    def decision(self) -> Decision | None:
        """What was settled; None where it was only heard or studied, and for a paragraph."""
        return self.resolution.decision if self.resolution.number != UNNUMBERED else None

    @property
    def weight(self) -> int:
        """How far up it goes: 3 to a higher body, 2 where a government itself issues it, else 1; 0 if undecided."""
        if not self.decision:
            return 0
        ways = self.decision.ways_on
        if any(way.body and "后" not in (way.action or "") for way in ways) or any(way.condition for way in ways):
            return 3
        named = [name for way in ways for name in (way.under_name or "").split("、") if name]
        return 2 if any(not name.endswith(_OFFICES) for name in named) else 1

    def as_json(self) -> dict[str, Any]:
        """Its fields, and its lines with their citations."""
        decision = self.decision
        return {
            "ref": self.ref.short,
            "full_ref": str(self.ref),
            "heading": self.resolution.heading,
            "verb": self.resolution.verb,
            "subject": self.resolution.subject,
            "decided": decision is not None,
            "verdict": decision.verdict if decision else None,
            "approved": decision.approved if decision else None,
            "reviser": decision.reviser if decision else None,
            "in_charge": list(self.in_charge),
            "ways_on": [asdict(way) for way in decision.ways_on] if decision else [],
            "lines": [line_fields(line) for line in self.lines],
        }


@dataclass(frozen=True, slots=True)
class MeetingDigest:
    """A meeting: its line, cited from its header, and its resolutions in their order.

    ``is_new`` where its minutes were added in the time of the digest and it was held before.
    """

    kept: NamedMinutes
    line: Line
    resolutions: tuple[Resolved, ...]
    is_new: bool = False

    @property
    def decided(self) -> int:
        """How many of its resolutions hold a decision."""
        return sum(each.decision is not None for each in self.resolutions)

    def as_json(self) -> dict[str, Any]:
        """Its fields, its line and its resolutions."""
        header = self.kept.minutes.header
        return {
            "ref": self.kept.ref.short,
            "full_ref": str(self.kept.ref),
            "issuer": header.issuer,
            "meeting": self.kept.ref.meeting,
            "document_number": header.document_number,
            "held": header.held.isoformat() if header.held else None,
            "added": self.kept.added.isoformat(timespec="seconds") if self.kept.added else None,
            "new": self.is_new,
            "line": line_fields(self.line),
            "resolutions": [each.as_json() for each in self.resolutions],
        }


@dataclass(frozen=True, slots=True)
class Acting:
    """A department and its duties, the latest meeting first; ``is_general`` where it is none in particular (各部门).

    ``name`` has its office too where the digest is of several.
    """

    department: str
    name: str
    line: Line
    duties: tuple[Assigned, ...]
    is_general: bool = False

    def as_json(self) -> dict[str, Any]:
        """The department, how many duties it has, and each with its citation."""
        return {
            "department": self.department,
            "issuer": self.duties[0].citation.issuer,
            "count": len(self.duties),
            "leads": sum(each.leads for each in self.duties),
            "general": self.is_general,
            "duties": [each.as_json() for each in self.duties],
        }


@dataclass(frozen=True, slots=True)
class Watched:
    """What a person watches, as they wrote it: the line that gives the reason, and what the minutes say."""

    words: str
    reason: Line
    lines: tuple[Line, ...]

    def as_json(self) -> dict[str, Any]:
        """The words, the reason and the lines."""
        return {"watched": self.words, "reason": self.reason.text, "lines": [line_fields(each) for each in self.lines]}


@dataclass(frozen=True, slots=True)
class Digest:
    """What was decided in a time and who must act, in one language; every line of it has been checked.

    ``headline`` has the figures, or says that there is nothing.
    """

    span: Span
    language: Language
    title: Line
    headline: Line
    meetings: tuple[MeetingDigest, ...] = ()
    acting: tuple[Acting, ...] = ()
    watched: tuple[Watched, ...] = ()

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.meetings

    @property
    def issuers(self) -> tuple[str, ...]:
        """The offices whose meetings it tells of."""
        return tuple(dict.fromkeys(each.kept.minutes.header.issuer for each in self.meetings))

    @property
    def resolutions(self) -> tuple[Resolved, ...]:
        """The resolutions of all meetings."""
        return tuple(resolved for meeting in self.meetings for resolved in meeting.resolutions)

    @property
    def lines(self) -> Iterator[Line]:
        """Every line, in the order of reading."""
        yield from (self.title, self.headline)
        for watch in self.watched:
            yield from (watch.reason, *watch.lines)
        for meeting in self.meetings:
            yield meeting.line
            for resolved in meeting.resolutions:
                yield from resolved.lines
        for acting in self.acting:
            yield acting.line

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Everything that is cited, duties included, each once."""
        cited = [line.citation for line in self.lines if line.citation]
        duties = [each.citation for acting in self.acting for each in acting.duties]
        return tuple(dict.fromkeys([*cited, *duties]))

    def as_json(self) -> dict[str, Any]:
        """Everything, for programs."""
        return {
            "period": {
                "first": self.span.first.isoformat(),
                "last": self.span.last.isoformat(),
                "with_added": self.span.with_added,
                "said": self.span.say(self.language),
            },
            "language": self.language,
            "quiet": self.is_quiet,
            "title": self.title.text,
            "headline": self.headline.text,
            "watched": [each.as_json() for each in self.watched],
            "meetings": [each.as_json() for each in self.meetings],
            "duties": [each.as_json() for each in self.acting],
        }


def called(department: str, kept: NamedMinutes) -> str:
    """A department of one of several offices: ``区教育局（龙岗区）``."""
    return f"{department}（{kept.office.zh}）" if kept.office else department


def line_fields(line: Line) -> dict[str, Any]:
    """A line as JSON: its text, then the fields of its citation."""
    return {"text": line.text, **(line.citation.as_json() if line.citation else {})}
