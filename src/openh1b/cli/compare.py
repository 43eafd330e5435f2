"""`openh1b compare`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from openh1b.cli import options as o
from openh1b.cli.charts import ChartFiles, ReportFile, begin_report, check_files, write_charts, write_report
from openh1b.cli.output import write_comparison
from openh1b.cli.places import new_folder, refuse
from openh1b.cli.reacting import check as check_response
from openh1b.cli.reacting import reacting
from openh1b.cli.writing import Format, command_line, emit
from openh1b.documents.comparison import comparison_bytes
from openh1b.law.overlay import CURRENT
from openh1b.naming import legend, parts
from openh1b.scenario import DEFAULT_POLICIES, DEFAULT_SEASON, Scenario
from openh1b.simulate import Comparison, with_people
from openh1b.simulate import compare as run_compare

Policies = Annotated[
    list[str] | None,
    typer.Argument(metavar="POLICY...", help=f"Policies; overlays joined by +. Default: {' '.join(DEFAULT_POLICIES)}."),
]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Write tables and run.json into a new folder.")]
Form = Annotated[Format, typer.Option("--format", help="table, json, csv, parquet or xlsx.")]


def compare(
    policies: Policies = None,
    season: o.Season = DEFAULT_SEASON,
    registrations: o.Registrations = None,
    level_mix: o.LevelMix = "dhs-implied",
    us_masters: o.UsMasters = "uscis-57",
    split: o.Split = "caps",
    pool: o.PoolPath = None,
    columns: o.Columns = None,
    seats: o.Seats = None,
    by: Annotated[str | None, typer.Option("--by", metavar="A,B*C", help="Columns to group by; * crosses two.")] = None,
    draws: Annotated[
        int, typer.Option("--draws", metavar="R", help="Take the spread from R draws instead of closed form.")
    ] = 0,
    seed: o.Seed = "1",
    known: o.Known = None,
    people: Annotated[
        bool, typer.Option("--people", help="Add the pay of the selected, from the season's synthetic people.")
    ] = False,
    response: Annotated[
        str,
        typer.Option(
            "--response",
            metavar="HOW",
            help="off; range (employers react, at every corner of what is assumed of them); central, low, high or the "
            "label of a corner.",
        ),
    ] = "off",
    factorial: Annotated[
        str | None,
        typer.Option(
            "--factorial",
            metavar="A,B[,C]",
            help="Policies laid on one base (current if none is named), each and together, with their interaction. "
            f"Short names: {legend()}.",
        ),
    ] = None,
    format: Form = "table",  # noqa: A002 - the name of the flag
    out: Out = None,
    chart: ChartFiles = None,
    report: ReportFile = None,
) -> None:
    """Who would be selected under each policy: odds, numbers, changes and their spread.

    Example: openh1b compare lottery weighted-levels --season 2026 --by selection_level
    """
    pictures = chart or []
    check_files(pictures, report)
    refuse(new_folder("--out", out))
    check_response(response)
    scenario = Scenario(
        season=season,
        registrations=registrations,
        policies=tuple(policies or ((CURRENT,) if factorial else DEFAULT_POLICIES)),
        factorial=parts(factorial, ",") if factorial else (),
        level_mix=level_mix,
        us_masters=us_masters,
        split=split,
        pool=o.pool_file(pool, columns),
        seats=seats,
        by=o.by_columns(by),
        draws=draws,
        seed=seed,
        known=o.day(known, "--known"),
        people=people and report is None,
    )
    found = run_compare(scenario)
    if response != "off":
        found = reacting(found, response)
    if report:
        begin_report(found)
        found = with_people(found)
        begin_report(found)
    if pictures:
        write_charts(found, pictures)
    _deliver(found, format, out)
    if report:
        write_report(found, report, command_line())


def _deliver(found: Comparison, form: Format, out: Path | None) -> None:
    command = command_line()
    if out is not None:
        write_comparison(found, out, form, command)
    if form == "table":
        from openh1b.cli.compare_text import print_comparison

        print_comparison(found, command)
    elif out is None:
        emit(comparison_bytes(found, form), form)
