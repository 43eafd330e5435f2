"""Candidates, the jobs that they share with present staff, and what raising a whole job to a level's wage costs.

The required wage is the higher of the actual and the prevailing wage (INA 212(n)(1)(A)); the actual wage is what the
employer pays others with similar experience and qualifications in the same employment. A raise for one may so oblige
raises for similar staff. Here everyone of one occupation, area and job is taken as similar: whoever is paid less than
the level's wage is raised to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from openh1b.season.areas import Area
from openh1b.season.levels import Floors, Standing
from openh1b.season.occupations import Occupation

JobKey = tuple[str, str, str]


@dataclass(frozen=True)
class Candidate:
    """One row of the file. row: from 1. abroad: a consular case. opt_end, stem: of a student. readings: how cells read.

    wage_usd: pay a year offered. floors, standing: the four wages of the occupation and area, and where the pay stands.
    """

    row: int
    id: str
    occupation: Occupation
    area: Area
    job: str
    wage_usd: float
    us_masters: bool
    abroad: bool
    opt_end: date | None
    stem: bool
    floors: Floors
    standing: Standing
    readings: tuple[str, ...] = ()

    @property
    def job_key(self) -> JobKey:
        """Occupation, area and job: those who share it count as similar."""
        return self.occupation.soc_code, self.area.code, self.job.casefold()


@dataclass(frozen=True)
class Job:
    """Candidates of one occupation, area and job, with the pay of present staff; None where none was given."""

    key: JobKey
    label: str
    candidates: tuple[Candidate, ...]
    peers_usd: tuple[float, ...] | None

    @property
    def floors(self) -> Floors:
        """The four wages of the occupation and area."""
        return self.candidates[0].floors


@dataclass(frozen=True)
class Raise:
    """A job's pay raised to the wage of a level for all who have less: candidates and present staff.

    usd: cost a year, to the cent. raised: candidates raised, who so gain a level. peers: staff raised. peers_usd: their
    part of the cost.
    """

    job: Job
    level: int
    to_usd: float
    usd: float
    raised: tuple[Candidate, ...]
    peers: int
    peers_usd: float

    @property
    def cents(self) -> int:
        """The cost in whole cents."""
        return round(self.usd * 100)


def jobs_of(candidates: Sequence[Candidate], peers: Mapping[JobKey, tuple[float, ...]]) -> tuple[Job, ...]:
    """The jobs in the order of their first candidate."""
    by_key: dict[JobKey, list[Candidate]] = {}
    for one in candidates:
        by_key.setdefault(one.job_key, []).append(one)
    return tuple(Job(key, _label(own[0]), tuple(own), peers.get(key)) for key, own in by_key.items())


def _label(one: Candidate) -> str:
    return ", ".join(filter(None, (one.occupation.title, one.area.name, one.job)))


def raises_of(job: Job) -> tuple[Raise, ...]:
    """What raising the job to the wage of Level II, III or IV takes, where that gives some candidate a higher level."""
    found = (_raise(job, level) for level in (2, 3, 4))
    return tuple(one for one in found if one.raised)


def _raise(job: Job, level: int) -> Raise:
    to = job.floors.usd[level - 1]
    below = [one for one in job.candidates if round(one.wage_usd, 2) < round(to, 2)]
    staff = [pay for pay in job.peers_usd or () if round(pay, 2) < round(to, 2)]
    for_staff = sum(round(to - pay, 2) for pay in staff)
    return Raise(
        job=job,
        level=level,
        to_usd=to,
        usd=round(sum(round(to - one.wage_usd, 2) for one in below) + for_staff, 2),
        raised=tuple(below),
        peers=len(staff),
        peers_usd=round(for_staff, 2),
    )
