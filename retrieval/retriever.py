"""The public face of the search for LangChain: a retriever of items as documents."""

from collections.abc import Callable

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from retrieval.searching import Hit


class MinutesRetriever(BaseRetriever):
    """Finds items of minutes by a question in Chinese or English.

    Each document's text is the item, verbatim; its metadata are the short ``ref``, the ``full_ref``, the
    ``heading`` of the resolution, the ``score`` and the ``coverage`` (see ``retrieval.searching.Hit``).
    """

    find: Callable[[str], list[Hit]]
    k: int = 5

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        del run_manager
        return [
            Document(
                id=str(hit.unit.ref),
                page_content=hit.unit.text,
                metadata={
                    "ref": hit.unit.ref.short,
                    "full_ref": str(hit.unit.ref),
                    "heading": hit.unit.heading,
                    "score": hit.score,
                    "coverage": hit.coverage,
                },
            )
            for hit in self.find(query)[: self.k]
        ]
