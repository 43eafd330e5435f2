"""Odds of rows as a table for a terminal: the first rows, then those of groups."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from openh1b.charts.matrices import matrices as text_matrices
from openh1b.cli.compare_text import WIDTH, assumed, how_exact, sources_line
from openh1b.cli.matrices import drawn, plain
from openh1b.cli.screen import screen
from openh1b.cli.words import percent, stage_label, wage_level
from openh1b.simulate import Comparison

SHOWN = 20
_KNOWN = ("selection_level", "us_masters_or_higher")


def print_odds(found: Comparison, command: str) -> None:
    """Print the table."""
    screen(WIDTH).print(Group(*_parts(found, command)))


def _parts(found: Comparison, command: str) -> Iterator[RenderableType]:
    run, rows = found.runs[0], len(found.pool)
    yield Text(found.headline, style="bold")
    yield Text(f"  {run.name}: {run.policy.title}")
    yield from map(Text, found.notes)
    yield Text()
    yield _table(found)
    if rows > SHOWN:
        yield Text(f"... and {rows - SHOWN:,} more rows: --format csv, or --out FILE, has all {rows:,}.")
    yield Text()
    groups = next(text_matrices(found))
    yield drawn(groups, groups.title.replace("Odds of selection", "The same by group"))
    yield Text()
    if found.assumptions:
        yield assumed(found.assumptions)
        yield Text()
    yield Text("\n".join((how_exact(found), sources_line(found), f"Reproduce: {command}")), style="dim")


def _table(found: Comparison) -> Table:
    pool, outcome = found.pool, found.runs[0].outcome
    many = bool((pool.n[:SHOWN] != 1).any())
    table = plain(f"Odds of selection of one {pool.unit} of each row" if many else "Odds of selection of each row")
    table.add_column("Row" if pool.id_column is None else pool.id_column, no_wrap=True)
    names = [name for name in _KNOWN if name in pool.columns]
    for head in (*({"selection_level": "Level"}.get(name, "US master's") for name in names), *(["n"] if many else [])):
        table.add_column(head, justify="right" if head == "n" else "left", no_wrap=True)
    for name in (*outcome.names, "selected in any"):
        table.add_column(stage_label(name), justify="right")
    ids = range(1, len(pool) + 1) if pool.id_column is None else pool.array(pool.id_column)[:SHOWN]
    odds = [*(outcome.by_row(name) for name in outcome.names), outcome.by_row()]
    columns = {name: pool.array(name)[:SHOWN] for name in names}
    for row, unit in enumerate(list(ids)[:SHOWN]):
        cells = [_word(name, columns[name][row]) for name in names] + ([f"{pool.n[row]:,}"] if many else [])
        table.add_row(Text(str(unit)), *cells, *(percent(float(one[row]), 2) for one in odds))
    return table


def _word(name: str, value: object) -> str:
    if name == "selection_level":
        return wage_level(int(str(value)))
    return "yes" if value else "no"
