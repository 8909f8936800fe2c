"""What a question is about: its language, and the words that are left when those that only frame it are taken out."""

import re

from data.bilingual import Language
from data.glosses import content_words
from retrieval import vocabulary as words
from retrieval.mentions import BARE_REF

QUOTED = re.compile(r"[“\"「『]([^”\"」』]{2,60})[”\"」』]")
TITLE = re.compile(r"《([^》]{2,80})》")
CHINESE = re.compile(r"[㐀-鿿]")
CHINESE_RUN = re.compile(r"[㐀-鿿][㐀-鿿0-9+~、“”]+")
LATIN_WORD = re.compile(r"[a-z]{2,}")


def language_of(folded: str, asker: Language) -> Language:
    """The language a folded question is asked in; quoted wording does not count."""
    folded = BARE_REF.sub(" ", folded)
    plain = re.sub(r"\([^)]*\)", " ", TITLE.sub(" ", QUOTED.sub(" ", folded)))
    for text in (plain, folded):
        asks_in_chinese, asks_in_english = words.ASKS_ZH.search(text), words.ASKS_EN.search(text)
        if bool(asks_in_chinese) != bool(asks_in_english):
            return "zh" if asks_in_chinese else "en"
        latin, chinese = len(LATIN_WORD.findall(text)), len(CHINESE.findall(text))
        if latin or chinese:
            return "en" if latin * 2 > chinese else "zh"
    return asker


def topic_words(text: str, language: Language) -> list[str]:
    """What is left of a folded text when words that only frame a question are taken out."""
    if language == "en":
        latin = [word for word in content_words(text) if word not in words.FRAME_EN and not word.isdecimal()]
        return [*latin, *CHINESE_RUN.findall(text)]
    return words.PARTICLE_ZH.sub(" ", words.FRAME_ZH.sub(" ", text)).split()


def phrases_in(rest: str, language: Language) -> tuple[str, ...]:
    """The Chinese wording that a folded question quotes: in marks, or, in an English one, in Chinese."""
    quoted = [phrase for phrase in QUOTED.findall(rest) if CHINESE.search(phrase)]
    runs = CHINESE_RUN.findall(TITLE.sub(" ", rest)) if language == "en" else []
    return tuple(dict.fromkeys([*quoted, *runs]))
