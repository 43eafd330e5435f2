"""The cells of a file as text, whatever its kind: CSV, Parquet or XLSX, told apart by their bytes."""

from __future__ import annotations

import io
import os
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from openh1b.data.maps import is_personal
from openh1b.data.unpacking import Unpacked
from openh1b.errors import DataError, Fault, PoolError
from openh1b.season.csv_reading import read_csv
from openh1b.season.file_kind import CSV, PARQUET, file_kind
from openh1b.season.raw_table import RawTable, reason, tidy

if TYPE_CHECKING:
    import polars as pl

MOST_COLUMNS = 1_000  # FY2019's LCA file has 260
MOST_ROWS = 5_000_000
_ONE_AT_A_TIME = threading.Lock()  # standard error is one for all threads


@dataclass(frozen=True, eq=False)
class Cells:
    """A file's cells: trimmed headers as printed, and a frame of text columns `c0`, `c1`, ... in their order.

    Columns that hold contact persons in every layout that knows them are not in the frame.
    """

    source: Unpacked
    kind: str
    headers: tuple[str, ...]
    frame: pl.DataFrame
    notes: tuple[str, ...] = ()

    @property
    def sheet(self) -> str:
        """The name of the sheet of a workbook; empty for other files."""
        found = (re.fullmatch(r"sheet (.*), the first of \d+", note) for note in self.notes)
        return next((match[1] for match in found if match), "")


def read_cells(source: Unpacked, first_row: tuple[str, ...] | None = None) -> Cells:
    """All cells of a file, without blank rows at its end.

    first_row: the headers of a CSV that has none. Raises DataError for a layout that cannot be read.
    """
    where = source.where
    try:
        kind = file_kind("file", source.data)
        if kind == CSV:
            raw = _csv(where, source.data, first_row)
        else:
            raw = _without_index(_parquet(where, source.data) if kind == PARQUET else _sheet(where, source.data))
        raw = tidy(raw)
    except PoolError as error:
        raise DataError([replace(fault, where=where) for fault in error.faults]) from error
    import polars as pl

    kept = {f"c{at}": column for at, column in enumerate(raw.columns) if not is_personal(raw.headers[at])}
    frame = pl.DataFrame([column.alias(name) for name, column in kept.items()])
    return Cells(source, kind, raw.headers, frame, raw.notes)


def header_of(source: Unpacked) -> tuple[str, ...]:
    """The first row of a file's cells. Raises DataError where not even that can be read."""
    where = source.where
    try:
        kind = file_kind("file", source.data)
        if kind == CSV:
            return read_csv(where, source.data.partition(b"\n")[0]).headers
        return _parquet(where, source.data).headers if kind == PARQUET else _first_row(where, source.data)
    except PoolError as error:
        raise DataError([replace(fault, where=where) for fault in error.faults]) from error


def _first_row(where: str, data: bytes) -> tuple[str, ...]:
    from openh1b.data.sheets import first_row

    return first_row(where, data)


def _csv(where: str, data: bytes, first_row: tuple[str, ...] | None) -> RawTable:
    opening = data[: data.find(b"\n") if b"\n" in data else len(data)]
    _check_width(where, opening)
    if first_row is not None:
        data = ",".join(first_row).encode() + (b"\r\n" if opening.endswith(b"\r") else b"\n") + data
    try:
        raw = _without_index(read_csv(where, data, is_personal, one_end=True))
    except PoolError as error:
        above = 0 if first_row is None else 1
        raise PoolError([replace(one, line=one.line and one.line - above) for one in error.faults]) from error
    if raw.height and not any((column[-1] or "").strip() for column in raw.columns):
        # A last row that is blank but for contact persons is a row.
        return _without_index(read_csv(where, data, one_end=True))
    return raw


def _check_width(where: str, header: bytes) -> None:
    width = 1 + max(header.count(mark) for mark in (b",", b";", b"\t"))
    if width > MOST_COLUMNS:
        raise DataError(Fault(where, f"has {width:,} columns", expected=f"at most {MOST_COLUMNS:,}"))


def _without_index(raw: RawTable) -> RawTable:
    """A nameless first column that only numbers the rows, as pandas writes it, is left out."""
    if not raw.headers or raw.headers[0] or len(raw.headers) == 1:
        return raw
    cells = raw.columns[0].to_list()
    if any(cells == [str(row) for row in range(start, start + len(cells))] for start in (0, 1)):
        note = "a nameless column that numbers the rows left out"
        return replace(raw, headers=raw.headers[1:], columns=raw.columns[1:], notes=(*raw.notes, note))
    return raw


def _parquet(where: str, data: bytes) -> RawTable:
    import polars as pl

    try:
        with _quiet():
            rows = pl.scan_parquet(io.BytesIO(data)).select(pl.len()).collect().item()
            if rows > MOST_ROWS:
                raise DataError(Fault(where, f"has {rows:,} rows", expected=f"at most {MOST_ROWS:,}"))
            frame = pl.read_parquet(io.BytesIO(data), hive_partitioning=False)
        _check_width(where, b"," * (frame.width - 1))
        faults = [
            Fault(where, f"holds {column.dtype}", column=column.name, expected="one text, number, flag or date a row")
            for column in frame
            if column.dtype.is_nested() or column.dtype in {pl.Object, pl.Binary}
        ]
        columns = () if faults else tuple(column.cast(pl.String) for column in frame)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError, OverflowError) as error:
        raise DataError(Fault(where, f"cannot be read as Parquet ({reason(error)})")) from error
    if faults:
        raise DataError(faults)
    return RawTable(where, PARQUET, tuple(name.strip() for name in frame.columns), columns)


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing on standard error: for some damaged files Polars prints a stack there before it raises."""
    with _ONE_AT_A_TIME:
        yield from _redirected()


def _redirected() -> Iterator[None]:
    sys.stderr.flush()
    try:
        kept = os.dup(2)
    except OSError:  # there is no standard error
        yield
        return
    try:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device, not a path
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _sheet(where: str, data: bytes) -> RawTable:
    from openh1b.data.sheets import read_sheet

    return read_sheet(where, data)
