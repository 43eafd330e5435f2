"""The table of a sweep: one row a figure, with what varies at its point, sorted by point; the same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openh1b.errors import Fault, InputError
from openh1b.sweep.plan import Plan
from openh1b.sweep.point import Row
from openh1b.tables import RESULT

if TYPE_CHECKING:
    import polars as pl

POINT, HASH = "point", "scenario_sha256"
ENDINGS = (".parquet", ".csv")
_ROW_GROUP = 100_000  # rows; fixed, since bytes depend on it


def check_out(out: Path) -> None:
    """Raises InputError for a file whose ending says no format."""
    if out.suffix.lower() not in ENDINGS:
        raise InputError(Fault("--out", f"{out.name!r}", expected="a file that ends in .parquet or .csv"))


def varied(plan: Plan) -> dict[str, list[object]]:
    """What varies and is no column of `result` already, such as a season: name -> value at each point."""
    points = [plan.point(number).values for number in range(len(plan))]
    return {name: [values[k] for values in points] for k, name in enumerate(plan.names) if name not in RESULT.names}


def part_bytes(columns: dict[str, list[object]], rows: Sequence[Row]) -> bytes:
    """Rows of one part as Parquet. columns: from `varied`, for all points."""
    return _parquet(_frame(columns, sorted(rows, key=lambda row: row[0])))


def merged(paths: Sequence[Path], out: Path) -> tuple[bytes, int]:
    """All parts in order as one file in the format of `out`, and how many rows it has."""
    import polars as pl

    frame = pl.concat([pl.read_parquet(path, use_statistics=False) for path in paths]).rechunk()
    if out.suffix.lower() == ".csv":
        return frame.write_csv().encode(), frame.height
    return _parquet(frame), frame.height


def _frame(columns: dict[str, list[object]], rows: Sequence[Row]) -> pl.DataFrame:
    import polars as pl

    kinds = {"text": pl.String, "integer": pl.Int64, "number": pl.Float64, "flag": pl.Boolean}
    numbers = [row[0] for row in rows]
    found = [
        pl.Series(POINT, numbers, dtype=pl.Int64),
        pl.Series(HASH, [row[1] for row in rows], dtype=pl.String),
    ]
    for name, values in columns.items():
        dtype = _dtype(values)
        cells = [values[number] for number in numbers]
        found.append(pl.Series(name, list(map(_text, cells)) if dtype == pl.String else cells, dtype=dtype))
    for place, column in enumerate(RESULT.columns, start=2):
        found.append(pl.Series(column.name, [row[place] for row in rows], dtype=kinds[column.kind]))
    return pl.DataFrame(found)


def _dtype(values: Sequence[object]) -> Any:  # noqa: ANN401 - Polars is loaded where it is used
    """The type that holds all values of an axis; text where they are of several."""
    import polars as pl

    kinds = {type(value) for value in values if value is not None}
    exact: dict[type, Any] = {bool: pl.Boolean, int: pl.Int64, float: pl.Float64, date: pl.Date}
    if kinds == {int, float}:
        return pl.Float64
    return exact.get(kinds.pop(), pl.String) if len(kinds) == 1 else pl.String


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", row_group_size=_ROW_GROUP)
    return buffer.getvalue()
