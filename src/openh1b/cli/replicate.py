"""`openh1b replicate`: each published number, ours, the difference, its cause where known, and the kind of test."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from openh1b.cli.places import ending, refuse
from openh1b.cli.stores import held
from openh1b.cli.writing import replace_files

if TYPE_CHECKING:
    from rich.console import RenderableType

    from openh1b.evidence.replications.row import Row

Format = Literal["table", "json", "csv"]
WIDTH = 150
_PICTURES = (".svg", ".png")


def replicate(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Replications, such as dhs-odds; default all."),
    ] = None,
    format: Annotated[Format, typer.Option("--format", help="table, json or csv.")] = "table",  # noqa: A002 - the name of the flag
    store: Annotated[
        Path | None,
        typer.Option(
            "--store", metavar="DIR", callback=held, help="Folder of the store, for counts of official files."
        ),
    ] = None,
    chart: Annotated[
        Path | None, typer.Option("--chart", metavar="FILE", help="Draw published against ours: .svg or .png.")
    ] = None,
) -> None:
    """Published results beside what the engine gives on the same inputs, on other data, or for a synthetic season.

    Example: openh1b replicate dhs-odds order-2019
    """
    from openh1b.evidence.replications.compute import replicate as computed

    refuse(ending("--chart", chart, _PICTURES))
    rows = computed(names or (), store=store, say=_say if sys.stderr.isatty() else None)
    if chart is not None:
        _draw(rows, chart)
    if format == "table":
        _show(rows)
    else:
        typer.echo(_as_text(rows, format), nl=False)


def _say(text: str) -> None:
    typer.echo(f"replicate {text}", err=True)


def _draw(rows: Sequence[Row], file: Path) -> None:
    from openh1b.charts import png, svg
    from openh1b.evidence.replications.chart import replications_chart

    made = replications_chart(rows)
    replace_files({file: png(made) if file.suffix.lower() == ".png" else svg(made).encode()})


def _as_text(rows: Sequence[Row], form: str) -> str:
    from openh1b.documents.formats import as_csv

    records = [row.record() for row in rows]
    if form == "csv":
        return as_csv(records, list(records[0])).decode()
    from openh1b.evidence.replications.wording import summary

    return json.dumps({"summary": summary(rows), "rows": records}, ensure_ascii=False, indent=1) + "\n"


def _show(rows: Sequence[Row]) -> None:
    from rich.console import Group

    from openh1b.cli.screen import screen

    screen(WIDTH).print(Group(*_page(rows)))


def _page(rows: Sequence[Row]) -> Iterator[RenderableType]:
    from rich.text import Text

    from openh1b.cli.matrices import plain
    from openh1b.evidence.replications.wording import HEADS, sheets, summary

    for sheet in sheets(rows):
        table = plain(f"{sheet.of.title} ({sheet.of.name}; {sheet.of.by})")
        for place, head in enumerate(HEADS):
            table.add_column(head, justify="right" if 1 <= place <= 4 else "left", overflow="fold")
        for cells in sheet.rows:
            table.add_row(*map(Text, cells))
        yield table
        yield Text("\n".join((*sheet.notes, f"Ours: {sheet.of.method}.", f"Published: {sheet.sources}.")), style="dim")
        yield Text()
    yield Text(summary(rows), style="bold")
    yield Text("Nothing in the engine is tuned to these numbers; a miss stays a miss.")
