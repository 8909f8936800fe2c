"""Answering who sat, over all meetings that a question may be about."""

import re
from collections.abc import Iterator, Sequence

from data.bilingual import Bilingual
from data.model import Attendee
from retrieval import attending, facts
from retrieval.answers import Line
from retrieval.corpus import Corpus
from retrieval.existing import list_meetings
from retrieval.lines import meeting_label, notice
from retrieval.naming import NamedMinutes, meeting_name
from retrieval.overlap import overlap_lines, same_lines
from retrieval.posts import asks_of_post, no_post_lines, post_lines
from retrieval.question import Question
from retrieval.roles import absent_of
from retrieval.sitting_words import UNRECORDED
from retrieval.strangers import strangers_in
from retrieval.vocabulary import ABSENCE, Fact
from retrieval.wording import say_organisation

_ANYONE = re.compile(r"谁|哪[些几位个]|几|多少|有人|\b(?:who|which|any(?:one|body)?|how many|list|names?)\b")
_MOST = 4  # meetings at which someone was, named one by one unless the question names the meetings


def asks_of_someone(question: Question, meetings: Sequence[NamedMinutes]) -> bool:
    """Whether a person or an organisation is asked about, and not a whole list."""
    return any(_asked(question, kept) is not None for kept in meetings)


def sitting_lines(question: Question, corpus: Corpus, meetings: Sequence[NamedMinutes], *, named: bool) -> list[Line]:
    """The lists, or those of them who are asked about.

    ``named`` where the question names these very meetings.
    """
    if asks_of_post(question):
        return post_lines(question, meetings)
    lines: list[Line] = []
    there = 0
    anyone = True
    asked_at: list[tuple[NamedMinutes, Sequence[Attendee]]] = []
    for kept in meetings:
        asked = _asked(question, kept)
        if asked is None:
            lines += attending.list_lines(kept, question)
            continue
        anyone = False
        asked_at.append((kept, asked))
        found = [*attending.attendee_lines(kept, asked, question.language), *_chairs(kept, question)]
        there += bool(found)
        if named or there <= _MOST:
            lines += found
    if anyone and lines:
        among = overlap_lines(question, corpus, meetings)
        return among or lines
    if lines:
        lines = [*same_lines(question, asked_at), *lines]
    if not named and there > _MOST:
        lines.append(notice(_and_more(question, there)))
    return lines


def where_listed(question: Question, meetings: Sequence[NamedMinutes]) -> list[NamedMinutes]:
    """The meetings whose lists have the person or organisation asked about."""
    return [kept for kept in meetings if _asked(question, kept)]


def asks_who_was_absent(question: Question, meetings: Sequence[NamedMinutes]) -> bool:
    """Whether the question is who was absent, and not about one person or organisation."""
    if question.people or not ABSENCE.search(question.mentions.rest):
        return False
    return bool(_ANYONE.search(question.mentions.rest)) or not asks_of_someone(question, meetings)


def asks_what_is_unrecorded(question: Question) -> bool:
    """Whether something is asked of a person that minutes never say: a telephone number, the age."""
    return bool(UNRECORDED.search(question.mentions.rest))


def unrecorded_line(question: Question) -> Line:
    """That minutes say of a person only the organisation and how they took part."""
    none = Bilingual(
        "纪要只记录参会人员的姓名、单位和出席、列席情况，没有您问的个人信息。",
        "The minutes record only the names, the organisations and the roles of those who sat, nothing else.",
    )
    return notice(none.say(question.language))


def absence_lines(question: Question, meetings: Sequence[NamedMinutes]) -> list[Line]:
    """Those who were absent, of the meetings whose minutes mark someone so; that none does where that is so."""
    language = question.language
    marking = [kept for kept in meetings if absent_of(kept.minutes.attendance)]
    lines = [line for kept in marking[:_MOST] for line in attending.absent_lines(kept, language)]
    if len(marking) > _MOST:
        lines.append(notice(_and_more(question, len(marking))))
    return lines


def nobody_lines(question: Question, corpus: Corpus, meetings: Sequence[NamedMinutes]) -> Iterator[Line]:
    """That nobody of the asked is on the lists, and at which other meetings they are."""
    language = question.language
    names = list_meetings(meetings, language, _MOST)
    if not any(kept.minutes.attendance for kept in meetings):
        none = Bilingual(f"{names}的纪要没有出席、列席名单。", f"The minutes of {names} have no attendance list.")
        yield notice(none.say(language))
        return
    if asks_of_post(question):
        yield from no_post_lines(question, meetings)
        yield from _instead(question, meetings)
        return
    strangers = "、".join(_strangers(question, meetings))
    zh = f"{names}的出席、列席名单中没有{strangers or '您问的人员或单位'}。"
    en = (
        f"{strangers} is not on the attendance list of {names}."
        if strangers
        else f"Nobody by that name or from that body is on the attendance list of {names}."
    )
    yield notice(zh if language == "zh" else en)
    yield from _instead(question, meetings)
    searched = {kept.ref for kept in meetings}
    issuers = {issuer for office in question.mentions.offices for issuer in office.issuers}
    others = [
        kept
        for kept in corpus.stored
        if kept.ref not in searched
        and (not issuers or kept.minutes.header.issuer in issuers)
        and _asked(question, kept)
    ]
    if others:
        elsewhere = list_meetings(others, language, _MOST)
        yield notice(f"{elsewhere}的名单中有。" if language == "zh" else f"They are on the list of {elsewhere}.")


def _strangers(question: Question, meetings: Sequence[NamedMinutes]) -> tuple[str, ...]:
    """The names in the question that are in no minutes."""
    people = [person for kept in meetings if kept.minutes.attendance for person in kept.minutes.attendance.people]
    return strangers_in(question, people)


def _instead(question: Question, meetings: Sequence[NamedMinutes]) -> Iterator[Line]:
    """Who sat for the body that was asked about with a name that is on no list."""
    language = question.language
    for kept in meetings[:_MOST]:
        attendance = kept.minutes.attendance
        people = attending.asked_of_bodies(question, attendance.people) if attendance else None
        for person in (people or ())[:_MOST]:
            where = say_organisation(person.organisation, language)
            said = Bilingual(
                f"{meeting_label(kept, 'zh')}{where}到会的是{person.name}。",
                f"For {where} there was {person.name} ({meeting_name(kept).en}).",
            )
            yield notice(said.say(language), person.organisation + person.name, where)


def _asked(question: Question, kept: NamedMinutes) -> list[Attendee] | None:
    attendance = kept.minutes.attendance
    return attending.asked_attendees(question, attendance.people if attendance else ())


def _chairs(kept: NamedMinutes, question: Question) -> Iterator[Line]:
    if kept.minutes.header.chair in question.people:
        yield from facts.fact_lines(kept, (Fact.CHAIR,), question.language)


def _and_more(question: Question, there: int) -> str:
    if question.language == "zh":
        return f"以上是最近 {_MOST} 次；共 {there} 次会议的名单中有。"
    return f"These are the latest {_MOST} of {there} meetings whose lists name them."
