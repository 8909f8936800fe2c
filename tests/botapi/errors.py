"""The refusals of the Bot API."""

from __future__ import annotations

from typing import Any

DESCRIPTIONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


class ApiError(Exception):
    """An answer with ``"ok": false``."""

    def __init__(
        self,
        status: int,
        description: str | None = None,
        retry_after: int | None = None,
        migrate_to_chat_id: int | None = None,
    ):
        if description is None:
            default = f"Error {status}"
            description = DESCRIPTIONS.get(status, default)
            if status == 429:
                description = f"Too Many Requests: retry after {retry_after}"
        super().__init__(description)
        self.status = status
        self.description = description
        parameters = {"retry_after": retry_after, "migrate_to_chat_id": migrate_to_chat_id}
        self.parameters = {name: value for name, value in parameters.items() if value is not None}

    def answer(self) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> ApiError:
    """A refusal with status 400."""
    return ApiError(400, f"Bad Request: {reason}")
