"""Which kind a question is: explicit parts first, then questions of structure, which leave nothing to search for."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from data.bilingual import Language
from data.refs import PartKind
from retrieval import vocabulary as words
from retrieval.bodies import without_bodies
from retrieval.criteria import Criteria, Part
from retrieval.fact_words import FACT_WORDS
from retrieval.listing_words import Treatment
from retrieval.mentions import Mentions
from retrieval.sitting_words import ABOUT_SOMEONE, PRESENCE
from retrieval.topics import CHINESE, LATIN_WORD, TITLE, topic_words
from retrieval.vocabulary import Fact, Kind

DISTRIBUTION = frozenset({Fact.SENT_TO, Fact.COPIED_TO})
"""The facts about which a body may be asked: whether the minutes were copied to it."""

_FEW = 3  # words of English, or pairs of Chinese characters, that may stay unread in a question of structure
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """A question on the way to its kind.

    ``written`` are the names of people and ``bodies`` those of departments as they stand in it; ``criteria`` are
    those of a list, if one may be asked for.
    """

    mentions: Mentions
    rest: str
    language: Language
    written: tuple[str, ...]
    bodies: tuple[str, ...] = ()
    criteria: Criteria | None = None

    @property
    def plain(self) -> str:
        """The rest without titles of documents, whose words say nothing about the kind."""
        return TITLE.sub(" ", self.rest)

    @property
    def sections(self) -> tuple[PartKind, ...]:
        """The sections of the minutes that are asked for as such."""
        if not self.mentions.any_meeting or self.left(words.SECTION_WORDS):
            return ()
        return tuple(kind for kind, pattern in words.SECTIONS.items() if pattern.search(self.plain))

    def kind(self, facts: Collection[Fact]) -> Kind:
        """The kind of the question, of which ``facts`` are asked for."""
        if words.SMALL_TALK.fullmatch(self.rest) or self._says_nothing():
            return Kind.NOTHING
        asked = self._asked_of_resolution()
        if self.mentions.refs or self.mentions.points:
            return asked if asked and self._is_about_resolution() else Kind.FULL_TEXT
        if self.sections:
            return Kind.FULL_TEXT
        if not facts and self.criteria and self.criteria.is_of_papers and self._is_listing(self.criteria):
            return Kind.LISTING
        return self._of_meetings(facts) or self._of_all() or self._of_one(asked)

    def _of_meetings(self, facts: Collection[Fact]) -> Kind | None:
        """The kinds that are answered by header, attendance and the list of meetings."""
        mentions = self.mentions
        names_none = not mentions.any_meeting or mentions.only_periods
        if words.MEETINGS.search(self.plain) and names_none and not self.left(words.MEETING_WORDS):
            return Kind.MEETINGS
        if Fact.AGENDA in facts and words.COMPARES.search(self.plain) and self._names_several():
            return Kind.COMPARISON
        if facts and not self._left_of(FACT_WORDS, bodies=not DISTRIBUTION.isdisjoint(facts)):
            return Kind.HEADER
        if self.written and words.SPEECH.search(self.plain):
            return Kind.SPEECH
        if self._is_over_time() and not self.written and not words.SURE_ATTENDANCE.search(self.plain):
            return Kind.TIMELINE
        if self._is_attendance():
            return Kind.ATTENDANCE
        if self.criteria and self.criteria.by_wording:
            return None
        return Kind.COUNT if words.COUNT.search(self.plain) and not self.left(words.COUNT) else None

    def _of_all(self) -> Kind | None:
        """The kinds that go through all meetings in scope."""
        if self.criteria and self.criteria.part is Part.REVISES and self._is_listing(self.criteria):
            return Kind.LISTING
        if self.bodies and words.DUTIES.search(self.plain) and not words.WHO.search(self.plain):
            return Kind.DUTIES
        if words.COMPARES.search(self.plain) and self._names_several():
            return Kind.COMPARISON
        return Kind.LISTING if self.criteria and self._is_listing(self.criteria) else None

    def kind_of_one(self) -> Kind:
        """The kind it is as a question that is searched for."""
        return self._of_one(self._asked_of_resolution())

    def _of_one(self, asked: Kind | None) -> Kind:
        if words.FULL_TEXT.search(self.plain):
            return Kind.FULL_TEXT
        has_meeting = self.mentions.any_meeting
        if not topic_words(self.rest, self.language):
            if self.mentions.only_periods and not all(period.is_month for period in self.mentions.periods):
                return Kind.MEETINGS
            return Kind.WHOLE_MEETING if has_meeting else Kind.NOTHING
        if has_meeting and not self.left(words.WHOLE_MEETING):
            return Kind.WHOLE_MEETING
        return asked or Kind.TOPIC

    def _is_over_time(self) -> bool:
        over_time = words.TIMELINE.search(self.plain) or words.DEVELOPS.search(self.plain)
        return bool(over_time) and self.left(words.TIMELINE) > 0

    def _is_listing(self, criteria: Criteria) -> bool:
        """Whether little but the criteria is in the question; what is left then narrows the list."""
        if criteria.by_wording:
            return True
        if criteria == Criteria(treatment=Treatment.DELIBERATED) and self.mentions.any_meeting:
            return False  # what a meeting deliberated on is all of it
        left = sum((len(word) + 1) // 2 if self.language == "zh" else 1 for word in criteria.left)
        precise = criteria.is_of_papers or criteria.departments or criteria.phrases or criteria.stages
        return left <= (_FEW if precise or (criteria.treatment and (criteria.noun or criteria.documents)) else 0)

    def _names_several(self) -> bool:
        mentions = self.mentions
        several = len(mentions.meetings) > 1 or (mentions.relative and mentions.relative.count > 1)
        return bool(several) or len(mentions.dates) > 1 or bool(words.EVERY_MEETING.search(self.plain))

    def _says_nothing(self) -> bool:
        """Whether there is no word of either language, and nothing that was understood without words."""
        wordless = not LATIN_WORD.search(self.rest) and not CHINESE.search(self.rest)
        return wordless and not self.mentions.any_meeting

    def _is_about_resolution(self) -> bool:
        if words.FULL_TEXT.search(self.plain):
            return False
        refs, points = self.mentions.refs, self.mentions.points
        return refs[0].kind is PartKind.RESOLUTION if refs else points[0].item is None

    def _is_attendance(self) -> bool:
        if not words.ATTENDANCE.search(self.plain):
            if self.written and self.left(words.ATTENDANCE) < _FEW:
                return True
            of_meeting = self.mentions.any_meeting or words.EVERY_MEETING.search(self.plain)
            of_body = self.written or ABOUT_SOMEONE.search(self.plain) or without_bodies(self.rest) != self.rest
            of_business = self._asks_of_business()
            if not (of_body or (of_meeting and not of_business)) or not PRESENCE.search(self.plain):
                return False
            return self._left_of(PRESENCE) <= (1 if of_meeting and of_body and not of_business else 0)
        sure = self.mentions.any_meeting or self.written or words.SURE_ATTENDANCE.search(self.plain)
        return bool(sure) or self.left(words.ATTENDANCE) <= _FEW or not self._left_of(PRESENCE)

    def _asks_of_business(self) -> bool:
        """Whether any word asks what was decided, reported or ordered, and not who sat."""
        others = (words.REVISION, words.REPORTING, words.DUTIES, words.WHOLE_MEETING, words.COUNT)
        return bool(self._asked_of_resolution()) or any(pattern.search(self.plain) for pattern in others)

    def _asked_of_resolution(self) -> Kind | None:
        """Which side of a decision is asked about, if any."""
        for kind in (Kind.ISSUING, Kind.DEPARTMENT, Kind.DECISION):
            if words.SIDES[kind].search(self.plain):
                return kind
        return None

    def _left_of(self, read: re.Pattern[str], *, bodies: bool = True) -> int:
        """How much is left of the question besides ``read``, and besides bodies of every name and kind."""
        rest = self.rest
        if bodies:
            for body in self.bodies:
                rest = rest.replace(body, " ")
            rest = without_bodies(rest)
        return self._left(read.sub(" ", rest))

    def left(self, read: re.Pattern[str]) -> int:
        """How much is left when what was ``read`` and the people are taken out: words, or pairs of characters."""
        return self._left(read.sub(" ", self.rest))

    def _left(self, text: str) -> int:
        for name in self.written:
            text = text.replace(name, " ")
        left = topic_words(text, self.language)
        if self.language == "en":
            return len(left)
        return sum((len(run) + 1) // _PAIR for run in left if len(run) > 1)
