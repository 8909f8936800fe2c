"""Reading the duties in minutes: the sentences that tell named departments to act.

A department is told to act where it opens a clause and a word of duty follows (市发改委要…, 市教育局牵头), where the
task is given to it (由…, 责成…, 请…), or where a label names it (责任单位：…). Sentences without a subject are no duty.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from data.addressees import GENERAL, ListReader, mended, names_in_label
from data.departments import Departments, Named
from data.model import Minutes, Part
from data.refs import PartKind, Ref
from data.telling import (
    AFTER_GIVEN,
    CLAUSE,
    DIRECT,
    GIVEN,
    GOES_ON,
    HELP_LABEL,
    HELPS,
    LABELLED,
    MAY_TELL,
    MODAL,
    NOT_GIVEN,
    NUMBER,
    ONLY_LABEL,
    OPENING,
    PAUSED,
    PERMITTED,
    SENTENCE,
    SINCE,
    TELLS,
    WITH,
)
from data.words import simplified

_PLAIN = str.maketrans({"(": "（", ")": "）"})
_AT_FIRST = 3  # characters before 要求 where it opens a clause (会议要求, 并要求)
_LONGEST_QUOTE = 600  # characters of what a label is read with


@dataclass(frozen=True, slots=True)
class Duty:
    """A sentence that tells departments to act; ``text`` is verbatim, ``ref`` in full.

    ``departments`` are canonical names, those in charge (牵头) first; ``supporting`` those of them told to help (配合).
    """

    ref: Ref
    departments: tuple[str, ...]
    text: str
    supporting: tuple[str, ...] = ()

    def leads(self, department: str) -> bool:
        """Whether the department is told to act itself, and not only to help another."""
        return department in self.departments and department not in self.supporting


@dataclass(frozen=True, slots=True)
class _Told:
    """A department as written, and whether it is only to help."""

    name: str
    helps: bool = False


def duties_of(minutes: Minutes, register: Departments | None = None) -> tuple[Duty, ...]:
    """The duties in minutes, in the order of reading; names are those of ``register``, by default of the minutes."""
    written = written_duties(minutes)
    return renamed(written, register or register_of([minutes], {minutes.ref: written}), minutes.header.issuer)


def written_duties(minutes: Minutes) -> tuple[Duty, ...]:
    """The duties in minutes with the departments as they are written."""
    return tuple(_read(minutes))


def register_of(minutes: Iterable[Minutes], written: Mapping[Ref, Iterable[Duty]] | None = None) -> Departments:
    """The register of all departments that minutes name, on their lists and in their duties.

    ``written`` are the duties as written, by the ref of the meeting, where they have been read.
    """
    return Departments.of(named_in(each, written[each.ref] if written else _read(each)) for each in minutes)


def named_in(minutes: Minutes, written: Iterable[Duty]) -> Named:
    """The departments that minutes name on their list and in ``written``, their duties as written."""
    told = tuple(name for duty in written for name in duty.departments)
    return Named(minutes.header.issuer, tuple(_organisations(minutes)), told)


def renamed(duties: Iterable[Duty], register: Departments, issuer: str) -> tuple[Duty, ...]:
    """The duties in minutes of an issuer with every department under its canonical name, each once."""

    def canonical(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(register.canonical(name, issuer) for name in names))

    return tuple(
        replace(duty, departments=canonical(duty.departments), supporting=canonical(duty.supporting)) for duty in duties
    )


def _organisations(minutes: Minutes) -> Iterator[str]:
    people = minutes.attendance.people if minutes.attendance else ()
    yield from dict.fromkeys(
        mended(name)
        for person in people
        for name in simplified(person.organisation).translate(_PLAIN).split("、")
        if name
    )


def _read(minutes: Minutes) -> Iterator[Duty]:
    """The duties with the names as they are written."""
    known = frozenset(_organisations(minutes))
    revisers = {
        Ref(minutes.number, each.number, each.decision.item, series=minutes.ref.series): each.decision.reviser
        for each in minutes.resolutions
        if each.decision and each.decision.reviser
    }
    for part in minutes.leaf_parts():
        if part.ref.kind in (PartKind.ITEM, PartKind.RESOLUTION):
            yield from _duties_in(part, known, revisers.get(part.ref))


def _duties_in(part: Part, known: Collection[str], reviser: str | None) -> Iterator[Duty]:
    plain = simplified(part.text).translate(_PLAIN)
    plain = plain if len(plain) == len(part.text) else part.text.translate(_PLAIN)
    block = 0  # where the sentences begin that a label speaks of
    for match in SENTENCE.finditer(plain):
        start, end = match.span()
        told = dict.fromkeys(_told(match[0], known))
        labelled = dict.fromkeys(_told_by_label(match[0], known))
        if reviser and f"由{reviser}" in match[0]:
            told |= dict.fromkeys(_Told(name) for name in names_in_label(reviser, known))
        if labelled and end - block <= _LONGEST_QUOTE:
            start = block
        if labelled or (plain[end : end + 1] == "\n" and not ONLY_LABEL.match(plain, end + 1)):
            block = end
        everyone = tuple(dict.fromkeys((*told, *labelled)))
        if everyone:
            yield _duty(part.ref, everyone, part.text[start:end].strip())


def _duty(ref: Ref, told: tuple[_Told, ...], text: str) -> Duty:
    leading = tuple(dict.fromkeys(each.name for each in told if not each.helps))
    helping = tuple(dict.fromkeys(each.name for each in told if each.helps and each.name not in leading))
    return Duty(ref, leading + helping, text, helping)


def _told_by_label(sentence: str, known: Collection[str]) -> Iterator[_Told]:
    for match in LABELLED.finditer(sentence):
        for name in names_in_label(match["names"], known):
            yield _Told(mended(name), bool(HELP_LABEL.search(match["label"])))


def _told(sentence: str, known: Collection[str]) -> Iterator[_Told]:
    for match in CLAUSE.finditer(sentence):
        yield from _told_in(sentence, match.start(), match.end(), known)


def _told_in(sentence: str, start: int, end: int, known: Collection[str]) -> Iterator[_Told]:
    """Those told to act in the clause from ``start`` to ``end``."""
    clause = sentence[start:end]
    numbered = NUMBER.match(clause)
    opened = numbered.end() if numbered else 0
    subject = _subject(clause, opened, sentence, start, known)
    while subject is None and (opening := OPENING.match(clause, opened)):
        opened = opening.end()
        subject = _subject(clause, opened, sentence, start, known)
    if subject:
        yield from subject
    tasks = [given for given in GIVEN.finditer(clause) if not _is_quoted(clause, given.start())]
    for given in tasks:
        yield from _given(clause, given, known)
    with_others = WITH.search(clause)
    if with_others and (subject or (tasks and not NOT_GIVEN.search(clause))):
        found = ListReader(clause, known, lambda at: bool(AFTER_GIVEN.match(clause, at))).read(with_others.end())
        yield from (
            _Told(mended(name), helps=True) for name in (found.names if found else ()) if not GENERAL.fullmatch(name)
        )


def _is_quoted(clause: str, at: int) -> bool:
    """Whether a place is inside a title or a quotation."""
    before = clause[:at]
    return any(before.count(opening) > before.count(closing) for opening, closing in ("《》", "“”"))


def _subject(clause: str, at: int, sentence: str, start: int, known: Collection[str]) -> tuple[_Told, ...] | None:
    """Those who open the clause at ``at``, if a word of duty follows them."""
    direct = frozenset(_places(DIRECT, clause, at))
    goes_on = bool(GOES_ON.match(sentence, start + len(clause)))
    if not direct and not goes_on:
        return None

    def follows(end: int) -> bool:
        if end in direct:
            return bool(MODAL.search(clause, end)) or not (TELLS.search(clause) or SINCE.search(sentence, 0, start))
        return goes_on and bool(PAUSED.fullmatch(clause, end))

    found = ListReader(clause, known, follows).read(at)
    if not found:
        return None
    helps = bool(HELPS.match(clause, found.end))
    return tuple(_Told(mended(name), helps) for name in found.names)


def _places(pattern: re.Pattern[str], text: str, start: int) -> Iterator[int]:
    """Every place from ``start`` on where the pattern matches."""
    while match := pattern.search(text, start):
        yield match.start()
        start = match.start() + 1


def _given(clause: str, given: re.Match[str], known: Collection[str]) -> Iterator[_Told]:
    """Those to whom a task is given by 由, 责成 and the like."""
    if NOT_GIVEN.search(clause, given.end()) or (MAY_TELL.match(given[0]) and TELLS.search(clause)):
        return
    open_end = given.start() <= _AT_FIRST if given[0] == "要求" else not PERMITTED.match(given[0])
    reader = ListReader(clause, known, lambda at: bool(AFTER_GIVEN.match(clause, at)), open_end=open_end)
    found = reader.read(given.end())
    if found:
        helps = bool(HELPS.match(clause, found.end))
        yield from (_Told(mended(name), helps) for name in found.names)
