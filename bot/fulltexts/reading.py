"""Full texts cut into pages: a part, or the whole minutes of a meeting, verbatim and in the order of reading.

Every page fits one message, and every piece of a part on it carries its citation.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from bot.paging import shortened
from bot.replies import Paragraph, Style
from bot.splitting import LIMIT, split_text, utf16_length, visible_text
from data.bilingual import Language
from data.model import Minutes, Part
from data.refs import UNNUMBERED, PartKind, Ref
from data.store import StoredMinutes
from retrieval.naming import meeting_name, part_label

Page = tuple[Paragraph, ...]

PAGE_OF_MEETING = 2000
"""UTF-16 units of a page of whole minutes: what is read on a telephone without losing one's place."""

_LONGEST_TITLE = 200  # characters of a heading that is shown as one; a longer one is a paragraph


def leaves_of(minutes: Minutes, ref: Ref) -> list[Part]:
    """The smallest parts that make up the part at ``ref``, in the order of reading; none where it is not there."""
    if ref.kind is None:
        return list(minutes.leaf_parts())
    if ref.kind is PartKind.RESOLUTION:
        return [leaf for leaf in minutes.leaf_parts() if leaf.ref.whole_resolution() == ref]
    part = minutes.part(ref)
    return [part] if part else []


def pages_of(kept: StoredMinutes, ref: Ref, language: Language) -> list[Page]:
    """The pages of the part at ``ref``, a ref in full; a page of an item begins with the heading above it."""
    minutes = kept.minutes
    title = _title_above(minutes, ref)
    limit = (PAGE_OF_MEETING if ref.kind is None else LIMIT) - _length(title)
    blocks = [
        [paragraph for leaf in group for paragraph in leaf_paragraphs(kept, leaf, language)]
        for _, group in groupby(leaves_of(minutes, ref), lambda leaf: leaf.ref.whole_resolution())
    ]
    return [(*title, *page) for page in packed(blocks, limit)]


def leaf_paragraphs(kept: StoredMinutes, leaf: Part, language: Language) -> Iterator[Paragraph]:
    """The paragraphs of one of the smallest parts, each with its citation; its heading is a title."""
    label, ref = part_label(meeting_name(kept), leaf.ref, language), str(leaf.ref)
    resolution = kept.minutes.resolution(leaf.ref.resolution or UNNUMBERED)
    text = leaf.text
    if leaf.ref.kind is PartKind.RESOLUTION and resolution and 0 < len(resolution.heading) <= _LONGEST_TITLE:
        yield Paragraph(resolution.heading, Style.TITLE, label, ref)
        text = resolution.body
    yield from (Paragraph(line, Style.QUOTE, label, ref) for line in text.split("\n") if line.strip())


def neighbours(minutes: Minutes, ref: Ref) -> tuple[Ref | None, Ref | None]:
    """What is read before and after a part: item by item, or resolution by resolution."""
    leaves = [leaf.ref for leaf in minutes.leaf_parts()]
    with_items = {leaf.whole_resolution() for leaf in leaves if leaf.kind is PartKind.ITEM}
    if ref.kind is PartKind.ITEM:
        order = [leaf for leaf in leaves if leaf not in with_items]
    else:
        order = list(
            dict.fromkeys(leaf if leaf.resolution == UNNUMBERED else leaf.whole_resolution() for leaf in leaves)
        )
    if ref not in order:
        return None, None
    index = order.index(ref)
    return order[index - 1] if index else None, order[index + 1] if index + 1 < len(order) else None


def _title_above(minutes: Minutes, ref: Ref) -> Page:
    """The heading of the resolution that an item belongs to."""
    resolution = minutes.resolution(ref.resolution or UNNUMBERED) if ref.kind is PartKind.ITEM else None
    if resolution is None or not resolution.heading:
        return ()
    return (Paragraph(shortened(resolution.heading, _LONGEST_TITLE), Style.TITLE),)


def packed(blocks: Iterable[Sequence[Paragraph]], limit: int) -> list[Page]:
    """Pages of at most ``limit`` units; a block that fits a page is not torn apart."""
    pages: list[list[Paragraph]] = [[]]
    used = 0
    for block in blocks:
        length = _length(block)
        if used + length > limit >= length:
            pages.append([])
            used = 0
        for piece in (piece for paragraph in block for piece in _pieces(paragraph, limit)):
            more = _length([piece])
            if used and used + more > limit:
                pages.append([])
                used = 0
            elif pages[-1] and _part_of(pages[-1][-1]) == _part_of(piece):
                used -= utf16_length(visible_text(piece)) - utf16_length(piece.text)  # one citation for both
            pages[-1].append(piece)
            used += more
    return [tuple(_cited_once(page)) for page in pages if page]


def _pieces(paragraph: Paragraph, limit: int) -> Iterator[Paragraph]:
    """A paragraph in pieces that fit a page, each with the citation."""
    room = limit - _length([replace(paragraph, text="")])
    return (replace(paragraph, text=text) for text in split_text(paragraph.text, room))


def _cited_once(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Paragraphs of which the last of each part has the citation; a title has its own."""
    for _, run in groupby(paragraphs, _part_of):
        *before, last = run
        yield from (replace(paragraph, citation="") for paragraph in before)
        yield last


def _part_of(paragraph: Paragraph) -> tuple[str, Style]:
    return paragraph.ref, paragraph.style


def _length(paragraphs: Iterable[Paragraph]) -> int:
    """UTF-16 units of paragraphs, with a line feed after each."""
    return sum(utf16_length(visible_text(paragraph)) + 1 for paragraph in _cited_once(paragraphs))
