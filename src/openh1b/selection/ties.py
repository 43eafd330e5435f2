"""The law of who is left after one race among equals: hypergeometric, exactly.

Where the only luck of earlier stages is one race between equal weights (a lottery, or a tie in a ranking), the number
left of any part of those who raced is hypergeometric. It settles where a later stage closes without an approximation.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openh1b.arrays import Floats, Ints
from openh1b.selection.linear import Passage


def equal_race(n: Floats, before: Sequence[Passage]) -> tuple[int, int] | None:
    """Units in the one race of equals that is all the luck there is, and its seats; None where there is other luck.

    n and `before` hold the classes whose fate is not certain, and only those.
    """
    racing = [passage for passage in before if passage.binding and (passage.rate > 0).any()]
    if len(racing) != 1 or not (n == np.round(n)).all():
        return None
    one = racing[0]
    if not (one.rate > 0).all() or np.ptp(one.rate) > 0:
        return None
    return int(n.sum()), round(float(n @ (1 - one.survive)))


def mean_of_lower_of_left(units: int, seats_taken: int, part: int, certain: float, seats: float) -> float:
    """E[min(seats, certain + X)], X the number left of `part` after `seats_taken` of `units` equal ones are taken."""
    left, p = _left(units, seats_taken, part)
    return float(p @ np.minimum(seats, certain + left))


def _left(units: int, taken: int, part: int) -> tuple[Floats, Floats]:
    """Values and probabilities of the number left of `part`."""
    low, high = max(0, taken - (units - part)), min(taken, part)
    gone = np.arange(low, high + 1)
    log_factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, units + 1)))])

    def log_choose(of: int, some: Ints) -> Floats:
        return np.asarray(log_factorial[of] - log_factorial[some] - log_factorial[of - some])

    log_p = log_choose(part, gone) + log_choose(units - part, taken - gone)
    p = np.exp(log_p - log_p.max())
    return (part - gone).astype(float), p / p.sum()
