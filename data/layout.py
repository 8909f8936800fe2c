"""From the characters of a source to lines, and from lines back to the text a reader sees.

Layout is what carries no words: white space, line and page breaks, page numbers. Healing takes it out, so
that letter-spaced digits (``第 1 0 号``) and sentences broken by a page read as they were meant.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from data.model import Span

_PAGE_NUMBER = re.compile(r"[—–\-－_·.\s]*(?:(?:第\s*)?[0-9０-９]{1,3}(?:\s*页)?)?[—–\-－_·.\s]*")
_PAGE_NUMBER_LENGTH = 20  # characters
_TITLE_LENGTH = 15  # characters; a shorter line is whole without ending a sentence
_BLANK_BESIDE_CHINESE = re.compile(r"(?<=[^\x21-\x7e\s])\s+|\s+(?=[^\x21-\x7e\s])")
_BLANK_IN_SPACED_DIGITS = re.compile(r"(?<=(?<![0-9])[0-9])\s+(?=[0-9])|(?<=[0-9])\s+(?=[0-9](?![0-9]))")
_SENTENCE_END = re.compile(r"[。！？；：!?;:][”’》）)]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source that holds text: its healed words, and where it stands."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Page:
    """A source cut into its lines of text and the spans that are layout although they are not blank."""

    lines: tuple[Line, ...]
    layout: tuple[Span, ...]
    hard_wrapped: bool  # lines end where the page ends, not where a paragraph does


def read_lines(source: str) -> Page:
    """Cut ``source`` into lines; lone page numbers are set apart as layout."""
    lines, layout = [], []
    for match in re.finditer(r"[^\n\r\f\v\u2028\u2029\x85]+", source):
        text = match[0].strip()
        if not text:
            continue
        start = match.start() + match[0].index(text)
        span = Span(start, start + len(text))
        healed = heal(text)
        if len(healed) <= _PAGE_NUMBER_LENGTH and _PAGE_NUMBER.fullmatch(healed):
            layout.append(span)
        else:
            lines.append(Line(healed, span))
    broken = sum(1 for line in lines if len(line.text) > _TITLE_LENGTH and not _SENTENCE_END.search(line.text))
    return Page(tuple(lines), tuple(layout), broken * 2 > len(lines))


def heal(text: str) -> str:
    """``text`` without layout white space; between words of Latin script one blank remains.

    A blank between digits goes where one of the groups is a single digit, which is how letter-spacing looks.
    """
    healed = _BLANK_BESIDE_CHINESE.sub("", text.strip())
    return re.sub(r"\s+", " ", _BLANK_IN_SPACED_DIGITS.sub("", healed))


def join_lines(lines: Sequence[Line], *, paragraphs: bool) -> str:
    """The healed text of ``lines`` in one paragraph, or in several where a line that ends a sentence ends one."""
    text = ""
    for line in lines:
        ends_paragraph = paragraphs and bool(_SENTENCE_END.search(text))
        text += ("\n" if text and ends_paragraph else " ") + line.text
    return "\n".join(heal(paragraph) for paragraph in text.split("\n"))


def spans_of(lines: Sequence[Line]) -> tuple[Span, ...]:
    """Where ``lines`` stand in the source."""
    return tuple(line.span for line in lines)


def uncovered(source: str, spans: Sequence[Span]) -> str:
    """The characters of ``source`` that are not blank and lie in none of ``spans``, or in more than one."""
    times = bytearray(len(source))
    for span in spans:
        for index in range(span.start, span.end):
            times[index] = min(times[index] + 1, 2)
    return "".join(
        character
        for character, count in zip(source, times, strict=True)
        if count != 1 and not character.isspace() and character != "\ufeff"
    )
