"""Searching: passages instead of an answer, and what else was found beside one, a page at a time."""

from collections.abc import Sequence
from dataclasses import replace

from bot import texts
from bot.features import Action, Command, Request
from bot.memory import Memory
from bot.paging import Page, argument_of, cut, fits_action, fitted, read_page, shortened, turns
from bot.replies import MORE, Paragraph, Reply, Said, Style, plain_reply, show_button
from data.bilingual import Bilingual, Language
from retrieval.filters import Filters, read_filters
from retrieval.lines import cite
from retrieval.question import Question
from retrieval.results import more, question_of, search, snippet
from retrieval.shelf import LONGEST_QUESTION, Shelf
from retrieval.turns import Turn
from retrieval.units import Unit

SEARCH = "search"
"""The action of a button that shows a page of a search: ``search <words and filters> <page>``."""

RESULTS_A_PAGE = 5

_SNIPPET = 140  # characters
_HEADING = 60  # characters

_USAGE = Bilingual(
    "请写要找的内容，可加条件，例如：\n"
    "/search 安全生产\n"
    "/search 停车 第25次会议\n"
    "/search 安全 自:2023-05 至:2023-06\n"
    "/search 部门:市城管局 会议:25",
    "Please say what to look for, with filters if you like, for example:\n"
    "/search work safety\n"
    "/search parking meeting 25\n"
    "/search safety from:2023-05 to:2023-06\n"
    "/search dept:市城管局 meeting:25",
)
_FOUND = Bilingual("找到 {count} 条{limits}", "{count} found{limits}")
_IN_ORDER = Bilingual("共 {count} 条，按会议排列{limits}", "{count} in all, meeting by meeting{limits}")
_NONE = Bilingual("没有符合条件的条目{limits}。", "No item fits{limits}.")
_UNLIKELY = Bilingual(
    "没有找到相符的条目；最接近的如下，不一定是您要的内容：",
    "Nothing that fits was found; the nearest items are below, and may not be what you are looking for:",
)
_MORE = Bilingual("更多结果（{count} 条）", "More results ({count})")
_NO_MORE = Bilingual("没有更多结果了；可以换个说法再问。", "There are no more results; please ask in other words.")


