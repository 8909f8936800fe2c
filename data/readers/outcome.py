"""What a reader hands back: text with its pages and its layout; and the bounds a reader keeps to."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from data.bilingual import MinutesError
from data.model import Span

PageProgress = Callable[[int, int], None]  # pages done, pages in all


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read of one file."""

    max_bytes: int = 20_000_000
    max_pages: int = 300

    def check_pages(self, pages: int) -> None:
        """Refuse a document of more than ``max_pages`` pages.

        Raises:
            MinutesError: it has more.
        """
        if pages > self.max_pages:
            limit = self.max_pages
            raise MinutesError(f"文件超过 {limit} 页。", f"the file has more than {limit} pages.")


@dataclass(frozen=True, slots=True)
class Reading:
    """The text of a file; see ``data.reading.Source`` for the fields."""

    text: str
    pages: tuple[Span, ...] = ()
    layout: tuple[Span, ...] = ()
    doubtful: tuple[Span, ...] = ()
    hard_wrapped: bool | None = None


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a document: its text, where it stands on its page, and which of its characters are doubtful.

    ``top`` and ``bottom`` are shares of the page's height, 0 at its top, ``left`` and ``right`` of its width;
    ``doubtful`` counts within ``text``.
    """

    text: str
    top: float = 0.5
    bottom: float = 0.5
    doubtful: tuple[Span, ...] = ()
    is_layout: bool = False
    left: float = 0.0
    right: float = 0.0

    def as_layout(self) -> "TextLine":
        """The same line, known to be layout."""
        return replace(self, is_layout=True)


def no_pages(done: int, total: int) -> None:
    """Progress that nobody watches."""


def join_lines(pages: list[list[TextLine]], *, hard_wrapped: bool, paged: bool = True) -> Reading:
    """The text of all lines, a line each, with the spans of pages, layout and doubtful characters."""
    text: list[str] = []
    spans: list[Span] = []
    layout: list[Span] = []
    doubtful: list[Span] = []
    position = 0
    for page in pages:
        start = position
        for line in page:
            end = position + len(line.text)
            if line.is_layout:
                layout.append(Span(position, end))
            else:
                doubtful.extend(Span(position + span.start, position + span.end) for span in line.doubtful)
            text.append(line.text + "\n")
            position = end + 1
        spans.append(Span(start, position))
    return Reading("".join(text), tuple(spans) if paged else (), tuple(layout), tuple(doubtful), hard_wrapped)
