"""A plan: what is varied, over which values, and which figures are kept. Point k is a Scenario, the same everywhere."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

from openh1b.scenario import Scenario
from openh1b.sweep.fields import cell, in_line, types_of

MOST_POINTS = 200_000
MOST_PART = 100
EVERYONE = "all"


@dataclass(frozen=True)
class Axis:
    """One or several names and the values that they take together, one row a step."""

    names: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Wanted:
    """Which figures are kept. measures: none is all. by: groupings, `all` for everyone together.

    ranges: whether odds by published rows carry their range over unpublished numbers, which takes four times as long.
    """

    measures: tuple[str, ...] = ()
    by: tuple[str, ...] = (EVERYONE,)
    ranges: bool = False


@dataclass(frozen=True)
class Point:
    """One point. values: what varies, as cells. shown: the policies' names without the paths that vary."""

    number: int
    values: tuple[object, ...]
    scenario: Scenario
    shown: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """The cross product of the axes, the last running fastest. base: what does not vary."""

    base: Scenario
    axes: tuple[Axis, ...]
    wanted: Wanted

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that varies, in the order of the file."""
        return tuple(name for axis in self.axes for name in axis.names)

    def __len__(self) -> int:
        return prod(len(axis.rows) for axis in self.axes)

    def values(self, number: int) -> dict[str, Any]:
        """What varies at a point."""
        rows: list[tuple[Any, ...]] = []
        for axis in reversed(self.axes):
            number, step = divmod(number, len(axis.rows))
            rows.append(axis.rows[step])
        return dict(zip(self.names, (value for row in reversed(rows) for value in row), strict=True))

    def point(self, number: int) -> Point:
        """One point, counted from 0. Raises InputError where its values make no Scenario."""
        values = self.values(number)
        scenario = scenario_at(self.base, values)
        shown = values.get("policies", self.base.policies)
        return Point(number, tuple(map(cell, values.values())), scenario, tuple(shown))

    @cached_property
    def parts(self) -> tuple[range, ...]:
        """The points of each part, in order: as many parts for any number of workers."""
        size = max(1, min(MOST_PART, len(self) // 64))
        return tuple(range(start, min(start + size, len(self))) for start in range(0, len(self), size))

    def record(self) -> dict[str, Any]:
        """The plan as JSON has it: equal plans have equal records."""
        axes = [{"names": axis.names, "rows": axis.rows} for axis in self.axes]
        found = {"base": json.loads(self.base.to_json()), "axes": axes, "keep": dataclasses.asdict(self.wanted)}
        plain: dict[str, Any] = json.loads(json.dumps(found, default=cell))
        return plain


def scenario_at(base: Scenario, values: Mapping[str, Any]) -> Scenario:
    """The base with fields replaced, and paths of the law set in line in every policy. Raises InputError."""
    fields = {name: value for name, value in values.items() if name in types_of()}
    found = dataclasses.replace(base, **fields)
    laid = "".join(f"+{in_line(name, value)}" for name, value in values.items() if name not in fields)
    return dataclasses.replace(found, policies=tuple(name + laid for name in found.policies)) if laid else found
