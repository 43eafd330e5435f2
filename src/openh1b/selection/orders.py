"""Exact probabilities by a dynamic program over how many of each class have been taken.

Every rule without quotas, any number of stages, tiers and weights: the state is the number taken of each class, and
each seat adds one unit. A state is met once a stage, so that the cost is states x classes x stages.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openh1b.arrays import Floats, Ints
from openh1b.selection.race import Race, RaceStage

MOST_STATES = 1_000_000


@dataclass(frozen=True, eq=False)
class _Dense:
    """Numbering of the states in mixed radix, and buffers over all of them, left clean after each use."""

    radix: Ints
    stride: Ints
    mass: Floats
    seen: np.ndarray

    def taken(self, states: Ints) -> Ints:
        """Number taken of each class. Shape (states, classes)."""
        return (states[:, None] // self.stride) % self.radix


def states(race: Race) -> float:
    """How many states the program could meet, as a float, since it may be astronomical."""
    return float(np.exp(min(np.log1p(race.n).sum(), 700.0)))


def orders(race: Race) -> Floats:
    """Probability of a unit of each class of being selected in each stage. Shape (classes, stages).

    `race` has one entry a class, whole numbers n, and at most `MOST_STATES` states.
    """
    radix = race.n.astype(np.int64) + 1
    stride = np.concatenate([[1], np.cumprod(radix)[:-1]]).astype(np.int64)
    size = int(np.prod(radix))
    dense = _Dense(radix, stride, np.zeros(size), np.zeros(size, dtype=bool))
    at, mass = np.zeros(1, dtype=np.int64), np.ones(1)
    reached = np.zeros(len(race.n))
    columns = []
    for stage in race.stages:
        at, mass = _run(dense, race.n, stage, at, mass)
        mean = mass @ dense.taken(at)
        columns.append((mean - reached) / race.n)
        reached = mean
    return np.stack(columns, axis=1)


def _run(dense: _Dense, n: Floats, stage: RaceStage, at: Ints, mass: Floats) -> tuple[Ints, Floats]:
    """All seats of one stage. States in which nobody is left stand still, whatever seats remain."""
    finished_at, finished_mass = [], []
    for _ in range(stage.seats):
        rate = _rates(dense, n, stage, at)
        total = rate.sum(axis=1)
        done = total == 0
        if done.any():
            finished_at.append(at[done])
            finished_mass.append(mass[done])
            at, mass, rate, total = at[~done], mass[~done], rate[~done], total[~done]
        if not len(at):
            break
        at, mass = _one_seat(dense, at, mass[:, None] * rate / total[:, None])
    return np.concatenate([*finished_at, at]), np.concatenate([*finished_mass, mass])


def _rates(dense: _Dense, n: Floats, stage: RaceStage, at: Ints) -> Floats:
    """Rate at which each class gives the next unit: only the best tier that is not used up. Shape (states, classes)."""
    left = np.where(stage.eligible, n - dense.taken(at), 0.0)
    tier = np.where(left > 0, stage.tier, np.iinfo(np.int64).max)
    best = tier.min(axis=1, keepdims=True)
    return np.where((left > 0) & (tier == best), left * np.where(stage.eligible, stage.weight, 0.0), 0.0)


def _one_seat(dense: _Dense, at: Ints, flow: Floats) -> tuple[Ints, Floats]:
    found = []
    for c, step in enumerate(dense.stride):
        moves = flow[:, c] > 0
        to = at[moves] + step
        dense.mass[to] += flow[moves, c]
        fresh = to[~dense.seen[to]]
        dense.seen[fresh] = True
        found.append(fresh)
    reached = np.concatenate(found)
    mass = dense.mass[reached].copy()
    dense.mass[reached] = 0.0
    dense.seen[reached] = False
    return reached, mass
