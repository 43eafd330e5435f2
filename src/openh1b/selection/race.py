"""A rule on a table, as numbers: what `odds`, `counts` and `draw` work on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class GroupLimit:
    """A quota on a race: `group` is each entry's group, an index into `seats`, the most that each group may have."""

    column: str
    labels: tuple[str, ...]
    group: Ints
    seats: Ints


@dataclass(frozen=True, eq=False)
class RaceStage:
    """One stage. All arrays have one element an entry (a row, or a class of rows).

    tier: 0 is the best tier, whole numbers without gaps. tier_value: the value that tier k stands for.
    weight: positive where eligible.
    """

    name: str
    seats: int
    eligible: Flags
    tier: Ints
    tier_value: Floats
    weight: Floats
    limits: tuple[GroupLimit, ...] = ()


@dataclass(frozen=True, eq=False)
class Race:
    """Stages over entries; `n` is how many units an entry stands for (real-valued inside the model)."""

    n: Floats
    stages: tuple[RaceStage, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the lists, each once."""
        return tuple(dict.fromkeys(stage.name for stage in self.stages))

    @cached_property
    def classes(self) -> Classes:
        """Entries that no stage can tell apart, put together."""
        return _group(self)


@dataclass(frozen=True, eq=False)
class Classes:
    """`race` has one entry a class; `of_row` gives the class of each row of the race it was made from."""

    race: Race
    of_row: Ints


def _group(race: Race) -> Classes:
    code = np.zeros(len(race.n), dtype=np.int64)
    for stage in race.stages:
        code = _refine(code, stage.eligible)
        code = _refine(code, np.where(stage.eligible, stage.tier, 0))
        code = _refine(code, np.where(stage.eligible, stage.weight, 0.0))
        for limit in stage.limits:
            code = _refine(code, np.where(stage.eligible, limit.group, -1))
    _, first, of_row = np.unique(code, return_index=True, return_inverse=True)
    n = np.bincount(of_row, weights=race.n, minlength=len(first)).astype(float)
    return Classes(Race(n, tuple(take(stage, first) for stage in race.stages)), of_row.astype(np.int64))


def _refine(code: Ints, values: NDArray[np.generic]) -> Ints:
    """Split each group of `code` by `values`; both stay small whole numbers, so that one sort a column is enough."""
    if len(values) == 0 or (values == values[0]).all():
        return code
    distinct, index = np.unique(values, return_inverse=True)
    joined = code * len(distinct) + index
    return np.unique(joined, return_inverse=True)[1].astype(np.int64)


def take(stage: RaceStage, index: Ints) -> RaceStage:
    """The stage on a selection of its entries."""
    limits = tuple(replace(limit, group=limit.group[index]) for limit in stage.limits)
    return replace(
        stage,
        eligible=stage.eligible[index],
        tier=stage.tier[index],
        weight=stage.weight[index],
        limits=limits,
    )


def make_stage(
    name: str, seats: int, *, who: Flags, tier: Floats, weight: Floats, limits: tuple[GroupLimit, ...] = ()
) -> RaceStage:
    """A stage from plain arrays; `tier` in any numbers, smallest first."""
    tier_value, code = np.unique(np.asarray(tier, dtype=float), return_inverse=True)
    return RaceStage(
        name=name,
        seats=int(seats),
        eligible=np.asarray(who, dtype=bool),
        tier=code.astype(np.int64),
        tier_value=tier_value,
        weight=np.asarray(weight, dtype=float),
        limits=limits,
    )
