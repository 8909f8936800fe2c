"""A canvas for the picture of a digest: text that fits its place, bars and cards, with a font out of a package."""

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]

INK: Colour = (38, 50, 56)
MUTED: Colour = (105, 117, 121)

_FONT = Path(pylopdf_fonts_zh_cn.__file__).with_name("NotoSansSC-Regular.otf")
_FINER = 2  # everything is drawn this much larger, and edges are smooth when it is made small
_TALLEST = 2600
_BOLD = 40  # the strokes of bold letters are thicker by a part of their size


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONT, size * _FINER, layout_engine=ImageFont.Layout.BASIC)


def text_width(text: str, size: int) -> int:
    """How wide a line of text is, in pixels."""
    return round(_font(size).getlength(text) / _FINER)


def fitting(text: str, size: int, width: int, least: int) -> tuple[str, int]:
    """Text and size (not under ``least``) that fit a width; what does not fit is left out in its middle."""
    while size > least and text_width(text, size) > width:
        size -= 1
    kept = len(text)
    said = text
    while kept > 1 and text_width(said, size) > width:
        kept -= 1
        said = f"{text[: (kept + 1) // 2]}…{text[len(text) - kept // 2 :]}"
    return said, size


def in_lines(text: str, size: int, width: int, least: int) -> tuple[list[str], int]:
    """A text in one line, or in two where it is too long for one, and the size that fits."""
    if text_width(text, least) <= width:
        line, size = fitting(text, size, width, least)
        return [line], size
    cut = next(at for at in range(len(text), 0, -1) if at == 1 or text_width(text[:at], least) <= width)
    return [text[:cut], fitting(text[cut:], least, width, least)[0]], least


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; ``x`` and ``y`` are its upper left corner."""

    x: int
    y: int
    width: int
    height: int


class Canvas:
    """A picture of a fixed width that grows downwards; all measures are in pixels of the finished picture."""

    def __init__(self, width: int, ground: Colour) -> None:
        self.width = width
        self._image = Image.new("RGB", (width * _FINER, _TALLEST * _FINER), ground)
        self._draw = ImageDraw.Draw(self._image)

    def text(  # noqa: PLR0913 - a line of text has that many properties
        self,
        place: tuple[int, int],
        text: str,
        size: int,
        colour: Colour = INK,
        *,
        anchor: str = "lm",
        bold: bool = False,
    ) -> None:
        """A line of text at a place; ``anchor`` is Pillow's, by default the left end at half of the height."""
        x, y = place
        stroke = size * _FINER // _BOLD if bold else 0
        self._draw.text(
            (x * _FINER, y * _FINER), text, colour, _font(size), anchor, stroke_width=stroke, stroke_fill=colour
        )

    def box(self, box: Box, colour: Colour, radius: int = 0) -> None:
        """A filled rectangle with round corners; nothing where it has no width."""
        if box.width <= 0 or box.height <= 0:
            return
        corners = (box.x, box.y, box.x + box.width, box.y + box.height)
        left, top, right, bottom = (each * _FINER for each in corners)
        round_by = min(radius, box.width // 2, box.height // 2) * _FINER
        self._draw.rounded_rectangle((left, top, right - 1, bottom - 1), round_by, colour)

    def png(self, height: int) -> bytes:
        """The picture down to ``height``, as PNG."""
        buffer = io.BytesIO()
        self._image.reduce(_FINER, (0, 0, self.width * _FINER, height * _FINER)).save(buffer, "PNG")
        return buffer.getvalue()
