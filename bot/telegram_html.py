"""Replies as Telegram's HTML (https://core.telegram.org/bots/api#html-style) and inline keyboards."""

from collections.abc import Sequence
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.replies import BUTTONS_A_ROW, Button, Paragraph, Reply, Style
from bot.splitting import split_paragraphs

_MOST_BUTTONS = 100  # Telegram takes no more under one message
_TAGS = {
    Style.TITLE: ("<b>", "</b>"),
    Style.PLAIN: ("", ""),
    Style.QUOTE: ("<blockquote>", "</blockquote>"),
    Style.NOTICE: ("", ""),
}


def html_messages(reply: Reply) -> list[str]:
    """The messages of a reply, in order; each fits and has its tags closed."""
    return ["\n".join(_html(paragraph) for paragraph in message) for message in split_paragraphs(reply.paragraphs)]


def keyboard(buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    """The buttons under the last message of a reply."""
    pressable = [InlineKeyboardButton(button.label, callback_data=button.action) for button in buttons[:_MOST_BUTTONS]]
    rows = [pressable[start : start + BUTTONS_A_ROW] for start in range(0, len(pressable), BUTTONS_A_ROW)]
    return InlineKeyboardMarkup(rows) if rows else None


def _html(paragraph: Paragraph) -> str:
    before, after = _TAGS[paragraph.style]
    citation = f" <i>[{escape(paragraph.citation)}]</i>" if paragraph.citation else ""
    return f"{before}{escape(paragraph.text)}{citation}{after}"
