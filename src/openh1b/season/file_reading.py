"""A user's file as a table of text, whatever its kind."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from openh1b.errors import Fault, PoolError
from openh1b.season.csv_reading import read_csv
from openh1b.season.file_kind import CSV, PARQUET, file_kind
from openh1b.season.raw_table import RawTable, reason, tidy
from openh1b.season.sheet_reading import read_sheet

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    import polars as pl


def read_bytes(path: Path) -> bytes:
    """A file's bytes. Raises PoolError where there is no such file, it is a directory, or it may not be read."""
    where = str(path)
    try:
        if path.is_dir():
            raise PoolError(Fault(where, "is a directory", expected="a file"))
        if path.exists() and not path.is_file():
            raise PoolError(Fault(where, "is not a regular file", expected="a CSV, Parquet or XLSX file"))
        return path.read_bytes()
    except FileNotFoundError:
        raise PoolError(Fault(where, "no such file")) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise PoolError(Fault(where, f"cannot be read ({error})")) from error


def read_table(where: str, data: bytes, ids: Collection[str]) -> RawTable:
    """A file's cells as text, without the blank rows at its end.

    where: the name of the file; its ending must agree with `data`, its bytes.
    ids: headers whose column must hold text where the kind of file tells text from numbers.
    """
    kind = file_kind(where, data)
    if kind == CSV:
        return tidy(read_csv(where, data))
    return tidy(_read_parquet(where, data, ids) if kind == PARQUET else read_sheet(where, data, ids))


def _read_parquet(where: str, data: bytes, ids: Collection[str]) -> RawTable:
    import polars as pl

    try:
        frame = pl.read_parquet(io.BytesIO(data), hive_partitioning=False)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as error:
        raise PoolError(Fault(where, f"cannot be read as Parquet ({reason(error)})")) from error
    faults = [fault for column in frame for fault in _column_faults(where, column, ids)]
    if faults:
        raise PoolError(faults)
    return RawTable(
        where,
        PARQUET,
        tuple(name.strip() for name in frame.columns),
        tuple(column.cast(pl.String) for column in frame),
        tuple(
            f"{column.name}: whole numbers read as text"
            for column in frame
            if column.name.strip() in ids and column.dtype.is_integer()
        ),
    )


def _column_faults(where: str, column: pl.Series, ids: Collection[str]) -> list[Fault]:
    import polars as pl

    single = (pl.String, pl.Boolean, pl.Categorical, pl.Enum, pl.Date, pl.Datetime, pl.Null)
    kind = column.dtype
    if not (kind.is_numeric() or kind in single):
        return [Fault(where, f"holds {kind}", column=column.name, expected="one text, number, flag or date a row")]
    if column.name.strip() in ids and not (kind.is_integer() or kind in {pl.String, pl.Categorical, pl.Enum}):
        return [Fault(where, f"holds {kind}", column=column.name, expected="ids as text")]
    return []
