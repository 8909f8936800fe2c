"""What departments were told to do, in the words of the minutes, a page at a time."""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import groupby

from bot.features import Action, Command, Request
from bot.paging import TURNS_ROW, cut, fits_action, fitted, page_action, read_page, shortened, turns
from bot.replies import Button, Paragraph, Reply, Style, plain_reply, show_button
from data.addressees import GENERAL
from data.bilingual import Bilingual, Language
from data.duties import Duty
from retrieval.acting import duties_in, unknown_department
from retrieval.filters import read_filters
from retrieval.lines import cite
from retrieval.naming import NamedMinutes, say_kept
from retrieval.shelf import Shelf
from retrieval.wording import say_organisation

TODO = "todo"
"""The action of a button that shows a page of duties: ``todo <department> <page>``; of the departments without one."""

_DUTIES_A_PAGE = 5
_DEPARTMENTS_A_PAGE = 12
_LONGEST_DUTY = 400  # characters
_LONGEST_SAID = 40  # characters of what a person wrote that are said back
_MEETING_AFTER = re.compile(r"\s+(\d{1,4})$")  # 市教育局 26
_KEY = "#"  # before the key of a department whose name is too long for a button

_DEPARTMENTS = Bilingual("各部门的任务（{count} 个部门）", "Duties by department ({count} departments)")
_CHOOSE = Bilingual("请选一个部门，或写 /todo 部门名。", "Choose a department, or write /todo and its name.")
_NO_DUTIES = Bilingual("纪要没有给部门布置任务。", "The minutes give no department a duty.")
_NONE_OF_ITS_OWN = Bilingual("纪要没有要求{department}做什么。", "The minutes give {department} no duty.")
_DUTIES = Bilingual("{department}的任务（{count} 条）", "Duties of {department} ({count})")
_HELPS = Bilingual("（配合）", " (to help)")
_ALL_DEPARTMENTS = Bilingual("全部部门", "All departments")


class Todo:
    """Lists duties."""

    @property
    def commands(self) -> Sequence[Command]:
        """``/todo``."""
        title, usage = Bilingual("部门的任务", "what a department has to do"), Bilingual("市发改委", "department")
        return (Command("todo", self._todo, title, usage, is_slow=True),)

    @property
    def actions(self) -> Sequence[Action]:
        """The pages of the departments and of their duties."""
        return (Action(TODO, self._turn, is_slow=True),)

    @staticmethod
    def _todo(written: str, request: Request) -> Reply:
        return _duties(written, 1, request) if written else _departments(1, request)

    @staticmethod
    def _turn(argument: str, request: Request) -> Reply:
        written, number = read_page(argument)
        return _duties(written, number, request) if written else _departments(number, request)


def _departments(number: int, request: Request) -> Reply:
    """The departments that have duties, those with the most first and those meant in general last, a button each."""
    counts = Counter(
        department
        for duties in request.shelf.corpus.duties.values()
        for duty in duties
        for department in duty.departments
    )
    if not counts:
        return plain_reply(request.say(_NO_DUTIES))
    ordered = sorted(counts.items(), key=lambda each: (GENERAL.fullmatch(each[0]) is not None, -each[1]))
    page = cut(ordered, number, _DEPARTMENTS_A_PAGE)
    buttons = tuple(
        Button(f"{name}（{count}）" if request.language == "zh" else f"{name} ({count})", _first_page(name))
        for name, count in page.entries
    )
    return Reply(
        (Paragraph(request.say(_DEPARTMENTS, count=len(counts)), Style.TITLE), Paragraph(request.say(_CHOOSE))),
        (*buttons, *turns(TODO, "", page)),
        in_place=bool(request.message.action),
    )


def _duties(written: str, number: int, request: Request) -> Reply:
    """The duties of a department meeting by meeting, each in the words of the minutes."""
    shelf, language = request.shelf, request.language
    names, meetings = _meant(written, shelf)
    if not names:
        return _nearest(written, request)
    duties = list(duties_in(shelf.corpus, names, meetings))
    called = "、".join(say_organisation(name, language) for name in sorted(names))
    if not duties:
        return Reply((Paragraph(request.say(_NONE_OF_ITS_OWN, department=called)),), (_all_button(request),))
    page = cut(duties, number, _DUTIES_A_PAGE)
    lines: list[Paragraph] = []
    for kept, group in groupby(page.entries, key=lambda each: each[0]):
        lines.append(Paragraph(say_kept(kept, language), Style.TITLE))
        lines += (_duty_line(kept, duty, names, language) for _, duty in group)
    refs = list(dict.fromkeys(duty.ref for _, duty in page.entries))
    argument = written if fits_action(TODO, written) else _key(min(names))
    return Reply(
        fitted((Paragraph(request.say(_DUTIES, department=called, count=len(duties)), Style.TITLE), *lines)),
        (
            *(show_button(shelf.label(ref, language), ref) for ref in refs),
            *turns(TODO, argument, page),
            _all_button(request),
        ),
        in_place=bool(request.message.action),
        turn=shelf.shown(refs, language),
    )


def _meant(written: str, shelf: Shelf) -> tuple[frozenset[str], Sequence[NamedMinutes]]:
    """The departments that are meant, and the meetings: all, or those that are written beside them."""
    corpus = shelf.corpus
    named = {name for duties in corpus.duties.values() for duty in duties for name in duty.departments}
    for name in named:
        if written in (name, _key(name)):
            return frozenset({name}), corpus.stored
    if names := corpus.departments.resolve(written):
        return names, corpus.stored
    filters = read_filters(shelf, _MEETING_AFTER.sub(r" 会议:\1", written))
    if filters.wrong or filters.has_words or not filters.departments:
        return frozenset(), ()
    chosen = filters.meetings
    return frozenset(filters.departments), [kept for kept in corpus.stored if chosen is None or kept.ref in chosen]


def _nearest(written: str, request: Request) -> Reply:
    """That there is no such department, with the nearest names to press."""
    nearest = request.shelf.corpus.departments.nearest(written)
    said = unknown_department(shortened(written, _LONGEST_SAID), nearest).say(request.language)
    buttons = (*(Button(name, _first_page(name)) for name in nearest), _all_button(request))
    return Reply((Paragraph(f"{said[:1].upper()}{said[1:]}"),), buttons)


def _all_button(request: Request) -> Button:
    return Button(request.say(_ALL_DEPARTMENTS), page_action(TODO, "", 1), row=TURNS_ROW + 1)


def _duty_line(kept: NamedMinutes, duty: Duty, names: Collection[str], language: Language) -> Paragraph:
    helps = "" if any(duty.leads(name) for name in names) else _HELPS.say(language)
    label = cite(kept, duty.ref, duty.text).label(language)
    return Paragraph(shortened(duty.text, _LONGEST_DUTY), Style.QUOTE, label + helps, str(duty.ref))


def _first_page(department: str) -> str:
    return page_action(TODO, department if fits_action(TODO, department) else _key(department), 1)


def _key(department: str) -> str:
    """What stands for a name in a button that is too short for it; told again from the names there are."""
    return _KEY + hashlib.blake2s(department.encode(), digest_size=8).hexdigest()
