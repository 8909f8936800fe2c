"""Answering a question in a conversation: with what was asked and shown before, and with what is remembered after."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from data.bilingual import Bilingual, Language
from data.refs import Ref
from retrieval.answers import Answer, Line, Status
from retrieval.composing import Completed, ask_of
from retrieval.corpus import Corpus
from retrieval.following import Lost, More, follow, words_of
from retrieval.lines import heading_line, notice, snippet_line
from retrieval.naming import part_label
from retrieval.question import Question
from retrieval.turns import Turn, answered_turn
from retrieval.vocabulary import Kind

MOST_MORE = 5  # items shown at a time when more is wanted

_NO_MORE = Bilingual("没有更多内容了：{parts}已全部列出。", "There is no more: all of {parts} has been shown.")
_NOTHING_SHOWN = Bilingual(
    "没有更多内容了；可以换个说法再问。", "There is no more to show; please ask in other words or about something else."
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """An answer, and what to remember of it; None where what was remembered before stays."""

    answer: Answer
    turn: Turn | None


@dataclass(frozen=True, slots=True)
class Conversing:
    """Answers questions that may go on from earlier ones.

    ``read`` reads a text, ``answer`` answers a question in full, ``check`` drops what an answer must not say.
    """

    corpus: Corpus
    read: Callable[[str, Language], Question]
    answer: Callable[[Question], Answer]
    check: Callable[[Answer], Answer]

    def ask(self, question: Question, earlier: Turn | None, *, replied: bool) -> Exchange:
        """Answer a question as it was read by itself."""
        match follow(question, earlier, replied=replied):
            case Lost(why):
                return Exchange(_told(question, why), None)
            case More() if earlier:
                return self._more(question, earlier)
            case Completed() as completed:
                return self._complete(question.text, completed, question.language)
        answer = self.answer(question)
        if question.kind is Kind.NOTHING:
            return Exchange(answer, None)
        asking, topic = words_of(question)
        return Exchange(answer, answered_turn(self.corpus, question, answer, asking, topic))

    def choose(self, turn: Turn, meeting: Ref) -> Exchange | None:
        """Answer the question of a turn for one meeting; None if the turn cannot be asked of it."""
        completed = ask_of(turn, meeting)
        return self._complete(completed.text, completed, turn.language) if completed else None

    def _complete(self, written: str, completed: Completed, language: Language) -> Exchange:
        question = in_full(completed, self.read, language)
        answer = self.answer(question)
        understood = {**answer.understood, "kept": {**completed.kept, "read_as": completed.text}}
        answer = replace(answer, question=written, understood=understood)
        if answer.status is Status.NOT_FOUND and "parts" in completed.kept:
            return Exchange(answer, None)  # counted beyond the list, which still stands
        return Exchange(answer, answered_turn(self.corpus, question, answer, completed.asking, completed.topic))

    def _more(self, question: Question, turn: Turn) -> Exchange:
        """What else the resolutions hold that parts were shown of."""
        start = time.perf_counter()
        language = question.language if question.text.strip() else turn.language
        lines: list[Line] = []
        listed: list[Ref] = []
        for ref in turn.resolutions if turn.kind is not Kind.WHOLE_MEETING else ():
            kept, resolution = self.corpus.stored_at(ref), self.corpus.resolution_at(ref)
            items = [replace(ref, item=item.number) for item in resolution.items] if resolution else []
            fresh = [each for each in items if each not in turn.shown and ref not in turn.shown]
            for count, each in enumerate(fresh[: MOST_MORE - len(listed)]):
                part = kept.minutes.part(each)
                if count == 0 and resolution and resolution.heading:
                    lines.append(heading_line(kept, resolution))
                if part:
                    lines.append(snippet_line(kept, each, part.text))
                    listed.append(each)
        status = Status.ANSWERED if lines else Status.NOT_FOUND
        if not lines:
            lines = [notice(self._no_more(turn, language))]
        answer = Answer(
            question=question.text,
            language=language,
            status=status,
            lines=tuple(lines),
            understood={"kind": "more", "kept": {"parts": [ref.short for ref in turn.resolutions]}},
            timings={"encode": 0.0, "total": (time.perf_counter() - start) * 1000},
        )
        if not listed:
            return Exchange(answer, None)
        return Exchange(self.check(answer), replace(turn, listed=tuple(listed), shown=turn.shown | set(listed)))

    def _no_more(self, turn: Turn, language: Language) -> str:
        parts = [part_label(self.corpus.stored_at(ref).name, ref, language) for ref in turn.resolutions]
        if not parts:
            return _NOTHING_SHOWN.say(language)
        return _NO_MORE.say(language).format(parts=("、" if language == "zh" else ", ").join(parts))


def in_full(completed: Completed, read: Callable[[str, Language], Question], language: Language) -> Question:
    """The completed question, of exactly the meetings that are meant."""
    question = read(completed.text, language)
    mentions = question.mentions
    if completed.meetings:
        mentions = replace(
            mentions, numbered=completed.meetings, documents=(), dates=(), relative=None, offices=(), places=()
        )
    elif completed.like and not mentions.offices:
        offices = {each.issuers for each in completed.like}
        [issuers] = offices if len(offices) == 1 else [None]
        numbered = (each if each.issuers else replace(each, issuers=issuers) for each in mentions.numbered)
        mentions = replace(mentions, numbered=tuple(numbered))
    every = question.every_meeting or len(completed.meetings) > 1
    return replace(question, mentions=mentions, every_meeting=every)


def _told(question: Question, why: Bilingual) -> Answer:
    """An answer that only says why there is none."""
    return Answer(
        question=question.text,
        language=question.language,
        status=Status.NOT_FOUND,
        lines=(notice(why.say(question.language)),),
        understood={"kind": "follow_up"},
        timings={"encode": 0.0, "total": 0.0},
    )
