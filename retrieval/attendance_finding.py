"""Finding who sat: whose list is asked about, of which meetings, and whether a question is one of attendance at all."""

import re
from collections.abc import Sequence

from data.bilingual import Bilingual
from data.refs import PartKind
from retrieval import attending
from retrieval.answers import Line, Status
from retrieval.corpus import Corpus
from retrieval.findings import MANY, MOST_RIVALS, Finding, ask_back, issuers_of, meetings_of
from retrieval.lines import cite, meeting_label, notice, section_ref, statement
from retrieval.naming import NamedMinutes, meeting_name
from retrieval.question import Question
from retrieval.scope import Scope
from retrieval.sitting import (
    absence_lines,
    asks_of_someone,
    asks_what_is_unrecorded,
    asks_who_was_absent,
    nobody_lines,
    sitting_lines,
    unrecorded_line,
    where_listed,
)
from retrieval.vocabulary import ATTENDANCE

_WHY = re.compile(r"为什么|为何|原因|怎么没|\bwhy\b|\breasons?\b")
_NO_ABSENCES = Bilingual("纪要没有记录谁缺席。", "The minutes do not record who was absent.")


def find_attendance(corpus: Corpus, question: Question, scope: Scope) -> Finding:
    """Those asked about, the lists, or that nobody is on them."""
    meetings = meetings_of(corpus, scope)
    if asks_what_is_unrecorded(question):
        return Finding(Status.NOT_FOUND, (unrecorded_line(question),))
    if asks_who_was_absent(question, meetings):
        absent = absence_lines(question, meetings)
        none = notice(_NO_ABSENCES.say(question.language))
        return Finding(Status.ANSWERED, tuple(absent)) if absent else Finding(Status.NOT_FOUND, (none,))
    too_many = scope.rivals and len(meetings) > MOST_RIVALS
    if not question.people and (too_many or (not scope.named and len(meetings) > MANY)):
        there = where_listed(question, meetings)
        several = len(issuers_of(meetings)) > 1 and not 0 < len(there) <= MOST_RIVALS
        if too_many or several or not asks_of_someone(question, meetings):
            return ask_back(corpus, question, scope)
        meetings = there or meetings
    lines = sitting_lines(question, corpus, meetings, named=scope.named)
    if lines:
        return Finding(Status.ANSWERED, tuple(lines))
    asks_why = _WHY.search(question.mentions.rest)
    absent = _not_listed(corpus, question, meetings) if scope.named and not asks_why else []
    if absent:
        return Finding(Status.ANSWERED, tuple(absent))
    return Finding(Status.NOT_FOUND, tuple(nobody_lines(question, corpus, meetings)))


def _not_listed(corpus: Corpus, question: Question, meetings: Sequence[NamedMinutes]) -> list[Line]:
    """That people known from other minutes are not on the lists of these meetings, and where they are."""
    who, language = "、".join(question.people), question.language
    lines = []
    for kept in meetings if question.people else ():
        attendance = kept.minutes.attendance
        if attendance is None:
            return []
        said = Bilingual(
            f"{who}不在{meeting_label(kept, 'zh')}的出席、列席名单中。",
            f"{who} is not on the attendance list of {meeting_name(kept).en}.",
        )
        citation = cite(kept, section_ref(kept.minutes, PartKind.ATTENDANCE), attendance.text)
        lines.append(statement(said.say(language), citation, who))
    elsewhere = [kept for kept in where_listed(question, corpus.stored) if kept not in meetings]
    for kept in elsewhere[:MANY]:
        people = kept.minutes.attendance.people if kept.minutes.attendance else ()
        lines += attending.attendee_lines(kept, [each for each in people if each.name in question.people], language)
    return lines


def has_lists(corpus: Corpus, scope: Scope) -> bool:
    """Whether minutes in scope say who sat."""
    return any(kept.minutes.attendance for kept in meetings_of(corpus, scope))


def is_only_body(corpus: Corpus, question: Question, scope: Scope) -> bool:
    """Whether the question is nothing but the name of a body that sat."""
    lists = [kept.minutes.attendance for kept in meetings_of(corpus, scope) if kept.minutes.attendance]
    return any(attending.is_only_organisation(question, attendance.people) for attendance in lists)


def asks_of_listed(corpus: Corpus, question: Question, scope: Scope) -> bool:
    """Whether the question has words of attendance and names someone who is on a list."""
    return bool(ATTENDANCE.search(question.mentions.rest)) and bool(where_listed(question, meetings_of(corpus, scope)))
