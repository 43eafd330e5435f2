"""Groups of a pool: rows put together by the values of one or several columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from openh1b.arrays import Flags, Floats, Ints
from openh1b.errors import Fault, PoolError, did_you_mean
from openh1b.season.pool import Coded, Pool
from openh1b.selection.race import refine

MOST_GROUPS = 5_000
MOST_CROSSED = 1_000_000


@dataclass(frozen=True, eq=False)
class Tally:
    """Units of each cell and kind (a fate, a class), one element for each pair of the two.

    cell: which cell; kind: which kind, of `kinds`.
    """

    n: Floats
    cell: Ints
    kind: Ints
    kinds: int


@dataclass(frozen=True, eq=False)
class Cells:
    """Rows that no grouping of a comparison tells apart, put together. of_row: the cell of each row, of `count`.

    A rule's rows are gone through once, to count each cell's units of each kind; all groupings add up those few counts.
    """

    of_row: Ints
    count: int

    def tally(self, n: Floats, kind: Ints, kinds: int) -> Tally:
        """Units by cell and kind. n, kind: one element a row."""
        if self.count * kinds > len(n):  # hardly fewer pairs than rows
            return Tally(n, self.of_row, kind, kinds)
        units = np.bincount(self.of_row * kinds + kind, weights=n, minlength=self.count * kinds).astype(float)
        found = np.flatnonzero(units)
        return Tally(units[found], found // kinds, found % kinds, kinds)


@dataclass(frozen=True, eq=False)
class Grouping:
    """`of_cell` is each cell's group, an index into `labels`. by: the columns, crossed by `*`; `all` is everyone."""

    by: str
    labels: tuple[str, ...]
    of_cell: Ints
    cells: Cells

    @cached_property
    def of_row(self) -> Ints:
        """Each row's group."""
        return np.asarray(self.of_cell[self.cells.of_row])

    def members(self, tally: Tally) -> Floats:
        """Units of each kind in each group; `tally` is by the same cells. Shape (groups, kinds)."""
        place = self.of_cell[tally.cell] * tally.kinds + tally.kind
        flat = np.bincount(place, weights=tally.n, minlength=len(self.labels) * tally.kinds)
        return np.asarray(flat.reshape(len(self.labels), tally.kinds))


def everyone(pool: Pool) -> Grouping:
    """One group of all rows."""
    return groupings(pool, ())[0]


def groupings(pool: Pool, by: Sequence[str]) -> tuple[Grouping, ...]:
    """Everyone, and one grouping for each of `by`. Raises PoolError for columns that the pool lacks, nearest named."""
    names = tuple(dict.fromkeys(name for spec in by for name in spec.split("*")))
    faults = [
        Fault("--by", f"the pool has no column {name!r}", hint=did_you_mean(name, pool.columns))
        for name in names
        if name not in pool.columns
    ]
    if faults:
        raise PoolError(faults)
    cells, parts = _cells(pool, names)
    whole = Grouping("all", ("all",), np.zeros(cells.count, dtype=np.int64), cells)
    return (whole, *(_grouping(cells, spec, [parts[name] for name in spec.split("*")]) for spec in by))


def _cells(pool: Pool, names: Sequence[str]) -> tuple[Cells, dict[str, Coded]]:
    """Rows put together by all the columns at once, and each column by cell."""
    code = np.zeros(len(pool), dtype=np.int64)
    for name in names:
        code = refine(code, pool.coded(name).codes)
    count = int(code.max()) + 1 if len(code) else 0
    row = np.zeros(count, dtype=np.int64)  # a row of each cell
    row[code] = np.arange(len(code))
    parts = {name: Coded(pool.coded(name).labels, pool.coded(name).codes[row]) for name in names}
    return Cells(code, count), parts


def _grouping(cells: Cells, spec: str, parts: Sequence[Coded]) -> Grouping:
    code = np.zeros(cells.count, dtype=np.int64)
    labels = [""]
    for part in parts:
        _check_size(spec, len(part.labels) * len(labels))
        code = code * len(part.labels) + part.codes
        labels = [f"{label},{_text(value)}" if label else _text(value) for label in labels for value in part.labels]
    present = np.bincount(code, minlength=len(labels)) > 0
    kept = tuple(label for label, here in zip(labels, present, strict=True) if here)
    return Grouping(spec, kept, _places(present)[code], cells)


def _places(present: Flags) -> Ints:
    return np.asarray(np.cumsum(present) - 1, dtype=np.int64)


def _check_size(spec: str, size: int) -> None:
    most = MOST_CROSSED if "*" in spec else MOST_GROUPS
    if size > most:
        problem = f"{spec} makes {size:,} groups"
        raise PoolError(Fault("--by", problem, expected=f"at most {most:,}", hint="Group by a coarser column"))


def _text(value: object) -> str:
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    return str(value)
