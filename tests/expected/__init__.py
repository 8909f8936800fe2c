"""The shipped minutes as parsed, and what they hold as read by eye from the sources (``meeting_*.toml``)."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from data.model import Minutes
from data.parsing import parse
from data.reading import Source, read_source

FOLDER = Path(__file__).parents[2] / "data" / "minutes"
ORDINALS = (25, 26)


@cache
def source(ordinal: int) -> Source:
    """The shipped document of a meeting."""
    return read_source(FOLDER / f"seed_taicang_{ordinal}.txt")


@cache
def minutes(ordinal: int) -> Minutes:
    """The shipped minutes of a meeting, parsed."""
    return parse(source(ordinal).text)


@cache
def expected(ordinal: int) -> dict[str, Any]:
    """What the minutes of a meeting hold."""
    return tomllib.loads((Path(__file__).parent / f"meeting_{ordinal}.toml").read_text("utf-8"))


def squash(text: str) -> str:
    """``text`` without any white space."""
    return re.sub(r"\s+", "", text)
