"""The indexes of words over the parts of minutes, in SQLite's FTS5: bigrams of the Chinese text, and English glosses.

Everything here happens on a connection, in whatever transaction is open on it.
"""

from collections.abc import Sequence
from enum import StrEnum

import sqlalchemy as sa

from data import schema
from data.glosses import glosses
from data.model import Minutes
from data.words import grams


class WordIndex(StrEnum):
    """The two indexes of words: bigrams of the Chinese text, and English glosses of it."""

    CHINESE = "part_words"
    GLOSSES = "part_glosses"


def index_words(connection: sa.Connection, meeting_id: int, minutes: Minutes) -> None:
    """Index the words of every part of a meeting, whose parts are in their table."""
    part = schema.part.c
    rows = connection.execute(sa.select(part.ref, part.id).where(part.meeting_id == meeting_id))
    ids = {row.ref: row.id for row in rows}
    headings = {resolution.number: resolution.heading for resolution in minutes.resolutions}
    for index, cut in ((WordIndex.CHINESE, grams), (WordIndex.GLOSSES, glosses)):
        words = [
            {
                "id": ids[str(leaf.ref)],
                "heading": " ".join(cut(headings.get(leaf.ref.resolution or 0, ""))),
                "body": " ".join(cut(leaf.text)),
            }
            for leaf in minutes.leaf_parts()
        ]
        insert = f"INSERT INTO {index} (rowid, heading, body) VALUES (:id, :heading, :body)"  # noqa: S608
        connection.execute(sa.text(insert), words)


def forget_words(connection: sa.Connection, meeting_id: int) -> None:
    """Take the parts of a meeting out of both indexes."""
    parts = "SELECT id FROM part WHERE meeting_id = :meeting"
    for index in WordIndex:
        delete = sa.text(f"DELETE FROM {index} WHERE rowid IN ({parts})")  # noqa: S608 - names of ours
        connection.execute(delete, {"meeting": meeting_id})


def word_scores(
    connection: sa.Connection, words: Sequence[str], index: WordIndex, heading_weight: float
) -> dict[str, float]:
    """BM25 of every part that holds one of ``words``, by full ref; higher is better."""
    if not words:
        return {}
    match = " OR ".join(f'"{word}"' for word in dict.fromkeys(word.replace('"', '""') for word in words))
    query = sa.text(
        f"SELECT part.ref, -bm25({index}, :heading, 1.0) FROM {index} "  # noqa: S608 - a name of ours
        f"JOIN part ON part.id = {index}.rowid WHERE {index} MATCH :match"
    )
    values = {"heading": heading_weight, "match": match}
    return {ref: float(score) for ref, score in connection.execute(query, values)}
