"""The wage level that one salary reaches for one occupation in every wage area and county of the country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from openh1b.cases.person_offer import attempt
from openh1b.cases.person_salary import Salary, read_salary
from openh1b.errors import Fault, InputError, did_you_mean
from openh1b.season.codes import areas
from openh1b.season.counties import all_counties, state_code, states
from openh1b.season.levels import ROMAN, levels_of, wage_year_name, wage_year_warning
from openh1b.season.occupations import Occupation, find_occupation
from openh1b.season.outlines import counties
from openh1b.season.wages_table import WageTable, shipped

LEVELS: Final = (1, 2, 3, 4)
STEPS: Final = (0, 1, 2, 3, 4, None)
"""Below Level I, the four levels, and no wage published."""


@dataclass(frozen=True)
class Place:
    """A wage area. level: 1 to 4, None where the table has no wage. below: the salary is below Level I, counted as I.

    short_usd: dollars a year to the next level; None at Level IV. floors: the four wages, dollars a year; empty where
    there is no wage.
    """

    area: str
    name: str
    level: int | None
    below: bool
    short_usd: float | None
    floors: tuple[float, ...] = ()

    @property
    def step(self) -> int | None:
        """What is shown: the level, 0 for below Level I, None where there is no wage."""
        return 0 if self.below else self.level


@dataclass(frozen=True)
class State:
    """A state or territory. counties: how many of its counties lie in an area of each step (of a Place)."""

    code: str
    name: str
    counties: Mapping[int | None, int]

    @property
    def number(self) -> int:
        """How many counties it has."""
        return sum(self.counties.values())


@dataclass(frozen=True)
class CountyLevels:
    """What was asked, as it was read and answered. places: every wage area by code. notes: how it was read.

    state: two letters, where the counties of one state were asked for.
    """

    occupation: Occupation
    salary: Salary
    state: str | None
    wage_year: int
    table: str
    places: Mapping[str, Place]
    notes: tuple[str, ...]


def county_levels(
    soc: str, salary: str, table: WageTable, *, state: str | None = None, season: int | None = None
) -> CountyLevels:
    """The level that pay reaches in every wage area. soc, salary, state: as they are typed. table: wages by level.

    season: of registration, to say whether the table is that of it. Raises InputError with every fault of what was
    typed, and where the table has no such occupation.
    """
    (occupation, pay, code), faults = attempt(
        lambda: find_occupation(soc, has=table.has_occupation), lambda: read_salary(salary), lambda: _read_state(state)
    )
    if faults:
        raise InputError(faults)
    warning = "" if season is None else wage_year_warning(season, table.wage_year) or ""
    notes = tuple(one for one in (occupation.note, pay.note, warning, _other_year(table)) if one)
    found = places(occupation.soc_code, pay.usd, table)
    return CountyLevels(occupation, pay, code, table.wage_year, table.name, found, notes)


def _read_state(text: str | None) -> str | None:
    """Two letters, from them or the name; None where nothing was given."""
    if text is None:
        return None
    code = state_code(text)
    if code is None:
        hint = did_you_mean(text.strip().title(), [*states(), *states().values()])
        raise InputError(Fault("--state", repr(text), expected="a state or territory, as WA or Washington", hint=hint))
    return code


def _other_year(table: WageTable) -> str:
    """Whose counties they are, where the table is not that of the same year."""
    ours = shipped().wage_year
    if table.wage_year == ours:
        return ""
    return (
        f"Counties and the wage area of each are those of {wage_year_name(ours)}; an area that the table of "
        f"{wage_year_name(table.wage_year)} draws otherwise may have no wage here"
    )


def places(soc_code: str, usd: float, table: WageTable) -> dict[str, Place]:
    """Every wage area by code, with the level that a salary, US dollars a year, reaches there."""
    floors = table.everywhere(soc_code)
    priced = {code: floors[code].usd for code in areas() if code in floors}
    each = np.array(list(priced.values())).reshape(len(priced), len(LEVELS))
    levels = dict(zip(priced, levels_of(np.full(len(priced), usd), list(each.T)).tolist(), strict=True))
    return {code: _place(code, name, usd, priced.get(code), levels.get(code)) for code, name in areas().items()}


def _place(code: str, name: str, usd: float, floors: Sequence[float] | None, level: int | None) -> Place:
    if floors is None or level is None:
        return Place(code, name, None, below=False, short_usd=None)
    short = None if level == LEVELS[-1] else round(floors[level] - usd, 2)
    return Place(code, name, level, round(usd, 2) < round(floors[0], 2), short, tuple(floors))


def by_state(found: Mapping[str, Place]) -> tuple[State, ...]:
    """States and territories by name, the counties of the wage table counted by step."""
    return tuple(_state(code, number, found) for code, number in _areas_by_state().items())


def _state(code: str, number: Mapping[str, int], found: Mapping[str, Place]) -> State:
    counts: Counter[int | None] = Counter()
    for area, counties_there in number.items():
        counts[found[area].step] += counties_there
    return State(code, states()[code], dict(counts))


@cache
def _areas_by_state() -> dict[str, Counter[str]]:
    """State, by name -> wage area -> how many counties of the state lie in it."""
    found: dict[str, Counter[str]] = {code: Counter() for code in sorted(states(), key=lambda one: states()[one])}
    for one in counties():
        found[one.state][one.area] += 1
    return {code: number for code, number in found.items() if number}


def counties_of(state: str, found: Mapping[str, Place]) -> Iterator[tuple[str, Place]]:
    """The counties of a state with the area that each lies in, by name."""
    for one in counties():
        if one.state == state:
            yield one.name, found[one.area]


def states_of(area: str) -> tuple[str, ...]:
    """The states that an area lies in, the one with most of its counties first."""
    counts = Counter(row.state for row in all_counties() if row.area == area)
    return tuple(state for state, _ in counts.most_common())


def totals(each: Sequence[State]) -> dict[int | None, int]:
    """Counties of the country at each step."""
    found: Counter[int | None] = Counter()
    for one in each:
        found.update(one.counties)
    return {step: found[step] for step in STEPS if found[step]}


def named(step: int | None) -> str:
    """A step in words."""
    return "no wage published" if step is None else f"Level {ROMAN[step - 1]}" if step else "below Level I"


def said(one: State) -> str:
    """The counties of a state by step, in words."""
    parts = [f"{one.counties[step]} {_at(step)}" for step in STEPS if one.counties.get(step)]
    if len(one.counties) == 1:
        name = named(next(iter(one.counties)))
        return f"all {one.number} counties {name}" if one.number > 1 else name
    return f"{', '.join(parts)} of {one.number}"


def _at(step: int | None) -> str:
    before = "with " if step is None else "at " if step else ""
    return f"{before}{named(step)}"
