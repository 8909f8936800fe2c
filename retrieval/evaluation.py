"""Measuring what a system finds for a file of questions against the refs that are right.

The system is the library, or a baseline (see ``retrieval.baselines``). ``docs/evaluation.md`` says what is counted.
"""

import math
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any, Generic, TypeVar

from data.bilingual import Language, MinutesError
from data.model import Part
from data.refs import PartKind, Ref
from retrieval.answers import Answer, Status
from retrieval.library import MinutesLibrary
from retrieval.questions import AskedQuestion

OURS = "minutes-bot"
"""The name of the library among the systems."""

FEW = 5
"""How many hits the recall "in five" looks at, and how many documents a baseline returns."""

Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class Case:
    """A question to be judged, and the parts that each of its gold refs means (several where offices share one)."""

    asked: AskedQuestion
    language: Language
    gold: tuple[frozenset[Ref], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a system gave: its hits, best first, each with the parts (refs in full) it holds words of.

    ``refused`` is None for a system that cannot refuse, ``verbatim`` where nothing was quoted.
    """

    hits: tuple[frozenset[Ref], ...]
    refused: bool | None = None
    verbatim: bool | None = None


@dataclass(frozen=True, slots=True)
class System(Generic[Given]):
    """Something to measure: ``ask`` is timed, ``read`` turns what it gave into an outcome."""

    name: str
    ask: Callable[[Case], Given]
    read: Callable[[Given], Outcome]


@dataclass(frozen=True, slots=True)
class Judged:
    """How one question went; the shares from 0 to 1 mean nothing where there is no right answer."""

    case: Case
    outcome: Outcome
    first_right: bool
    recall: float
    recall_in_five: float
    precision: float
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of a group of questions of one system: shares from 0 to 1, None where there is nothing to count.

    ``kind`` and ``language`` are None in totals. ``refused_right`` is the share of the unanswerable that were refused,
    ``refused_wrong`` that of the answerable; ``verbatim`` that of the answers whose every quote is. Systems that
    cannot refuse return a fixed number of documents, so their precision is not counted.
    """

    system: str
    kind: str | None
    language: Language | None
    questions: int
    unanswerable: int
    first_right: float | None
    recall: float | None
    recall_in_five: float | None
    precision: float | None
    refused_right: float | None
    refused_wrong: float | None
    verbatim: float | None
    median_ms: float
    p95_ms: float

    def as_json(self) -> dict[str, Any]:
        """All fields."""
        return asdict(self)


def find_cases(
    questions: Iterable[AskedQuestion], resolve: Callable[[str], Sequence[Part]], language_of: Callable[[str], Language]
) -> list[Case]:
    """The questions with the parts their gold refs mean.

    Raises:
        MinutesError: a question says no gold, or a ref that is none of the minutes; the sentence names the line.
    """
    cases = []
    for asked in questions:
        if asked.gold is None:
            raise MinutesError(
                f"{asked.place} 没有 gold 字段，无法评测。",
                f'{asked.place} has no field "gold", so it cannot be judged.',
            )
        gold = []
        for written in asked.gold:
            parts = frozenset(part.ref for part in resolve(written))
            if not parts:
                raise MinutesError(
                    f"{asked.place}：gold 中的 {written} 不在这些纪要中。",
                    f"{asked.place}: gold {written} is no part of these minutes.",
                )
            gold.append(parts)
        language = asked.language or language_of(asked.question)
        cases.append(Case(asked, language, tuple(dict.fromkeys(gold))))
    return cases


def measured_library(library: MinutesLibrary) -> System[Answer]:
    """The library as a system to measure; loads the encoder and embeds what is new."""
    library.searcher()

    def read(answer: Answer) -> Outcome:
        cited = tuple(frozenset([ref]) for ref in dict.fromkeys(citation.ref for citation in answer.citations))
        verbatim = library.is_verbatim(answer) if cited else None
        return Outcome(cited, answer.status is not Status.ANSWERED, verbatim)

    return System(OURS, lambda case: library.ask(case.asked.question, case.language), read)


def evaluate(system: System[Given], cases: Sequence[Case]) -> list[Judged]:
    """Ask every question once, one after the other, and judge what comes; the first is asked before, untimed."""
    for case in cases[:1]:
        system.ask(case)
    judged = []
    for case in cases:
        started = perf_counter()
        given = system.ask(case)
        milliseconds = 1000 * (perf_counter() - started)
        judged.append(judge(case, system.read(given), milliseconds))
    return judged


def judge(case: Case, outcome: Outcome, milliseconds: float = 0.0) -> Judged:
    """Compare hits with the gold parts. A refusal has found nothing, whatever it cites."""
    hits = () if outcome.refused else outcome.hits
    right = [any(_holds(hit, gold) for gold in case.gold) for hit in hits]

    def recall(among: Sequence[frozenset[Ref]]) -> float:
        found = sum(any(_holds(hit, gold) for hit in among) for gold in case.gold)
        return found / len(case.gold) if case.gold else 0.0

    return Judged(
        case=case,
        outcome=outcome,
        first_right=bool(right) and right[0],
        recall=recall(hits),
        recall_in_five=recall(hits[:FEW]),
        precision=sum(right) / len(right) if right else 0.0,
        milliseconds=milliseconds,
    )


def _holds(hit: frozenset[Ref], gold: frozenset[Ref]) -> bool:
    return any(_lies_in(found, wanted) for found in hit for wanted in gold)


def _lies_in(found: Ref, wanted: Ref) -> bool:
    """Whether a part is the one wanted or lies in it: an item in its resolution, anything in its meeting.

    Not the other way round: where an item is wanted, its whole resolution is not right.
    """
    if found == wanted or found.whole_meeting() == wanted:
        return True
    return wanted.kind is PartKind.RESOLUTION and found.whole_resolution() == wanted


def table(system: str, judged: Sequence[Judged]) -> list[Row]:
    """The rows of the quality table: by kind and language, then the totals of each language, then of all."""
    kinds = dict.fromkeys(each.case.asked.kind for each in judged)
    languages: tuple[Language, ...] = ("zh", "en")
    groups: list[tuple[str | None, Language | None]] = [(kind, language) for kind in kinds for language in languages]
    groups += [*((None, language) for language in languages), (None, None)]
    rows = []
    for kind, language in groups:
        group = [
            each for each in judged if kind in (None, each.case.asked.kind) and language in (None, each.case.language)
        ]
        if group:
            rows.append(_row(system, kind, language, group))
    return rows


def _row(system: str, kind: str | None, language: Language | None, judged: Sequence[Judged]) -> Row:
    answerable = [each for each in judged if each.case.gold]
    unanswerable = [each for each in judged if not each.case.gold]
    refuses = all(each.outcome.refused is not None for each in judged)
    times = sorted(each.milliseconds for each in judged)
    return Row(
        system=system,
        kind=kind,
        language=language,
        questions=len(judged),
        unanswerable=len(unanswerable),
        first_right=_mean([each.first_right for each in answerable]),
        recall=_mean([each.recall for each in answerable]),
        recall_in_five=_mean([each.recall_in_five for each in answerable]),
        precision=_mean([each.precision for each in answerable if refuses]),
        refused_right=_mean([bool(each.outcome.refused) for each in unanswerable if refuses]),
        refused_wrong=_mean([bool(each.outcome.refused) for each in answerable if refuses]),
        verbatim=_mean([each.outcome.verbatim for each in judged if each.outcome.verbatim is not None]),
        median_ms=statistics.median(times),
        p95_ms=times[math.ceil(0.95 * len(times)) - 1],
    )


def _mean(values: Sequence[float]) -> float | None:
    return statistics.fmean(values) if values else None
