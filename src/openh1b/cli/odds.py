"""`openh1b odds`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from openh1b.cli import options as o
from openh1b.cli.places import ending, new_file, refuse
from openh1b.cli.writing import Format, command_line, emit, replace_files
from openh1b.documents.odds import odds_bytes
from openh1b.scenario import DEFAULT_SEASON, Scenario
from openh1b.simulate import Comparison
from openh1b.simulate import compare as run_compare

ENDINGS = (".csv", ".json", ".parquet", ".xlsx")


def odds(
    policy: Annotated[
        str, typer.Option("--policy", metavar="POLICY", help="A policy; overlays joined by +.")
    ] = "current",
    season: o.Season = DEFAULT_SEASON,
    registrations: o.Registrations = None,
    level_mix: o.LevelMix = "dhs-implied",
    us_masters: o.UsMasters = "uscis-57",
    split: o.Split = "caps",
    pool: o.PoolPath = None,
    columns: o.Columns = None,
    seats: o.Seats = None,
    known: o.Known = None,
    format: Annotated[Format, typer.Option("--format", help="table, json, csv, parquet or xlsx.")] = "table",  # noqa: A002
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="A new file: .csv, .json, .parquet or .xlsx.")
    ] = None,
) -> None:
    """Exact odds of every row of a pool, in each stage and in any. The screen has the first rows, a file all of them.

    Example: openh1b odds --season 2026 --policy weighted-levels --format json
    """
    _check(out, format)
    scenario = Scenario(
        season=season,
        registrations=registrations,
        policies=(policy,),
        level_mix=level_mix,
        us_masters=us_masters,
        split=split,
        pool=o.pool_file(pool, columns),
        seats=seats,
        known=o.day(known, "--known"),
    )
    _deliver(run_compare(scenario), format, out)


def _check(out: Path | None, form: Format) -> None:
    refuse([*ending("--out", out, ENDINGS if form == "table" else (f".{form}",)), *new_file("--out", out)])


def _deliver(found: Comparison, form: Format, out: Path | None) -> None:
    if out is not None:
        replace_files({out: odds_bytes(found, out.suffix.lower().removeprefix("."))})
    if form == "table":
        from openh1b.cli.odds_text import print_odds

        print_odds(found, command_line())
    elif out is None:
        emit(odds_bytes(found, form), form)
