"""Synthetic people put together into a few thousand rows, on which a response takes well under a second.

People of one selection level, degree, channel and size of employer whose pay differs by less than 2% become one row
with their mean pay. Numbers by level are kept exactly, so that odds by level under rules by level are those of the
people. Tests hold the mean pay of the selected under a ranking by pay to MEAN_PAY_WITHIN and the numbers that take each
action to ACTIONS_WITHIN of the pool.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from openh1b.arrays import Floats, Ints
from openh1b.law import Policy
from openh1b.response.prices import CHANNEL
from openh1b.response.rows import FLOORS, LEVEL, take_rows
from openh1b.response.surplus import PAY, SIZE
from openh1b.response.wages import REQUIRED, THRESHOLD_LEVEL, THRESHOLDS, with_wages
from openh1b.season.pool import Coded, Pool, Values
from openh1b.selection.race import refine

BY = (LEVEL, "us_masters_or_higher", CHANNEL, SIZE, THRESHOLD_LEVEL)
MEAN_PAY_WITHIN = 0.001
ACTIONS_WITHIN = 0.004
BIN = 0.02  # of the logarithm of pay
GAPS = np.array([0.04, 1e9])  # from pay to the next threshold, as a share: a raise over a small one pays for more


@dataclass(frozen=True, eq=False)
class Cells:
    """`pool` has one row a cell; `of_row` gives the cell of each row of the pool it was made from."""

    pool: Pool
    of_row: Ints


def cells(pool: Pool, policy: Policy | None = None, by: Sequence[str] = ()) -> Cells:
    """The pool by cell, with `n` in each and whole-number counts kept.

    policy: one whose wage floors and thresholds are worked out for each person first. by: further columns by which
    people are told apart, such as those of a ranking or a grouping; other columns are left out. Pay is the mean;
    thresholds and required pay stand at the mean ratio to pay, so that what is above every member is above the cell.
    """
    pool = pool if policy is None else with_wages(pool, policy)
    kept = [name for name in dict.fromkeys((*BY, *by)) if name in pool.columns]
    code = np.zeros(len(pool), dtype=np.int64)
    for name in kept:
        code = refine(code, pool.coded(name).codes)
    n = pool.n.astype(float)
    columns: dict[str, Values | Coded] = {}
    if PAY in pool.columns:
        pay = pool.array(PAY).astype(float)
        code = refine(code, np.floor(np.log(pay) / BIN).astype(np.int64))
        for names in (FLOORS, THRESHOLDS, (REQUIRED,)):
            code = refine(code, np.searchsorted(GAPS, _nearest(pool, names, pay)))
        mean = _means(code, n, pay)
        columns[PAY] = mean
        for name in (*FLOORS, *THRESHOLDS, REQUIRED):
            if name in pool.columns:
                columns[name] = mean * _means(code, n, pool.array(name) / pay)
    first = np.zeros(int(code.max()) + 1 if len(code) else 0, dtype=np.int64)
    first[code[::-1]] = np.arange(len(code))[::-1]
    for name in kept:
        coded = pool.coded(name)
        columns[name] = Coded(coded.labels, coded.codes[first])
    slim = _only(pool, kept)
    return Cells(
        take_rows(slim, first, np.bincount(code, weights=n, minlength=len(first)).astype(float), columns), code
    )


def _nearest(pool: Pool, names: Sequence[str], pay: Floats) -> Floats:
    """Gap to the nearest of some thresholds above pay, as a share of pay; infinite where there is none."""
    least = np.full(len(pay), np.inf)
    for name in names:
        if name in pool.columns:
            gap = pool.array(name) / pay - 1
            least = np.where(gap > 0, np.minimum(least, gap), least)
    return least


def _means(code: Ints, n: Floats, values: Floats) -> Floats:
    return np.asarray(np.bincount(code, weights=n * values) / np.bincount(code, weights=n))


def _only(pool: Pool, names: Sequence[str]) -> Pool:
    return replace(pool, columns={name: pool.coded(name) for name in names}, id_column=None)
