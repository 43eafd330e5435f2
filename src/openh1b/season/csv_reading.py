"""CSV as text cells: comma, semicolon or tab, in UTF-8, quoted as RFC 4180 says. The layout is checked before."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from openh1b.errors import Fault, PoolError
from openh1b.season.csv_layout import end_faults, layout_of, quote_faults, ragged_faults, return_faults
from openh1b.season.file_kind import CSV
from openh1b.season.raw_table import RawTable, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import polars as pl

_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}


def read_csv(
    where: str, data: bytes, leave_out: Callable[[str], bool] | None = None, *, one_end: bool = False
) -> RawTable:
    """All cells of a CSV as text. Raises PoolError naming line and row where the layout is broken.

    leave_out: of a column's name, whether its cells are left out; they are checked for layout all the same, and null.
    one_end: refuse a file of which some lines end in CR LF and some in LF.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    end = _end(data)
    header = _header(data, end)
    separator = _separator(header)
    layout = layout_of(data, end, ord(separator))
    if one_end and (faults := end_faults(where, layout)):
        raise PoolError(faults)
    if faults := quote_faults(where, layout) or return_faults(where, layout):
        raise PoolError(faults)
    names = _names(where, header, separator)
    if faults := ragged_faults(where, layout, len(names)):
        raise PoolError(faults)
    wanted = [not (leave_out and leave_out(name)) for name in names]
    # A second line end would be read as a row of nulls; and a slice is a copy.
    body = data if data[end:] in {b"", b"\n", b"\r\n"} else data[:end]
    columns = _cells(where, body, separator, header.count(b"\n") + 1, len(layout.starts) - 1, wanted)
    return RawTable(where, CSV, names, columns, (f"{_SEPARATORS[separator]}-separated text",))


def _end(data: bytes) -> int:
    """Where the last record ends: before the line ends at the end of the file."""
    end = len(data)
    while end and data[end - 1] in b"\r\n":
        end -= 1
    return end


def _header(data: bytes, limit: int) -> bytes:
    """The first record: up to the first line feed outside quotation marks."""
    end, quotes, start = -1, 0, 0
    while (end := data.find(b"\n", end + 1, limit)) >= 0:
        quotes += data.count(b'"', start, end)
        if quotes % 2 == 0:
            return data[:end]
        start = end
    return data[:limit]


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


def _cells(
    where: str, data: bytes, separator: str, skipped: int, rows: int, wanted: Sequence[bool]
) -> tuple[pl.Series, ...]:
    """The columns below the header; `skipped` is its number of lines, `rows` that of the records after it."""
    import polars as pl

    schema = {f"c{index}": pl.String for index in range(len(wanted))}
    kept = [index for index, is_wanted in enumerate(wanted) if is_wanted]
    frame = pl.DataFrame()
    if rows and kept:
        try:
            frame = pl.read_csv(
                data, has_header=False, schema=schema, separator=separator, skip_lines=skipped, columns=kept
            )
        except pl.exceptions.PolarsError as error:
            raise PoolError(Fault(where, f"cannot be read as CSV ({reason(error)})")) from error
    empty = pl.Series([None], dtype=pl.String).new_from_index(0, frame.height or rows)
    return tuple(frame[name] if name in frame else empty.alias(name) for name in schema)
