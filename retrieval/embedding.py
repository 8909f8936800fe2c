"""The encoder of a library and its index of vectors: loaded when they are first needed, brought in step on demand."""

from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock

from data.workers import Progress
from embeddings.encoder import Encoder
from embeddings.vector_index import VectorIndex
from retrieval.corpus import Corpus


class EmbeddingStoppedError(Exception):
    """The library is being closed."""


@dataclass
class Embedding:
    """The vectors of a library's minutes. Safe to share between threads; who only searches waits for no embedding.

    ``place`` is the folder or the URL of the index; ``state`` is the file that holds the revision of the store that was
    embedded last, by whichever process; ``progress`` is that of the embedding.
    """

    model: str
    place: Path | str
    state: Path
    progress: Progress
    _loading: Lock = field(init=False, repr=False, default_factory=Lock)
    _embedding: Lock = field(init=False, repr=False, default_factory=Lock)
    _opened: tuple[VectorIndex, Encoder] | None = field(init=False, repr=False, default=None)
    _revision: int | None = field(init=False, repr=False, default=None)
    _stop: Event = field(init=False, repr=False, default_factory=Event)

    def open(self) -> tuple[VectorIndex, Encoder]:
        """The index and the encoder, loaded if need be."""
        with self._loading:
            if self._opened is None:
                encoder = Encoder.load(self.model)
                self._opened = VectorIndex.open(self.place, encoder), encoder
            return self._opened

    def embed(self, corpus: Corpus) -> None:
        """Make the index hold the texts of a corpus.

        Raises:
            EmbeddingStoppedError: the library is being closed.
        """
        index, _ = self.open()
        with self._embedding:
            if self._revision != corpus.revision:
                index.synchronise(corpus.texts(), self._told)
                self._revision = corpus.revision
                self.state.write_text(str(corpus.revision), "utf-8")

    def _told(self, done: int, total: int) -> None:
        self.progress(done, total)
        if self._stop.is_set():
            raise EmbeddingStoppedError

    @property
    def is_in_step(self) -> bool:
        """Whether the index holds what this process embedded last."""
        return self._revision is not None

    def mend(self) -> None:
        """Have the index made anew by the next embedding."""
        self._revision = None

    def is_embedded(self, revision: int) -> bool:
        """Whether the minutes as they stood at a revision were embedded, by whichever process."""
        try:
            return self.state.read_text("utf-8") == str(revision)
        except (OSError, UnicodeDecodeError):
            return False

    def stop(self) -> None:
        """End an embedding that is under way after its batch."""
        self._stop.set()

    def close(self) -> None:
        """Release files and connections."""
        if self._opened:
            self._opened[0].close()
