"""Pay of the synthetic people on the ladder of wage floors, and the floors as a level mix would have them.

A position is where an offer stands on the ladder of its occupation and area: 1 at the Level I wage, 4 at Level IV,
linear between and beyond, as the OFLC table is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openh1b.arrays import Floats, Ints
from openh1b.season.synthetic_margins import kind_shares
from openh1b.season.synthetic_tables import KINDS, of_kind, table

_POINTS = 20_000  # of each kind of employer, at which the positions are looked at to place the floors
_LEAST_STEP = 1 / 3  # between the Level I and II floors, where a mix would bring Level II below Level I


@dataclass(frozen=True, eq=False)
class Positions:
    """Quantile functions of the position, one for each kind of employer, laid end to end."""

    at: Floats
    position: Floats

    def quantile(self, kind: Ints, u: Floats) -> Floats:
        """Position of each row."""
        return np.asarray(np.interp(kind + u, self.at, self.position))


def positions() -> Positions:
    """As learned: levels in their raked shares, and quantiles inside each."""
    at, position = [], []
    for group, kind in enumerate(KINDS):
        begin = float(group)
        for level in ("1", "2", "3", "4"):
            rows = [row for row in of_kind("positions", kind) if row["level"] == level]
            share = float(rows[0]["share"])
            at += [begin + share * float(row["quantile"]) for row in rows]
            position += [float(row["position"]) for row in rows]
            begin += share
    return Positions(np.array(at), np.array(position))


def cuts(mix: Sequence[float], found: Positions) -> tuple[float, ...]:
    """Positions of the four floors under a level mix: where the shares of all people above them are those of the mix.

    They are quantiles of the learned distribution and not of a drawn pool, so that no floor depends on who was drawn.
    Under the mix that the positions were raked to they are 1, 2, 3 and 4.
    """
    u = (np.arange(_POINTS) + 0.5) / _POINTS
    place = np.concatenate([found.quantile(np.full(_POINTS, k), u) for k in range(len(KINDS))])
    weight = np.repeat([kind_shares()[kind] / _POINTS for kind in KINDS], _POINTS)
    order = np.argsort(place, kind="stable")
    below = np.cumsum(weight[order])
    wanted = np.cumsum(np.array(mix) / sum(mix))[:3]
    upper = place[order][np.searchsorted(below, wanted * below[-1])]
    return (min(1.0, float(upper[0]) - _LEAST_STEP), *(float(cut) for cut in upper))


@dataclass(frozen=True, eq=False)
class Ladder:
    """Level I and IV wages of each person's occupation and area, in dollars a year."""

    l1: Floats
    l4: Floats

    def at(self, position: Floats | float) -> Floats:
        """Whole dollars at a position; never below one dollar."""
        return np.maximum(np.rint(self.l1 + (position - 1) / 3 * (self.l4 - self.l1)), 1.0)


def ladder(occupations: Sequence[str], soc: Ints, areas: Sequence[str], area: Ints) -> Ladder:
    """The OFLC wages of each person. soc, area: places in the two lists."""
    place_of_soc = {code: k for k, code in enumerate(occupations)}
    place_of_area = {code: k for k, code in enumerate(areas)}
    low, high = np.full((2, len(occupations), len(areas)), np.nan)
    for row in table("floors"):
        cell = place_of_soc[row["soc_code"]], place_of_area[row["area"]]
        low[cell], high[cell] = float(row["l1_usd"]), float(row["l4_usd"])
    return Ladder(low[soc, area], high[soc, area])


def levels(pay: Floats, floors: Sequence[Floats]) -> Ints:
    """The highest level whose floor the pay equals or exceeds; below Level I counts as I, 8 CFR 214.2(h)(8)(iii)."""
    level = np.ones(len(pay), dtype=np.int64)
    for floor in floors[1:]:
        level += pay >= floor
    return level
