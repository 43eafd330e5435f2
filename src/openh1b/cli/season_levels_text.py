"""The level that one salary reaches in every county, for the screen: counted by state, or the counties of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import typer

from openh1b.cases import DISCLAIMER
from openh1b.cases.county_levels import CountyLevels, Place, by_state, counties_of, named, said, totals

_WIDTH = 120


def show(found: CountyLevels) -> None:
    """Print it."""
    typer.echo(f"{found.occupation.soc_code} {found.occupation.title}, ${found.salary.usd:,.2f} a year")
    typer.echo(f"{found.table[:1].upper()}{found.table[1:]}.")
    each = by_state(found.places)
    counts = totals(each)
    listed = "; ".join(f"{named(step)}: {number:,}" for step, number in counts.items())
    typer.echo(f"Of {sum(counts.values()):,} counties {listed}.")
    if found.state is None:
        _print(("State", "Counties by level"), ((one.name, said(one)) for one in each), right=())
        typer.echo("--state WA has the counties of one state; --format csv, or --out FILE, has them all.")
    else:
        rows = (_row(name, place) for name, place in counties_of(found.state, found.places))
        _print(("County", "Wage area", "Level", "To the next level"), rows, right=(3,))
    for note in found.notes:
        typer.echo(f"Note: {note.rstrip('.')}.")
    typer.echo(DISCLAIMER)


def _row(name: str, place: Place) -> tuple[str, ...]:
    above = "highest" if place.short_usd is None else f"${place.short_usd:,.2f}"
    rise = "no wage" if place.level is None else above
    return name, f"{place.name} ({place.area})", named(place.step), rise


def _print(heads: Sequence[str], rows: Iterable[Sequence[str]], right: tuple[int, ...]) -> None:
    from rich.box import SIMPLE_HEAD

    from openh1b.cli.screen import FittedTable, screen

    table = FittedTable(box=SIMPLE_HEAD, pad_edge=False)
    for place, head in enumerate(heads):
        table.add_column(head, justify="right" if place in right else "left")
    for row in rows:
        table.add_row(*row)
    screen(_WIDTH).print(table)
