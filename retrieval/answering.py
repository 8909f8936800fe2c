"""From a question to an answer: each kind of question takes its own way, structure before search."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from data.bilingual import Bilingual, Language
from data.refs import Ref
from retrieval import attending, facts
from retrieval.answers import Answer, Line, Status
from retrieval.corpus import Corpus
from retrieval.deciding import agenda_lines, meeting_lines
from retrieval.existing import list_meetings, say_what_exists
from retrieval.finding import Finder
from retrieval.lines import notice, quote_line
from retrieval.naming import NamedMinutes
from retrieval.pointing import pointed_lines
from retrieval.question import Question
from retrieval.scope import Scope, find_scope
from retrieval.searching import Searcher
from retrieval.sitting import (
    absence_lines,
    asks_of_someone,
    asks_who_was_absent,
    nobody_lines,
    sitting_lines,
    where_listed,
)
from retrieval.vocabulary import Fact, Kind

_MANY = 4  # meetings; a question of structure that fits more is asked back
MOST_RIVALS = 3  # meetings of several offices that share a number; a question that fits more is asked back
_MOST_OFFERED = 8  # meetings to choose from
_MOST_LISTED = 30  # meetings listed one by one

_ASK_BACK = Bilingual("请说明是哪次会议。", "Please say which meeting you mean.")
_NO_ABSENCES = Bilingual("纪要没有记录谁缺席。", "The minutes do not record who was absent.")
_HELP = Bilingual(
    "请提一个关于会议纪要的问题，例如“第26次会议关于安全生产议定了什么”。",
    "Please ask about the minutes, for example “what did meeting 26 decide on safety”.",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a way to the answer found."""

    status: Status
    lines: tuple[Line, ...]
    suggestions: tuple[Ref, ...] = ()


