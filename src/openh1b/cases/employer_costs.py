"""What an employer's candidates cost by law, and what charges that are not in force would add if they were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openh1b.arrays import Floats
from openh1b.cases.employer_staff import Candidate
from openh1b.cost.fee_law import FeeLaw
from openh1b.cost.filing import Employer, Filing
from openh1b.cost.horizon import Horizon
from openh1b.cost.items import Item, items, total
from openh1b.cost.pending import pending
from openh1b.errors import Fault, InputError
from openh1b.law import Dated


@dataclass(frozen=True)
class Filer:
    """How the employer files. attorney_usd: cost of counsel a petition; none is assumed. Raises InputError."""

    employer: Employer = field(default_factory=Employer)
    premium: bool = False
    attorney_usd: float = 0.0

    def __post_init__(self) -> None:
        faults = []
        if self.employer.cap_exempt:
            faults.append(Fault("employer", "a cap-exempt employer has no registrations, so no odds"))
        if not 0 <= self.attorney_usd < 1e9:
            faults.append(Fault("--attorney", f"{self.attorney_usd:,}", expected="US dollars a petition, 0 or more"))
        if faults:
            raise InputError(faults)


@dataclass(frozen=True)
class Bill:
    """What one candidate costs.

    items: every fee, the worker's own last. registration_usd: whether selected or not. petition_usd: if a petition is
    filed, with counsel if given.
    """

    items: tuple[Item, ...]
    registration_usd: float
    petition_usd: float


@dataclass(frozen=True, eq=False)
class Exposure:
    """A charge that is not in force. bound: candidates whose petition it would bind.

    expected_usd: by scenario, on those who are selected and filed for. all_usd: if all bound were filed for.
    """

    dated: Dated
    usd: float
    bound: int
    expected_usd: Floats
    all_usd: float


@dataclass(frozen=True, eq=False)
class Costs:
    """bills: by whether the candidate is abroad. registrations_usd: certain. all_usd: if all were filed for.

    expected_usd: by scenario, registrations and the petitions of those selected and filed for.
    """

    bills: Mapping[bool, Bill]
    registrations_usd: float
    all_usd: float
    expected_usd: Floats
    exposures: tuple[Exposure, ...]


def bills(filer: Filer, law: FeeLaw) -> dict[bool, Bill]:
    """The bill of a candidate in the United States, and of one abroad, at the law's day of filing."""
    return {abroad: _bill(_filing(filer, law, abroad=abroad), filer, law) for abroad in (False, True)}


def costs(candidates: Sequence[Candidate], filed: Floats, filer: Filer, law: FeeLaw) -> Costs:
    """Fees of all candidates. filed: probability of a petition by scenario and candidate, (scenarios, candidates).

    Raises InputError where the employer's tests contradict each other or a fee has no figure.
    """
    by_place = bills(filer, law)
    own = [by_place[one.abroad] for one in candidates]
    petition = [bill.petition_usd for bill in own]
    registrations = sum(bill.registration_usd for bill in own)
    return Costs(
        bills=by_place,
        registrations_usd=registrations,
        all_usd=registrations + sum(petition),
        expected_usd=registrations + filed @ petition,
        exposures=_exposures(candidates, filed, filer, law),
    )


def _filing(filer: Filer, law: FeeLaw, *, abroad: bool) -> Filing:
    return Filing(law.on, employer=filer.employer, place="abroad" if abroad else "in_us", premium=filer.premium)


def _bill(filing: Filing, filer: Filer, law: FeeLaw) -> Bill:
    found = items(filing, law)
    registration = tuple(one for one in found if one.name == "registration")
    rest = tuple(one for one in found if one.name != "registration")
    return Bill(found, total(registration), total(rest) + filer.attorney_usd)


def _exposures(candidates: Sequence[Candidate], filed: Floats, filer: Filer, law: FeeLaw) -> tuple[Exposure, ...]:
    term = Horizon()
    at_home, away = (pending(_filing(filer, law, abroad=abroad), term, law) for abroad in (False, True))
    found = []
    for here, there in zip(at_home, away, strict=True):
        bound = [there.binds if one.abroad else here.binds for one in candidates]
        expected = here.usd * (filed @ [float(one) for one in bound])
        found.append(Exposure(here.dated, here.usd, sum(bound), expected, here.usd * sum(bound)))
    return tuple(found)
