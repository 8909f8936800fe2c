"""Pronouns: what stands for a person who was asked about before, and what is nothing but pronouns."""

import re

from data.bilingual import Bilingual
from retrieval.composing import Completed, at_meetings, taken
from retrieval.elliptical import SLOT, Reading
from retrieval.numbering import Numbered

_PERSON = re.compile(r"(?<!其)[他她](?![人们项])|\b(?:he|him|his|she|her)\b")
_PEOPLE = re.compile("(?<!其)[他她]们")
_ONLY = re.compile(r"\W*(?:(?:[他她它]们?|\b(?:he|him|his|she|hers?|it|its|they|them|theirs?)\b)\W*)+[呢吗]?\W*")

_THINGS = frozenset(("它", "it", "its", "they", "them", "their", "theirs"))

WHICH = Bilingual(
    "请写明您指的是谁或哪件事，例如“第26次会议第三项由谁负责”。",
    "Please say which person or matter you mean, for example “who is responsible for resolution 3 of meeting 26”.",
)


def is_only_pronouns(text: str) -> bool:
    """Whether a folded text says nothing but ``he`` or many pronouns; a single ``it`` is a thing that was before."""
    pronouns = re.findall(r"[他她它]|\w+", text.replace("们", "").rstrip("呢吗?。 "))
    return bool(_ONLY.fullmatch(text)) and (len(pronouns) > 1 or not _THINGS.issuperset(pronouns))


def of_person(reading: Reading, people: tuple[str, ...], meetings: tuple[Numbered, ...]) -> Completed | None:
    """``which office is he from?``: asked of the people named before, at the meetings if the question names none."""
    question, mentions = reading.question, reading.question.mentions
    pronoun = _PERSON if len(people) == 1 else _PEOPLE
    names_place = mentions.any_meeting or mentions.refs or mentions.points or mentions.offices or mentions.places
    written = reading.written if names_place else reading.plain
    if not people or question.people or not pronoun.search(written):
        return None
    named = ("、" if question.language == "zh" else " and ").join(people)
    kept = taken(topic=named, meetings=() if names_place else meetings)
    text, asking = pronoun.sub(named, written), pronoun.sub(SLOT, reading.plain, count=1)
    asked_at = () if names_place else meetings
    return Completed(at_meetings(text, asked_at, question.language), asking, named, asked_at, kept=kept)
