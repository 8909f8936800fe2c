"""The register of departments: which names, short or long, with or without their level, mean the same body.

Names are of one body where they are equal but for level and place of their own government, where the glossary lists
them for one department, or where the one is a short form of the other: its characters stand in the longer name in
their order, both end alike (局, 委, 办 …), and no other name fits. Two names on one attendance list are two bodies.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache, cached_property

from data.addressees import GENERAL, mended
from data.department_names import (
    ENDS,
    LEVELS,
    SHORTEST,
    Kind,
    core_of,
    english_form,
    has_level,
    is_short_for,
    kind_of,
    own_level,
)
from data.glossaries import Department, load_glossary
from data.words import fold, simplified

_GOVERNMENT = ("政府", "人民政府", "委", "党委", "市委", "县委", "区委")
_CANDIDATE = re.compile(
    rf"[{LEVELS}]?[一-龥]{{2,12}}?"
    "(?:局|委员会|委(?!员)|办公室|办(?![公理法事学])|中心|集团|公司|大队|支队|街道|镇|乡)"
)
_ALIKE = 0.3  # share of characters in common from which an unknown name looks like a known one


@dataclass(frozen=True, slots=True)
class Mention:
    """A department mentioned in a text, at ``start`` to ``end``, and the canonical names it can mean."""

    start: int
    end: int
    written: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Named:
    """The departments that the minutes of one meeting name: on the attendance list, and elsewhere."""

    issuer: str
    listed: tuple[str, ...]
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Body:
    """One department of an office: its canonical name, and the cores of all its names."""

    name: str
    cores: frozenset[str]
    kind: Kind | None


@dataclass(frozen=True)
class _Office:
    """The departments that the minutes of one issuer name."""

    issuer: str
    bodies: tuple[_Body, ...]

    @cached_property
    def _by_core(self) -> Mapping[str, _Body]:
        return {core: body for body in self.bodies for core in body.cores}

    @cached_property
    def _by_kind(self) -> Mapping[Kind, list[_Body]]:
        found: dict[Kind, list[_Body]] = {}
        for body in self.bodies:
            if body.kind:
                found.setdefault(body.kind, []).append(body)
        return found

    @cached_property
    def _by_start(self) -> Mapping[str, list[_Body]]:
        """The departments by the characters that their cores begin with: a short form begins as the long one does."""
        found: dict[str, list[_Body]] = {}
        for body in self.bodies:
            for start in {core[:1] for core in body.cores}:
                found.setdefault(start, []).append(body)
        return found

    def of_kind(self, kind: Kind) -> Collection[_Body]:
        """The departments that the glossary knows for one."""
        return self._by_kind.get(kind, ())

    def body(self, written: str) -> _Body | None:
        """The department that a name means, if it is one of this office's."""
        core = core_of(written, self.issuer)
        if core in self._by_core:
            return self._by_core[core]
        if not core or core in _GOVERNMENT:
            return None
        kind = kind_of(core)
        matching = list(self.of_kind(kind)) if kind else []
        if not matching and not GENERAL.fullmatch(core):
            alike = self._by_start.get(core[0], ())
            matching = [body for body in alike if any(is_short_for(core, other) for other in body.cores)]
        return matching[0] if len(matching) == 1 else None


