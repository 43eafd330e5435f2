"""Rows as tables on the screen."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH = 140


def shown_cell(value: object) -> str:
    """A value as a table prints it: numbers plain, nothing where there is none."""
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)


def print_table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, right: tuple[int, ...] = (), lines: bool = False
) -> None:
    """A table on the screen, as wide as the terminal. lines: with one between rows; heads may be empty."""
    from rich.box import SIMPLE_HEAD
    from rich.markup import escape

    from openh1b.cli.screen import FittedTable, screen

    table = FittedTable(box=SIMPLE_HEAD, show_header=any(heads), show_lines=lines, pad_edge=False)
    for place, head in enumerate(heads):
        table.add_column(escape(head), justify="right" if place in right else "left")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    screen(WIDTH).print(table)
