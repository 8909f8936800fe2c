"""Duties in the terminal: every department with what it was told to do, each sentence under its citation."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.text import Text

from bot.terminal.screen import visible
from data.bilingual import Bilingual, Language
from retrieval.acting import Assigned

_HELPS = Bilingual("（配合）", " (to help)")


def duty_texts(assigned: Iterable[Assigned], language: Language) -> Iterator[Text]:
    """The name of each department with the number of its duties, then the duties, in their order."""
    for department, group in groupby(assigned, key=lambda each: each.department):
        duties = list(group)
        count = f"（{len(duties)}）" if language == "zh" else f" ({len(duties)})"
        yield Text(visible(department + count), style="bold")
        for each in duties:
            label = f"[{each.citation.label(language)}]"
            helps = "" if each.leads else _HELPS.say(language)
            yield Text(visible(f"  {label}{helps} {each.citation.quote}"))
