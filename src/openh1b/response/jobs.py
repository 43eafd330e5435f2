"""Openings of a pool under a policy: rows split by channel, with pay and level of each thing an employer could do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openh1b.arrays import Flags, Floats, Ints
from openh1b.errors import Fault, PoolError
from openh1b.response.prices import CHANNEL, IN_US, Prices, abroad
from openh1b.response.rows import FLOORS, LEVEL, take_rows
from openh1b.response.surplus import PAY
from openh1b.response.wages import REQUIRED, THRESHOLD_LEVEL, THRESHOLDS
from openh1b.season.levels import levels_of
from openh1b.season.pool import Pool, Values

PLANS = ("base", "raised", "relabeled")


@dataclass(frozen=True, eq=False)
class Jobs:
    """Openings, one row each, made from rows of the observed pool (`origin`), standing for `n`.

    pay: as observed, NaN where the pool has none. base_pay, base_level: with what the policy requires. raised_pay: pay
    at the next level's threshold, NaN where there is none. rerouted: made a change of status. floors: (rows, 4).
    """

    pool: Pool
    origin: Ints
    n: Floats
    rerouted: Flags
    abroad: Flags
    pay: Floats
    base_pay: Floats
    base_level: Ints
    raised_pay: Floats
    floors: Floats

    def __len__(self) -> int:
        return len(self.n)

    @property
    def higher(self) -> Flags:
        """Openings whose level could be one higher; none where the pool has no levels."""
        return (self.base_level >= 1) & (self.base_level < 4)

    def rows(self, plans: Ints, index: Ints, n: Floats, pay: Floats | None = None) -> Pool:
        """The openings at `index`, each by its plan (a place in PLANS), as rows of a pool with real-valued numbers.

        pay: of each row, where it is not that of its plan.
        """
        at_plan = np.choose(plans, (self.base_pay[index], self.raised_pay[index], self.base_pay[index]))
        up = np.minimum(self.base_level[index] + 1, 4)
        level = np.where(plans == 2, up, self.base_level[index])
        if pay is None:
            pay, level = at_plan, np.where(plans == 1, up, level)
        else:
            level = np.maximum(level, self.level_at(pay, index))
        changes: dict[str, Values] = {}
        if PAY in self.pool.columns:
            changes[PAY] = np.where(np.isnan(pay), self.base_pay[index], pay)
        if LEVEL in self.pool.columns:
            changes[LEVEL] = level
        if self.rerouted.any() and CHANNEL in self.pool.columns:
            changes[CHANNEL] = np.where(self.rerouted[index], IN_US, self.pool.array(CHANNEL)[self.origin[index]])
        return take_rows(self.pool, self.origin[index], n, changes)

    def level_at(self, pay: Floats, index: Ints) -> Ints:
        """The level that a pay reaches, never below the present one."""
        base = self.base_level[index]
        return np.where(
            np.isnan(self.floors[index, 1]), base, np.maximum(base, levels_of(pay, list(self.floors[index].T)))
        )


def openings(pool: Pool, charges: Prices, against: Prices | None = None, reroute_share: float = 0.0) -> Jobs:
    """The pool as openings under a policy that charges `charges`, or, with `against` None, as it was observed.

    Where the policy charges more from abroad than the reference did, that share of the rows abroad becomes a change of
    status; if the reference charged anything, those who could do so are in the pool as such, and nobody else can.
    """
    observed = against is None
    other = against or charges
    away = abroad(pool, needed=charges.consular != other.consular)
    share = reroute_share if not observed and charges.consular > 0 and other.consular == 0 else 0.0
    split = away & (share > 0)
    origin = np.concatenate([np.arange(len(pool)), np.flatnonzero(split)])
    rerouted = np.arange(len(origin)) >= len(pool)
    part = np.where(split[origin], np.where(rerouted, share, 1 - share), 1.0)
    pay, level, floors = _observed(pool)
    base_pay, base_level = pay, level
    if not observed:
        base_level, floors = _under_thresholds(pool, level, floors)
        base_pay, base_level = _required(pool, pay, base_level, floors)
    return Jobs(
        pool=pool,
        origin=origin,
        n=pool.n[origin] * part,
        rerouted=rerouted,
        abroad=away[origin] & ~rerouted,
        pay=pay[origin],
        base_pay=base_pay[origin],
        base_level=base_level[origin],
        raised_pay=_next(base_pay, base_level, floors)[origin],
        floors=floors[origin],
    )


def _observed(pool: Pool) -> tuple[Floats, Ints, Floats]:
    """Pay, level (0 if the pool has none) and the four floors of each row; NaN where the pool has none."""
    rows = len(pool)
    pay = pool.array(PAY).astype(float) if PAY in pool.columns else np.full(rows, np.nan)
    level = pool.array(LEVEL).astype(np.int64) if LEVEL in pool.columns else np.zeros(rows, dtype=np.int64)
    return pay, level, _floors(pool, FLOORS)


def _floors(pool: Pool, names: tuple[str, ...]) -> Floats:
    if any(name not in pool.columns for name in names):
        return np.full((len(pool), 4), np.nan)
    return np.stack([pool.array(name).astype(float) for name in names], axis=1)


def _under_thresholds(pool: Pool, level: Ints, floors: Floats) -> tuple[Ints, Floats]:
    if THRESHOLD_LEVEL not in pool.columns:
        return level, floors
    return pool.array(THRESHOLD_LEVEL).astype(np.int64), _floors(pool, THRESHOLDS)


def _required(pool: Pool, pay: Floats, level: Ints, floors: Floats) -> tuple[Floats, Ints]:
    """Pay and level once pay meets what is required, really paid."""
    if REQUIRED not in pool.columns:
        return pay, level
    if np.isnan(pay).any():
        raise PoolError(Fault(pool.name, f"a wage floor needs the column {PAY}"))
    base = np.maximum(pay, pool.array(REQUIRED).astype(float))
    reached = level if np.isnan(floors).any() else np.maximum(level, levels_of(base, list(floors.T)))
    return base, np.where(base > pay, reached, level)


def _next(pay: Floats, level: Ints, floors: Floats) -> Floats:
    """Pay at the next level's threshold; NaN at Level IV and where pay or thresholds are not known."""
    following = floors[np.arange(len(pay)), np.clip(level, 1, 3)]
    known = (level >= 1) & (level < 4)
    return np.where(known, np.fmax(following, np.where(np.isnan(following), np.nan, pay)), np.nan)
