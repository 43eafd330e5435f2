"""What an employer does: the plan that is worth most, among those whose surplus is high enough for any.

A plan j gives odds p_j, costs F_j if selected (fees and the annuity of a raise) and c_j in any case (registration, and
the cost of a new label), so that it is worth p_j (S - F_j) - c_j. Between two plans the surplus S at which they are
worth the same decides; below the surplus at which the best is worth nothing, the employer stays out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from openh1b.arrays import Flags, Floats
from openh1b.response.assumptions import Assumptions
from openh1b.response.board import Offers
from openh1b.response.jobs import Jobs
from openh1b.response.surplus import Surplus


@dataclass(frozen=True, eq=False)
class Costs:
    """Cost of each opening: `fees` if selected (present value), `entry` in any case."""

    fees: Floats
    entry: float
    annuity: float


@dataclass(frozen=True, eq=False)
class Thresholds:
    """Surplus from which an employer enters, raises pay and re-labels; infinite where it never does."""

    enter: Floats
    raised: Floats
    relabeled: Floats


def thresholds(jobs: Jobs, offers: Offers, costs: Costs, relabel_cost: float) -> Thresholds:
    """Of each opening, at these odds."""
    p = offers.total
    base = costs.fees + costs.annuity * _gap(jobs.base_pay, jobs.pay)
    raised = costs.fees + costs.annuity * _gap(offers.raised_pay, jobs.pay)
    can_raise = ~np.isnan(offers.raised_pay) & ~np.isnan(jobs.base_pay)
    stay = _Plan(p[0], base, costs.entry)
    return Thresholds(
        enter=stay.worth_something,
        raised=stay.gives_way(_Plan(p[1], raised, costs.entry), can_raise),
        relabeled=stay.gives_way(_Plan(p[2], base, costs.entry + relabel_cost), jobs.higher),
    )


def _gap(pay: Floats, before: Floats) -> Floats:
    return np.where(np.isnan(pay) | np.isnan(before), 0.0, pay - before)


@dataclass(frozen=True, eq=False)
class _Plan:
    """Odds, cost if selected, and cost in any case."""

    p: Floats
    if_selected: Floats
    always: float

    @property
    def worth_something(self) -> Floats:
        never = 0.0 if self.always == 0 else np.inf
        return self.if_selected + np.divide(self.always, self.p, out=np.full_like(self.p, never), where=self.p > 0)

    def gives_way(self, other: _Plan, can: Flags) -> Floats:
        """The surplus from which `other` is worth more than this plan and more than nothing."""
        more = other.p - self.p
        better = can & (more > 0)
        switch = other.p * other.if_selected + other.always - self.p * self.if_selected - self.always
        at = np.divide(switch, more, out=np.full_like(more, np.inf), where=better)
        return np.where(better, np.maximum(at, other.worth_something), np.inf)


@dataclass(frozen=True, eq=False)
class Chooser:
    """Shares of openings that stay, raise and re-label, against what the same openings met when they were observed.

    Everyone in the pool had a surplus above the reference's threshold; an employer whom the reference already moved to
    raise or re-label has done so, and its opening stands in the pool where it went.
    """

    jobs: Jobs
    law: Surplus
    costs: Costs
    assumptions: Assumptions
    reference: Thresholds

    def shares(self, offers: Offers) -> Floats:
        """Share of each opening by plan; what is missing to 1 is out. Shape (plans, openings)."""
        one = self.assumptions
        now = thresholds(self.jobs, offers, self.costs, one.relabel_cost_usd)
        within = self.above(now.enter)
        raised, entered_raising = self._moved(now.raised, self.reference.raised, now.enter, within)
        relabeled, entered_relabeling = self._moved(now.relabeled, self.reference.relabeled, now.enter, within)
        a, b = one.raise_share, one.relabel_share
        main = 1 - one.marginal_share
        gone = 1 - within + a * (within - entered_raising + raised) + b * (within - entered_relabeling + relabeled)
        lost = 1 - self._marginal(now.enter)
        stay = np.maximum(0.0, 1 - main * gone - one.marginal_share * lost)  # exactly 1 where nobody moves
        return np.stack([stay, main * a * raised, main * b * relabeled])

    @cached_property
    def _met(self) -> Floats:
        """Share of each row's law that lies above what it met when it was observed."""
        return self.law.survival(self.reference.enter)

    def above(self, x: Floats) -> Floats:
        """Share of the openings with a real surplus, all above the reference's threshold, whose surplus exceeds x."""
        share = np.ones(len(x))
        harder = np.flatnonzero(x > self.reference.enter)
        whole = self._met[harder]
        left = Surplus(self.law.center[harder], self.law.dispersion).survival(x[harder])
        share[harder] = np.minimum(1.0, np.divide(left, whole, out=np.zeros_like(left), where=whole > 0))
        return share

    def _moved(self, start: Floats, before: Floats, enter: Floats, within: Floats) -> tuple[Floats, Floats]:
        """Shares of those who can: who moves now and had not before, and who takes part at all."""
        some = np.isfinite(start)
        if not some.any():
            return np.zeros(len(start)), within
        beyond = np.where(some, self.above(np.where(some, start, 0.0)), 0.0)
        already = np.where(before > start, self.above(np.where(before > start, before, 0.0)), beyond)
        already = np.where(np.isfinite(before), already, 0.0)
        moved = np.maximum(0.0, beyond - already)
        return np.where(some, moved, 0.0), np.where(some & (start < enter), beyond, within)

    def _marginal(self, enter: Floats) -> Floats:
        """Share of those with next to no surplus who stay: they leave in proportion to the rise of a visa's cost."""
        rise = np.where(enter > self.reference.enter, enter, 0.0) - np.where(
            enter > self.reference.enter, self.reference.enter, 0.0
        )
        return np.clip(1 - rise / self.assumptions.marginal_scale_usd, 0.0, 1.0)
