"""Looking at what a library is made of without opening it: nothing is added, embedded or mended by looking."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import RLock

import numpy as np
import sqlalchemy as sa

from data.inspection import DatabaseState, inspect_database
from data.store import Store
from embeddings.encoder import Encoder
from embeddings.vector_index import VectorIndex, passage_id
from retrieval.corpus import Corpus
from retrieval.library import LibrarySettings

_ZH = "会议研究了全市安全生产工作。"
_EN = "The meeting discussed work safety in the city."
_OTHER = "The parking fee for buses is paid by the hour."


@dataclass(frozen=True, slots=True)
class ModelState:
    """A model: its name, and the cosines of a Chinese sentence with an English one of the same and of another sense."""

    name: str
    same: float
    other: float

    @property
    def understands_both(self) -> bool:
        """Whether it sees what two sentences in different languages have in common."""
        return bool(np.isfinite([self.same, self.other]).all()) and self.same > self.other


@dataclass(frozen=True, slots=True)
class IndexState:
    """An index of vectors: how many texts it should hold, and how many of them it lacks."""

    texts: int
    missing: int


@dataclass
class Inspection:
    """Looks at the library of some settings. The model is loaded once; threads may share it."""

    settings: LibrarySettings
    _guard: RLock = field(init=False, repr=False, default_factory=RLock)

    @property
    def _url(self) -> str | sa.URL:
        place = self.settings.state_dir / "minutes.db"
        return self.settings.database_url or sa.URL.create("sqlite", database=str(place))

    @property
    def index_place(self) -> Path | str:
        """The folder of the vectors, or the address of their server."""
        return self.settings.chroma_url or self.settings.state_dir / "chroma"

    def database(self) -> DatabaseState | None:
        """The state of the database; None where there is none yet.

        Raises:
            MinutesError: it cannot be read, or is none.
        """
        return inspect_database(self._url)

    def model(self) -> ModelState:
        """How the embedding model reads both languages.

        Raises:
            EncoderError: it cannot be loaded.
        """
        zh, en, other = self._encoder().passages([_ZH, _EN, _OTHER])
        return ModelState(self._encoder().name, float(zh @ en), float(zh @ other))

    def index(self) -> IndexState:
        """How much of the minutes is embedded; the database must be of this program's version.

        Raises:
            EncoderError: the model cannot be loaded.
            VectorIndexError: the index is damaged, or its server does not answer.
        """
        store = Store(self._url)
        try:
            corpus = Corpus(store.revision, tuple(store.all_minutes()))
        finally:
            store.close()
        wanted = {passage_id(text) for text in corpus.texts()}
        with VectorIndex.open(self.index_place, self._encoder()) as index:
            return IndexState(len(wanted), len(wanted - index.vectors(sorted(wanted)).keys()))

    def _encoder(self) -> Encoder:
        with self._guard:
            return self._loaded

    @cached_property
    def _loaded(self) -> Encoder:
        return Encoder.load(self.settings.embedding_model)
