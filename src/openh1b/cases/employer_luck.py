"""The exact distribution of how many are selected, filed for or approved, where each has odds of its own.

Candidates are taken as independent of each other within a season. The seats are fixed, so that one selected leaves one
seat less for all others: the true dependence is slightly negative, and `dependence` says how slight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openh1b.arrays import Floats

ENDS = (0.05, 0.95)


@dataclass(frozen=True)
class Luck:
    """expected: mean number. low, high: 5th and 95th percentile over draws, whole numbers. none: odds of not one."""

    expected: float
    low: int
    high: int
    none: float


def luck(odds: Sequence[float] | Floats) -> Luck:
    """Mean and percentiles of the number of successes, each with its own odds."""
    chance = distribution(odds)
    reached = np.cumsum(chance)
    low, high = (int(np.searchsorted(reached, end * (1 - 1e-12))) for end in ENDS)
    return Luck(float(np.sum(odds)), low, high, float(chance[0]))


def distribution(odds: Sequence[float] | Floats) -> Floats:
    """Probability of 0, 1, ... successes: the convolution of each one's own. Shape (candidates + 1,)."""
    found = np.ones(1)
    for one in np.asarray(odds, dtype=float):
        longer = np.zeros(len(found) + 1)
        longer[:-1] = found * (1 - one)
        longer[1:] += found * one
        found = longer
    return found


def dependence(expected: float, seats: float) -> float:
    """By what share the standard deviation is overstated, to first order, by taking all as independent.

    expected: of the employer's own that are selected. In a draw of fixed seats with odds p for all, the covariance of
    two units is near -p^2 (1 - p) / seats, so that the variance falls by the share expected / seats.
    """
    return min(1.0, expected / (2 * seats)) if seats > 0 else 0.0
