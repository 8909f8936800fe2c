"""Buttons as Telegram's inline keyboards, and the links that lead back to the bot."""

from collections.abc import Sequence
from itertools import groupby
from urllib.parse import quote

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.helpers import create_deep_linked_url

from bot.replies import BUTTONS_A_ROW, Button

_MOST_BUTTONS = 100  # Telegram takes no more under one message
_MOST_IN_ROW = 8
_LONGEST_ACTION = 64  # bytes


def deep_link(username: str, payload: str, *, to_group: bool = False) -> str:
    """A link that opens the bot and hands it a payload; to the bot alone where Telegram takes no such payload."""
    try:
        return create_deep_linked_url(username, payload, group=to_group)
    except ValueError:
        return f"https://t.me/{username}"


def keyboard(buttons: Sequence[Button], username: str) -> InlineKeyboardMarkup | None:
    """The buttons under the last message of a reply; those of one row side by side, the others two and two."""
    drawn = [(each.row, _drawn(each, username)) for each in buttons if _fits(each)][:_MOST_BUTTONS]
    rows: list[list[InlineKeyboardButton]] = []
    for row, run in groupby(drawn, lambda each: each[0]):
        side_by_side = [button for _, button in run]
        width = _MOST_IN_ROW if row else BUTTONS_A_ROW
        rows += [side_by_side[start : start + width] for start in range(0, len(side_by_side), width)]
    return InlineKeyboardMarkup(rows) if rows else None


def _fits(button: Button) -> bool:
    return bool(button.share) or 0 < len(button.action.encode()) <= _LONGEST_ACTION


def _drawn(button: Button, username: str) -> InlineKeyboardButton:
    if not button.share:
        return InlineKeyboardButton(button.label, callback_data=button.action)
    address = quote(deep_link(username, button.share), safe="")
    return InlineKeyboardButton(button.label, url=f"https://t.me/share/url?url={address}")
