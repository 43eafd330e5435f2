"""A selection rule is stages x tier x weight.

A `Stage` selects a number of units among those eligible for it. A better tier is used up before the next is touched;
inside a tier, successive sampling without replacement with probability proportional to weight. A quota is a whole
number of seats per group. A `Rule` is what is written down; on a table it becomes a `Race` (race.py), which is numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Scalar = bool | int | float


@dataclass(frozen=True)
class Lookup:
    """A column of the table, as it stands or through a table of values; `default` serves values not listed."""

    column: str
    values: Mapping[str, float] | None = None


@dataclass(frozen=True)
class Expression:
    """A scalar expression in Polars SQL over the table's columns. Randomness, files and subqueries are refused."""

    sql: str


Field = Lookup | Expression | Scalar


@dataclass(frozen=True)
class Quota:
    """At most `seats` units of each value of `column` are selected in the stage; `by_group` overrides single groups.

    together: values that share the seats as one group; all other values then have no limit.
    """

    column: str
    seats: int
    by_group: Mapping[str, int] = field(default_factory=dict)
    together: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stage:
    """`seats` units are selected among `who`, by tier and then by weight.

    name: names the stage's list; two stages of one name are two rounds on one list.
    tier: `first` says whether the lowest or the highest value is used up first.
    """

    name: str
    seats: int
    who: Field = True
    tier: Field = 0
    first: Literal["lowest", "highest"] = "lowest"
    weight: Field = 1
    quotas: tuple[Quota, ...] = ()


@dataclass(frozen=True)
class Rule:
    """The stages in the order in which they are run."""

    stages: tuple[Stage, ...]
