"""A pool: the units of a season, as columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import polars as pl

Values = NDArray[Any]


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

    columns: name -> NumPy array or Polars series, all of one length; `n` is not among them.
    unit: what a row counts: petition, registration or beneficiary.
    id_column: the column that names a unit, where there is one.
    """

    name: str
    season: int
    unit: str
    columns: Mapping[str, Values | pl.Series]
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
        """One column as a NumPy array; text comes as objects."""
        column = self.columns[name]
        return column if isinstance(column, np.ndarray) else column.to_numpy()

    @cached_property
    def frame(self) -> pl.DataFrame:
        """The columns as a Polars table, without `n`. Loads Polars, which published rows do not need."""
        import polars as pl

        return pl.DataFrame({name: pl.Series(name, values) for name, values in self.columns.items()})
