"""PTB's way to Telegram, but for what it would log: bodies that cannot be read, which may say what people wrote."""

import json
import logging
from collections.abc import Callable
from typing import Any

from telegram import Update
from telegram.error import NetworkError
from telegram.request import HTTPXRequest

from bot.logs import log_event

_OK = 200


class DiscreetRequest(HTTPXRequest):
    """Takes an answer that cannot be read for a fault of the network, and logs nothing of it."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The object in an answer.

        Raises:
            NetworkError: there is none.
        """
        try:
            answer = json.loads(payload)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise NetworkError("no answer of the Bot API")
        return answer


class WatchedRequest(DiscreetRequest):
    """For getUpdates alone: tells of each good answer, and empties updates that PTB cannot read.

    PTB would refuse, and log, all that came with one of them, and would be handed it again for ever.
    """

    def __init__(self, beat: Callable[[], None]) -> None:
        super().__init__(connection_pool_size=1)
        self._beat = beat

    async def do_request(self, *given: Any, **named: Any) -> tuple[int, bytes]:
        """Ask, and tell where the answer is good."""
        status, body = await super().do_request(*given, **named)
        if status == _OK:
            self._beat()
        return status, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The object in an answer; of an update that cannot be read, its number."""
        answer = DiscreetRequest.parse_json_payload(payload)
        updates = answer.get("result")
        if isinstance(updates, list):
            answer["result"] = [each if is_readable(each) else {"update_id": each["update_id"]} for each in updates]
        return answer


def is_readable(update: dict[str, Any]) -> bool:
    """Whether PTB can read an update; says in the log which one it cannot, and no more of it."""
    try:
        Update.de_json(update, None)
    except Exception as error:  # noqa: BLE001 - PTB reads it with code of every kind
        log_event("update dropped", level=logging.ERROR, update=update["update_id"], error=type(error).__name__)
        return False
    return True
