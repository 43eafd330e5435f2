"""Raises: what each would add to the odds, and which of them give the most for a budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from openh1b.arrays import Floats
from openh1b.cases.employer_knapsack import Option, choose
from openh1b.cases.employer_luck import Luck, luck
from openh1b.cases.employer_staff import Candidate, Job, Raise, raises_of
from openh1b.cases.scenarios import ScenarioOdds

OBJECTIVE = "the expected number selected in the scenario {name}"
_SAME = 1e-9  # odds closer than this do not differ


@dataclass(frozen=True, eq=False)
class RaiseOption:
    """A raise and what it adds.

    gain: expected number selected more, by scenario. objective: that of the scenario whose odds are to improve.
    """

    what: Raise
    gain: Floats
    objective: float

    @property
    def usd_for_each(self) -> float:
        """Cost a year for each selection more that is expected."""
        return self.what.usd / self.objective


@dataclass(frozen=True, eq=False)
class Plan:
    """The raises chosen. usd: their cost a year in all, of it for_staff_usd for present staff.

    gain: expected number selected more, by scenario.
    after: number selected with the raises, by scenario, with its luck. short_by: by how much the choice may fall short
    of the best, in expected selections; 0 where it is exact. level: new level of each candidate raised, by row.
    """

    budget_usd: float
    chosen: tuple[RaiseOption, ...]
    usd: float
    for_staff_usd: float
    gain: Floats
    after: tuple[Luck, ...]
    short_by: float
    level: Mapping[int, int]


def options_of(jobs: Sequence[Job], odds: Sequence[ScenarioOdds], objective: int) -> tuple[RaiseOption, ...]:
    """Every raise of a whole job that adds odds in the objective's scenario, the cheapest for each selection first."""
    any_odds = np.array([one.any for one in odds])
    found = []
    for job in jobs:
        for what in raises_of(job):
            gain = _gain(what, any_odds).sum(axis=1)
            if gain[objective] > _SAME:
                found.append(RaiseOption(what, gain, float(gain[objective])))
    return tuple(sorted(found, key=lambda one: one.usd_for_each))


def plan_of(
    options: Sequence[RaiseOption], budget_usd: float, odds: Sequence[ScenarioOdds], candidates: Sequence[Candidate]
) -> Plan:
    """The raises of most gain within a budget, at most one for each job.

    It maximises the expected number selected in the objective's scenario; with the same rates for all that is also the
    most petitions filed and approved.
    """
    by_job: dict[tuple[str, str, str], list[RaiseOption]] = {}
    for one in options:
        by_job.setdefault(one.what.job.key, []).append(one)
    groups = list(by_job.values())
    found = choose(
        [[Option(one.what.cents, one.objective) for one in group] for group in groups], round(budget_usd * 100)
    )
    chosen = tuple(group[at] for group, at in zip(groups, found.picked, strict=True) if at is not None)
    level = {one.row: each.what.level for each in chosen for one in each.what.raised}
    return Plan(
        budget_usd=budget_usd,
        chosen=tuple(sorted(chosen, key=lambda one: one.usd_for_each)),
        usd=round(sum(one.what.usd for one in chosen), 2),
        for_staff_usd=round(sum(one.what.peers_usd for one in chosen), 2),
        gain=sum((one.gain for one in chosen), np.zeros(len(odds))),
        after=tuple(luck(_with(level, candidates, one.any)) for one in odds),
        short_by=found.short_by,
        level=level,
    )


def _gain(what: Raise, any_odds: Floats) -> Floats:
    """Odds gained by each candidate raised. any_odds: (scenarios, 4, 2). Shape (scenarios, raised)."""
    level = [one.standing.level - 1 for one in what.raised]
    degree = [int(one.us_masters) for one in what.raised]
    return np.asarray(any_odds[:, what.level - 1, degree] - any_odds[:, level, degree])


def _with(level: Mapping[int, int], candidates: Sequence[Candidate], any_odds: Floats) -> Floats:
    """Odds of each candidate, those raised at their new level. any_odds: (4, 2)."""
    at = [level.get(one.row, one.standing.level) - 1 for one in candidates]
    return np.asarray(any_odds[at, [int(one.us_masters) for one in candidates]])
