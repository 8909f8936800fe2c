"""What a way to the answer finds, and what is said where nothing is or where the question has to be asked back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.bilingual import Bilingual
from data.refs import Ref
from retrieval.answers import Line, Status
from retrieval.corpus import Corpus
from retrieval.existing import list_meetings, say_what_exists
from retrieval.lines import notice
from retrieval.naming import NamedMinutes
from retrieval.question import Question
from retrieval.scope import Scope
from retrieval.wording import say_document_number

MANY = 4  # meetings; a question of structure that fits more is asked back
MOST_RIVALS = 3  # meetings of several offices that share a number; a question that fits more is asked back
_MOST_OFFERED = 8  # meetings to choose from
_ASK_BACK = Bilingual("请说明是哪次会议。", "Please say which meeting you mean.")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a way to the answer found."""

    status: Status
    lines: tuple[Line, ...]
    suggestions: tuple[Ref, ...] = ()


def meetings_of(corpus: Corpus, scope: Scope) -> Sequence[NamedMinutes]:
    """The meetings in scope, the latest first."""
    return corpus.stored if scope.meetings is None else scope.meetings


def few_of(corpus: Corpus, scope: Scope, many: int = MANY) -> Sequence[NamedMinutes] | None:
    """The meetings asked about, if they are named or few; None if the question must be asked back."""
    meetings = meetings_of(corpus, scope)
    most = MOST_RIVALS if scope.rivals else len(meetings) if scope.named else many
    return meetings if len(meetings) <= most else None


def issuers_of(meetings: Iterable[NamedMinutes]) -> frozenset[str]:
    """Whose meetings they are."""
    return frozenset(kept.minutes.header.issuer for kept in meetings)


def ask_back(corpus: Corpus, question: Question, scope: Scope) -> Finding:
    """Ask which meeting is meant."""
    meetings, language = meetings_of(corpus, scope), question.language
    if scope.rivals:
        return which(question, meetings)
    text = f"{_ASK_BACK.say(language)} {say_what_exists(corpus, language, issuers_of(meetings))}"
    return Finding(Status.AMBIGUOUS, (notice(text),))


def missing_notice(corpus: Corpus, question: Question, said: Bilingual) -> Line:
    """That a meeting is not kept, resting on the meetings and times asked about and on the documents that it names."""
    text, stored = said.say(question.language), corpus.stored
    numbers = {kept.minutes.header.document_number for kept in stored} - {None}
    known = [day.say(question.language) for day in question.mentions.dates]
    known += [say_document_number(each, language) for each in numbers for language in ("zh", "en")]
    grounds = [each for each in known if each in text]
    ways = (-1, 0, 1) if question.mentions.relative else (0,)  # of the one before or after it
    grounds += [f"第{ordinal + way}次会议" for ordinal in question.mentions.meetings for way in ways]
    counts = [str(count) for count in range(1, len(stored) + 1)] if grounds else []  # of the meetings there are
    return notice(text, *grounds, *counts)


def which(question: Question, meetings: Sequence[NamedMinutes]) -> Finding:
    """Ask which of several meetings is meant, and offer them."""
    named = list_meetings(meetings, question.language)
    text = (
        f"有 {len(meetings)} 次会议符合，请说明是哪一次：{named}。"
        if question.language == "zh"
        else f"{len(meetings)} meetings fit; please say which you mean: {named}."
    )
    return Finding(Status.AMBIGUOUS, (notice(text),), tuple(kept.ref for kept in meetings[:_MOST_OFFERED]))


def nothing_found(question: Question, meetings: Sequence[NamedMinutes], elsewhere: Sequence[NamedMinutes] = ()) -> str:
    """That the minutes do not say, what was searched, and which other meetings do say it."""
    items = sum(len(each.items) or 1 for kept in meetings for each in kept.minutes.resolutions)
    searched = list_meetings(meetings, question.language, MANY)
    others = list_meetings(elsewhere, question.language, MANY)
    if question.language == "zh":
        said = f"纪要中没有找到相关内容。已查{searched}，共 {items} 条。"
        return said + (f"但{others}有相关内容。" if elsewhere else "")
    said = f"The minutes do not say. Searched: {searched}, {items} items in all."
    return said + (f" But there is something in {others}." if elsewhere else "")
