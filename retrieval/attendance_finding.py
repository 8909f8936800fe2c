"""Finding who sat: whose list is asked about, of which meetings, and whether a question is one of attendance at all."""

from data.bilingual import Bilingual
from retrieval import attending
from retrieval.answers import Status
from retrieval.corpus import Corpus
from retrieval.findings import MANY, MOST_RIVALS, Finding, ask_back, issuers_of, meetings_of
from retrieval.lines import notice
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
    return Finding(Status.NOT_FOUND, tuple(nobody_lines(question, corpus, meetings)))


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
