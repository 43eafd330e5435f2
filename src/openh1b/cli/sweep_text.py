"""A sweep and a tornado for a terminal: progress, what came of it, tables."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars
from rich.text import Text

from openh1b.charts.words import measure_label, shown
from openh1b.cli.matrices import plain
from openh1b.cli.places import ending, refuse
from openh1b.cli.screen import screen
from openh1b.cli.writing import emit, replace_files
from openh1b.documents.formats import as_csv, as_json
from openh1b.documents.tornado import tornado_document
from openh1b.sweep.plan import Plan
from openh1b.sweep.run import Progress, Swept
from openh1b.sweep.tornado import Tornado

WIDTH = 110
_STEPS = 10
"""Lines of progress where the output is no terminal."""


@dataclass(frozen=True)
class Shown:
    """How a tornado is shown: as a file, as a drawing, or in which format on the screen."""

    out: Path | None
    chart: Path | None
    form: str

    def check(self) -> None:
        """Raises InputError for endings that say no format, before anything is computed."""
        known = {"--out": (self.out, (".csv", ".json")), "--chart": (self.chart, (".svg", ".png"))}
        refuse(fault for flag, (path, endings) in known.items() for fault in ending(flag, path, endings))


@contextmanager
def progress() -> Iterator[Progress]:
    """Progress on standard error: a bar on a terminal, else a line each tenth."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    columns = (TextColumn("points"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bars(*columns, console=Console(stderr=True)) as bars:
        task = bars.add_task("points", total=None)
        yield lambda done, points: bars.update(task, completed=done, total=points)


def _lines() -> Progress:
    said = [-1]

    def tell(done: int, points: int) -> None:
        step = done * _STEPS // points
        if step > said[0]:
            sys.stderr.write(f"{done:,} of {points:,} points\n")
            sys.stderr.flush()
            said[0] = step

    return tell


def print_swept(done: Swept, plan: Plan) -> None:
    """What came of a sweep."""
    resumed = f", {done.resumed:,} of them by an earlier run" if done.resumed else ""
    typer.echo(f"{done.points:,} points over {', '.join(plan.names)}{resumed}: {done.rows:,} rows in {done.out}")
    typer.echo(f"SHA-256 {done.sha256}; what it stands on is in {done.record}.")
    typer.echo(f"First point: {done.headline}")
    for note in done.notes:
        typer.echo(note)


def show_tornado(found: Tornado, how: Shown) -> None:
    """The tornado on the screen, and as the files asked for."""
    if how.chart is not None:
        replace_files({how.chart: _drawn(found, how.chart.suffix.lower())})
    if how.out is not None:
        replace_files({how.out: _data(found, whole=how.out.suffix.lower() == ".json")})
    if how.form == "table":
        _print(found)
    elif how.out is None:
        emit(_data(found, whole=how.form == "json"), how.form)


def _data(found: Tornado, *, whole: bool) -> bytes:
    """The document as JSON, or its bars as CSV."""
    return as_json(tornado_document(found)) if whole else as_csv(found.records())


def _print(found: Tornado) -> None:
    console = screen(WIDTH)
    unit, base = found.base.unit_of_measure, found.base.value
    console.print(Text(f"{_figure(found)}: {shown(base, unit)} with everything as taken", style="bold"))
    console.print(Text(found.found.headline))
    table = plain("Each unknown alone, the others as taken; the widest first")
    for heading in ("Unknown", "Lowest", "at", "Highest", "at", "Apart", "The ends are"):
        table.add_column(heading, justify="right" if heading in {"Lowest", "Highest", "Apart"} else "left")
    for bar in found.bars:
        ends = (shown(bar.low, unit), bar.low_at, shown(bar.high, unit), bar.high_at)
        table.add_row(bar.unknown, *ends, _apart(bar.width, unit), bar.spread)
    console.print(table)
    for line in found.left_out:
        console.print(Text(f"Left out: {line}"))
    if any(bar.spread == "definition" for bar in found.bars):
        console.print(Text("Ends called definition are those of definitions of one thing, not of a range."))


def _apart(width: float, unit: str) -> str:
    return f"{100 * width:.2f} points" if unit in {"probability", "share"} else shown(width, unit)


def _figure(found: Tornado) -> str:
    figure = found.base
    whom = "everyone" if figure.by == "all" else f"{figure.by} {figure.group}"
    against = f", against {figure.base_policy}" if figure.base_policy else ""
    return f"{measure_label(figure.measure)} under {figure.policy}{against}, {whom}"


def _drawn(found: Tornado, ending: str) -> bytes:
    from openh1b.charts import png, svg
    from openh1b.charts.tornado import Told, tornado_chart
    from openh1b.charts.view import footer
    from openh1b.law import season_name

    figure = found.base
    told = Told(
        figure=_figure_in_words(found),
        unit=figure.unit_of_measure,
        season=season_name(figure.season),
        base=figure.value or 0.0,
        footer=footer(found.found),
    )
    chart = tornado_chart(found.records(), told)
    return svg(chart).encode() if ending == ".svg" else png(chart)


def _figure_in_words(found: Tornado) -> str:
    from openh1b.charts.words import group_label

    figure = found.base
    whom = group_label(figure.by, figure.group, synthetic=figure.synthetic)
    against = f" against {figure.base_policy}" if figure.base_policy else ""
    whom = whom.lower() if figure.by == "all" else whom
    return f"{measure_label(figure.measure)} of {whom} under {figure.policy}{against}"
