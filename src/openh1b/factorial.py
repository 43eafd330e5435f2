"""Two or three policies alone and together: what each adds, and what they add together beyond the sum of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from openh1b.results import Result
from openh1b.scenario import factorial_policies

_FIGURES = (
    ("odds", "all"), ("selected", "all"), ("selected", "selection_level"), ("pay_median", "all"), ("pay_mean", "all"),
)  # fmt: skip
REACTING = "response_"
KEY = (
    *_FIGURES,
    ("fees_first_year", "all"),
    (f"{REACTING}entrants", "all"),
    *((f"{REACTING}{measure}", by) for measure, by in _FIGURES),
    (f"{REACTING}fees", "all"),
)
"""Measures and groupings that are laid out; those that were not computed are left out. With employers reacting
the value is that of the central assumptions."""

LETTERS = "ABC"


@dataclass(frozen=True)
class Effects:
    """One figure over all combinations of the factors.

    by_set: value with none of them (""), with each ("A"), with several ("AB"); None where it was not computed.
    unit: of all of them.
    """

    measure: str
    by: str
    group: str
    unit: str
    by_set: dict[str, float | None]

    @property
    def alone(self) -> dict[str, float | None]:
        """What each factor changes by itself: A - none."""
        return {one: self._sum(((1, one), (-1, ""))) for one in self.by_set if len(one) == 1}

    @property
    def interactions(self) -> dict[str, float | None]:
        """Beyond the sum of what its parts change: AB - A - B + none, and for three ABC less all of its parts."""
        return {one: self._sum(_signed(one)) for one in self.by_set if len(one) > 1}

    def _sum(self, terms: tuple[tuple[int, str], ...]) -> float | None:
        values = [(sign, self.by_set[name]) for sign, name in terms]
        if any(value is None for _, value in values):
            return None
        return float(sum(sign * (value or 0.0) for sign, value in values))


def _signed(name: str) -> tuple[tuple[int, str], ...]:
    """Every subset of a set of letters, added where it lacks an even number of them and subtracted otherwise."""
    return tuple(
        ((-1) ** (len(name) - size), "".join(part))
        for size in range(len(name) + 1)
        for part in combinations(name, size)
    )


def sets_of(count: int) -> tuple[str, ...]:
    """The combinations of so many factors by letter, in the order of `factorial_policies`."""
    letters = LETTERS[:count]
    return tuple("".join(part) for size in range(count + 1) for part in combinations(letters, size))


def effects(result: Result, base: str, factors: tuple[str, ...]) -> tuple[Effects, ...]:
    """The key figures of a factorial comparison, each over all combinations."""
    names = dict(zip(sets_of(len(factors)), factorial_policies(base, factors), strict=True))
    return tuple(_effects(result, names))


def _effects(result: Result, names: dict[str, str]) -> Iterator[Effects]:
    for measure, by in KEY:
        for group in result.groups(by) if by in result.groupings else ():
            found = {letters: _find(result, name, measure, by, group) for letters, name in names.items()}
            units = [unit for _, unit in found.values() if unit is not None]
            if units:
                yield Effects(measure, by, group, units[0], {letters: value for letters, (value, _) in found.items()})


def _find(result: Result, policy: str, measure: str, by: str, group: str) -> tuple[float | None, str | None]:
    try:
        figure = result.find(policy, measure, by, group)
    except KeyError:
        return None, None
    return figure.value, figure.unit_of_measure
