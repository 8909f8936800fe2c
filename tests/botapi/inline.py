"""The results of an inline query, checked as Telegram checks them."""

from __future__ import annotations

import re
from typing import Any

from tests.botapi.content import message_text
from tests.botapi.errors import bad_request
from tests.botapi.keyboard import parse_markup
from tests.botapi.params import Params

RESULTS = 50
ID_BYTES = 64
START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")


def checked_results(results: object) -> list[dict[str, Any]]:
    """The results of an answer, if Telegram takes them."""
    if not isinstance(results, list) or not all(isinstance(each, dict) for each in results):
        raise bad_request("can't parse results JSON object")
    if len(results) > RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    names = [str(each.get("id", "")) for each in results]
    if not all(0 < len(name.encode()) <= ID_BYTES for name in names):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(names)) < len(names):
        raise bad_request("RESULT_ID_DUPLICATE")
    for each in results:
        check_article(each)
    return results


def check_article(result: dict[str, Any]) -> None:
    """Refuse an article that Telegram refuses."""
    if result.get("type") != "article":
        return
    content = result.get("input_message_content")
    if not str(result.get("title", "")).strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    if not isinstance(content, dict):
        raise bad_request("inline query result must contain a message")
    message_text(Params({**content, "text": content.get("message_text", "")}), "MESSAGE_TOO_LONG")
    parse_markup(result.get("reply_markup"))


def checked_button(button: object) -> dict[str, Any] | None:
    """The button above the results, if Telegram takes it."""
    if not isinstance(button, dict):
        return None
    if not str(button.get("text", "")).strip():
        raise bad_request("can't parse inline query results button: Can't find field \"text\"")
    if "start_parameter" in button and not START_PARAMETER.fullmatch(str(button["start_parameter"])):
        raise bad_request("START_PARAM_INVALID")
    return button
