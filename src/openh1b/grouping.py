"""Groups of a pool: rows put together by the values of one or several columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openh1b.errors import Fault, PoolError, did_you_mean
from openh1b.season.pool import Pool
from openh1b.selection.race import Flags, Floats, Ints

MOST_GROUPS = 5_000
MOST_CROSSED = 1_000_000


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
        coded = pool.coded(name)
        _check_size(spec, len(coded.labels) * len(labels))
        code = code * len(coded.labels) + coded.codes
        labels = [f"{label},{_text(value)}" if label else _text(value) for label in labels for value in coded.labels]
    present = np.bincount(code, minlength=len(labels)) > 0
    return Grouping(
        spec, tuple(label for label, here in zip(labels, present, strict=True) if here), _places(present)[code]
    )


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
