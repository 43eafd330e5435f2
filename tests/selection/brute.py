"""The law of a race by brute force: every order of up to 8 units, and one seat after another by chance.

Neither shares a line with the package: no arrival times, no classes, no closing times. A stage's list is an order of
its units; an order that is not sorted by tier cannot come up, and one that is has the probability of successive draws
without replacement inside each tier. The list is then walked seat by seat.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from functools import cache

import numpy as np

from openh1b.arrays import Floats, Ints
from openh1b.selection.race import GroupLimit, Race, RaceStage, make_stage

MOST_UNITS = 8


def stage(name="regular", seats=0, n=0, *, who=None, tier=None, weight=None, limits=()) -> RaceStage:
    """A stage over `n` rows (or as many as the arrays have): everyone, one tier, weight 1, unless said otherwise."""
    n = next((len(given) for given in (who, tier, weight) if given is not None), n)
    return make_stage(
        name,
        seats,
        who=np.ones(n, dtype=bool) if who is None else np.asarray(who, dtype=bool),
        tier=np.zeros(n) if tier is None else np.asarray(tier, dtype=float),
        weight=np.ones(n) if weight is None else np.asarray(weight, dtype=float),
        limits=limits,
    )


def limit(group, seats, column="employer") -> GroupLimit:
    """A quota: `seats[g]` for the rows whose `group` is g."""
    seats = np.asarray(seats, dtype=np.int64)
    return GroupLimit(column, tuple(str(k) for k in range(len(seats))), np.asarray(group, dtype=np.int64), seats)


def race(n, *stages: RaceStage) -> Race:
    return Race(np.asarray(n, dtype=float), stages)


def law(one: Race) -> dict[tuple[tuple[bool, ...], ...], float]:
    """Probability of each outcome: for each stage, which units it selects. Units are the rows, each `n` times."""
    row = np.repeat(np.arange(len(one.n)), one.n.astype(int))
    assert len(row) <= MOST_UNITS
    reached = {(): 1.0}
    for each in one.stages:
        further: dict[tuple[tuple[bool, ...], ...], float] = defaultdict(float)
        by_left: dict[bytes, list[tuple[tuple[bool, ...], float]]] = {}
        for past, p in reached.items():
            left = ~np.any([np.zeros(len(row), bool), *past], axis=0)
            if left.tobytes() not in by_left:
                by_left[left.tobytes()] = _winners(each, row, left)
            for winners, q in by_left[left.tobytes()]:
                further[*past, winners] += p * q
        reached = dict(further)
    return reached


def _winners(one: RaceStage, row: Ints, left: np.ndarray) -> list[tuple[tuple[bool, ...], float]]:
    units = np.flatnonzero(left & one.eligible[row])
    orders = _orders(len(units))
    of = row[units[orders]]
    tier, weight = one.tier[of], one.weight[of]
    p = np.where((np.diff(tier, axis=1) >= 0).all(axis=1), 1.0, 0.0)
    for k in range(len(units)):
        ahead = np.where(tier[:, k:] == tier[:, k : k + 1], weight[:, k:], 0.0).sum(axis=1)
        p = p * weight[:, k] / ahead
    taken = _walked(one, of)
    bits = (taken << units[orders]).sum(axis=1)
    found = np.bincount(bits, weights=p)
    return [(tuple(bool(b >> u & 1) for u in range(len(row))), found[b]) for b in np.flatnonzero(found)]


def _walked(one: RaceStage, of: Ints) -> Ints:
    """Which places of each order are selected, as 0 and 1: full groups skipped, until the seats are used up."""
    taken = np.zeros(of.shape, dtype=np.int64)
    every = np.arange(len(of))
    used = [np.zeros((len(of), len(each.seats)), dtype=np.int64) for each in one.limits]
    for k in range(of.shape[1]):
        free = taken.sum(axis=1) < one.seats
        for each, so_far in zip(one.limits, used, strict=True):
            group = each.group[of[:, k]]
            free &= so_far[every, group] < each.seats[group]
        taken[:, k] = free
        for each, so_far in zip(one.limits, used, strict=True):
            so_far[every, each.group[of[:, k]]] += free
    return taken


@cache
def _orders(units: int) -> Ints:
    return np.array(list(itertools.permutations(range(units))), dtype=np.int64)


def probabilities(one: Race) -> Floats:
    """Probability of one unit of each row of being selected in each stage. Shape (rows, stages)."""
    row = np.repeat(np.arange(len(one.n)), one.n.astype(int))
    total = np.zeros((len(one.n), len(one.stages)))
    for outcome, p in law(one).items():
        for k, winners in enumerate(outcome):
            total[:, k] += p * np.bincount(row[list(winners)], minlength=len(one.n))
    return total / one.n[:, None]


def count_law(one: Race, of_row: Ints) -> dict[tuple[tuple[int, ...], ...], float]:
    """Probability of each outcome by numbers: for each stage, how many of each class (`of_row`) it selects."""
    of_unit = np.repeat(of_row, one.n.astype(int))
    classes = int(of_row.max()) + 1
    found: dict[tuple[tuple[int, ...], ...], float] = defaultdict(float)
    for outcome, p in law(one).items():
        numbers = (np.bincount(of_unit[list(winners)], minlength=classes) for winners in outcome)
        found[tuple(tuple(one_stage.tolist()) for one_stage in numbers)] += p
    return dict(found)


def one_seat_after_another(one: Race, trials: int, seed: int) -> Ints:
    """Number of units of each row that each stage selects, each seat by chance. Shape (trials, stages, rows)."""
    generator = np.random.default_rng(seed)
    every = np.arange(trials)
    left = np.tile(one.n.astype(np.int64), (trials, 1))
    taken = np.zeros((trials, len(one.stages), len(one.n)), dtype=np.int64)
    for k, each in enumerate(one.stages):
        used = [np.zeros((trials, len(quota.seats)), dtype=np.int64) for quota in each.limits]
        for _ in range(each.seats):
            free = (left > 0) & each.eligible
            for quota, so_far in zip(each.limits, used, strict=True):
                free &= so_far[:, quota.group] < quota.seats[quota.group]
            tier = np.where(free, each.tier, np.iinfo(np.int64).max)
            rate = np.where(free & (tier == tier.min(axis=1, keepdims=True)), left * each.weight, 0.0).cumsum(axis=1)
            going = rate[:, -1] > 0
            pick = (rate <= (generator.random(trials) * rate[:, -1])[:, None]).sum(axis=1)
            at, row = every[going], pick[going]
            left[at, row] -= 1
            taken[at, k, row] += 1
            for quota, so_far in zip(each.limits, used, strict=True):
                so_far[at, quota.group[row]] += 1
    return taken
