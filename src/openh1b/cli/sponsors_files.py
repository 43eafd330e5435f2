"""Tables and charts of `openh1b sponsors` as files: all that were asked for are written, or none."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from openh1b.cli.places import ending, refuse
from openh1b.cli.writing import replace_files
from openh1b.documents.formats import as_csv, as_json
from openh1b.errors import Fault

if TYPE_CHECKING:
    import polars as pl

    from openh1b.charts.chart import Chart

Format = Literal["table", "json", "csv", "parquet", "xlsx"]
Form = Annotated[Format, typer.Option("--format", help="table, json, csv, parquet or xlsx.")]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Write the table into a file: .csv, .json, .parquet or .xlsx."),
]
ChartFiles = Annotated[
    list[Path] | None, typer.Option("--chart", metavar="FILE", help="Draw a chart: .svg, .png or .html; repeat.")
]
TABLES = (".csv", ".json", ".parquet", ".xlsx")
PICTURES = (".svg", ".png", ".html")


def check_endings(out: Path | None, charts: Sequence[Path], form: Format = "table") -> None:
    """Refuse files of which it cannot be told what they are to be, before anything is computed."""
    faults = ending("--out", out, TABLES)
    if out is not None and not faults and form not in {"table", out.suffix.lower()[1:]}:
        faults.append(Fault("--out", f"{out.name!r} with --format {form}", expected=f"a file that ends in .{form}"))
    faults += [fault for chart in charts for fault in ending("--chart", chart, PICTURES)]
    refuse(faults)


@dataclass(frozen=True)
class Answer:
    """A table, what goes with it, and its chart. document: what JSON is, where that is not the rows of the table."""

    table: pl.DataFrame
    notes: Sequence[str] = ()
    draw: Callable[[], Chart] | None = None
    document: object = None

    def data(self, form: str) -> bytes:
        """The answer in one format."""
        if form == "json" and self.document is not None:
            return as_json(self.document)
        return table_bytes(self.table, form, self.notes)


def write_files(answer: Answer, out: Path | None, charts: Sequence[Path]) -> None:
    """Write the table and the charts that were asked for, all or none."""
    files = {} if out is None else {out: answer.data(out.suffix.lower()[1:])}
    if charts and answer.draw is not None:
        chart = answer.draw()
        files |= {path: _picture(chart, path.suffix.lower()) for path in charts}
    replace_files(files)


def table_bytes(table: pl.DataFrame, form: str, notes: Sequence[str] = ()) -> bytes:
    """A table in one format. XLSX has the notes on a second sheet, Parquet in its metadata; lists are joined in CSV."""
    buffer = io.BytesIO()
    if form == "json":
        return as_json(table.to_dicts())
    if form == "parquet":
        table.write_parquet(buffer, metadata={"notes": json.dumps(list(notes))})
        return buffer.getvalue()
    flat = _flat(table)
    if form == "csv":
        return as_csv(flat.to_dicts(), flat.columns)
    return _workbook(flat, notes)


def _flat(table: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    lists = [name for name, kind in table.schema.items() if isinstance(kind, pl.List)]
    return table.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join(" ") for name in lists)


def _workbook(table: pl.DataFrame, notes: Sequence[str]) -> bytes:
    import polars as pl
    import xlsxwriter

    buffer = io.BytesIO()
    # Names come from files: none is to become a formula or a link.
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        table.write_excel(book, worksheet="table", autofit=True)
        pl.DataFrame({"note": list(notes)}, schema={"note": pl.String}).write_excel(
            book, worksheet="notes", autofit=True
        )
    return buffer.getvalue()


def _picture(chart: Chart, ending: str) -> bytes:
    from openh1b.charts import png, svg
    from openh1b.cli.writing import command_line

    if ending == ".svg":
        return svg(chart).encode()
    if ending == ".png":
        return png(chart)
    from openh1b.charts.chart_page import chart_page

    return chart_page(chart, command_line()).encode()
