"""What the library is measured against: common retrievers over the same text, with the same encoder.

They come from the packages of the extra ``eval`` and are imported only here. None of them can refuse: each returns
its five best documents for any question. ``docs/evaluation.md`` says where a choice was made in their favour.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from data.bilingual import MinutesError
from data.model import Part
from data.refs import PartKind, Ref, parse_ref
from data.store import StoredMinutes
from data.words import grams
from embeddings.encoder import BATCH, Encoder
from retrieval.corpus import in_full
from retrieval.evaluation import FEW, Case, Outcome, System
from retrieval.library import MinutesLibrary

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

CHUNK = 500
"""Characters of a chunk, at most."""

GAP = "\n\n"
"""What separates two parts in the text that is cut into chunks; LangChain's splitter cuts there first."""

_REFS = "refs"


class BaselinesMissingError(MinutesError):
    """The packages of the baselines are not installed."""


class BM25Documents(BaseRetriever):
    """BM25 over character bigrams and Latin words, for a chain of LangChain.

    Like LangChain's own it returns the ``k`` best documents whatever they score, also those that score zero.
    """

    bm25: Any
    documents: list[Document]
    k: int = FEW

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        del run_manager
        best: list[Document] = self.bm25.get_top_n(grams(query), self.documents, n=self.k)
        return best


@contextmanager
def open_baselines(library: MinutesLibrary) -> Iterator[list[System[list[Document]]]]:
    """The baselines, ready to be asked, over all minutes of the library; embeds their documents anew.

    Raises:
        BaselinesMissingError: their packages are not installed.
    """
    try:
        import chromadb  # noqa: PLC0415 (takes a second)
        from chromadb.config import Settings  # noqa: PLC0415
        from langchain_classic.retrievers.ensemble import EnsembleRetriever  # noqa: PLC0415
        from langchain_text_splitters import RecursiveCharacterTextSplitter  # noqa: PLC0415
        from rank_bm25 import BM25Okapi  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise BaselinesMissingError(
            "未安装基线所需的软件包：pip install langchain-classic langchain-text-splitters rank-bm25。",
            "the baselines are not installed: pip install langchain-classic langchain-text-splitters rank-bm25.",
        ) from error
    items = [item_document(part) for kept in library.meetings() for part in _parts(kept)]
    if not items:
        yield []
        return
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, add_start_index=True)
    chunks = [
        document
        for kept in library.meetings()
        for parts in [_parts(kept)]
        for document in chunk_documents(parts, splitter.create_documents([GAP.join(part.text for part in parts)]))
    ]
    encoder = Encoder.load(library.settings.embedding_model)
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]  # an argument of pydantic-settings, seen at run time only
        anonymized_telemetry=False,
    )
    client = chromadb.EphemeralClient(settings)
    bm25 = BM25Documents(bm25=BM25Okapi([grams(item.page_content) for item in items]), documents=items)
    with (
        _chroma(client, "chunks", chunks, encoder, library) as by_chunk,
        _chroma(client, "items", items, encoder, library) as by_item,
    ):
        yield [
            _system("langchain-chroma-500", by_chunk),
            _system("langchain-ensemble", EnsembleRetriever(retrievers=[by_item, bm25], weights=[0.5, 0.5])),
            _system("bm25", bm25),
        ]


def item_document(part: Part) -> Document:
    """A part as one document."""
    return Document(part.text, metadata={_REFS: str(part.ref)})


def chunk_documents(parts: Sequence[Part], chunks: Sequence[Document]) -> list[Document]:
    """The chunks of the parts' joined text, each with the refs of all parts that it holds any character of."""
    starts = [0]
    for part in parts:
        starts.append(starts[-1] + len(part.text) + len(GAP))
    spans = [(start, after - len(GAP), part.ref) for part, (start, after) in zip(parts, pairwise(starts), strict=True)]
    documents = []
    for chunk in chunks:
        start = int(chunk.metadata["start_index"])
        end = start + len(chunk.page_content)
        refs = [str(ref) for begins, ends, ref in spans if begins < end and start < ends]
        documents.append(Document(chunk.page_content, metadata={_REFS: " ".join(refs)}))
    return documents


def _parts(kept: StoredMinutes) -> list[Part]:
    """The parts that can be cited, whole. A heading without a text of its own is left out: it would only be wrong."""
    bare = {each.number for each in kept.minutes.resolutions if each.items and not each.body}
    return [
        Part(in_full(part.ref, kept), part.text, part.spans)
        for part in kept.minutes.leaf_parts()
        if part.ref.kind is not PartKind.RESOLUTION or part.ref.resolution not in bare
    ]


@contextmanager
def _chroma(
    client: "ClientAPI", name: str, documents: Sequence[Document], encoder: Encoder, library: MinutesLibrary
) -> Iterator[BaseRetriever]:
    from langchain_chroma import Chroma  # noqa: PLC0415 (takes a second)

    store = Chroma(name, encoder, client=client)
    try:
        for start in range(0, len(documents), BATCH):
            batch = list(documents[start : start + BATCH])
            store.add_documents(batch)
            library.progress(start + len(batch), len(documents))
        yield store.as_retriever(search_kwargs={"k": FEW})
    finally:
        store.delete_collection()


def _system(name: str, retriever: BaseRetriever) -> System[list[Document]]:
    def ask(case: Case) -> list[Document]:
        return retriever.invoke(case.asked.question)

    return System(name, ask, _outcome)


def _outcome(documents: Sequence[Document]) -> Outcome:
    return Outcome(tuple(_refs_of(document) for document in documents[:FEW]))


def _refs_of(document: Document) -> frozenset[Ref]:
    return frozenset(ref for written in str(document.metadata[_REFS]).split() if (ref := parse_ref(written)))
