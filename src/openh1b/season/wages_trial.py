"""Trial of the percentile method on percentiles whose wages are known (docs/decisions/0013-percentile-floors.md).

No percentile of an area is in the files at hand, so that each trial stands for a part of the method:

left_out    a national percentile from the other four: how well the curve runs between and beyond printed percentiles
other_year  an occupation from its own thirds and its national shape of another year: the shape is nearly its own
group       an occupation from its own thirds and the shape of its minor group: a part from the whole, as an area from
            the nation, but less alike than an area and the nation are
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from openh1b.arrays import Floats
from openh1b.season.wages_national import (
    PRINTED,
    STATED,
    YEAR,
    Curve,
    National,
    curve_of,
    curve_through,
    has_curve,
    national,
)
from openh1b.season.wages_national import normal_scores as scores_of
from openh1b.season.wages_table import shipped

TRIALS = ("left_out", "other_year", "group")
OTHER_YEAR = 2024


@dataclass(frozen=True)
class Trial:
    """Error of the estimates of one percentile in one trial, as a share of the true wage.

    occupations: how many were estimated. median, p90: of the absolute error. bias: median of the signed one.
    """

    trial: str
    percentile: float
    occupations: int
    median: float
    p90: float
    bias: float


def trials() -> Iterator[Trial]:
    """Every trial at every printed percentile, over the detailed occupations of which all five are printed."""
    known = [one for one in national(YEAR).values() if one.detail == "detailed" and len(one.wages_usd) == len(PRINTED)]
    for trial in TRIALS:
        kept = [one for one in known if _shape(one, trial) is not None]
        for at, percentile in enumerate(PRINTED):
            errors = np.array([_estimate(one, trial, at) / one.wages_usd[percentile] - 1 for one in kept])
            errors = errors[np.isfinite(errors)]
            size = np.abs(errors)
            middle, most, bias = np.median(size), np.quantile(size, 0.9), np.median(errors)
            yield Trial(trial, percentile, len(errors), float(middle), float(most), float(bias))


def mean_errors() -> Floats:
    """Mean of each occupation's curve against the mean that OEWS prints, as a share: a trial of the curve's ends."""
    known = [row for row in national(YEAR).values() if row.mean_usd and len(row.wages_usd) == len(PRINTED)]
    l1, l4 = np.array([_curve(row).ends() for row in known]).T
    return np.asarray((l1 + 2 * l4) / 3 / np.array([row.mean_usd for row in known]) - 1)


def stretches() -> tuple[Floats, Floats]:
    """Spread of the log wage in each area, national = 1, as Levels I and IV have it under two readings of them.

    First that they are means of the lowest third and the upper two thirds, then that they are the 17th and the 67th
    percentile. Areas are parts of the nation: a spread above 1 in most of them speaks against a reading.
    """
    table = shipped()
    by_thirds, by_stated = [], []
    for code in (str(one) for one in table.soc_code):
        if not has_curve(code):
            continue
        l1, l4 = table.ends(np.full(len(table.area), code), table.area)
        priced = np.isfinite(l1) & (l4 > l1)
        curve = curve_of(code)
        low, high = curve.at(scores_of(STATED))
        by_thirds.append(curve.fit(l1[priced], l4[priced])[1])
        by_stated.append(np.log(l4[priced] / l1[priced]) / (high - low))
    return np.concatenate(by_thirds), np.concatenate(by_stated)


def _estimate(row: National, trial: str, at: int) -> float:
    percentile, shape = PRINTED[at], _shape(row, trial)
    if trial == "left_out":
        others = {one: usd for one, usd in row.wages_usd.items() if one != percentile}
        return float(np.exp(curve_through(row.soc_code, others, 100.0).at(scores_of([percentile]))[0]))
    if shape is None:
        return float("nan")
    l1, l4 = _curve(row).ends()
    return float(shape.wages(np.array([l1]), np.array([l4]), [percentile])[0, 0])


def _shape(row: National, trial: str) -> Curve | None:
    """The curve whose shape is taken; None where it is not printed in full."""
    if trial == "left_out":
        return _curve(row)
    code = row.soc_code
    names, year = ((code,), OTHER_YEAR) if trial == "other_year" else ((f"{code[:5]}00", f"{code[:4]}000"), YEAR)
    found = (national(year).get(name) for name in names)
    return next((_curve(one) for one in found if one and len(one.wages_usd) == len(PRINTED)), None)


def _curve(row: National) -> Curve:
    return curve_through(row.soc_code, row.wages_usd, row.highest)
