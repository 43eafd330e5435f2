"""Documents and rows as bytes: JSON, CSV, Parquet and XLSX as commands print and write them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from openh1b.errors import Fault, InputError

if TYPE_CHECKING:
    import polars as pl

XLSX_ROWS: Final = 1_048_575
"""Rows of a worksheet below its header."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def as_json(value: object) -> bytes:
    """JSON for a reader: indented, days as YYYY-MM-DD, what JSON has no word for as its text."""
    return (json.dumps(value, indent=2, ensure_ascii=False, default=_plain) + "\n").encode()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def as_csv(records: Sequence[Mapping[str, Any]], names: Sequence[str] = ()) -> bytes:
    """CSV with a header, also where there are no rows but `names` are given."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(names or (records[0] if records else ())), lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue().encode()


def guarded(value: object) -> object:
    """A cell of a CSV that a spreadsheet will open: an apostrophe before a text that it would take for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def framed(frame: pl.DataFrame, form: str, sheet: str = "table") -> bytes:
    """A table as Parquet, or as XLSX on a sheet of that name. Raises InputError where a sheet cannot hold its rows."""
    buffer = io.BytesIO()
    if form == "parquet":
        frame.write_parquet(buffer)
        return buffer.getvalue()
    if frame.height > XLSX_ROWS:
        problem = f"a worksheet cannot hold {frame.height:,} rows"
        raise InputError(Fault("XLSX", problem, expected=f"CSV or Parquet, or at most {XLSX_ROWS:,} rows"))
    import xlsxwriter

    # Names come from files: none is to become a formula or a link.
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        frame.write_excel(book, worksheet=sheet, autofit=True)
    return buffer.getvalue()
