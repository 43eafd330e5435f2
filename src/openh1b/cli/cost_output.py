"""Answers of `openh1b cost` in every format, to the screen or into a new file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from openh1b.cases import DISCLAIMER
from openh1b.cli.writing import Format, command_line, emit
from openh1b.cost.fee_law import FeeLaw
from openh1b.documents.cost import NAMES, Answers, cost_document, cost_rows
from openh1b.documents.formats import as_csv, as_json, framed
from openh1b.errors import Fault, InputError
from openh1b.version import __version__

if TYPE_CHECKING:
    import polars as pl


def deliver(found: Answers, law: FeeLaw, form: Format, out: Path | None, *, readings: Sequence[str] = ()) -> None:
    """Print an answer, or write it. Raises InputError where the file exists or cannot be written."""
    if form == "table":
        from openh1b.cli.cost_text import text_of

        if out is None:
            text_of(found, law, readings).show()
        else:
            write(text_of(found, law, readings).plain().encode(), out)
        return
    if form != "json":
        typer.echo(DISCLAIMER, err=True)
    data = as_bytes(found, law, form, readings)
    if out is None:
        emit(data, form)
    else:
        write(data, out)


def as_bytes(found: Answers, law: FeeLaw, form: str, readings: Sequence[str]) -> bytes:
    """An answer as JSON with what was asked, or its rows alone as CSV, Parquet or XLSX."""
    if form == "json":
        said = {"openh1b": __version__, "command": command_line()}
        return as_json({**said, **cost_document(found, law, readings)})
    rows = cost_rows(found)
    return as_csv(rows, NAMES) if form == "csv" else framed(_frame(rows), form, "cost")


def write(data: bytes, path: Path) -> None:
    """A new file, whole. Raises InputError where it exists or cannot be written."""
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise InputError(Fault("--out", f"{path} exists already", expected="a new file")) from None
    except OSError as error:
        raise InputError(Fault("--out", f"{path} cannot be written: {error.strerror}")) from None


def _frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    import polars as pl

    numbers = {"year": pl.Int64, "usd": pl.Float64, "low": pl.Float64, "high": pl.Float64, "sure": pl.Int64}
    return pl.DataFrame(rows, schema={name: numbers.get(name, pl.String) for name in NAMES})
