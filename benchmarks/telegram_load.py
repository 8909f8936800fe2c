"""How long people wait in Telegram: ``minutes bot`` beside a Bot API of its own, one chat alone and then forty at once.

Run: ``python -m benchmarks.telegram_load``. Each round every chat asks one question when all have the last answer.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.settings import Settings
from retrieval.library import LibrarySettings, MinutesLibrary
from retrieval.questions import read_questions
from tests.botapi import BotApiServer, Chat

CHATS, ROUNDS = 40, 5
_QUESTIONS = Path("tests/questions/taicang.jsonl")
_PATIENCE = 120.0  # seconds
_TOKEN = "1:benchmark"  # noqa: S105 - of the Bot API that is started here


@dataclass(frozen=True, slots=True)
class Load:
    """How long answers took to come, in seconds, and how much memory the bot held after them, in MB."""

    waits: Sequence[float]
    memory: int


def main() -> None:
    """Print the waits of one chat alone, and of many that ask at the same time."""
    table = Table("chats", "questions", "median", "95 %", "worst", "memory of the bot")
    questions = _endless([each.question for each in read_questions(_QUESTIONS)])
    with tempfile.TemporaryDirectory() as folder, BotApiServer(_TOKEN) as server, _bot(server, Path(folder)) as process:
        server.wait_polling(_PATIENCE)
        measured(server, process, questions, chats=1, rounds=1)  # which loads the encoder
        for chats in (1, CHATS):
            load = measured(server, process, questions, chats, ROUNDS)
            waits = sorted(load.waits)
            figures = (statistics.median(waits), waits[int(0.95 * len(waits))], waits[-1])
            table.add_row(str(chats), str(len(waits)), *(f"{each:.2f} s" for each in figures), f"{load.memory} MB")
    Console().print(table)


def measured(
    server: BotApiServer, process: "subprocess.Popen[bytes]", questions: Iterator[str], chats: int, rounds: int
) -> Load:
    """Have new people ask, all of them at the same time, as often as there are rounds."""
    people = [server.private_chat(server.user()) for _ in range(chats)]
    waits = [wait for _ in range(rounds) for wait in _round(server, people, questions)]
    return Load(waits, _memory_of(process.pid))


def _round(server: BotApiServer, people: Sequence[Chat], questions: Iterator[str]) -> Iterator[float]:
    """How long each waits for the answer to one question."""
    before = len(server.calls)
    asked = {}
    for chat, question in zip(people, islice(questions, len(people)), strict=True):
        asked[str(chat.id)] = time.monotonic()
        chat.send(question)
    for chat in people:
        chat.wait(1, _PATIENCE)
    came: dict[str, float] = {}
    for call in server.calls[before:]:
        if call.method == "sendMessage":
            came.setdefault(str(call.params["chat_id"]), call.time)
    yield from (came[chat] - at for chat, at in asked.items())


@contextmanager
def _bot(server: BotApiServer, folder: Path) -> "Iterator[subprocess.Popen[bytes]]":
    """The program on the shipped minutes, embedded before it starts."""
    settings = LibrarySettings(folder, Settings().minutes_dir)
    with MinutesLibrary(settings) as library:
        library.searcher()
    own = {
        "STATE_DIR": str(folder),
        "TELEGRAM_API_URL": server.url,
        "TELEGRAM_BOT_TOKEN": _TOKEN,
        "OPEN_ACCESS": "true",
        "RATE_LIMIT": "1000/second",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "bot"], env={**os.environ, **own}, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def _memory_of(pid: int) -> int:
    """The resident memory of a process in MB; Linux tells it here."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    found = re.search(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) // 1024 if found else 0


def _endless(questions: Sequence[str]) -> Iterator[str]:
    while True:
        yield from questions


if __name__ == "__main__":
    main()
