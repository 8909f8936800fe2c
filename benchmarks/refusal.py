"""Fits and measures when the search says that there is nothing: the figures of ``retrieval.confidence``.

Run: ``python -m benchmarks.refusal``. The paragraphs of the general set are split into two libraries, near neighbours
apart, and each question is asked in both: it has an answer in one. The shipped questions that are searched for are
asked too. The weights are fitted on four fifths of the questions and measured on the last, five times; at the end
those fitted on all are printed, ready for ``CALIBRATED`` and ``UNCALIBRATED``.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from benchmarks.general import read_general_questions, read_paragraphs, write_minutes
from benchmarks.ranking import SEARCHED
from bot.settings import Settings
from data.bilingual import Language
from retrieval.confidence import LIKELY, Evidence, evidence_of
from retrieval.library import LibrarySettings, MinutesLibrary
from retrieval.questions import read_questions
from retrieval.scope import find_scope

Values = NDArray[np.float64]
PARTS: dict[str, Callable[[Evidence], list[float]]] = {
    "standing": lambda each: [each.standing],
    "coverage": lambda each: [each.coverage],
    "nearness": lambda each: [each.nearness, each.words],
    "standing, coverage": lambda each: [each.standing, each.coverage, each.words],
    "all": lambda each: [each.standing, each.coverage, each.nearness, each.words],
}
QUESTIONS = Path(__file__).parent.parent / "tests" / "questions"
SHIPPED = ("taicang.jsonl", "colleagues.jsonl", "keywords.jsonl")
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Case:
    """A question asked of a library: what tells, whether it has an answer there, and which questions go together."""

    name: str
    language: Language
    evidence: Evidence
    has_answer: bool
    group: str


def main() -> None:
    """Print the table and the weights."""
    with tempfile.TemporaryDirectory() as folder:
        cases = [*_general(Path(folder)), *_shipped(Path(folder))]
    console = Console(width=120)
    for language in ("zh", "en"):
        mine = [case for case in cases if case.language == language]
        table = Table(f"{language}, by", "set", "questions", "AUC", "kept", "refused", "balanced", box=None)
        for name, part in PARTS.items():
            for row in _rows(mine, _cross_validated(mine, part)):
                table.add_row(name, *row)
        console.print(table)
        for name in ("all", "standing, coverage"):
            console.print(f"{name}: {_fitted(mine, PARTS[name])}")


def _general(folder: Path) -> Iterator[Case]:
    paragraphs = list(read_paragraphs().items())
    for half in (0, 1):
        mine = paragraphs[half::2]
        write_minutes(mine, folder / str(half))
        kept = {each for each, _ in mine}
        with MinutesLibrary(LibrarySettings(folder / f"state{half}", folder / str(half))) as library:
            for asked in read_general_questions():
                yield from _case("general", library, asked.text, asked.paragraph, has_answer=asked.paragraph in kept)


def _shipped(folder: Path) -> Iterator[Case]:
    with MinutesLibrary(LibrarySettings(folder / "state", Settings().minutes_dir)) as library:
        for asked in (asked for name in SHIPPED for asked in read_questions(QUESTIONS / name)):
            yield from _case("shipped", library, asked.question, str(asked.id), has_answer=bool(asked.gold))


def _case(name: str, library: MinutesLibrary, text: str, group: str, *, has_answer: bool) -> Iterator[Case]:
    question = library.read_question(text)
    scope = find_scope(library.corpus, question.mentions)
    if question.kind not in SEARCHED or question.mentions.points or question.phrases or scope.meetings == ():
        return
    searcher = library.searcher()
    hits = searcher.search(question, searcher.encode(question), scope.refs)
    yield Case(name, question.language, evidence_of(question, hits), has_answer, group)


def _values(cases: Sequence[Case], part: Callable[[Evidence], list[float]]) -> tuple[Values, Values, Values]:
    """What tells (cases, parts), whether there is an answer, and how much each case counts."""
    has_answer = np.array([case.has_answer for case in cases])
    sizes = [sum((each.name, each.has_answer) == (case.name, case.has_answer) for each in cases) for case in cases]
    return np.array([part(case.evidence) for case in cases]), has_answer, len(cases) / 4 / np.array(sizes)


def _cross_validated(cases: Sequence[Case], part: Callable[[Evidence], list[float]]) -> Values:
    values, has_answer, weights = _values(cases, part)
    values = (values - values.mean(axis=0)) / values.std(axis=0)
    found = np.empty(len(cases))
    for train, test in GroupKFold(FOLDS).split(values, has_answer, [case.group for case in cases]):
        model = LogisticRegression().fit(values[train], has_answer[train], sample_weight=weights[train])
        found[test] = model.predict_proba(values[test])[:, 1]
    return found


def _rows(cases: Sequence[Case], probabilities: Values) -> Iterator[tuple[str, ...]]:
    for name in ("general", "shipped"):
        chosen = np.array([case.name == name for case in cases])
        has_answer = np.array([case.has_answer for case in cases])[chosen]
        mine = probabilities[chosen]
        kept, refused = (mine[has_answer] >= LIKELY).mean(), (mine[~has_answer] < LIKELY).mean()
        figures = (roc_auc_score(has_answer, mine), kept, refused, (kept + refused) / 2)
        yield (name, str(len(mine)), *(f"{each:.3f}" for each in figures))


def _fitted(cases: Sequence[Case], part: Callable[[Evidence], list[float]]) -> str:
    values, has_answer, weights = _values(cases, part)
    mean, spread = values.mean(axis=0), values.std(axis=0)
    model = LogisticRegression().fit((values - mean) / spread, has_answer, sample_weight=weights)
    factors = model.coef_[0] / spread
    return f"bias {model.intercept_[0] - (factors * mean).sum():.2f}, weights {np.round(factors, 3).tolist()}"


if __name__ == "__main__":
    main()
