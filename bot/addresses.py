"""Where the program listens: an address of this machine and a port, as people write them."""

import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"(?:(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s\[\]:/@]+)?:)?(?P<port>\d{1,5})")
_LAST_PORT = 65_535
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Address:
    """A host and a port; port 0 is any free one."""

    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def parse_address(written: str) -> Address:
    """``127.0.0.1:8443``, ``[::1]:8443``, ``0.0.0.0:80``; a port alone is one of this machine only.

    Raises:
        ValueError: it is no such thing.
    """
    match = _WRITTEN.fullmatch(written.strip())
    if not match or int(match["port"]) > _LAST_PORT:
        raise ValueError("an address looks like 127.0.0.1:8443")
    return Address((match["host"] or LOOPBACK).strip("[]"), int(match["port"]))
