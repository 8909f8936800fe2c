"""A snapshot of all minutes in memory: what a question is answered from, however the store changes meanwhile."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from data.bilingual import Language
from data.departments import Departments
from data.duties import Duty, renamed
from data.model import Part, Resolution
from data.refs import Ref
from data.store import StoredMinutes
from data.words import fold
from embeddings.vector_index import passage_id
from retrieval.naming import NamedMinutes, name_all, part_label
from retrieval.offices import Offices
from retrieval.places import LEVELS
from retrieval.question import Known
from retrieval.romanising import romanised
from retrieval.units import Unit
from retrieval.working_out import Work


@dataclass(frozen=True)
class Corpus:
    """All minutes as they stood at one revision of the store, the latest meeting first.

    ``vectors`` keeps those that the index has given, by their text, for all corpora made from this one; its entries
    are float32 (dimensions,). ``work`` keeps what each meeting was found to hold.
    """

    revision: int
    kept: tuple[StoredMinutes, ...]
    vectors: dict[str, NDArray[np.float32]] = field(default_factory=dict, compare=False, repr=False)
    work: Work = field(default_factory=Work, compare=False, repr=False)

    def newer(self, revision: int, kept: tuple[StoredMinutes, ...]) -> "Corpus":
        """The minutes at a later revision; of those that are the same nothing is worked out again."""
        return Corpus(revision, kept, self.vectors, self.work.over(kept))

    @cached_property
    def public(self) -> "Corpus":
        """The minutes among these that are marked for the public (此件公开发布), without the versions they replaced."""
        marked = [kept for kept in self.kept if kept.minutes.footer and kept.minutes.footer.public]
        if len(marked) == len(self.kept) and not any(kept.versions for kept in marked):
            return self
        return replace(self, kept=tuple(replace(kept, versions=()) for kept in marked))

    def without_removed(self, newer: "Corpus") -> "Corpus":
        """These minutes without the meetings that a newer corpus has no more; itself if it has them all."""
        still = tuple(kept for kept in self.stored if newer.holds(kept.ref))
        if len(still) == len(self.kept):
            return self
        there = {kept.ref for kept in still}
        return replace(self, kept=tuple(kept for kept in self.kept if kept.minutes.ref in there))

    def holds(self, ref: Ref) -> bool:
        """Whether the meeting of a ref in full is among these."""
        return ref.whole_meeting() in self._by_ref

    def warm(self) -> None:
        """Work out beforehand what the first question would have to wait for."""
        for _ in (self.units_by_part, self.duties, self.organisations, self.part_refs, self._keys_by_passage):
            pass
        for name in self.known.people:
            romanised(name)

    @cached_property
    def stored(self) -> tuple[NamedMinutes, ...]:
        """The minutes, each with the name of its meeting."""
        return name_all(self.kept)

    @cached_property
    def kept_words(self) -> dict[str, object]:
        """A place to keep what the index of words has said."""
        return {}

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Every unit by its key."""
        return {unit.key: unit for units in self._units_by_meeting.values() for unit in units}

    @cached_property
    def _units_by_meeting(self) -> dict[Ref, tuple[Unit, ...]]:
        return {kept.ref: self.work.on(kept.minutes).units for kept in self.stored}

    @cached_property
    def _places(self) -> dict[Ref, int]:
        return {kept.ref: place for place, kept in enumerate(self.stored)}

    @cached_property
    def _series(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for kept in self.stored:
            found.setdefault(kept.minutes.header.issuer, set()).add(kept.ref.series or "")
        return {issuer: frozenset(series) for issuer, series in found.items()}

    def series_of_offices(self, meetings: Collection[Ref] | None) -> frozenset[str]:
        """All series of the offices that these meetings are of; of every office for None."""
        issuers = self._series if meetings is None else {self._by_ref[ref].minutes.header.issuer for ref in meetings}
        return frozenset[str]().union(*(self._series[issuer] for issuer in issuers))

    def units_of(self, meetings: Collection[Ref]) -> list[Unit]:
        """The units of these meetings (refs in full), in the order of the corpus."""
        held = sorted(self._places.keys() & meetings, key=self._places.__getitem__)
        return [unit for ref in held for unit in self._units_by_meeting[ref]]

    @cached_property
    def part_refs(self) -> frozenset[str]:
        """The refs in full of all parts that the index of words holds of these minutes."""
        return frozenset[str]().union(*(self.work.on(kept.minutes).parts for kept in self.kept))

    @cached_property
    def units_by_part(self) -> dict[str, list[Unit]]:
        """The units of each part by its full ref: one, or the passages of a long text."""
        found: dict[str, list[Unit]] = {}
        for unit in self.units.values():
            found.setdefault(str(unit.ref), []).append(unit)
        return found

    @cached_property
    def _by_ref(self) -> dict[Ref, NamedMinutes]:
        return {kept.ref: kept for kept in self.stored}

    @cached_property
    def _by_number(self) -> dict[int, list[NamedMinutes]]:
        found: dict[int, list[NamedMinutes]] = {}
        for kept in self.stored:
            found.setdefault(kept.ref.meeting, []).append(kept)
        return found

    def texts(self) -> Iterator[str]:
        """Every text that has a vector: headings, units, and their sentences."""
        for unit in self.units.values():
            yield from unit.texts

    @cached_property
    def _keys_by_passage(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key, unit in self.units.items():
            for text in unit.texts:
                found.setdefault(passage_id(text), []).append(key)
        return found

    def keys_of(self, passage: str) -> list[str]:
        """The keys of the units that a vector of this id belongs to."""
        return self._keys_by_passage.get(passage, [])

    @cached_property
    def offices(self) -> Offices:
        """The offices whose minutes these are, the one with the latest meeting first."""
        return Offices(tuple(dict.fromkeys(kept.minutes.header.issuer for kept in self.stored)))

    @cached_property
    def known(self) -> Known:
        """What a question can be understood by: ordinals, and names of people and offices."""
        chairs = {kept.minutes.header.chair for kept in self.stored}
        listed = {
            person.name for kept in self.stored if kept.minutes.attendance for person in kept.minutes.attendance.people
        }
        return Known(
            ordinals=frozenset(self._by_number),
            people={name: fold(name) for name in chairs | listed if name},
            offices=self.offices,
            departments=self.departments,
            counted=frozenset(
                (kept.minutes.header.year, kept.ref.meeting) for kept in self.stored if kept.minutes.header.year
            ),
        )

    @cached_property
    def organisations(self) -> frozenset[str]:
        """The folded names of all organisations on the lists, with their level and without (市教育局, 教育局)."""
        names = frozenset[str]().union(*(self.work.on(kept.minutes).organisations for kept in self.kept))
        return frozenset(names | {name[1:] for name in names if name[:1] in LEVELS}) - {""}

    @cached_property
    def departments(self) -> Departments:
        """The register of all departments that the minutes name."""
        return Departments.of(self.work.on(kept.minutes).departments for kept in self.kept)

    @cached_property
    def duties(self) -> dict[Ref, tuple[Duty, ...]]:
        """The duties of each meeting, by its ref in full."""
        return {
            kept.ref: renamed(self.work.on(kept.minutes).duties, self.departments, kept.minutes.header.issuer)
            for kept in self.stored
        }

    def label(self, ref: Ref, language: Language) -> str:
        """How a reader sees a ref in full, with its office where the library holds several."""
        return part_label(self.stored_at(ref).name, ref, language)

    def meetings(self, ordinals: Iterable[int]) -> list[NamedMinutes]:
        """The minutes of the meetings with these ordinals, in the order of the ordinals."""
        return [kept for ordinal in ordinals for kept in self._by_number.get(ordinal, ())]

    def stored_at(self, ref: Ref) -> NamedMinutes:
        """The minutes that hold a part found in this corpus.

        Raises:
            KeyError: the ref is not in full, or no such meeting is kept.
        """
        return self._by_ref[ref.whole_meeting()]

    def resolve(self, ref: Ref) -> list[Part]:
        """The parts a ref can mean: one for a ref in full, one an issuer for a short ref; none if there is none.

        Of meetings that are counted by year the year may stand in front: ``2026-1``.
        """
        matching = [kept for kept in self.meetings([ref.meeting]) if ref.series in (None, kept.ref.series)]
        if not matching and ref.resolution and not ref.series:
            of_year = Ref(ref.resolution, ref.item)  # 2026-1-3: of meeting 1 of 2026 the third resolution
            matching = [kept for kept in self.meetings([of_year.meeting]) if kept.minutes.header.year == ref.meeting]
            ref = of_year
        return [part for kept in matching if (part := kept.minutes.part(in_full(ref, kept)))]

    def resolution_at(self, ref: Ref) -> Resolution | None:
        """The resolution that an item or resolution belongs to."""
        return None if ref.resolution is None else self.stored_at(ref).minutes.resolution(ref.resolution)


def in_full(ref: Ref, kept: StoredMinutes) -> Ref:
    """``ref`` as a ref in full of these minutes."""
    series = kept.ref.series if isinstance(kept, NamedMinutes) else kept.minutes.ref.series
    return Ref(ref.meeting, ref.resolution, ref.item, ref.section, series)
