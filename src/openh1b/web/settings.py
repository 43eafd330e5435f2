"""What the server is started with. Frozen: nothing of it changes while it runs."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Final

DEFAULT_HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8017
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Limits:
    """Limits on what may be sent. body_bytes: of any request; rows, columns: of an uploaded table; seconds: to read it.

    address_letters: of a query string.
    """

    body_bytes: int = 32 * 1024 * 1024
    rows: int = 1_000_000
    columns: int = 200
    seconds: float = 60.0
    address_letters: int = 16_384


@dataclass(frozen=True)
class Settings:
    """host and port: where to listen; port 0 takes a free one. store: folder of the store, None for the usual place.

    hosts: further names under which requests may ask for this server, such as that of a proxy in front of it.
    helpers: processes that answer beside it; None for as many as there are processors to spare.
    """

    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    store: Path | None = None
    limits: Limits = Limits()
    hosts: tuple[str, ...] = ()
    helpers: int | None = None

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def serves(self, name: str) -> bool:
        """Whether a request for this host name is ours; another site's name that points here (rebinding) is not.

        A number is nobody's name, so a server that others can reach answers to any.
        """
        if name in _LOCAL or name in self.hosts or name == self.host:
            return True
        return not self.loopback and (_is_number(name) or name in {socket.gethostname(), socket.getfqdn()})


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
