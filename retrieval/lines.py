"""Making the lines of an answer out of parts of minutes, so that every quote is cut from the part it cites."""

from collections.abc import Iterator

from data.bilingual import Language
from data.model import Minutes, Part, Resolution
from data.refs import PartKind, Ref
from data.store import StoredMinutes
from retrieval.answers import Citation, Line, LineKind
from retrieval.corpus import in_full
from retrieval.naming import meeting_name
from retrieval.units import Unit


def cite(kept: StoredMinutes, ref: Ref, quote: str) -> Citation:
    """A citation of a part of ``kept``."""
    minutes = kept.minutes
    return Citation(
        in_full(ref, kept),
        quote,
        minutes.header.issuer,
        minutes.header.document_number,
        kept.source,
        meeting_name(kept),
        minutes.page_of(ref) if minutes.pages else None,
        bool(minutes.doubtful) and minutes.is_doubtful(ref),
    )


def quote_line(kept: StoredMinutes, part: Part | Unit) -> Line:
    """A part quoted whole."""
    return Line(LineKind.QUOTE, part.text, cite(kept, part.ref, part.text))


def snippet_line(kept: StoredMinutes, ref: Ref, snippet: str) -> Line:
    """Some words of a part quoted."""
    return Line(LineKind.QUOTE, snippet, cite(kept, ref, snippet))


def statement(text: str, citation: Citation | None = None, *grounds: str) -> Line:
    """A line of own words, with the citation that supports it, and what else it rests on (see `Line`)."""
    return Line(LineKind.STATEMENT, text, citation, grounds)


def notice(text: str, *grounds: str) -> Line:
    """A line about the answer itself, and what it rests on (see `Line`)."""
    return Line(LineKind.NOTICE, text, None, grounds)


def heading_line(kept: StoredMinutes, resolution: Resolution) -> Line:
    """The heading of a resolution, labelled with its ref."""
    ref = Ref(kept.minutes.number, resolution.number)
    return Line(LineKind.HEADING, resolution.heading, cite(kept, ref, resolution.heading))


def resolution_lines(kept: StoredMinutes, resolution: Resolution) -> Iterator[Line]:
    """A resolution whole: its heading once and its items under it."""
    if not resolution.items:
        ref = Ref(kept.minutes.number, resolution.number)
        yield snippet_line(kept, ref, resolution.own_text)
        return
    if resolution.heading:
        yield heading_line(kept, resolution)
    if resolution.body:
        yield snippet_line(kept, Ref(kept.minutes.number, resolution.number), resolution.body)
    for item in resolution.items:
        yield snippet_line(kept, Ref(kept.minutes.number, resolution.number, item.number), item.text)


def section_ref(minutes: Minutes, kind: PartKind) -> Ref:
    """The ref of the header, attendance or footer."""
    return Ref(minutes.number, section=kind)


def meeting_label(kept: StoredMinutes, language: Language) -> str:
    """A short name of the meeting for the start of a line."""
    said = meeting_name(kept).say(language)
    if language == "zh":
        return said if said.endswith("会议") else f"{said}会议"
    return said[0].upper() + said[1:]
