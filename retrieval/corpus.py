"""A snapshot of all minutes in memory: what a question is answered from, however the store changes meanwhile."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from data.model import Minutes, Part, Resolution
from data.refs import Ref
from data.store import StoredMinutes
from data.words import sentences
from embeddings.vector_index import passage_id
from retrieval.question import Known


@dataclass(frozen=True, slots=True)
class Unit:
    """What is searched and cited: an item, or the text of a resolution that has no items.

    ``sentences`` has at least one element; the whole text and each sentence have a vector of their own.
    """

    ref: Ref
    heading: str
    text: str
    sentences: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything of the unit that has a vector."""
        return (self.heading, self.text, *self.sentences)


@dataclass(frozen=True)
class Corpus:
    """All minutes as they stood at one revision of the store, the latest meeting first."""

    revision: int
    stored: tuple[StoredMinutes, ...]

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Every unit by its full ref."""
        return {str(unit.ref): unit for kept in self.stored for unit in _units(kept.minutes)}

    @cached_property
    def _by_ref(self) -> dict[str, StoredMinutes]:
        return {str(kept.minutes.ref): kept for kept in self.stored}

    def texts(self) -> Iterator[str]:
        """Every text that has a vector: headings, units, and their sentences."""
        for unit in self.units.values():
            yield from unit.texts

    @cached_property
    def _refs_by_passage(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for ref, unit in self.units.items():
            for text in unit.texts:
                found.setdefault(passage_id(text), []).append(ref)
        return found

    def refs_of(self, passage: str) -> list[str]:
        """The full refs of the units that a vector of this id belongs to."""
        return self._refs_by_passage.get(passage, [])

    @cached_property
    def known(self) -> Known:
        """What a question can be understood by: ordinals, and names of people and places."""
        issuers = {kept.minutes.header.issuer.removesuffix("人民政府") for kept in self.stored}
        places = sorted({name for issuer in issuers for name in (issuer, issuer[:-1]) if len(name) > 1}, key=len)
        return Known(
            ordinals=frozenset(kept.minutes.number for kept in self.stored),
            people=self._people(),
            places=tuple(reversed(places)),
        )

    def _people(self) -> frozenset[str]:
        chairs = {kept.minutes.header.chair for kept in self.stored}
        listed = {
            person.name for kept in self.stored if kept.minutes.attendance for person in kept.minutes.attendance.people
        }
        return frozenset(name for name in chairs | listed if name)

    def meetings(self, ordinals: Iterable[int]) -> list[StoredMinutes]:
        """The minutes of the meetings with these ordinals, in the order of the ordinals."""
        return [kept for ordinal in ordinals for kept in self.stored if kept.minutes.number == ordinal]

    def stored_at(self, ref: Ref) -> StoredMinutes:
        """The minutes that hold a part found in this corpus.

        Raises:
            KeyError: the ref is not in full, or no such meeting is kept.
        """
        return self._by_ref[str(ref.whole_meeting())]

    def resolve(self, ref: Ref) -> list[Part]:
        """The parts a ref can mean: one for a ref in full, one an issuer for a short ref; none if there is none."""
        matching = [
            kept.minutes for kept in self.meetings([ref.meeting]) if ref.series in (None, kept.minutes.ref.series)
        ]
        return [part for minutes in matching if (part := minutes.part(in_full(ref, minutes)))]

    def resolution_at(self, ref: Ref) -> Resolution | None:
        """The resolution that an item or resolution belongs to."""
        return self.stored_at(ref).minutes.resolution(ref.resolution or 0)


def in_full(ref: Ref, minutes: Minutes) -> Ref:
    """``ref`` as a ref in full of these minutes."""
    return Ref(ref.meeting, ref.resolution, ref.item, ref.section, minutes.ref.series)


def _units(minutes: Minutes) -> Iterator[Unit]:
    for resolution in minutes.resolutions:
        for item in resolution.items:
            ref = Ref(minutes.number, resolution.number, item.number, series=minutes.ref.series)
            yield Unit(ref, resolution.heading, item.text, _sentences(item.text))
        if not resolution.items:
            ref = Ref(minutes.number, resolution.number, series=minutes.ref.series)
            yield Unit(ref, resolution.heading, resolution.own_text, _sentences(resolution.own_text))


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(sentences(text)) or (text,)
