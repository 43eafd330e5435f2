"""XLSX as text cells: the first sheet, read once, with the cells that hold an error named."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from openh1b.errors import DataError, Fault
from openh1b.season.file_kind import XLSX
from openh1b.season.raw_table import RawTable, reason

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_SHEET = 1_000_000_000  # bytes of XML: about 320,000 rows of 96 columns, 2.5 GB in memory
MOST_ERRORS = 1_000
_CHUNK = 8 * 1024**2
_MARKS = (b't="e"', b"t='e'")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^<>]*\bt=[\"']e[\"'][^<>]*)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_ADDRESS = re.compile(rb"\br=[\"']([A-Z]+[0-9]+)[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_FIRST_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^<>]*\b\w+:id=[\"']([^\"']+)[\"']")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b([^<>]*)>")
_UNREADABLE = (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, KeyError, RuntimeError, OSError)


def read_sheet(where: str, data: bytes) -> RawTable:
    """All cells of the first sheet as text, numbers in their shortest form, dates as `YYYY-MM-DD 00:00:00`.

    Raises DataError for a damaged workbook, an empty or too large sheet, and cells that hold an error (`#N/A`).
    """
    import fastexcel

    try:
        faults = list(_errors(where, data))
        if faults:
            raise DataError(faults)
        book = fastexcel.read_excel(data)
        frame = book.load_sheet(0, header_row=None, dtypes="string").to_polars()
    except (fastexcel.FastExcelError, *_UNREADABLE) as error:
        raise DataError(Fault(where, f"cannot be read as XLSX ({reason(error)})")) from error
    if frame.is_empty():
        raise DataError(Fault(where, f"the sheet {book.sheet_names[0]} is empty"))
    headers = tuple((name or "").strip() for name in frame.row(0))
    note = f"sheet {book.sheet_names[0]}, the first of {len(book.sheet_names)}"
    return RawTable(where, XLSX, headers, tuple(frame.slice(1).get_columns()), (note,))


def _errors(where: str, data: bytes) -> Iterator[Fault]:
    """Cells such as `#N/A`, by address: the reader of sheets gives them as blanks."""
    found = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        name = _first_sheet(archive)
        if archive.getinfo(name).file_size > LARGEST_SHEET:
            problem = f"the sheet has {archive.getinfo(name).file_size:,} bytes of XML"
            yield Fault(where, problem, expected=f"at most {LARGEST_SHEET:,}", hint="Save it as CSV and add that")
            return
        for part in _pieces(archive, name):
            if not any(mark in part for mark in _MARKS):  # five times as fast as the expression alone
                continue
            for match in _CELL.finditer(part):
                found += 1
                if found > MOST_ERRORS:
                    return
                yield _fault(where, match)


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The sheet's XML in pieces that end with a row, so that no cell is cut."""
    rest = b""
    with archive.open(name) as file:
        while chunk := file.read(_CHUNK):
            rest += chunk
            end = rest.rfind(b"row>")
            if end >= 0:
                yield rest[: end + 4]
                rest = rest[end + 4 :]
    yield rest


def _fault(where: str, match: re.Match[bytes]) -> Fault:
    address, value = _ADDRESS.search(match[1]), _VALUE.search(match[2])
    cell = f"cell {address[1].decode()}" if address else "a cell"
    error = value[1].decode("utf-8", "replace") if value else "an error"
    return Fault(where, f"{cell} holds {error}", expected="a value or an empty cell")


def _first_sheet(archive: zipfile.ZipFile) -> str:
    first = _FIRST_SHEET.search(archive.read("xl/workbook.xml"))
    for relation in _RELATION.finditer(archive.read("xl/_rels/workbook.xml.rels")):
        pairs = dict(re.findall(rb"(\w+)=[\"']([^\"']*)[\"']", relation[1]))
        if first is not None and pairs.get(b"Id") == first[1]:
            target = pairs[b"Target"].decode()
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError("the workbook does not say where its first sheet is")
