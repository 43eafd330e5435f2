"""Tables of a comparison in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table

from openh1b.charts.matrices import Matrix
from openh1b.charts.matrices import matrices as text_matrices
from openh1b.cli.screen import FittedTable
from openh1b.simulate import Comparison


def matrices(found: Comparison) -> Iterator[Table]:
    """Odds together and in each stage, numbers, changes, gains and losses, pay; as many policies abreast as fit."""
    yield from map(drawn, text_matrices(found))


def drawn(matrix: Matrix, title: str | None = None) -> Table:
    """One table. title: another than its own."""
    table = plain(title or matrix.title)
    for place, heading in enumerate(matrix.head):
        table.add_column(heading, justify="right" if place else "left", no_wrap=True)
    for row in matrix.rows:
        table.add_row(*row)
    return table


def plain(title: str) -> Table:
    """A table without rules, its title to the left."""
    return FittedTable(
        title=title,
        title_justify="left",
        title_style="bold",
        caption_justify="left",
        box=None,
        pad_edge=False,
        show_edge=False,
    )
