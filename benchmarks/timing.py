"""Measuring one thing beside another, turn by turn, so that what slows the machine slows both."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

Work = Callable[[int], object]
"""Some work; its argument is the number of the round, for a seed of its own."""


@dataclass(frozen=True)
class Pair:
    """Costs of ours and of the other, one of each a round, in one unit (seconds or bytes)."""

    ours: tuple[float, ...]
    other: tuple[float, ...]

    @property
    def ratios(self) -> tuple[float, ...]:
        """The other's cost over ours in each round: above 1, ours is the cheaper."""
        return tuple(other / ours for ours, other in zip(self.ours, self.other, strict=True))

    def each(self, ours: float, other: float) -> Pair:
        """The costs of one of many: ours divided by `ours`, the other's by `other`."""
        return Pair(tuple(one / ours for one in self.ours), tuple(one / other for one in self.other))


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def alternate(ours: Work, other: Work, rounds: int) -> Pair:
    """Time both in every round, and change who goes first from round to round."""
    found: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds):
        for which in (0, 1) if number % 2 == 0 else (1, 0):
            work = (ours, other)[which]
            found[which].append(seconds(lambda work=work, number=number: work(number)))  # type: ignore[misc]
    return Pair(tuple(found[0]), tuple(found[1]))


def repeat(work: Callable[[], object], *, least: int, budget: float) -> float:
    """Median seconds of `least` calls or of as many as fit in `budget` seconds, whichever is more; at most 200."""
    times: list[float] = []
    while len(times) < least or (sum(times) < budget and len(times) < 200):
        times.append(seconds(work))
    return median(times)
