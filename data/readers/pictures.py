"""The picture of one page of a source, for a reader who wants to see the original."""

from data.bilingual import MinutesError
from data.readers import images, pdf
from data.readers.kinds import Kind, kind_of

_DPI = 110
_LONGER_SIDE = 1300  # pixels: A4 at that resolution


def page_picture(name: str, content: bytes, page: int) -> bytes:
    """Page ``page`` (from 1) of a PDF or a picture as PNG, at about 110 dpi.

    Raises:
        MinutesError: the file cannot be opened, has no such page, or is of a kind without pages.
    """
    kind = kind_of(name, content)
    if kind is Kind.PDF:
        return pdf.page_png(content, page, _DPI)
    if kind is Kind.PICTURE:
        return images.page_png(content, page, _LONGER_SIDE)
    raise MinutesError("这种文件没有页面图像。", "files of this kind have no pictures of pages.")
