"""How a library that many ask at once takes in new minutes: nobody waits while they are embedded.

It answers from the last minutes that are embedded, and takes the next ones when they are. What was taken out is gone
at once.
"""

import logging
from collections.abc import Callable
from threading import Event, Lock, Thread

from data.bilingual import MinutesError
from retrieval.corpus import Corpus
from retrieval.embedding import Embedding, EmbeddingStoppedError

LOOK_SECONDS = 2.0
"""Seconds between two looks for what other processes have changed."""

_log = logging.getLogger(__name__)


class Serving:
    """The minutes that are answered from, kept up to date by a thread of its own until it is closed."""

    def __init__(self, newest: Callable[[], Corpus], embedding: Embedding, seconds: float) -> None:
        """Embed what is there; ``newest`` gives the minutes as they stand now, and looks every so many ``seconds``."""
        self._newest = newest
        self._embedding = embedding
        self._seconds = seconds
        self._guard = Lock()  # over the corpus
        self._refreshing = Lock()
        self._end = Event()
        self._corpus = newest()
        self._embedding.embed(self._corpus)
        _warm(self._corpus)
        self._thread = Thread(target=self._look, name="refresh", daemon=True)
        self._thread.start()

    @property
    def corpus(self) -> Corpus:
        """The minutes to answer from."""
        return self._corpus

    def drop_removed(self) -> None:
        """Answer no more from what was taken out."""
        self._take()

    def refresh(self) -> None:
        """Take in what has changed; returns when it is answered from."""
        self.drop_removed()
        with self._refreshing:
            newest = self._newest()
            self._embedding.embed(newest)
            if self._corpus.revision != newest.revision:
                self._take(newest)

    def close(self) -> None:
        """Stop looking."""
        self._end.set()
        self._embedding.stop()
        self._thread.join()

    def _take(self, corpus: Corpus | None = None) -> None:
        """Answer from a corpus, or the same as before, without what was taken out since."""
        with self._guard:
            taken = (corpus or self._corpus).without_removed(self._newest())
            if taken is not self._corpus:
                _warm(taken)
            self._corpus = taken

    def _look(self) -> None:
        while not self._end.wait(self._seconds):
            try:
                self.refresh()
            except EmbeddingStoppedError:
                return
            except MinutesError as error:
                _log.warning("new minutes could not be taken in: %s", error.say("en"))
            except Exception as error:  # noqa: BLE001 - whatever it is, the next look may go better
                _log.warning("new minutes could not be taken in: %s", type(error).__name__)


def _warm(corpus: Corpus) -> None:
    """Leave no one who asks, everything or the public minutes, to wait for what can be worked out before."""
    for each in (corpus, corpus.public):
        each.warm()
