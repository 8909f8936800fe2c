"""Understanding a question before anything is searched: its language, what it mentions, and what it asks for."""

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from data.bilingual import Language
from data.glosses import content_words
from data.refs import PartKind
from data.words import fold
from retrieval import vocabulary as words
from retrieval.mentions import BARE_REF, Mentions, find_mentions
from retrieval.offices import Offices
from retrieval.romanising import written_names
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
    sections: tuple[PartKind, ...]  # header, attendance or footer, asked for by name
    every_meeting: bool
    searched: str  # what the vectors are searched with: the question without the names of offices

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

    ``ordinals`` are those of all meetings, ``people`` the names that the minutes hold, each with its folded form,
    ``offices`` those whose minutes they are: every item is about their places, and so no question is.
    """

    ordinals: Collection[int]
    people: Mapping[str, str] = field(default_factory=dict)
    offices: Offices = field(default_factory=Offices)


def understand(text: str, known: Known, asker: Language = "zh") -> Question:
    """Read a question; ``asker`` is the language of one that has no words (``26-3-2``)."""
    folded = _mend(fold(text))
    language = language_of(folded, asker)
    mentions = find_mentions(folded, known.ordinals, known.offices)
    rest = mentions.rest
    written = {person: plain for person, plain in known.people.items() if plain in folded}
    written |= written_names(folded, known.people)
    named = tuple(written)
    outside_titles = _TITLE.sub(" ", rest)
    facts = tuple(fact for fact, pattern in words.FACTS.items() if pattern.search(outside_titles))
    reading = _Reading(mentions, rest, language, tuple(written.values()))
    kind = reading.kind(facts)
    topic = words.ASKING[kind].sub(" ", rest) if kind in words.ASKING else rest
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
        sections=reading.sections,
        every_meeting=bool(words.EVERY_MEETING.search(rest)) or len(mentions.meetings) > 1,
        searched=_without_offices(text, folded, mentions),
    )


def _without_offices(text: str, folded: str, mentions: Mentions) -> str:
    """The question as written, without the offices it names, which nothing in the minutes is about."""
    if not mentions.offices:
        return text
    if not len(text) == len(folded) == len(mentions.asked):
        return " ".join(mentions.asked.split())
    kept = (
        written if plain == left else " " for written, plain, left in zip(text, folded, mentions.asked, strict=True)
    )
    return " ".join("".join(kept).split()).lstrip("：:，, ")


def language_of(folded: str, asker: Language) -> Language:
    """The language a folded question is asked in; quoted wording does not count."""
    folded = BARE_REF.sub(" ", folded)
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


@dataclass(frozen=True, slots=True)
class _Reading:
    """A question on the way to its kind; ``written`` are the names of people as they stand in it."""

    mentions: Mentions
    rest: str
    language: Language
    written: tuple[str, ...]

    @property
    def plain(self) -> str:
        """The rest without titles of documents, whose words say nothing about the kind."""
        return _TITLE.sub(" ", self.rest)

    @property
    def sections(self) -> tuple[PartKind, ...]:
        """The sections of the minutes that are asked for as such."""
        if not self.mentions.any_meeting or self.left(words.SECTION_WORDS):
            return ()
        return tuple(kind for kind, pattern in words.SECTIONS.items() if pattern.search(self.plain))

    def kind(self, facts: Collection[Fact]) -> Kind:
        """The kind: explicit parts first, then questions of structure, which leave nothing to search for."""
        if words.SMALL_TALK.fullmatch(self.rest) or self._says_nothing():
            return Kind.NOTHING
        asked = self._asked_of_resolution()
        has_meeting = self.mentions.any_meeting
        if self.mentions.refs or self.mentions.points:
            return asked if asked and self._is_about_resolution() else Kind.FULL_TEXT
        if self.sections:
            return Kind.FULL_TEXT
        if words.MEETINGS.search(self.plain) and not has_meeting and not self.left(words.MEETINGS):
            return Kind.MEETINGS
        if facts and not self.left(words.FACT_WORDS):
            return Kind.HEADER
        if self.written and words.SPEECH.search(self.plain):
            return Kind.SPEECH
        if self._is_attendance():
            return Kind.ATTENDANCE
        if words.COUNT.search(self.plain) and not self.left(words.COUNT):
            return Kind.COUNT
        if words.FULL_TEXT.search(self.plain):
            return Kind.FULL_TEXT
        if not topic_words(self.rest, self.language):
            return Kind.WHOLE_MEETING if has_meeting else Kind.NOTHING
        if has_meeting and not self.left(words.WHOLE_MEETING):
            return Kind.WHOLE_MEETING
        return asked or Kind.TOPIC

    def _says_nothing(self) -> bool:
        """Whether there is no word of either language, and nothing that was understood without words."""
        wordless = not _LATIN_WORD.search(self.rest) and not _CHINESE.search(self.rest)
        return wordless and not self.mentions.any_meeting

    def _is_about_resolution(self) -> bool:
        if words.FULL_TEXT.search(self.plain):
            return False
        refs, points = self.mentions.refs, self.mentions.points
        return refs[0].kind is PartKind.RESOLUTION if refs else points[0].item is None

    def _is_attendance(self) -> bool:
        if not words.ATTENDANCE.search(self.plain):
            return bool(self.written) and self.left(words.ATTENDANCE) < _FEW
        sure = self.mentions.any_meeting or self.written or words.SURE_ATTENDANCE.search(self.plain)
        return bool(sure) or self.left(words.ATTENDANCE) <= _FEW

    def _asked_of_resolution(self) -> Kind | None:
        """Which side of a decision is asked about, if any."""
        for kind in (Kind.ISSUING, Kind.DEPARTMENT, Kind.DECISION):
            if words.SIDES[kind].search(self.plain):
                return kind
        return None

    def left(self, read: re.Pattern[str]) -> int:
        """How much is left when what was ``read`` and the people are taken out: words, or pairs of characters."""
        text = read.sub(" ", self.rest)
        for name in self.written:
            text = text.replace(name, " ")
        left = topic_words(text, self.language)
        if self.language == "en":
            return len(left)
        return sum((len(run) + 1) // 2 for run in left if len(run) > 1)
