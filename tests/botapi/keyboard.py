"""Inline keyboards and what Telegram refuses in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.botapi.errors import bad_request

ACTIONS = {
    "callback_data",
    "callback_game",
    "copy_text",
    "login_url",
    "pay",
    "switch_inline_query",
    "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat",
    "url",
    "web_app",
}
OTHER_MARKUP = {"keyboard", "remove_keyboard", "force_reply"}
DATA_BYTES = 64
BUTTONS = 100
BUTTONS_IN_ROW = 8


@dataclass(frozen=True, slots=True)
class Button:
    """A button below a message."""

    text: str
    callback_data: str | None = None
    url: str | None = None
    raw: tuple[tuple[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The button as the Bot API gives it."""
        return dict(self.raw)


Rows = tuple[tuple[Button, ...], ...]


def parse_markup(markup: object) -> Rows:
    """The rows of an inline keyboard; other reply markup has none."""
    if markup in (None, "", {}):
        return ()
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        if markup.keys() & OTHER_MARKUP:
            return ()
        raise bad_request("can't parse reply keyboard markup JSON object")
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    parsed = tuple(tuple(parse_button(button) for button in row) for row in rows if row)
    if sum(map(len, parsed)) > BUTTONS or any(len(row) > BUTTONS_IN_ROW for row in parsed):
        raise bad_request("reply markup is too long")
    return parsed


def parse_button(data: object) -> Button:
    """One button, or Telegram's refusal of it."""
    if not isinstance(data, dict):
        raise bad_request("can't parse inline keyboard button: Object expected")
    text = data.get("text")
    if not isinstance(text, str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if not data.keys() & ACTIONS:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    payload, url = data.get("callback_data"), data.get("url")
    if payload is not None and not 0 < len(str(payload).encode()) <= DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if url is not None:
        check_url(str(url))
    return Button(text, payload, url, tuple(data.items()))


def check_url(url: str) -> None:
    """Refuse the address of a button that no client could open."""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme not in {"http", "https", "tg"}:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    if parts.scheme != "tg" and "." not in (parts.hostname or ""):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def markup_json(rows: Rows) -> dict[str, Any]:
    """The keyboard as the Bot API gives it."""
    return {"inline_keyboard": [[button.to_json() for button in row] for row in rows]}
