"""XLSX as text cells: the first sheet, with its error cells and its numeric ids refused."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from openh1b.errors import Fault, PoolError
from openh1b.season.file_kind import XLSX
from openh1b.season.raw_table import RawTable, also_in, reason

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import fastexcel
    import polars as pl

_ERROR_CELL = re.compile(rb"<(?:\w+:)?c\b([^<>]*\bt=[\"']e[\"'](?:[^<>]*[^<>/])?)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_ADDRESS = re.compile(rb"\br=[\"']([A-Z]+[0-9]+)[\"']")
_FIRST_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^<>]*\b\w+:id=[\"']([^\"']+)[\"']")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^<>]*)>")
_NUMBER = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"
_UNREADABLE = (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, KeyError, RuntimeError)


def read_sheet(where: str, data: bytes, ids: Collection[str]) -> RawTable:
    """All cells of the first sheet as text, numbers in their shortest form, dates as `YYYY-MM-DD 00:00:00`.

    ids: headers of columns that must hold text, since a number has lost its leading zeros.
    Raises PoolError for a damaged workbook, an empty sheet, error cells (`#N/A`) and numeric ids.
    """
    import fastexcel

    try:
        book = fastexcel.read_excel(data)
        frame = book.load_sheet(0, header_row=None, dtypes="string").to_polars()
        errors = list(_error_cells(where, data))
    except (fastexcel.FastExcelError, *_UNREADABLE) as error:
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


def _error_cells(where: str, data: bytes) -> Iterator[Fault]:
    """Cells such as `#N/A`, by address: the reader of sheets gives them as blanks."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read(_first_sheet(archive))
    for match in _ERROR_CELL.finditer(sheet):
        address = _ADDRESS.search(match[1])
        value = re.search(rb"<(?:\w+:)?v>([^<]*)<", match[2])
        cell = f"cell {address[1].decode()}" if address else "a cell"
        error = value[1].decode("utf-8", "replace") if value else "an error"
        yield Fault(where, f"{cell} holds {error}", expected="a value or an empty cell")


def _first_sheet(archive: zipfile.ZipFile) -> str:
    first = _FIRST_SHEET.search(archive.read("xl/workbook.xml"))
    for relation in _RELATION.finditer(archive.read("xl/_rels/workbook.xml.rels")):
        pairs = dict(re.findall(rb"(\w+)=[\"']([^\"']*)[\"']", relation[1]))
        if first is not None and pairs.get(b"Id") == first[1]:
            target = pairs[b"Target"].decode()
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError("the workbook does not say where its first sheet is")
