"""Measuring the answers to a file of questions against the refs that are right."""

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from data.bilingual import Language, MinutesError
from retrieval.answers import Answer, Status
from retrieval.questions import AskedQuestion

Verbatim = Callable[[Answer], bool]


@dataclass(frozen=True, slots=True)
class Judged:
    """How one answer did. Of an unanswerable question only ``first_right`` counts: that it was refused."""

    question: AskedQuestion
    language: Language
    refused: bool
    first_right: bool
    recall: float
    precision: float
    verbatim: bool
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of a group of questions; shares from 0 to 1, times in milliseconds."""

    group: str
    questions: int
    first_right: float
    recall: float
    precision: float
    refused: float
    verbatim: float
    median_ms: float
    p95_ms: float


def judge(question: AskedQuestion, answer: Answer, *, verbatim: bool) -> Judged:
    """Compare an answer's citations with the refs of the question, in full where those are.

    Raises:
        MinutesError: the question does not say which refs are right.
    """
    if question.gold is None:
        raise MinutesError(f"问题 {question.id} 没有 gold 字段。", f'question {question.id} has no field "gold".')
    in_full = any("_" in ref for ref in question.gold)
    cited = list(dict.fromkeys(str(each.ref) if in_full else each.ref.short for each in answer.citations))
    right = set(question.gold) & set(cited)
    refused = answer.status is not Status.ANSWERED
    if not question.gold:
        return Judged(question, answer.language, refused, refused, 1.0, 1.0, verbatim, answer.timings["total"])
    return Judged(
        question=question,
        language=answer.language,
        refused=refused,
        first_right=bool(cited) and cited[0] in question.gold,
        recall=len(right) / len(question.gold),
        precision=len(right) / len(cited) if cited else 0.0,
        verbatim=verbatim,
        milliseconds=answer.timings["total"],
    )


def evaluate(questions: Iterable[AskedQuestion], ask: Callable[[str], Answer], is_verbatim: Verbatim) -> list[Judged]:
    """Ask every question and judge every answer."""
    judged = []
    for question in questions:
        answer = ask(question.question)
        judged.append(judge(question, answer, verbatim=is_verbatim(answer)))
    return judged


def table(judged: Sequence[Judged]) -> list[Row]:
    """The rows of the quality table: all, by language, and by kind of question."""
    answerable = [each for each in judged if each.question.gold]
    unanswerable = [each for each in judged if not each.question.gold]
    groups = {"answerable": answerable, "unanswerable": unanswerable}
    for language in ("zh", "en"):
        groups[f"answerable {language}"] = [each for each in answerable if each.language == language]
    for kind in dict.fromkeys(each.question.kind for each in answerable):
        groups[f"kind {kind or '-'}"] = [each for each in answerable if each.question.kind == kind]
    return [_row(name, group) for name, group in groups.items() if group]


def _row(group: str, judged: Sequence[Judged]) -> Row:
    times = sorted(each.milliseconds for each in judged)
    return Row(
        group=group,
        questions=len(judged),
        first_right=statistics.fmean(each.first_right for each in judged),
        recall=statistics.fmean(each.recall for each in judged),
        precision=statistics.fmean(each.precision for each in judged),
        refused=statistics.fmean(each.refused for each in judged),
        verbatim=statistics.fmean(each.verbatim for each in judged),
        median_ms=statistics.median(times),
        p95_ms=times[min(len(times) - 1, round(0.95 * len(times)))],
    )
