"""Telegram's HTML: the visible text and its entities, or Telegram's refusal."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.botapi.entities import Entity, settled, utf16_length
from tests.botapi.errors import ApiError, bad_request

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([A-Za-z]+));?")
TAG_NAME = re.compile(r"[^\s>]*")
ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*")
BARE_VALUE = re.compile(r"[A-Za-z0-9._-]*")
SPACE = re.compile(r"\s*")


@dataclass(slots=True)
class Open:
    """A tag that waits for its end."""

    name: str
    attributes: dict[str, str]
    start: int


@dataclass(slots=True)
class Parser:
    """One pass over a source; positions are characters, offsets UTF-16 units."""

    source: str
    position: int = 0
    offset: int = 0
    parts: list[str] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    stack: list[Open] = field(default_factory=list)

    def run(self) -> tuple[str, tuple[Entity, ...]]:
        """The visible text and the entities."""
        while self.position < len(self.source):
            if self.source.startswith("</", self.position):
                self.end_tag()
            elif self.source[self.position] == "<":
                self.start_tag()
            else:
                self.characters()
        if self.stack:
            raise refusal(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].name}"')
        return "".join(self.parts), settled(self.entities)

    def characters(self) -> None:
        """Take a character reference, or all the text up to the next mark."""
        if self.source[self.position] == "&":
            char, self.position = reference(self.source, self.position)
            self.add(char)
            return
        match = re.compile(r"[^<&]+").match(self.source, self.position)
        assert match is not None
        self.position = match.end()
        self.add(match.group())

    def add(self, text: str) -> None:
        """Add visible text."""
        self.parts.append(text)
        self.offset += utf16_length(text)

    def take(self, pattern: re.Pattern[str]) -> str:
        """Read what the pattern matches here; every pattern may match nothing."""
        match = pattern.match(self.source, self.position)
        assert match is not None
        self.position = match.end()
        return match.group()

    def peek(self) -> str:
        """The next character, or nothing at the end."""
        return self.source[self.position : self.position + 1]

    def bytes_before(self, position: int) -> int:
        """The position as Telegram's error messages count it."""
        return len(self.source[:position].encode("utf-8", "surrogatepass"))

    def start_tag(self) -> None:
        """Read a start tag with its attributes."""
        start = self.position
        at = self.bytes_before(start)
        self.position += 1
        name = self.take(TAG_NAME).lower()
        if not self.peek():
            raise refusal(f"Unclosed start tag at byte offset {at}")
        if name not in TAGS:
            raise refusal(f'Unsupported start tag "{name}" at byte offset {at}')
        attributes: dict[str, str] = {}
        self.take(SPACE)
        while self.peek() != ">":
            key, value = self.attribute(name, at)
            attributes.setdefault(key, value)
            self.take(SPACE)
        self.position += 1
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise refusal(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
        if name == "blockquote" and any(tag.name == "blockquote" for tag in self.stack):
            raise refusal(f"Nested blockquotes are not allowed at byte offset {at}")
        self.stack.append(Open(name, attributes, self.offset))

    def attribute(self, tag: str, at: int) -> tuple[str, str]:
        """Read one attribute and its value."""
        if not self.peek():
            raise refusal(f"Unclosed start tag at byte offset {at}")
        here = self.bytes_before(self.position)
        key = self.take(ATTRIBUTE_NAME).lower()
        if not key:
            raise refusal(f'Empty attribute name in the tag "{tag}" at byte offset {here}')
        self.take(SPACE)
        if self.peek() != "=":
            if tag == "blockquote" and key == "expandable":
                return key, ""
            raise refusal(f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset {at}')
        self.position += 1
        self.take(SPACE)
        quote = self.peek()
        if quote not in {'"', "'"}:
            value = self.take(BARE_VALUE)
            if not value or (self.peek() != ">" and not self.peek().isspace()):
                raise refusal(f"Unexpected end of name token at byte offset {self.bytes_before(self.position)}")
            return key, value.lower()
        end = self.source.find(quote, self.position + 1)
        if end < 0:
            raise refusal(f"Unclosed start tag at byte offset {at}")
        value = self.source[self.position + 1 : end]
        self.position = end + 1
        return key, REFERENCE.sub(lambda match: decoded(match) or match.group(), value)

    def end_tag(self) -> None:
        """Read an end tag and keep the entity it closes."""
        at = self.bytes_before(self.position)
        if not self.stack:
            raise refusal(f"Unexpected end tag at byte offset {at}")
        self.position += 2
        name = self.take(TAG_NAME).lower()
        self.take(SPACE)
        if self.peek() != ">":
            raise refusal(f"Unclosed end tag at byte offset {at}")
        self.position += 1
        tag = self.stack.pop()
        if name and name != tag.name:
            raise refusal(f'Unmatched end tag at byte offset {at}, expected "</{tag.name}>", found "</{name}>"')
        self.close(tag)

    def close(self, tag: Open) -> None:
        """Keep the entity of a closed tag."""
        length = self.offset - tag.start
        kind, url, language = TAGS[tag.name], None, None
        if tag.name == "a":
            shown = Entity("", tag.start, length).of("".join(self.parts))
            url = link(tag.attributes.get("href") or shown)
            if url is None:
                return
        elif tag.name == "blockquote" and "expandable" in tag.attributes:
            kind = "expandable_blockquote"
        elif tag.name == "code" and self.stack and self.stack[-1].name == "pre":
            self.stack[-1].attributes.setdefault("class", tag.attributes.get("class", ""))
            return
        elif tag.name == "pre":
            language = tag.attributes.get("class", "").removeprefix("language-") or None
        self.entities.append(Entity(kind, tag.start, length, url, language))


def parse_html(source: str) -> tuple[str, tuple[Entity, ...]]:
    """The visible text of a source in Telegram's HTML and its entities; ApiError where Telegram refuses it."""
    return Parser(source).run()


def refusal(reason: str) -> ApiError:
    """Telegram's refusal of a source."""
    return bad_request(f"can't parse entities: {reason}")


def reference(source: str, position: int) -> tuple[str, int]:
    """The character a reference stands for and the position after it; a bare ampersand stands for itself."""
    match = REFERENCE.match(source, position)
    char = decoded(match) if match else None
    return (char, match.end()) if match and char else ("&", position + 1)


def decoded(match: re.Match[str]) -> str | None:
    """The character of a reference, or None where Telegram leaves it as it is."""
    hexadecimal, decimal, name = match.groups()
    if name:
        return NAMED.get(name)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else None


def link(address: str) -> str | None:
    """The address a link opens, or None where Telegram drops the link and keeps its text."""
    address = address.strip()
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        known = parts.scheme in {"http", "https", "tg", "ton", "tonsite"}
        host = parts.hostname or ""
    except ValueError:
        return None
    if not known or re.search(r"\s", address) or (parts.scheme.startswith("http") and "." not in host):
        return None
    return address if "://" in address else parts.geturl()
