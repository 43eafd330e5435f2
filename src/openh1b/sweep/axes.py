"""Values along an axis: lists, evenly spaced steps, and Latin-hypercube samples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openh1b.selection.keys import uniforms
from openh1b.sweep.plan import Axis

_SEASON = 0  # the luck of a sample belongs to no season


@dataclass(frozen=True)
class Range:
    """Numbers from low to high. steps: how many, ends included; None where they are sampled."""

    name: str
    low: float
    high: float
    whole: bool
    steps: int | None = None

    def at(self, share: float) -> int | float:
        """The number at a share of the way, from 0 to 1; twelve digits, so that it reads back as it is written."""
        value = self.low + (self.high - self.low) * share
        return round(value) if self.whole else float(f"{value:.12g}")


def stepped(one: Range) -> Axis:
    """Evenly spaced values; whole numbers that coincide are taken once."""
    steps = one.steps or 1
    values = dict.fromkeys(one.at(k / max(steps - 1, 1)) for k in range(steps))
    return Axis((one.name,), tuple((value,) for value in values))


def sampled(ranges: tuple[Range, ...], n: int, seed: str) -> Axis:
    """A Latin hypercube: of n equal slices of each range every slice holds one value, in an order of its own.

    The numbers are hashes of seed, name and place, as those of a draw, so that any machine makes the same.
    """
    columns = []
    for one in ranges:
        order = np.argsort(_luck(n, seed, f"sweep/order/{one.name}"), kind="stable")
        within = _luck(n, seed, f"sweep/within/{one.name}")
        columns.append([one.at(float((order[k] + within[k]) / n)) for k in range(n)])
    return Axis(tuple(one.name for one in ranges), tuple(zip(*columns, strict=True)))


def _luck(n: int, seed: str, purpose: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.asarray(uniforms([str(k) for k in range(n)], seed=seed, season=_SEASON, purpose=purpose))
