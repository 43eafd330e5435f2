"""What one hire costs from registration to the last extension, beside a domestic hire of the same job."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from openh1b.cost.fee_law import FeeLaw
from openh1b.cost.filing import Filing
from openh1b.cost.horizon import Horizon
from openh1b.cost.items import Item, items, total
from openh1b.errors import Fault, InputError
from openh1b.law import Dated


@dataclass(frozen=True)
class Job:
    """salary_usd: pay offered, a year.

    odds: of selection of one registration; None counts one registration and no loss.
    attorney_usd: cost of counsel a petition, if the user gives one; none is assumed. Raises InputError.
    """

    salary_usd: float
    odds: float | None = None
    attorney_usd: float = 0.0

    def __post_init__(self) -> None:
        faults = []
        if self.salary_usd <= 0:
            faults.append(Fault("salary", f"{self.salary_usd:,}", expected="US dollars a year, above 0"))
        if self.odds is not None and not 0 < self.odds <= 1:
            faults.append(Fault("odds", f"{self.odds:g}", expected="above 0 and at most 1"))
        if self.attorney_usd < 0:
            faults.append(Fault("attorney", f"{self.attorney_usd:,}", expected="US dollars a petition, 0 or more"))
        if faults:
            raise InputError(faults)


@dataclass(frozen=True)
class Step:
    """A petition of the hire. year: years after the first filing. items: its fees. total_usd: the employer's part."""

    year: int
    filing: Filing
    items: tuple[Item, ...]
    total_usd: float


@dataclass(frozen=True, eq=False)
class HireCost:
    """The employer's cost of one hire, US dollars; only `worker_usd` is the worker's own, low and high.

    registration_usd: registrations for each selection, lost ones included (one, where no odds are given).
    yearly_fee: the charge for holding the visa. floor: the salary floor; pay_usd: the higher of it and the offer.
    """

    job: Job
    horizon: Horizon
    steps: tuple[Step, ...]
    registration_usd: float
    yearly_fee: Dated
    floor: Dated
    worker_usd: tuple[float, float] | None

    @property
    def pay_usd(self) -> float:
        """Pay a year under the policy: the offer, or the salary floor where that is higher."""
        return max(self.job.salary_usd, float(self.floor.value))

    @property
    def one_time_usd(self) -> float:
        """Registrations and the first petition, with counsel."""
        return self.registration_usd + self._paid(self.steps[0])

    @property
    def total_usd(self) -> float:
        """All fees over the years if the person stays to the end; nothing discounted."""
        fees = self.registration_usd + sum(self._paid(step) for step in self.steps)
        return fees + float(self.yearly_fee.value) * self.horizon.years

    @property
    def per_year_usd(self) -> float:
        """The same a year."""
        return self.total_usd / self.horizon.years

    @property
    def present_usd(self) -> float:
        """Worth today of all fees expected, discounted, each paid only if the person is still there."""
        later = sum(self._paid(step) * self.horizon.weight(step.year) for step in self.steps)
        return self.registration_usd + later + float(self.yearly_fee.value) * self.horizon.annuity

    @property
    def yearly_equivalent_usd(self) -> float:
        """The even yearly payment that is worth as much as all fees: what hiring costs a year beside pay."""
        return self.present_usd / self.horizon.annuity

    def _paid(self, step: Step) -> float:
        return step.total_usd + self.job.attorney_usd


def hire_cost(filing: Filing, job: Job, horizon: Horizon, law: FeeLaw) -> HireCost:
    """The cost of a hire that begins with a petition, at the fees of the day of that petition throughout.

    Raises InputError where the law files have no figure for a fee, PolicyError where the law has no value on the day.
    """
    law = law.on_day(filing.on)
    steps = tuple(_steps(filing, horizon, law))
    first = steps[0].items
    registration = sum(one.usd or 0 for one in first if one.name == "registration")
    return HireCost(
        job=job,
        horizon=horizon,
        steps=steps,
        registration_usd=registration / (job.odds or 1),
        yearly_fee=law.at("price.yearly_fee_usd"),
        floor=law.at("wages.floor_usd"),
        worker_usd=_worker(first),
    )


def _steps(filing: Filing, horizon: Horizon, law: FeeLaw) -> Iterator[Step]:
    yield _step(0, filing, law)
    for number, year in enumerate(horizon.extensions):
        again = "first_extension" if number == 0 and filing.kind not in _EXTENDED else "later_extension"
        yield _step(year, replace(filing, kind=again, place="in_us", cap_subject=False), law)


_EXTENDED = ("first_extension", "later_extension")


def _step(year: int, filing: Filing, law: FeeLaw) -> Step:
    found = items(filing, law)
    return Step(year, filing, found, total(tuple(one for one in found if one.name != "registration")))


def _worker(found: tuple[Item, ...]) -> tuple[float, float] | None:
    """Low and high end of the worker's fees; None where one has no figure."""
    mine = [one for one in found if one.payer == "worker"]
    if any(one.usd is None for one in mine):
        return None
    ends = [
        (one.usd or 0, one.usd or 0) if one.low is None or one.high is None else (one.low, one.high) for one in mine
    ]
    return float(sum(low for low, _ in ends)), float(sum(high for _, high in ends))
