"""Who may do what."""

from typing import Protocol

from bot.messages import Person
from data.roles import Role


class Access(Protocol):
    """Tells what a person may do."""

    def role_of(self, person: Person) -> Role | None:
        """The role of a person where they write; None for a stranger."""


class Everything:
    """Whoever sits at the terminal may do everything."""

    def role_of(self, _: Person) -> Role | None:
        """Administrator."""
        return Role.ADMINISTRATOR
