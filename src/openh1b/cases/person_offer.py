"""An offer: occupation, area and pay as they were typed, as they were read, and the wage level they amount to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from openh1b.cases.person_salary import Salary, read_salary
from openh1b.errors import Fault, InputError
from openh1b.season.areas import Area, find_area
from openh1b.season.levels import Floors, Standing, standing
from openh1b.season.occupations import Occupation, find_occupation
from openh1b.season.wages_table import WageTable, floors_of


@dataclass(frozen=True)
class Offer:
    """A job's pay beside the wages of Levels I to IV of its occupation and area."""

    occupation: Occupation
    area: Area
    salary: Salary
    floors: Floors
    standing: Standing

    @property
    def level(self) -> int:
        """The wage level, 1 to 4."""
        return self.standing.level

    @property
    def notes(self) -> tuple[str, ...]:
        """How what was typed was read."""
        return tuple(note for note in (self.occupation.note, self.area.note, self.salary.note) if note)

    @property
    def above_floor(self) -> float | None:
        """By what share the pay exceeds the wage of its level; None at Level I, below which is Level I as well."""
        return None if self.level == 1 else self.salary.usd / self.floors.usd[self.level - 1] - 1


@dataclass(frozen=True)
class Job:
    """Occupation, area and pay as they were read, before the table of wages is looked at."""

    occupation: Occupation
    area: Area
    salary: Salary


def read_job(soc: str, area: str, salary: str, table: WageTable) -> Job:
    """What was typed, read. Raises InputError with every fault of the three."""
    tried: tuple[Callable[[], Any], ...] = (
        lambda: find_occupation(soc, has=table.has_occupation),
        lambda: find_area(area),
        lambda: read_salary(salary),
    )
    found, faults = attempt(*tried)
    if faults:
        raise InputError(faults)
    return Job(*found)


def read_place(soc: str, area: str, table: WageTable) -> tuple[Occupation, Area]:
    """Occupation and area as typed. Raises InputError with what is wrong with either."""
    (occupation, place), faults = attempt(
        lambda: find_occupation(soc, has=table.has_occupation), lambda: find_area(area)
    )
    if faults:
        raise InputError(faults)
    return occupation, place


def offer_of(job: Job, table: WageTable) -> Offer:
    """The offer with its level. Raises NotComputable where the table has no wage for the occupation in the area."""
    floors = floors_of(job.occupation.soc_code, job.area.code, table)
    return Offer(job.occupation, job.area, job.salary, floors, standing(job.salary.usd, floors))


def attempt(*calls: Callable[[], Any]) -> tuple[list[Any], list[Fault]]:
    """What each call gives, None for those refused, and the faults of all."""
    found: list[Any] = []
    faults: list[Fault] = []
    for call in calls:
        try:
            found.append(call())
        except InputError as error:
            found.append(None)
            faults += error.faults
    return found, faults
