"""Progress bars, drawn with rich where someone is watching and nowhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.text import Text

from data.bilingual import Bilingual, Language

_EMBEDDING = Bilingual("计算向量", "Embedding")
_FILES = Bilingual("文件", "Files")


def _new(console: Console) -> Progress:
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    hidden = not console.is_terminal
    return Progress(*columns, console=console, transient=True, disable=hidden, redirect_stdout=False)


class ProgressBar:
    """A progress bar that appears when there is something to wait for and goes when it is done."""

    def __init__(self, console: Console, language: Language) -> None:
        self._console = console
        self._label = _EMBEDDING.say(language)
        self._progress: Progress | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` steps are done."""
        if self._progress is None:
            self._progress = _new(self._console)
            self._progress.add_task(self._label, total=total)
            self._progress.start()
        task = self._progress.task_ids[0]
        self._progress.update(task, completed=done, total=total)
        if done >= total:
            self.close()

    def close(self) -> None:
        """Take the bar away, as after an interruption."""
        if self._progress:
            self._progress.stop()
            self._progress = None


class ReadingBar:
    """A bar for the files, where there are several, and one for the pages of each long one that is being read."""

    def __init__(self, console: Console, language: Language) -> None:
        self._progress = _new(console)
        self._label = _FILES.say(language)
        self._lock = Lock()
        self._tasks: dict[str, TaskID] = {}  # by file name; the one of the files has none

    def files(self, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` files are done; at the end the bars go."""
        if total > 1:
            self._show("", self._label, done, total)
        if done >= total:
            self.close()

    def pages(self, source: str, done: int, total: int) -> None:
        """Show that ``done`` of the ``total`` pages of a file are done."""
        if total > 1:
            self._show(source, source, done, total)

    def close(self) -> None:
        """Take the bars away, as after an interruption."""
        with self._lock:
            self._progress.stop()
            for name in tuple(self._tasks):
                self._progress.remove_task(self._tasks.pop(name))

    @contextmanager
    def aside(self, source: str) -> Iterator[None]:
        """Take the bars away while the report of a file is printed, and those of its pages for good."""
        with self._lock:
            task = self._tasks.pop(source, None) if source else None
            if task is not None:
                self._progress.remove_task(task)
            was_shown = bool(self._tasks)
            self._progress.stop()
            yield
            if was_shown:
                self._progress.start()

    def _show(self, key: str, label: str, done: int, total: int) -> None:
        with self._lock:
            if key not in self._tasks:
                self._tasks[key] = self._progress.add_task(Text(label).plain, total=total)
                self._progress.start()
            self._progress.update(self._tasks[key], completed=done, total=total)
