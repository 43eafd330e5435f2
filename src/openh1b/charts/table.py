"""A table as people read it: on any page and in any file that is made for reading."""

from __future__ import annotations

from dataclasses import dataclass

Cells = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table as text. numbers: how many of the last columns are numbers."""

    head: Cells
    rows: tuple[Cells, ...]
    numbers: int
