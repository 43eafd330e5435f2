"""Where a figure comes from: a document, the place in it, and how it was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

READS: Final = ("source", "second-hand", "memory", "assumption")
"""How a figure was read, strongest first: in the document, in another's text about it, from memory, or assumed."""


@dataclass(frozen=True)
class Source:
    """A document, cited once. `where` says where it can be found, as far as that is known."""

    id: str
    title: str
    kind: str
    published: date | None = None
    reference: str | None = None
    where: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Citation:
    """A source's id and the place in it."""

    source: str
    at: str | None = None

    def __str__(self) -> str:
        return f"{self.source}, {self.at}" if self.at else self.source
