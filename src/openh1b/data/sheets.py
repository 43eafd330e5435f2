"""XLSX as text cells: the first sheet, or all where there is one a year; cells that hold an error are named."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from openh1b.data.yearly_sheets import is_yearly, stacked
from openh1b.errors import DataError, Fault
from openh1b.season.file_kind import XLSX
from openh1b.season.raw_table import RawTable, reason
from openh1b.season.workbook_parts import UNREADABLE, error_cells, sheet_parts

LARGEST_SHEET = 1_000_000_000  # bytes of XML: about 320,000 rows of 96 columns, 2.5 GB in memory


def read_sheet(where: str, data: bytes) -> RawTable:
    """All cells of the first sheet as text, numbers in their shortest form, dates as `YYYY-MM-DD 00:00:00`.

    Where the first cell says a fiscal year, each sheet is of one, and all of them are read, one below the other.
    Raises DataError for a damaged workbook, an empty or too large sheet, and cells that hold an error (`#N/A`).
    """
    import fastexcel

    try:
        _check_size(where, data, 1)
        book = fastexcel.read_excel(data)
        with _without_errors(where, data, 1):
            frame = book.load_sheet(0, header_row=None, dtypes="string").to_polars()
        if frame.is_empty():
            raise DataError(Fault(where, f"the sheet {book.sheet_names[0]} is empty"))
        if is_yearly(frame):
            _check_size(where, data, None)
            with _without_errors(where, data, None):
                sheets = [
                    (n, book.load_sheet(n, header_row=None, dtypes="string").to_polars()) for n in book.sheet_names
                ]
            return stacked(where, sheets)
    except (fastexcel.FastExcelError, *UNREADABLE) as error:
        raise DataError(Fault(where, f"cannot be read as XLSX ({reason(error)})")) from error
    headers = tuple((name or "").strip() for name in frame.row(0))
    note = f"sheet {book.sheet_names[0]}, the first of {len(book.sheet_names)}"
    return RawTable(where, XLSX, headers, tuple(frame.slice(1).get_columns()), (note,))


def first_row(where: str, data: bytes) -> tuple[str, ...]:
    """The cells of the first row of the first sheet. Raises DataError for a damaged workbook."""
    import fastexcel

    try:
        sheet = fastexcel.read_excel(data).load_sheet(0, header_row=None, n_rows=1, dtypes="string").to_polars()
    except (fastexcel.FastExcelError, *UNREADABLE) as error:
        raise DataError(Fault(where, f"cannot be read as XLSX ({reason(error)})")) from error
    return tuple((name or "").strip() for name in sheet.row(0)) if sheet.height else ()


def _check_size(where: str, data: bytes, most: int | None) -> None:
    """Sizes of the first `most` sheets."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = _parts(archive, most)
        sizes = sum(archive.getinfo(part).file_size for _, part in parts)
    if sizes > LARGEST_SHEET:
        sheets = "the sheet has" if len(parts) == 1 else f"{len(parts)} sheets have"
        problem = f"{sheets} {sizes:,} bytes of XML"
        raise DataError(
            Fault(where, problem, expected=f"at most {LARGEST_SHEET:,}", hint="Save it as CSV and add that")
        )


@contextmanager
def _without_errors(where: str, data: bytes, most: int | None) -> Iterator[None]:
    """Look for error cells in a thread while sheets are read, which the reader does without Python's lock.

    Raises DataError for error cells, also where the reader failed: they say more.
    """
    with ThreadPoolExecutor(1) as beside:
        found = beside.submit(_error_cells, where, data, most)
        try:
            yield
        finally:
            faults = found.result()
            if faults:
                raise DataError(faults)


def _error_cells(where: str, data: bytes, most: int | None) -> list[Fault]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [
            fault
            for name, part in _parts(archive, most)
            for fault in error_cells(where if most == 1 else f"{where}, sheet {name}", archive, part)
        ]


def _parts(archive: zipfile.ZipFile, most: int | None) -> Sequence[tuple[str, str]]:
    return list(sheet_parts(archive).items())[:most]
