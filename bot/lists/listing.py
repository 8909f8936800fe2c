"""The meetings that are kept, a page at a time."""

import re
from collections.abc import Sequence

from bot import texts
from bot.features import Action, Command, Request
from bot.paging import argument_of, cut, fits_action, fitted, read_page, shortened, turns
from bot.replies import Paragraph, Reply, Style, plain_reply, show_button
from data.bilingual import Bilingual, Language
from data.model import Resolution
from data.refs import UNNUMBERED
from retrieval.filters import Filters, read_filters
from retrieval.naming import NamedMinutes
from retrieval.wording import say_date

MEETINGS = "meetings"
"""The action of a button that shows a page of the meetings: ``meetings <year or office> <page>``."""

_MEETINGS_A_PAGE = 8
_SUBJECTS, _SUBJECT = 3, 16  # of a meeting's line, and the characters of each
_LONGEST_SAID = 40  # characters of what a person wrote that are said back
_FRAME = re.compile("[《》“”]|^关于|(?:工作)?(?:进展|开展)?情况的?(?:汇报|报告)$")

_COUNTS = Bilingual("{resolutions} 项决议，{items} 条", "{resolutions} resolutions, {items} items")
_HOW_MANY = Bilingual("（{count} 次）", " ({count})")
_SOME = Bilingual("{said}：{count} 次会议", "{said}: {count} meetings")
_FILTER_USAGE = Bilingual(
    "看不懂“{written}”；可写年份或机关，例如 /meetings 2023、/meetings 太仓。",
    "“{written}” is neither a time nor an office; write for example /meetings 2023 or /meetings Taicang.",
)


class Listing:
    """Lists meetings."""

    @property
    def commands(self) -> Sequence[Command]:
        """``/meetings``."""
        return (Command("meetings", self.meetings, Bilingual("全部会议", "all meetings"), Bilingual("2023", "2023")),)

    @property
    def actions(self) -> Sequence[Action]:
        """The pages of the list."""
        return (Action(MEETINGS, self._turn_meetings),)

    def meetings(self, written: str, request: Request) -> Reply:
        """The meetings of a year, of an office, or all, the latest first."""
        return _meetings(written, 1, request)

    @staticmethod
    def _turn_meetings(argument: str, request: Request) -> Reply:
        written, number = read_page(argument)
        return _meetings(written or argument_of(request.message.asked, MEETINGS), number, request)


def _meetings(written: str, number: int, request: Request) -> Reply:
    shelf, language = request.shelf, request.language
    if not shelf.meetings():
        return plain_reply(request.say(texts.NO_MINUTES))
    kept: Sequence[NamedMinutes] = shelf.corpus.stored
    title = request.say(texts.MEETINGS) + request.say(_HOW_MANY, count=len(kept))
    if written:
        filters = read_filters(shelf, written, language)
        if sentence := _wrong(filters, written, request):
            return plain_reply(sentence)
        kept = [each for each in kept if filters.meetings is None or each.ref in filters.meetings]
        said = "、".join(each.say(language) for each in filters.said)
        title = request.say(_SOME, said=said or written, count=len(kept))
    page = cut(kept, number, _MEETINGS_A_PAGE)
    lines = [
        Paragraph(say_in_short(each, language), citation=shelf.label(each.ref, language), ref=str(each.ref))
        for each in page.entries
    ]
    buttons = tuple(show_button(shelf.label(each.ref, language), each.ref) for each in page.entries)
    argument = written if fits_action(MEETINGS, written) else ""
    return Reply(
        fitted((Paragraph(title, Style.TITLE), *lines)),
        (*buttons, *turns(MEETINGS, argument, page)),
        in_place=bool(request.message.action),
        turn=shelf.shown((each.ref for each in page.entries), language),
    )


def _wrong(filters: Filters, written: str, request: Request) -> str:
    """Why the meetings cannot be limited as was written; empty where they can."""
    if filters.wrong:
        return "\n".join(each.say(request.language) for each in filters.wrong)
    if filters.has_words or filters.departments:
        return request.say(_FILTER_USAGE, written=shortened(written, _LONGEST_SAID))
    return ""


def say_in_short(kept: NamedMinutes, language: Language) -> str:
    """A meeting in one line: its day, its main subjects, and how much it resolved."""
    minutes = kept.minutes
    day = minutes.header.held or minutes.header.issued
    counts = _COUNTS.say(language).format(resolutions=minutes.resolution_count, items=minutes.item_count)
    headed = (each for each in minutes.resolutions if each.number != UNNUMBERED and each.heading)
    subjects = [shortened(matter_of(each), _SUBJECT) for each in headed]
    more = Bilingual("等", " and more").say(language) if len(subjects) > _SUBJECTS else ""
    said = ("、" if language == "zh" else ", ").join(subjects[:_SUBJECTS]) + more
    return " · ".join(filter(None, (say_date(day, language) if day else "—", said, counts)))


def matter_of(resolution: Resolution) -> str:
    """What a resolution is about, without frills: the first document without its marks."""
    first = (resolution.subject or resolution.heading).split("》、《")[0]
    return _FRAME.sub("", first)
