"""What worker processes do with a document: read it and parse it, or draw one of its pages.

This imports nothing but readers and the parser, so that a worker starts in a fraction of a second.
"""

from data.model import Minutes
from data.parsing import parse_source
from data.reading import Limits, Source, read_content
from data.workers import Progress


def read_minutes(name: str, content: bytes, limits: Limits, progress: Progress) -> tuple[Source, Minutes]:
    """Read the bytes of a file and parse the minutes in them; the progress is that of the pages.

    Raises:
        MinutesError: the bytes cannot be read, or are not minutes.
    """
    source = read_content(name, content, limits, progress)
    return source, parse_source(source)


def draw_page(name: str, content: bytes, page: int, _: Progress) -> bytes:
    """The picture of a page, from 1, as PNG.

    Raises:
        MinutesError: documents of this kind have no pages, or the page cannot be drawn.
    """
    from data.readers.pictures import page_picture  # noqa: PLC0415 - only this job needs it

    return page_picture(name, content, page)
