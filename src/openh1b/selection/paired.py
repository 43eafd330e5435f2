"""Two rules on the same people with the same luck: who is selected under both, one, or neither.

A unit has one exponential time a list, the same under every rule. Under a rule it is taken in a stage if its time on
that list falls below a threshold of its own (0 for those behind the closing tier, infinity for those ahead). Between
the thresholds of the two rules lie a few intervals a list; each combination of intervals settles both outcomes.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from openh1b.arrays import Floats, Ints
from openh1b.errors import NotComputable
from openh1b.selection.linear import Passage, Totals, seat_values
from openh1b.selection.odds import Outcome
from openh1b.selection.race import refine


@dataclass(frozen=True, eq=False)
class Paired:
    """`joint[i, a, b]`: probability that a unit of cell i ends in stage a under `one` and in stage b under `other`.

    The last index of each stands for not selected. A cell is a pair of fates, one under each rule; `of_row` gives the
    cell of each row and `n` the units of each cell.
    """

    joint: Floats
    one: tuple[Passage, ...]
    other: tuple[Passage, ...]
    n: Floats
    of_row: Ints

    @property
    def gains(self) -> Floats:
        """Probability of being selected under `other` and not under `one`, for a unit of each row."""
        return np.asarray(self.joint[:, -1, :-1].sum(axis=1)[self.of_row])

    @property
    def loses(self) -> Floats:
        """Probability of being selected under `one` and not under `other`, for a unit of each row."""
        return np.asarray(self.joint[:, :-1, -1].sum(axis=1)[self.of_row])

    def variances(self, totals: Totals) -> Floats:
        """Variance of each total under `other` less under `one`, luck shared; `totals` by cell."""
        before = _with_none(seat_values(self.n, self.one, totals.first))
        after = _with_none(seat_values(self.n, self.other, totals.first))
        seats = before[:, :, None] - after[:, None, :]
        change = np.zeros(self.joint.shape[1:])
        change[:-1, -1], change[-1, :-1] = -1.0, 1.0
        p_change, p_either = (self.joint * change).sum(axis=(1, 2)), (self.joint * change**2).sum(axis=(1, 2))
        p_seats = np.einsum("iab,tab->ti", self.joint, seats)
        p_both = np.einsum("iab,ab,tab->ti", self.joint, change, seats)
        p_square = np.einsum("iab,tab->ti", self.joint, seats**2)
        square = totals.second * (p_either - p_change**2) + 2 * totals.first * (p_both - p_change * p_seats)
        return np.asarray(np.maximum((square + self.n * (p_square - p_seats**2)).sum(axis=1), 0.0))


def paired(one: Outcome, other: Outcome) -> Paired:
    """The joint law of two outcomes on the same rows, by closing times. Raises NotComputable under quotas."""
    if one.limited or other.limited:
        raise NotComputable("gains and losses under quotas have no closed form here; ask for draws")
    pair = refine(one.fates.of_row, other.fates.of_row)
    first = np.zeros(int(pair.max()) + 1 if len(pair) else 0, dtype=np.int64)
    first[pair[::-1]] = np.arange(len(pair))[::-1]
    n = np.bincount(pair, weights=one.n, minlength=len(first)).astype(float)
    sides = (_Side.of(one, first), _Side.of(other, first))
    joint = np.zeros((len(first), len(sides[0].names) + 1, len(sides[1].names) + 1))
    lists = tuple(dict.fromkeys(sides[0].names + sides[1].names))
    points = [_points(name, sides) for name in lists]
    cells = np.arange(len(first))
    for intervals in itertools.product(*(range(ends.shape[1] - 1) for ends in points)):
        p, times = np.ones(len(first)), {}
        for name, ends, k in zip(lists, points, intervals, strict=True):
            p = p * (np.exp(-ends[:, k]) - np.exp(-ends[:, k + 1]))
            times[name] = ends[:, k + 1]
        np.add.at(joint, (cells, sides[0].ends(times), sides[1].ends(times)), p)
    return Paired(joint, sides[0].stages, sides[1].stages, n, pair)


@dataclass(frozen=True, eq=False)
class _Side:
    """One rule on the cells: its stages, their names, and the time on its list by which each cell is taken."""

    stages: tuple[Passage, ...]
    names: tuple[str, ...]
    limits: tuple[Floats, ...]

    @classmethod
    def of(cls, outcome: Outcome, rows: Ints) -> _Side:
        stages = tuple(passage.on(outcome.fates.of_row[rows]) for passage in outcome.fates.stages)
        names = tuple(stage.name for stage in outcome.stages)
        return cls(stages, names, _thresholds(stages, names))

    def ends(self, times: dict[str, Floats]) -> Ints:
        """The stage that takes each cell whose time lies just below `times`, or the number of stages for none."""
        end = np.full(len(next(iter(times.values()))), len(self.stages), dtype=np.int64)
        for k in reversed(range(len(self.stages))):
            end = np.where(self.stages[k].eligible & (times[self.names[k]] <= self.limits[k]), k, end)
        return end


def _thresholds(stages: tuple[Passage, ...], names: tuple[str, ...]) -> tuple[Floats, ...]:
    """Time on its list below which each cell is taken by the end of each stage; later rounds go on down the list."""
    reached: dict[str, Floats] = {}
    result = []
    for stage, name in zip(stages, names, strict=True):
        with np.errstate(divide="ignore"):
            further = np.where(stage.eligible, -np.log(stage.survive), 0.0)
        reached[name] = reached.get(name, np.zeros(len(further))) + further
        result.append(reached[name])
    return tuple(result)


def _points(name: str, sides: tuple[_Side, _Side]) -> Floats:
    """Ends of the intervals on one list, from 0 to infinity. Shape (cells, ends)."""
    found = [t for side in sides for own, t in zip(side.names, side.limits, strict=True) if own == name]
    inner = np.sort(np.stack(found, axis=1), axis=1)
    return np.concatenate([np.zeros((len(inner), 1)), inner, np.full((len(inner), 1), np.inf)], axis=1)


def _with_none(values: Floats) -> Floats:
    return np.concatenate([values, np.zeros((len(values), 1))], axis=1)
