"""The command line: a table of contents of what the program can do from a terminal.

Exit status: 0 done, 1 nothing found or some file rejected, 2 wrong use. Errors are one sentence on stderr.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text
from typer.exceptions import TyperException

from bot.console import ProgressBar, chat, draw
from bot.conversation import Conversation
from bot.logs import log_to_stderr
from bot.replies import answer_reply
from bot.settings import Settings, load_settings
from bot.tables import evaluation_table, meeting_fields, meetings_table, part_fields, say_report
from data.bilingual import Bilingual, Language, MinutesError
from data.refs import parse_ref
from retrieval.answers import Status
from retrieval.evaluation import evaluate, table
from retrieval.library import MinutesLibrary
from retrieval.questions import read_questions

NOTHING_FOUND = 1
WRONG_USE = 2

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
out = Console(soft_wrap=not sys.stdout.isatty())
err = Console(stderr=True, soft_wrap=not sys.stderr.isatty())

Json = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]


def main() -> None:
    """Run the command; an expected error is one sentence, in the language of the terminal."""
    log_to_stderr()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except MinutesError as error:
        err.print(Text(error.say(terminal_language())))
        sys.exit(NOTHING_FOUND)
    except typer.Abort:
        sys.exit(NOTHING_FOUND)
    except TyperException as error:
        err.print(Text(str(error) or _USAGE.say(terminal_language())))
        sys.exit(WRONG_USE)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def terminal_language() -> Language:
    """Chinese where the locale is, else English."""
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


@contextmanager
def open_library(settings: Settings | None = None) -> Iterator[MinutesLibrary]:
    """The library of the settings, with a progress bar where someone is watching."""
    chosen = settings or load_settings()
    with MinutesLibrary(chosen.library, ProgressBar(err, terminal_language())) as library:
        yield library


def print_json(fields: dict[str, Any]) -> None:
    """One JSON object on a line of its own, at once."""
    sys.stdout.write(json.dumps(fields, ensure_ascii=False) + "\n")
    sys.stdout.flush()


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="A question in Chinese or English.")] = None,
    file: Annotated[Path | None, typer.Option(help="A file of questions, one JSON object a line.")] = None,
    as_json: Json = False,  # noqa: FBT002 - typer's way of a flag
) -> None:
    """Answer a question, with citations."""
    if (question is None) == (file is None):
        raise typer.BadParameter("give a question, or --file with a file of questions")
    if file is not None:
        questions = read_questions(file)
        with open_library() as library:
            for each in questions:
                answer = library.ask(each.question, terminal_language())
                if as_json:
                    print_json({"id": each.id, **answer.as_json()})
                else:
                    out.print(
                        Text(each.question, style="bold green"), *draw(answer_reply(answer).without_buttons()), sep="\n"
                    )
        return
    with open_library() as library:
        answer = library.ask(question or "", terminal_language())
    if as_json:
        print_json(answer.as_json())
    else:
        out.print(*draw(answer_reply(answer).without_buttons()), sep="\n")
    if answer.status is not Status.ANSWERED:
        raise typer.Exit(NOTHING_FOUND)


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders.")],
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """Add minutes to the library."""
    rejected = changed = False
    with open_library() as library:
        for report in (report for path in paths for report in library.add(path)):
            rejected |= report.error is not None
            changed |= report.status in ("added", "replaced")
            if as_json:
                print_json(report.as_json(terminal_language()))
            elif report.error:
                err.print(Text(f"{report.source}: {report.error.say(terminal_language())}"))
            else:
                out.print(Text(say_report(report, terminal_language())))
        if changed:
            library.searcher()
    if rejected:
        raise typer.Exit(NOTHING_FOUND)


@app.command()
def show(
    ref: Annotated[str, typer.Argument(help="A ref: 26, 26-3, 26-3-2, 26-header, 26-attendance, 26-footer.")],
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """Show a part of the minutes, whole and verbatim."""
    language = terminal_language()
    with open_library() as library:
        parts = library.part(ref)
        if not parts:
            known = parse_ref(ref)
            sentence = library.ask(known.short, language).text if known else _NO_REF.say(language)
            err.print(Text(sentence))
            raise typer.Exit(NOTHING_FOUND)
        for part in parts:
            kept = library.minutes_of(part.ref)
            if as_json:
                print_json({**part_fields(kept, part.ref), "text": part.text})
            else:
                out.print(Text(f"[{part.ref.citation(language)}] {kept.source}", style="cyan"))
                out.print(Text(part.text))


@app.command()
def meetings(as_json: Json = False) -> None:  # noqa: FBT002
    """List all meetings, the latest first."""
    with open_library() as library:
        kept = library.meetings()
    if as_json:
        for each in kept:
            print_json(meeting_fields(each))
    else:
        out.print(meetings_table(kept, terminal_language()))


@app.command(name="eval")
def evaluate_file(
    file: Annotated[Path, typer.Argument(help="Questions with the right refs, one JSON object a line.")],
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """Measure the answers to a file of questions."""
    questions = read_questions(file)
    with open_library() as library:
        library.searcher()
        judged = evaluate(questions, library.ask, library.is_verbatim)
    rows = table(judged)
    if as_json:
        for row in rows:
            print_json(asdict(row))
    else:
        out.print(evaluation_table(rows))


@app.command(name="chat")
def chat_command() -> None:
    """Talk in the terminal."""
    with open_library() as library:
        chat(Conversation(library), out, terminal_language())


@app.command(name="bot")
def bot_command() -> None:
    """Talk in Telegram."""
    from bot.telegram_bot import TelegramBot  # noqa: PLC0415 - only this command needs Telegram

    settings = load_settings()
    if settings.telegram_bot_token:
        log_to_stderr(settings.telegram_bot_token.get_secret_value())
    with open_library(settings) as library:
        telegram = TelegramBot(settings, Conversation(library))
        library.searcher()
        telegram.run()


_USAGE = Bilingual("用法见 minutes --help。", "See minutes --help.")
_NO_REF = Bilingual(
    "请写明编号，例如 26、26-3、26-3-2、26-header。", "Please give a ref, for example 26, 26-3, 26-3-2, 26-header."
)
