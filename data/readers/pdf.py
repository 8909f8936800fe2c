"""PDF through PDFium: the text layer of a page where it has a sound one, else OCR of the page's picture."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING

import numpy as np

from data.bilingual import MinutesError
from data.readers.indents import mark_indents
from data.readers.margins import mark_margins
from data.readers.ocr import OCR_DPI, recognise
from data.readers.outcome import Limits, PageProgress, Reading, TextLine, join_lines
from data.readers.pdf_layer import garbled, has_outlines, picture_share, printed_lines

if TYPE_CHECKING:
    import pypdfium2

_lock = RLock()  # PDFium is not safe for threads
_POINTS = 72  # an inch
_LONGEST_SIDE = 4000  # pixels of a page's picture
_FEW = 20  # characters: a page number or a stamp, but no page of text
_SOME = 200  # characters: a head and a note around a scan that covers the page
_COVERED = 0.5  # of the page, by pictures
_SLIGHTLY_COVERED = 0.05  # more than a logo


def read_pdf(content: bytes, limits: Limits, progress: PageProgress) -> Reading:
    """The text of a PDF, one line a printed line.

    Raises:
        MinutesError: it is damaged, needs a password, or has too many pages.
    """
    pages: list[list[TextLine]] = []
    with open_pdf(content) as document:
        total = len(document)
        limits.check_pages(total)
        progress(0, total)
        for number in range(total):
            pages.append(_read_page(document, number))
            progress(number + 1, total)
    return join_lines(mark_indents(mark_margins(pages)), hard_wrapped=True)


@contextmanager
def open_pdf(content: bytes) -> Iterator["pypdfium2.PdfDocument"]:
    """The document, open as long as the context lasts.

    Raises:
        MinutesError: it is damaged, or needs a password.
    """
    import pypdfium2  # noqa: PLC0415 - only PDFs need it
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    try:
        with _lock:
            document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise MinutesError("PDF 已加密，需要密码。", "the PDF is encrypted and needs a password.") from error
        raise _damaged() from error
    try:
        yield document
    except pypdfium2.PdfiumError as error:
        raise _damaged() from error
    finally:
        with _lock:
            document.close()


def render(document: "pypdfium2.PdfDocument", number: int, dpi: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The picture of page ``number`` (from 0): rows, columns, RGB."""
    with _lock:
        page = document[number]
        width, height = page.get_size()
        scale = min(dpi / _POINTS, _LONGEST_SIDE / max(width, height, 1))
        bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False)
        picture = np.array(bitmap.to_numpy()[..., :3])
        bitmap.close()
        page.close()
    return picture


def _damaged() -> MinutesError:
    return MinutesError("PDF 已损坏，无法打开。", "the PDF is damaged and cannot be opened.")


def _read_page(document: "pypdfium2.PdfDocument", number: int) -> list[TextLine]:
    with _lock:
        page = document[number]
        lines = printed_lines(page)
        covered = picture_share(page)
        outlined = has_outlines(page)
        page.close()
    text = "".join(line.text for line in lines)
    characters = len("".join(text.split()))
    is_scan = characters < _SOME and covered > _COVERED
    is_drawn = characters < _FEW and (covered > _SLIGHTLY_COVERED or outlined)
    if not (garbled(text) or is_scan or is_drawn):
        return lines
    recognised = recognise(render(document, number, OCR_DPI))
    if garbled(text) or sum(len("".join(line.text.split())) for line in recognised) > characters:
        return recognised
    return lines


def page_png(content: bytes, number: int, dpi: int) -> bytes:
    """The picture of page ``number`` (from 1) as PNG.

    Raises:
        MinutesError: the PDF cannot be opened, or has no such page.
    """
    from PIL import Image  # noqa: PLC0415 - only pictures need it

    with open_pdf(content) as document:
        if not 1 <= number <= len(document):
            raise MinutesError(f"没有第 {number} 页。", f"there is no page {number}.")
        buffer = io.BytesIO()
        Image.fromarray(render(document, number - 1, dpi)).save(buffer, "PNG")
        return buffer.getvalue()
