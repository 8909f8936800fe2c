"""``minutes digest``: what was decided and who must act, for the eye, a mail, a printer or a program."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from bot.digests.mail import digest_html, digest_texts
from bot.terminal.screen import Json, open_library, out, print_json, terminal_language, visible
from data.bilingual import MinutesError
from retrieval.digest_spans import Span, last_days, read_day, read_span, since_until


def digest(  # noqa: PLR0913, PLR0917 - a command has that many options
    since: Annotated[str | None, typer.Option(help="First day: 2023-05-01.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day.")] = None,
    period: Annotated[
        str | None, typer.Option(help="A time in words: 2023-06, last 30 days, 今年, 2023年上半年.")
    ] = None,
    watch: Annotated[
        list[str] | None, typer.Option(help="A department or topic to show first; may be repeated.")
    ] = None,
    image: Annotated[Path | None, typer.Option(help="Write the picture to this file (PNG).")] = None,
    docx: Annotated[Path | None, typer.Option(help="Write the digest to this file (Word).")] = None,
    as_html: Annotated[bool, typer.Option("--html", help="Print a page of HTML, for a mail.")] = False,  # noqa: FBT002
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """Sum up what was decided and who must act, with citations; by default of the last seven days.

    With --since and --until, and by default, a meeting counts that was held in that time or whose minutes were added in
    it. Where all minutes were added since then, as in a new library, that tells nothing, and the day held decides. A
    --period of the calendar (2023-06) always means the day held.
    """
    if period is not None and (since or until):
        raise typer.BadParameter("give --period, or --since and --until")
    if as_html and as_json:
        raise typer.BadParameter("give --html or --json")
    with open_library() as library:
        span, held_back = _span(since, until, period, library.today()), library.circulation.holding.held()
        made = library.digest(span, terminal_language(), watch or (), without=held_back)
    if image:
        from bot.digests.picture import digest_picture  # noqa: PLC0415 - only a picture needs to draw

        _write(image, digest_picture(made))
    if docx:
        from bot.digests.document import digest_document  # noqa: PLC0415 - only a document needs Word

        _write(docx, digest_document(made).content)
    if as_json:
        print_json(made.as_json())
    elif as_html:
        sys.stdout.write(digest_html(made))
    else:
        for line, is_heading in digest_texts(made):
            out.print(Text(visible(line), style="bold" if is_heading else ""))


def _span(since: str | None, until: str | None, period: str | None, today: date) -> Span:
    """The time that the options mean.

    Raises:
        typer.BadParameter: one of them means none, or the last day is before the first.
    """
    try:
        if period is not None:
            return read_span(period, today)
        first, last = (read_day(each, today) if each else None for each in (since, until))
    except MinutesError as error:
        raise typer.BadParameter(error.say(terminal_language())) from None
    if first and last and first > last:
        raise typer.BadParameter("--until is before --since")
    return since_until(first, last) if first or last else last_days(today)


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise MinutesError(f"无法写入 {file}：{reason}。", f"{file} cannot be written: {reason}.") from error
