"""Spread without draws: the variance of totals over the selected, to first order.

Each stage closes when its seats are used up, so a stroke of luck for one unit moves the closing time for the others.
To first order a total sum(a S) behaves like a sum over independent units of a S - sum_k b_k I_k, where I_k says that
the unit was selected in stage k and b_k is the value of one more seat in stage k: what the marginal unit adds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openh1b.arrays import Flags, Floats, Ints


@dataclass(frozen=True, eq=False)
class Passage:
    """One stage for each class: who takes part, the probability of *not* being taken, and the rate at the close.

    rate: the weight where the class is in the closing tier, else 0 (taken or left whatever the closing time).
    binding: whether the stage closes for want of seats; otherwise one more seat is worth nothing.
    """

    eligible: Flags
    survive: Floats
    rate: Floats
    binding: bool

    def on(self, index: Ints) -> Passage:
        """The same stage with one element for each of `index`, as from classes to rows."""
        return Passage(self.eligible[index], self.survive[index], self.rate[index], self.binding)


def selected_by_stage(stages: Sequence[Passage]) -> Floats:
    """Probability of being selected in each stage. Shape (classes, stages)."""
    if not stages:
        return np.zeros((0, 0))
    alive = np.ones(len(stages[0].survive))
    p = np.empty((len(alive), len(stages)))
    for k, stage in enumerate(stages):
        p[:, k] = alive * (1 - stage.survive)
        alive = alive * stage.survive
    return p


@dataclass(frozen=True, eq=False)
class Totals:
    """Totals over the selected, by the sums of their values over all units of each class: all that a variance needs.

    first: sum of a; second: sum of a squared. Both of shape (totals, classes). For the number of a group's members
    selected, a is 1 for members and 0 for others, and both are the members in each class.
    """

    first: Floats
    second: Floats

    @classmethod
    def same_in_class(cls, n: Floats, values: Floats) -> Totals:
        """Totals whose value is the same for all units of a class. values: shape (totals, classes)."""
        return cls(values * n, values**2 * n)


def seat_values(n: Floats, stages: Sequence[Passage], first: Floats) -> Floats:
    """Value of one more seat in each stage, for each total. Shape (totals, stages).

    A later close of stage j adds w_j Q_k to what is selected by stage k and takes from later stages what they would
    have found; the values make every total stand still. The system is triangular, since a stage does not look back.
    """
    p = selected_by_stage(stages)
    alive_after = 1 - np.cumsum(p, axis=1)
    count = len(stages)
    slopes = np.zeros((count, count))
    gains = np.zeros((count, len(first)))
    for j, stage in enumerate(stages):
        gains[j] = first @ (stage.rate * alive_after[:, -1])
        for k in range(j, count):
            before = alive_after[:, k - 1] if k > j else np.zeros(len(n))
            slopes[j, k] = n @ (stage.rate * (alive_after[:, k] - before))
    values = np.zeros((count, len(first)))
    for j in reversed(range(count)):
        if stages[j].binding and slopes[j, j] > 0:
            values[j] = (gains[j] - slopes[j, j + 1 :] @ values[j + 1 :]) / slopes[j, j]
    return values.T


def variances(n: Floats, stages: Sequence[Passage], totals: Totals) -> Floats:
    """Variance of each total over the selected, from one draw to another."""
    p = selected_by_stage(stages)
    b = seat_values(n, stages, totals.first)
    any_stage = p.sum(axis=1)
    seats = b @ p.T
    squares = totals.second @ any_stage - 2 * np.einsum("tc,tc->t", totals.first, seats) + (b**2) @ (n @ p)
    means = totals.second @ any_stage**2 - 2 * np.einsum("tc,tc->t", totals.first, any_stage * seats) + seats**2 @ n
    return np.asarray(np.maximum(squares - means, 0.0))


def total_variance(n: Floats, stages: Sequence[Passage], value: Floats) -> float:
    """Variance of one total whose value is the same for all units of a class."""
    if not stages:
        return 0.0
    return float(variances(n, stages, Totals.same_in_class(n, value[None, :]))[0])
