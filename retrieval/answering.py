"""From a question to an answer: each kind of question takes its own way, structure before search."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from data.bilingual import Bilingual
from data.glossaries import load_glossary
from retrieval import facts
from retrieval.acting import duty_lines
from retrieval.answers import Answer, Line, Status
from retrieval.asked_facts import asked_facts, asks_of_header
from retrieval.attendance_finding import asks_of_listed, find_attendance, has_lists, is_only_body
from retrieval.comparing import fact_table, shared_lines, topic_lines
from retrieval.corpus import Corpus
from retrieval.deciding import agenda_lines, meeting_lines
from retrieval.existing import list_meetings, say_what_exists
from retrieval.finding import MOST_ITEMS, Finder
from retrieval.findings import (
    MANY,
    Finding,
    ask_back,
    few_of,
    issuers_of,
    meetings_of,
    missing_notice,
    nothing_found,
)
from retrieval.lines import notice, quote_line
from retrieval.listing import MOST_LISTED, Listing, listing_lines, nothing_listed
from retrieval.lookup import Lookup
from retrieval.naming import NamedMinutes
from retrieval.overlap import same_chair_lines
from retrieval.pointing import pointed_lines
from retrieval.question import Question
from retrieval.scope import Scope, find_scope
from retrieval.searching import Searcher
from retrieval.timeline import MOST_MEETINGS, near_meetings, strong_meetings, timeline_lines
from retrieval.topics import topic_words
from retrieval.understanding import understood
from retrieval.vocabulary import COMPARING_WORDS, COUNT_OF_MEETINGS, DUTY_FRAME, ON_BOTH, Fact, Kind

_HELP = Bilingual(
    "请提一个关于会议纪要的问题，例如“第26次会议关于安全生产议定了什么”。",
    "Please ask about the minutes, for example “what did meeting 26 decide on safety”.",
)


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
            understood=understood(question),
            timings=timings,
        )

    def _find(self, question: Question, scope: Scope, timings: dict[str, float]) -> Finding:
        language = question.language
        missing = [missing_notice(self._corpus, question, each) for each in scope.missing]
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
                return (
                    find_attendance(self._corpus, question, scope)
                    if has_lists(self._corpus, scope) or not question.content
                    else self._search(replace(question, kind=Kind.TOPIC), scope, timings)
                )
            case Kind.LISTING:
                return self._listing(question, scope, timings)
            case Kind.DUTIES:
                return self._duties(question, scope, timings)
            case Kind.COMPARISON:
                return self._comparison(question, scope, timings)
            case Kind.TIMELINE:
                return self._timeline(question, scope, timings)
            case Kind.SPEECH:
                return self._speech(question)
            case _:
                return self._search(question, scope, timings)

    def _structure(self, question: Question, scope: Scope) -> Finding:
        meetings = few_of(self._corpus, scope)
        if meetings is None:
            return ask_back(self._corpus, question, scope)
        language = question.language
        asked = asked_facts(question)
        if question.kind is Kind.HEADER and Fact.AGENDA not in asked and not facts.says_any(meetings, asked, language):
            return Finding(Status.NOT_FOUND, (facts.unstated_line(meetings, asked, language),))
        makers: dict[Kind, Callable[[NamedMinutes], Iterable[Line]]] = {
            Kind.HEADER: lambda kept: _header_lines(kept, asked, question),
            Kind.COUNT: lambda kept: [facts.count_line(kept, language)],
            Kind.WHOLE_MEETING: lambda kept: meeting_lines(kept, language),
            Kind.FULL_TEXT: lambda kept: (quote_line(kept, leaf) for leaf in kept.minutes.leaf_parts()),
        }
        lines = tuple(line for kept in meetings for line in makers[question.kind](kept))
        leading = same_chair_lines(question, meetings) if question.kind is Kind.HEADER else []
        return Finding(Status.ANSWERED, (*leading, *lines))

    def _list(self, question: Question, scope: Scope) -> Finding:
        """The meetings there are; of very many the latest of each office."""
        meetings, language = meetings_of(self._corpus, scope), question.language
        said: list[Line] = []
        if len(meetings) > MOST_LISTED:
            said.append(notice(say_what_exists(self._corpus, language, issuers_of(meetings))))
            meetings = list({kept.minutes.header.issuer: kept for kept in reversed(meetings)}.values())
        if COUNT_OF_MEETINGS.search(question.mentions.rest):
            said.append(facts.meeting_count_line(meetings, language))
        lines = (line for kept in meetings for line in facts.fact_lines(kept, (Fact.ORDINAL,), language))
        return Finding(Status.ANSWERED, (*said, *lines))

    def _parts(self, question: Question, scope: Scope) -> Finding:
        """The parts of refs, or the decision of a resolution given by its number."""
        meetings = few_of(self._corpus, scope)
        if meetings is None:
            return ask_back(self._corpus, question, scope)
        found = [pointed_lines(kept, question) for kept in meetings]
        lines = [line for there, _ in found for line in there]
        missing = [line for there, not_there in found if not (scope.rivals and lines) for line in not_there]
        return Finding(Status.ANSWERED if lines else Status.NOT_FOUND, (*lines, *missing))

    def _listing(self, question: Question, scope: Scope, timings: dict[str, float]) -> Finding:
        """Everything that fits, of all meetings in scope; by search where words were left that nothing is about."""
        criteria = question.criteria
        meetings = few_of(self._corpus, scope, len(self._corpus.stored))
        if meetings is None:
            return ask_back(self._corpus, question, scope)
        lines = (
            listing_lines(criteria, Listing(self._corpus, criteria).matches(meetings), question.language)
            if criteria
            else []
        )
        if lines:
            return Finding(Status.ANSWERED, tuple(lines))
        if criteria is None or criteria.left or criteria.by_wording:
            return self._search(replace(question, kind=question.otherwise), scope, timings)
        return Finding(Status.NOT_FOUND, (nothing_listed(criteria, meetings, question.language),))

    def _duties(self, question: Question, scope: Scope, timings: dict[str, float]) -> Finding:
        """What departments were told to do, about the topic if there is one."""
        meetings = few_of(self._corpus, scope, len(self._corpus.stored))
        if meetings is None:
            return ask_back(self._corpus, question, scope)
        topic = question.content
        if question.language == "en":
            plain = DUTY_FRAME.sub(" ", question.topic)
            topic = topic_words(plain, "en")
            topic = list(load_glossary().chinese_terms(plain)) or topic if topic else []
        lines = duty_lines(self._corpus, question.departments, meetings, question.language, topic)
        if lines:
            return Finding(Status.ANSWERED, tuple(lines))
        if topic:
            return self._search(replace(question, kind=question.otherwise), scope, timings)
        who, searched = "、".join(question.departments), list_meetings(meetings, question.language, MANY)
        none = Bilingual(
            f"纪要没有要求{who}做什么。已查{searched}。", f"The minutes give {who} no task. Searched: {searched}."
        )
        return Finding(Status.NOT_FOUND, (notice(none.say(question.language), who, searched),))

    def _comparison(self, question: Question, scope: Scope, timings: dict[str, float]) -> Finding:
        """Meetings side by side: what each says on the topic, or what is on record of them."""
        meetings = few_of(self._corpus, scope)
        if meetings is None:
            return ask_back(self._corpus, question, scope)
        language = question.language
        if not COMPARING_WORDS.sub(" ", " ".join(question.content)).strip():
            shared = shared_lines(meetings, language) if ON_BOTH.search(question.mentions.rest) else []
            return Finding(Status.ANSWERED, (*shared, *fact_table(meetings, language)))
        searcher, vector = Lookup(self._corpus, self._searcher, timings).encode(question)
        near = near_meetings(searcher.search(question, vector, frozenset(kept.ref for kept in meetings)))
        finder = Finder(self._corpus, searcher, replace(question, kind=question.otherwise))
        lines = topic_lines(
            meetings, lambda kept: finder.find_in(vector, kept, MOST_ITEMS).lines if kept.ref in near else (), language
        )
        if lines:
            return Finding(Status.ANSWERED, tuple(lines))
        return Finding(Status.NOT_FOUND, (notice(nothing_found(question, meetings)),))

    def _timeline(self, question: Question, scope: Scope, timings: dict[str, float]) -> Finding:
        """What the meetings said on a topic, the oldest first."""
        meetings = meetings_of(self._corpus, scope)
        searcher, vector = Lookup(self._corpus, self._searcher, timings).encode(question)
        hits = searcher.search(question, vector, scope.refs)
        near = near_meetings(hits) if scope.named else strong_meetings(hits)
        among = [kept for kept in meetings if kept.ref in near][:MOST_MEETINGS]
        finder = Finder(self._corpus, searcher, replace(question, kind=question.otherwise))
        most = MOST_ITEMS if scope.named else 1
        lines = tuple(timeline_lines(among, lambda kept: finder.find_in(vector, kept, most), question.language))
        if lines:
            return Finding(Status.ANSWERED, lines)
        return Finding(Status.NOT_FOUND, (notice(nothing_found(question, meetings)),))

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
        """By search; where that finds nothing, by what the question has of a question of structure."""
        if "".join(question.content) in self._corpus.organisations and is_only_body(self._corpus, question, scope):
            return find_attendance(self._corpus, question, scope)
        found = Lookup(self._corpus, self._searcher, timings).find(question, scope)
        if found.status is not Status.NOT_FOUND:
            return found
        if scope.named and asks_of_listed(self._corpus, question, scope):
            return find_attendance(self._corpus, question, scope)
        return (
            self._structure(replace(question, kind=Kind.HEADER), scope)
            if asks_of_header(question, of_meeting=scope.named)
            else found
        )


def _header_lines(kept: NamedMinutes, asked: Sequence[Fact], question: Question) -> list[Line]:
    """The facts asked for; the agenda by the headings where the minutes have no sentence for it."""
    has_agenda = bool(kept.minutes.header.agenda) or not kept.minutes.resolutions
    told = [fact for fact in asked if has_agenda or fact is not Fact.AGENDA]
    lines = [*facts.distribution_lines(question, kept), *facts.fact_lines(kept, told, question.language)]
    if Fact.AGENDA in asked and not has_agenda:
        lines += agenda_lines(kept, question.language)
    return lines
