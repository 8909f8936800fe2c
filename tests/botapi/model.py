"""What passes through a chat: people, messages, files, answers to a pressed button."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import Any

from tests.botapi.entities import Entity
from tests.botapi.keyboard import Button, Rows, markup_json


@dataclass(frozen=True, slots=True)
class User:
    """A person or a bot."""

    id: int
    first_name: str
    language_code: str | None = None
    username: str | None = None
    is_bot: bool = False

    def to_json(self) -> dict[str, Any]:
        """The user as the Bot API gives it."""
        data: dict[str, Any] = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            data["username"] = self.username
        if self.language_code:
            data["language_code"] = self.language_code
        return data


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a message."""

    file_id: str
    file_name: str
    content: bytes = field(repr=False)
    mime_type: str = "application/octet-stream"

    @property
    def path(self) -> str:
        """Where the file can be fetched, as in the answer to getFile."""
        return f"documents/{self.file_id}"

    def to_json(self) -> dict[str, Any]:
        """The file without what only documents have."""
        return {
            "file_id": self.file_id,
            "file_unique_id": f"unique-{self.file_id}",
            "file_size": len(self.content),
        }

    def document_json(self) -> dict[str, Any]:
        """The file as a document."""
        return {**self.to_json(), "file_name": self.file_name, "mime_type": self.mime_type}

    def photo_json(self) -> list[dict[str, Any]]:
        """The file as a photo, in its only size."""
        return [{**self.to_json(), "width": 90, "height": 90}]


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says, as it is seen, with its source."""

    text: str = ""
    entities: tuple[Entity, ...] = ()
    source: str = ""
    parse_mode: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it is now; an edited message is a new object with the same id."""

    message_id: int
    room: Room = field(repr=False, compare=False)
    sender: User
    date: int
    content: Content
    keyboard: Rows = ()
    document: Attachment | None = None
    photo: Attachment | None = None
    reply_to: Message | None = field(default=None, repr=False)
    edit_date: int | None = None
    deleted: bool = False

    @property
    def text(self) -> str:
        """The visible text, or the caption of a file."""
        return self.content.text

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The entities of the visible text."""
        return self.content.entities

    @property
    def html(self) -> str:
        """The source in HTML; a text sent without a parse mode is escaped."""
        if self.content.parse_mode:
            return self.content.source
        return html.escape(self.content.text, quote=False)

    @property
    def from_bot(self) -> bool:
        """Whether the bot sent it."""
        return self.sender.is_bot

    @property
    def edited(self) -> bool:
        """Whether its text was changed after it was sent."""
        return self.edit_date is not None

    @property
    def buttons(self) -> list[Button]:
        """All buttons, row after row."""
        return [button for row in self.keyboard for button in row]

    def button(self, label: str) -> Button:
        """The button with this text or callback data."""
        for button in self.buttons:
            if label in (button.text, button.callback_data):
                return button
        known = ", ".join(f"{button.text!r} ({button.callback_data or button.url})" for button in self.buttons)
        raise LookupError(f"message {self.message_id} has no button {label!r}; its buttons: {known or 'none'}")

    def spans(self, kind: str) -> list[str]:
        """The parts of the text that entities of one type cover."""
        return [entity.of(self.text) for entity in self.entities if entity.type == kind]

    def to_json(self, *, nested: bool = False) -> dict[str, Any]:
        """The message as the Bot API gives it; a message replied to comes without its own reply."""
        data: dict[str, Any] = {
            "message_id": self.message_id,
            "from": self.sender.to_json(),
            "chat": self.room.to_json(),
            "date": self.date,
        }
        captioned = self.document or self.photo
        if self.text:
            data["caption" if captioned else "text"] = self.text
        if self.entities:
            name = "caption_entities" if captioned else "entities"
            data[name] = [entity.to_json() for entity in self.entities]
        if self.document:
            data["document"] = self.document.document_json()
        if self.photo:
            data["photo"] = self.photo.photo_json()
        if self.edit_date is not None:
            data["edit_date"] = self.edit_date
        if self.keyboard:
            data["reply_markup"] = markup_json(self.keyboard)
        if self.reply_to and not nested:
            data["reply_to_message"] = self.reply_to.to_json(nested=True)
        return data

    def inaccessible_json(self) -> dict[str, Any]:
        """The message as the Bot API gives one that is too old: its place alone."""
        return {"message_id": self.message_id, "chat": self.room.to_json(), "date": 0}


@dataclass(slots=True, eq=False)
class Room:
    """The state of a chat."""

    id: int
    type: str
    members: list[User]
    title: str | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    arrivals: list[int] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    closed: str = ""
    successor: int | None = None

    @property
    def private(self) -> bool:
        """Whether it is a chat with one person."""
        return self.type == "private"

    def to_json(self) -> dict[str, Any]:
        """The chat as the Bot API gives it."""
        data: dict[str, Any] = {"id": self.id, "type": self.type}
        if self.title is not None:
            data["title"] = self.title
        if self.private:
            data["first_name"] = self.members[0].first_name
            if self.members[0].username:
                data["username"] = self.members[0].username
        return data


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What answerCallbackQuery showed to the person who pressed a button."""

    text: str = ""
    show_alert: bool = False
    url: str | None = None
