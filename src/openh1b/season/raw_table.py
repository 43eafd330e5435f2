"""A user's table as text, before any column has a meaning, and how faulty rows are worded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from openh1b.errors import Fault, PoolError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

_ROWS_LISTED = 10
_CHARACTERS_SHOWN = 60
_INDEX_HINT = "If it only numbers the rows, leave it out (pandas: index=False; R: row.names=FALSE)"


@dataclass(frozen=True, eq=False)
class RawTable:
    """A file's cells as text, blank or null where empty, in the order of the file.

    where: the name of the file. headers: one a column, trimmed; may be doubled.
    columns: text series of one length; data row r is element r - 1.
    """

    where: str
    kind: str
    headers: tuple[str, ...]
    columns: tuple[pl.Series, ...]
    notes: tuple[str, ...] = ()

    @property
    def height(self) -> int:
        """Number of data rows."""
        return len(self.columns[0]) if self.columns else 0


def shown(value: object) -> str:
    """A cell's text as an error message prints it: quoted, control characters escaped, cut when long."""
    text = str(value)
    return repr(text if len(text) <= _CHARACTERS_SHOWN else f"{text[:_CHARACTERS_SHOWN]}...")


def reason(error: BaseException) -> str:
    """What a library says went wrong, in one line."""
    lines = str(error).splitlines()
    return lines[0] if lines else type(error).__name__


def also_in(rows: Sequence[int]) -> str:
    """The rows after the first in words: ` (also in rows 3, 7 and 12 more)`; nothing where there is one row."""
    rest = rows[1:]
    if not rest:
        return ""
    listed = ", ".join(str(row) for row in rest[:_ROWS_LISTED])
    more = f" and {len(rest) - _ROWS_LISTED:,} more" if len(rest) > _ROWS_LISTED else ""
    return f" (also in row{'s' if len(rest) > 1 else ''} {listed}{more})"


def blank(text: pl.Series) -> pl.Series:
    """True where a cell is empty or holds blanks only."""
    return text.fill_null("").str.strip_chars() == ""


def tidy(raw: RawTable) -> RawTable:
    """The table without the entirely blank rows at its end and without nameless blank columns; notes say how many.

    Raises PoolError where no row is left or a nameless column holds values.
    """
    height = _filled_height(raw)
    if height == 0:
        raise PoolError(Fault(raw.where, "has column names and no rows", expected="at least one row"))
    nameless = [index for index, name in enumerate(raw.headers) if not name]
    faults = [
        Fault(raw.where, f"column {index + 1} has values and no name", row=row, expected="a name", hint=_INDEX_HINT)
        for index in nameless
        if (row := _first_filled(raw.columns[index])) is not None
    ]
    if faults:
        raise PoolError(faults)
    kept = [index for index in range(len(raw.headers)) if index not in nameless]
    return replace(
        raw,
        headers=tuple(raw.headers[index] for index in kept),
        columns=tuple(raw.columns[index].head(height) for index in kept),
        notes=raw.notes + _left_out(raw.height - height, len(nameless)),
    )


def _filled_height(raw: RawTable) -> int:
    last = -1
    for column in raw.columns:
        if last == raw.height - 1:
            break
        filled = (~blank(column)).arg_true()
        last = max(last, filled[-1] if len(filled) else -1)
    return last + 1


def _first_filled(column: pl.Series) -> int | None:
    filled = (~blank(column)).arg_true()
    return int(filled[0]) + 1 if len(filled) else None


def _left_out(rows: int, columns: int) -> tuple[str, ...]:
    notes = []
    if rows:
        notes.append(f"{rows:,} blank row{'s' if rows > 1 else ''} at the end left out")
    if columns:
        notes.append(f"{columns} blank column{'s' if columns > 1 else ''} without a name left out")
    return tuple(notes)
