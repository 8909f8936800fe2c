"""A text from which what has been understood is taken out, so that no word counts twice."""

import re
from collections.abc import Callable


class Scanner:
    """The words of a question that are still unread; what is taken leaves blanks behind."""

    def __init__(self, text: str) -> None:
        self.text = text

    def take(
        self, pattern: re.Pattern[str], accept: Callable[[re.Match[str]], bool] = lambda _: True
    ) -> list[re.Match[str]]:
        """Every accepted match of ``pattern``, blanked out."""
        matches = [match for match in pattern.finditer(self.text) if accept(match)]
        for match in matches:
            self.blank(match)
        return matches

    def blank(self, match: re.Match[str]) -> None:
        """Put blanks in the place of ``match``."""
        self.blank_span(*match.span())

    def blank_span(self, start: int, end: int) -> None:
        """Put blanks in the place of the characters from ``start`` to ``end`` (exclusive)."""
        self.text = self.text[:start] + " " * (end - start) + self.text[end:]
