"""The record of calls and the failures a test asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypedDict

from tests.botapi.errors import ApiError


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a method; status 0 means that the connection was closed without an answer."""

    method: str
    params: dict[str, Any]
    status: int
    time: float
    answer: dict[str, Any] = field(repr=False)

    @property
    def description(self) -> str | None:
        """The words of a refusal."""
        return self.answer.get("description")


class FaultOptions(TypedDict, total=False):
    """How a call fails; without a status and without a drop it is only late."""

    status: int
    retry_after: int
    times: int
    drop: bool
    delay: float
    applied: bool
    description: str


@dataclass(slots=True)
class Fault:
    """A failure that the next calls of a method meet."""

    method: str
    status: int | None = None
    retry_after: int | None = None
    times: int = 1
    drop: bool = False
    delay: float = 0.0
    applied: bool = False
    chat_id: int | None = None
    description: str | None = None

    def matches(self, method: str, chat_id: object) -> bool:
        """Whether a call meets this failure."""
        wanted = self.method == "*" or self.method.lower() == method.lower()
        return self.times > 0 and wanted and self.chat_id in (None, chat_id)

    def error(self) -> ApiError | None:
        """The refusal to answer with, if the failure has one."""
        if self.status is None:
            return None
        return ApiError(self.status, self.description, self.retry_after)


def take(faults: list[Fault], method: str, chat_id: object) -> Fault | None:
    """The first failure that a call meets, used up by one."""
    for fault in faults:
        if fault.matches(method, chat_id):
            fault.times -= 1
            return fault
    return None
