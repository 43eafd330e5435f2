"""A pool: the units of a season, as columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import polars as pl

Values = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Coded:
    """A column of few values, as whole numbers: row i holds labels[codes[i]]. Labels are sorted and distinct."""

    labels: Values
    codes: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True)
class Assumption:
    """An input that no source gives, or that sources give differently: its name, what was taken, and its range."""

    name: str
    value: str
    range: str
    reason: str
    source_ids: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Pool:
    """Units of one season. One row a unit, or `n` alike.

    columns: name -> NumPy array, Polars series or `Coded` column, all of one length; `n` is not among them.
    unit: what a row counts: petition, registration or beneficiary.
    id_column: the column that names a unit, where there is one.
    """

    name: str
    season: int
    unit: str
    columns: Mapping[str, Values | pl.Series | Coded]
    n: NDArray[np.int64]
    id_column: str | None = None
    synthetic: bool = False
    level_mix: str | None = None
    assumptions: tuple[Assumption, ...] = ()
    source_ids: tuple[str, ...] = ()
    status: str = "source"
    sha256: str | None = None
    notes: tuple[str, ...] = field(default_factory=tuple)

    def __len__(self) -> int:
        return len(self.n)

    @property
    def units(self) -> int:
        """How many units the pool stands for."""
        return int(self.n.sum())

    def array(self, name: str) -> Values:
        """One column as a NumPy array; text comes as objects or fixed-width text."""
        column = self.columns[name]
        if isinstance(column, Coded):
            return np.asarray(column.labels[column.codes])
        return column if isinstance(column, np.ndarray) else column.to_numpy()

    def coded(self, name: str) -> Coded:
        """One column as codes of its distinct values in order; worked out once for all policies and groupings."""
        if name not in self._coded:
            self._coded[name] = _coded(self.columns[name])
        return self._coded[name]

    @cached_property
    def _coded(self) -> dict[str, Coded]:
        return {}

    def frame(self, names: Iterable[str] | None = None) -> pl.DataFrame:
        """Some columns, or all, as a Polars table, without `n`. Loads Polars, which published rows do not need."""
        import polars as pl

        return pl.DataFrame({name: _series(name, self.columns[name]) for name in names or self.columns})


def _coded(column: Values | pl.Series | Coded) -> Coded:
    if isinstance(column, Coded):
        return column
    if isinstance(column, np.ndarray):
        labels, codes = np.unique(column, return_inverse=True)
        return Coded(labels, codes.astype(np.int64))
    codes = column.rank("dense").cast(int).to_numpy() - 1
    return Coded(column.unique().sort().to_numpy(), codes.astype(np.int64))


def _series(name: str, column: Values | pl.Series | Coded) -> pl.Series:
    import polars as pl

    if isinstance(column, Coded):
        return pl.Series(name, column.labels)[column.codes]
    return pl.Series(name, column)
