"""Wages of an occupation in an area for the screen, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

import typer

from openh1b.law import season_name
from openh1b.season import levels
from openh1b.season.areas import Area
from openh1b.season.occupations import Occupation
from openh1b.season.wages_percentiles import Estimates

_WIDTH = 100
_OTHER_READING = (
    "As 17th and 67th is another reading of Levels I and IV: by what they are called, not by how they are worked out "
    "(docs/decisions/0013-percentile-floors.md)"
)


@dataclass(frozen=True)
class Answer:
    """What was asked, as it was read and answered."""

    occupation: Occupation
    area: Area
    floors: levels.Floors
    wage_usd: float | None
    estimates: Estimates | None
    notes: tuple[str, ...]


def _rows(found: Answer) -> list[dict[str, Any]]:
    """A row for each level and each percentile."""
    both = zip(levels.ROMAN, found.floors.usd, found.floors.an_hour, strict=True)
    empty = {"error_share": None, "error_p90": None, "as_stated_usd": None}
    rows = [{"wage": f"Level {name}", "usd_a_year": usd, "usd_an_hour": hour, **empty} for name, usd, hour in both]
    one = found.estimates
    if one is not None:
        for k, percentile in enumerate(one.percentiles):
            rows.append(
                {
                    "wage": f"Percentile {percentile:g}",
                    "usd_a_year": round(float(one.usd[k]), 2),
                    "usd_an_hour": round(float(one.usd[k]) / levels.HOURS_A_YEAR, 2),
                    "error_share": round(float(one.error_share[k]), 4),
                    "error_p90": round(float(one.error_p90[k]), 4),
                    "as_stated_usd": round(float(one.as_stated_usd[k]), 2),
                }
            )
    return rows


def as_json(found: Answer) -> bytes:
    """One document: what was asked as it was read, wages, the offer, notes."""
    floors = found.floors
    standing = None
    if found.wage_usd is not None:
        standing = {"wage_usd": found.wage_usd, **vars(levels.standing(found.wage_usd, floors))}
    document = {
        "soc_code": floors.soc_code,
        "title": found.occupation.title,
        "area": floors.area,
        "area_name": found.area.name,
        "wage_year": floors.wage_year,
        "table": floors.table,
        "unit_of_table": "hour" if floors.hourly else "year",
        "wages": _rows(found),
        "offer": standing,
        "notes": list(found.notes),
    }
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def as_csv(found: Answer) -> bytes:
    """A row for each level and each percentile."""
    rows, text = _rows(found), io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def show(found: Answer, season: int | None) -> None:
    """Print it."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    floors, console = found.floors, Console(highlight=False)
    console = Console(highlight=False, width=max(console.width, _WIDTH))
    typer.echo(f"{floors.soc_code} {found.occupation.title} in {floors.area} {found.area.name}")
    typer.echo(f"{floors.table[:1].upper()}{floors.table[1:]}, by the {'hour' if floors.hourly else 'year'}.")
    if season is not None:
        typer.echo(f"For {season_name(season)}.")
    shown = Table(box=SIMPLE_HEAD, pad_edge=False)
    heads = ["Wage", "USD a year", "USD an hour"]
    heads += ["Error: median", "90% below", "As 17th and 67th"] if found.estimates else []
    for place, head in enumerate(heads):
        shown.add_column(head, justify="right" if place else "left")
    for row in _rows(found):
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


def _readings(found: Answer) -> tuple[str, ...]:
    if found.estimates is None:
        return ()
    return (_OTHER_READING,)
