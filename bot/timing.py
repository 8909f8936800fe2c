"""How long each step of a piece of work takes, and what else is worth telling of it in the log."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any, ParamSpec, TypeVar

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


class Steps:
    """The steps of one piece of work, from now on. Threads and tasks may share it; equal steps are added up."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._start = clock()
        self._seconds: dict[str, float] = {}
        self._facts: dict[str, str | int] = {}
        self._guard = Lock()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what is done within, also where it fails."""
        start = self._clock()
        try:
            yield
        finally:
            self.add(name, self._clock() - start)

    def run(
        self, name: str, work: Callable[_Arguments, _Result], *given: _Arguments.args, **named: _Arguments.kwargs
    ) -> _Result:
        """Do a step in the thread that calls this; what it tells by ``tell_steps`` and ``tell_facts`` is kept here."""
        token = _at_hand.set(self)
        try:
            with self.step(name):
                return work(*given, **named)
        finally:
            _at_hand.reset(token)

    def add(self, name: str, seconds: float) -> None:
        """Count seconds for a step."""
        with self._guard:
            self._seconds[name] = self._seconds.get(name, 0.0) + seconds

    def note(self, **facts: str | int) -> None:
        """Keep a fact about the work; nothing that anybody wrote belongs here."""
        with self._guard:
            self._facts |= facts

    @property
    def fields(self) -> dict[str, Any]:
        """The facts, the milliseconds of each step (``send_ms``), and ``total_ms`` until now."""
        with self._guard:
            seconds = self._seconds | {"total": self._clock() - self._start}
            return {**self._facts, **{f"{name}_ms": round(value * 1000, 1) for name, value in seconds.items()}}


_at_hand: ContextVar[Steps | None] = ContextVar("steps", default=None)


def tell_steps(**milliseconds: float) -> None:
    """Tell how long steps of the work at hand took; nothing happens where nobody times it."""
    steps = _at_hand.get()
    for name, each in milliseconds.items():
        if steps:
            steps.add(name, each / 1000)


def tell_facts(**facts: str | int) -> None:
    """Tell facts about the work at hand, of the program's own words only."""
    steps = _at_hand.get()
    if steps:
        steps.note(**facts)
