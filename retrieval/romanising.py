"""Chinese names in Latin letters, as people type them who do not write Chinese: Wang Liping, Li Ping Wang."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

_WORD = re.compile(r"[a-z]+")
_LONGEST = 4  # words; a name has at most four syllables


@lru_cache(maxsize=65536)
def romanised(name: str) -> frozenset[str]:
    """The usual ways to write a name in pinyin without tones, words apart by one blank, in lower case."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its dictionary takes a moment, and few commands need it

    surname, *given = lazy_pinyin(name)
    if not given:
        return frozenset({surname})
    orders = ((surname, *given), (surname, "".join(given)), ("".join(given), surname), (surname + "".join(given),))
    return frozenset(" ".join(order) for order in orders)


def written_names(folded: str, people: Iterable[str]) -> Mapping[str, str]:
    """The people that a folded text names in pinyin, each with the words that name them."""
    words = list(_WORD.finditer(folded))
    runs = {
        " ".join(word[0] for word in words[start:end]): folded[words[start].start() : words[end - 1].end()]
        for start in range(len(words))
        for end in range(start + 1, min(start + _LONGEST, len(words)) + 1)
    }
    return {person: runs[form] for person in people for form in romanised(person) & runs.keys()} if words else {}
