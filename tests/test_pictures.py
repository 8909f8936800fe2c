"""The pictures of the README show what the bot says now."""

import io
from pathlib import Path

import pytest
from PIL import Image

from data.bilingual import Language
from retrieval.library import MinutesLibrary
from tests.conftest import ROOT
from tests.rendering.conversation import SAID, TRANSCRIPT, picture, talk, transcript

LARGEST = 300_000  # bytes


def shown(language: Language) -> Path:
    return ROOT / "docs" / "pictures" / f"conversation_{language}.png"


@pytest.mark.parametrize("language", SAID)
def test_the_picture_shows_what_the_bot_says_now(library: MinutesLibrary, language: Language) -> None:
    """Where it does not: ``python -m tests.rendering.conversation docs/pictures``."""
    bubbles = list(talk(library, language))
    said = transcript(bubbles)
    with Image.open(shown(language)) as committed, Image.open(io.BytesIO(picture(bubbles))) as now:
        assert committed.info[TRANSCRIPT] == now.info[TRANSCRIPT] == said
        assert committed.size == now.size
        colours = now.convert("RGB").getcolors()
        assert colours
        assert len(colours) > 10
    assert all(f"> {asked}" in said for asked in SAID[language])
    assert shown(language).stat().st_size < LARGEST
