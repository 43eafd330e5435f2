"""The closing time of a race: when the expected arrivals equal the seats.

A unit of weight w arrives at an exponential time of rate w; by time t it has arrived with probability 1 - exp(-w t).
"""

from __future__ import annotations

import math

import numpy as np

from openh1b.arrays import Floats

_STEPS = 500
_CLOSE = 1e-9  # of t: each step leaves about the square of this


def closing_time(m: Floats, w: Floats, seats: float) -> float:
    """The time t that solves sum(m (1 - exp(-w t))) = seats, for weights w > 0 and numbers m >= 0.

    Infinite where the seats suffice for everyone. Newton's method from below the root: the left side is increasing and
    concave, so that every step stays below it, and one that leads back is rounding.
    """
    total = float(m.sum())
    if seats >= total:
        return np.inf
    if seats <= 0:
        return 0.0
    weighted = m * w
    t = -math.log1p(-seats / total) * total / float(weighted.sum())  # the root if all had the mean weight: no later
    for _ in range(_STEPS):
        arrived = -float(m @ np.expm1(-w * t))
        slope = float(weighted @ np.exp(-w * t))
        step = (seats - arrived) / slope
        t += step
        if step <= _CLOSE * t:
            break
    return t
