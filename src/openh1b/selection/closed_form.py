"""Probabilities of any number of stages by closing times, in time proportional to the number of classes.

In each stage the units of the closing tier arrive at random times and the stage closes at the time t at which the
expected arrivals equal the seats left: a unit of weight w is taken with probability 1 - exp(-w t). Exact for equal
weights; otherwise the error is of order 1/N, and second_order.py adds the term of that order.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from openh1b.arrays import Flags, Floats, Ints
from openh1b.selection.closing import closing_time
from openh1b.selection.linear import Passage, total_variance
from openh1b.selection.race import Race, RaceStage
from openh1b.selection.ties import equal_race, mean_of_lower_of_left

_SURE = 8.0  # beyond this many standard deviations (1e-15) a closing tier is certain
_NONE = 1e-9  # a variance in units squared that is rounding only


@dataclass(frozen=True, eq=False)
class Taken:
    """What a stage takes: `passage` for every class, the closing tier and its time.

    tiers_in_doubt: how many tiers may be the closing one, depending on the luck of earlier stages; 0 where it is sure.
    error: of the probabilities, from that doubt.
    """

    passage: Passage
    closing_tier: int | None
    time: float
    tiers_in_doubt: int = 0
    error: float = 0.0


def closed_form(race: Race) -> tuple[Taken, ...]:
    """Every stage in turn. `race` has one entry a class; n may be real-valued."""
    taken: list[Taken] = []
    alive = np.ones(len(race.n))
    for stage in race.stages:
        one = _take_stage(race.n, alive, stage, tuple(t.passage for t in taken))
        taken.append(one)
        alive = alive * one.passage.survive
    return tuple(taken)


def _take_stage(n: Floats, alive: Floats, stage: RaceStage, before: tuple[Passage, ...]) -> Taken:
    m = np.where(stage.eligible, n * alive, 0.0)
    by_tier = np.bincount(stage.tier, weights=m, minlength=len(stage.tier_value)).astype(float)
    reached = by_tier.cumsum()
    taken = np.minimum(by_tier, np.maximum(stage.seats - (reached - by_tier), 0.0))
    doubtful = _doubtful(n, alive, stage, before, reached)
    if not doubtful:
        return _close(m, stage, _Split(by_tier, taken))
    exact = _by_ties(n, alive, stage, before, reached, doubtful)
    taken, error = _mixed(stage, reached, doubtful) if exact is None else (exact, 0.0)
    return replace(_close(m, stage, _Split(by_tier, taken)), tiers_in_doubt=len(doubtful), error=error)


@dataclass(frozen=True, eq=False)
class _Split:
    """Expected units in each tier and how many of them are taken."""

    of: Floats
    taken: Floats

    @property
    def partly(self) -> Ints:
        """Tiers of which some are taken and some are left."""
        return np.flatnonzero(self._smaller_side > 1e-12 * (1 + self.of))

    @property
    def mostly(self) -> Flags:
        """Tiers that are taken whole, where they are not taken partly: a trace of a unit in a tier is rounding."""
        return np.asarray(2 * self.taken > self.of)

    @property
    def most_split(self) -> int:
        """The tier most in the balance: the closing one, where only one can be."""
        return int(np.argmax(self._smaller_side))

    @cached_property
    def _smaller_side(self) -> Floats:
        return np.minimum(self.taken, self.of - self.taken)


def _doubtful(
    n: Floats, alive: Floats, stage: RaceStage, before: tuple[Passage, ...], reached: Floats
) -> dict[int, float]:
    """Tiers whose cumulated number may fall on either side of the seats, since earlier stages took at random.

    The value is the variance of that number. Counting each class by itself gives more than that, and is cheap.
    """
    if not before:
        return {}
    at_random = np.where(stage.eligible, n * alive * (1 - alive), 0.0)
    sd_at_most = np.sqrt(np.bincount(stage.tier, weights=at_random, minlength=len(reached)).cumsum())
    away = np.abs(stage.seats - reached)
    near = np.flatnonzero((sd_at_most > 0) & (away < _SURE * sd_at_most))
    if not near.size:
        return {}
    luck = np.flatnonzero((alive > 0) & (alive < 1))  # nobody else adds to a variance
    random = tuple(passage.on(luck) for passage in before)
    found = {}
    for k in near:
        inside = (stage.eligible & (stage.tier <= k))[luck]
        variance = total_variance(n[luck], random, inside.astype(float))
        if variance > _NONE and away[k] < _SURE * math.sqrt(variance):
            found[int(k)] = variance
    return found


def _by_ties(
    n: Floats,
    alive: Floats,
    stage: RaceStage,
    before: tuple[Passage, ...],
    reached: Floats,
    doubtful: Mapping[int, float],
) -> Floats | None:
    """Expected number taken from each tier, exactly, where all luck before was one race of equals (ties.py)."""
    luck = np.flatnonzero((alive > 0) & (alive < 1))
    race = equal_race(n[luck], tuple(passage.on(luck) for passage in before))
    if race is None or any(_unlike(stage, n, alive, k) for k in doubtful):
        return None
    units, seats = race
    through = np.minimum(stage.seats, reached)
    for k in doubtful:
        inside = (stage.eligible & (stage.tier <= k))[luck]
        part = int(n[luck][inside].sum())
        certain = reached[k] - float((n * alive)[luck][inside].sum())
        through[k] = mean_of_lower_of_left(units, seats, part, certain, stage.seats)
    return np.diff(through, prepend=0.0)


def _unlike(stage: RaceStage, n: Floats, alive: Floats, tier: int) -> bool:
    """Whether a tier holds units that do not stand alike: of several weights, or some surely and some perhaps left."""
    inside = stage.eligible & (stage.tier == tier) & (n * alive > 0)
    return bool(inside.any()) and bool(np.ptp(stage.weight[inside]) > 0 or np.ptp(alive[inside]) > 0)


def _mixed(stage: RaceStage, reached: Floats, doubtful: Mapping[int, float]) -> tuple[Floats, float]:
    """Expected number taken from each tier, over the cases of where the stage closes, and the error of odds from it.

    The number through tier k is close to normal, so E[min(seats, number)] has a closed form; differences are the tiers.
    The normal law misses at most a tenth of a unit (skewness and steps of one); unequal weights add what averaging the
    seats before the race does.
    """
    through, error = np.minimum(stage.seats, reached), 0.0
    size = np.diff(reached, prepend=0.0)
    for k, variance in doubtful.items():
        through[k] = mean_of_lower(reached[k], math.sqrt(variance), stage.seats)
        if size[k] > 0:
            weights = stage.weight[stage.eligible & (stage.tier == k)]
            unequal = float(weights.max() / weights.min()) - 1.0
            error = max(error, 0.1 / size[k] + unequal * variance / size[k] ** 2)
    return np.diff(through, prepend=0.0), min(error, 1.0)


def mean_of_lower(mean: float, sd: float, seats: float) -> float:
    """E[min(seats, X)] for X normal of this mean and standard deviation."""
    if sd == 0:
        return min(seats, mean)
    z = (mean - seats) / sd
    density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    above = 0.5 * math.erfc(-z / math.sqrt(2))
    return mean - ((mean - seats) * above + sd * density)


def _close(m: Floats, stage: RaceStage, split: _Split) -> Taken:
    survive = np.where(stage.eligible & split.mostly[stage.tier], 0.0, 1.0)
    rate = np.zeros(len(m))
    closing, time = None, np.inf
    for k in split.partly:
        inside = np.flatnonzero(stage.eligible & (stage.tier == k))
        weight = stage.weight[inside]
        t = closing_time(m[inside], weight, split.taken[k])
        survive[inside] = np.exp(-weight * t)
        if k == split.most_split:
            closing, time, rate[inside] = int(k), t, weight
    return Taken(Passage(stage.eligible, survive, rate, binding=closing is not None), closing, time)
