"""Whether the service works, for whoever watches it: nothing private, 200 or 503."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

from tornado.httpserver import HTTPServer
from tornado.web import Application

from bot.addresses import Address
from bot.telegram.listening import QuietHandler, Route, listen
from retrieval.library import MinutesLibrary

Mode = Literal["polling", "webhook"]

LONGEST_SILENCE = 180.0
"""Seconds without an answer to getUpdates after which polling does not work; one is answered twice a minute."""

_STORE_SECONDS = 5.0  # that reading the store may take
_OK, _UNAVAILABLE = 200, 503


@dataclass(frozen=True, slots=True)
class HealthReport:
    """Whether the service works, and the fields of the answer."""

    is_well: bool
    fields: dict[str, object]


Report = Callable[[], Awaitable[HealthReport]]


@dataclass
class Health:
    """Knows when updates came last, and how many wait to be answered (``pending``, which may read the store)."""

    library: MinutesLibrary
    mode: Mode
    pending: Callable[[], int]
    clock: Callable[[], float] = time.monotonic
    _last: float = field(init=False)

    def __post_init__(self) -> None:
        """Count from now."""
        self._last = self.clock()

    def beat(self) -> None:
        """Be told that getUpdates was answered, or that an update came in."""
        self._last = self.clock()

    async def report(self) -> HealthReport:
        """How the service is now; never raises."""
        silence = self.clock() - self._last
        fields: dict[str, object] = {"version": _version(), "mode": self.mode, "silent_seconds": round(silence, 1)}
        failing = ["polling"] if self.mode == "polling" and silence > LONGEST_SILENCE else []
        try:
            fields |= await asyncio.wait_for(asyncio.to_thread(self._kept), _STORE_SECONDS)
        except Exception:  # noqa: BLE001 - whatever it is, the store cannot be read
            failing.append("store")
        status = {"status": "failing", "failing": failing} if failing else {"status": "ok"}
        return HealthReport(not failing, {**status, **fields})

    def _kept(self) -> dict[str, object]:
        """What the store tells; how many meetings there are would tell of those that are not public."""
        return {"has_minutes": self.library.counts.meetings > 0, "pending": self.pending()}


def _version() -> str:
    try:
        return version("minutes-bot")
    except PackageNotFoundError:  # run from a folder with the sources, not installed
        return "unknown"


class HealthHandler(QuietHandler):
    """GET and HEAD /health."""

    def initialize(self, report: Report) -> None:
        """Take what is handed to every request."""
        self._report = report

    async def get(self) -> None:
        """Say how the service is."""
        report = await self._report()
        self.set_status(_OK if report.is_well else _UNAVAILABLE)
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(report.fields))

    async def head(self) -> None:
        """The same without a body."""
        await self.get()


def health_route(report: Report) -> Route:
    """The route of /health for a Tornado application."""
    return (r"/health", HealthHandler, {"report": report})


class HealthServer:
    """Answers GET /health at an address, and nothing else."""

    def __init__(self, address: Address, report: Report) -> None:
        self._address = address
        self._report = report
        self._server: HTTPServer | None = None
        self.port = 0

    async def start(self) -> None:
        """Listen.

        Raises:
            MinutesError: the address is in use, or not one of this machine.
        """
        routes = [health_route(self._report)]
        self._server, self.port = listen(Application(routes, default_handler_class=QuietHandler), self._address)

    async def stop(self) -> None:
        """Listen no more."""
        if self._server:
            self._server.stop()
            await self._server.close_all_connections()
            self._server = None
