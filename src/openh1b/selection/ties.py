"""The law of who is left after one race among equals: hypergeometric, exactly.

Where the only luck of earlier stages is one race between equal weights (a lottery, or a tie in a ranking), the number
left of any part of those who raced is hypergeometric. It settles where a later stage closes without an approximation.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openh1b.selection.linear import Passage
from openh1b.selection.race import Floats


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
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, units + 1)))])

    def choose(of: int, some: np.ndarray) -> Floats:
        return np.asarray(logs[of] - logs[some] - logs[of - some])

    weight = choose(part, gone) + choose(units - part, taken - gone)
    p = np.exp(weight - weight.max())
    return (part - gone).astype(float), p / p.sum()
