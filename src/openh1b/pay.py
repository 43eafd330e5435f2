"""Pay of the selected: mean and quantiles by group, with their spread, without draws.

A mean is a ratio of two totals over the selected and a quantile the pay below which a share of them lies, so that the
variance of totals (selection/linear.py) gives both: of the total of pay less the mean, and of the number below the
quantile less its share. The interval of a quantile is that of the share, read back on the scale of pay (Woodruff).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from openh1b.grouping import Grouping
from openh1b.measures import LUCK, Ends, Maker, Run
from openh1b.results import Figure
from openh1b.season.pool import Pool
from openh1b.selection.linear import Totals, variances
from openh1b.selection.race import Floats, Ints

PAY = "offered_wage_usd"
QUANTILES = {"pay_p10": 0.10, "pay_median": 0.50, "pay_p90": 0.90}


@dataclass(frozen=True, eq=False)
class PayByGroup:
    """Pay of a pool in the order of group and pay: what does not depend on a policy."""

    pool: Pool
    grouping: Grouping

    @cached_property
    def pay(self) -> Floats:
        """Pay of each row, US dollars a year."""
        coded = self.pool.coded(PAY)
        return np.asarray(coded.labels.astype(float)[coded.codes])

    @cached_property
    def order(self) -> Ints:
        """Rows by group, and by pay within a group."""
        coded = self.pool.coded(PAY)
        return np.argsort(self.grouping.of_row * len(coded.labels) + coded.codes, kind="stable")

    @cached_property
    def ends(self) -> Ints:
        """Where each group ends in `order`."""
        return np.cumsum(np.bincount(self.grouping.of_row, minlength=len(self.grouping.labels)))

    def quantile(self, reached: Floats, shares: Floats) -> Floats:
        """The pay at which each group's running total of `reached` (in `order`) comes to a share of it.

        reached: running total over all rows in `order`. shares: one a group. Nobody selected gives NaN.
        """
        before = np.concatenate([[0.0], reached[self.ends - 1][:-1]])
        total = reached[self.ends - 1] - before
        place = np.searchsorted(reached, before + np.clip(shares, 0.0, 1.0) * total * (1 - 1e-12), side="left")
        first = np.concatenate([[0], self.ends[:-1]])
        pay = self.pay[self.order[np.clip(place, first, self.ends - 1)]]
        return np.where(total > 1e-9, pay, np.nan)


def pay_figures(run: Run, by: PayByGroup) -> Iterator[Figure]:
    """Mean, P10, median and P90 of the pay of the selected, by group."""
    make = Maker(run, by.pool, by.grouping)
    group, groups = by.grouping.of_row, len(by.grouping.labels)
    selected = np.bincount(group, weights=run.expected, minlength=groups).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(group, weights=run.expected * by.pay, minlength=groups) / selected
        sd = _sd(run, by.grouping, by.pay - np.nan_to_num(mean)[group])
        yield from make.each("pay_mean", "USD", mean, None if sd is None else _around(mean, sd / selected))
    reached = np.cumsum(run.expected[by.order])
    for name, share in QUANTILES.items():
        at = by.quantile(reached, np.full(groups, share))
        yield from make.each(name, "USD", at, _ends(run, by, reached, (at, share, selected)))


def _ends(run: Run, by: PayByGroup, reached: Floats, of: tuple[Floats, float, Floats]) -> Ends | None:
    at, share, selected = of
    below: Floats = (by.pay <= np.nan_to_num(at)[by.grouping.of_row]).astype(float) - share
    sd = _sd(run, by.grouping, below)
    if sd is None:
        return None
    with np.errstate(invalid="ignore", divide="ignore"):
        width = np.nan_to_num(LUCK * sd / selected)
    return by.quantile(reached, share - width), by.quantile(reached, share + width)


def _around(middle: Floats, sd: Floats) -> Ends:
    return middle - LUCK * sd, middle + LUCK * sd


def _sd(run: Run, grouping: Grouping, values: Floats) -> Floats | None:
    """Standard deviation of each group's total of `values` over the selected; None where it has no closed form."""
    if run.outcome.limited:
        return None
    fates, n = run.outcome.fates, run.outcome.n
    first = grouping.members(n * values, fates.of_row, len(fates.n))
    second = grouping.members(n * values**2, fates.of_row, len(fates.n))
    return np.sqrt(variances(fates.n, fates.stages, Totals(first, second)))


def in_bins(pool: Pool, weights: Floats | Ints, edges: Floats) -> Floats:
    """Sum of `weights` (one a row) by bin of pay; the first and the last bin have what lies beyond them, too."""
    coded = pool.coded(PAY)
    bins = np.searchsorted(edges[1:-1], coded.labels.astype(float), side="right")
    return np.bincount(bins[coded.codes], weights=weights, minlength=len(edges) - 1).astype(float)


def distribution(run: Run, pool: Pool, edges: Floats) -> Floats:
    """Expected number selected by bin of pay.

    edges: rising, US dollars a year; a bin has its lower edge and not its upper.
    One value a bin; those beyond the edges count in the first and the last bin, so that the sum is all the selected.
    """
    return in_bins(pool, run.expected, edges)
