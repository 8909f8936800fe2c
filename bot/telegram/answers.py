"""Which messages answered which: so that a question that is edited is answered again in place."""

from collections import OrderedDict
from dataclasses import dataclass, field

MOST_ANSWERS = 2000
"""Questions whose answers are known; the oldest are forgotten first."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The ids of the messages that carried a reply: those of words, in their order, and those of files and pictures."""

    words: tuple[int, ...] = ()
    others: tuple[int, ...] = ()


NOTHING = Sent()
"""No messages."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The words of a question, and what answered them."""

    words: str = field(repr=False)
    sent: Sent = NOTHING


class Answers:
    """Remembers the answers to questions, each named by its chat and the id of its message."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, int], Answered] = OrderedDict()

    def get(self, chat: int, question: int) -> Answered | None:
        """What answered a question; None if it is not known (any more)."""
        return self._kept.get((chat, question))

    def note(self, chat: int, question: int, answered: Answered) -> None:
        """Remember what answered a question."""
        self._kept[chat, question] = answered
        self._kept.move_to_end((chat, question))
        while len(self._kept) > MOST_ANSWERS:
            self._kept.popitem(last=False)
