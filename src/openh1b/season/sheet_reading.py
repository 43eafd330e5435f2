"""XLSX as text cells: the first sheet, with its error cells and its numeric ids refused."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from openh1b.errors import Fault, PoolError
from openh1b.season.file_kind import XLSX
from openh1b.season.raw_table import RawTable, also_in, reason
from openh1b.season.workbook_parts import UNREADABLE, error_cells, sheet_parts

if TYPE_CHECKING:
    from collections.abc import Collection

    import fastexcel
    import polars as pl

_NUMBER = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"


def read_sheet(where: str, data: bytes, ids: Collection[str]) -> RawTable:
    """All cells of the first sheet as text, numbers in their shortest form, dates as `YYYY-MM-DD 00:00:00`.

    ids: headers of columns that must hold text, since a number has lost its leading zeros.
    Raises PoolError for a damaged workbook, an empty sheet, error cells (`#N/A`) and numeric ids.
    """
    import fastexcel

    try:
        book = fastexcel.read_excel(data)
        frame = book.load_sheet(0, header_row=None, dtypes="string").to_polars()
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            errors = list(error_cells(where, archive, next(iter(sheet_parts(archive).values()))))
    except (fastexcel.FastExcelError, *UNREADABLE) as error:
        raise PoolError(Fault(where, f"cannot be read as XLSX ({reason(error)})")) from error
    if frame.is_empty():
        raise PoolError(Fault(where, f"the sheet {book.sheet_names[0]} is empty"))
    headers = tuple((name or "").strip() for name in frame.row(0))
    cells = tuple(frame.slice(1).get_columns())
    faults = errors + _numeric_ids(
        where, book, {name: text for name, text in zip(headers, cells, strict=True) if name in ids}
    )
    if faults:
        raise PoolError(faults)
    others = len(book.sheet_names) - 1
    note = f"sheet {book.sheet_names[0]}" + (f", the first of {others + 1}" if others else "")
    return RawTable(where, XLSX, headers, cells, (note,))


def _numeric_ids(where: str, book: fastexcel.ExcelReader, columns: dict[str, pl.Series]) -> list[Fault]:
    hint = "Format the column as text before the ids are typed or pasted"
    faults = []
    for name, text in columns.items():
        if _all_text(book, text.name):
            continue
        rows = (text.str.contains(_NUMBER).fill_null(value=False).arg_true() + 1).to_list()
        what = (
            f"{text[rows[0] - 1]} is a number, and may have lost its leading zeros" if rows else "not all ids are text"
        )
        row = rows[0] if rows else None
        faults.append(Fault(where, what + also_in(rows), row=row, column=name, expected="ids as text", hint=hint))
    return faults


def _all_text(book: fastexcel.ExcelReader, name: str) -> bool:
    """Whether no cell of a column is a number; the header is among the cells, so a column of numbers is a mixed one."""
    import fastexcel
    import polars as pl

    try:
        sheet = book.load_sheet(
            0, header_row=None, dtype_coercion="strict", schema_sample_rows=None, use_columns=[name]
        )
        return bool(sheet.to_polars().to_series().dtype == pl.String)
    except fastexcel.UnsupportedColumnTypeCombinationError:
        return False
