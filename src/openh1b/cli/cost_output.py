"""Answers of `openh1b cost` in every format, to the screen or into a new file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import typer

from openh1b.cli.cost_rows import NAMES, rows
from openh1b.cli.data_text import as_csv, as_json
from openh1b.cli.writing import Format, command_line, emit
from openh1b.cost.answer import Answer
from openh1b.cost.fee_law import FeeLaw
from openh1b.cost.matrix import Row
from openh1b.cost.revenue import SeasonRevenue
from openh1b.errors import Fault, InputError
from openh1b.law import season_name
from openh1b.version import __version__

ESTIMATE: Final = "An estimate, not legal advice and not a determination by any agency."
Answers = Answer | SeasonRevenue | tuple[Row, ...]


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
        typer.echo(ESTIMATE, err=True)
    data = as_bytes(found, law, form, readings)
    if out is None:
        emit(data, form)
    else:
        write(data, out)


def as_bytes(found: Answers, law: FeeLaw, form: str, readings: Sequence[str]) -> bytes:
    """An answer as JSON with what was asked, or its rows alone as CSV, Parquet or XLSX."""
    records = [dict(zip(NAMES, row, strict=True)) for row in rows(found)]
    if form == "json":
        return as_json({**_head(found, law, readings), "rows": records})
    return as_csv(records, NAMES) if form == "csv" else _frame(records, form)


def write(data: bytes, path: Path) -> None:
    """A new file, whole. Raises InputError where it exists or cannot be written."""
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError:
        raise InputError(Fault("--out", f"{path} exists already", expected="a new file")) from None
    except OSError as error:
        raise InputError(Fault("--out", f"{path} cannot be written: {error.strerror}")) from None


def _head(found: Answers, law: FeeLaw, readings: Sequence[str]) -> dict[str, Any]:
    on = found.on if isinstance(found, SeasonRevenue) else law.on
    return {
        "openh1b": __version__,
        "command": command_line(),
        "disclaimer": ESTIMATE,
        "on": on,
        "season": season_name(law.law.clock(law.known).season_of(on)),
        "known": law.known,
        "policy": law.name,
        "notes": [*readings, *(() if isinstance(found, tuple) else found.notes)],
    }


def _frame(records: list[dict[str, Any]], form: str) -> bytes:
    import polars as pl

    numbers = {"year": pl.Int64, "usd": pl.Float64, "low": pl.Float64, "high": pl.Float64, "sure": pl.Int64}
    frame = pl.DataFrame(records, schema={name: numbers.get(name, pl.String) for name in NAMES})
    buffer = io.BytesIO()
    if form == "parquet":
        frame.write_parquet(buffer)
    else:
        frame.write_excel(buffer, worksheet="cost", autofit=True)
    return buffer.getvalue()
