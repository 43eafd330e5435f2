"""Groups of a pool: rows put together by the values of one or several columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openh1b.errors import Fault, PoolError, did_you_mean
from openh1b.season.pool import Pool
from openh1b.selection.race import Floats, Ints

MOST_GROUPS = 5_000


@dataclass(frozen=True, eq=False)
class Grouping:
    """`of_row` is each row's group, an index into `labels`. by: the columns, crossed by `*`; `all` is everyone."""

    by: str
    labels: tuple[str, ...]
    of_row: Ints

    def members(self, n: Floats, classes: Ints, count: int) -> Floats:
        """Units of each class in each group. Shape (groups, classes)."""
        cell = self.of_row * count + classes
        flat = np.bincount(cell, weights=n, minlength=len(self.labels) * count)
        return np.asarray(flat.reshape(len(self.labels), count))


def everyone(pool: Pool) -> Grouping:
    """One group of all rows."""
    return Grouping("all", ("all",), np.zeros(len(pool), dtype=np.int64))


def groupings(pool: Pool, by: Sequence[str]) -> tuple[Grouping, ...]:
    """Everyone, and one grouping for each of `by`. Raises PoolError for columns that the pool lacks, nearest named."""
    names = [name for spec in by for name in spec.split("*")]
    faults = [
        Fault("--by", f"the pool has no column {name!r}", hint=did_you_mean(name, pool.columns))
        for name in dict.fromkeys(names)
        if name not in pool.columns
    ]
    if faults:
        raise PoolError(faults)
    return (everyone(pool), *(_grouping(pool, spec) for spec in by))


def _grouping(pool: Pool, spec: str) -> Grouping:
    code = np.zeros(len(pool), dtype=np.int64)
    labels = [""]
    for name in spec.split("*"):
        distinct, index = np.unique(pool.array(name), return_inverse=True)
        _check_size(spec, len(distinct) * len(labels))
        code = code * len(distinct) + index
        labels = [f"{label},{_text(value)}" if label else _text(value) for label in labels for value in distinct]
    used, of_row = np.unique(code, return_inverse=True)
    return Grouping(spec, tuple(labels[k] for k in used), of_row.astype(np.int64))


def _check_size(spec: str, size: int) -> None:
    if size > MOST_GROUPS * MOST_GROUPS or (size > MOST_GROUPS and "*" not in spec):
        raise PoolError(
            Fault(
                "--by",
                f"{spec} makes {size:,} groups",
                expected=f"at most {MOST_GROUPS:,}",
                hint="Group by a coarser column",
            )
        )


def _text(value: object) -> str:
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    return str(value)
