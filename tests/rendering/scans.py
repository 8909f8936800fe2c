"""Pages as a scanner leaves them: pictures of text, turned a little, grey, noisy and compressed."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.rendering.typesetting import COLUMNS, columns_of

A4 = (8.27, 11.69)  # inches
SONG = Path(pylopdf_fonts_zh_cn.__file__).with_name("NotoSerifSC-Regular.otf")
HEI = SONG.with_name("NotoSansSC-Regular.otf")
_FONT_SIZE = 16 / 72  # inches
_LINE_PITCH = 29 / 72
_TOP = 1.4
_LEFT = 1.02
RED = (200, 20, 30)


@dataclass(frozen=True, slots=True)
class Scanner:
    """What a scanner does to a page."""

    dpi: int = 150
    skew: float = 0.0  # degrees, anticlockwise
    noise: float = 0.0  # standard deviation of grey levels
    blur: float = 0.0  # radius in pixels
    shade: float = 0.0  # grey levels lost towards one corner
    jpeg: int | None = None  # quality


CLEAN = Scanner()
WORN = Scanner(skew=2.0, noise=8, blur=0.6, shade=40, jpeg=60)


@cache
def _font(path: Path, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), pixels)


def draw_page(
    lines: Sequence[str],
    *,
    dpi: int = 150,
    font: Path = SONG,
    foot: str = "",
    colours: MappingProxyType[int, tuple[int, int, int]] = MappingProxyType({}),
) -> Image.Image:
    """A page of white paper with ``lines`` set on a grid of full-width characters; ``colours`` by line number."""
    page = Image.new("RGB", (round(A4[0] * dpi), round(A4[1] * dpi)), "white")
    pen = ImageDraw.Draw(page)
    size = round(_FONT_SIZE * dpi)
    face = _font(font, size)
    for row, line in enumerate(lines):
        x, y = _LEFT * dpi, (_TOP + row * _LINE_PITCH) * dpi
        short = not line.startswith("\u3000") and sum(map(columns_of, line)) < COLUMNS / 2 and row < 4
        if short:
            x = (page.width - sum(map(columns_of, line)) * size) / 2
        for character in line:
            pen.text((x, y), character, font=face, fill=colours.get(row, (20, 20, 20)))
            x += columns_of(character) * size
    if foot:
        pen.text((page.width / 2, 10.9 * dpi), foot, font=face, fill=(20, 20, 20), anchor="ma")
    return page


def stamp(page: Image.Image, words: str, *, centre: tuple[float, float], radius: float, dpi: int) -> Image.Image:
    """``page`` under a round red seal with ``words``; centre and radius in inches."""
    seal = Image.new("RGB", page.size, "white")
    pen = ImageDraw.Draw(seal)
    x, y, r = centre[0] * dpi, centre[1] * dpi, radius * dpi
    pen.ellipse((x - r, y - r, x + r, y + r), outline=RED, width=round(0.04 * dpi))
    face = _font(SONG, round(0.2 * dpi))
    for index, word in enumerate(words):
        angle = np.pi * (1.1 - 1.2 * index / max(len(words) - 1, 1))
        at = (x + 0.78 * r * np.cos(angle), y - 0.78 * r * np.sin(angle))
        pen.text(at, word, font=face, fill=RED, anchor="mm")
    pen.regular_polygon((x, y, 0.25 * r), 5, fill=RED)
    return Image.fromarray(np.minimum(np.asarray(page), np.asarray(seal)))


def scan(page: Image.Image, scanner: Scanner = WORN) -> Image.Image:
    """``page`` as ``scanner`` sees it; always the same for the same page."""
    seen = page.rotate(scanner.skew, Image.Resampling.BICUBIC, fillcolor=(245, 245, 242))
    if scanner.blur:
        seen = seen.filter(ImageFilter.GaussianBlur(scanner.blur))
    levels = np.asarray(seen, np.float32)
    if scanner.noise:
        noise = np.random.default_rng(7).normal(0, scanner.noise, levels.shape[:2])
        levels = levels + noise[..., None].astype(np.float32)
    if scanner.shade:
        across = np.linspace(0, 1, levels.shape[1])[None, :] * np.linspace(0, 1, levels.shape[0])[:, None]
        levels = levels - (scanner.shade * across)[..., None].astype(np.float32)
    seen = Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8))
    if scanner.jpeg:
        seen = Image.open(io.BytesIO(as_bytes(seen, "JPEG", quality=scanner.jpeg)))
    return seen


def as_bytes(picture: Image.Image, kind: str, **options: int) -> bytes:
    """The file of a picture: PNG, JPEG, BMP or WEBP."""
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def as_pages(pictures: Sequence[Image.Image], kind: str, *, dpi: int = 150) -> bytes:
    """Several pictures in one file: TIFF, or PDF without a text layer."""
    buffer = io.BytesIO()
    options = {"compression": "jpeg"} if kind == "TIFF" else {}
    first, *others = [picture.copy() for picture in pictures]  # Pillow leaves a mark on what it saves as PDF
    first.save(buffer, kind, save_all=True, append_images=others, resolution=dpi, dpi=(dpi, dpi), **options)
    return buffer.getvalue()
