"""`--chart` and `--report`: charts and the page as files; each replaces what was there as a whole, or nothing is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from openh1b.charts import NAMES, ahead, check_name, make_chart, make_charts, png, report, svg
from openh1b.cli.places import ending, refuse
from openh1b.cli.writing import replace_files
from openh1b.errors import Fault, InputError
from openh1b.simulate import Comparison

ENDINGS = (".svg", ".png")

ChartFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--chart",
        metavar="FILE",
        help=f"Draw a chart, .svg or .png; the name says which: {', '.join(NAMES)}, or such as changes-by-country. "
        "Repeat for several.",
    ),
]
ReportFile = Annotated[
    Path | None,
    typer.Option("--report", metavar="FILE.html", help="Write one page with charts and tables; it opens offline."),
]


def check_files(files: Sequence[Path], page: Path | None) -> None:
    """Refuse names that say no chart, before anything is computed. Raises InputError with every fault."""
    faults = [fault for file in files for fault in _file_faults(file)]
    refuse([*faults, *ending("--report", page, (".html", ".htm"))])


def _file_faults(file: Path) -> list[Fault]:
    faults = ending("--chart", file, ENDINGS)
    try:
        check_name(file.stem)
    except InputError as error:
        faults += error.faults
    return faults


def write_charts(found: Comparison, files: Sequence[Path]) -> None:
    """Write each chart that the files' names ask for. Raises InputError with every fault, and then writes none."""
    check_files(files, None)
    faults: list[Fault] = []
    drawn: dict[Path, bytes] = {}
    for file in files:
        try:
            one = make_chart(found, file.stem)
        except InputError as error:
            faults += error.faults
        else:
            drawn[file] = svg(one).encode() if file.suffix.lower() == ".svg" else png(one)
    if faults:
        raise InputError(faults)
    replace_files(drawn)


def begin_report(found: Comparison) -> None:
    """Begin to draw the charts of the page, so that they are ready when it is written."""
    for chart in make_charts(found):
        ahead(chart.spec)
        ahead(chart.narrow)


def write_report(found: Comparison, path: Path, command: str) -> None:
    """Write the page with all charts of a comparison. Raises InputError where it cannot be written."""
    check_files((), path)
    replace_files({path: report(found, make_charts(found), command).encode()})
