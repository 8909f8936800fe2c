"""What is worked out of the minutes of one meeting by themselves: once, for as long as they stay as they are.

A library changes by a meeting at a time; what the others say is not read again for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from data.departments import Named
from data.duties import Duty, named_in, written_duties
from data.model import Minutes
from data.store import StoredMinutes
from data.words import fold
from retrieval.units import Unit, units_of


@dataclass(frozen=True, eq=False)
class WorkedOut:
    """The units, duties and names of the minutes of one meeting."""

    minutes: Minutes

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The units, in the order of reading."""
        return tuple(units_of(self.minutes, self.minutes.ref))

    @cached_property
    def parts(self) -> frozenset[str]:
        """The refs in full of all parts that the index of words holds."""
        return frozenset(str(leaf.ref) for leaf in self.minutes.leaf_parts())

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """The duties with the departments as they are written."""
        return written_duties(self.minutes)

    @cached_property
    def departments(self) -> Named:
        """The departments that are named."""
        return named_in(self.minutes, self.duties)

    @cached_property
    def organisations(self) -> frozenset[str]:
        """The folded names of the organisations on the list."""
        people = self.minutes.attendance.people if self.minutes.attendance else ()
        return frozenset(fold(name) for name in {person.organisation for person in people})


class Work:
    """What was worked out of all minutes of a corpus. Safe to share between threads."""

    def __init__(self, done: Iterable[WorkedOut] = ()) -> None:
        self._done = {id(each.minutes): each for each in done}  # which hold the minutes, so that no id is used again

    def on(self, minutes: Minutes) -> WorkedOut:
        """What is worked out of these minutes, when it is asked for."""
        return self._done.get(id(minutes)) or self._done.setdefault(id(minutes), WorkedOut(minutes))

    def over(self, kept: Iterable[StoredMinutes]) -> "Work":
        """The work on these minutes only: that which was done, and that which is to do."""
        return Work(self.on(each.minutes) for each in kept)