class Answerer:
    """Answers questions over one corpus."""

    def __init__(self, corpus: Corpus, searcher: Callable[[], Searcher]) -> None:
        """``searcher`` is called only for a question that has to be searched for."""
        self._corpus = corpus
        self._searcher = searcher

    def answer(self, question: Question) -> Answer:
        """Answer one question; every line that claims something carries its citation."""
        start = time.perf_counter()
        timings = {"encode": 0.0}
        scope = find_scope(self._corpus, question.mentions)
        found = self._find(question, scope, timings)
        timings["total"] = (time.perf_counter() - start) * 1000 - timings.pop("load", 0.0)
        return Answer(
            question=question.text,
            language=question.language,
            status=found.status,
            lines=found.lines,
            suggestions=found.suggestions,
            names={ref.whole_meeting(): self._corpus.stored_at(ref).name for ref in found.suggestions},
            understood=_understood(question),
            timings=timings,
        )

    def _find(self, question: Question, scope: Scope, timings: dict[str, float]) -> Finding:
        language = question.language
        missing = [notice(each.say(language)) for each in scope.missing]
        if scope.meetings == () or not self._corpus.stored:
            return Finding(Status.NOT_FOUND, tuple(missing) or (notice(say_what_exists(self._corpus, language)),))
        if question.kind is Kind.NOTHING:
            return Finding(Status.NOT_FOUND, (notice(_HELP.say(language)),))
        found = self._dispatch(question, scope, timings)
        return Finding(found.status, (*missing, *found.lines), found.suggestions) if missing else found

    def _dispatch(self, question: Question, scope: Scope, timings: dict[str, float]) -> Finding:
        if question.mentions.refs or question.mentions.points or question.sections:
            return self._parts(question, scope)
        if question.kind is Kind.FULL_TEXT and not question.content:
            return self._structure(question, scope)
        match question.kind:
            case Kind.HEADER | Kind.COUNT | Kind.WHOLE_MEETING:
                return self._structure(question, scope)
            case Kind.MEETINGS:
                return self._list(question, scope)
            case Kind.ATTENDANCE:
                return self._attendance(question, scope)
            case Kind.SPEECH:
                return self._speech(question)
            case _:
                return self._search(question, scope, timings)

    def _structure(self, question: Question, scope: Scope) -> Finding:
        meetings = self._few(scope)
        if meetings is None:
            return self._ask_back(question, scope)
        language = question.language
        asked = facts.asked_facts(question)
        makers: dict[Kind, Callable[[NamedMinutes], Iterable[Line]]] = {
            Kind.HEADER: lambda kept: _header_lines(kept, asked, language),
            Kind.COUNT: lambda kept: [facts.count_line(kept, language)],
            Kind.WHOLE_MEETING: lambda kept: meeting_lines(kept, language),
            Kind.FULL_TEXT: lambda kept: (quote_line(kept, leaf) for leaf in kept.minutes.leaf_parts()),
        }
        return Finding(Status.ANSWERED, tuple(line for kept in meetings for line in makers[question.kind](kept)))

    def _list(self, question: Question, scope: Scope) -> Finding:
        """The meetings there are; of very many the latest of each office."""
        meetings, language = self._meetings(scope), question.language
        said: list[Line] = []
        if len(meetings) > _MOST_LISTED:
            said.append(notice(say_what_exists(self._corpus, language, _issuers(meetings))))
            meetings = list({kept.minutes.header.issuer: kept for kept in reversed(meetings)}.values())
        lines = (line for kept in meetings for line in facts.fact_lines(kept, (Fact.ORDINAL,), language))
        return Finding(Status.ANSWERED, (*said, *lines))

    def _parts(self, question: Question, scope: Scope) -> Finding:
        """The parts of refs, or the decision of a resolution given by its number."""
        meetings = self._few(scope)
        if meetings is None:
            return self._ask_back(question, scope)
        found = [pointed_lines(kept, question) for kept in meetings]
        lines = [line for there, _ in found for line in there]
        missing = [line for there, not_there in found if not (scope.rivals and lines) for line in not_there]
        return Finding(Status.ANSWERED if lines else Status.NOT_FOUND, (*lines, *missing))

    def _attendance(self, question: Question, scope: Scope) -> Finding:
        meetings = self._meetings(scope)
        if asks_who_was_absent(question, meetings):
            absent = absence_lines(question, meetings)
            none = notice(_NO_ABSENCES.say(question.language))
            return Finding(Status.ANSWERED, tuple(absent)) if absent else Finding(Status.NOT_FOUND, (none,))
        too_many = scope.rivals and len(meetings) > MOST_RIVALS
        if not question.people and (too_many or (not scope.named and len(meetings) > _MANY)):
            there = where_listed(question, meetings)
            several = len(_issuers(meetings)) > 1 and not 0 < len(there) <= MOST_RIVALS
            if too_many or several or not asks_of_someone(question, meetings):
                return self._ask_back(question, scope)
            meetings = there or meetings
        lines = sitting_lines(question, meetings, named=scope.named)
        if lines:
            return Finding(Status.ANSWERED, tuple(lines))
        return Finding(Status.NOT_FOUND, tuple(nobody_lines(question, self._corpus, meetings)))

    @staticmethod
    def _speech(question: Question) -> Finding:
        who = "、".join(question.people)
        text = (
            f"纪要没有记录{who}个人的发言。"
            if question.language == "zh"
            else f"The minutes do not record what {who} said."
        )
        return Finding(Status.NOT_FOUND, (notice(text),))

    def _search(self, question: Question, scope: Scope, timings: dict[str, float]) -> Finding:
        if "".join(question.content) in self._corpus.organisations:
            attendances = [kept.minutes.attendance for kept in self._meetings(scope) if kept.minutes.attendance]
            if any(attending.is_only_organisation(question, attendance.people) for attendance in attendances):
                return self._attendance(question, scope)
        loading = time.perf_counter()
        searcher = self._searcher()
        start = time.perf_counter()
        timings["load"] = (start - loading) * 1000
        vector = searcher.encode(question)
        timings["encode"] = (time.perf_counter() - start) * 1000
        finder = Finder(self._corpus, searcher, question)
        if scope.rivals:
            return self._search_rivals(question, scope, finder, vector)
        found = finder.find(vector, scope)
        if found.lines:
            return Finding(Status.ANSWERED, tuple(found.lines), found.suggestions)
        return Finding(Status.NOT_FOUND, (notice(self._nothing_found(question, scope)),), found.suggestions)

    def _search_rivals(self, question: Question, scope: Scope, finder: Finder, vector: Any) -> Finding:
        """Search every meeting that shares the number for itself, and ask back where too many have an answer."""
        answers = [(kept, finder.find_in(vector, kept).lines) for kept in self._meetings(scope)]
        answering = [(kept, lines) for kept, lines in answers if lines]
        if len(answering) > MOST_RIVALS:
            return self._which(question, [kept for kept, _ in answering])
        if answering:
            return Finding(Status.ANSWERED, tuple(line for _, lines in answering for line in lines))
        return Finding(Status.NOT_FOUND, (notice(self._nothing_found(question, scope)),))

    def _nothing_found(self, question: Question, scope: Scope) -> str:
        meetings = self._meetings(scope)
        items = sum(len(each.items) or 1 for kept in meetings for each in kept.minutes.resolutions)
        searched = list_meetings(meetings, question.language, _MANY)
        if question.language == "zh":
            return f"纪要中没有找到相关内容。已查{searched}，共 {items} 条。"
        return f"The minutes do not say. Searched: {searched}, {items} items in all."

    def _meetings(self, scope: Scope) -> Sequence[NamedMinutes]:
        return self._corpus.stored if scope.meetings is None else scope.meetings

    def _few(self, scope: Scope) -> Sequence[NamedMinutes] | None:
        """The meetings asked about, if they are named or few; None if the question must be asked back."""
        meetings = self._meetings(scope)
        most = MOST_RIVALS if scope.rivals else len(meetings) if scope.named else _MANY
        return meetings if len(meetings) <= most else None

    def _ask_back(self, question: Question, scope: Scope) -> Finding:
        language = question.language
        meetings = self._meetings(scope)
        if scope.rivals:
            return self._which(question, meetings)
        text = f"{_ASK_BACK.say(language)} {say_what_exists(self._corpus, language, _issuers(meetings))}"
        return Finding(Status.AMBIGUOUS, (notice(text),))

    @staticmethod
    def _which(question: Question, meetings: Sequence[NamedMinutes]) -> Finding:
        """Ask which of several meetings is meant."""
        named = list_meetings(meetings, question.language)
        text = (
            f"有 {len(meetings)} 次会议符合，请说明是哪一次：{named}。"
            if question.language == "zh"
            else f"{len(meetings)} meetings fit; please say which you mean: {named}."
        )
        return Finding(Status.AMBIGUOUS, (notice(text),), tuple(kept.ref for kept in meetings[:_MOST_OFFERED]))


