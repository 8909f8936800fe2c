"""Feedback as files of questions: one that ``minutes eval`` measures, and one whose right refs a person fills in.

An answer that was found good, and by nobody bad, tells the right refs of its question; any other verdict tells only
that they may be wrong. Whose a verdict is stands in neither file.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from data.feedback import KeptVerdict, Unanswered, Verdict, same_question

QUESTIONS = "questions.jsonl"
REVIEW = "review.jsonl"

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Export:
    """The lines of the two files."""

    questions: tuple[Fields, ...]
    review: tuple[Fields, ...]

    def files(self) -> dict[str, bytes]:
        """The files that are not empty, by their names: JSON lines."""
        named = {QUESTIONS: self.questions, REVIEW: self.review}
        return {name: "".join(map(_line, lines)).encode() for name, lines in named.items() if lines}


def export(
    verdicts: Iterable[KeptVerdict], unanswered: Iterable[Unanswered], is_there: Callable[[str], object]
) -> Export:
    """Feedback as two files; ``is_there`` tells whether a ref (in full) is still one of the minutes."""
    by_question: dict[str, list[KeptVerdict]] = defaultdict(list)
    for each in verdicts:
        by_question[same_question(each.judged.question)].append(each)
    questions: list[Fields] = []
    review: list[Fields] = []
    for given in by_question.values():
        latest = max(given, key=lambda each: (each.at, each.id))
        is_good = all(each.verdict is Verdict.GOOD for each in given)
        if is_good and latest.judged.refs and all(map(is_there, latest.judged.refs)):
            questions.append(_asked(f"verdict-{latest.id}", latest, gold=list(latest.judged.refs), type="feedback"))
        else:
            review += [verdict_fields(each) for each in given]
    review += [unanswered_fields(each, number) for number, each in enumerate(unanswered, start=1)]
    return Export(tuple(questions), tuple(review))


def verdict_fields(kept: KeptVerdict) -> Fields:
    """A verdict as a line to be reviewed: ``gold`` is to be filled in."""
    return _asked(
        f"verdict-{kept.id}",
        kept,
        cited=list(kept.judged.refs),
        verdict=str(kept.verdict),
        reason=kept.reason,
        at=kept.at.isoformat(timespec="seconds"),
        gold=None,
    )


def unanswered_fields(asked: Unanswered, number: int) -> Fields:
    """A question that found nothing as a line to be reviewed."""
    return {
        "id": f"unanswered-{number}",
        "question": asked.question,
        "lang": asked.language,
        "cited": [],
        "verdict": "unanswered",
        "reason": "",
        "count": asked.count,
        "at": asked.last.isoformat(timespec="seconds"),
        "gold": None,
    }


def _asked(identity: str, kept: KeptVerdict, **fields: object) -> Fields:
    return {"id": identity, "question": kept.judged.question, "lang": kept.judged.language, **fields}


def _line(fields: Fields) -> str:
    return json.dumps(fields, ensure_ascii=False) + "\n"
