"""Years, discounting and separations: how a cost paid once compares with one paid each year."""

from __future__ import annotations

from dataclasses import dataclass, field

from openh1b.cost.assumptions import inputs
from openh1b.errors import Fault, InputError

MOST_YEARS = 20


def _default(name: str) -> float:
    return inputs()[name].value


@dataclass(frozen=True)
class Horizon:
    """years: whole years that the job is held at most. discount: rate a year. separation: share leaving in a year.

    period_years: years of validity that a petition gives, so that an extension is filed after each.
    Raises InputError with every fault.
    """

    years: int = field(default_factory=lambda: int(_default("years")))
    discount: float = field(default_factory=lambda: _default("discount"))
    separation: float = field(default_factory=lambda: _default("separation"))
    period_years: int = field(default_factory=lambda: int(_default("period_years")))

    def __post_init__(self) -> None:
        faults = []
        if not 1 <= self.years <= MOST_YEARS:
            faults.append(Fault("years", f"{self.years}", expected=f"whole years from 1 to {MOST_YEARS}"))
        if not 1 <= self.period_years <= MOST_YEARS:
            faults.append(Fault("period_years", f"{self.period_years}", expected=f"whole years from 1 to {MOST_YEARS}"))
        for name, value in (("discount", self.discount), ("separation", self.separation)):
            if not 0 <= value < 1:
                hint = f"{value:g}% is {value / 100:g}" if 1 <= value < 100 else None
                faults.append(Fault(name, f"{value:g}", expected="a rate a year from 0 to below 1", hint=hint))
        if faults:
            raise InputError(faults)

    def weight(self, year: int) -> float:
        """Worth today of a dollar due at the start of a year (0 is now), paid only if the person is still there."""
        return ((1 - self.separation) / (1 + self.discount)) ** year

    @property
    def annuity(self) -> float:
        """Worth today of a dollar at the start of each year while the person stays: sum of the weights."""
        return sum(self.weight(year) for year in range(self.years))

    @property
    def extensions(self) -> tuple[int, ...]:
        """Years at the start of which an extension is filed."""
        return tuple(range(self.period_years, self.years, self.period_years))


def surplus_to_pay(one_time_usd: float, horizon: Horizon) -> float:
    """Break-even surplus: what the worker must be worth a year above all other pay and cost to cover a one-time charge.

    US dollars a year, received at the start of each year while the person stays. No behaviour and no elasticity enters.
    """
    return one_time_usd / horizon.annuity
