"""What of an item should have a vector? Figures for each choice, on questions whose answer is an item.

Run: ``python -m benchmarks.what_to_embed [QUESTIONS.jsonl]``. Every choice ranks the same items for the same
questions with the same encoder, by vectors alone; the last rows add words the way the search does. The figures
are the share of questions whose first item is right, and the mean reciprocal rank (MRR) of the first right one.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from bot.settings import Settings
from data.refs import PartKind, parse_ref
from embeddings.encoder import Encoder
from retrieval.library import LibrarySettings, MinutesLibrary
from retrieval.question import Question
from retrieval.questions import AskedQuestion, read_questions
from retrieval.scope import find_scope
from retrieval.units import Unit

QUESTIONS = Path(__file__).parent.parent / "tests" / "questions" / "taicang.jsonl"
Scores = NDArray[np.float64]
Choice = Callable[[Unit], list[list[str]]]
"""From a unit to groups of texts: the score is the sum over the groups of the best text's standardised cosine."""

CHOICES: dict[str, Choice] = {
    "item (baseline)": lambda unit: [[unit.text]],
    "heading + item in one text": lambda unit: [[f"{unit.heading}\n{unit.text}"]],
    "meeting + heading + item in one text": lambda unit: [[f"第{unit.ref.meeting}次\n{unit.heading}\n{unit.text}"]],
    "best sentence": lambda unit: [list(unit.sentences)],
    "item, best sentence": lambda unit: [[unit.text], list(unit.sentences)],
    "item, best sentence, heading": lambda unit: [[unit.text], list(unit.sentences), [unit.heading]],
}


@dataclass(frozen=True, slots=True)
class Case:
    """A question, what it was understood as, and the units it is about."""

    asked: AskedQuestion
    question: Question
    units: list[Unit]


def cases(library: MinutesLibrary, questions: list[AskedQuestion]) -> Iterator[Case]:
    """The questions that an item answers and that have to be searched for."""
    for asked in questions:
        gold = [parse_ref(ref) for ref in asked.gold or ()]
        question = library.read_question(asked.question)
        searched = question.kind in ("topic", "decision", "department", "issuing") and not question.mentions.points
        if searched and gold and all(ref and ref.kind is PartKind.ITEM for ref in gold):
            refs = find_scope(library.corpus, question.mentions).refs
            units = library.corpus.units.values()
            yield Case(asked, question, [each for each in units if refs is None or each.ref.whole_meeting() in refs])


def standardise(values: Scores) -> Scores:
    """Mean 0 and standard deviation 1."""
    return np.asarray((values - values.mean()) / (values.std() or 1.0), dtype=np.float64)


def score(case: Case, choice: Choice, vectors: dict[str, NDArray[np.float32]], query: NDArray[np.float32]) -> Scores:
    """The score of each unit of the case."""
    groups = [choice(unit) for unit in case.units]
    total = np.zeros(len(case.units))
    for position in range(len(groups[0])):
        best = [max(float(vectors[text] @ query) for text in group[position]) for group in groups]
        total += standardise(np.array(best))
    return total


def rank_of_first_right(case: Case, scores: Scores) -> int:
    """1 for the best unit."""
    order = [case.units[i].ref.short for i in np.argsort(-scores, kind="stable")]
    return 1 + min(order.index(ref) for ref in case.asked.gold or () if ref in order)


def main() -> None:
    """Print the table."""
    questions = read_questions(Path(sys.argv[1]) if len(sys.argv) > 1 else QUESTIONS)
    with tempfile.TemporaryDirectory() as folder:
        settings = LibrarySettings(Path(folder), Settings().minutes_dir)
        with MinutesLibrary(settings) as library:
            chosen = list(cases(library, questions))
            encoder = Encoder.load()
            rows = {name: measure_vectors(chosen, choice, encoder) for name, choice in CHOICES.items()}
            rows["the search (with words)"] = measure_search(library, chosen)
    print_table(chosen, rows)


def measure_vectors(chosen: list[Case], choice: Choice, encoder: Encoder) -> list[int]:
    """The rank of the first right unit in each case."""
    texts = sorted({text for case in chosen for unit in case.units for group in choice(unit) for text in group})
    vectors = dict(zip(texts, encoder.passages(texts), strict=True))
    return [
        rank_of_first_right(case, score(case, choice, vectors, encoder.query(case.question.text))) for case in chosen
    ]


def measure_search(library: MinutesLibrary, chosen: list[Case]) -> list[int]:
    """The same by the search itself."""
    ranks = []
    for case in chosen:
        order = [hit.unit.ref.short for hit in library.find(case.asked.question)]
        ranks.append(1 + min(order.index(ref) for ref in case.asked.gold or () if ref in order))
    return ranks


def print_table(chosen: list[Case], rows: dict[str, list[int]]) -> None:
    """First right and MRR, for each language."""
    table = Table(box=None)
    for column in ("what has a vector", "zh first right", "zh MRR", "en first right", "en MRR"):
        table.add_column(column, justify="right" if column != "what has a vector" else "left")
    for name, ranks in rows.items():
        figures = []
        for language in ("zh", "en"):
            mine = [rank for case, rank in zip(chosen, ranks, strict=True) if case.question.language == language]
            figures += [f"{np.mean([rank == 1 for rank in mine]):.3f}", f"{np.mean([1 / rank for rank in mine]):.3f}"]
        table.add_row(name, *figures)
    console = Console(width=110)
    console.print(f"{len(chosen)} questions")
    console.print(table)


if __name__ == "__main__":
    main()
