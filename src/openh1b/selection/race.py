"""A rule on a table, as numbers: what `odds`, `counts` and `draw` work on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from openh1b.arrays import Flags, Floats, Ints


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
    weight: positive where eligible. weight_code: the same as whole numbers, where that was at hand.
    """

    name: str
    seats: int
    eligible: Flags
    tier: Ints
    tier_value: Floats
    weight: Floats
    limits: tuple[GroupLimit, ...] = ()
    weight_code: Ints | None = None


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
    split: list[object] = []  # arrays by which everyone has been told apart already
    for stage in race.stages:
        everyone = bool(stage.eligible.all())
        code = code if everyone else refine(code, stage.eligible)
        weight = stage.weight if stage.weight_code is None else stage.weight_code
        for values in (stage.tier, weight, *(limit.group for limit in stage.limits)):
            if any(values is other for other in split):
                continue
            code = refine(code, values if everyone else np.where(stage.eligible, values, 0))
            if everyone:
                split.append(values)
    count = int(code.max()) + 1 if len(code) else 0
    first = np.zeros(count, dtype=np.int64)
    first[code[::-1]] = np.arange(len(code))[::-1]
    n = np.bincount(code, weights=race.n, minlength=count).astype(float)
    return Classes(Race(n, tuple(take(stage, first) for stage in race.stages)), code)


def refine(code: Ints, values: NDArray[np.generic]) -> Ints:
    """Split each group of `code` by `values`; codes stay small whole numbers without gaps."""
    if len(values) == 0 or (values == values[0]).all():
        return code
    groups = int(code.max()) + 1
    if groups == 1:
        return _compressed(values)[0]
    index, size = _shifted(values) if _whole(values) else _compressed(values)
    if size * groups > _countable(len(code)):
        index, size = _compressed(values)
    return _compressed(code * size + index)[0]


def _compressed(values: NDArray[np.generic]) -> tuple[Ints, int]:
    """Values as whole numbers 0, 1, ... in their order, and how many there are; by counting where that can be."""
    if _whole(values):
        index, size = _shifted(values)
        if size <= _countable(len(values)):
            present = np.bincount(index, minlength=size) > 0
            return (np.cumsum(present) - 1)[index], int(present.sum())
    distinct, index = np.unique(values, return_inverse=True)
    return index.astype(np.int64), len(distinct)


def _shifted(values: NDArray[np.generic]) -> tuple[Ints, int]:
    """Whole numbers less the least of them, and how many there could be up to the greatest."""
    whole = values.astype(np.int64, copy=False)
    low, high = int(whole.min()), int(whole.max())
    return (whole - low if low else whole), high - low + 1


def _whole(values: NDArray[np.generic]) -> bool:
    return values.dtype.kind in "biu"


def _countable(rows: int) -> int:
    """The greatest range of whole numbers in so many rows that counting beats sorting."""
    return 4 * rows + 1024


def take(stage: RaceStage, index: Ints) -> RaceStage:
    """The stage on a selection of its entries."""
    limits = tuple(replace(limit, group=limit.group[index]) for limit in stage.limits)
    return replace(
        stage,
        eligible=stage.eligible[index],
        tier=stage.tier[index],
        weight=stage.weight[index],
        limits=limits,
        weight_code=None,
    )


def make_stage(
    name: str, seats: int, *, who: Flags, tier: Floats, weight: Floats, limits: tuple[GroupLimit, ...] = ()
) -> RaceStage:
    """A stage from plain arrays; `tier` in any numbers, smallest first."""
    tier = np.asarray(tier, dtype=float)
    if len(tier) and (tier == tier[0]).all():
        tier_value, code = tier[:1], np.zeros(len(tier), dtype=np.int64)
    else:
        tier_value, code = np.unique(tier, return_inverse=True)
    return RaceStage(
        name=name,
        seats=int(seats),
        eligible=np.asarray(who, dtype=bool),
        tier=code.astype(np.int64),
        tier_value=tier_value,
        weight=np.asarray(weight, dtype=float),
        limits=limits,
    )
