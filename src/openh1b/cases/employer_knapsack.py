"""The most gain for a budget: at most one option of each group, exactly.

A dynamic program over the combinations that are not dominated (as dear and no better). A combination is dropped when
even its best continuation, with the next option taken in part, cannot beat one that is already known to be possible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from openh1b.arrays import Floats, Ints

MOST_STATES: Final = 5_000
"""Combinations kept at a time. Beyond it the least promising are dropped, and the result says by how much it may fall
short."""

_ROUNDING: Final = 1e-12  # sums of a few hundred probabilities in different orders
_SURE: Final = 1e-9  # a shortfall below it is one of rounding


@dataclass(frozen=True)
class Option:
    """One thing that may be bought for a group. cost: whole units above 0 (cents). gain: above 0."""

    cost: int
    gain: float


@dataclass(frozen=True)
class Choice:
    """picked: for each group the place of its option, None where nothing is bought. short_by: 0 where it is exact."""

    picked: tuple[int | None, ...]
    cost: int
    gain: float
    short_by: float


@dataclass(frozen=True, eq=False)
class _Steps:
    """What the groups still to come could add at most: gain as a concave function of money, by its corner points.

    Each corner is also a combination that can be bought, since a group's steps follow each other in order of value.
    """

    cost: Ints
    gain: Floats

    def at_most(self, money: Ints) -> Floats:
        """Upper bound of the gain for each amount of money."""
        return np.interp(money, self.cost, self.gain)

    def at_least(self, money: Ints) -> Floats:
        """Gain that can surely be had for each amount of money."""
        return np.asarray(self.gain[np.searchsorted(self.cost, money, side="right") - 1])


@dataclass(frozen=True, eq=False)
class _States:
    """Combinations by cost, ascending, gain ascending with it. came_from, took: how each was made."""

    cost: Ints
    gain: Floats
    came_from: Ints
    took: Ints


def choose(groups: Sequence[Sequence[Option]], budget: int) -> Choice:
    """The combination of most gain that costs at most `budget`; of several, the cheapest. Nothing is drawn."""
    ahead = _ahead(groups)
    nothing = np.zeros(1, np.int64)
    states = [_States(nothing, np.zeros(1), nothing, nothing)]
    best, dropped = 0.0, 0.0
    for options, rest in zip(groups, ahead[1:], strict=True):
        made = _extended(states[-1], options, budget)
        sure, bound = made.gain + rest.at_least(budget - made.cost), made.gain + rest.at_most(budget - made.cost)
        best = max(best, float(sure.max()))
        kept, left_out = _promising(sure, bound, best)
        dropped = max(dropped, left_out)
        states.append(_States(made.cost[kept], made.gain[kept], made.came_from[kept], made.took[kept]))
    last = states[-1]
    top = int(np.flatnonzero(last.gain >= last.gain.max() - _ROUNDING)[0])
    gain = float(last.gain[top])
    short_by = dropped - gain
    return Choice(_walk(states, top), int(last.cost[top]), gain, short_by if short_by > _SURE else 0.0)


def _promising(sure: Floats, bound: Floats, best: float) -> tuple[Ints, float]:
    """Places of the combinations to go on with, and the bound of the best that is left out for want of room."""
    keep = np.flatnonzero(bound >= best - _ROUNDING)
    if len(keep) <= MOST_STATES:
        return keep, 0.0
    order = keep[np.argsort(-bound[keep], kind="stable")]
    first = order[: MOST_STATES - 1]
    return np.unique(np.append(first, sure.argmax())), float(bound[order[MOST_STATES - 1]])


def steps(options: Sequence[Option]) -> tuple[tuple[int, float], ...]:
    """The options on the way of most gain for the money, as steps (cost, gain) from one to the next."""
    found: list[tuple[int, float]] = []
    for cost, gain in sorted((one.cost, -one.gain) for one in options):
        more = -gain
        if found and more <= found[-1][1]:
            continue
        while found and _no_steeper((0, 0.0) if len(found) == 1 else found[-2], found[-1], (cost, more)):
            found.pop()
        found.append((cost, more))
    starts = [(0, 0.0), *found]
    return tuple((after[0] - at[0], after[1] - at[1]) for at, after in zip(starts, found, strict=False))


def _no_steeper(before: tuple[int, float], at: tuple[int, float], after: tuple[int, float]) -> bool:
    """Whether the way to a point is no steeper than the way on, within rounding."""
    here, on = ((b[1] - a[1]) / (b[0] - a[0]) for a, b in ((before, at), (at, after)))
    return here <= on * (1 + 1e-9)


def _ahead(groups: Sequence[Sequence[Option]]) -> list[_Steps]:
    """For each place, what the groups from it on can add."""
    each = [np.array(steps(options), dtype=float).reshape(-1, 2) for options in groups]
    found, so_far = [_curve(np.zeros((0, 2)))], np.zeros((0, 2))
    for own in reversed(each):
        so_far = np.concatenate([own, so_far])
        found.append(_curve(so_far))
    return found[::-1]


def _curve(parts: Floats) -> _Steps:
    order = np.argsort(-(parts[:, 1] / parts[:, 0]), kind="stable")
    cost = np.concatenate([[0], np.cumsum(parts[order, 0])]).astype(np.int64)
    return _Steps(cost, np.concatenate([[0.0], np.cumsum(parts[order, 1])]))


def _extended(old: _States, options: Sequence[Option], budget: int) -> _States:
    """Every combination with every option of one more group, without those that are dominated or too dear."""
    cost = np.concatenate([old.cost, *(old.cost + one.cost for one in options)])
    gain = np.concatenate([old.gain, *(old.gain + one.gain for one in options)])
    came_from = np.tile(np.arange(len(old.cost)), len(options) + 1)
    took = np.repeat(np.arange(-1, len(options)), len(old.cost))
    fits = np.flatnonzero(cost <= budget)
    order = fits[np.lexsort((-gain[fits], cost[fits]))]
    best_before = np.concatenate([[-1.0], np.maximum.accumulate(gain[order])[:-1]])
    kept = order[gain[order] > best_before]
    return _States(cost[kept], gain[kept], came_from[kept], took[kept])


def _walk(states: Sequence[_States], at: int) -> tuple[int | None, ...]:
    """Back from a last combination to what each group took."""
    picked: list[int | None] = []
    for one in reversed(states[1:]):
        took = int(one.took[at])
        picked.append(None if took < 0 else took)
        at = int(one.came_from[at])
    return tuple(reversed(picked))
