"""The command that measures the answers to a file of questions, beside the baselines."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from bot.terminal.evaluation_table import comparison_table, quality_table
from bot.terminal.screen import Json, err, open_library, out, print_json, terminal_language
from retrieval.baselines import BaselinesMissingError, open_baselines
from retrieval.evaluation import Case, Row, evaluate, find_cases, measured_library, table
from retrieval.library import MinutesLibrary
from retrieval.questions import read_questions


def evaluate_file(
    file: Annotated[Path, typer.Argument(help="Questions with the right refs, one JSON object a line.")],
    as_json: Json = False,  # noqa: FBT002 - typer's way of a flag
    baselines: Annotated[bool, typer.Option(help="Measure the baselines beside it.")] = True,  # noqa: FBT002
) -> None:
    """Measure the answers to a file of questions, beside the baselines."""
    language = terminal_language()
    questions = read_questions(file)
    with open_library() as library:
        cases = find_cases(questions, library.part, lambda text: library.read_question(text).language)
        system = measured_library(library)
        ours = table(system.name, evaluate(system, cases))
        if not as_json:
            out.print(quality_table(ours, language))
        theirs = _baseline_rows(library, cases) if baselines else []
    if as_json:
        for row in [*ours, *theirs]:
            print_json(row.as_json())
    elif theirs:
        out.print()
        out.print(comparison_table([*ours, *theirs], language))


def _baseline_rows(library: MinutesLibrary, cases: list[Case]) -> list[Row]:
    """The rows of each baseline; none where they are not installed, which is said."""
    try:
        with open_baselines(library) as systems:
            return [row for system in systems for row in table(system.name, evaluate(system, cases))]
    except BaselinesMissingError as error:
        err.print(Text(error.say(terminal_language())))
        return []
