"""A file of registrations, as columns with the names they have from now on."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from openh1b.errors import Fault, PoolError, nearest
from openh1b.season.cell_values import values_of
from openh1b.season.file_reading import read_bytes, read_table
from openh1b.season.intake_tables import INTAKE, ONE_OF
from openh1b.season.pool_checks import check_ids
from openh1b.season.pool_columns import assign_columns
from openh1b.season.raw_table import blank

if TYPE_CHECKING:
    import polars as pl

    from openh1b.season.intake_rules import IntakeRules
    from openh1b.tables import Column

TYPED = frozenset(column.name for column in INTAKE.columns if column.kind != "text")
PER_PERSON = "eligible_registrations"
_IDS = ("registration_id", "beneficiary_id", "employer_id")
_MADE = {
    "n": "each row is one registration",
    PER_PERSON: "it is counted here",
    "person": "it takes the person's id",
}


@dataclass(frozen=True, eq=False)
class Registrations:
    """Rows of a file in its order. cells: text by column, blank or null where empty. mapping: ours -> theirs.

    read: columns of table `intake` that are not text: their values, and where a cell is filled but wrong.
    """

    where: str
    sha256: str
    height: int
    cells: Mapping[str, pl.Series]
    read: Mapping[str, tuple[pl.Series, pl.Series]]
    mapping: Mapping[str, str]
    notes: tuple[str, ...]

    @property
    def employer_column(self) -> str:
        """The column by which employers are told apart."""
        return next(name for name in ONE_OF if name in self.cells)

    def text(self, name: str) -> pl.Series:
        """A column's text; all blank where the file does not have it."""
        import polars as pl

        return self.cells[name] if name in self.cells else pl.repeat("", self.height, dtype=pl.String, eager=True)

    def values(self, name: str) -> tuple[pl.Series, pl.Series]:
        """A column of table `intake` as values, null where blank or wrong, and where a cell is filled but wrong."""
        import polars as pl

        if name not in self.read:
            kind = {"flag": pl.Boolean, "date": pl.Date, "number": pl.Float64}.get(INTAKE[name].kind, pl.Int64)
            none = pl.repeat(None, self.height, dtype=kind, eager=True)
            return none, none.is_not_null()
        return self.read[name]


def read_registrations(
    path: str | PathLike[str], rules: IntakeRules, columns: Mapping[str, str] | None = None
) -> Registrations:
    """Read a CSV, Parquet or XLSX file and check its structure; no cell but a registration's id is judged here.

    columns: ours -> theirs. Raises PoolError with every fault: a file that is not one, a column that is missing,
    doubled or of a name that intake makes itself, an id of a registration that is blank or doubled.
    """
    mapping = {ours: theirs.strip() for ours, theirs in (columns or {}).items()}
    data = read_bytes(Path(path))
    raw = read_table(Path(path).name, data, {mapping.get(name, name) for name in _IDS})
    positions, faults = assign_columns(raw.where, raw.headers, mapping)
    cells = {name: raw.columns[position] for name, position in positions.items()}
    faults += _missing(raw.where, cells, rules) + _made(raw.where, cells, rules)
    if "registration_id" in cells:
        faults += check_ids(raw.where, cells["registration_id"], "registration_id", unique=True)
    if faults:
        raise PoolError(faults)
    mapped = [f"mapped: {ours} from {theirs}" for ours, theirs in mapping.items()]
    sha256 = hashlib.sha256(data).hexdigest()
    read = {name: _values(text, INTAKE[name]) for name, text in cells.items() if name in TYPED}
    return Registrations(raw.where, sha256, raw.height, cells, read, mapping, (*raw.notes, *mapped))


def _values(text: pl.Series, column: Column) -> tuple[pl.Series, pl.Series]:
    values, wrong = _numbers(text, column) if column.kind == "number" else _repeated(text, column)
    rows = wrong.arg_true()
    wrong = wrong.scatter(rows, ~blank(text.gather(rows)))
    return values.set(wrong, None), wrong


def _repeated(text: pl.Series, column: Column) -> tuple[pl.Series, pl.Series]:
    """As `values_of`, which reads each distinct cell once where most cells are repeated."""
    import polars as pl

    distinct = text.unique()
    if len(distinct) > len(text) // 4:
        return values_of(text, column)
    values, wrong = values_of(distinct, column)
    known = pl.DataFrame({"text": distinct, "value": values, "wrong": wrong})
    found = text.to_frame("text").join(known, on="text", how="left", maintain_order="left", nulls_equal=True)
    return found["value"], found["wrong"]


def _numbers(text: pl.Series, column: Column) -> tuple[pl.Series, pl.Series]:
    """As `values_of`, which then reads only the cells that are not plain numbers within limits: five times as fast."""
    import polars as pl

    quick = text.cast(pl.Float64, strict=False)
    sound = quick.is_finite() & quick.is_between(column.low or -math.inf, column.high or math.inf)
    rest = (~sound.fill_null(value=False)).arg_true()
    values, wrong = values_of(text.gather(rest), column)
    none = pl.repeat(value=False, n=len(text), dtype=pl.Boolean, eager=True)
    return quick.scatter(rest, values), none.scatter(rest, wrong)


def _missing(where: str, names: Collection[str], rules: IntakeRules) -> list[Fault]:
    """Faults of columns without which no registration could be eligible."""
    needs: list[tuple[str, ...]] = [("registration_id",), ("beneficiary_id",), ONE_OF]
    if rules.asks_degree:
        needs.append(("us_masters_or_higher",))
    if rules.levels.used:
        needs.append(("selection_level", "site_levels", "offered_wage_usd"))
    return [_lacks(where, group, names) for group in needs if not any(name in names for name in group)]


def _lacks(where: str, group: Iterable[str], names: Collection[str]) -> Fault:
    either = tuple(group)
    spare = [name for name in names if name not in INTAKE]
    near = [(name, found) for name in either if (found := nearest(name, spare)) is not None]
    name, theirs = near[0] if near else (either[0], "THEIRS")
    hint = f"Did you mean {theirs}? Then --columns {name}={theirs}" if near else f"--columns {name}={theirs} names it"
    return Fault(where, f"has no column {' or '.join(either)}", expected=INTAKE[either[0]].meaning, hint=hint)


def _made(where: str, names: Collection[str], rules: IntakeRules) -> list[Fault]:
    """Faults of columns whose name intake or the pool it writes needs for something else."""
    made = [name for name in _MADE if name in names and (name != "person" or rules.unit == "petition")]
    return [
        Fault(where, f"may not be in the file: {_MADE[name]}", column=name, hint=f"--columns my_{name}={name} keeps it")
        for name in made
    ]