class Searching:
    """Searches, and finds more for a question that was answered."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    @property
    def commands(self) -> Sequence[Command]:
        """``/search``."""
        title = Bilingual("查找原文，可限会议、日期、部门", "find passages, by meeting, dates or department too")
        return (Command("search", self._search, title, Bilingual("安全生产 会议:26", "safety meeting:26")),)

    @property
    def actions(self) -> Sequence[Action]:
        """The pages of a search, and more for a question."""
        return (Action(SEARCH, self._turn_search), Action(MORE, self._more))

    def _search(self, written: str, request: Request) -> Reply:
        if not written:
            return plain_reply(request.say(_USAGE))
        if len(written) > LONGEST_QUESTION:
            return plain_reply(request.say(texts.TOO_LONG, limit=LONGEST_QUESTION))
        return _page_of_search(written, 1, request)

    def _turn_search(self, argument: str, request: Request) -> Reply:
        written, number = read_page(argument)
        message, person = request.message, request.person
        if not written:  # too long for a button
            said = self._memory.said(person.chat, message.about)
            written = said.question if said else argument_of(message.asked, SEARCH)
        return _page_of_search(written, number, request) if written else plain_reply(request.say(texts.STALE))

    def _more(self, argument: str, request: Request) -> Reply:
        """A page of what else there is for the question above the button; at first in a message of its own."""
        written, number = read_page(argument)
        remembered = self._turn(request)
        turn = remembered or _asked_anew(written or _question_in(request.message.asked), request)
        if turn is None:
            return plain_reply(request.say(texts.FORGOTTEN))
        question = question_of(request.shelf, turn)
        found = more(request.shelf, question, turn.shown)
        if not found.units:
            return plain_reply(request.say(_NO_MORE if remembered else texts.FORGOTTEN))
        language = turn.language
        page = cut(found.units, number, RESULTS_A_PAGE)
        title = _title(_MORE if found.is_likely else None, language, count=page.total)
        reply = _listed(title, page, question, request.shelf, language)
        return replace(
            reply,
            buttons=(*reply.buttons, *turns(MORE, _in_a_button(question, turn, request.shelf), page)),
            in_place=bool(argument),
            turn=replace(turn, listed=tuple(unit.ref for unit in page.entries)),
        )

    def _turn(self, request: Request) -> Turn | None:
        """The turn behind the message with the button, or the last where the channel has no names for messages."""
        person, about = request.person, request.message.about
        if not person.chat:
            return None
        return self._memory.behind(person.chat, about) if about else self._memory.last(person.chat, person.member)


def _page_of_search(written: str, number: int, request: Request) -> Reply:
    shelf, language = request.shelf, request.language
    filters = read_filters(shelf, written, language)
    if filters.wrong:
        return plain_reply("\n".join(each.say(language) for each in filters.wrong))
    found = search(shelf, filters)
    if not found.units:
        return plain_reply(request.say(_NONE, limits=_say_limits(filters, language)))
    page = cut(found.units, number, RESULTS_A_PAGE)
    said = (_FOUND if filters.has_words else _IN_ORDER) if found.is_likely else None
    title = _title(said, language, count=page.total, limits=_say_limits(filters, language))
    argument = written if fits_action(SEARCH, written) else ""
    reply = _listed(title, page, filters.question, shelf, language)
    refs = tuple(unit.ref for unit in page.entries)
    return replace(
        reply,
        buttons=(*reply.buttons, *turns(SEARCH, argument, page)),
        in_place=bool(request.message.action),
        turn=shelf.shown(refs, language),
        said=Said(written, refs),
    )


def _title(said: Bilingual | None, language: Language, **values: object) -> Paragraph:
    """What a list is of; with nothing to say of it, that it only has what is nearest."""
    if said is None:
        return Paragraph(_UNLIKELY.say(language), Style.NOTICE)
    return Paragraph(said.say(language).format(**values), Style.TITLE)


def _say_limits(filters: Filters, language: Language) -> str:
    """What a search was limited to, in brackets; empty where it was not."""
    said = ("、" if language == "zh" else ", ").join(each.say(language) for each in filters.said)
    if not said:
        return ""
    return f"（{said}）" if language == "zh" else f" ({said})"


def _listed(title: Paragraph, page: Page[Unit], question: Question | None, shelf: Shelf, language: Language) -> Reply:
    """A page of results: each under its heading, in the words of the minutes, with a button to all of it."""
    lines = [title]
    buttons = []
    for number, unit in enumerate(page.entries, start=page.start + 1):
        label = cite(shelf.minutes_of(unit.ref), unit.ref, unit.text).label(language)
        lines.append(Paragraph(f"{number}. {shortened(_matter(unit, shelf), _HEADING)}".strip(), Style.TITLE))
        lines.append(Paragraph(snippet(unit, question, _SNIPPET), Style.QUOTE, label, str(unit.ref)))
        buttons.append(show_button(f"{number} · {shelf.label(unit.ref, language)}", unit.ref))
    return Reply(fitted(lines), tuple(buttons))


def _matter(unit: Unit, shelf: Shelf) -> str:
    """The heading above a unit, without the number that its citation has."""
    resolution = shelf.corpus.resolution_at(unit.ref)
    return resolution.verb + resolution.subject if resolution and resolution.subject else unit.heading


def _asked_anew(text: str, request: Request) -> Turn | None:
    """The turn of a question that is no longer remembered, answered again; None for one that leaves something out."""
    return request.shelf.converse(text, request.language).turn if text else None


def _in_a_button(question: Question, turn: Turn, shelf: Shelf) -> str:
    """The question in full where a button has room for it and its words alone tell the meetings that are meant."""
    is_plain = not turn.named or len(shelf.corpus.offices.all) == 1
    return question.text if is_plain and fits_action(MORE, question.text) else ""


def _question_in(asked: str) -> str:
    """The question in the text that a message answers: after ``/ask``, or the text itself; none in another command."""
    return argument_of(asked, "ask") if asked.lstrip().startswith("/") else asked.strip()
