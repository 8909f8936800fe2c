"""The desk, where single files are read and pages drawn, by a worker each, until the desk is closed."""

from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from threading import Lock

from data.workers import Workers


class Desk:
    """Gives out workers, and ends all of them at once. Safe to share between threads."""

    def __init__(self, seconds: float) -> None:
        """A job may take so many ``seconds``."""
        self._seconds = seconds
        self._lock = Lock()
        self._at_work: set[Workers] = set()
        self._is_closed = False

    @contextmanager
    def worker(self) -> Iterator[Workers]:
        """A worker for one job.

        Raises:
            CancelledError: the desk is closed.
        """
        with Workers(1, self._seconds) as workers:
            with self._lock:
                if self._is_closed:
                    raise CancelledError
                self._at_work.add(workers)
            try:
                yield workers
            finally:
                with self._lock:
                    self._at_work.discard(workers)

    def close(self) -> None:
        """End all workers, whatever they do; whoever waits for one is told that it crashed."""
        with self._lock:
            self._is_closed = True
            at_work = tuple(self._at_work)
        for workers in at_work:
            workers.close()
