"""Answers of `openh1b cost` in every format, to the screen or into a new file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer

from openh1b.cases import DISCLAIMER
from openh1b.cli.places import new_file, refuse
from openh1b.cli.writing import Format, command_line, emit, replace_files
from openh1b.cost.fee_law import FeeLaw
from openh1b.documents.cost import NAMES, Answers, cost_document, cost_rows
from openh1b.documents.formats import as_csv, as_json, framed
from openh1b.errors import Fault
from openh1b.version import __version__

if TYPE_CHECKING:
    import polars as pl

_ENDINGS: Final[dict[str, Format]] = {".json": "json", ".csv": "csv", ".xlsx": "xlsx", ".parquet": "parquet"}


def deliver(found: Answers, law: FeeLaw, form: Format, out: Path | None, *, readings: Sequence[str] = ()) -> None:
    """Print an answer, or write it. Raises InputError where the file exists or cannot be written."""
    form = form_of(form, out)
    if form == "table":
        from openh1b.cli.cost_text import text_of

        if out is None:
            text_of(found, law, readings).show()
        else:
            replace_files({out: text_of(found, law, readings).plain().encode()})
        return
    if form != "json":
        typer.echo(DISCLAIMER, err=True)
    data = as_bytes(found, law, form, readings)
    if out is None:
        emit(data, form)
    else:
        replace_files({out: data})


def form_of(form: Format, out: Path | None) -> Format:
    """The format, which a file's ending says where no other was asked for. Raises InputError where it cannot be."""
    said = None if out is None else _ENDINGS.get(out.suffix.lower())
    faults = new_file("--out", out)
    if said is not None and form not in {"table", said}:
        faults.append(Fault("--out", f"{out} is to be {form}", expected=f"no ending that says {said}"))
    refuse(faults)
    return said or form


def as_bytes(found: Answers, law: FeeLaw, form: str, readings: Sequence[str]) -> bytes:
    """An answer as JSON with what was asked, or its rows alone as CSV, Parquet or XLSX."""
    if form == "json":
        said = {"openh1b": __version__, "command": command_line()}
        return as_json({**said, **cost_document(found, law, readings)})
    rows = cost_rows(found)
    return as_csv(rows, NAMES) if form == "csv" else framed(_frame(rows), form, "cost")


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    import polars as pl

    numbers = {"year": pl.Int64, "usd": pl.Float64, "low": pl.Float64, "high": pl.Float64, "sure": pl.Int64}
    return pl.DataFrame(rows, schema={name: numbers.get(name, pl.String) for name in NAMES})
