"""Message entities: what is bold, a link or a command, counted in UTF-16 units as Telegram does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")
MENTION = re.compile(r"(?<![\w@/])@[A-Za-z0-9_]{3,32}(?!\w)")
URL = re.compile(r"(?<!\w)https?://[^\s<>\"'，。；：、（）《》“”]+")
STYLES = {"bold", "italic", "underline", "strikethrough", "spoiler"}
MONOSPACE = {"code", "pre"}
QUOTES = {"blockquote", "expandable_blockquote"}
ENTITIES = 100


@dataclass(frozen=True, slots=True)
class Entity:
    """A span of a text; the offset and the length are in UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None

    @property
    def end(self) -> int:
        """The first unit after the span."""
        return self.offset + self.length

    def overlaps(self, other: Entity) -> bool:
        """Whether the two spans share a unit."""
        return self.offset < other.end and other.offset < self.end

    def of(self, text: str) -> str:
        """The part of the text that is covered."""
        units = text.encode("utf-16-le", "surrogatepass")
        return units[2 * self.offset : 2 * self.end].decode("utf-16-le", "surrogatepass")

    def to_json(self) -> dict[str, Any]:
        """The entity as the Bot API gives it."""
        data: dict[str, Any] = {"type": self.type, "offset": self.offset, "length": self.length}
        if self.url is not None:
            data["url"] = self.url
        if self.language is not None:
            data["language"] = self.language
        return data


def utf16_length(text: str) -> int:
    """The number of UTF-16 units of a text, the measure of Telegram's limits."""
    return len(text) + sum(char > "\uffff" for char in text)


def ordered(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Entities by position, the outer before the inner."""
    return tuple(sorted(entities, key=lambda entity: (entity.offset, -entity.length, entity.type)))


def settled(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Entities as Telegram keeps them: nothing but a quotation may share its text with code."""
    found = [entity for entity in entities if entity.length]
    outer: list[Entity] = []
    for block in sorted(found, key=lambda entity: (entity.offset, -entity.length, entity.type != "pre")):
        if block.type in MONOSPACE and not any(block.overlaps(other) for other in outer):
            outer.append(block)
    kept = [entity for entity in found if entity.type in QUOTES] + outer
    for entity in found:
        if entity.type in STYLES:
            kept += without(entity, outer)
        elif entity.type not in MONOSPACE | QUOTES and not any(entity.overlaps(block) for block in outer):
            kept.append(entity)
    return ordered(dict.fromkeys(kept))


def without(entity: Entity, blocks: Iterable[Entity]) -> Iterator[Entity]:
    """What is left of a span when the blocks are cut out of it."""
    start = entity.offset
    for block in ordered(blocks):
        if not entity.overlaps(block):
            continue
        if block.offset > start:
            yield replace(entity, offset=start, length=block.offset - start)
        start = max(start, block.end)
    if start < entity.end:
        yield replace(entity, offset=start, length=entity.end - start)


def detected(text: str, given: Iterable[Entity] = ()) -> tuple[Entity, ...]:
    """The given entities with the commands, mentions and addresses that Telegram finds by itself.

    Of more than it shows in one message, Telegram drops the last without a word.
    """
    entities = list(ordered(given))[:ENTITIES]
    closed = [entity for entity in entities if entity.type in MONOSPACE | {"text_link"}]
    for kind, pattern in (("url", URL), ("bot_command", COMMAND), ("mention", MENTION)):
        for match in pattern.finditer(text):
            entity = Entity(kind, utf16_length(text[: match.start()]), utf16_length(match.group()))
            if not any(entity.overlaps(other) for other in closed):
                closed.append(entity)
                entities.append(entity)
    return ordered(entities)


def cleaned(text: str) -> str:
    """A text without carriage returns; other control characters become spaces."""
    return "".join(char if char >= " " or char == "\n" else " " for char in text.replace("\r", ""))


def trimmed(text: str, entities: Iterable[Entity]) -> tuple[str, tuple[Entity, ...]]:
    """The text without blanks and empty lines at either end, the entities moved with it."""
    result = text.strip(" \n")
    left = len(text) - len(text.lstrip(" \n"))
    size = utf16_length(result)
    spans = []
    for entity in entities:
        start = min(max(entity.offset - left, 0), size)
        end = min(max(entity.end - left, 0), size)
        if end > start:
            spans.append(replace(entity, offset=start, length=end - start))
    return result, tuple(spans)
