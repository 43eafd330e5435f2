"""Pay of the selected: mean and quantiles by group, with their spread, without draws.

A mean is a ratio of two totals over the selected and a quantile the pay below which a share of them lies, so that the
variance of totals (selection/linear.py) gives both: of the total of pay less the mean, and of the number below the
quantile less its share. The interval of a quantile is that of the share, read back on the scale of pay (Woodruff).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from openh1b.arrays import Floats, Ints
from openh1b.grouping import Grouping
from openh1b.measures import LUCK, Ends, Maker, Run
from openh1b.results import Figure
from openh1b.season.pool import Pool
from openh1b.selection.linear import Totals
from openh1b.selection.people import Sampler
from openh1b.sums import Sums

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

    def each_row(self, values: Floats) -> Floats:
        """The value of each row's group; one value for all, where there is only one group."""
        return values if len(values) == 1 else np.asarray(values[self.grouping.of_row])

    @cached_property
    def order(self) -> Ints:
        """Rows by group, and by pay within a group."""
        coded = self.pool.coded(PAY)
        return _order(self.grouping.of_row * len(coded.labels) + coded.codes)

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


def _order(codes: Ints) -> Ints:
    """Rows by code; rows of one code in their own order. By 16 bits at a time, since those are sorted by counting."""
    order = np.argsort(codes.astype(np.uint16), kind="stable")
    for shift in range(16, int(codes.max(initial=0)).bit_length(), 16):
        order = order[np.argsort((codes >> shift).astype(np.uint16)[order], kind="stable")]
    return order


def pay_figures(run: Run, by: PayByGroup) -> Iterator[Figure]:
    """Mean, P10, median and P90 of the pay of the selected, by group.

    Where the run has draws, the spread for everyone is that of the draws; by group it stays in closed form.
    """
    make, sums = Maker(run, by.pool, by.grouping), Sums(run, by.grouping)
    drawn = _over_draws(run, by)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = sums.expected(by.pay) / sums.selected
        away = by.pay - by.each_row(np.nan_to_num(mean))
        sd = sums.sd(sums.totals(away))
        ends = None if sd is None else _around(mean, sd / sums.selected)
        yield from make.each("pay_mean", "USD", mean, drawn.get("pay_mean", ends))
    reached = np.cumsum(run.expected[by.order])
    for name, share in QUANTILES.items():
        at = by.quantile(reached, np.full(len(mean), share))
        yield from make.each(name, "USD", at, drawn[name] if name in drawn else _ends(sums, by, reached, (at, share)))


def _over_draws(run: Run, by: PayByGroup) -> dict[str, Ends]:
    """5th and 95th percentile over draws of the mean and the quantiles of everyone selected; empty without draws."""
    if run.draws is None or len(by.grouping.labels) > 1 or (run.outcome.n != 1).any():
        return {}
    sampler = Sampler(run.draws.of_row, seed=run.seed, season=run.policy.season)
    pay = by.pay[sampler.rows].astype(np.float32)  # whole dollars below 2^24 are exact
    found = []
    for flags in sampler.samples(run.draws):
        one = np.sort(pay[np.flatnonzero(flags)])
        places = (max(0, math.ceil(share * len(one)) - 1) for share in QUANTILES.values())
        found.append((one.mean(dtype=float), *(float(one[k]) for k in places)) if len(one) else (math.nan,) * 4)
    ends = np.quantile(np.array(found), [0.05, 0.95], axis=0)
    names = ("pay_mean", *QUANTILES)
    return {name: (ends[:1, k], ends[1:, k]) for k, name in enumerate(names)}


def _ends(sums: Sums, by: PayByGroup, reached: Floats, of: tuple[Floats, float]) -> Ends | None:
    """Ends of a quantile: of the number selected below it less its share, 1 - share a unit below and -share above."""
    at, share = of
    below = sums.of(by.pay <= by.each_row(np.nan_to_num(at)))
    above = sums.members - below
    sd = sums.sd(Totals(below * (1 - share) - above * share, below * (1 - share) ** 2 + above * share**2))
    if sd is None:
        return None
    with np.errstate(invalid="ignore", divide="ignore"):
        width = np.nan_to_num(LUCK * sd / sums.selected)
    return by.quantile(reached, share - width), by.quantile(reached, share + width)


def _around(middle: Floats, sd: Floats) -> Ends:
    return middle - LUCK * sd, middle + LUCK * sd


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
