"""Cutting a reply into messages that fit a channel, at paragraphs and at the ends of sentences, never in a character.

Telegram counts UTF-16 code units of the visible text and takes 4,096 at most
(https://core.telegram.org/bots/api#sendmessage).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.replies import Paragraph

LIMIT = 4096
_LEAST = 2  # units of a piece: a character takes up to two
_JOINER = "\u200d"
_TONES = range(0x1F3FB, 0x1F400)  # skin tones follow what they colour
_BREAKS = (r"\n", r"(?<=[。！？!?；;])", r"(?<=[，、,：:])", r"(?<=\s)")  # where to cut, the best first


def utf16_length(text: str) -> int:
    """How many UTF-16 code units ``text`` takes."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def visible_text(paragraph: Paragraph) -> str:
    """What a reader sees of a paragraph: its text and, after it, its citation."""
    return f"{paragraph.text} [{paragraph.citation}]" if paragraph.citation else paragraph.text


def split_text(text: str, limit: int = LIMIT) -> list[str]:
    """``text`` in pieces of at most ``limit`` units; joined again they are ``text``.

    The cut is after a line or a sentence, else after a comma or a blank, else anywhere but inside a character.
    """
    pieces: list[str] = []
    rest = text
    while utf16_length(rest) > limit:
        cut = _cut(rest, limit)
        pieces.append(rest[:cut])
        rest = rest[cut:]
    return [*pieces, rest] if rest or not pieces else pieces


def split_paragraphs(paragraphs: Iterable[Paragraph], limit: int = LIMIT) -> list[list[Paragraph]]:
    """Paragraphs in messages of at most ``limit`` units each, a line feed between two paragraphs counted."""
    messages: list[list[Paragraph]] = [[]]
    used = 0
    for paragraph in (piece for whole in paragraphs for piece in _fitting(whole, limit)):
        length = utf16_length(visible_text(paragraph))
        if messages[-1] and used + 1 + length > limit:
            messages.append([])
            used = 0
        used += length + (1 if messages[-1] else 0)
        messages[-1].append(paragraph)
    return messages


def _fitting(paragraph: Paragraph, limit: int) -> Iterator[Paragraph]:
    """A paragraph in pieces that each fit a message; the citation follows the last."""
    room = limit - utf16_length(visible_text(replace(paragraph, text="")))
    if room < _LEAST:  # a citation that no message holds beside a text
        yield from _fitting(replace(paragraph, citation=""), limit)
        yield from _fitting(Paragraph(f"[{paragraph.citation}]"), limit)
        return
    pieces = split_text(paragraph.text, room)
    for piece in pieces[:-1]:
        yield replace(paragraph, text=piece, citation="")
    yield replace(paragraph, text=pieces[-1])


def _cut(text: str, limit: int) -> int:
    """The index after which to cut: the last good place within the limit, not in its first half."""
    longest = 0
    for index, character in enumerate(text):
        limit -= utf16_length(character)
        if limit < 0:
            break
        longest = index + 1
    head = text[:longest]
    for pattern in _BREAKS:
        places = [match.end() for match in re.finditer(pattern, head) if match.end() * 2 > longest]
        if places:
            return places[-1]
    whole = longest
    while whole * 2 > longest and _is_inside(text, whole):
        whole -= 1
    return max(whole if whole * 2 > longest else longest, 1)


def _is_inside(text: str, index: int) -> bool:
    """Whether what a reader sees as one character goes on at ``index``: with an accent, a joined emoji, its tone."""
    if not 0 < index < len(text):
        return False
    before, after = text[index - 1], text[index]
    return unicodedata.category(after).startswith("M") or _JOINER in (before, after) or ord(after) in _TONES
