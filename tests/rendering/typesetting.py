"""Setting text in pages of lines, as official documents are: 28 characters a line, 22 lines a page."""

import re
import unicodedata

COLUMNS = 28  # full-width characters a line
ROWS = 22  # lines a page
_NEVER_FIRST = "，。；：、！？）》”』」,.;:!?)"


def columns_of(character: str) -> float:
    """The width of a character: 1 if it is full-width, else a half."""
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5


def set_lines(text: str, *, columns: int = COLUMNS, indent: str = "\u3000\u3000") -> list[str]:
    """Each paragraph (a line of ``text``) wrapped to ``columns``; a paragraph of more than one line is indented.

    No line begins with a closing mark: it hangs in the margin of the line before.
    """
    lines = []
    for paragraph in filter(None, map(str.strip, text.splitlines())):
        words = re.findall(r"[0-9A-Za-z.%-]+|.", paragraph)
        line = indent if sum(map(columns_of, paragraph)) > columns else ""
        for word in words:
            full = sum(map(columns_of, line + word)) > columns
            if full and line.strip() and not (word in _NEVER_FIRST and line[-1] not in _NEVER_FIRST):
                lines.append(line)
                line = ""
            line += word
        lines.append(line)
    return lines


def set_pages(text: str, *, rows: int = ROWS, columns: int = COLUMNS) -> list[list[str]]:
    """The lines of ``text``, ``rows`` to a page."""
    lines = set_lines(text, columns=columns)
    return [lines[start : start + rows] for start in range(0, len(lines), rows)]
