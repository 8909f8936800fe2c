"""Folding text and cutting it into the words that the store's index knows.

Chinese is cut into overlapping pairs of characters (bigrams), which found more of what people ask for than
a word segmenter did; Latin words and numbers stay whole. Traditional characters, full-width forms and
capitals are folded first, so that a question finds its words however they are written.
"""

import re
import unicodedata
from functools import cache

import opencc

_RUN = re.compile(r"[㐀-鿿\U00020000-\U0003ffff]+|[a-z0-9]+(?:[.+-][a-z0-9]+)*")


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """``text`` in simplified characters, otherwise unchanged."""
    return str(_to_simplified().convert(text))


def fold(text: str) -> str:
    """``text`` in simplified characters, compatibility forms resolved (NFKC), lower case."""
    return str(_to_simplified().convert(unicodedata.normalize("NFKC", text))).lower()


def grams(text: str) -> list[str]:
    """The words of ``text`` after folding: bigrams of each Chinese run (a lone character stays), Latin words."""
    found: list[str] = []
    for run in _RUN.findall(fold(text)):
        if run[0].isascii() or len(run) == 1:
            found.append(run)
        else:
            found += [run[index : index + 2] for index in range(len(run) - 1)]
    return found


def sentences(text: str) -> list[str]:
    """The sentences of ``text``, each with its closing mark; a 。 inside 《》 or “” does not end one."""
    pieces = re.findall(r"(?:《[^》]*》|“[^”]*”|[^。！？；\n])+[。！？；]?[”’）)]?", text)
    return [piece for piece in (each.strip() for each in pieces) if piece]
