"""Pictures of pages: PNG, JPEG, TIFF of several pages, BMP and WebP, turned as their EXIF says, read by OCR."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from data.bilingual import MinutesError
from data.readers.indents import mark_indents
from data.readers.margins import mark_margins
from data.readers.ocr import recognise
from data.readers.outcome import Limits, PageProgress, Reading, join_lines

if TYPE_CHECKING:
    from PIL import Image

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
_MAX_PIXELS = 60_000_000  # A3 at 400 dpi has 31 million


def read_picture(content: bytes, limits: Limits, progress: PageProgress) -> Reading:
    """The text on a picture, one line a printed line; a page for each of its frames.

    Raises:
        MinutesError: it is damaged, too large, has too many pages, or no text is found on it.
    """
    pages = []
    with _open(content) as picture:
        total = getattr(picture, "n_frames", 1)
        limits.check_pages(total)
        progress(0, total)
        for number in range(total):
            pages.append(recognise(np.asarray(_frame(picture, number))))
            progress(number + 1, total)
    if not any(pages):
        raise MinutesError("图片上没有找到文字。", "no text was found on the picture.")
    return join_lines(mark_indents(mark_margins(pages)), hard_wrapped=True)


def page_png(content: bytes, number: int, size: int) -> bytes:
    """Frame ``number`` (from 1) as PNG, at most ``size`` pixels on its longer side.

    Raises:
        MinutesError: it is damaged or too large, or has no such frame.
    """
    with _open(content) as picture:
        if not 1 <= number <= getattr(picture, "n_frames", 1):
            raise MinutesError(f"没有第 {number} 页。", f"there is no page {number}.")
        frame = _frame(picture, number - 1)
    frame.thumbnail((size, size))
    buffer = io.BytesIO()
    frame.save(buffer, "PNG")
    return buffer.getvalue()


@contextmanager
def _open(content: bytes) -> Iterator["Image.Image"]:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - only pictures need it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of bombs and of odd tags; sizes are checked in _frame
            with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
                yield picture
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError) as error:
        raise MinutesError("图片已损坏，无法打开。", "the picture is damaged and cannot be opened.") from error


def _frame(picture: "Image.Image", number: int) -> "Image.Image":
    """A frame upright, on white paper, in RGB."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - only pictures need it

    picture.seek(number)
    if picture.width * picture.height > _MAX_PIXELS:
        raise _too_large()
    frame = ImageOps.exif_transpose(picture)
    if frame.mode.startswith("I"):  # 16 or 32 bits a pixel
        frame = Image.fromarray((np.asarray(frame).astype(np.float32) / 257).clip(0, 255).astype(np.uint8))
    if frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info:
        frame = frame.convert("RGBA")
        frame = Image.alpha_composite(Image.new("RGBA", frame.size, "white"), frame)
    return frame.convert("RGB")


def _too_large() -> MinutesError:
    limit = _MAX_PIXELS // 1_000_000
    return MinutesError(f"图片超过 {limit} 百万像素。", f"the picture has more than {limit} million pixels.")
