"""What a person may insert into any chat: an answer, parts of the minutes, meetings, each with its citation.

Others read what is inserted, whoever they are: only minutes that are marked for the public are offered, to everyone
alike. The answer is never worded by a chat model, which is too slow to be asked at every letter.
"""

from collections.abc import Iterator

from bot.lists.listing import say_in_short
from bot.paging import fitted, shortened
from bot.replies import Insert, Paragraph, Reply, Style, line_paragraphs
from data.bilingual import Bilingual, Language
from data.model import Part
from retrieval.answers import Answer, Status
from retrieval.deciding import meeting_lines
from retrieval.filters import read_filters
from retrieval.lines import cite
from retrieval.naming import NamedMinutes, say_kept
from retrieval.results import answer, search, snippet
from retrieval.shelf import LONGEST_QUESTION, Shelf
from retrieval.units import Unit

MOST_INSERTS = 20

_ANSWER = "answer"
_TITLE, _ABOUT = 60, 100  # characters
_ANSWERED = Bilingual("回答：{question}", "Answer: {question}")


def inserts(query: str, shelf: Shelf, language: Language) -> tuple[Insert, ...]:
    """What fits a query, the best first; the latest meetings for an empty one. The shelf is the public one."""
    written = query.strip()[:LONGEST_QUESTION]
    found = _of_query(written, shelf, language) if written else _latest(shelf, language)
    return tuple({insert.ref: insert for insert in found}.values())[:MOST_INSERTS]


def _of_query(written: str, shelf: Shelf, language: Language) -> Iterator[Insert]:
    if parts := shelf.part(written):
        yield from (_of_part(part, shelf, language) for part in parts)
        return
    answered = answer(shelf, written, language)
    if answered.status is Status.ANSWERED:
        yield _of_answer(answered, written)
    filters = read_filters(shelf, written, language)
    found = search(shelf, filters) if not filters.wrong else None
    if found and found.is_likely:
        for unit in found.units[:MOST_INSERTS]:
            about = snippet(unit, filters.question, _ABOUT)
            yield _of_unit(unit, about, shelf, language)


def _latest(shelf: Shelf, language: Language) -> Iterator[Insert]:
    for kept in shelf.corpus.stored[:MOST_INSERTS]:
        yield _of_meeting(kept, language)


def _of_answer(answered: Answer, written: str) -> Insert:
    title = _ANSWERED.say(answered.language).format(question=shortened(written, _TITLE))
    asked = Paragraph(shortened(written, LONGEST_QUESTION), Style.TITLE)
    lines = line_paragraphs(answered.lines, answered.language)
    return Insert(_ANSWER, title, shortened(answered.text, _ABOUT), Reply(fitted((asked, *lines))))


def _of_unit(unit: Unit, about: str, shelf: Shelf, language: Language) -> Insert:
    """An item, or a passage of a resolution, under its heading."""
    label = cite(shelf.minutes_of(unit.ref), unit.ref, unit.text).label(language)
    quote = Paragraph(unit.text, Style.QUOTE, label, str(unit.ref))
    title = [Paragraph(unit.heading, Style.TITLE)] if unit.heading and unit.heading not in unit.text else []
    return Insert(str(unit.ref), _titled(label, unit.heading), about, Reply(fitted((*title, quote))))


def _of_part(part: Part, shelf: Shelf, language: Language) -> Insert:
    kept = shelf.corpus.stored_at(part.ref)
    if part.ref.kind is None:
        return _of_meeting(kept, language)
    resolution = shelf.corpus.resolution_at(part.ref)
    heading = resolution.heading if resolution else ""
    label = cite(kept, part.ref, part.text).label(language)
    title = [Paragraph(heading, Style.TITLE)] if heading and not part.text.startswith(heading) else []
    *before, last = part.text.split("\n")
    quotes = [*(Paragraph(text, Style.QUOTE) for text in before), Paragraph(last, Style.QUOTE, label, str(part.ref))]
    about = shortened(part.text.removeprefix(heading), _ABOUT)
    return Insert(str(part.ref), _titled(label, heading), about, Reply(fitted((*title, *quotes))))


def _of_meeting(kept: NamedMinutes, language: Language) -> Insert:
    """A meeting in short: its resolutions with what was decided."""
    name, about = say_kept(kept, language), say_in_short(kept, language)
    head = Paragraph(f"{kept.minutes.header.issuer} {name}", Style.TITLE)
    lines = line_paragraphs(meeting_lines(kept, language), language)
    return Insert(str(kept.ref), shortened(name[:1].upper() + name[1:], _TITLE), about, Reply(fitted((head, *lines))))


def _titled(label: str, heading: str) -> str:
    return shortened(f"{label} {heading}".strip(), _TITLE)
