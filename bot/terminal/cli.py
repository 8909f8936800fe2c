"""The command line: a table of contents of what the program can do from a terminal.

Exit status: 0 done, 1 nothing found or some file rejected, 2 wrong use. Errors are one sentence on stderr.
"""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text
from typer.exceptions import TyperException

from bot.conversation import Conversation
from bot.logs import log_as_set, log_to_stderr
from bot.people.access import Access
from bot.replies import answer_reply
from bot.settings import load_settings
from bot.terminal import evaluating, ingesting
from bot.terminal.console import chat, draw
from bot.terminal.digesting import digest
from bot.terminal.doctor import doctor
from bot.terminal.duty_table import duty_texts
from bot.terminal.feedback_command import feedback
from bot.terminal.screen import NOTHING_FOUND, Json, err, open_library, out, print_json, terminal_language, visible
from bot.terminal.tables import meeting_fields, meetings_table, part_fields, say_place
from data.bilingual import Bilingual, MinutesError
from data.model import Part
from data.refs import parse_ref
from retrieval.answers import Status
from retrieval.library import MinutesLibrary
from retrieval.questions import read_questions

WRONG_USE = 2

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def main() -> None:
    """Run the command; an expected error is one sentence, in the language of the terminal."""
    _start_logging()
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


def _start_logging() -> None:
    """Log as the settings say; where they cannot be read, the command that needs them says so."""
    try:
        log_as_set(load_settings())
    except MinutesError:
        log_to_stderr()


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


for reading_command in (ingesting.ingest, ingesting.check, ingesting.watch):
    app.command()(reading_command)


@app.command()
def show(
    ref: Annotated[str, typer.Argument(help="A ref: 26, 26-3, 26-3-2, 26-header, 26-attendance, 26-footer.")],
    page: Annotated[Path | None, typer.Option(help="Write the picture of the page to this file (PNG).")] = None,
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """Show a part of the minutes, whole and verbatim."""
    language = terminal_language()
    with open_library() as library:
        parts = library.part(ref)
        if not parts:
            known = parse_ref(ref)
            sentence = library.ask(str(known), language).text if known else _NO_REF.say(language)
            err.print(Text(visible(sentence)))
            raise typer.Exit(NOTHING_FOUND)
        if page:
            _write_page(library, parts, page)
        for part in parts:
            kept = library.minutes_of(part.ref)
            if as_json:
                print_json({**part_fields(kept, part.ref), "text": part.text})
            else:
                out.print(Text(visible(say_place(kept, part.ref, language)), style="cyan"))
                out.print(Text(visible(part.text)))


def _write_page(library: MinutesLibrary, parts: list[Part], file: Path) -> None:
    if len(parts) > 1:
        refs = "、".join(str(part.ref) for part in parts)
        raise MinutesError(f"请写明是哪一个：{refs}。", f"please say which one: {refs}.")
    picture = library.page_picture(parts[0].ref)
    try:
        file.write_bytes(picture)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise MinutesError(f"无法写入 {file}：{reason}。", f"{file} cannot be written: {reason}.") from error


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


@app.command()
def duties(
    department: Annotated[str | None, typer.Argument(help="A department, in any usual form; all if left out.")] = None,
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """List what departments were told to do, with citations."""
    with open_library() as library:
        assigned = library.duties(department)
    if as_json:
        for each in assigned:
            print_json(each.as_json())
    else:
        out.print(*duty_texts(assigned, terminal_language()), sep="\n")


app.command(name="eval")(evaluating.evaluate_file)
app.command()(feedback)
app.command()(digest)


@app.command(name="chat")
def chat_command() -> None:
    """Talk in the terminal."""
    with open_library() as library:
        chat(Conversation(library), out, terminal_language())


@app.command(name="bot")
def bot_command(
    webhook: Annotated[  # noqa: FBT002 - typer's way of a flag
        bool, typer.Option("--webhook", help="Have updates posted to WEBHOOK_URL instead of asking for them.")
    ] = False,
) -> None:
    """Talk in Telegram."""
    from bot.telegram.application import TelegramBot  # noqa: PLC0415 - only this command needs Telegram
    from bot.telegram.webhook import url_of  # noqa: PLC0415

    settings = load_settings().with_webhook_secret()
    log_as_set(settings, "info")
    if webhook:
        url_of(settings)  # missed at once, not after the minutes are read
    with open_library(settings) as library:
        access = Access(
            library.people, settings.admin_ids, open_access=settings.open_access, keep_days=settings.keep_days
        )
        conversation = Conversation(library, access=access, keep_days=settings.keep_days, zone=settings.time_zone)
        telegram = TelegramBot(settings, conversation, library)
        library.serve()
        telegram.run(webhook=webhook)


app.command()(doctor)


_USAGE = Bilingual("用法见 minutes --help。", "See minutes --help.")
_NO_REF = Bilingual(
    "请写明编号，例如 26、26-3、26-3-2、26-header。", "Please give a ref, for example 26, 26-3, 26-3-2, 26-header."
)
