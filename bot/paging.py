"""Pages of a list that is too long for one message: cut, turned in place by buttons, never longer than a message.

A list of a feature, with the action ``todo <department> <page>``::

    def _todo(self, argument: str, request: Request) -> Reply:
        department, number = read_page(argument)
        page = cut(duties_of(department), number, size=6)
        lines = tuple(Paragraph(...) for duty in page.entries)
        return Reply(fitted(lines), turns("todo", department, page), in_place=True)

The button that is pressed comes back as ``todo <department> <page>``, so a page is understood without any memory.
An argument for which ``fits_action`` is false is left out and recovered with ``argument_of``. A reply to typed text is
sent anew even where it is ``in_place``: there is no message to take the place of.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from bot.replies import Button, Paragraph
from bot.splitting import LIMIT, split_text, utf16_length, visible_text
from bot.typed import read_command

Entry = TypeVar("Entry")

_NUMBER = re.compile("[0-9]{1,18}")

LONGEST_ACTION = 64
"""Bytes of a button's action (https://core.telegram.org/bots/api#inlinekeyboardbutton)."""

TURNS_ROW = 90
"""The row of the buttons that turn a page: under those of the page's entries."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Entry]):
    """A page of a list: its entries, its number and the number of pages, both from 1, and where it begins."""

    entries: tuple[Entry, ...]
    number: int
    count: int
    start: int
    total: int


def cut(entries: Sequence[Entry], number: int, size: int) -> Page[Entry]:
    """The page of this number, or the nearest there is; a list without entries has one empty page."""
    count = max(1, -(-len(entries) // size))
    number = min(max(number, 1), count)
    start = (number - 1) * size
    return Page(tuple(entries[start : start + size]), number, count, start, len(entries))


def read_page(argument: str) -> tuple[str, int]:
    """The argument of a page's action without its page, and the page: ``市教育局 2``; the first where none is said."""
    before, _, last = argument.strip().rpartition(" ")
    return (before.strip(), int(last)) if last.isascii() and last.isdigit() else (argument.strip(), 1)


def read_number(written: str) -> int | None:
    """The number of something in the database that an action names; None where it is none, or too large for one."""
    return int(written) if _NUMBER.fullmatch(written) else None


def page_action(verb: str, argument: str, number: int) -> str:
    """The action ``verb argument page``."""
    return " ".join(filter(None, (verb, argument, str(number))))


def fits_action(verb: str, argument: str) -> bool:
    """Whether every page of a list with this argument fits a button's action."""
    return len(page_action(verb, argument, 9999).encode()) <= LONGEST_ACTION


def argument_of(asked: str, command: str) -> str:
    """What was written after a command, out of the text that a message answers; empty where it was another text.

    It stands in for an argument that is too long for a button.
    """
    typed = read_command(asked, (command,))
    return typed.argument if typed and typed.name == command else ""


def turns(verb: str, argument: str, page: Page[Entry]) -> tuple[Button, ...]:
    """The row ``‹ 2/9 ›``; none for a list of one page. The one in the middle shows the page anew."""
    if page.count == 1:
        return ()
    there = [("‹", page.number - 1), (f"{page.number}/{page.count}", page.number), ("›", page.number + 1)]
    return tuple(
        Button(label, page_action(verb, argument, number), row=TURNS_ROW)
        for label, number in there
        if 1 <= number <= page.count
    )


def shortened(text: str, most: int) -> str:
    """``text`` in one line of at most ``most`` characters, with ``…`` where it was cut."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def fitted(paragraphs: Iterable[Paragraph], limit: int = LIMIT) -> tuple[Paragraph, ...]:
    """The same paragraphs in one message: where they are too long, the longest are cut; citations stay whole."""
    kept = list(paragraphs)
    while kept and sum(utf16_length(visible_text(each)) + 1 for each in kept) - 1 > limit:
        index = max(range(len(kept)), key=lambda each: utf16_length(kept[each].text))
        less = utf16_length(kept[index].text) * 3 // 4
        if not less:
            break
        kept[index] = replace(kept[index], text=split_text(kept[index].text, less)[0].rstrip("…") + "…")
    return tuple(kept)
