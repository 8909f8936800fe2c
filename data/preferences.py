"""The languages that people chose to be answered in."""

from typing import get_args

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from data import schema
from data.bilingual import Language
from data.database import Database

_preference = schema.preference.c


class Preferences:
    """The preferences of a database, by the channel's ids of people. Safe to use from several threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def language(self, person: str) -> Language | None:
        """The language that a person chose; None for that of their app."""
        query = sa.select(_preference.language).where(_preference.person == person)
        with self._database.reading() as connection:
            kept = connection.scalar(query)
        languages: tuple[Language, ...] = get_args(Language)
        return next((each for each in languages if each == kept), None)

    def set_language(self, person: str, language: Language) -> None:
        """Keep the language that a person chose."""
        chosen = insert(schema.preference).values(person=person, language=language)
        with self._database.writing() as connection:
            connection.execute(
                chosen.on_conflict_do_update(index_elements=[_preference.person], set_={"language": language})
            )

    def forget(self, person: str) -> bool:
        """Forget what a person chose; whether they had chosen."""
        with self._database.writing() as connection:
            return bool(connection.execute(schema.preference.delete().where(_preference.person == person)).rowcount)
