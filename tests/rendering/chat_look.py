"""The look of a chat in Telegram: bubbles, quotes, links and buttons, drawn with Pillow."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

from tests.botapi.entities import Entity

SANS = Path(pylopdf_fonts_zh_cn.__file__).with_name("NotoSansSC-Regular.otf")
SCALE = 2  # pixels of the picture for one of a screen
WIDTH = 660
_SIZE, _SMALL, _PITCH = 15, 13, 23
_BUBBLE = 520  # the widest
_PAD, _GAP, _MARGIN, _RADIUS = 11, 10, 14, 12
_QUOTE_PAD, _FOLDED_LINES = 10, 3
_BUTTON_HEIGHT, _BUTTON_GAP = 34, 4
_SKY, _MINE, _THEIRS, _INK = "#d5e1e8", "#e7fbd3", "#ffffff", "#111111"
_ACCENT, _TINT, _BUTTON, _ON_BUTTON, _GREY = "#2f80c8", "#edf5fc", "#8fabbd", "#ffffff", "#8a8a8a"
_YELLOW = "#f5b921"
_WORD = re.compile(r"\[?[0-9A-Za-z.,%:;()'/_#‹›-]+\]?|\s|.", re.DOTALL)
_NEVER_FIRST = "，。；：、！？）》”』」］],.;:)"
_EMOJI = re.compile(r"[\u2600-\u27bf\U0001f000-\U0001ffff]")
_INVISIBLE = re.compile(r"[\ufe0f\u200d]")
_THUMB = ((0.3, 0.46), (0.46, 0.06), (0.6, 0.1), (0.58, 0.38), (0.95, 0.38), (0.88, 0.92), (0.3, 0.92))
_CUFF = ((0.04, 0.44), (0.23, 0.44), (0.23, 0.94), (0.04, 0.94))


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message as it is seen: its text and entities, who wrote it, and the labels of its buttons, row by row."""

    text: str
    entities: tuple[Entity, ...] = ()
    is_mine: bool = False
    buttons: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Letter:
    char: str
    bold: bool = False
    link: bool = False
    quote: int = 0  # which quote it stands in, from 1
    folded: bool = False


@dataclass(frozen=True, slots=True)
class _Type:
    """How a character is drawn."""

    ink: str
    size: int = _SIZE
    bold: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    letters: tuple[_Letter, ...]

    @property
    def quote(self) -> int:
        return self.letters[0].quote if self.letters else 0


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(SANS, size * SCALE)


def _width(char: str, size: int = _SIZE) -> float:
    return size * 1.15 if _EMOJI.match(char) else _font(size).getlength(char) / SCALE


def _letters(bubble: Bubble) -> Iterator[_Letter]:
    """The characters of a message, each as its entities have it look."""
    at = 0
    quotes = [each for each in bubble.entities if "blockquote" in each.type]
    for char in bubble.text:
        on = [each for each in bubble.entities if each.offset <= at < each.end]
        kinds = {each.type for each in on}
        quote = next((number for number, each in enumerate(quotes, start=1) if each in on), 0)
        at += 1 + (char > "\uffff")
        if not _INVISIBLE.match(char):
            yield _Letter(
                char,
                "bold" in kinds,
                bool(kinds & {"text_link", "url", "bot_command"}),
                quote,
                "expandable_blockquote" in kinds,
            )


def _lines(bubble: Bubble) -> list[_Line]:
    """The lines of a message; of a folded quote the first ones."""
    lines: list[_Line] = []
    paragraph: list[_Letter] = []
    for letter in (*_letters(bubble), _Letter("\n")):
        if letter.char != "\n":
            paragraph.append(letter)
            continue
        lines += _wrapped(paragraph)
        paragraph = []
    shown: list[_Line] = []
    for line in lines:
        before = sum(each.quote == line.quote for each in shown) if line.quote else 0
        if line.quote and line.letters[0].folded and before >= _FOLDED_LINES:
            continue
        shown.append(line)
    return shown


def _wrapped(paragraph: Sequence[_Letter]) -> Iterator[_Line]:
    """A paragraph in lines; none begins with a closing mark."""
    room = _BUBBLE - 2 * _PAD - (2 * _QUOTE_PAD if paragraph and paragraph[0].quote else 0)
    words = _WORD.findall("".join(letter.char for letter in paragraph))
    rest = list(paragraph)
    line: list[_Letter] = []
    used = 0.0
    for word in words:
        wide = sum(map(_width, word))
        if line and used + wide > room and word[0] not in _NEVER_FIRST and not word.isspace():
            yield _Line(tuple(line))
            line, used = [], 0.0
        line += rest[: len(word)]
        rest = rest[len(word) :]
        used += wide
    yield _Line(tuple(line))


