"""How far odds move over the numbers of a season that are not published, or on which sources differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from openh1b.arrays import Floats
from openh1b.asked import Asked
from openh1b.grouping import Grouping
from openh1b.law import Policy
from openh1b.measures import Ends, Run
from openh1b.season.entry import moved, race, rule
from openh1b.season.published import Season, corners, published_pool
from openh1b.season.seats import total
from openh1b.selection.odds import Outcome, odds
from openh1b.selection.race import Race, RaceStage

MOST_CLASSES = 10_000  # a ranking of people has as many classes as pays; its range is not computed


def ranges(run: Run, asked: Asked, found: Sequence[Grouping]) -> list[dict[str, Ends]]:
    """Lowest and highest odds of each group, by list and for `any`; one mapping a grouping, empty if not computed.

    Over the corners of a season, and over both ends of what a policy's floors assume.
    """
    both = [one for one in (run.outcome, run.other_end) if one is not None]
    if any(one.limited or len(one.classes.race.n) > MOST_CLASSES for one in both):
        return [{} for _ in found]
    if asked.season is not None and not asked.pool.synthetic:
        outcomes = [_published(run, asked, corner) for corner in corners(asked.season)]
        rows = np.arange(len(asked.pool))
        tallies = [(one, found[0].cells.tally(one.n, rows, len(rows))) for one in outcomes]
        return [_ends([(one, grouping.members(tally)) for one, tally in tallies]) for grouping in found]
    if asked.season is None and len(both) == 1:
        return [{} for _ in found]
    tallies = []
    for one in both:
        classes = one.classes
        shared = found[0].cells.tally(one.n, classes.of_row, len(classes.race.n))
        tallies += [(scaled, shared) for scaled in _over_corners(one.classes.race, run.policy, asked)]
    return [_ends([(one, grouping.members(tally)) for one, tally in tallies]) for grouping in found]


def _over_corners(inner: Race, policy: Policy, asked: Asked) -> list[Outcome]:
    """inner: the race among the classes of a run. A user's own pool has no corners but itself."""
    if asked.season is None:
        return [odds(inner, method="closing")]
    return [_scaled(inner, policy, asked, corner) for corner in corners(asked.season)]


def _published(run: Run, asked: Asked, corner: Season) -> Outcome:
    pool = published_pool(corner, asked.splits)
    made = rule(run.policy, asked.seats if asked.own_seats else corner.seats, pool.units)
    return odds(race(made, pool, run.name))


def _scaled(inner: Race, policy: Policy, asked: Asked, corner: Season) -> Outcome:
    """The same people, standing in their proportions for the corner's number of units and competing for its seats.

    The race is among the classes of the run. Rounds of one list count as one, as they do at every corner.
    """
    stages: list[RaceStage] = []
    for stage in inner.stages:
        seats = stage.seats
        if policy.selection.seats == "everyone":
            seats = corner.units
        elif policy.selection.seats == "published" and not asked.own_seats:
            again = any(stage.name == earlier.name for earlier in stages)
            seats = 0 if again else moved(total(corner.seats, stage.name), policy, stage.name)
        stages.append(replace(stage, seats=seats))
    return odds(Race(inner.n * (corner.units / asked.pool.units), tuple(stages)), method="closing")


def _ends(each: Sequence[tuple[Outcome, Floats]]) -> dict[str, Ends]:
    """each: an outcome, and the units of each group in each row of its race."""
    by_list: dict[str, list[Floats]] = {}
    for outcome, members in each:
        units = members.sum(axis=1)
        for name in (None, *outcome.names):
            by_list.setdefault(name or "any", []).append(per_unit(members @ outcome.by_row(name), units))
    return {name: (np.min(values, axis=0), np.max(values, axis=0)) for name, values in by_list.items()}


def per_unit(total: Floats, units: Floats) -> Floats:
    """A total over its units; NaN where there are none."""
    nowhere = np.full(np.broadcast(total, units).shape, np.nan)
    return np.asarray(np.divide(total, units, out=nowhere, where=units > 0))
