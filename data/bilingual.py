"""A sentence in both languages of the project, and the choice between them."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same sentence in Chinese and in English."""

    zh: str
    en: str

    def say(self, language: Language) -> str:
        """The sentence in ``language``."""
        return self.zh if language == "zh" else self.en


class MinutesError(Exception):
    """Something a person must be told, in one plain sentence of either language."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.message = Bilingual(zh, en)

    def say(self, language: Language) -> str:
        """The sentence in ``language``."""
        return self.message.say(language)