def draw_chat(bubbles: Sequence[Bubble]) -> Image.Image:
    """The whole conversation, one bubble under the other."""
    laid = [(bubble, _lines(bubble)) for bubble in bubbles]
    height = _MARGIN + sum(_height(bubble, lines) + _GAP for bubble, lines in laid) + _MARGIN - _GAP
    picture = Image.new("RGB", (WIDTH * SCALE, round(height * SCALE)), _SKY)
    pen = ImageDraw.Draw(picture)
    top = float(_MARGIN)
    for bubble, lines in laid:
        _draw_bubble(pen, bubble, lines, top)
        top += _height(bubble, lines) + _GAP
    return picture


def _height(bubble: Bubble, lines: Sequence[_Line]) -> float:
    return 2 * _PAD + len(lines) * _PITCH - 4 + len(bubble.buttons) * (_BUTTON_HEIGHT + _BUTTON_GAP)


def _draw_bubble(pen: ImageDraw.ImageDraw, bubble: Bubble, lines: Sequence[_Line], top: float) -> None:
    longest = max(
        sum(_width(each.char) for each in line.letters) + (2 * _QUOTE_PAD if line.quote else 0) for line in lines
    )
    wide = _BUBBLE if bubble.buttons else min(longest + 2 * _PAD, _BUBBLE)
    left = WIDTH - _MARGIN - wide if bubble.is_mine else _MARGIN
    bottom = top + 2 * _PAD + len(lines) * _PITCH - 4
    _box(pen, (left, top, left + wide, bottom), _RADIUS, _MINE if bubble.is_mine else _THEIRS)
    y = top + _PAD - 2
    for number, line in enumerate(lines):
        if line.quote and (number == 0 or lines[number - 1].quote != line.quote):
            rows = sum(each.quote == line.quote for each in lines)
            _draw_quote(
                pen, (left + _PAD, y + 1, left + wide - _PAD, y + rows * _PITCH - 1), folded=line.letters[0].folded
            )
        x = left + _PAD + (_QUOTE_PAD if line.quote else 0)
        for letter in line.letters:
            _draw_letter(pen, (x, y), letter.char, _Type(_ACCENT if letter.link else _INK, bold=letter.bold))
            x += _width(letter.char)
        y += _PITCH
    _draw_buttons(pen, bubble.buttons, (left, bottom + _BUTTON_GAP, wide))


def _draw_quote(pen: ImageDraw.ImageDraw, box: tuple[float, float, float, float], *, folded: bool) -> None:
    left, top, right, bottom = box
    _box(pen, box, 4, _TINT)
    _box(pen, (left, top, left + 3, bottom), 1, _ACCENT)
    if folded:
        x, y = right - 14, bottom - 10
        points = [(x, y), (x + 4, y + 4), (x + 8, y)]
        pen.line([(a * SCALE, b * SCALE) for a, b in points], _ACCENT, 2 * SCALE, joint="curve")


def _draw_buttons(pen: ImageDraw.ImageDraw, rows: Sequence[Sequence[str]], place: tuple[float, float, float]) -> None:
    left, top, wide = place
    for row in rows:
        each = (wide - _BUTTON_GAP * (len(row) - 1)) / len(row)
        for index, label in enumerate(row):
            x = left + index * (each + _BUTTON_GAP)
            _box(pen, (x, top, x + each, top + _BUTTON_HEIGHT), 8, _BUTTON)
            _draw_label(pen, label, (x, top, each))
        top += _BUTTON_HEIGHT + _BUTTON_GAP


def _draw_label(pen: ImageDraw.ImageDraw, label: str, place: tuple[float, float, float]) -> None:
    """The label of a button in its middle, cut where it is too long."""
    left, top, wide = place
    shown = _INVISIBLE.sub("", label)
    while sum(_width(char, _SMALL) for char in shown) > wide - 10:
        shown = shown[:-2].rstrip() + "…"
    x = left + (wide - sum(_width(char, _SMALL) for char in shown)) / 2
    for char in shown:
        _draw_letter(pen, (x, top + 7), char, _Type(_ON_BUTTON, _SMALL))
        x += _width(char, _SMALL)


def _draw_letter(pen: ImageDraw.ImageDraw, at: tuple[float, float], char: str, type_: _Type) -> None:
    """A character; thumbs and other emoji, which the font lacks, as simple shapes."""
    (x, y), size = at, type_.size
    if _EMOJI.match(char):
        for shape in (_THUMB, _CUFF) if char in "👍👎" else (((0.5, 0.1), (0.95, 0.9), (0.05, 0.9)),):
            turned = [(a, 1 - b) if char == "👎" else (a, b) for a, b in shape]
            pen.polygon([((x + a * size) * SCALE, (y + 2 + b * size) * SCALE) for a, b in turned], _YELLOW)
        return
    line, ink = y + size * 1.12, type_.ink
    pen.text(
        (x * SCALE, line * SCALE), char, ink, _font(size), anchor="ls", stroke_width=0.6 * type_.bold, stroke_fill=ink
    )


def _box(pen: ImageDraw.ImageDraw, box: tuple[float, float, float, float], radius: float, colour: str) -> None:
    pen.rounded_rectangle([round(each * SCALE) for each in box], round(radius * SCALE), colour)
