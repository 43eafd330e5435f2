"""What comes of a response: the pool after it, actions by row, closings, payments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from openh1b.arrays import Floats, Ints
from openh1b.response.board import Board, Places, PlanBoard
from openh1b.response.equilibrium import Settled
from openh1b.response.jobs import PLANS, Jobs
from openh1b.response.prices import Prices
from openh1b.response.rows import take_rows
from openh1b.response.surplus import PAY
from openh1b.season.pool import Coded, Pool, Values

ACTIONS = ("stay", "raise", "relabel", "reroute", "out")

_NOBODY = 1e-12  # a share below this is rounding


@dataclass(frozen=True)
class Closing:
    """One stage at the solution. tier: value of the tier in which the seats run out; None where they suffice.

    Under quotas groups close at times of their own, and no tier is given.
    """

    name: str
    seats: int
    selected: float
    tier: float | None


@dataclass(frozen=True)
class Payments:
    """Expected US dollars, not discounted: by all who register, and by those selected (before any fall away after).

    yearly_usd and raises_usd are for one year of all of them; the others are paid once.
    """

    registration_usd: float
    one_time_usd: float
    consular_usd: float
    yearly_usd: float
    raises_usd: float


@dataclass(frozen=True, eq=False)
class Responded:
    """A pool after response, and how it came about.

    pool: one row for each observed row and action, real-valued n, columns `action` and `rerouted`; those who stay out
    are not in it (where nobody enters, the rows stand for 0). origin: the observed row of each. shares: of each
    observed row by action, shape (rows, 5), in the order of ACTIONS. out: units of each observed row that stay out.
    p: odds of each row of `pool` by stage. roots: places at which the stages close in every solution found, the one
    used first (board.py); none under quotas. off: how far the selected are from the seats at the solution, as a share.
    notes: to be said with every number.
    """

    pool: Pool
    origin: Ints
    shares: Floats
    out: Floats
    p: Floats
    closings: tuple[Closing, ...]
    roots: tuple[Places, ...]
    off: float
    payments: Payments
    notes: tuple[str, ...]

    @property
    def odds(self) -> Floats:
        """Probability of each row of `pool` of being selected in any stage."""
        return np.asarray(self.p.sum(axis=1))

    @property
    def units(self) -> float:
        """How many are registered after all."""
        return float(self.pool.n.sum())

    @property
    def by_action(self) -> Mapping[str, float]:
        """Units of the observed pool by action."""
        action, n = self.pool.array("action"), self.pool.n
        told = {name: float(n[action == name].sum()) for name in ACTIONS[:-1]}
        return {**told, "out": float(self.out.sum())}


def responded(
    pool: Pool, board: Board, found: tuple[Settled, ...], charges: Prices, notes: tuple[str, ...]
) -> Responded:
    """The first solution as a pool. `pool`: as observed."""
    jobs, used = board.jobs, found[0]
    emptied = (jobs.n == 0) & (pool.n[jobs.origin] > 0)  # all of a row was re-routed
    plans, index = np.nonzero((used.shares > _NOBODY) & ~emptied)
    order = np.lexsort((plans, index >= len(pool), jobs.origin[index]))
    plans, index = plans[order], index[order]
    if not len(index):  # the engine takes rows of nobody, not a table of none
        plans, index = np.zeros(len(pool), dtype=np.int64), np.arange(len(pool))
    part = np.where(used.shares > _NOBODY, used.shares, 0.0)
    n = part[plans, index] * jobs.n[index]
    made = _rows(jobs, board, used, plans, index, n)
    p = used.offers.p[plans, index]
    shares = _by_action(pool, jobs, part, made.array("action"), (plans, index))
    places = used.places or (np.nan,) * len(board.stages)
    return Responded(
        pool=made,
        origin=jobs.origin[index],
        shares=shares,
        out=shares[:, -1] * pool.n,
        p=p,
        closings=tuple(
            Closing(stage.name, stage.seats, float(selected), _tier(stage.tier_value, place))
            for stage, selected, place in zip(board.stages, used.selected, places, strict=True)
        ),
        roots=tuple(one.places for one in found if one.places),
        off=used.off,
        payments=_payments(made, jobs, index, p.sum(axis=1), charges),
        notes=notes,
    )


def _tier(values: Floats, place: float) -> float | None:
    return float(values[int(place)]) if place < len(values) else None


def _rows(jobs: Jobs, board: Board, used: Settled, plans: Ints, index: Ints, n: Floats) -> Pool:
    pay = None
    if not isinstance(board, PlanBoard):
        pay = np.where(plans == PLANS.index("raised"), used.offers.raised_pay[index], jobs.base_pay[index])
    made = jobs.rows(plans, index, n, pay)
    action = np.select(
        [plans == PLANS.index("relabeled"), _paid_more(made, jobs, index), jobs.rerouted[index]],
        [ACTIONS.index(name) for name in ("relabel", "raise", "reroute")],
        ACTIONS.index("stay"),
    )
    named = Coded(np.array(sorted(ACTIONS)), np.array([sorted(ACTIONS).index(name) for name in ACTIONS])[action])
    changes: dict[str, Values | Coded] = {"action": named, "rerouted": jobs.rerouted[index]}
    return take_rows(made, np.arange(len(made)), n, changes)


def _paid_more(made: Pool, jobs: Jobs, index: Ints) -> np.ndarray:
    if PAY not in made.columns:
        return np.zeros(len(made), dtype=bool)
    return np.asarray(made.array(PAY) > jobs.pay[index])


def _by_action(pool: Pool, jobs: Jobs, part: Floats, action: np.ndarray, at: tuple[Ints, Ints]) -> Floats:
    """Shares of each observed row by action; out is what is missing, so that a row's shares sum to 1."""
    plans, index = at
    of_row = np.divide(jobs.n, pool.n[jobs.origin], out=np.zeros(len(jobs)), where=pool.n[jobs.origin] > 0)
    told = np.zeros((len(pool), len(ACTIONS)))
    which = np.array([ACTIONS.index(name) for name in action], dtype=np.int64)
    np.add.at(told, (jobs.origin[index], which), part[plans, index] * of_row[index])
    told[:, -1] = np.maximum(0.0, 1 - told.sum(axis=1))
    return told


def _payments(made: Pool, jobs: Jobs, index: Ints, odds: Floats, charges: Prices) -> Payments:
    selected = made.n * odds
    more = made.array(PAY) - jobs.pay[index] if PAY in made.columns else np.zeros(len(made))
    return Payments(
        registration_usd=charges.registration * float(made.n.sum()),
        one_time_usd=charges.one_time * float(selected.sum()),
        consular_usd=charges.consular * float(selected[jobs.abroad[index]].sum()),
        yearly_usd=charges.yearly * float(selected.sum()),
        raises_usd=float(selected @ more),
    )
