"""The checks of a pool's cells: every fault found, one for each wrong value with the rows that hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openh1b.errors import Fault
from openh1b.season.cell_values import expected, values_of
from openh1b.season.raw_table import also_in, blank, shown

if TYPE_CHECKING:
    import polars as pl

    from openh1b.tables import Column

_MOST_UNITS = 2**53  # beyond it real-valued counts skip whole numbers
_CONTROL = r"[\p{Cc}\u2028\u2029]"


def check_column(where: str, text: pl.Series, column: Column, label: str) -> tuple[pl.Series, list[Fault]]:
    """A column of ours as values, with its faults. `label` names it in messages, with the user's own name for it."""
    values, wrong = values_of(text, column)
    return values, _faults(where, text, wrong, label, expected(column))


def check_blanks(where: str, text: pl.Series, label: str) -> list[Fault]:
    """Faults of a column that the policy uses and that is not one of ours: it may hold anything but blanks."""
    return _faults(where, text, blank(text), label, "a value in every row, since the policy uses it")


def check_ids(where: str, text: pl.Series, label: str, *, unique: bool) -> list[Fault]:
    """Faults of ids, which are taken as they stand: blank, with control characters, or doubled where `unique`."""
    empty = blank(text)
    control = text.str.contains(_CONTROL).fill_null(value=False) & ~empty
    faults = _faults(where, text, empty, label, "an id in every row")
    faults += _faults(where, text, control, label, "ids without control characters or line breaks")
    return faults + (_doubled(where, text, empty, label) if unique else [])


def check_counts(where: str, n: pl.Series, *, has_id: bool) -> list[Fault]:
    """Faults of `n` beyond its limits as a column: several units under one id, or more units than can be counted."""
    import polars as pl

    faults = []
    if has_id:
        several = (n > 1).fill_null(value=False)
        faults = _faults(where, n.cast(pl.String), several, "n", "n of 1 where rows have an id, or no id column")
    total = n.cast(pl.Float64).sum()
    if total > _MOST_UNITS:
        faults.append(Fault(where, f"adds up to {total:,.0f}", column="n", expected=f"at most {_MOST_UNITS:,} units"))
    return faults


def interleaved(by_column: list[list[Fault]]) -> list[Fault]:
    """The first fault of every column, then the second of every column: among the few shown, each column appears."""
    depth = max(map(len, by_column), default=0)
    return [faults[index] for index in range(depth) for faults in by_column if index < len(faults)]


def _faults(where: str, text: pl.Series, wrong: pl.Series, label: str, wanted: str) -> list[Fault]:
    """One fault for each distinct wrong value, in the order of the rows. Loops over wrong values only."""
    return [
        Fault(where, ("blank" if not value.strip() else shown(value)) + also_in(rows), rows[0], None, label, wanted)
        for value, rows in _rows_by_value(text, wrong)
    ]


def _doubled(where: str, text: pl.Series, empty: pl.Series, label: str) -> list[Fault]:
    return [
        Fault(where, f"{shown(value)} is doubled{also_in(rows)}", rows[0], None, label, "each id once")
        for value, rows in _rows_by_value(text, text.is_duplicated() & ~empty)
    ]


def _rows_by_value(text: pl.Series, chosen: pl.Series) -> list[tuple[str, list[int]]]:
    """The chosen rows (from 1) of each distinct value, blanks as one value, in the order of the first row."""
    import polars as pl

    if not chosen.any():
        return []
    index = chosen.arg_true()
    value = text.gather(index).fill_null("")
    value = value.set(blank(value), "")
    table = pl.DataFrame({"value": value, "row": index.cast(pl.Int64) + 1})
    return table.group_by("value", maintain_order=True).agg("row").rows()
