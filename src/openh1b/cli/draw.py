"""`openh1b draw` and `openh1b verify`: who is selected under a seed, and the check that it follows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openh1b.cli import options as o
from openh1b.cli.places import new_folder, refuse
from openh1b.scenario import DEFAULT_SEASON, Scenario

if TYPE_CHECKING:
    from openh1b.simulate import Draw

SHOWN = 20


def draw(
    pool: Annotated[
        Path, typer.Option("--pool", metavar="FILE", help="The registrations: CSV, Parquet or XLSX, one a row.")
    ],
    policy: Annotated[str, typer.Option("--policy", metavar="POLICY", help="A policy; overlays joined by +.")],
    seed: Annotated[str, typer.Option("--seed", metavar="TEXT", help="The seed, to be published with the draw.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="A new folder for the outcome and its manifest.")],
    columns: o.Columns = None,
    season: o.Season = DEFAULT_SEASON,
    seats: o.Seats = None,
    known: o.Known = None,
    response: Annotated[
        str,
        typer.Option(
            "--response",
            metavar="HOW",
            help="off; central, low, high or the label of a corner: employers first decide who registers.",
        ),
    ] = "off",
) -> None:
    """Draw who is selected: a simulation, not an official selection.

    Writes selection.csv, selection.parquet, entries.csv and manifest.json, and with --response who registers as
    response.csv; docs/draw.md says how anyone can check them.
    """
    from openh1b.documents.draw import draw_facts
    from openh1b.selection.receipt import write_draw
    from openh1b.simulate import draw as run_draw

    refuse(new_folder("--out", out))
    scenario = Scenario(
        season=season,
        policies=(policy,),
        pool=o.pool_file(pool, columns),
        seats=seats,
        seed=seed,
        known=o.day(known, "--known"),
        response=response,
    )
    found = run_draw(scenario)
    folder = write_draw(out, found.race, found.ids, found.selection, draw_facts(found))
    for note in found.asked.pool.notes:
        typer.echo(note)
    for line in _reacted(found):
        typer.echo(line)
    for k, name in enumerate(found.selection.names):
        here = (found.selection.stage == k) & found.selection.selected
        typer.echo(f"{name}: {int(here.sum()):,} selected")
    for line in _enough(found, asked_for=seats is not None):
        typer.echo(line)
    typer.echo(
        f"{int(found.selection.selected.sum()):,} of {len(found.ids):,} selected under seed {seed!r}: a simulation,"
    )
    typer.echo(f"not an official selection. Written to {folder}; check with: openh1b verify {folder}")


def _enough(found: Draw, *, asked_for: bool) -> Iterator[str]:
    """That there are seats for everyone, where it is so. asked_for: by --seats."""
    units, seats = len(found.ids), sum(stage.seats for stage in found.rule.stages)
    if seats < units:
        return
    taken = int(found.selection.selected.sum())
    so = "so that all are selected" if taken == units else "yet not all are selected"
    yield f"{seats:,} seats for {units:,} units, {so}{'' if asked_for else '; set --seats'}."


def _reacted(found: Draw) -> Iterator[str]:
    """What employers did before the race, with what must be said of it."""
    if found.entry is None:
        return
    from openh1b.response.record import reacted

    yield reacted(found.entry.label, found.entry.units)
    yield from found.entry.told.notes


def verify(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that `openh1b draw` wrote.")],
) -> None:
    """Recompute a draw from its entries, seed and stages, and name any difference."""
    from openh1b.selection.receipt import verify_draw

    differences = verify_draw(folder)
    for difference in differences[:SHOWN]:
        typer.echo(str(difference))
    if len(differences) > SHOWN:
        typer.echo(f"... and {len(differences) - SHOWN:,} more")
    if differences:
        typer.echo(f"{folder} does not verify: {len(differences):,} differences.")
        raise typer.Exit(1)
    typer.echo(f"{folder} verifies: outcome, ranks and keys follow from its entries, seed and stages.")
