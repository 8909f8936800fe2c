"""What departments were told to do, as lines of an answer and as a list: a verbatim sentence each, cited."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from data.bilingual import Language, MinutesError
from data.duties import Duty
from data.words import fold
from retrieval.answers import Citation, Line
from retrieval.corpus import Corpus
from retrieval.lines import cite, snippet_line
from retrieval.naming import NamedMinutes


@dataclass(frozen=True, slots=True)
class Assigned:
    """A duty as one of its departments has it, with the citation that supports it."""

    department: str
    duty: Duty
    citation: Citation

    @property
    def leads(self) -> bool:
        """Whether the department is told to act itself, and not only to help another."""
        return self.duty.leads(self.department)

    def as_json(self) -> dict[str, Any]:
        """The fields of the contract: the department, then those of the citation."""
        return {
            "department": self.department,
            "departments": list(self.duty.departments),
            "lead": self.leads,
            **self.citation.as_json(),
        }


def duty_lines(
    corpus: Corpus,
    departments: Collection[str],
    meetings: Sequence[NamedMinutes],
    language: Language,
    topic: Collection[str] = (),
) -> list[Line]:
    """A quote for each duty of these departments (canonical names; none for all) in these meetings.

    The latest meeting first, then in the order of refs; with ``topic``, folded words, only where the sentence or the
    heading of its resolution holds one of them. Empty where there is no duty. Quotes are the same in every language.
    """
    del language
    return [
        snippet_line(kept, duty.ref, duty.text)
        for kept, duty in duties_in(corpus, departments, meetings)
        if not topic or _is_about(kept, duty, topic)
    ]


def assigned_duties(corpus: Corpus, department: str | None) -> list[Assigned]:
    """The duties of a department, written in any usual way, or of all, department by department in their order.

    Raises:
        MinutesError: no department of that name is known, or it has no duty.
    """
    wanted = corpus.departments.resolve(department) if department else frozenset[str]()
    if department and not wanted:
        raise unknown_department(department, corpus.departments.nearest(department))
    found: dict[str, list[Assigned]] = {}
    for kept, duty in duties_in(corpus, wanted, corpus.stored):
        for name in duty.departments:
            if not wanted or name in wanted:
                found.setdefault(name, []).append(Assigned(name, duty, cite(kept, duty.ref, duty.text)))
    if department and not found:
        names = "、".join(sorted(wanted))
        raise MinutesError(f"纪要没有要求{names}做什么。", f"the minutes give {names} no duty.")
    return [each for duties in found.values() for each in duties]


def duties_in(
    corpus: Corpus, departments: Collection[str], meetings: Sequence[NamedMinutes]
) -> Iterator[tuple[NamedMinutes, Duty]]:
    """The duties of these departments (canonical names; none for all) in these meetings, the latest meeting first."""
    wanted = {kept.ref for kept in meetings}
    for kept in corpus.stored:
        if kept.ref in wanted:
            for duty in corpus.duties[kept.ref]:
                if not departments or not set(departments).isdisjoint(duty.departments):
                    yield kept, duty


def _is_about(kept: NamedMinutes, duty: Duty, topic: Collection[str]) -> bool:
    resolution = kept.minutes.resolution(duty.ref.resolution or 0)
    text = fold(f"{resolution.heading if resolution else ''}\n{duty.text}")
    return any(word in text for word in topic)


def unknown_department(department: str, nearest: Sequence[str]) -> MinutesError:
    """That no department is called so, and which names are nearest."""
    zh, en = f"纪要没有提到“{department}”", f"the minutes name no department “{department}”"
    if nearest:
        zh, en = f"{zh}；相近的有：{'、'.join(nearest)}", f"{en}; the nearest are: {', '.join(nearest)}"
    return MinutesError(f"{zh}。", f"{en}.")
