"""What people say of answers, and the questions that found nothing: kept for a set time, and forgotten on request.

Whose it is serves only to keep one verdict a person and answer, and to forget; it is never given out.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa

from data import schema
from data.bilingual import Language
from data.database import Database

LONGEST_REASON = 500
"""Characters of a reason that are kept."""

_verdict, _unanswered = schema.verdict.c, schema.unanswered.c


class Verdict(StrEnum):
    """What a person says of an answer."""

    GOOD = "good"
    BAD = "bad"
    CITATION = "citation"  # it is cited wrongly


@dataclass(frozen=True, slots=True)
class Judged:
    """A question and the refs (in full) that were cited in answer to it."""

    question: str
    language: Language
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptVerdict:
    """A verdict as it was kept; ``at`` is UTC."""

    id: int
    judged: Judged
    verdict: Verdict
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that found nothing, in its latest wording, how often it was asked, and when last (UTC)."""

    question: str
    language: Language
    count: int
    last: datetime


class Feedback:
    """Verdicts and unanswered questions. Safe to use from several threads and processes."""

    def __init__(self, database: Database, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """``now`` gives a time with its zone."""
        self._database = database
        self._now = now

    def keep(self, person: str, answer: str, judged: Judged, verdict: Verdict) -> bool:
        """Keep the verdict of a person on an answer, in place of an earlier one; whether it is another than that."""
        is_same = sa.and_(_verdict.person == person, _verdict.answer == answer)
        with self._database.writing() as connection:
            if connection.scalar(sa.select(_verdict.verdict).where(is_same)) == verdict:
                return False
            connection.execute(sa.delete(schema.verdict).where(is_same))
            connection.execute(
                sa.insert(schema.verdict).values(
                    person=person,
                    answer=answer,
                    question=judged.question,
                    language=judged.language,
                    refs=list(judged.refs),
                    verdict=verdict,
                    at=self._time(),
                )
            )
        return True

    def keep_reason(self, person: str, answer: str, reason: str) -> bool:
        """Keep the reason of a person's verdict on an answer; whether there is such a verdict."""
        changed = (
            sa.update(schema.verdict)
            .where(_verdict.person == person, _verdict.answer == answer)
            .values(reason=reason[:LONGEST_REASON])
        )
        with self._database.writing() as connection:
            return connection.execute(changed).rowcount > 0

    def keep_unanswered(self, person: str, question: str, language: Language) -> None:
        """Keep a question that found nothing."""
        kept = sa.insert(schema.unanswered).values(person=person, question=question, language=language, at=self._time())
        with self._database.writing() as connection:
            connection.execute(kept)

    def verdicts(self) -> list[KeptVerdict]:
        """All verdicts, the latest first."""
        chosen = sa.select(schema.verdict).order_by(_verdict.at.desc(), _verdict.id.desc())
        with self._database.reading() as connection:
            return [
                KeptVerdict(
                    row.id,
                    Judged(row.question, row.language, tuple(row.refs)),
                    Verdict(row.verdict),
                    row.reason,
                    row.at.replace(tzinfo=UTC),
                )
                for row in connection.execute(chosen)
            ]

    def unanswered(self) -> list[Unanswered]:
        """The questions that found nothing, each once, those asked most often first, then the latest."""
        chosen = sa.select(_unanswered.question, _unanswered.language, _unanswered.at).order_by(
            _unanswered.at, _unanswered.id
        )
        with self._database.reading() as connection:
            rows = connection.execute(chosen).all()
        counts = Counter(same_question(row.question) for row in rows)
        latest = {same_question(row.question): row for row in rows}
        listed = [
            Unanswered(row.question, row.language, counts[key], row.at.replace(tzinfo=UTC))
            for key, row in latest.items()
        ]
        return sorted(listed, key=lambda each: (each.count, each.last), reverse=True)

    def forget(self, person: str) -> int:
        """Delete all that is kept of a person; how many verdicts and questions that were."""
        return self._delete(_verdict.person == person, _unanswered.person == person)

    def count(self, person: str) -> int:
        """How many verdicts and questions are kept of a person."""
        verdicts = sa.select(sa.func.count()).select_from(schema.verdict).where(_verdict.person == person)
        questions = sa.select(sa.func.count()).select_from(schema.unanswered).where(_unanswered.person == person)
        with self._database.reading() as connection:
            return (connection.scalar(verdicts) or 0) + (connection.scalar(questions) or 0)

    def prune(self, days: int) -> int:
        """Delete what is older than so many days; how many verdicts and questions that were."""
        oldest = self._time() - timedelta(days=days)
        return self._delete(_verdict.at < oldest, _unanswered.at < oldest)

    def _delete(self, verdicts: sa.ColumnElement[bool], questions: sa.ColumnElement[bool]) -> int:
        with self._database.writing() as connection:
            deleted = connection.execute(sa.delete(schema.verdict).where(verdicts)).rowcount
            return deleted + connection.execute(sa.delete(schema.unanswered).where(questions)).rowcount

    def _time(self) -> datetime:
        """Now, in UTC without the zone, as the database holds times."""
        return self._now().astimezone(UTC).replace(tzinfo=None)


def same_question(question: str) -> str:
    """What is the same for questions that differ only in blanks, case and the mark at their end."""
    return "".join(question.split()).casefold().rstrip("？?。.！!")
