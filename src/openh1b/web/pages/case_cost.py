"""What the hire of a case costs: the fees of the first petition, what it comes to over the years, what is pending."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openh1b.cases.cost_typed import amount
from openh1b.cases.employer_words import Words
from openh1b.cases.person import Case
from openh1b.cases.person_summary import odds_range
from openh1b.cited.sources import citation_line
from openh1b.cost.fee_law import fee_law
from openh1b.cost.filing import Employer, Filing
from openh1b.cost.hire import HireCost, Job, hire_cost
from openh1b.cost.horizon import Horizon
from openh1b.cost.items import Item
from openh1b.cost.pending import pending
from openh1b.cost.revenue import filing_day
from openh1b.errors import Fault, InputError
from openh1b.law import Dated, load_law
from openh1b.law.wording import how_read, standing
from openh1b.web.pages.case_form import flag

_SIZES = {"26+": 26, "1-25": 25}
_LEAST = 1e-4
_FLAGS = ("premium", "nonprofit", "acwia_exempt", "fifty_fifty")


@dataclass(frozen=True)
class Costs:
    """Fees of the first petition, sums for the employer over the lowest and highest odds, charges not in force."""

    day: str
    fees: Words
    sums: Words
    pending: Words | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Filer:
    """The petitioner and the petition as far as fees depend on them."""

    employer: Employer
    abroad: bool
    premium: bool
    attorney_usd: float


def filer_of(values: Mapping[str, str]) -> Filer:
    """The employer of an address. Raises InputError with every fault."""
    faults: list[Fault] = []
    size, channel = values.get("employer_size", "26+"), values.get("channel", "in_us")
    if size not in _SIZES:
        faults.append(Fault("employer_size", repr(size[:20]), expected="26+ or 1-25"))
    if channel not in {"in_us", "consular"}:
        faults.append(Fault("channel", repr(channel[:20]), expected="in_us or consular"))
    counsel, flags = 0.0, dict.fromkeys(_FLAGS, False)
    try:
        counsel = amount(values.get("attorney", "0"), "attorney")
    except InputError as error:
        faults += error.faults
    for name in _FLAGS:
        try:
            flags[name] = flag(values, name)
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    fifty = flags["fifty_fifty"]
    staff = 50 if fifty and size == "26+" else _SIZES[size]  # the test presupposes as many
    employer = Employer(staff, flags["acwia_exempt"], flags["nonprofit"], fifty_fifty=fifty)
    return Filer(employer, channel == "consular", flags["premium"], counsel)


def costs_of(found: Case, filer: Filer) -> Costs:
    """The cost of the hire, at the fees of the day on which filing for the season opens.

    Raises InputError where the tests of the employer contradict each other, or the law has no figure for the day.
    """
    day, horizon = filing_day(found.typed.season), Horizon()
    law = fee_law(day, name=found.typed.policy)
    filing = Filing(day, "initial", filer.employer, "abroad" if filer.abroad else "in_us", premium=filer.premium)
    odds = odds_range(found)
    hires = tuple(
        hire_cost(filing, Job(found.offer.salary.usd, at, filer.attorney_usd), horizon, law)
        for at in (odds.high, odds.low)
        if at > _LEAST
    ) or (hire_cost(filing, Job(found.offer.salary.usd, None, filer.attorney_usd), horizon, law),)
    left = pending(filing, horizon, law)
    rows = tuple((one.dated.label, _usd(one.usd), _binds(binds=one.binds), standing(one.dated)) for one in left)
    return Costs(
        day=str(day),
        fees=Words(
            ("Fee", "Paid by", "Standing and source", "US dollars"), tuple(map(_fee, hires[0].steps[0].items)), 1
        ),
        sums=_sums(hires),
        pending=Words(("Charge", "US dollars", "This petition", "Standing"), rows, 0) if rows else None,
        notes=tuple(_notes(hires)),
    )


def _fee(one: Item) -> tuple[str, ...]:
    return one.label, one.payer, _behind(one.dated), _span(one)


def _behind(dated: Dated) -> str:
    return f"{standing(dated)}; {how_read(dated)}: {citation_line(dated.citations, load_law().sources)}"


def _span(one: Item) -> str:
    if one.usd is None:
        return "no figure"
    return _usd(one.usd) if one.low is None or one.high is None else f"{_usd(one.low)} to {_usd(one.high)}"


def _sums(hires: tuple[HireCost, ...]) -> Words:
    years = hires[0].horizon.years
    rows = (
        ("Registrations for each selection won, lost ones included", _ends(hires, "registration_usd")),
        ("At the start: registrations, first petition, counsel if given", _ends(hires, "one_time_usd")),
        (f"All fees over {years} years, if the person stays", _ends(hires, "total_usd")),
        ("The same a year", _ends(hires, "per_year_usd")),
        ("Paid by the worker, first petition", _worker(hires[0].worker_usd)),
    )
    return Words(("What it comes to", "US dollars"), rows, 1)


def _ends(hires: tuple[HireCost, ...], name: str) -> str:
    values = [float(getattr(one, name)) for one in hires]
    low, high = _usd(min(values)), _usd(max(values))
    return low if low == high else f"{low} to {high}"


def _worker(found: tuple[float, float] | None) -> str:
    if found is None:
        return "no figure"
    return _usd(found[0]) if found[0] == found[1] else f"{_usd(found[0])} to {_usd(found[1])}"


def _binds(*, binds: bool) -> str:
    return "would be bound" if binds else "would not be bound"


def _notes(hires: tuple[HireCost, ...]) -> Iterator[str]:
    yield "Fees of the day of filing throughout, later extensions included. From the highest odds to the lowest."
    if any(float(one.floor.value) > one.job.salary_usd for one in hires):
        yield f"The policy's salary floor of {_usd(float(hires[0].floor.value))} is above the offer."


def _usd(value: float) -> str:
    return f"{value:,.0f}"
