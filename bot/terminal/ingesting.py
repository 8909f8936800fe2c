"""The commands that read files: ``ingest``, ``check`` and ``watch``."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from threading import Event
from typing import Annotated

import typer
from rich.text import Text

from bot.settings import load_settings
from bot.terminal.progress import ReadingBar
from bot.terminal.screen import (
    NOTHING_FOUND,
    Json,
    Stopped,
    err,
    open_library,
    out,
    print_json,
    stop_event,
    terminal_language,
    visible,
)
from bot.terminal.tables import outline, report_lines, say_summary
from bot.terminal.watching import watch_folder
from retrieval.adding import check_files
from retrieval.library import MinutesLibrary
from retrieval.reporting import AddReport, describe

Paths = Annotated[list[Path], typer.Argument(help="Files or folders.")]


def ingest(paths: Paths, as_json: Json = False) -> None:  # noqa: FBT002 - typer's way of a flag
    """Add minutes to the library; what is in it is not read again."""
    bar = ReadingBar(err, terminal_language())
    with open_library(reading=bar) as library:
        statuses = _print_reports(library.add(*paths), bar, as_json=as_json)
        _embed(library, statuses)
    if not as_json and statuses.total() > 1:
        out.print(Text(say_summary(statuses, terminal_language())))
    if statuses["rejected"]:
        raise typer.Exit(NOTHING_FOUND)


def check(paths: Paths, as_json: Json = False) -> None:  # noqa: FBT002
    """Report what would be read from files, without adding them."""
    language, reading = terminal_language(), load_settings().library.reading
    rejected = False
    with closing(ReadingBar(err, language)) as bar:
        for report in check_files(paths, reading, bar):
            rejected |= report.error is not None
            with bar.aside(report.source):
                _print_report(report, as_json=as_json)
                if report.minutes and not as_json:
                    found = describe(report.minutes, report.source).lines(language)
                    for line in (*found, *outline(report.minutes)):
                        out.print(Text(f"  {visible(line)}"))
    if rejected:
        raise typer.Exit(NOTHING_FOUND)


def watch(
    folder: Annotated[Path, typer.Argument(help="The folder to watch.")],
    as_json: Json = False,  # noqa: FBT002
) -> None:
    """Add what is in a folder, then what appears or changes in it, until stopped."""
    stop = stop_event()
    batches = watch_folder(folder, stop)
    bar = ReadingBar(err, terminal_language())
    with suppress(Stopped), open_library(reading=bar, stop=stop) as library:
        for batch in batches:
            _embed(library, _print_reports(_until(stop, library.add(*batch)), bar, as_json=as_json))


def _until(stop: Event, reports: Iterator[AddReport]) -> Iterator[AddReport]:
    """The reports as they come.

    Raises:
        Stopped: ``stop`` was set, and no further file was added.
    """
    while True:
        if stop.is_set():
            raise Stopped
        report = next(reports, None)
        if report is None:
            return
        yield report


def _print_reports(reports: Iterable[AddReport], bar: ReadingBar, *, as_json: bool) -> Counter[str]:
    """Print each report as it comes; how many files there are of each status."""
    statuses: Counter[str] = Counter()
    for report in reports:
        statuses[report.status] += 1
        with bar.aside(report.source):
            _print_report(report, as_json=as_json)
    return statuses


def _print_report(report: AddReport, *, as_json: bool) -> None:
    language = terminal_language()
    if as_json:
        print_json(report.as_json(language))
    elif report.error:
        err.print(Text(visible(f"{report.source}: {report.error.say(language)}")))
    else:
        for line in report_lines(report, language):
            out.print(Text(visible(line)))
        sys.stdout.flush()


def _embed(library: MinutesLibrary, statuses: Counter[str]) -> None:
    """Embed what is new, or what an earlier run was stopped before embedding."""
    if statuses["added"] or statuses["replaced"] or (statuses["unchanged"] and not library.is_embedded):
        library.searcher()
