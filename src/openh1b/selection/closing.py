"""The closing time of a race: when the expected arrivals equal the seats.

A unit of weight w arrives at an exponential time of rate w; by time t it has arrived with probability 1 - exp(-w t).
"""

from __future__ import annotations

import numpy as np

from openh1b.selection.race import Floats

_STEPS = 500


def closing_time(m: Floats, w: Floats, seats: float) -> float:
    """The time t that solves sum(m (1 - exp(-w t))) = seats, for weights w > 0 and numbers m >= 0.

    Infinite where the seats suffice for everyone. Newton's method from 0: the left side is increasing and concave, so
    that every step stays below the root.
    """
    total = float(m.sum())
    if seats >= total:
        return np.inf
    if seats <= 0:
        return 0.0
    t = 0.0
    for _ in range(_STEPS):
        arrived = -float(m @ np.expm1(-w * t))
        slope = float(m @ (w * np.exp(-w * t)))
        step = (seats - arrived) / slope
        t += step
        if abs(step) <= 4e-16 * t:
            break
    return t
