"""The index of vectors: which texts are nearest to a question. Kept in Chroma, through LangChain.

It holds nothing that cannot be computed again from the texts. An entry is found by the content of its text, so
that the same text is encoded once; every model has a collection of its own, so that vectors of two models never
meet, and the old one answers until the new one is complete.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import BATCH, Encoder, Progress
from embeddings.errors import DamagedIndexError, VectorIndexError

if TYPE_CHECKING:
    from chromadb import Collection

    from embeddings.shared_chroma import OpenChroma, SharedChroma

__all__ = ["DamagedIndexError", "Neighbour", "SyncReport", "VectorIndex", "VectorIndexError", "passage_id"]

PREFIX = "minutes-"
PAGE = 5000
"""How many ids Chroma is given at once: it fails at 50,000 ("too many SQL variables")."""


@dataclass(frozen=True)
class Neighbour:
    """An entry near a question: its id, and the cosine of the angle between the two, from -1 to 1."""

    id: str
    similarity: float


@dataclass(frozen=True)
class SyncReport:
    """How many entries were encoded, were there already, and were taken out."""

    embedded: int
    kept: int
    removed: int


def passage_id(text: str) -> str:
    """Return the id of a text: the first 24 hexadecimal digits (96 bits) of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


class VectorIndex:
    """The vectors of a set of texts, made by one encoder. Threads and processes may share a location.

    Every method raises a `VectorIndexError` when Chroma cannot be reached or is damaged.
    """

    def __init__(self, chroma: "SharedChroma", encoder: Encoder, *, batch: int, page: int) -> None:
        self._chroma = chroma
        self._encoder = encoder
        self._batch = batch
        self._page = page

    @classmethod
    def open(cls, location: Path | str, encoder: Encoder, *, batch: int = BATCH, page: int = PAGE) -> Self:
        """Open the index in a folder (created where there is none), or on a Chroma server (`http://host:port`).

        Args:
            location: A path is a folder, a string is a URL.
            encoder: Whose vectors the index holds; those of other encoders in the same place stay unseen.
            batch: How many texts are encoded and committed at once.
            page: How many ids Chroma is given at once.
        """
        from embeddings.shared_chroma import SharedChroma  # noqa: PLC0415 (takes a second, often not needed)

        collection = PREFIX + hashlib.sha256(encoder.name.encode()).hexdigest()[:8]
        return cls(SharedChroma(location, collection, encoder), encoder, batch=batch, page=page)

    def synchronise(self, texts: Iterable[str], progress: Progress | None = None) -> SyncReport:
        """Make the index hold exactly these texts, encoding only those it has not.

        May be interrupted at any point and called again: the batches that were done stay done. A damaged
        collection is built again from nothing, and so is one whose writer was killed in the very moment (some
        hundredths of a second a batch) of writing. The collections of other models are dropped at the end.
        """
        wanted = {passage_id(text): text for text in texts}
        with self._chroma.writing():
            present = self._present_ids()
            missing = [id_ for id_ in wanted if id_ not in present]
            removed = [id_ for id_ in present if id_ not in wanted]
            done = 0
            for batch in _pages(missing, self._batch):
                self._add(batch, [wanted[id_] for id_ in batch])
                done += len(batch)
                if progress:
                    progress(done, len(missing))
            for page in _pages(removed, self._page):
                self._chroma.change(partial(_delete, page))
            self._drop_other_models()
        return SyncReport(len(missing), len(wanted) - len(missing), len(removed))

    def nearest(self, vector: NDArray[np.float32], k: int) -> list[Neighbour]:
        """Return the k entries nearest to a vector (dimensions,), or all if there are fewer; the nearest first."""
        if k < 1:
            return []
        embedding = vector.tolist()
        found = self._chroma.read(
            lambda chroma: chroma.store.similarity_search_by_vector_with_relevance_scores(embedding, k)
        )
        return [Neighbour(str(document.id), 1 - distance) for document, distance in found]

    def vectors(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the vectors (dimensions,) of these entries; those that are not in the index are left out."""
        vectors: dict[str, NDArray[np.float32]] = {}
        for page in _pages(list(dict.fromkeys(ids)), self._page):
            found = self._chroma.read(partial(_get_vectors, page))
            vectors.update(zip(found["ids"], np.asarray(found["embeddings"], dtype=np.float32), strict=True))
        return vectors

    def count(self) -> int:
        """Return how many entries there are."""
        return self._chroma.read(lambda chroma: chroma.collection.count())

    def model_names(self) -> list[str]:
        """Return the names of the encoders that have entries here: one, or two while one replaces another."""
        return self._chroma.read(lambda chroma: [model for collection, model in _models(chroma) if collection.count()])

    def close(self) -> None:
        """Release files and connections; the index cannot be used any more."""
        self._chroma.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _present_ids(self) -> set[str]:
        """Return the ids of all entries, after a look at all vectors: in a damaged index some are missing."""
        ids: set[str] = set()
        try:
            while page := self._chroma.read(partial(_get_ids, self._page, len(ids))):
                ids.update(page)
        except DamagedIndexError:
            self._chroma.reset()
            return set()
        return ids

    def _add(self, ids: list[str], texts: list[str]) -> None:
        # Not with LangChain's `add_texts`, which would keep others waiting while the texts are encoded.
        vectors = self._encoder.passages(texts)
        self._chroma.change(lambda chroma: chroma.collection.upsert(ids=ids, embeddings=vectors, documents=texts))

    def _drop_other_models(self) -> None:
        for collection, model in self._chroma.read(_models):
            if model != self._encoder.name:
                self._chroma.change(partial(_drop, collection.name))


def _pages(ids: Sequence[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(ids), size):
        yield list(ids[start : start + size])


def _models(chroma: "OpenChroma") -> "list[tuple[Collection, str]]":
    """Return this project's collections, each with the name of its model."""
    return [
        (collection, str(collection.metadata["model"]))
        for collection in chroma.client.list_collections()
        if collection.name.startswith(PREFIX) and "model" in (collection.metadata or {})
    ]


def _get_ids(limit: int, offset: int, chroma: "OpenChroma") -> list[str]:
    ids: list[str] = chroma.store.get(limit=limit, offset=offset, include=["embeddings"])["ids"]
    return ids


def _get_vectors(ids: list[str], chroma: "OpenChroma") -> dict[str, Any]:
    return chroma.store.get(ids, include=["embeddings"])


def _delete(ids: list[str], chroma: "OpenChroma") -> None:
    chroma.store.delete(ids)


def _drop(name: str, chroma: "OpenChroma") -> None:
    chroma.client.delete_collection(name)
