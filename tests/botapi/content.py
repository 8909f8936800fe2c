"""Texts, keyboards and files of a call, checked as Telegram checks them."""

from __future__ import annotations

import struct

from tests.botapi.entities import Entity, cleaned, detected, settled, trimmed, utf16_length
from tests.botapi.errors import ApiError, bad_request
from tests.botapi.markup import parse_html
from tests.botapi.model import Attachment, Content, Message, Room
from tests.botapi.params import Params
from tests.botapi.world import World

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
PHOTO_SIDES = 10_000  # width and height together
PHOTO_RATIO = 20
IMAGES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif", b"RIFF": "image/webp"}


def formatted(params: Params, name: str, entities_name: str) -> Content:
    """A text as people will see it."""
    source = params.text(name)
    mode = params.text("parse_mode")
    if mode and mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    if mode:
        text, entities = parse_html(cleaned(source))
    else:
        text = cleaned(source)
        entities = given(params, entities_name, text)
    text, entities = trimmed(text, entities)
    return Content(text, detected(text, entities), source, mode or None)


def given(params: Params, name: str, text: str) -> tuple[Entity, ...]:
    """The entities that came with a text instead of a parse mode."""
    data = params.data(name)
    if not isinstance(data, list):
        return ()
    try:
        entities = [
            Entity(one["type"], one["offset"], one["length"], one.get("url"), one.get("language")) for one in data
        ]
    except (KeyError, TypeError, AttributeError):
        raise bad_request("can't parse MessageEntity: Object expected") from None
    size = utf16_length(text)
    for entity in entities:
        if not 0 <= entity.offset <= size:
            raise bad_request(f"entity begins in a wrong place at UTF-16 offset {entity.offset}")
        if entity.length < 0 or entity.end > size:
            place = f"beginning at UTF-16 offset {entity.offset} ends after the end of the text"
            raise bad_request(f"entity {place} at UTF-16 offset {entity.end}")
    return settled(entities)


def message_text(params: Params, too_long: str) -> Content:
    """The text of a message."""
    if not params.text("text"):
        raise bad_request("message text is empty")
    content = formatted(params, "text", "entities")
    if not content.text:
        raise bad_request("text must be non-empty")
    if utf16_length(content.text) > TEXT_UNITS:
        raise bad_request(too_long)
    return content


def caption(params: Params) -> Content:
    """The caption of a file, which may be empty."""
    content = formatted(params, "caption", "caption_entities")
    if utf16_length(content.text) > CAPTION_UNITS:
        raise bad_request("message caption is too long")
    return content


def attachment(world: World, params: Params, name: str) -> Attachment:
    """The file of a call: uploaded with it or known from before."""
    reference = params.text(name)
    upload = params.files.get(reference.removeprefix("attach://")) if reference else params.files.get(name)
    if upload is None:
        if not reference:
            raise bad_request(f"there is no {name} in the request")
        known = world.files.get(reference)
        if known is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return known
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > world.limits.upload:
        raise ApiError(413)
    mime_type = upload.mime_type
    if name == "photo":
        mime_type = next((kind for mark, kind in IMAGES.items() if upload.content.startswith(mark)), "")
        if not mime_type:
            raise bad_request("IMAGE_PROCESS_FAILED")
        check_photo(upload.content, world.limits.photo)
    return world.keep_file(upload.file_name, upload.content, mime_type)


def check_photo(content: bytes, largest: int) -> None:
    """Refuse a picture that Telegram takes as a file only; of sizes, those of a PNG are read."""
    if len(content) > largest:
        said = f"file of size {len(content)} bytes is too big for a photo; the maximum size is {largest} bytes"
        raise bad_request(said)
    if content.startswith(b"\x89PNG"):
        width, height = struct.unpack(">II", content[16:24])
        if width + height > PHOTO_SIDES or max(width, height) > PHOTO_RATIO * min(width, height):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")


def room_of(world: World, params: Params) -> Room:
    """The chat a call is about, if the bot may write there."""
    if not params.text("chat_id"):
        raise bad_request("chat_id is empty")
    room = world.rooms.get(params.data("chat_id"))
    if room is None:
        raise bad_request("chat not found")
    if room.successor:
        said = "Bad Request: group chat was upgraded to a supergroup chat"
        raise ApiError(400, said, migrate_to_chat_id=room.successor)
    if room.closed:
        raise ApiError(403, f"Forbidden: {room.closed}")
    return room


def target(world: World, params: Params, action: str) -> Message:
    """The message a call is to edit or delete."""
    room = room_of(world, params)
    if not params.text("message_id"):
        raise bad_request("message identifier is not specified")
    message = room.messages.get(params.integer("message_id"))
    if message is None or message.deleted:
        raise bad_request(f"message to {action} not found")
    return message


def replied(params: Params, room: Room) -> Message | None:
    """The message a call answers."""
    parameters = params.data("reply_parameters")
    parameters = parameters if isinstance(parameters, dict) else {}
    message_id = parameters.get("message_id") or params.integer("reply_to_message_id")
    if not message_id:
        return None
    message = room.messages.get(int(message_id))
    if message is None or message.deleted:
        if parameters.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    return message
