"""Understanding a question before anything is searched: its language, what it mentions, and what it asks for."""

import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass

from data.bilingual import Language
from data.glosses import content_words
from data.words import fold
from retrieval import vocabulary as words
from retrieval.mentions import Mentions, find_mentions
from retrieval.vocabulary import Fact, Kind

_QUOTED = re.compile(r"[“\"「『]([^”\"」』]{2,60})[”\"」』]")
_TITLE = re.compile(r"《([^》]{2,80})》")
_CHINESE = re.compile(r"[㐀-鿿]")
_CHINESE_RUN = re.compile(r"[㐀-鿿][㐀-鿿0-9+~、“”]+")
_LATIN_WORD = re.compile(r"[a-z]{2,}")
_BROAD: dict[Language, int] = {"zh": 6, "en": 24}  # characters of a topic that asks for everything on it
_FEW = 3  # words of English, or pairs of Chinese characters, that may stay unread in a question of structure


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood."""

    text: str
    language: Language
    mentions: Mentions
    kind: Kind
    facts: tuple[Fact, ...]
    topic: str  # folded; mentions and the words that show the kind taken out
    phrases: tuple[str, ...]  # folded quoted wording
    people: tuple[str, ...]  # names of people known from the minutes
    about_revision: bool
    about_reporting: bool
    every_meeting: bool

    @property
    def content(self) -> list[str]:
        """The words to search for: English content words, or Chinese runs."""
        return topic_words(self.topic, self.language)

    @property
    def is_broad(self) -> bool:
        """Whether the topic is so short that it asks for everything on it."""
        return len(self.content) <= _FEW - 1 and len("".join(self.content)) <= _BROAD[self.language]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known from the minutes before a question is read.

    ``ordinals`` are those of all meetings, ``people`` the names that the minutes hold, ``places`` the names of the
    issuers' places, which every item is about and so no question is.
    """

    ordinals: Collection[int]
    people: Collection[str] = ()
    places: Collection[str] = ()


def understand(text: str, known: Known, asker: Language = "zh") -> Question:
    """Read a question; ``asker`` is the language of one that has no words (``26-3-2``)."""
    folded = _mend(fold(text))
    language = language_of(folded, asker)
    mentions = find_mentions(folded, known.ordinals)
    rest = mentions.rest
    named = tuple(person for person in known.people if fold(person) in folded)
    outside_titles = _TITLE.sub(" ", rest)
    facts = tuple(fact for fact, pattern in words.FACTS.items() if pattern.search(outside_titles))
    kind = _kind(mentions, rest, facts, named, language)
    topic = words.ASKING[kind].sub(" ", rest) if kind in words.ASKING else rest
    for place in known.places:
        topic = topic.replace(place, " ")
    return Question(
        text=text,
        language=language,
        mentions=mentions,
        kind=kind,
        facts=facts,
        topic=topic,
        phrases=_phrases(rest, language),
        people=named,
        about_revision=bool(words.REVISION.search(outside_titles)),
        about_reporting=bool(words.REPORTING.search(outside_titles)),
        every_meeting=bool(words.EVERY_MEETING.search(rest)) or len(mentions.meetings) > 1,
    )


def language_of(folded: str, asker: Language) -> Language:
    """The language a folded question is asked in; quoted wording does not count."""
    plain = re.sub(r"\([^)]*\)", " ", _TITLE.sub(" ", _QUOTED.sub(" ", folded)))
    for text in (plain, folded):
        asks_in_chinese, asks_in_english = words.ASKS_ZH.search(text), words.ASKS_EN.search(text)
        if bool(asks_in_chinese) != bool(asks_in_english):
            return "zh" if asks_in_chinese else "en"
        latin, chinese = len(_LATIN_WORD.findall(text)), len(_CHINESE.findall(text))
        if latin or chinese:
            return "en" if latin * 2 > chinese else "zh"
    return asker


