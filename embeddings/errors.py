"""What can go wrong in this room. Every message is one sentence for the administrator."""

from data.bilingual import MinutesError


class EncoderError(MinutesError):
    """The embedding model cannot be loaded."""


class VectorIndexError(MinutesError):
    """The index of vectors cannot be used."""


class DamagedIndexError(VectorIndexError):
    """Chroma answers, but what it holds does not fit together: build it again."""
