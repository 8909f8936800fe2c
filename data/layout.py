"""From the characters of a source to lines, and from lines back to the text a reader sees.

Layout is what carries no words: white space, line and page breaks, page numbers. Healing takes it out, so
that letter-spaced digits (``第 1 0 号``) and sentences broken by a page read as they were meant.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from data.model import Span
from data.words import simplified

_PAGE_NUMBER = re.compile(
    r"[—–\-－_·.•~～\s\x00-\x1f]*(?:(?:第\s*)?[0-9０-９]{1,3}(?:\s*页)?(?:[,，/\s]+(?:共\s*)?[0-9]{1,3}(?:\s*页)?|共\s*[0-9]{1,3}\s*页)?)?[—–\-－_·.•~～\s\x00-\x1f]*"
)
_MARKED_PAGE_NUMBER = re.compile(r"(?=.*[^0-9０-９\s])" + _PAGE_NUMBER.pattern)  # what readers of pages leave over
_PAGE_NUMBER_LENGTH = 20  # characters
_PRONUNCIATION = re.compile(r"(?<=[一-龥])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹ]{1,6}[)）]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]+")
_FEWEST_PRONUNCIATIONS = 3  # in a text; fewer may be meant
_WIDEST_PAGE = 80  # characters; a longer line is a paragraph
_LONGEST_RUNNING_HEAD = 40  # characters
_TITLE_LENGTH = 15  # characters; a shorter line is whole without ending a sentence
_BLANK_BESIDE_CHINESE = re.compile(r"(?<=[^\x21-\x7e\s])\s+|\s+(?=[^\x21-\x7e\s])")
_BLANK_IN_SPACED_DIGITS = re.compile(r"(?<=(?<![0-9])[0-9])\s+(?=[0-9])|(?<=[0-9])\s+(?=[0-9](?![0-9]))")
_SENTENCE_END = re.compile(r"[。！？；：!?;:][”’》）)]*$")


@dataclass(frozen=True)
class Line:
    """A line of the source that holds text: its healed words, as they were written, and where they stand."""

    text: str
    span: Span
    raw: str = ""  # the characters of the span, those of holes blank
    holes: tuple[Span, ...] = ()  # layout within the span

    @property
    def pieces(self) -> Iterator[Span]:
        """The span without its holes."""
        start = self.span.start
        for hole in self.holes:
            yield Span(start, hole.start)
            start = hole.end
        yield Span(start, self.span.end)

    @cached_property
    def plain(self) -> str:
        """The text in simplified characters, as long as ``text``: what patterns are matched against."""
        plain = simplified(self.text)
        return plain if len(plain) == len(self.text) else self.text

    @property
    def ends_sentence(self) -> bool:
        """Whether the line ends where a sentence does."""
        return bool(_SENTENCE_END.search(self.text))

    def split(self, index: int) -> "tuple[Line, Line]":
        """The line cut in two before ``text[index]``, which is neither its first character nor beyond its last."""
        letters = sum(not character.isspace() for character in self.text[:index])
        positions = [place for place, character in enumerate(self.raw) if not character.isspace()]
        cut = positions[letters]
        before, after = self.raw[:cut].rstrip(), self.raw[cut:]
        place = self.span.start + cut
        first = Span(self.span.start, self.span.start + len(before))
        held = tuple(hole for hole in self.holes if hole.end <= first.end)
        others = tuple(hole for hole in self.holes if hole.start >= place)
        return Line(heal(before), first, before, held), Line(heal(after), Span(place, self.span.end), after, others)


@dataclass(frozen=True, slots=True)
class Page:
    """A source cut into its lines of text and the spans that are layout although they are not blank."""

    lines: tuple[Line, ...]
    layout: tuple[Span, ...]
    hard_wrapped: bool  # lines end where the page ends, not where a paragraph does


def read_lines(source: str, known_layout: Sequence[Span] = (), *, hard_wrapped: bool | None = None) -> Page:
    """Cut ``source`` into lines; lone page numbers and the ``known_layout`` are set apart as layout.

    ``hard_wrapped`` is what the kind of file says of its lines; None where that has to be told from them.
    """
    notes = sorted((*_pronunciations(source), *_control_characters(source)), key=lambda note: note.start)
    for note in notes:
        source = source[: note.start] + " " * (note.end - note.start) + source[note.end :]
    lines, layout = [], []
    for match in re.finditer(r"[^\n\r\f\v\u2028\u2029\x85]+", source):
        text = match[0].strip()
        if not text:
            continue
        start = match.start() + match[0].index(text)
        span = Span(start, start + len(text))
        healed = heal(text)
        is_layout = any(known.start <= start and span.end <= known.end for known in known_layout)
        holes = tuple(note for note in notes if span.start <= note.start and note.end <= span.end)
        form = _PAGE_NUMBER if hard_wrapped is None else _MARKED_PAGE_NUMBER
        if is_layout or (len(healed) <= _PAGE_NUMBER_LENGTH and form.fullmatch(healed)):
            layout.append(span)
        else:
            lines.append(Line(healed, span, text, holes))
            layout += holes
    lines, heads = _without_running_heads(lines, layout)
    layout += heads
    if hard_wrapped is None:
        full = [line for line in lines if len(line.text) > _TITLE_LENGTH]
        broken = sum(not line.ends_sentence for line in full)
        longest = max((len(line.text) for line in full), default=0)
        hard_wrapped = broken * 2 > len(full) and longest <= _WIDEST_PAGE
    return Page(tuple(lines), tuple(layout), hard_wrapped)


def _without_running_heads(lines: Sequence[Line], layout: Sequence[Span]) -> tuple[list[Line], list[Span]]:
    """The lines but those that come again beside a page number, and the spans of these; the first one stays."""
    numbers = sorted(span.start for span in layout)
    seen: set[str] = set()
    kept: list[Line] = []
    heads: list[Span] = []
    for index, line in enumerate(lines):
        before = lines[index - 1].span.end if index else 0
        after = lines[index + 1].span.start if index + 1 < len(lines) else line.span.end
        is_beside = any(before <= number < line.span.start or line.span.end <= number < after for number in numbers)
        if is_beside and line.text in seen and len(line.text) <= _LONGEST_RUNNING_HEAD:
            heads += line.pieces
        else:
            kept.append(line)
        seen.add(line.text)
    return kept, heads


def _pronunciations(source: str) -> list[Span]:
    """Where a machine that converted a web page put the pronunciation after a character (會(huì)議)."""
    found = [Span(match.start(), match.end()) for match in _PRONUNCIATION.finditer(source)]
    return found if len(found) >= _FEWEST_PRONUNCIATIONS else []


def _control_characters(source: str) -> list[Span]:
    """Where characters stand that are no text: converters leave them in place of page numbers."""
    return [Span(match.start(), match.end()) for match in _CONTROL.finditer(source)]


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


def as_written(plain: str, lines: Sequence[Line]) -> str:
    """What words in simplified characters look like in ``lines``; themselves where they do not stand there."""
    for line in lines:
        place = line.plain.find(plain)
        if place >= 0:
            return line.text[place : place + len(plain)]
    return plain


def spans_of(lines: Sequence[Line]) -> tuple[Span, ...]:
    """Where ``lines`` stand in the source."""
    return tuple(piece for line in lines for piece in line.pieces)


def uncovered(source: str, spans: Sequence[Span]) -> str:
    """The characters of ``source`` that are not blank and lie in none of ``spans``, or in more than one."""
    times = bytearray(len(source))
    for span in spans:
        for index in range(span.start, span.end):
            times[index] = min(times[index] + 1, 2)
    return "".join(
        character
        for character, count in zip(source, times, strict=True)
        if count != 1 and not character.isspace() and character != "\ufeff" and not _CONTROL.match(character)
    )
