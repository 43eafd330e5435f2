"""A petition and its petitioner, as far as fees depend on them: five separate tests of the employer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from openh1b.errors import Fault, InputError, did_you_mean

FILINGS: Final = ("initial", "change_of_employer", "first_extension", "later_extension", "amendment", "concurrent")
PLACES: Final = ("in_us", "abroad")
Place = Literal["in_us", "abroad"]

MOST_EMPLOYEES: Final = 10_000_000


@dataclass(frozen=True)
class Employer:
    """The five tests, each on its own: none follows from another.

    fte: full-time equivalents in the United States, affiliates included. acwia_exempt: excused from the ACWIA fee.
    fee_rule_nonprofit: nonprofit in the sense of the USCIS fee rule. cap_exempt: outside the cap, so not registered.
    fifty_fifty: more than half of 50 or more US employees in H-1B or L-1 status.
    """

    fte: int = 26
    acwia_exempt: bool = False
    fee_rule_nonprofit: bool = False
    cap_exempt: bool = False
    fifty_fifty: bool = False


@dataclass(frozen=True)
class Filing:
    """One petition. kind: one of FILINGS. on: day of filing. place: where the beneficiary is, or is to be notified.

    cap_subject: whether it counts against the cap; None means an initial petition of an employer that is not exempt.
    premium: whether premium processing is asked for. Raises InputError with every fault.
    """

    on: date
    kind: str = "initial"
    employer: Employer = Employer()
    place: Place = "in_us"
    cap_subject: bool | None = None
    premium: bool = False

    def __post_init__(self) -> None:
        faults = []
        if self.kind not in FILINGS:
            hint = did_you_mean(self.kind, FILINGS)
            faults.append(Fault("filing", f"no filing type {self.kind!r}", expected=", ".join(FILINGS), hint=hint))
        if self.place not in PLACES:
            faults.append(Fault("place", f"{self.place!r}", expected="in_us or abroad"))
        if not 1 <= self.employer.fte <= MOST_EMPLOYEES:
            faults.append(Fault("employer size", f"{self.employer.fte:,}", expected="full-time equivalents, 1 or more"))
        if self.cap_subject and self.employer.cap_exempt:
            faults.append(Fault("cap_subject", "a cap-exempt employer's petition does not count against the cap"))
        if faults:
            raise InputError(faults)

    @property
    def counts(self) -> bool:
        """Whether the petition counts against the cap, and so follows a registration."""
        if self.cap_subject is None:
            return self.kind == "initial" and not self.employer.cap_exempt
        return self.cap_subject
