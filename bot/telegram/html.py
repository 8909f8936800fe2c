"""Replies as Telegram's HTML (https://core.telegram.org/bots/api#html-style)."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape

from bot.replies import Paragraph, Reply, Style
from bot.splitting import split_paragraphs, utf16_length, visible_text

MOST_ENTITIES = 100
"""Bold stretches, quotes and links that Telegram shows in one message; what is beyond stays plain text."""

_FOLDED = 300  # UTF-16 units of a quote from which on it is folded
_TAGS = {
    Style.TITLE: ("<b>", "</b>"),
    Style.PLAIN: ("", ""),
    Style.QUOTE: ("<blockquote>", "</blockquote>"),
    Style.NOTICE: ("", ""),
}
_FOLDED_QUOTE = ("<blockquote expandable>", "</blockquote>")
_CLEANING = (  # as Telegram itself does, before anything is counted
    (re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]"), "\n"),
    (re.compile(r"[\x00-\x09\x0e-\x1f\x7f-\x9f]"), " "),
    (re.compile(r"[\u202a-\u202e]"), ""),  # would turn the direction of all that follows
    (re.compile(r"[\ud800-\udfff]"), "\ufffd"),  # half a character
)

LinkTo = Callable[[str], str]
"""The address that opens the part at a ref in full."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Paragraphs that are set together: one, or quotes of one part, with their citation."""

    text: str
    style: Style
    citation: str
    ref: str

    def html(self, link: LinkTo | None, room: int, *, folds: bool) -> tuple[str, int]:
        """The block with at most ``room`` entities, and how many it has."""
        text, citation = escape(self.text), f"[{escape(self.citation)}]" if self.citation else ""
        between = "\n" if self.style is Style.QUOTE else " "
        before, after = _TAGS[self.style]
        if self.style is Style.QUOTE and folds and utf16_length(self.text) > _FOLDED:
            before, after = _FOLDED_QUOTE
        entities = bool(before) + bool(citation)
        if entities > room:
            return f"{text}{between}{citation}" if citation else text, 0
        if citation:
            address = link(self.ref) if link and self.ref else ""
            shown = f'[<a href="{escape(address)}">{citation[1:-1]}</a>]' if address else f"<i>{citation}</i>"
            return f"{before}{text}{after}{between}{shown}", entities
        return f"{before}{text}{after}", entities


def html_messages(reply: Reply, link: LinkTo | None = None) -> list[str]:
    """The messages of a reply, in order; each fits, is not blank, and has its tags closed.

    With ``link``, each citation leads to its part.
    """
    paragraphs = [replace(each, text=cleaned(each.text), citation=cleaned(each.citation)) for each in reply.paragraphs]
    return [
        _html(message, link, folds=not reply.unfolded)
        for message in split_paragraphs(paragraphs)
        if any(visible_text(paragraph).strip() for paragraph in message)
    ]


def cleaned(text: str) -> str:
    """A text without control characters and halves of characters."""
    for pattern, instead in _CLEANING:
        text = pattern.sub(instead, text)
    return text


def _html(paragraphs: Iterable[Paragraph], link: LinkTo | None, *, folds: bool) -> str:
    room = MOST_ENTITIES
    blocks: list[str] = []
    for block in _blocks(paragraphs):
        html, entities = block.html(link, room, folds=folds)
        room -= entities
        blocks.append(html)
    return "\n".join(blocks)


def _blocks(paragraphs: Iterable[Paragraph]) -> Iterator[_Block]:
    """Paragraphs one by one, quotes of the same part together."""
    waiting: _Block | None = None
    for each in paragraphs:
        block = _Block(each.text, each.style, each.citation, each.ref)
        if waiting and _belong_together(waiting, block):
            waiting = replace(block, text=f"{waiting.text}\n{block.text}")
            continue
        if waiting:
            yield waiting
        waiting = block
    if waiting:
        yield waiting


def _belong_together(before: _Block, after: _Block) -> bool:
    """Whether two blocks are quotes of one part; the citation of both follows the second."""
    are_quotes = before.style is after.style is Style.QUOTE
    return are_quotes and before.ref == after.ref and before.citation in ("", after.citation)
