"""Listening at an address of this machine, and answering without a word in the log."""

import errno
import socket
from http.client import responses
from types import TracebackType
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler

from bot.addresses import Address
from data.bilingual import MinutesError

_LARGEST_READ = 16_000_000  # bytes of a body that are taken off the line, if only to say that it is too large
_BODY_SECONDS = 30.0
_IDLE_SECONDS = 300.0
_WAITING = 128  # connections that wait to be accepted


Route = tuple[str, type[RequestHandler], dict[str, Any]]
"""A pattern of paths, the kind of handler, and what is handed to each of them."""


class QuietHandler(RequestHandler):
    """Refuses in one word; neither addresses, bodies nor tracebacks of requests are logged."""

    def prepare(self) -> None:
        """Find nothing, unless a kind of handler says otherwise."""
        if type(self) is QuietHandler:
            raise HTTPError(404)

    def set_default_headers(self) -> None:
        """Say nothing of the server."""
        self.clear_header("Server")

    def write_error(self, status_code: int, **_: Any) -> None:
        """The name of the refusal."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(responses.get(status_code, "Error"))

    def log_exception(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Log nothing: what is worth it is logged where it happens."""


def listen(application: Application, address: Address) -> tuple[HTTPServer, int]:
    """A server that listens at ``address``, and its port.

    Raises:
        MinutesError: the address is in use, or not one of this machine.
    """
    application.settings.update(log_function=lambda _: None)
    try:
        family, *_, place = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)[0]
        listening = socket.create_server(place[:2], family=family, backlog=_WAITING)
    except OSError as error:
        raise _plain(address, error) from error
    listening.setblocking(False)  # noqa: FBT003 - the socket's own signature
    server = HTTPServer(
        application,
        max_body_size=_LARGEST_READ,
        body_timeout=_BODY_SECONDS,
        idle_connection_timeout=_IDLE_SECONDS,
    )
    server.add_socket(listening)
    return server, int(listening.getsockname()[1])


def _plain(address: Address, error: OSError) -> MinutesError:
    if error.errno == errno.EADDRINUSE:
        return MinutesError(
            f"{address} 已被其他程序占用：请停止那个程序，或改用别的端口。",
            f"{address} is in use by another program: stop that one, or set another port.",
        )
    if error.errno == errno.EACCES:
        return MinutesError(
            f"没有权限监听 {address}：请改用 1024 以上的端口。",
            f"listening at {address} is not allowed: set a port above 1024.",
        )
    return MinutesError(f"无法监听 {address}：本机没有这个地址。", f"{address} is no address of this machine.")
