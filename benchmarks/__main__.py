"""`python -m benchmarks`: measure, print the table, write the page and the plot."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from benchmarks import machine
from benchmarks.chart import svg
from benchmarks.files import by_hub, by_lca
from benchmarks.finding import Finding, Skipped
from benchmarks.many_draws import by_counts, by_table
from benchmarks.personal import by_person
from benchmarks.report import PLOT, Run, page, show
from benchmarks.season import by_intake, by_report, by_season
from benchmarks.single import by_draw, by_odds, by_start
from benchmarks.size import FULL, QUICK, Size
from benchmarks.sizes import against_size
from benchmarks.sweeps import by_sweep
from benchmarks.web import by_web

_DOCS = Path(__file__).resolve().parent.parent / "docs"
_WIDTH = 180
"""Columns of the table where the output is not a terminal."""


def main() -> None:
    """Run everything; a full run writes to `docs` unless told otherwise, a quick one only where it is told to."""
    asked = _arguments()
    console = Console() if Console().is_terminal else Console(width=_WIDTH)
    about = machine.describe()  # before the run adds to the load
    size = QUICK if asked.quick else FULL
    command = "python -m benchmarks --quick" if asked.quick else "make bench"
    points = against_size(size)
    run = Run(_findings(size), points, about, datetime.now(UTC).date(), command, size.judged)
    show(run, console)
    folder = asked.out or (None if asked.quick else _DOCS)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "benchmarks.md").write_text(page(run), encoding="utf-8")
        (folder / PLOT).write_text(svg(points, f"{about['Processor']}; {about['Python']}"), encoding="utf-8")


def _findings(size: Size) -> list[Finding | Skipped]:
    suites = (
        by_counts,
        by_table,
        by_draw,
        by_odds,
        by_season,
        by_intake,
        by_lca,
        by_hub,
        by_sweep,
        by_start,
        by_person,
        by_report,
        by_web,
    )
    return [finding for suite in suites for finding in suite(size)]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="tiny sizes, nothing judged: does it work?")
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder for the page and the plot")
    return parser.parse_args()


if __name__ == "__main__":
    main()
