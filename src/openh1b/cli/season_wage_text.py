"""Wages of an occupation in an area for the screen."""

from __future__ import annotations

import typer

from openh1b.documents.wages import WageAnswer, wage_rows
from openh1b.law import season_name
from openh1b.season import levels

_WIDTH = 100
_OTHER_READING = (
    "As 17th and 67th is another reading of Levels I and IV: by what they are called, not by how they are worked out "
    "(docs/decisions/0013-percentile-floors.md)"
)


def show(found: WageAnswer, season: int | None) -> None:
    """Print it."""
    from rich.box import SIMPLE_HEAD

    from openh1b.cli.screen import FittedTable, screen

    floors, console = found.floors, screen(_WIDTH)
    typer.echo(f"{floors.soc_code} {found.occupation.title} in {floors.area} {found.area.name}")
    typer.echo(f"{floors.table[:1].upper()}{floors.table[1:]}, by the {'hour' if floors.hourly else 'year'}.")
    if season is not None:
        typer.echo(f"For {season_name(season)}.")
    shown = FittedTable(box=SIMPLE_HEAD, pad_edge=False)
    heads = ["Wage", "USD a year", "USD an hour"]
    heads += ["Error: median", "90% below", "As 17th and 67th"] if found.estimates else []
    for place, head in enumerate(heads):
        shown.add_column(head, justify="right" if place else "left")
    for row in wage_rows(found):
        cells = [row["wage"], f"{row['usd_a_year']:,.0f}", f"{row['usd_an_hour']:,.2f}"]
        if found.estimates and row["error_share"] is not None:
            cells += [f"{row['error_share']:.1%}", f"{row['error_p90']:.1%}", f"{row['as_stated_usd']:,.0f}"]
        shown.add_row(*cells)
    console.print(shown)
    if found.wage_usd is not None:
        console.print(_said(levels.standing(found.wage_usd, floors), found.wage_usd))
    for note in (*found.notes, *_readings(found)):
        console.print(f"Note: {note.rstrip('.')}.")


def _said(one: levels.Standing, wage_usd: float) -> str:
    text = f"An offer of ${wage_usd:,.2f} a year is at Level {levels.ROMAN[one.level - 1]}"
    text += ", being below Level I." if one.below_level_1 else "."
    if one.next_level is None:
        return f"{text} There is none above."
    return (
        f"{text} Level {levels.ROMAN[one.next_level - 1]} begins at ${one.next_usd:,.2f}: ${one.short_usd:,.2f} more."
    )


def _readings(found: WageAnswer) -> tuple[str, ...]:
    if found.estimates is None:
        return ()
    return (_OTHER_READING,)
