"""What each part of the ranking is worth, and whether its weights hold on questions they were not chosen on.

Run: ``python -m benchmarks.ranking``. The search ranks the items for the questions of the general set and for those of
``tests/questions`` that an item answers, with all parts and without each. Then the weights are chosen on four fifths
of the questions and measured on the last, five times.
"""

import itertools
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.general import read_general_questions, read_paragraphs, write_minutes
from bot.settings import Settings
from data.bilingual import Language
from data.refs import PartKind, parse_ref
from retrieval.library import LibrarySettings, MinutesLibrary
from retrieval.question import Question
from retrieval.questions import read_questions
from retrieval.scope import find_scope
from retrieval.searching import Searcher, Vector, Weights

QUESTIONS = Path(__file__).parent.parent / "tests" / "questions" / "taicang.jsonl"
SEARCHED = ("topic", "decision", "department", "issuing")
NOTHING: Mapping[Language, float] = {"zh": 0.0, "en": 0.0}
ALL: Mapping[Language, float] = {"zh": 1.0, "en": 1.0}
VARIANTS = {
    "all parts": Weights(),
    "without words": Weights(words=NOTHING),
    "without vectors": Weights(words=ALL),
    "without the item's vector": Weights(whole=0.0),
    "without the best sentence": Weights(sentence=0.0),
    "without coverage": Weights(coverage=NOTHING),
    "without quoted wording": Weights(phrase=0.0),
}
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Case:
    """A question of a set with its vector, where it is searched, and the short refs that are right."""

    name: str
    library: MinutesLibrary
    question: Question
    vector: Vector
    gold: frozenset[str]

    def is_right(self, weights: Weights) -> bool:
        """Whether the first hit is right."""
        scope = find_scope(self.library.corpus, self.question.mentions)
        hits = self.library.searcher(weights).search(self.question, self.vector, scope.refs)
        return hits[0].unit.ref.short in self.gold


def main() -> None:
    """Print both tables."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        refs = write_minutes(list(read_paragraphs().items()), base / "general")
        with (
            MinutesLibrary(LibrarySettings(base / "state-general", base / "general")) as general,
            MinutesLibrary(LibrarySettings(base / "state", Settings().minutes_dir)) as shipped,
        ):
            cases = [
                *_cases("general", general, ((each.text, {refs[each.paragraph]}) for each in read_general_questions()))
            ]
            cases += _cases("shipped", shipped, _of_items())
            _print_variants(cases)
            _print_folds(cases)


def _of_items() -> Iterator[tuple[str, set[str]]]:
    for asked in read_questions(QUESTIONS):
        gold = [parse_ref(ref) for ref in asked.gold or ()]
        if gold and all(ref and ref.kind is PartKind.ITEM for ref in gold):
            yield asked.question, set(asked.gold or ())


def _cases(name: str, library: MinutesLibrary, asked: Iterator[tuple[str, set[str]]]) -> Iterator[Case]:
    searcher: Searcher = library.searcher()
    for text, gold in asked:
        question = library.read_question(text)
        meetings = find_scope(library.corpus, question.mentions).meetings
        if question.kind in SEARCHED and not question.mentions.points and meetings != ():
            yield Case(name, library, question, searcher.encode(question), frozenset(gold))


def _print_variants(cases: Sequence[Case]) -> None:
    groups: dict[str, Callable[[Case], bool]] = {
        f"{name} {language}": lambda case, name=name, language=language: (  # type: ignore[misc]
            case.name == name and case.question.language == language
        )
        for name in ("general", "shipped")
        for language in ("zh", "en")
    }
    table = Table("first right", *groups, box=None)
    for variant, weights in VARIANTS.items():
        right = [(case, case.is_right(weights)) for case in cases]
        table.add_row(
            variant, *(f"{np.mean([ok for case, ok in right if fits(case)]):.3f}" for fits in groups.values())
        )
    Console(width=110).print(table)


def _print_folds(cases: Sequence[Case]) -> None:
    table = Table("chosen and measured on different questions", "chosen weights", "first right", box=None)
    for language in ("zh", "en"):
        mine = [case for case in cases if case.question.language == language]
        grid = [
            Weights(words={**ALL, language: words}, coverage={**NOTHING, language: coverage})
            for words, coverage in itertools.product((0.2, 0.3, 0.35, 0.4, 0.5), (0.0, 2.0))
        ]
        right = np.array([[case.is_right(weights) for case in mine] for weights in grid])
        importance = np.array([1 / sum(each.name == case.name for each in mine) for case in mine])
        folds = np.arange(len(mine)) % FOLDS
        measured, chosen = [], []
        for fold in range(FOLDS):
            best = int(np.argmax((right * importance)[:, folds != fold].sum(axis=1)))
            chosen.append(f"{grid[best].words[language]}/{grid[best].coverage[language]:g}")
            measured.append(right[best, folds == fold].mean())
        table.add_row(language, " ".join(chosen), f"{np.mean(measured):.3f}")
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
