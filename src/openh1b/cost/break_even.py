"""A hire from abroad beside a domestic hire of the same job, and what would make it dearer by a given share."""

from __future__ import annotations

from dataclasses import dataclass

from openh1b.cost.assumptions import inputs
from openh1b.cost.hire import HireCost
from openh1b.errors import Fault, InputError


@dataclass(frozen=True)
class Beside:
    """One hire beside a domestic one, US dollars a year; fees spread evenly over the years (`yearly_equivalent_usd`).

    gap: H-1B pay over that of a comparable domestic worker, less one. floor_usd: what a salary floor adds to pay.
    gap_usd: the offer less domestic pay. difference_usd: fees + floor_usd + gap_usd.
    """

    gap: float
    domestic_usd: float
    fees_usd: float
    floor_usd: float
    gap_usd: float

    @property
    def difference_usd(self) -> float:
        """The H-1B hire less the domestic one."""
        return self.fees_usd + self.floor_usd + self.gap_usd


@dataclass(frozen=True)
class BreakEven:
    """What makes the H-1B hire dearer than the domestic one by `margin` (0.1 is 10%), each with all else as it is.

    yearly_fee_usd: yearly charge, in place of the one of the policy; 0 where it is dearer without one.
    salary_floor_usd: pay a year; at or below the present pay (`now_dearer`) no floor is needed.
    """

    gap: float
    margin: float
    yearly_fee_usd: float
    salary_floor_usd: float
    now_dearer: bool


def wage_gaps() -> tuple[float, ...]:
    """Lowest, middle and highest published wage gap."""
    one = inputs()["wage_gap"]
    return one.low, one.value, one.high


def beside(hire: HireCost, gap: float) -> Beside:
    """The hire beside a domestic one at a wage gap. Raises InputError for a gap of -100% or less."""
    domestic = _domestic(hire, gap)
    offer = hire.job.salary_usd
    return Beside(gap, domestic, hire.yearly_equivalent_usd, hire.pay_usd - offer, offer - domestic)


def break_even(hire: HireCost, gap: float, margin: float = 0.0) -> BreakEven:
    """The yearly charge, and the salary floor, at which the hire costs `margin` more than the domestic one.

    Pay and fees are compared a year, fees spread evenly over the years at the horizon's rates; nothing else reacts.
    Raises InputError for a gap of -100% or less.
    """
    target = (1 + margin) * _domestic(hire, gap)
    yearly = float(hire.yearly_fee.value)
    other_fees = hire.yearly_equivalent_usd - yearly
    fee = target - hire.pay_usd - other_fees
    floor = target - other_fees - yearly
    return BreakEven(gap, margin, max(0.0, fee), max(0.0, floor), now_dearer=hire.pay_usd >= floor)


def _domestic(hire: HireCost, gap: float) -> float:
    if not gap > -1:
        raise InputError(Fault("wage gap", f"{gap:g}", expected="above -1, such as -0.16 for 16% less"))
    return hire.job.salary_usd / (1 + gap)
