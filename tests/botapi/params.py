"""The parameters of a call: from the address, a form, JSON or multipart."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from tornado.httputil import HTTPServerRequest

from tests.botapi.errors import bad_request

JSON_FIELDS = {
    "allowed_updates",
    "button",
    "caption_entities",
    "commands",
    "entities",
    "link_preview_options",
    "reply_markup",
    "reply_parameters",
    "results",
    "scope",
}
TEXT_FIELDS = {"text", "caption"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent with a call."""

    file_name: str
    content: bytes = field(repr=False)
    mime_type: str


@dataclass(slots=True)
class Params:
    """The parameters and files of one call."""

    values: dict[str, Any]
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A parameter as text, empty if it is missing."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A parameter as a number."""
        value = self.values.get(name)
        try:
            return default if value is None else int(value)
        except (TypeError, ValueError):
            raise bad_request(f'can\'t parse parameter "{name}": expected a number') from None

    def flag(self, name: str) -> bool:
        """A parameter as yes or no."""
        return self.text(name).lower() in {"true", "1", "yes"}

    def data(self, name: str) -> Any:
        """A parameter as parsed JSON, None if it is missing."""
        return self.values.get(name)

    def shown(self) -> dict[str, Any]:
        """All parameters for the record, files as uploads."""
        return {**self.values, **self.files}


def read(request: HTTPServerRequest) -> Params:
    """The parameters of a request."""
    raw: dict[str, Any] = {name: values[-1].decode() for name, values in request.arguments.items()}
    if request.headers.get("Content-Type", "").startswith("application/json") and request.body:
        try:
            body = json.loads(request.body)
        except ValueError:
            raise bad_request("can't parse request as JSON object") from None
        if not isinstance(body, dict):
            raise bad_request("can't parse request as JSON object")
        raw |= body
    files = {
        name: Upload(sent[-1]["filename"], sent[-1]["body"], sent[-1]["content_type"])
        for name, sent in request.files.items()
    }
    return Params({name: plain(name, value) for name, value in raw.items()}, files)


def plain(name: str, value: Any) -> Any:
    """A value as Python has it: JSON parsed, numbers and truth values as such."""
    if not isinstance(value, str) or name in TEXT_FIELDS:
        return value
    if name in JSON_FIELDS:
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None
    if value in {"true", "false"}:
        return value == "true"
    if name.endswith(("chat_id", "message_id", "user_id")) or name in {"offset", "limit", "timeout"}:
        return int(value) if value.lstrip("-").isdigit() else value
    return value
