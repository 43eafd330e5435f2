"""Tests of claims by the cost of a hire beside a domestic one, over the published range of wage gaps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from openh1b.cost.break_even import beside, break_even
from openh1b.cost.fee_law import fee_law
from openh1b.cost.filing import Filing
from openh1b.cost.hire import HireCost, Job, hire_cost
from openh1b.cost.horizon import Horizon
from openh1b.evidence.inputs import Inputs
from openh1b.evidence.number import Number

_NAMES = ("Borjas (2026)", "Lowell and Avato (2007)", "Bagheri")


def dearer_now(inputs: Inputs, salary_usd: int, day: date) -> Number:
    """What an H-1B hire costs a year above a domestic one, fees spread over the years; negative: less."""
    return _by_gap(inputs, salary_usd, day, lambda hire, gap: beside(hire, gap).difference_usd)


def yearly_fee_needed(inputs: Inputs, salary_usd: int, day: date, margin: float) -> Number:
    """The yearly charge at which the hire costs `margin` more than the domestic one, all else as it is."""
    return _by_gap(inputs, salary_usd, day, lambda hire, gap: break_even(hire, gap, margin).yearly_fee_usd)


def floor_needed(inputs: Inputs, salary_usd: int, day: date, margin: float) -> Number:
    """The salary floor at which the hire costs `margin` more than the domestic one, all else as it is."""
    return _by_gap(inputs, salary_usd, day, lambda hire, gap: break_even(hire, gap, margin).salary_floor_usd)


def wage_gap(inputs: Inputs) -> Number:
    """H-1B pay over that of a comparable domestic worker, less one: the published range."""
    value, low, high = inputs.assumption("wage_gap")
    return Number(value, low, high, points=tuple(zip(_NAMES, (low, value, high), strict=True)))


def _by_gap(inputs: Inputs, salary_usd: int, day: date, measured: Callable[[HireCost, float], float]) -> Number:
    hire = hire_cost(Filing(day), Job(float(salary_usd)), Horizon(), fee_law(day))
    cite = tuple(dict.fromkeys(c.source for path in _FEES for c in fee_law(day).at(path).citations))
    words = f"${hire.yearly_equivalent_usd:,.0f} a year beside pay of ${salary_usd:,}"
    inputs.computed(f"fees {day}", f"Fees of one hire inside the United States, filed {day}", (words, "memory", cite))
    value, low, high = inputs.assumption("wage_gap")
    found = tuple(
        (f"{name}, {gap:+.1%}", round(measured(hire, gap)))
        for name, gap in zip(_NAMES, (low, value, high), strict=True)
    )
    numbers = [one for _, one in found]
    return Number(numbers[1], min(numbers), max(numbers), points=found)


_FEES = ("fees.registration", "fees.i129.standard", "fees.acwia.large", "fees.fraud", "fees.asylum.standard")
