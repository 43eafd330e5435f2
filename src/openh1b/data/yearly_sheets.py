"""A workbook with one sheet a fiscal year, as one table: the sheets one below the other, columns by their headers."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from openh1b.errors import DataError, Fault
from openh1b.season.file_kind import XLSX
from openh1b.season.raw_table import RawTable, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

SHEET, YEAR, NAME = "Sheet", "Fiscal Year", "Nationality"

_CORNER = re.compile(r"fiscal year\s+((?:19|20)[0-9]{2})", re.IGNORECASE)
_SHEET = re.compile(r"fy\s*([0-9]{2}|(?:19|20)[0-9]{2})", re.IGNORECASE)


def is_yearly(first: pl.DataFrame) -> bool:
    """Whether the first cell of a workbook is that of a table of one fiscal year."""
    return first.width > 1 and _CORNER.fullmatch(str(first.item(0, 0) or "").strip()) is not None


def stacked(where: str, sheets: Sequence[tuple[str, pl.DataFrame]]) -> RawTable:
    """All sheets as one table of text: `Sheet`, `Fiscal Year`, `Nationality`, and each other header once.

    Raises DataError for a sheet that is empty, says no year, says another than its name, or has a header twice.
    """
    import polars as pl

    faults, parts = [], []
    for name, frame in sheets:
        problem = _problem(name, frame)
        if problem:
            faults.append(
                Fault(f"{where}, sheet {name}", problem, expected="a table that begins with Fiscal Year YYYY")
            )
        else:
            parts.append(_part(name, frame))
    _check_once(where, [str(part.item(0, YEAR)) for part in parts if part.height], faults)
    if faults:
        raise DataError(faults)
    table = pl.concat(parts, how="diagonal")
    note = f"{len(parts)} sheets, {sheets[0][0]} to {sheets[-1][0]}, one below the other"
    return RawTable(where, XLSX, tuple(table.columns), tuple(table.get_columns()), (note,))


def _problem(name: str, frame: pl.DataFrame) -> str | None:
    if frame.is_empty():
        return "is empty"
    headers = _headers(frame)
    corner, said = _CORNER.fullmatch(headers[0]), _SHEET.fullmatch(name.strip())
    if corner is None:
        return f"begins with {shown(headers[0])}"
    if said and int(said[1]) % 100 != int(corner[1]) % 100:
        return f"says {corner[1]} in its first cell"
    doubled = sorted(header for header, times in Counter(headers[1:]).items() if header and times > 1)
    return f"has the column {doubled[0]} twice" if doubled else None


def _check_once(where: str, years: Sequence[str], faults: list[Fault]) -> None:
    for year, times in Counter(years).items():
        if times > 1:
            faults.append(Fault(where, f"{times} sheets are of fiscal year {year}", expected="one sheet a year"))


def _headers(frame: pl.DataFrame) -> list[str]:
    return [(cell or "").strip() for cell in frame.row(0)]


def _part(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    headers = _headers(frame)
    corner = _CORNER.fullmatch(headers[0])
    names = [NAME, *(header or f"(nameless {at})" for at, header in enumerate(headers[1:], start=2))]
    body = frame.slice(1).rename(dict(zip(frame.columns, names, strict=True)))
    filled = [one for one in names if not one.startswith("(nameless") or body[one].is_not_null().any()]
    year = corner[1] if corner else ""
    return body.select(pl.lit(name).alias(SHEET), pl.lit(year).alias(YEAR), *filled)
