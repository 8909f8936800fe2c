"""One collection of Chroma, used by several threads and processes without harm.

Embedded in a program, Chroma 1.5.9 has three weaknesses, which a server has not, being one process:

- It keeps part of an index in memory and does not notice what another process writes. It would answer from what
  it loaded once and, by writing, destroy what the other wrote. So every change leaves a new mark in the folder,
  whoever meets a mark he does not know opens Chroma anew, and a lock lets one process write at a time.
- The files of an index must not be loaded while they are being written. A second lock, held for moments, keeps
  the two apart.
- A process that is killed while it writes them leaves files that crash every process that loads them. So a note
  lies in the folder during each change; where one is left over, the collection is dropped without loading it.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from threading import Lock, RLock
from typing import NamedTuple, TypeVar
from uuid import uuid4

from chromadb import Collection
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.errors import ChromaError, NotFoundError
from filelock import FileLock
from langchain_chroma import Chroma

from embeddings.chroma import connect, disconnect, plain_errors
from embeddings.encoder import Encoder
from embeddings.errors import DamagedIndexError

WRITER_LOCK = "writer.lock"
FILES_LOCK = "files.lock"
MARK = "last-change"

CONFIGURATION: CreateCollectionConfiguration = {
    "hnsw": {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 400}
}
"""Chroma's graph search (HNSW) a little wider than by default: of the 200 nearest of 10,000 clustered vectors it
then finds .995 instead of .908, in 4.3 ms instead of 3.5."""

T = TypeVar("T")


class OpenChroma(NamedTuple):
    """The same Chroma three times: LangChain's store for one collection, that collection, and all of them."""

    store: Chroma
    collection: Collection
    client: Client


class SharedChroma:
    """A collection with cosine distance, created if there is none, and the encoder whose vectors it holds.

    Every method raises a `VectorIndexError` when Chroma cannot be reached or is damaged.
    """

    def __init__(self, location: Path | str, name: str, encoder: Encoder) -> None:
        self._location = location
        self._folder = location if isinstance(location, Path) else None
        self._name = name
        self._encoder = encoder
        self._one_writer = Lock()
        self._guard = RLock()  # over what follows
        self._is_writing = False
        self._known_mark = ""
        self._open: OpenChroma | None = None
        self._reopen(create=True)

    def read(self, operation: Callable[[OpenChroma], T]) -> T:
        """Do something with the collection as it is now, one thread at a time."""
        with self._guard, plain_errors(self._location):
            try:
                return operation(self._latest())
            except ChromaError:
                if self._folder is None or self._is_writing:
                    raise
            # A change that another process was about to mark may have been half seen: look once more.
            return operation(self._reopen(create=False))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Wait until nobody else writes, then keep it so."""
        with self._one_writer, self._lock(WRITER_LOCK):
            with self._guard:
                self._reopen(create=True)
                self._is_writing = True
            try:
                yield
            finally:
                self._is_writing = False

    def change(self, operation: Callable[[OpenChroma], object]) -> None:
        """Change the collection. To be called while writing, and to be brief: others wait for the end."""
        with self._lock(FILES_LOCK), plain_errors(self._location):
            self._write_note()
            operation(self._latest())
            self._write_mark()
            self._remove_note()  # not after an error: who knows what has been written

    def reset(self) -> None:
        """Empty the collection without a look at what is in it. To be called while writing."""
        self.change(lambda chroma: chroma.client.delete_collection(self._name))
        self._reopen(create=True)

    def close(self) -> None:
        """Release files and connections; they are taken again if the object is used again."""
        with self._guard:
            if self._open:
                disconnect(self._open.client)
            self._open = None

    def _latest(self) -> OpenChroma:
        """Return Chroma as it is, unless another process has changed it since: then opened anew."""
        with self._guard:
            if self._open and (self._is_writing or self._read_mark() == self._known_mark):
                return self._open
            return self._reopen(create=False)

    def _reopen(self, *, create: bool) -> OpenChroma:
        with self._guard, self._lock(FILES_LOCK), plain_errors(self._location):
            self.close()
            self._known_mark = self._read_mark()
            client = connect(self._location)
            try:
                if self._has_note():
                    self._drop(client, allowed=create)
                self._open = self._load(client, create=create)
            except BaseException:
                disconnect(client)
                raise
            return self._open

    def _load(self, client: Client, *, create: bool) -> OpenChroma:
        store = Chroma(
            self._name,
            client=client,
            embedding_function=self._encoder,
            collection_metadata={"model": self._encoder.name},
            collection_configuration=CONFIGURATION,
            create_collection_if_not_exists=create,
        )
        collection = client.get_collection(self._name, embedding_function=None)
        with suppress(ChromaError):  # it will be met again by whoever wants these vectors
            collection.get(limit=1, include=["embeddings"])  # loads the files, now that nobody writes them
        return OpenChroma(store, collection, client)

    def _drop(self, client: Client, *, allowed: bool) -> None:
        if not allowed:
            raise DamagedIndexError(
                f"{self._location} 的向量索引没有写完：请重新建立。",
                f"The vector index at {self._location} was left half written: build it again.",
            )
        with suppress(NotFoundError):
            client.delete_collection(self._name)
        self._remove_note()

    def _lock(self, name: str) -> AbstractContextManager[object]:
        if self._folder is None:
            return nullcontext()
        with plain_errors(self._location):
            self._folder.mkdir(parents=True, exist_ok=True)
        return FileLock(self._folder / name)

    def _read_mark(self) -> str:
        if self._folder is None:
            return ""
        try:
            return (self._folder / MARK).read_text(encoding="ascii")
        except FileNotFoundError:
            return ""

    def _write_mark(self) -> None:
        if self._folder:
            with self._guard:
                self._known_mark = uuid4().hex
                (self._folder / MARK).write_text(self._known_mark, encoding="ascii")

    def _has_note(self) -> bool:
        return self._folder is not None and self._note(self._folder).exists()

    def _write_note(self) -> None:
        if self._folder:
            self._note(self._folder).touch()

    def _remove_note(self) -> None:
        if self._folder:
            self._note(self._folder).unlink(missing_ok=True)

    def _note(self, folder: Path) -> Path:
        return folder / f"changing-{self._name}"
