"""Commands as people type them: ``/item 26-3-2``, ``／item 26-3-2``, ``/item26-3-2``, ``/todo市教育局``."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field

_HEAD = re.compile(r"[/／]([A-Za-z0-9_Ａ-Ｚａ-ｚ０-９＿]+)(?:@[A-Za-z0-9_]+)?")
_STUCK = re.compile(r"([a-z]+)_?([0-9][0-9_]*)")


@dataclass(frozen=True, slots=True)
class Typed:
    """A command as typed: its name in lower case, and what follows it."""

    name: str
    argument: str = field(default="", repr=False)


def read_command(text: str, known: Collection[str]) -> Typed | None:
    """The command that a text is; None for any other text.

    What follows the name of one that is ``known`` may be stuck to it; any other name must stand alone.
    """
    text = text.strip()
    head = _HEAD.match(text)
    if head is None:
        return None
    name, rest = unicodedata.normalize("NFKC", head[1]).lower(), text[head.end() :]
    if name in known:
        return Typed(name, rest.strip())
    stuck = _STUCK.fullmatch(name)
    if stuck and stuck[1] in known:
        return Typed(stuck[1], f"{stuck[2].replace('_', '-')}{rest}".strip())
    return Typed(name, rest.strip()) if not rest or rest[0].isspace() else None
