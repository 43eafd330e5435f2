"""DHS's linear table of odds beside the odds of the draw itself, and what the split by level does to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from openh1b.arrays import Floats
from openh1b.asked import Asked
from openh1b.grouping import groupings
from openh1b.law import policy
from openh1b.measures import Run
from openh1b.season.entry import race, rule
from openh1b.season.mixes import LEVELS, level_mix, load_mixes
from openh1b.season.published import published_pool
from openh1b.season.seats import total
from openh1b.selection.odds import odds
from openh1b.selection.race import Race, make_stage

TABLE = "dhs-2025"
RULE = "weighted-levels"
INPUTS = "dhs-implied"


@dataclass(frozen=True)
class LevelOdds:
    """Odds at one wage level: as DHS printed them, by a draw on DHS's own inputs, and for a season both ways.

    printed: random odds x entries / mean entries. same_inputs: one draw without replacement with the same random odds
    and the same mean number of entries. season_linear and season_exact: the same two for the season at hand, the second
    with both stages.
    """

    level: int
    printed: float
    same_inputs: float
    season_linear: float
    season_exact: float


def dhs_table(asked: Asked) -> tuple[LevelOdds, ...]:
    """One row a wage level, for a season by published figures."""
    published = load_mixes().published_odds[TABLE]
    drawn = _one_draw(np.array(level_mix(INPUTS).shares), published.random, asked.pool.units)
    exact = _by_level(asked)
    rate = total(asked.seats) / asked.pool.units
    mean = level_mix(asked.splits.level_mix).mean_entries
    return tuple(
        LevelOdds(level, published.levels[k], float(drawn[k]), rate * level / mean, float(exact[k]))
        for k, level in enumerate(LEVELS)
    )


def _one_draw(shares: Floats, rate: float, units: int) -> Floats:
    n = np.round(shares * units)
    everyone = np.ones(len(n), dtype=bool)
    stage = make_stage(
        "draw", round(rate * n.sum()), who=everyone, tier=np.zeros(len(n)), weight=np.array(LEVELS, float)
    )
    return odds(Race(n, (stage,)), method="closing").by_row()


def _by_level(asked: Asked) -> Floats:
    one = policy(RULE, season=asked.pool.season)
    made = rule(one, asked.seats, asked.pool.units)
    run = Run(one, made, odds(race(made, asked.pool, RULE)))
    by_level = groupings(asked.pool, ("selection_level",))[1]
    return np.asarray(run.grouped(by_level).odds.sum(axis=1))


def odds_by_mix(asked: Asked) -> Iterator[tuple[str, Floats]]:
    """Odds by wage level under the weighted rule, for each named split by level."""
    if asked.season is None:
        return
    for name in load_mixes().level_mixes:
        splits = replace(asked.splits, level_mix=name)
        yield name, _by_level(replace(asked, pool=published_pool(asked.season, splits), splits=splits))