def _header_lines(kept: NamedMinutes, asked: Sequence[Fact], language: Language) -> list[Line]:
    """The facts asked for; the agenda by the headings where the minutes have no sentence for it."""
    has_agenda = bool(kept.minutes.header.agenda) or not kept.minutes.resolutions
    lines = [*facts.fact_lines(kept, [fact for fact in asked if has_agenda or fact is not Fact.AGENDA], language)]
    if Fact.AGENDA in asked and not has_agenda:
        lines += agenda_lines(kept, language)
    return lines


def _issuers(meetings: Iterable[NamedMinutes]) -> frozenset[str]:
    return frozenset(kept.minutes.header.issuer for kept in meetings)


def _understood(question: Question) -> dict[str, Any]:
    mentions = question.mentions
    filters = {
        "kind": question.kind,
        "offices": [sorted(mention.issuers) for mention in mentions.offices],
        "meetings": list(mentions.meetings),
        "years": [each.year for each in mentions.numbered if each.year],
        "terms": [each.term for each in mentions.numbered if each.term],
        "document_numbers": list(mentions.documents),
        "dates": [str(day) for day in mentions.dates],
        "latest": mentions.latest,
        "refs": [str(ref) for ref in mentions.refs],
        "points": [
            f"{point.resolution}-{point.item}" if point.item else str(point.resolution) for point in mentions.points
        ],
        "facts": list(question.facts) if question.kind is Kind.HEADER else [],
        "people": list(question.people),
        "phrases": list(question.phrases),
        "topic": " ".join(question.content),
    }
    return {name: value for name, value in filters.items() if value not in (None, [], False, "")}
