"""The screen of a command: as wide as a terminal is, and of a fixed least width where output goes to a file or pipe."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from typing import Any, Final

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.table import Table

NARROWEST: Final = 40
_WORD: Final = 12
"""Letters that a column of words keeps on a narrow screen; longer words are folded."""
_FIRST: Final = 24
_WHOLE: Final = 10_000
_HEAD: Final = 8
"""Letters to which a heading over numbers is folded, if they are no wider."""


def screen(least: int) -> Console:
    """A console for standard output. least: columns where that is no terminal, so that every pipe has the same text."""
    return Console(highlight=False, width=width(least))


def width(least: int) -> int:
    """Columns of standard output: those of the terminal, and at least so many where it is none."""
    return max(Console().width, NARROWEST if sys.stdout.isatty() else least)


class FittedTable(Table):
    """A table that goes on below where its columns do not fit side by side; the first column is then repeated.

    Words are folded to the width. Numbers, which stand to the right, and columns with `no_wrap` are never cut.
    """

    def __init__(self, **how: Any) -> None:  # noqa: ANN401 - what a Table takes
        super().__init__(**how)
        self._how = how
        self._heads: list[tuple[RenderableType, dict[str, Any]]] = []
        self._lines: list[tuple[RenderableType, ...]] = []

    def add_column(self, header: RenderableType = "", *_: Any, **how: Any) -> None:  # noqa: ANN401
        """As Table does; what stands to the right is not wrapped, words are folded."""
        if how.get("justify") == "right":
            how["no_wrap"] = True
        how.setdefault("overflow", "fold")
        self._heads.append((header, how))
        super().add_column(header, **how)

    def add_row(self, *cells: RenderableType | None, **how: Any) -> None:  # noqa: ANN401
        """As Table does."""
        self._lines.append(tuple("" if cell is None else cell for cell in cells))
        super().add_row(*cells, **how)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The table, or its parts one below the other."""
        if not self._heads or self._needed(console) <= options.max_width:
            yield from super().__rich_console__(console, options)
            return
        sizes = [self._least(console, place) for place in range(len(self._heads))]
        parts = list(self._parts(sizes, options.max_width - self._edges))
        for place, columns in enumerate(parts):
            yield self._part(columns, sizes, first=place == 0, last=place == len(parts) - 1)

    def _needed(self, console: Console) -> int:
        """Letters that the table takes with its words folded but every heading over numbers on one line."""
        whole = [
            max(self._least(console, place, first=_WHOLE), len(str(head)) if how.get("no_wrap") else 0)
            for place, (head, how) in enumerate(self._heads)
        ]
        return sum(whole) + self._gap * (len(whole) - 1) + self._edges

    @property
    def _gap(self) -> int:
        return self.padding[1] + self.padding[3] + (1 if self.box else 0)

    @property
    def _edges(self) -> int:
        pads = self.padding[1] + self.padding[3] if self.pad_edge else 0
        return pads + (2 if self.box and self.show_edge else 0)

    def _least(self, console: Console, place: int, *, first: int = _FIRST) -> int:
        """Letters that a column needs at least. first: the most that the first one, which names the row, may need."""
        header, how = self._heads[place]
        wide = console.options.update(width=10_000)
        cells = [Measurement.get(console, wide, line[place]) for line in self._lines if place < len(line)]
        word = max((len(word) for word in str(header).split()), default=0)
        if how.get("no_wrap"):
            needed = max([word, *(cell.maximum for cell in cells)])
            return needed if place else min(needed, first)
        return max([min(word, _WORD), *(min(cell.minimum, _WORD) for cell in cells)])

    def _parts(self, sizes: list[int], most: int) -> Iterator[list[int]]:
        """Columns that fit side by side, the first of the table in every part."""
        part, used = [0], sizes[0]
        for place, size in enumerate(sizes[1:], start=1):
            if used + self._gap + size > most and len(part) > 1:
                yield part
                part, used = [0], sizes[0]
            part.append(place)
            used += self._gap + size
        yield part

    def _part(self, columns: list[int], sizes: list[int], *, first: bool, last: bool) -> Table:
        made = Table(**{**self._how, "title": self.title if first else None})
        made.caption = self.caption if last else None
        for place in columns:
            header, how = self._heads[place]
            if place and how.get("no_wrap"):
                header = _folded(header, sizes[place])
            made.add_column(header, **(how if place else {**how, "no_wrap": False}))
        for cells in self._lines:
            made.add_row(*(cells[place] for place in columns if place < len(cells)))
        return made


def _folded(header: RenderableType, wide: int) -> RenderableType:
    return "\n".join(textwrap.wrap(header, max(_HEAD, wide))) if isinstance(header, str) else header
