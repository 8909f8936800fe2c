"""What an answer is: lines of own words and of verbatim quotes, each with the citation that supports it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from data.bilingual import Bilingual, Language
from data.refs import Ref, say_number
from retrieval.naming import part_label

_CHECK = Bilingual("（数字待核）", " (check the digits)")


class Status(StrEnum):
    """Whether there is an answer."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    AMBIGUOUS = "ambiguous"


class LineKind(StrEnum):
    """What a line is: a heading over others, own words, a quote, or a notice about the answer itself."""

    HEADING = "heading"
    STATEMENT = "statement"
    QUOTE = "quote"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Citation:
    """A ref shown to a reader, with the words quoted from it and where they come from.

    ``meeting`` is the name of the meeting, with its office where the library holds several; ``page`` counts from 1;
    ``doubtful`` where the part has digits that were read with low confidence.
    """

    ref: Ref
    quote: str
    issuer: str
    document_number: str | None
    source: str
    meeting: Bilingual | None = None
    page: int | None = None
    doubtful: bool = False

    def label(self, language: Language) -> str:
        """How a reader sees the citation: ``第26次·三·（二）``, ``太仓市第26次·三·（二）``."""
        number = self.ref.meeting
        meeting = self.meeting or Bilingual(say_number(number), say_number(number, "en"))
        return part_label(meeting, self.ref, language) + (_CHECK.say(language) if self.doubtful else "")

    def as_json(self) -> dict[str, Any]:
        """The fields of the contract."""
        return {
            "ref": self.ref.short,
            "full_ref": str(self.ref),
            "issuer": self.issuer,
            "meeting": self.ref.meeting,
            "document_number": self.document_number,
            "part": self.ref.kind,
            "resolution": self.ref.resolution or None,
            "item": self.ref.item,
            "quote": self.quote,
            "source": self.source,
            "page": self.page,
            "doubtful": self.doubtful,
        }


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an answer. A quote's text is its citation's; a heading's citation only labels it.

    ``grounds`` are texts that own words rest on besides the part they cite and the header of its minutes: values of
    parsed fields, counts with or without what is counted (``12``, ``12 项``), words of the question. Own words whose
    numbers, dates, departments or names stand in none of these are not sent (``retrieval.verifying``).
    """

    kind: LineKind
    text: str
    citation: Citation | None = None
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to one question.

    ``suggestions`` are parts that a reader may want to open next, and ``names`` those of their meetings;
    ``understood`` are the filters read from the question; ``timings`` are in milliseconds.
    """

    question: str
    language: Language
    status: Status
    lines: tuple[Line, ...]
    suggestions: tuple[Ref, ...] = ()
    names: Mapping[Ref, Bilingual] = field(default_factory=dict)
    understood: Mapping[str, Any] = field(default_factory=dict)
    timings: Mapping[str, float] = field(default_factory=dict)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations behind the lines, in their order, each once."""
        cited = [line.citation for line in self.lines if line.citation and line.kind is not LineKind.HEADING]
        return tuple(dict.fromkeys(cited))

    def label(self, ref: Ref) -> str:
        """How a reader sees the ref of a citation or a suggestion, with its office where there are several."""
        name = self.names.get(ref.whole_meeting())
        cited = (citation for citation in self.citations if citation.ref.whole_meeting() == ref.whole_meeting())
        name = name or next((citation.meeting for citation in cited), None)
        return part_label(name, ref, self.language) if name else ref.citation(self.language)

    @property
    def text(self) -> str:
        """The answer as plain text, the way a reader sees it."""
        return "\n".join(self._plain(line) for line in self.lines)

    def _plain(self, line: Line) -> str:
        if not line.citation:
            return line.text
        label = f"[{line.citation.label(self.language)}]"
        if line.kind is LineKind.HEADING:
            return f"{label} {line.text}"
        quoted = f"「{line.text}」" if line.kind is LineKind.QUOTE else line.text
        return f"{quoted} {label}"

    def as_json(self) -> dict[str, Any]:
        """The fields of the contract."""
        return {
            "question": self.question,
            "language": self.language,
            "status": self.status,
            "answer": self.text,
            "citations": [citation.as_json() for citation in self.citations],
            "suggestions": [
                {"ref": ref.short, "full_ref": str(ref), "label": self.label(ref)} for ref in self.suggestions
            ],
            "understood": dict(self.understood),
            "timings_ms": {name: round(value, 1) for name, value in self.timings.items()},
        }
