"""What several tests share: the shipped minutes, ingested and embedded once, and the program run as people run it."""

import io
import logging
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

import pytest
from filelock import FileLock
from xdist.remote import Producer
from xdist.scheduler.loadscope import LoadScopeScheduling

from bot.logs import ROOMS
from bot.settings import Settings
from bot.terminal import cli
from retrieval.library import LibrarySettings, MinutesLibrary
from tests.mixed_minutes import write_mixed
from tests.telegram_bot import (  # noqa: F401 - fixtures
    administrator,
    bot,
    chat,
    english,
    server,
    start,
)
from tests.telegram_office import office, office_state  # noqa: F401 - fixtures

ROOT = Path(__file__).parent.parent
MINUTES = ROOT / "data" / "minutes"
LOCALES = {"LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES"}
TIMEOUT = 120  # seconds, for a machine that does much else besides

TOGETHER = (
    {"test_telegram_features", "test_telegram_work"},
    {"test_telegram", "test_telegram_channel", "test_telegram_parts", "test_telegram_verdicts"},
    {"test_digests_sent"},
    {"test_telegram_crash", "test_telegram_outage", "test_telegram_strangers"},
)
"""Files whose tests share processes of the bot; they take longest, and so come first."""

Environment = Callable[..., dict[str, str]]
Program = Callable[..., "subprocess.CompletedProcess[str]"]
Prepared = Callable[..., Path]
"""Makes the state folder of a name once, embedded: from nothing or from ``origin``, with the minutes in ``files``."""


def _place(nodeid: str) -> int:
    """The place in ``TOGETHER`` of a test's file, after all of them for any other."""
    name = Path(nodeid.partition("::")[0]).stem
    return next((place for place, names in enumerate(TOGETHER) if name in names), len(TOGETHER))


class GroupScheduling(LoadScopeScheduling):  # type: ignore[misc] # xdist is not typed
    """Gives the tests of a file, and of files that belong together, to one worker."""

    def _split_scope(self, nodeid: str) -> str:
        place = _place(nodeid)
        return str(place) if place < len(TOGETHER) else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> GroupScheduling:
    """Let tests that share a process stay together."""
    return GroupScheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with those that take longest."""
    items.sort(key=lambda item: _place(item.nodeid))


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Makes state folders that all workers of a run share: copy them, never write to them."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def make(name: str, files: Iterable[Path] = (), origin: Path | None = None) -> Path:
        built, unfinished = shared / name, shared / f"unfinished-{name}"
        with FileLock(shared / f"{name}.lock"):
            if not built.exists():
                if origin:
                    shutil.copytree(origin, unfinished)
                with MinutesLibrary(LibrarySettings(unfinished, MINUTES)) as library:
                    reports = list(library.add(*files))
                    assert [report.status for report in reports] == ["added"] * len(reports)
                    library.searcher()
                unfinished.rename(built)
        return built

    return make


@pytest.fixture(scope="session")
def state_dir(prepared: Prepared) -> Path:
    """The state folder after the first use, shared by all workers of a run: copy it, never write to it."""
    return prepared("state")


@pytest.fixture
def own_state(state_dir: Path, tmp_path: Path) -> Path:
    """A state folder that a test may change."""
    return Path(shutil.copytree(state_dir, tmp_path / "state"))


@pytest.fixture(scope="session")
def library(state_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MinutesLibrary]:
    """The library of the shipped minutes with the shipped encoder, to ask and not to change."""
    copy = Path(shutil.copytree(state_dir, tmp_path_factory.mktemp("library") / "state"))
    with MinutesLibrary(LibrarySettings(copy, MINUTES)) as opened:
        yield opened


@pytest.fixture(scope="session")
def mixed_library(
    state_dir: Path, prepared: Prepared, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MinutesLibrary]:
    """The shipped minutes with those of two more offices, of which one's are not public."""
    folder = tmp_path_factory.mktemp("mixed")
    mixed = prepared("mixed", [write_mixed(folder)], state_dir)
    copy = Path(shutil.copytree(mixed, folder / "state"))
    with MinutesLibrary(LibrarySettings(copy, MINUTES)) as opened:
        yield opened


@pytest.fixture(scope="session")
def environment() -> Environment:
    """Makes the environment of a program: this one, but in English and with only the settings that are given."""

    def make(state: Path, language: str = "C.UTF-8", **settings: str) -> dict[str, str]:
        foreign = {name.upper() for name in Settings.model_fields} | LOCALES
        kept = {name: value for name, value in os.environ.items() if name.upper() not in foreign}
        return {**kept, "PYTHONPATH": str(ROOT), "LANG": language, "STATE_DIR": str(state), **settings}

    return make


@pytest.fixture
def process(environment: Environment, tmp_path: Path) -> Program:
    """The command ``minutes`` as a process of its own, run in an empty folder; it ends by itself.

    For what a process promises: how it ends, its streams and signals, what its libraries say when they are loaded.
    """

    def run(
        *arguments: str | Path, state: Path, language: str = "C.UTF-8", **settings: str
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "bot", *map(str, arguments)],
            cwd=tmp_path,
            env=environment(state, language, **settings),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=TIMEOUT,
            check=False,
        )

    return run


@pytest.fixture
def minutes(environment: Environment, tmp_path: Path) -> Program:
    """The command ``minutes``, run in an empty folder from its first line to its exit status, in this process."""

    def run(
        *arguments: str | Path, state: Path, language: str = "C.UTF-8", **settings: str
    ) -> "subprocess.CompletedProcess[str]":
        command = ["minutes", *map(str, arguments)]
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        with ExitStack() as stack:
            stack.enter_context(patch.dict(os.environ, environment(state, language, **settings), clear=True))
            stack.enter_context(patch.object(sys, "argv", command))
            stack.enter_context(patch.object(sys, "stdin", io.StringIO()))
            stack.enter_context(chdir(tmp_path))
            stack.enter_context(_own_logging_and_signals())
            stack.enter_context(redirect_stdout(out))
            stack.enter_context(redirect_stderr(err))
            ended = stack.enter_context(pytest.raises(SystemExit))
            cli.main()
        printed, said = (_text(stream) for stream in (out, err))
        return subprocess.CompletedProcess(command, int(ended.value.code or 0), printed, said)

    return run


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


@contextmanager
def _own_logging_and_signals() -> Iterator[None]:
    """Give back what a program sets up once for its whole process."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    rooms = {room: room.level for room in map(logging.getLogger, ROOMS)}
    signals = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    root.handlers.clear()
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        for room, before in rooms.items():
            room.setLevel(before)
        for number, handler in signals.items():
            signal.signal(number, handler)
