"""What a search is limited to: meetings, days, offices and departments, in ordinary words or as ``meeting:26``.

Ordinary words are read as a question is; what stands behind a key is read in the same way, each for itself.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from data.addressees import GENERAL
from data.bilingual import Bilingual, Language
from data.refs import Ref
from data.words import fold
from retrieval.corpus import Corpus
from retrieval.dates import DateMention, take_dates
from retrieval.existing import and_what_exists
from retrieval.naming import NamedMinutes
from retrieval.periods import Period
from retrieval.question import Question, without_departments
from retrieval.scanner import Scanner
from retrieval.scope import find_scope
from retrieval.shelf import Shelf
from retrieval.topics import topic_words

_KEYS = {
    "meeting": "meeting|meetings|会议|会次",
    "from": "from|since|after|自|从|起",
    "to": "to|until|till|before|至|到|止",
    "department": "dept|department|departments|部门|单位",
    "office": "office|issuer|机关|地区",
}
_KEYED = re.compile(
    r"(?<![^\s,，;；])(?P<key>[A-Za-z]+|[一-龥]{1,2})\s?[:：]\s*(?P<value>\"[^\"]*\"|“[^”]*”|[^\s,，;；]*)"
)
_ISO_MONTH = re.compile(r"(?<![\d-])((?:19|20)\d{2})[-/.](\d{1,2})(?![\d/.-])")
_NUMBER = re.compile(r"\d{1,4}")
_WIDEST = 5  # words of a date: ``in June of last year``
_FEW = 3  # meetings that are named one by one

_UNKNOWN_KEY = Bilingual(
    "不认识“{key}：”这个条件；可用 会议、自、至、部门、机关。",
    "There is no filter “{key}:”; there are meeting, from, to, dept and office.",
)
_NO_MEETING = Bilingual("看不懂条件“{key}：{value}”；请写会议次数。", "“{key}:{value}” names no meeting.")
_NO_DATE = Bilingual(
    "看不懂条件“{key}：{value}”；日期请写成 2023-05 或 2023-05-23。",
    "“{key}:{value}” is no date; write 2023-05 or 2023-05-23.",
)
_NO_OFFICE = Bilingual("库中没有“{value}”的纪要。", "There are no minutes of an office “{value}”.")
_NO_DEPARTMENT = Bilingual("纪要没有提到部门“{value}”", "The minutes name no department “{value}”")
_NEAREST = Bilingual("；相近的有：{names}", "; the nearest are: {names}")
_NOTHING_THEN = Bilingual("{span}没有会议。", "There was no meeting {span}.")
_NONE_FITS = Bilingual("没有同时符合这些条件的会议：{said}。", "No meeting fits all of these: {said}.")


@dataclass(frozen=True, slots=True)
class Filters:
    """A search as read: its words as a question, and what it is limited to.

    ``question`` is None where nothing is left of it; ``meetings`` are refs in full, None for all; ``departments`` are
    canonical names; ``said`` tells each limit, ``wrong`` each that cannot be understood or that nothing fits.
    ``has_words`` where something is left to search for.
    """

    question: Question | None
    has_words: bool
    meetings: frozenset[Ref] | None = None
    departments: tuple[str, ...] = ()
    said: tuple[Bilingual, ...] = ()
    wrong: tuple[Bilingual, ...] = ()


@dataclass(slots=True)
class _Reader:
    """Reads the filters of one search."""

    corpus: Corpus
    read: Callable[[str, Language], Question]
    today: date
    meetings: frozenset[Ref] | None = None
    departments: list[str] = field(default_factory=list)
    said: list[Bilingual] = field(default_factory=list)
    wrong: list[Bilingual] = field(default_factory=list)
    first: date | None = None
    last: date | None = None

    def filters(self, text: str, asker: Language) -> Filters:
        """The filters of a text; what is left of it is searched for."""
        words = _KEYED.sub(self._take_keyed, text)
        words = self._take_periods(words)
        self._limit_to_days()
        question = self.read(words, asker) if words.strip() else None
        if question:
            self._take_mentioned(question, " ".join(words.split()))
        if self.departments:
            self.said.append(Bilingual("、".join(self.departments), ", ".join(self.departments)))
        if self.meetings == frozenset() and not self.wrong:
            self.wrong.append(_filled(_NONE_FITS, said=_joined(self.said)))
        return Filters(
            question,
            question is not None and self._has_words(question),
            self.meetings,
            tuple(self.departments),
            tuple(self.said),
            tuple(self.wrong),
        )

    def _take_mentioned(self, question: Question, written: str) -> None:
        """The limits in ordinary words: meetings, offices and departments."""
        mentions = question.mentions
        if mentions.any_meeting or mentions.offices or mentions.places:
            self._limit_to_scope(question, written)
        self.departments += [
            name for name in question.departments if name not in self.departments and not GENERAL.fullmatch(name)
        ]

    def _has_words(self, question: Question) -> bool:
        """Whether there is a topic beside the departments."""
        if not self.departments:
            return bool("".join(character for character in question.mentions.rest if character.isalnum()))
        found = self.corpus.departments.mentions(question.topic)
        left = without_departments(question.topic, [mention.written for mention in found])
        return bool(topic_words(left, question.language))

    def _take_keyed(self, match: re.Match[str]) -> str:
        written, value = match["key"], match["value"].strip('"“” ')
        key = next((key for key, names in _KEYS.items() if fold(written) in names.split("|")), "")
        if not key and not written.isascii():
            return match[0]  # 责任单位：… is wording
        if key == "meeting":
            self._of_meeting(written, value)
        elif key == "office":
            self._of_office(value)
        elif key == "department":
            self._of_department(value)
        elif key:
            self._of_day(key, written, value)
        else:
            self.wrong.append(_filled(_UNKNOWN_KEY, key=written))
        return " "

    def _of_meeting(self, written: str, value: str) -> None:
        said = "和".join(
            f"第{each}次会议" if _NUMBER.fullmatch(each) else each for each in re.split("[、+&]", value) if each
        )
        question = self.read(said, "zh")
        if not question.mentions.any_meeting:
            self.wrong.append(_filled(_NO_MEETING, key=written, value=value))
            return
        self._limit_to_scope(question, value)

    def _of_office(self, value: str) -> None:
        question = self.read(value, "zh")
        if question.mentions.offices:
            self._limit_to_scope(question, value)
        else:
            said = _filled(_NO_OFFICE, value=value)
            self.wrong.append(and_what_exists(self.corpus, said.zh, said.en))

    def _of_department(self, value: str) -> None:
        names = sorted(self.corpus.departments.resolve(value)) if value else []
        if names:
            self.departments += names
            return
        nearest = self.corpus.departments.nearest(value)
        said = _filled(_NO_DEPARTMENT, value=value)
        more = Bilingual(_NEAREST.zh.format(names="、".join(nearest)), _NEAREST.en.format(names=", ".join(nearest)))
        self.wrong.append(
            Bilingual(f"{said.zh}{more.zh if nearest else ''}。", f"{said.en}{more.en if nearest else ''}.")
        )

    def _of_day(self, key: str, written: str, value: str) -> None:
        said = self._dates(value)
        if len(said) != 1 or not said[0].year:
            self.wrong.append(_filled(_NO_DATE, key=written, value=value))
            return
        try:
            first, last = _ends(said[0])
        except ValueError:
            self.wrong.append(_filled(_NO_DATE, key=written, value=value))
            return
        if key == "from":
            self.first = first
        else:
            self.last = last

    def _dates(self, value: str) -> tuple[DateMention | Period, ...]:
        """The dates that a text consists of; none where there is anything else in it."""
        for loose in (False, True):
            scanner = Scanner(_ISO_MONTH.sub(r"\1年\2月", fold(value)))
            found = take_dates(scanner, self.today, loose=loose)
            if not scanner.text.strip():
                return found
        return ()

    def _take_periods(self, words: str) -> str:
        """Take out a stretch of time that stands for itself: ``安全生产 2023年6月``, ``parking June 2023``."""
        tokens = words.split()
        for width in range(min(_WIDEST, len(tokens)), 0, -1):
            for start in range(len(tokens) - width + 1):
                said = " ".join(tokens[start : start + width])
                dates = self._dates(said) if "次" not in said else ()
                if len(dates) == 1:
                    self._limit(frozenset(kept.ref for kept in self.corpus.stored if dates[0].matches(_day_of(kept))))
                    named = Bilingual(dates[0].say("zh"), dates[0].say("en"))
                    self.said.append(named)
                    if not self.meetings:
                        self._nothing_then(Bilingual(named.zh, f"in {named.en}"))
                    return " ".join((*tokens[:start], *tokens[start + width :]))
        return words

    def _limit_to_days(self) -> None:
        if not (self.first or self.last):
            return
        zh = (f"自{self.first}" if self.first else "") + (f"至{self.last}" if self.last else "")
        en = [f"from {self.first}" if self.first else "", f"to {self.last}" if self.last else ""]
        span = Bilingual(zh, " ".join(filter(None, en)))
        self.said.append(span)
        first, last = self.first or date.min, self.last or date.max
        there = frozenset(
            kept.ref for kept in self.corpus.stored if (day := _day_of(kept)) is not None and first <= day <= last
        )
        self._limit(there)
        if not there:
            self._nothing_then(span)

    def _nothing_then(self, span: Bilingual) -> None:
        said = Bilingual(_NOTHING_THEN.zh.format(span=span.zh), _NOTHING_THEN.en.format(span=span.en))
        self.wrong.append(and_what_exists(self.corpus, said.zh, said.en))

    def _limit_to_scope(self, question: Question, value: str) -> None:
        scope = find_scope(self.corpus, question.mentions)
        self.wrong += scope.missing
        if scope.meetings is None:
            return
        self._limit(frozenset(kept.ref for kept in scope.meetings))
        names = [kept.name for kept in scope.meetings] if len(scope.meetings) <= _FEW else [Bilingual(value, value)]
        if names:
            self.said.append(Bilingual("、".join(each.zh for each in names), ", ".join(each.en for each in names)))

    def _limit(self, meetings: frozenset[Ref]) -> None:
        self.meetings = meetings if self.meetings is None else self.meetings & meetings


def read_filters(shelf: Shelf, text: str, asker: Language = "zh") -> Filters:
    """The filters of a search over a shelf; ``asker`` is the language of who searches."""
    return _Reader(shelf.corpus, shelf.read_question, shelf.today()).filters(text, asker)


def _day_of(kept: NamedMinutes) -> date | None:
    return kept.minutes.header.held or kept.minutes.header.issued


def _ends(said: DateMention | Period) -> tuple[date, date]:
    """The first and the last day of a date whose year is said.

    Raises:
        ValueError: there is no such day.
    """
    year = said.year or 1
    if isinstance(said, Period):
        return date(year, said.first, 1), _last_day(year, said.last)
    if said.day:
        return date(year, said.month, said.day), date(year, said.month, said.day)
    return date(year, said.month, 1), _last_day(year, said.month)


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _filled(sentence: Bilingual, **values: Bilingual | str) -> Bilingual:
    def said(language: Language) -> str:
        plain = {name: each.say(language) if isinstance(each, Bilingual) else each for name, each in values.items()}
        return sentence.say(language).format(**plain)

    return Bilingual(said("zh"), said("en"))


def _joined(said: Iterable[Bilingual]) -> Bilingual:
    every = list(said)
    return Bilingual("、".join(each.zh for each in every), ", ".join(each.en for each in every))
