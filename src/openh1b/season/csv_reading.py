"""CSV as text cells: comma, semicolon or tab, in UTF-8, quoted as RFC 4180 says.

The layout is checked here, on the bytes at once, because a reader that fills a short row with nulls, or takes a stray
quotation mark for an opening one, moves values into other people's rows without a word.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from openh1b.errors import Fault, PoolError
from openh1b.season.file_kind import CSV
from openh1b.season.raw_table import RawTable, also_in, reason

if TYPE_CHECKING:
    import polars as pl

_QUOTE, _NEWLINE, _RETURN = b'"'[0], b"\n"[0], b"\r"[0]
_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}


@dataclass(frozen=True, eq=False)
class _Layout:
    """Where records start and how many fields each has; record 0 is the header. `quotes` are byte positions."""

    starts: NDArray[np.int64]
    fields: NDArray[np.int64]
    quotes: NDArray[np.int64]


def read_csv(where: str, data: bytes) -> RawTable:
    """All cells of a CSV as text. Raises PoolError naming line and row where the layout is broken."""
    body = data.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n")
    header = _header(body)
    separator = _separator(header)
    layout = _layout(body, ord(separator))
    if faults := _quote_faults(where, body, layout, ord(separator)) or _return_faults(where, body, layout):
        raise PoolError(faults)
    names = _names(where, header, separator)
    if faults := _ragged_faults(where, body, layout, len(names)):
        raise PoolError(faults)
    columns = _cells(where, body[len(header) + 1 :], separator, len(names))
    note = f"{_SEPARATORS[separator]}-separated text"
    return RawTable(where, CSV, names, columns, (note,))


def _header(body: bytes) -> bytes:
    """The first record: up to the first line feed outside quotation marks."""
    end, quotes, start = -1, 0, 0
    while (end := body.find(b"\n", end + 1)) >= 0:
        quotes += body.count(b'"', start, end)
        if quotes % 2 == 0:
            return body[:end]
        start = end
    return body


def _separator(header: bytes) -> str:
    outside = re.sub(rb'"[^"]*"', b"", header)
    return max(_SEPARATORS, key=lambda separator: outside.count(separator.encode()))


def _names(where: str, header: bytes, separator: str) -> tuple[str, ...]:
    try:
        rows = list(csv.reader(io.StringIO(header.decode("utf-8"), newline=""), delimiter=separator))
    except csv.Error as error:
        raise PoolError(Fault(where, f"the column names cannot be read ({error})", line=1)) from error
    if not rows or not any(name.strip() for name in rows[0]):
        raise PoolError(Fault(where, "is blank", line=1, expected="the column names"))
    return tuple(name.strip() for name in rows[0])


def _layout(body: bytes, separator: int) -> _Layout:
    raw = np.frombuffer(body, dtype=np.uint8)
    marks = np.flatnonzero((raw == separator) | (raw == _NEWLINE) | (raw == _QUOTE))
    kind = raw[marks]
    outside = np.cumsum(kind == _QUOTE) % 2 == 0
    ends = np.append(marks[outside & (kind == _NEWLINE)], len(body))
    separators = marks[outside & (kind == separator)]
    fields = 1 + np.diff(np.searchsorted(separators, ends), prepend=0)
    return _Layout(np.append(0, ends[:-1] + 1), fields, marks[kind == _QUOTE])


def _quote_faults(where: str, body: bytes, layout: _Layout, separator: int) -> list[Fault]:
    """A mark may open a field, close it, or stand doubled inside a quoted one."""
    raw = np.frombuffer(b"\n" + body + b"\n", dtype=np.uint8)  # byte i of the file is raw[i + 1]
    opening, closing = layout.quotes[0::2], layout.quotes[1::2]
    bounds = [separator, _NEWLINE, _QUOTE]
    stray = np.concatenate(
        [
            opening[~np.isin(raw[opening], bounds)],
            closing[~np.isin(raw[closing + 2], [*bounds, _RETURN])],
        ]
    )
    expected = "a field with a quotation mark quoted, and the mark doubled"
    if stray.size:
        line = body.count(b"\n", 0, int(stray.min())) + 1
        return [Fault(where, "a quotation mark stands inside a field", line=line, expected=expected)]
    if len(layout.quotes) % 2:
        line = body.count(b"\n", 0, int(opening[-1])) + 1
        return [Fault(where, "a quoted field is never closed", line=line, expected=expected)]
    return []


def _return_faults(where: str, body: bytes, layout: _Layout) -> list[Fault]:
    if body.count(b"\r") == body.count(b"\r\n"):
        return []
    raw = np.frombuffer(body + b"\n", dtype=np.uint8)
    returns = np.flatnonzero((raw[:-1] == _RETURN) & (raw[1:] != _NEWLINE))
    bare = returns[np.searchsorted(layout.quotes, returns) % 2 == 0]
    if not bare.size:
        return []
    line = body.count(b"\n", 0, int(bare[0])) + 1
    problem = f"a carriage return stands without a line feed ({bare.size:,} in all)"
    return [Fault(where, problem, line=line, expected="lines that end in a line feed")]


def _ragged_faults(where: str, body: bytes, layout: _Layout, width: int) -> list[Fault]:
    """Rows with more or fewer fields than the header: one fault for each number of fields."""
    faults = []
    ragged = layout.fields != width
    for count in np.unique(layout.fields[ragged]):
        rows = np.flatnonzero(layout.fields == count)
        line = body.count(b"\n", 0, int(layout.starts[rows[0]])) + 1
        what = f"has {count:,} field{'s' if count > 1 else ''}{also_in(rows.tolist())}"
        faults.append(Fault(where, what, row=int(rows[0]), line=line, expected=f"{width:,}, as the header has"))
    return sorted(faults, key=lambda fault: fault.line or 0)


def _cells(where: str, body: bytes, separator: str, width: int) -> tuple[pl.Series, ...]:
    import polars as pl

    schema = {f"c{index}": pl.String for index in range(width)}
    if not body:
        return tuple(pl.Series(name, [], dtype=pl.String) for name in schema)
    try:
        frame = pl.read_csv(body, has_header=False, schema=schema, separator=separator)
    except pl.exceptions.PolarsError as error:
        raise PoolError(Fault(where, f"cannot be read as CSV ({reason(error)})")) from error
    return tuple(frame.get_columns())
