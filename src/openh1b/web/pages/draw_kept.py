"""Answers that wait to be saved: in memory, few, for a quarter of an hour, under a name that cannot be guessed."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

SECONDS: Final = 15 * 60
MOST: Final = 16
MOST_BYTES: Final = 256 * 1024**2


@dataclass(frozen=True)
class Kept:
    """A file to be saved. until: on the machine's own clock, in seconds."""

    name: str
    data: bytes
    until: float


@dataclass
class Shelf:
    """The files that wait, the oldest first."""

    seconds: float = SECONDS
    lock: Lock = field(default_factory=Lock)
    held: OrderedDict[str, Kept] = field(default_factory=OrderedDict)

    def keep(self, name: str, data: bytes) -> str:
        """Put a file on the shelf; the oldest make room. Returns what to ask for it by."""
        token = secrets.token_urlsafe(24)
        with self.lock:
            self._clear()
            self.held[token] = Kept(name, data, time.monotonic() + self.seconds)
            while len(self.held) > MOST or (len(self.held) > 1 and self._bytes() > MOST_BYTES):
                self.held.popitem(last=False)
        return token

    def take(self, token: str) -> Kept | None:
        """The file, which stays until its time is over; None where it is gone or never was."""
        with self.lock:
            self._clear()
            return self.held.get(token)

    def _clear(self) -> None:
        now = time.monotonic()
        for token in [token for token, one in self.held.items() if one.until < now]:
            del self.held[token]

    def _bytes(self) -> int:
        return sum(len(one.data) for one in self.held.values())
