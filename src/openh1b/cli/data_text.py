"""Rows as tables on the screen."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH = 140


def shown_cell(value: object) -> str:
    """A value as a table prints it: numbers plain, nothing where there is none."""
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)


def print_table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, right: tuple[int, ...] = ()) -> None:
    """A table on the screen, as wide as it needs to be."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(highlight=False)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for place, head in enumerate(heads):
        table.add_column(escape(head), justify="right" if place in right else "left")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    Console(highlight=False, width=max(console.width, WIDTH)).print(table)
