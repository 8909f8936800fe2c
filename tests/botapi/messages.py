"""The methods that send, change and delete messages."""

from __future__ import annotations

import time
from typing import Any

from tests.botapi.content import attachment, caption, message_text, replied, room_of, target
from tests.botapi.errors import bad_request
from tests.botapi.inline import checked_button, checked_results
from tests.botapi.keyboard import Rows, parse_markup
from tests.botapi.model import CallbackAnswer, Content, Message, Room
from tests.botapi.params import Params
from tests.botapi.world import World

ACTIONS = {
    "choose_sticker",
    "find_location",
    "record_video",
    "record_video_note",
    "record_voice",
    "typing",
    "upload_document",
    "upload_photo",
    "upload_video",
    "upload_video_note",
    "upload_voice",
}
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
OLD_QUERY = "query is too old and response timeout expired or query ID is invalid"
ANSWER_CHARACTERS = 200


class MessageMethods:
    """Methods on messages."""

    def __init__(self, world: World) -> None:
        self.world = world

    def send_message(self, params: Params) -> dict[str, Any]:
        """Send a text."""
        room = room_of(self.world, params)
        return self.post(room, params, message_text(params, "message is too long"))

    def send_document(self, params: Params) -> dict[str, Any]:
        """Send a file."""
        room = room_of(self.world, params)
        content = caption(params)
        return self.post(room, params, content, document=attachment(self.world, params, "document"))

    def send_photo(self, params: Params) -> dict[str, Any]:
        """Send a picture."""
        room = room_of(self.world, params)
        content = caption(params)
        return self.post(room, params, content, photo=attachment(self.world, params, "photo"))

    def post(self, room: Room, params: Params, content: Content, **details: Any) -> dict[str, Any]:
        """Put a message of the bot into the chat."""
        keyboard = parse_markup(params.data("reply_markup"))
        reply = replied(params, room)
        bot = self.world.bot
        return self.world.post(room, bot, content, keyboard=keyboard, reply_to=reply, **details).to_json()

    def own(self, params: Params) -> Message:
        """The bot's own message that a call is to edit."""
        message = target(self.world, params, "edit")
        if not message.from_bot:
            raise bad_request("message can't be edited")
        return message

    def edit(self, message: Message, content: Content, keyboard: Rows) -> dict[str, Any]:
        """Change a message, if that changes anything."""
        said = (content.text, content.entities)
        if said == (message.text, message.entities) and keyboard == message.keyboard:
            raise bad_request(SAME)
        date = message.edit_date if said == (message.text, message.entities) else int(time.time())
        return self.world.change(message, content=content, keyboard=keyboard, edit_date=date).to_json()

    def edit_message_text(self, params: Params) -> dict[str, Any]:
        """Replace a text; without a keyboard in the call, the keyboard goes."""
        message = self.own(params)
        if message.document or message.photo:
            raise bad_request("there is no text in the message to edit")
        content = message_text(params, "MESSAGE_TOO_LONG")
        return self.edit(message, content, parse_markup(params.data("reply_markup")))

    def edit_message_caption(self, params: Params) -> dict[str, Any]:
        """Replace a caption."""
        message = self.own(params)
        if not (message.document or message.photo):
            raise bad_request("there is no caption in the message to edit")
        return self.edit(message, caption(params), parse_markup(params.data("reply_markup")))

    def edit_message_reply_markup(self, params: Params) -> dict[str, Any]:
        """Replace or remove a keyboard."""
        message = self.own(params)
        return self.edit(message, message.content, parse_markup(params.data("reply_markup")))

    def delete_message(self, params: Params) -> bool:
        """Delete a message of the bot, or of the person in a private chat."""
        message = target(self.world, params, "delete")
        if not (message.from_bot or message.room.private):
            raise bad_request("message can't be deleted")
        self.world.change(message, deleted=True)
        return True

    def send_chat_action(self, params: Params) -> bool:
        """Show what the bot is doing."""
        room = room_of(self.world, params)
        action = params.text("action")
        if action not in ACTIONS:
            raise bad_request("wrong parameter action in request")
        with self.world.changed:
            room.actions.append(action)
            self.world.changed.notify_all()
        return True

    def answer_callback_query(self, params: Params) -> bool:
        """Answer a pressed button, once."""
        query = params.text("callback_query_id")
        text = params.text("text")
        with self.world.changed:
            open_query = query in self.world.queries and self.world.queries[query] is None
            if not open_query or query in self.world.expired:
                raise bad_request(OLD_QUERY)
            if len(text) > ANSWER_CHARACTERS:
                raise bad_request("MESSAGE_TOO_LONG")
            answer = CallbackAnswer(text, params.flag("show_alert"), params.text("url") or None)
            self.world.queries[query] = answer
            self.world.changed.notify_all()
        return True

    def answer_inline_query(self, params: Params) -> bool:
        """Answer an inline query, once."""
        query = params.text("inline_query_id")
        results = checked_results(params.data("results"))
        button = checked_button(params.data("button"))
        with self.world.changed:
            if self.world.inline_answers.get(query, ()) is not None:
                raise bad_request(OLD_QUERY)
            self.world.inline_answers[query] = results
            self.world.inline_buttons[query] = button
            self.world.changed.notify_all()
        return True
