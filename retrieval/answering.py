"""From a question to an answer: each kind of question takes its own way, structure before search."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from data.bilingual import Bilingual
from data.refs import Ref
from data.store import StoredMinutes
from retrieval import attending, facts
from retrieval.answers import Answer, Line, Status
from retrieval.corpus import Corpus
from retrieval.deciding import decision_lines, meeting_lines
from retrieval.finding import Finder
from retrieval.lines import heading_line, notice, quote_line, resolution_lines, snippet_line
from retrieval.question import Question
from retrieval.scope import Scope, find_scope, say_what_exists
from retrieval.searching import Searcher
from retrieval.vocabulary import ABSENCE, Fact, Kind
from retrieval.wording import say_meeting

_MANY = 4  # meetings; a question of structure that fits more is asked back

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
            case Kind.HEADER | Kind.COUNT | Kind.WHOLE_MEETING | Kind.MEETINGS:
                return self._structure(question, scope)
            case Kind.ATTENDANCE:
                return self._attendance(question, scope)
            case Kind.SPEECH:
                return self._speech(question)
            case _:
                return self._search(question, scope, timings)

    def _structure(self, question: Question, scope: Scope) -> Finding:
        meetings = self._corpus.stored if question.kind is Kind.MEETINGS else self._few(scope)
        if meetings is None:
            return self._ask_back(question)
        language = question.language
        asked = facts.asked_facts(question)
        makers: dict[Kind, Callable[[StoredMinutes], Iterable[Line]]] = {
            Kind.HEADER: lambda kept: facts.fact_lines(kept, asked, language),
            Kind.COUNT: lambda kept: [facts.count_line(kept, language)],
            Kind.WHOLE_MEETING: lambda kept: meeting_lines(kept, language),
            Kind.FULL_TEXT: lambda kept: (quote_line(kept, leaf) for leaf in kept.minutes.leaf_parts()),
            Kind.MEETINGS: lambda kept: facts.fact_lines(kept, (Fact.ORDINAL,), language),
        }
        return Finding(Status.ANSWERED, tuple(line for kept in meetings for line in makers[question.kind](kept)))

    def _parts(self, question: Question, scope: Scope) -> Finding:
        """The part of a ref, or the decision of a resolution given by its number."""
        language = question.language
        lines: list[Line] = []
        missing: list[Line] = []
        meetings = scope.meetings if scope.meetings is not None else self._corpus.stored
        for kept in meetings:
            for ref in _wanted(question, kept):
                part = kept.minutes.part(ref)
                resolution = kept.minutes.resolution(ref.resolution or 0)
                if part is None:
                    missing.append(notice(_no_part(kept, ref).say(language)))
                elif ref.item is None and resolution and question.kind is not Kind.FULL_TEXT:
                    lines += decision_lines(kept, resolution, question)
                elif ref.item is None and resolution:
                    lines += resolution_lines(kept, resolution)
                elif ref.kind is None:
                    lines += meeting_lines(kept, language)
                else:
                    lines += [heading_line(kept, resolution)] if resolution else []
                    lines.append(snippet_line(kept, ref, part.text))
        return Finding(Status.ANSWERED if lines else Status.NOT_FOUND, (*lines, *missing))

    def _attendance(self, question: Question, scope: Scope) -> Finding:
        language = question.language
        lines: list[Line] = []
        meetings = scope.meetings if scope.meetings is not None else self._corpus.stored
        anyone = True
        for kept in meetings:
            attendance = kept.minutes.attendance
            asked = attending.asked_attendees(question, attendance.people if attendance else ())
            if asked is None and scope.meetings is None and len(meetings) > _MANY:
                return self._ask_back(question)
            if asked is None and ABSENCE.search(question.mentions.rest):
                return Finding(Status.NOT_FOUND, (notice(_NO_ABSENCES.say(language)),))
            if asked is None:
                lines += attending.list_lines(kept, question)
                continue
            anyone = False
            lines += attending.attendee_lines(kept, asked, language)
            lines += self._chairs(kept, question)
        if lines:
            if anyone and len(meetings) == 2:  # noqa: PLR2004 - two meetings can be compared
                lines = [*attending.difference_lines(meetings[0], meetings[1], question), *lines]
            return Finding(Status.ANSWERED, tuple(lines))
        return Finding(Status.NOT_FOUND, tuple(self._nobody(question, meetings)))

    def _chairs(self, kept: StoredMinutes, question: Question) -> Iterator[Line]:
        if kept.minutes.header.chair in question.people:
            yield from facts.fact_lines(kept, (Fact.CHAIR,), question.language)

    def _nobody(self, question: Question, meetings: Iterable[StoredMinutes]) -> Iterator[Line]:
        """That nobody of the asked is on the list, and at which other meetings they are."""
        language = question.language
        names = "、".join(say_meeting(kept.minutes.header, language) for kept in meetings)
        zh = f"{names}的出席、列席名单中没有您问的人员或单位。"
        en = f"Nobody by that name or from that body is on the attendance list of {names}."
        yield notice(zh if language == "zh" else en)
        for kept in self._corpus.stored:
            people = kept.minutes.attendance.people if kept.minutes.attendance else ()
            if kept not in meetings and attending.asked_attendees(question, people):
                meeting = say_meeting(kept.minutes.header, language)
                yield notice(f"{meeting}的名单中有。" if language == "zh" else f"They are on the list of {meeting}.")

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
        stored = scope.meetings if scope.meetings is not None else self._corpus.stored
        attendances = [kept.minutes.attendance for kept in stored if kept.minutes.attendance]
        if any(attending.is_only_organisation(question, attendance.people) for attendance in attendances):
            return self._attendance(question, scope)
        loading = time.perf_counter()
        searcher = self._searcher()
        start = time.perf_counter()
        timings["load"] = (start - loading) * 1000
        vector = searcher.encode(question)
        timings["encode"] = (time.perf_counter() - start) * 1000
        found = Finder(self._corpus, searcher, question).find(vector, scope)
        if found.lines:
            return Finding(Status.ANSWERED, tuple(found.lines), found.suggestions)
        return Finding(Status.NOT_FOUND, (notice(self._nothing_found(question, scope)),), found.suggestions)

    def _nothing_found(self, question: Question, scope: Scope) -> str:
        meetings = scope.meetings if scope.meetings is not None else self._corpus.stored
        items = sum(len(each.items) or 1 for kept in meetings for each in kept.minutes.resolutions)
        names = [say_meeting(kept.minutes.header, question.language) for kept in meetings[:_MANY]]
        if not names:
            return say_what_exists(self._corpus, question.language)
        if question.language == "zh":
            return f"纪要中没有找到相关内容。已查{'、'.join(names)}，共 {items} 条。"
        return f"The minutes do not say. Searched: {', '.join(names)}, {items} items in all."

    def _few(self, scope: Scope) -> tuple[StoredMinutes, ...] | None:
        """The meetings of the scope, or all if they are few; None if the question must be asked back."""
        if scope.meetings is not None:
            return scope.meetings
        return self._corpus.stored if len(self._corpus.stored) <= _MANY else None

    def _ask_back(self, question: Question) -> Finding:
        language = question.language
        text = f"{_ASK_BACK.say(language)} {say_what_exists(self._corpus, language)}"
        return Finding(Status.AMBIGUOUS, (notice(text),))


def _wanted(question: Question, kept: StoredMinutes) -> list[Ref]:
    ordinal, series = kept.minutes.number, kept.minutes.ref.series
    refs = [ref for ref in question.mentions.refs if ref.meeting == ordinal and ref.series in (None, series)]
    points = [Ref(ordinal, point.resolution, point.item) for point in question.mentions.points]
    return refs or points or [Ref(ordinal, section=section) for section in question.sections]


def _no_part(kept: StoredMinutes, ref: Ref) -> Bilingual:
    """What does exist, where a resolution, an item or a section does not."""
    header = kept.minutes.header
    zh, en = say_meeting(header, "zh"), say_meeting(header, "en")
    if ref.section:
        return Bilingual(f"{zh}的纪要没有这一部分。", f"The minutes of {en} have no such part.")
    resolution = kept.minutes.resolution(ref.resolution or 0)
    if resolution is None:
        count = kept.minutes.resolution_count
        return Bilingual(
            f"{zh}没有第{ref.resolution}项决议：共 {count} 项。",
            f"There is no resolution {ref.resolution}: {en} has {count} resolutions.",
        )
    count = len(resolution.items)
    return Bilingual(
        f"{zh}第{ref.resolution}项没有第（{ref.item}）条：共 {count} 条。",
        f"There is no item ({ref.item}): resolution {ref.resolution} of {en} has {count} items.",
    )


def _understood(question: Question) -> dict[str, Any]:
    mentions = question.mentions
    filters = {
        "kind": question.kind,
        "meetings": list(mentions.meetings),
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
