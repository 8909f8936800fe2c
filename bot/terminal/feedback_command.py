"""The command that shows and exports what people say of answers."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from bot.questions.feedback import say_counts
from bot.questions.feedback_files import export, unanswered_fields, verdict_fields
from bot.questions.verdicts import say_verdict
from bot.terminal.screen import Json, open_library, out, print_json, terminal_language, visible
from data.bilingual import MinutesError


def feedback(
    folder: Annotated[
        Path | None, typer.Option("--export", help="Write questions.jsonl (for eval) and review.jsonl to this folder.")
    ] = None,
    as_json: Json = False,  # noqa: FBT002 - typer's way of a flag
) -> None:
    """Show verdicts on answers and the questions that found nothing."""
    language = terminal_language()
    with open_library() as library:
        verdicts, unanswered = library.feedback.verdicts(), library.feedback.unanswered()
        exported = export(verdicts, unanswered, library.part) if folder else None
    if folder and exported:
        for name, content in exported.files().items():
            _write(folder / name, content)
    if as_json:
        for judged in verdicts:
            print_json(verdict_fields(judged))
        for number, asked in enumerate(unanswered, start=1):
            print_json(unanswered_fields(asked, number))
        return
    out.print(Text(say_counts(verdicts, unanswered, language), style="bold"))
    for judged in verdicts:
        said = say_verdict(judged.verdict, judged.reason, language)
        out.print(Text(visible(f"{judged.at:%Y-%m-%d} {judged.judged.question} · {said}")))
    for asked in unanswered:
        out.print(Text(visible(f"{asked.last:%Y-%m-%d} {asked.question} · {asked.count}×")))


def _write(file: Path, content: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise MinutesError(f"无法写入 {file}：{reason}。", f"{file} cannot be written: {reason}.") from error
