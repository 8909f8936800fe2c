"""The text layer of a PDF page, set in its printed lines by where each character stands.

Characters nobody sees (invisible render mode, outside the page) and the second print of a character
(which is how bold is faked) are left out, and so are characters across the direction of the text (watermarks).
"""

import ctypes
import itertools
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.readers.outcome import TextLine
from data.readers.text import frequent_share

if TYPE_CHECKING:
    import pypdfium2

_GARBLED_SHARE = 0.2  # of the characters: private use, unassigned, replaced
_FREQUENT_SHARE = 0.6  # of the Chinese characters: below it a font's map to Unicode is wrong
_ENOUGH = 40  # Chinese characters that tell
_UPRIGHT = 10  # degrees a character may be turned
_SAME_LINE = 0.5  # of the lower character's height that overlaps
_OUTLINES = 50  # shapes; tables and rules have fewer, and an outlined page has one a character
_GAP = 0.25  # of the line's height: more is a blank
_SECOND_PRINT = 0.25  # of the height: nearer, the same character is the same

_Rectangle = tuple[float, float, float, float]  # left, top, right, bottom from the upper left corner


@dataclass(slots=True)
class _Glyph:
    """A character and its box, in points from the upper left corner of the page as it is read."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 0.1)


def garbled(text: str) -> bool:
    """Whether ``text`` is what a font without a sound map to Unicode leaves."""
    characters = "".join(text.split())
    if not characters:
        return False
    odd = sum(1 for one in characters if one == "\ufffd" or unicodedata.category(one) in ("Co", "Cn", "Cc", "Cs"))
    if odd > _GARBLED_SHARE * len(characters):
        return True
    hanzi = sum(1 for one in characters if "\u3400" <= one <= "\u9fff")
    return hanzi >= _ENOUGH and frequent_share(characters) < _FREQUENT_SHARE


def picture_share(page: "pypdfium2.PdfPage") -> float:
    """The share of the page that its pictures cover, 0 to 1."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - only PDFs need it

    left, bottom, right, top = page.get_bbox()
    area = max((right - left) * (top - bottom), 1.0)
    covered = 0.0
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        x0, y0, x1, y1 = picture.get_bounds()
        width, height = min(x1, right) - max(x0, left), min(y1, top) - max(y0, bottom)
        covered += max(width, 0.0) * max(height, 0.0)  # scans are often cut into strips
    return float(min(covered / area, 1.0))


def has_outlines(page: "pypdfium2.PdfPage") -> bool:
    """Whether the page has as many drawn shapes as text turned into outlines has."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - only PDFs need it

    shapes = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=4)
    return sum(1 for _ in itertools.islice(shapes, _OUTLINES)) == _OUTLINES


def printed_lines(page: "pypdfium2.PdfPage") -> list[TextLine]:
    """The lines of the text layer from top to bottom."""
    glyphs, (width, height) = _upright(page)
    rows: list[list[_Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.top + glyph.bottom) / 2):
        row = next((row for row in reversed(rows[-4:]) if _beside(row, glyph)), None)
        if row is None:
            rows.append([glyph])
        else:
            row.append(glyph)
    rows.sort(key=lambda row: min(glyph.top for glyph in row))
    lines = (
        TextLine(
            _words(row),
            min(glyph.top for glyph in row) / height,
            max(glyph.bottom for glyph in row) / height,
            left=min(glyph.left for glyph in row) / width,
            right=max(glyph.right for glyph in row) / width,
        )
        for row in rows
    )
    return [line for line in lines if line.text]


def _beside(row: list[_Glyph], glyph: _Glyph) -> bool:
    other = row[0] if len(row) == 1 else max(row[-8:], key=lambda one: one.height)
    overlap = min(other.bottom, glyph.bottom) - max(other.top, glyph.top)
    return overlap > _SAME_LINE * min(other.height, glyph.height)


def _words(row: list[_Glyph]) -> str:
    text, last = "", None
    for glyph in sorted(row, key=lambda glyph: glyph.left):
        if last:
            height = max(last.height, glyph.height)
            same_place = abs(glyph.left - last.left) + abs(glyph.top - last.top) < _SECOND_PRINT * height
            if glyph.text == last.text and same_place:
                continue
            if glyph.left - last.right > _GAP * height:
                text += " "
        text += glyph.text
        last = glyph
    return text.strip()


def _upright(page: "pypdfium2.PdfPage") -> tuple[list[_Glyph], tuple[float, float]]:
    """The visible characters of the page turned so that its text is upright, and its width and height then."""
    visible = list(_visible(page))
    quarters = Counter(round(angle / 90) % 4 for angle, _ in visible)
    quarter = quarters.most_common(1)[0][0] if quarters else 0
    left, bottom, right, top = page.get_bbox()
    size = right - left, top - bottom
    glyphs = []
    for angle, (character, x0, y0, x1, y1) in visible:
        if abs((angle - quarter * 90 + 180) % 360 - 180) <= _UPRIGHT:
            box = _turned((x0 - left, top - y1, x1 - left, top - y0), size, quarter)
            glyphs.append(_Glyph(character, *box))
    return glyphs, (max(size[quarter % 2], 1.0), max(size[(quarter + 1) % 2], 1.0))


def _turned(box: _Rectangle, size: tuple[float, float], quarters: int) -> _Rectangle:
    """``box`` on a page of ``size`` (width, height) after so many quarter turns clockwise."""
    x0, y0, x1, y1 = box
    width, height = size
    for _ in range(quarters):
        x0, y0, x1, y1 = height - y1, x0, height - y0, x1
        width, height = height, width
    return x0, y0, x1, y1


def _visible(page: "pypdfium2.PdfPage") -> Iterator[tuple[float, tuple[str, float, float, float, float]]]:
    """Each visible character that is not blank: its angle in degrees, anticlockwise, and the character with its box."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - only PDFs need it

    left, bottom, right, top = page.get_bbox()
    layer = page.get_textpage()
    for index in range(layer.count_chars()):
        code = pdfium.FPDFText_GetUnicode(layer, index)
        character = chr(code) if code <= 0x10FFFF else "\ufffd"  # noqa: PLR2004 - the last code point
        if character.isspace() or code in (0, 2, 0xFFFE, 0xFEFF):
            continue
        drawn = pdfium.FPDFText_GetTextObject(layer, index)
        if drawn and pdfium.FPDFTextObj_GetTextRenderMode(drawn) in (
            pdfium.FPDF_TEXTRENDERMODE_INVISIBLE,
            pdfium.FPDF_TEXTRENDERMODE_CLIP,
        ):
            continue
        box = pdfium.FS_RECTF()
        if not pdfium.FPDFText_GetLooseCharBox(layer, index, ctypes.byref(box)):
            continue
        x0, y0, x1, y1 = box.left, box.bottom, box.right, box.top
        if left <= (x0 + x1) / 2 <= right and bottom <= (y0 + y1) / 2 <= top:
            angle = -math.degrees(pdfium.FPDFText_GetCharAngle(layer, index))  # PDFium counts clockwise
            yield angle, (character, x0, y0, x1, y1)
    layer.close()
