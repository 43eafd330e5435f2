"""`openh1b intake`: registrations to the units of a season, with a table of refusals and counts."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from openh1b.cli import options as o
from openh1b.cli import places
from openh1b.cli.writing import command_line, new_folder
from openh1b.scenario import DEFAULT_SEASON

if TYPE_CHECKING:
    from rich.table import Table

    from openh1b.season.intake import Intake

WIDTH = 110
_NAMES = {"beneficiary": "beneficiaries", "registration": "registrations", "petition": "petitions"}


def intake(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Registrations, one a row: CSV, Parquet or XLSX.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="A new folder for the pool, refusals and counts.")],
    season: o.Season = DEFAULT_SEASON,
    columns: o.Columns = None,
    known: o.Known = None,
) -> None:
    """Take in registrations by the law of a season: unique beneficiaries, refusals with reasons, counts.

    Writes beneficiaries.csv and .parquet (registrations or petitions in the seasons that drew those), refusals.csv,
    counts.csv and intake.json. The first is a pool for compare --pool and draw --pool.
    """
    from openh1b.season.intake import take_in

    places.refuse(places.new_folder("--out", out))
    asked = o.pool_file(file, columns)
    mapping = asked.columns if asked is not None else {}
    found = take_in(file, season=season, columns=mapping, known=o.day(known, "--known"))
    write_intake(found, out, command_line())
    _show(found, out)


def write_intake(found: Intake, folder: Path, command: str) -> None:
    """The units as CSV and Parquet, refusals.csv, counts.csv and intake.json with their hashes; all or nothing."""
    from openh1b.documents.formats import as_json
    from openh1b.documents.intake import intake_record

    name = _NAMES[found.unit]
    with new_folder(folder) as partial:
        found.units.write_csv(partial / f"{name}.csv")
        found.units.write_parquet(partial / f"{name}.parquet", compression="lz4")
        found.refusals.write_csv(partial / "refusals.csv")
        found.counts.write_csv(partial / "counts.csv")
        hashes = {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in sorted(partial.iterdir())}
        (partial / "intake.json").write_bytes(as_json(intake_record(found, hashes, command)))


def _show(found: Intake, folder: Path) -> None:
    from rich.text import Text

    from openh1b.cli.screen import screen

    console = screen(WIDTH)
    console.print(Text(f"{found.headline}.", style="bold"))
    console.print(_table(found))
    for note in found.notes:
        console.print(Text(f"{note}."))
    for one in found.assumptions:
        console.print(Text(f"Assumed: {one.name}: {one.value} ({one.range}; {one.reason})."))
    pool = folder / f"{_NAMES[found.unit]}.csv"
    console.print(Text("An intake of a user's file: not a determination by any agency."), soft_wrap=True)
    console.print(
        Text(f"Written to {folder}; next: openh1b compare --pool {pool} --season {found.season}"), soft_wrap=True
    )


def _table(found: Intake) -> Table:
    """The counts beside the published ones; reasons that refused none are left out."""
    from openh1b.cli.screen import FittedTable

    table = FittedTable(box=None, pad_edge=False)
    table.add_column("")
    table.add_column("This file", justify="right")
    table.add_column(f"Published, FY{found.season}", justify="right")
    table.add_column("Read")
    for row in found.counts.iter_rows(named=True):
        if row["value"] or not row["measure"].startswith("refused."):
            table.add_row(row["label"], f"{row['value']:,}", _published(row), row["read"] or "")
    return table


def _published(row: dict[str, Any]) -> str:
    if row["published"] is None:
        return "-"
    text = f"{row['published']:,}"
    return text if row["published_low"] is None else f"{text} ({row['published_low']:,} to {row['published_high']:,})"
