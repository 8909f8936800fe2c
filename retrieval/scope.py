"""Which meetings a question is about, and what to say where one of them does not exist."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from data.bilingual import Bilingual
from data.numerals import number
from data.refs import Ref
from retrieval.corpus import Corpus
from retrieval.dates import DateMention
from retrieval.existing import (
    and_what_exists,
    document_of,
    earliest_instead,
    no_agreement,
    no_date,
    no_document,
    no_meeting,
    no_neighbour,
    no_office,
)
from retrieval.mentions import Mentions
from retrieval.naming import NamedMinutes, say_kept
from retrieval.numbering import Numbered, say_ordinals
from retrieval.periods import Period
from retrieval.relative import Place, Relative
from retrieval.vocabulary import OF_DOCUMENT

_Mention = TypeVar("_Mention", Numbered, int, DateMention | Period)
_MANY_ABSENT = 3  # meetings named that are not kept, said in one sentence
_FEW = 4  # meetings of a period that count as named


@dataclass(frozen=True, slots=True)
class Scope:
    """The meetings asked about: None for all of them; ``missing`` tells of those that do not exist.

    ``named`` where meetings are named and not only their office; ``rivals`` where they are of several series
    (offices, terms, years) though the question names one meeting.
    """

    meetings: tuple[NamedMinutes, ...] | None
    missing: tuple[Bilingual, ...] = ()
    named: bool = False
    rivals: bool = False

    @property
    def refs(self) -> frozenset[Ref] | None:
        """The refs in full of the meetings, None for all."""
        return None if self.meetings is None else frozenset(kept.ref for kept in self.meetings)


def find_scope(corpus: Corpus, mentions: Mentions) -> Scope:
    """Look up every meeting that a question mentions; several mentions of different kinds must agree."""
    if mentions.places and not mentions.offices:
        return Scope((), tuple(no_office(corpus, place, meeting=mentions.any_meeting) for place in mentions.places))
    issuers = frozenset(issuer for mention in mentions.offices for issuer in mention.issuers)
    pool = [kept for kept in corpus.stored if not issuers or kept.minutes.header.issuer in issuers]
    if not mentions.any_meeting:
        return Scope(tuple(pool)) if len(pool) < len(corpus.stored) else Scope(None)
    return _Look(corpus, mentions, issuers, pool).up()


@dataclass(frozen=True, slots=True)
class _Look:
    """Looking up the meetings of a question; ``pool`` are those of the offices it names."""

    corpus: Corpus
    mentions: Mentions
    issuers: frozenset[str]
    pool: Sequence[NamedMinutes]

    def up(self) -> Scope:
        """The scope."""
        mentions = self.mentions
        missing: list[Bilingual] = []
        found: list[list[NamedMinutes]] = []
        if mentions.numbered:
            absent: list[Bilingual] = []
            found.append(self._each(mentions.numbered, self._numbered, self._no_number, absent))
            missing += self._no_numbers(mentions.numbered) if len(absent) >= _MANY_ABSENT else absent
        if mentions.documents:
            found.append(self._each(mentions.documents, self._documented, self._no_document, missing))
        clash = self._clashing(found[0] if mentions.numbered else [])
        missing += clash
        if mentions.dates and not (mentions.numbered and clash):
            found.append(self._each(mentions.dates, self._dated, self._no_date, missing))
        if mentions.relative and mentions.relative.place in (Place.LATEST, Place.EARLIEST) and not missing:
            there = found[0] if found and not (mentions.numbered or mentions.documents) else self.pool
            found.append(self._placed(mentions.relative, there, missing))
        refs = [{kept.ref for kept in group} for group in found[1:]]
        agreed = self._of_level(
            [kept for kept in found[0] if all(kept.ref in others for others in refs)] if found else []
        )
        if mentions.relative and mentions.relative.place in (Place.BEFORE, Place.AFTER):
            agreed = self._beside(mentions.relative, agreed or _latest_of_each(self.pool), missing)
        if not agreed and not missing:
            missing.append(no_agreement([kept for group in found for kept in group]))
        named = not mentions.only_periods or len(agreed) <= _FEW
        return Scope(tuple(agreed), tuple(missing), named=named, rivals=self._are_rivals(agreed))

    def _placed(
        self, relative: Relative, meetings: Iterable[NamedMinutes], missing: list[Bilingual]
    ) -> list[NamedMinutes]:
        """Of each office the meetings that stand at a place among those given."""
        offices = _by_office(meetings)
        chosen = [kept for group in offices for kept in group[relative.choose(group)]]
        if relative.numbered and chosen:
            first = [kept for group in offices for kept in group if kept.ref.meeting == 1]
            missing += [] if first else [earliest_instead(kept) for kept in chosen]
            return first or chosen
        if not chosen:
            missing.append(no_neighbour(self.corpus, None, Place.BEFORE, self.issuers))
        return chosen

    def _beside(
        self, relative: Relative, anchors: Iterable[NamedMinutes], missing: list[Bilingual]
    ) -> list[NamedMinutes]:
        """The meeting before or after each of ``anchors``, of the same office; none where the library skips one."""
        found: list[NamedMinutes] = []
        step = 1 if relative.place is Place.BEFORE else -1
        if self.mentions.numbered and missing:  # the one before a meeting that is not kept may be
            missing.clear()
            beside = [
                Numbered(each.ordinal - step, each.year, each.term, each.issuers) for each in self.mentions.numbered
            ]
            return self._each(beside, self._numbered, self._no_number, missing)
        for anchor in anchors:
            office = next(group for group in _by_office(self.corpus.stored) if anchor in group)
            at = office.index(anchor) + step
            neighbour = office[at] if 0 <= at < len(office) else None
            follows = neighbour and (
                neighbour.ref.series != anchor.ref.series or neighbour.ref.meeting + step == anchor.ref.meeting
            )
            if neighbour and follows:
                found.append(neighbour)
            else:
                missing.append(no_neighbour(self.corpus, anchor, relative.place, self.issuers))
        return found

    def _each(
        self,
        asked: Iterable[_Mention],
        look: Callable[[_Mention], Sequence[NamedMinutes]],
        say_none: Callable[[_Mention], Bilingual],
        missing: list[Bilingual],
    ) -> list[NamedMinutes]:
        found: dict[Ref, NamedMinutes] = {}
        for each in asked:
            meetings = look(each)
            missing += [] if meetings else [say_none(each)]
            found |= {kept.ref: kept for kept in meetings}
        return list(found.values())

    def _numbered(self, asked: Numbered) -> list[NamedMinutes]:
        issuers = asked.issuers or self.issuers
        series = {ref.series for ref in self.mentions.refs if ref.meeting == asked.ordinal}
        return [
            kept
            for kept in self.corpus.meetings([asked.ordinal])
            if (not issuers or kept.minutes.header.issuer in issuers)
            and (not series or None in series or kept.ref.series in series)
            and _is_counted(kept, asked)
        ]

    def _documented(self, asked: int) -> list[NamedMinutes]:
        return [kept for kept in self.pool if document_of(kept) == asked]

    def _dated(self, day: DateMention | Period) -> list[NamedMinutes]:
        of_document = bool(OF_DOCUMENT.search(self.mentions.rest))
        return [kept for kept in self.pool if _has_date(kept, day, of_document=of_document)]

    def _no_number(self, asked: Numbered) -> Bilingual:
        return no_meeting(self.corpus, asked, asked.issuers or self.issuers)

    def _no_numbers(self, asked: Iterable[Numbered]) -> list[Bilingual]:
        """That there are no minutes of several of the meetings named, in one sentence."""
        ordinals = [each.ordinal for each in asked if not self._numbered(each)]
        zh = f"库中没有{say_ordinals(ordinals, 'zh')}会议的纪要。"
        en = f"There are no minutes of meetings {say_ordinals(ordinals, 'en')}."
        return [and_what_exists(self.corpus, zh, en, self.issuers)]

    def _clashing(self, named: Sequence[NamedMinutes]) -> list[Bilingual]:
        """That the one meeting named was not held in the month said: its number counts for more than the month."""
        dates = self.mentions.dates
        if len(named) != 1 or len(dates) != 1 or self.mentions.relative or not named[0].minutes.header.held:
            return []
        (kept,), (day,) = named, dates
        is_month = day.is_month if isinstance(day, Period) else day.day is None
        if not is_month or _has_date(kept, day, of_document=True) or OF_DOCUMENT.search(self.mentions.rest):
            return []
        zh = f"{say_kept(kept, 'zh')}不是{day.say('zh')}召开的。"
        return [Bilingual(zh, f"{_capital(say_kept(kept, 'en'))} was not held in {day.say('en')}.")]

    def _no_document(self, asked: int) -> Bilingual:
        return no_document(self.corpus, asked, self.issuers)

    def _no_date(self, day: DateMention | Period) -> Bilingual:
        bearing = next((kept for kept in self.pool if _has_date(kept, day, of_document=True)), None)
        return no_date(self.corpus, day, bearing, self.issuers)

    def _of_level(self, meetings: list[NamedMinutes]) -> list[NamedMinutes]:
        """Of several offices' meetings those of the level said (县 of 县政府第97次), if there are any."""
        level = self.mentions.level
        of_level = [
            kept for kept in meetings if level and kept.minutes.header.issuer.removesuffix("人民政府").endswith(level)
        ]
        return of_level or meetings

    def _are_rivals(self, meetings: Collection[NamedMinutes]) -> bool:
        if any(ref.series for ref in self.mentions.refs) or self.mentions.only_periods:
            return False
        most = max(1, len(self.mentions.offices))
        if self.mentions.relative and self.mentions.relative.count > 1:
            return len({kept.minutes.header.issuer for kept in meetings}) > most
        if not self.mentions.numbered:
            return len({kept.ref.series for kept in meetings}) > most
        alike = Counter(kept.ref.meeting for kept in meetings)
        return bool(alike) and max(alike.values()) > most