def topic_words(text: str, language: Language) -> list[str]:
    """What is left of a folded text when words that only frame a question are taken out."""
    if language == "en":
        latin = [word for word in content_words(text) if word not in words.FRAME_EN and not word.isdecimal()]
        return [*latin, *_CHINESE_RUN.findall(text)]
    return words.PARTICLE_ZH.sub(" ", words.FRAME_ZH.sub(" ", text)).split()


def _mend(folded: str) -> str:
    """Put right the typing slips in the English words that a question of structure is made of."""

    def mend(match: re.Match[str]) -> str:
        word = match[0]
        if word in words.STRUCTURE_EN:
            return word
        near = difflib.get_close_matches(word, words.STRUCTURE_EN, n=1, cutoff=0.8)
        return near[0] if near and near[0][0] == word[0] and abs(len(near[0]) - len(word)) <= 1 else word

    return re.sub(r"\b[a-z]{6,}\b", mend, folded)


def _phrases(rest: str, language: Language) -> tuple[str, ...]:
    quoted = [phrase for phrase in _QUOTED.findall(rest) if _CHINESE.search(phrase)]
    runs = _CHINESE_RUN.findall(_TITLE.sub(" ", rest)) if language == "en" else []
    return tuple(dict.fromkeys([*quoted, *runs]))


def _kind(mentions: Mentions, rest: str, facts: Collection[Fact], people: Collection[str], language: Language) -> Kind:
    if words.SMALL_TALK.fullmatch(rest):
        return Kind.NOTHING
    plain = _TITLE.sub(" ", rest)
    asked = _asked_of_resolution(plain)
    if mentions.refs or mentions.point:
        ref = mentions.refs[0] if mentions.refs else None
        of_resolution = ref.kind == "resolution" if ref else bool(mentions.point and mentions.point.item is None)
        return asked if asked and of_resolution and not words.FULL_TEXT.search(plain) else Kind.FULL_TEXT
    if words.COUNT.search(plain) and _left(rest, words.COUNT, people, language) < _FEW:
        return Kind.COUNT
    if facts and _left(rest, words.FACT_WORDS, people, language) == 0:
        return Kind.HEADER
    if words.SPEECH.search(plain) and people:
        return Kind.SPEECH
    if _is_attendance(rest, plain, people, mentions, language):
        return Kind.ATTENDANCE
    if not topic_words(rest, language):
        return Kind.WHOLE_MEETING if mentions.any_meeting else Kind.NOTHING
    if mentions.any_meeting and _left(rest, words.WHOLE_MEETING, people, language) == 0:
        return Kind.WHOLE_MEETING
    return asked or Kind.TOPIC


def _is_attendance(rest: str, plain: str, people: Collection[str], mentions: Mentions, language: Language) -> bool:
    if not words.ATTENDANCE.search(plain):
        return bool(people) and _left(rest, words.ATTENDANCE, people, language) < _FEW
    return (
        mentions.any_meeting
        or bool(people)
        or bool(words.SURE_ATTENDANCE.search(plain))
        or _left(rest, words.ATTENDANCE, people, language) <= _FEW
    )


def _asked_of_resolution(plain: str) -> Kind | None:
    """Which side of a decision is asked about, if any."""
    for kind, pattern in (
        (Kind.ISSUING, words.ISSUING),
        (Kind.DEPARTMENT, words.DEPARTMENT),
        (Kind.DECISION, words.DECISION),
    ):
        if pattern.search(plain):
            return kind
    return None


def _left(rest: str, read: re.Pattern[str], people: Collection[str], language: Language) -> int:
    """How much of a question is left when what was ``read`` and the people are taken out: words, or pairs."""
    text = read.sub(" ", rest)
    for person in people:
        text = text.replace(fold(person), " ")
    left = topic_words(text, language)
    return len(left) if language == "en" else sum((len(run) + 1) // 2 for run in left if len(run) > 1)
