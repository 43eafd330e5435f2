"""Where a figure comes from: a document, the place in it, and how it was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

READS: Final = ("source", "second-hand", "memory", "assumption")
"""How a figure was read, strongest first: in the document, in another's text about it, from memory, or assumed."""
BETWEEN: Final = "; "
"""What stands between short names in a line; these hold commas."""
HEAD: Final = ("Source", "Id", "Title", "Where", "How it was read")
"""Head of a table of sources, whose rows are those of `source_row`."""

Row = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Source:
    """A document, cited once. short: its name in a source line. where: where it can be found, as far as is known."""

    id: str
    title: str
    short: str
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


def short_names(names: Iterable[str], known: Mapping[str, Source]) -> tuple[str, ...]:
    """Ids as they are printed in a source line, each once; one that no source has stays as it is."""
    return tuple(known[name].short if name in known else name for name in dict.fromkeys(names))


def source_line(names: Iterable[str], known: Mapping[str, Source], most: int | None = None) -> str:
    """Short names in a line. most: of more than one above it only so many are named, and the others counted."""
    every = short_names(names, known)
    if most is None or len(every) <= most + 1:
        return BETWEEN.join(every)
    return BETWEEN.join((*every[:most], f"and {len(every) - most} more"))


def citation_line(citations: Iterable[Citation], known: Mapping[str, Source]) -> str:
    """Citations on one line, by short names, each with its place."""
    return BETWEEN.join(str(Citation(short_names([one.source], known)[0], one.at)) for one in citations)


def source_row(name: str, known: Mapping[str, Source]) -> Row:
    """A row under HEAD. An id that no source has stands for its short name too; nothing else is known of it."""
    one = known.get(name)
    if one is None:
        return name, name, "", "", ""
    where = BETWEEN.join(filter(None, (one.reference, str(one.published or ""), one.where)))
    return one.short, name, one.title, where, one.note or ""
