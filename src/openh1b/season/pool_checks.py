"""The checks of a pool's cells: every fault found, one for each wrong value with the rows that hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openh1b.errors import SHOWN, Fault
from openh1b.season.cell_values import expected, values_of
from openh1b.season.code_hints import explain_area, explain_soc
from openh1b.season.codes import code_list
from openh1b.season.pay_text import explain_pay
from openh1b.season.raw_table import also_in, blank, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from openh1b.season.code_hints import Said
    from openh1b.tables import Column

_MOST_UNITS = 2**53  # beyond it real-valued counts skip whole numbers
CONTROL = r"[\p{Cc}\u2028\u2029]"  # what no id may hold


def check_column(where: str, text: pl.Series, column: Column, label: str) -> tuple[pl.Series, list[Fault]]:
    """A column of ours as values, with its faults. `label` names it in messages, with the user's own name for it.

    Occupations and areas must be codes that exist; of wrong ones and of wrong pay a fault says what they may be.
    """
    values, wrong = values_of(text, column)
    codes = code_list(column.name)
    if codes is None:
        return values, _faults(where, text, wrong, label, expected(column), _explain(column))
    values = codes.read(values)
    return values, _faults(where, text, wrong | values.is_null(), label, codes.expected, _explain(column))


def check_blanks(where: str, text: pl.Series, label: str) -> list[Fault]:
    """Faults of a column that the policy uses and that is not one of ours: it may hold anything but blanks."""
    return _faults(where, text, blank(text), label, "a value in every row, since the policy uses it")


def check_ids(where: str, text: pl.Series, label: str, *, unique: bool) -> list[Fault]:
    """Faults of ids, which are taken as they stand: blank, with control characters, or doubled where `unique`."""
    empty = blank(text)
    control = text.str.contains(CONTROL).fill_null(value=False) & ~empty
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


def in_order(by_column: list[list[Fault]], most: int = SHOWN) -> list[Fault]:
    """Faults by row, and by column within a row; first those that are shown, `most` of them.

    These are the first fault of every column, then the second of every column, so that each column appears.
    """
    depth = max(map(len, by_column), default=0)
    found = [faults[index] for index in range(depth) for faults in by_column if index < len(faults)]
    place = {id(fault): column for column, faults in enumerate(by_column) for fault in faults}
    parts = (found[: max(most, 0)], found[max(most, 0) :])
    return [one for part in parts for one in sorted(part, key=lambda fault: (_row(fault), place[id(fault)]))]


def _row(fault: Fault) -> float:
    return float("inf") if fault.row is None else fault.row


def _explain(column: Column) -> Callable[[str], Said]:
    by_name = {"soc_code": explain_soc, "area": explain_area}
    return by_name.get(column.name, explain_pay if column.unit == "USD" else _nothing)


def _nothing(value: str) -> Said:
    del value
    return "", None


def _faults(
    where: str, text: pl.Series, wrong: pl.Series, label: str, wanted: str, explain: Callable[[str], Said] = _nothing
) -> list[Fault]:
    """One fault for each distinct wrong value, in the order of the rows. Loops over wrong values only.

    explain: what is said of a value, and a hint; asked of as many values as a message shows, since it may be slow.
    """
    faults: list[Fault] = []
    for value, rows in _rows_by_value(text, wrong):
        empty = not value.strip()
        said, hint = explain(value) if len(faults) < SHOWN and not empty else ("", None)
        problem = ("blank" if empty else shown(value)) + said + also_in(rows)
        faults.append(Fault(where, problem, rows[0], None, label, wanted, hint))
    return faults


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
