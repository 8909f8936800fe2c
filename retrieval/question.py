"""Understanding a question before anything is searched: its language, what it mentions, and what it asks for."""

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from data.bilingual import Language
from data.departments import Departments
from data.glossaries import load_glossary
from data.glosses import content_words
from data.refs import PartKind
from data.words import fold
from retrieval import vocabulary as words
from retrieval.criteria import Criteria, read_criteria
from retrieval.fact_words import FACTS
from retrieval.kinds import Reading
from retrieval.mentions import Calendar, Mentions, find_mentions
from retrieval.offices import Offices
from retrieval.romanising import written_names
from retrieval.topics import TITLE, language_of, phrases_in, topic_words
from retrieval.vocabulary import Fact, Kind

_BROAD: dict[Language, int] = {"zh": 6, "en": 24}  # characters of a topic that asks for everything on it
_MOST_WORDS = 2  # of such a topic
_BY_TOPIC = frozenset({Kind.TIMELINE, Kind.COMPARISON})  # nothing but the topic is searched for
_AFTERWARDS = (Kind.ISSUING, Kind.DEPARTMENT)
_OVER_TIME = frozenset({Kind.ATTENDANCE, Kind.LISTING, Kind.MEETINGS, Kind.COUNT, Kind.TIMELINE, Kind.DUTIES})

_ORDINALS = {"1th": "first", "2th": "second", "3th": "third"}  # mentions are read with ordinals in digits
_ORDINAL = re.compile(r"\b[123]th\b")


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
    departments: tuple[str, ...] = ()  # canonical names of the departments it names
    criteria: Criteria | None = None  # of a list
    otherwise: Kind = Kind.TOPIC  # the kind it is where its own has no answer and it has to be searched for

    @property
    def content(self) -> list[str]:
        """The words to search for: English content words, or Chinese runs."""
        return topic_words(self.topic, self.language)

    @property
    def is_broad(self) -> bool:
        """Whether the topic is so short that it asks for everything on it."""
        return len(self.content) <= _MOST_WORDS and len("".join(self.content)) <= _BROAD[self.language]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known from the minutes before a question is read.

    ``ordinals`` are those of all meetings, ``people`` the names that the minutes hold, each with its folded form,
    ``offices`` those whose minutes they are: every item is about their places, and so no question is;
    ``departments`` all that they name; ``counted`` the year and ordinal of meetings that are numbered by year.
    """

    ordinals: Collection[int]
    people: Mapping[str, str] = field(default_factory=dict)
    offices: Offices = field(default_factory=Offices)
    departments: Departments = field(default_factory=lambda: Departments.of(()))
    counted: Collection[tuple[int, int]] = ()


def understand(text: str, known: Known, asker: Language = "zh", today: date | None = None) -> Question:
    """Read a question; ``asker`` is the language of one that has no words (``26-3-2``), ``today`` tells ``last year``.

    A stretch of time is that of the meetings where the question goes through all of them, or says that it is.
    """
    question = _understand(text, known, asker, today)
    if today and not question.mentions.any_meeting:
        of_period = _understand(text, known, asker, today, loose=True)
        if of_period.mentions.periods and of_period.kind in _OVER_TIME:
            return of_period
    return question


def _understand(text: str, known: Known, asker: Language, today: date | None, *, loose: bool = False) -> Question:
    folded = _mend(fold(text))
    language = language_of(folded, asker)
    mentions = find_mentions(folded, known.ordinals, known.offices, Calendar(today, known.counted, loose))
    rest = mentions.rest
    written = {person: plain for person, plain in known.people.items() if plain in folded}
    written |= written_names(folded, known.people)
    outside_titles = TITLE.sub(" ", rest)
    facts = tuple(fact for fact, pattern in FACTS.items() if pattern.search(outside_titles))
    bodies = [mention for mention in known.departments.mentions(outside_titles) if mention.names]
    criteria = read_criteria(rest, language, known.departments)
    names = tuple(written.values())
    reading = Reading(mentions, rest, language, names, tuple(body.written for body in bodies), criteria)
    kind = reading.kind(facts)
    otherwise = reading.kind_of_one() if kind in words.GOES_THROUGH else kind
    topic = rest
    sides = _AFTERWARDS if kind in _AFTERWARDS else ()  # who revises it is often asked with how it is issued
    for asked in dict.fromkeys((kind, otherwise, *sides)):
        topic = words.ASKING[asked].sub(" ", topic) if asked in words.ASKING else topic
    if kind is Kind.DUTIES:
        topic = without_departments(topic, [body.written for body in bodies])
    return Question(
        text=text,
        language=language,
        mentions=mentions,
        kind=kind,
        facts=facts,
        topic=_ORDINAL.sub(lambda found: _ORDINALS[found[0]], topic),
        phrases=phrases_in(rest, language),
        people=tuple(written),
        about_revision=_asks_who_revises(outside_titles),
        about_reporting=bool(words.REPORTING.search(outside_titles)),
        sections=reading.sections,
        every_meeting=bool(words.EVERY_MEETING.search(rest)) or len(mentions.meetings) > 1,
        searched=" ".join(topic.split()) if kind in _BY_TOPIC else _without_offices(text, folded, mentions),
        departments=tuple(dict.fromkeys(name for body in bodies for name in sorted(body.names))),
        criteria=criteria if kind is Kind.LISTING else None,
        otherwise=otherwise,
    )


def _asks_who_revises(text: str) -> bool:
    """Whether revising is asked about, be it as whose matter a document is."""
    owning = words.OWNING.search(text) and words.DOCUMENT.search(text)
    return bool(words.REVISION.search(text) or owning)


def without_departments(topic: str, written: Sequence[str]) -> str:
    """A topic without the departments, nor the words of their English names beside the Chinese ones."""
    english: set[str] = set()
    for name in written:
        topic = topic.replace(name, " ")
        if department := load_glossary().department(name):
            for said in (department.english, *department.english_aliases):
                english.update(content_words(said))
    return " ".join(word for word in topic.split() if word.strip("(),.?!") not in english)


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


def _mend(folded: str) -> str:
    """Put right the typing slips in the English words that a question of structure is made of."""

    def mend(match: re.Match[str]) -> str:
        word = match[0]
        if word in words.STRUCTURE_EN:
            return word
        near = difflib.get_close_matches(word, words.STRUCTURE_EN, n=1, cutoff=0.8)
        return near[0] if near and near[0][0] == word[0] and abs(len(near[0]) - len(word)) <= 1 else word

    return re.sub(r"\b[a-z]{6,}\b", mend, folded)
