"""The level that one salary reaches for one occupation in every wage area and county of the country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from openh1b.season.codes import areas
from openh1b.season.counties import all_counties, states
from openh1b.season.levels import levels_of
from openh1b.season.wages_table import WageTable
from openh1b.web.outlines import counties

LEVELS = (1, 2, 3, 4)


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


def places(soc_code: str, usd: float, table: WageTable) -> dict[str, Place]:
    """Every wage area by code, with the level that a salary, US dollars a year, reaches there."""
    floors = {code: table.find(soc_code, code) for code in areas()}
    priced = {code: one.usd for code, one in floors.items() if one is not None}
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
    counts: dict[str, Counter[int | None]] = {}
    for one in counties():
        counts.setdefault(one.state, Counter())[found[one.area].step] += 1
    return tuple(
        State(code, states()[code], dict(counts[code])) for code in sorted(counts, key=lambda one: states()[one])
    )


def counties_of(state: str, found: Mapping[str, Place]) -> Iterator[tuple[str, Place]]:
    """The counties of a state with the area that each lies in, by name."""
    for one in counties():
        if one.state == state:
            yield one.name, found[one.area]


def states_of(area: str) -> tuple[str, ...]:
    """The states that an area lies in, the one with most of its counties first."""
    counts = Counter(row.state for row in all_counties() if row.area == area)
    return tuple(state for state, _ in counts.most_common())
