"""Watching a folder: which files are new or changed, and have been left alone since the last look.

The changes that the system tells of only say when to look; what is new is told by looking. So a folder that is
moved in with all its files, or a change that was missed, is noticed too.
"""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

from watchfiles import watch

from data.bilingual import MinutesError
from data.reading import find_files

_TICK = 1000  # milliseconds between looks while a file is still growing
_IDLE = 30  # ticks after which the folder is looked at in any case
_LOCKS = ("~$", ".~")  # how the names of office programs' lock files begin

_Signature = tuple[int, int, int]


class Folder:
    """A folder, and the state in which each of its files was handed out."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[Path, _Signature] = {}
        self._unsettled: dict[Path, _Signature] = {}

    @property
    def is_settled(self) -> bool:
        """Whether no file seen at the last look is still to be handed out."""
        return not self._unsettled

    def settled(self) -> list[Path]:
        """The files that are new or changed and look as they did at the last look, sorted; each state once."""
        changed = {
            path: signature
            for path in self._files()
            if (signature := _signature(path)) and self._known.get(path) != signature
        }
        ready = sorted(path for path, signature in changed.items() if self._unsettled.get(path) == signature)
        self._known.update((path, changed.pop(path)) for path in ready)
        self._unsettled = changed
        return ready

    def _files(self) -> list[Path]:
        try:
            found = find_files(self._path)
        except MinutesError:  # none yet, or none any more
            return []
        return [path for path in found if not path.name.startswith(_LOCKS)]


def _signature(path: Path) -> _Signature | None:
    try:
        status = path.stat()
    except OSError:  # gone since it was found
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def watch_folder(path: Path, stop: Event) -> Iterator[list[Path]]:
    """Batches of files to add: first those that are there, then those that appear or change, until ``stop`` is set.

    Raises:
        MinutesError: there is no such folder.
    """
    if not path.is_dir():
        raise MinutesError(f"没有目录 {path}。", f"there is no folder {path}.")
    return _batches(path, stop)


def _batches(path: Path, stop: Event) -> Iterator[list[Path]]:
    folder = Folder(path)
    folder.settled()
    changes = watch(path, watch_filter=None, rust_timeout=_TICK, yield_on_timeout=True, stop_event=stop)
    for tick, seen in enumerate(changes, start=1):
        if seen or not folder.is_settled or tick % _IDLE == 0:
            ready = folder.settled()
            if ready:
                yield ready