def _is_counted(kept: NamedMinutes, asked: Numbered) -> bool:
    """Whether a meeting is of the year and of the term that were said, as far as its minutes tell."""
    header = kept.minutes.header
    day = header.held or header.issued
    years = {header.year, day.year if day else None} - {None}
    term = number(header.term) if header.term else None
    return (asked.year is None or asked.year in years) and (asked.term is None or asked.term == term)


def _latest_of_each(meetings: Iterable[NamedMinutes]) -> list[NamedMinutes]:
    """The latest meeting of each office."""
    return [group[0] for group in _by_office(meetings)]


def _by_office(meetings: Iterable[NamedMinutes]) -> list[list[NamedMinutes]]:
    """The meetings of each office, the latest first."""
    found: dict[str, list[NamedMinutes]] = {}
    for kept in meetings:
        found.setdefault(kept.minutes.header.issuer, []).append(kept)
    return list(found.values())


def _has_date(kept: NamedMinutes, day: DateMention | Period, *, of_document: bool) -> bool:
    """Whether the meeting was held on that day or, where the document's dates are meant, has that date."""
    header, footer = kept.minutes.header, kept.minutes.footer
    others: Sequence[date | None] = (header.issued, footer.compiled if footer else None)
    return day.matches(header.held) or (of_document and any(day.matches(other) for other in others))


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]
