"""A made-up field of people in eight classes: four wage levels, with and without a US master's.

Shares, seats and pay are round numbers of a recent season's size; nothing here is evidence about a season.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from openh1b.arrays import Flags, Floats, Ints
from openh1b.selection.race import Race, make_stage
from openh1b.selection.streams import stream

SEASON = 2026
_PEOPLE, _REGULAR, _ADVANCED = 344_000, 90_740, 27_920
_LEVEL_SHARE = (0.36, 0.42, 0.145, 0.075)
_ADVANCED_SHARE = 0.44
_LEVEL = np.array([1, 2, 3, 4] * 2)
_ADVANCED_CLASS = np.array([False] * 4 + [True] * 4)


@dataclass(frozen=True, eq=False)
class Field:
    """`people` units for seats in proportion: a class table, and the same people one by one in no order.

    weight: 1 to 4 by level. advanced: has a US master's. pay: whole US dollars a year. One element a person.
    """

    people: int

    @property
    def regular(self) -> int:
        """Seats of the first stage, open to everyone."""
        return round(_REGULAR * self.people / _PEOPLE)

    @property
    def advanced_seats(self) -> int:
        """Seats of the second stage, open to those with a US master's."""
        return round(_ADVANCED * self.people / _PEOPLE)

    @cached_property
    def members(self) -> Ints:
        """People in each class."""
        share = np.outer((1 - _ADVANCED_SHARE, _ADVANCED_SHARE), _LEVEL_SHARE).ravel()
        ends = np.round(np.cumsum(share) * self.people).astype(np.int64)
        return np.diff(ends, prepend=0)

    @cached_property
    def of_person(self) -> Ints:
        """Class of each person."""
        classes = np.repeat(np.arange(len(_LEVEL)), self.members)
        return stream("bench", SEASON, "order").permutation(classes)

    @cached_property
    def weight(self) -> Floats:
        """Weight of each person."""
        return _LEVEL[self.of_person].astype(float)

    @cached_property
    def advanced(self) -> Flags:
        """Whether each person has a US master's."""
        return np.asarray(_ADVANCED_CLASS[self.of_person])

    @cached_property
    def pay(self) -> Ints:
        """Pay of each person, higher at higher levels."""
        scatter = stream("bench", SEASON, "pay").normal(0.0, 0.2, self.people)
        return np.round(60_000 * np.exp(0.22 * self.weight + scatter)).astype(np.int64)

    @property
    def level_of_class(self) -> Ints:
        """Wage level of each class."""
        return _LEVEL

    def by_class(self, stages: int = 2) -> Race:
        """A new race with one row a class; nothing in it is worked out yet."""
        return self._race(self.members.astype(float), _LEVEL.astype(float), _ADVANCED_CLASS, stages)

    def by_person(self) -> Race:
        """A new race with one row a person; nothing in it is worked out yet."""
        return self._race(np.ones(self.people), self.weight, self.advanced, 2)

    def _race(self, n: Floats, weight: Floats, advanced: Flags, stages: int) -> Race:
        one, everyone = np.zeros(len(n)), np.ones(len(n), dtype=bool)
        regular = make_stage("regular", self.regular, who=everyone, tier=one, weight=weight)
        second = make_stage("advanced_degree", self.advanced_seats, who=advanced, tier=one, weight=weight)
        return Race(n, (regular, second)[:stages])
