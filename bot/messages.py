"""What a channel hands to the conversation: a message, and the person who sent it."""

from dataclasses import dataclass, field

from data.bilingual import Language


@dataclass(frozen=True, slots=True)
class Person:
    """Who writes: the language of their app or terminal, and where.

    ``chat`` is empty where nothing is to be remembered; ``member`` is the channel's id of the person and tells the
    people of a group apart; ``name`` is what others call them.
    """

    language: Language
    chat: str = ""
    member: str = ""
    name: str = ""
    in_group: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was sent."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """What came in: text that was written, the action of a button that was pressed, or a file.

    ``about`` is the channel's name for the message of the bot that it replies to, or that the button is under;
    ``offered`` are the actions of that message's buttons and, for a button, ``asked`` is the text it answers, where the
    channel knows them. ``edits`` is the channel's name for the message that answered the wording before, where the
    text is a new one.
    """

    text: str = ""
    action: str = ""
    about: str = ""
    asked: str = ""
    offered: tuple[str, ...] = ()
    edits: str = ""
    document: Document | None = None