@dataclass(frozen=True)
class Departments:
    """The bodies that minutes name, each under one canonical name."""

    offices: Mapping[str, _Office] = field(default_factory=dict)

    @classmethod
    def of(cls, meetings: Iterable[Named]) -> "Departments":
        """The register of the names in several minutes."""
        by_issuer: dict[str, list[Named]] = {}
        for named in meetings:
            by_issuer.setdefault(named.issuer, []).append(named)
        return cls({issuer: _Office(issuer, tuple(_bodies(issuer, each))) for issuer, each in by_issuer.items()})

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All canonical names."""
        return tuple(dict.fromkeys(body.name for office in self.offices.values() for body in office.bodies))

    def canonical(self, written: str, issuer: str) -> str:
        """The canonical name for a name in minutes of ``issuer``; the name itself where it is not known there."""
        office = self.offices.get(issuer)
        body = office.body(written) if office else None
        return body.name if body else written

    def resolve(self, written: str) -> frozenset[str]:
        """All canonical names that a written name can mean, Chinese or English; none where it is unknown."""
        name = mended(simplified(written.strip()))
        if GENERAL.fullmatch(name):
            return frozenset(each for each in self.names if name in each and GENERAL.fullmatch(each))
        found = {body.name for office in self.offices.values() if (body := office.body(name))}
        if not found and not re.search("[一-龥]", name):
            departments = load_glossary().departments_in(name)
            found = {name for department in departments for name in self._of_department(department)}
        return frozenset(found)

    def find(self, folded_text: str) -> tuple[str, ...]:
        """The canonical names of the departments mentioned in a folded text, Chinese or English, in their order."""
        return tuple(dict.fromkeys(name for mention in self.mentions(folded_text) for name in sorted(mention.names)))

    def mentions(self, folded_text: str) -> tuple[Mention, ...]:
        """The departments mentioned in a folded text, in their order; those that no minutes name have no names."""
        found = list(self._literal(folded_text))
        covered = {at for mention in found for at in range(mention.start, mention.end)}
        for match in _CANDIDATE.finditer(folded_text):
            if covered.isdisjoint(range(*match.span())):
                found.append(self._candidate(match))
                covered.update(range(found[-1].start, found[-1].end))
        named = {name for mention in found for name in mention.names}
        for department in load_glossary().departments_in(folded_text):
            names = frozenset(self._of_department(department))
            mention = _in_glossary(department, folded_text, names)
            if named.isdisjoint(names) and mention.start not in covered:
                found.append(mention)
        known = (mention for mention in found if mention.names or load_glossary().department(mention.written))
        return tuple(sorted(known, key=lambda mention: mention.start))

    def nearest(self, written: str, count: int = 3) -> list[str]:
        """The known names that look most like one that is unknown, the most alike first."""
        plain = simplified(written)
        alike = {name: SequenceMatcher(None, plain, name).ratio() for name in self.names}
        best = sorted(self.names, key=lambda name: -alike[name])[:count]
        return [name for name in best if alike[name] >= _ALIKE]

    def _of_department(self, department: Department) -> Iterator[str]:
        for office in self.offices.values():
            yield from (body.name for body in office.of_kind(("", department)))

    @cached_property
    def _forms(self) -> Mapping[str, frozenset[str]]:
        """Every way in which the names are written, folded, the longest first."""
        forms: dict[str, set[str]] = {}
        for office in self.offices.values():
            level = own_level(office.issuer)
            for body in office.bodies:
                written = {body.name, *body.cores, *(level + core for core in body.cores)}
                for form in written:
                    if len(form) >= SHORTEST or form == body.name:
                        forms.setdefault(fold(form), set()).add(body.name)
        return {form: frozenset(forms[form]) for form in sorted(forms, key=len, reverse=True)}

    def _literal(self, text: str) -> Iterator[Mention]:
        taken = [False] * len(text)
        for form, names in self._forms.items():
            at = text.find(form)
            while at >= 0:
                end = at + len(form)
                if not any(taken[at:end]) and not _runs_on(text, end):
                    taken[at:end] = [True] * len(form)
                    yield Mention(at, end, form, names)
                at = text.find(form, at + 1)

    def _candidate(self, match: re.Match[str]) -> Mention:
        """The department-like words of a text: as much of their end as is known."""
        written, end = match[0], match.end()
        for start in range(len(written) - SHORTEST + 1):
            if names := self.resolve(written[start:]):
                return Mention(match.start() + start, end, written[start:], names)
        return Mention(match.start(), end, written, frozenset())


def _in_glossary(department: Department, text: str, names: frozenset[str]) -> Mention:
    """A mention that the glossary knows; where its words cannot be found, it stands at the end of the text."""
    found = [match.span() for form in _forms_of(department) for match in form.finditer(text)]
    start, end = max(found, key=lambda span: span[1] - span[0], default=(len(text), len(text)))
    return Mention(start, end, text[start:end] or department.short, names)


@cache
def _forms_of(department: Department) -> tuple[re.Pattern[str], ...]:
    """The names of a department of the glossary, as patterns."""
    written = map(re.escape, (department.short, department.full, *department.aliases))
    english = map(english_form, (department.english, *department.english_aliases))
    return tuple(map(re.compile, (*written, *english)))


def _bodies(issuer: str, meetings: Collection[Named]) -> Iterator[_Body]:
    """The departments of an office, told from all names that its minutes write."""
    written: Counter[str] = Counter()
    for name, times in Counter(name for named in meetings for name in (*named.listed, *named.told)).items():
        written[mended(name)] += times
    groups = _grouped(dict.fromkeys(core_of(name, issuer) for name in written), _beside(issuer, meetings))
    group_of = {core: at for at, group in enumerate(groups) for core in group}
    names: list[list[str]] = [[] for _ in groups]
    for name in written:
        names[group_of[core_of(name, issuer)]].append(name)
    level = own_level(issuer)
    for group, called in zip(groups, names, strict=True):
        best = max(called, key=lambda name: _rank(name, issuer, written[name]))
        if not has_level(best, level) and any(has_level(name, level) for name in called):
            best = level + best
        yield _Body(best, frozenset(group), kind_of(core_of(best, issuer)))


def _beside(issuer: str, meetings: Iterable[Named]) -> Mapping[str, set[str]]:
    """The cores that stand on one list with each, itself among them."""
    beside: dict[str, set[str]] = {}
    for listed in {named.listed for named in meetings}:
        cores = {core_of(name, issuer) for name in listed}
        for core in cores:
            beside.setdefault(core, set()).update(cores)
    return beside


def _grouped(cores: Iterable[str], beside: Mapping[str, set[str]]) -> list[set[str]]:
    """The cores, those of one body together."""
    groups: list[set[str]] = []
    alike: dict[Kind | str, set[int]] = {}  # places of groups, by what the cores of one body share: kind or beginning
    for core in sorted(cores, key=lambda each: -len(each)):
        kind, apart = kind_of(core), beside.get(core, set())
        shared: tuple[Kind | str, ...] = (core[:1], kind) if kind else (core[:1],)
        near = set[int]().union(*(alike.get(each, ()) for each in shared))
        fitting = [at for at in near if apart.isdisjoint(groups[at]) and _is_same(core, groups[at])]
        if len(fitting) != 1:
            fitting = [len(groups)]
            groups.append(set())
        groups[fitting[0]].add(core)
        for each in shared:
            alike.setdefault(each, set()).add(fitting[0])
    return groups


def _is_same(core: str, group: Collection[str]) -> bool:
    """Whether a core names the body whose cores are ``group``."""
    kind = kind_of(core)
    if kind and any(kind_of(other) == kind for other in group):
        return True
    return any(is_short_for(core, other) for other in group)


def _rank(name: str, issuer: str, times: int) -> tuple[bool, bool, int, bool, int]:
    """How well a name serves as canonical: with its level and ending, most often written, as the glossary has it."""
    level = own_level(issuer)
    kind = kind_of(core_of(name, issuer))
    usual = kind is not None and name.removeprefix(level) == kind[1].short
    return bool(ENDS.search(name)), has_level(name, level), times, usual, -len(name)


def _runs_on(text: str, end: int) -> bool:
    """Whether the character after a name makes it another word: 政府办|理, 发改委|员."""
    return text[end - 1 : end + 1] in ("办理", "办公", "办法", "委员", "委托", "人大代", "局长", "区域", "会议")
