"""What the conversation is made of: features, each with the commands and buttons it answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from bot.messages import Message, Person
from bot.replies import Reply
from data.bilingual import Bilingual, Language
from data.roles import Role
from retrieval.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Request:
    """A message with who sent it, what they may do, and the shelf they may read."""

    message: Message
    person: Person
    role: Role
    shelf: Shelf

    @property
    def language(self) -> Language:
        """The language the person is answered in."""
        return self.person.language

    def say(self, sentence: Bilingual, **values: object) -> str:
        """A sentence in the person's language, its places filled with ``values``."""
        said = sentence.say(self.person.language)
        return said.format(**values) if values else said


Run = Callable[[str, Request], Reply]
"""Answers a request; the text is the argument of the command or of the button's action."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, what it is for (as menu and help show it), and who may give it.

    ``usage`` is what follows the name in the help, ``26-3-2``. ``is_slow`` where answering may take seconds,
    ``in_groups`` where it may be given in a group, ``in_menu`` where it is offered.
    """

    name: str
    run: Run
    title: Bilingual
    usage: Bilingual | None = None
    role: Role = Role.READER
    in_groups: bool = True
    in_menu: bool = True
    is_slow: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """What a button does: the first word of its action, and who may press it."""

    verb: str
    run: Run
    role: Role = Role.READER
    is_slow: bool = False


class Topic(Enum):
    """What features are about: the headings of the help, in its order."""

    ASKING = Bilingual("提问与查找", "Asking and finding")
    READING = Bilingual("查看原文", "Reading the minutes")
    DIGESTS = Bilingual("摘要与关注", "Digests and watches")
    ONESELF = Bilingual("我的设置", "My settings")
    ADMINISTRATION = Bilingual("管理", "Administration")


class Feature(Protocol):
    """A group of commands and buttons."""

    @property
    def commands(self) -> Sequence[Command]:
        """The commands, in the order of the help."""

    @property
    def actions(self) -> Sequence[Action]:
        """The buttons' actions."""
