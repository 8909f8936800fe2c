"""Checks of what the program needs, each by itself: bounded in time, and none stops the others."""

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from queue import Empty, Queue

from data.bilingual import Bilingual, MinutesError


class Outcome(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: one sentence, which says what to do where there is something to do."""

    outcome: Outcome
    sentence: Bilingual


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its name, as programs and people see it, and the seconds it may take."""

    name: str
    title: Bilingual
    run: Callable[[], Finding]
    seconds: float = 15.0


def ok(zh: str, en: str) -> Finding:
    """All is well."""
    return Finding(Outcome.OK, Bilingual(zh, en))


def warning(zh: str, en: str) -> Finding:
    """It works, but not as it should."""
    return Finding(Outcome.WARNING, Bilingual(zh, en))


def failed(zh: str, en: str) -> Finding:
    """It does not work."""
    return Finding(Outcome.FAILED, Bilingual(zh, en))


def run_checks(checks: Iterable[Check]) -> Iterator[tuple[Check, Finding]]:
    """Each check with what it found, as soon as it is done."""
    for check in checks:
        yield check, _within(check)


def _within(check: Check) -> Finding:
    """A check in a thread of its own, which is left alone when its time is over."""
    result: Queue[Finding] = Queue()
    threading.Thread(target=lambda: result.put(_run(check)), daemon=True, name=f"check-{check.name}").start()
    try:
        return result.get(timeout=check.seconds)
    except Empty:
        return failed(
            f"{check.seconds:.0f} 秒内没有检查完：请查看网络、磁盘或机器负载。",
            f"the check did not end within {check.seconds:.0f} seconds: look at network, disk and load.",
        )


def _run(check: Check) -> Finding:
    try:
        return check.run()
    except MinutesError as error:
        return Finding(Outcome.FAILED, error.message)
    except Exception as error:  # noqa: BLE001 - the other checks go on; the message might hold a secret
        name = type(error).__name__
        return failed(f"检查时出错（{name}）。", f"the check itself met an error ({name}).")
