"""Named season scenarios: how many register, how many are selected, how they split by level. Never put into one number.

Each takes the published figures of one season and one named split by level, and is read under the law of the season
that is asked about. They are what-ifs, not forecasts, and no likelihood is given to any.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from openh1b.arrays import Floats
from openh1b.errors import NotComputable
from openh1b.law import Dated, Policy, load_law
from openh1b.season.entry import needed_columns, race, rule
from openh1b.season.mixes import LEVELS, UsMasters, level_mix, load_mixes
from openh1b.season.pool import Pool
from openh1b.season.published import COLUMNS, LAST, Season, Splits, corners, published_pool, season
from openh1b.season.seats import ADVANCED, REGULAR, Round, Seats, total
from openh1b.season.wage_rules import needed_columns as wage_columns
from openh1b.selection.odds import Outcome, odds
from openh1b.tables import POOL

USUAL_MIX = Splits().level_mix
_US_MASTERS = "share with a US master's"
_SHARE = "seasons.share_us_masters_selected"


@dataclass(frozen=True, eq=False)
class Figures:
    """Who asks, and for how many seats, by published figures; as `openh1b.asked.Asked`, which knows other pools too."""

    pool: Pool
    seats: Seats
    splits: Splits


@dataclass(frozen=True, eq=False)
class SeasonScenario:
    """One assumed season. season: the one whose figures it takes, with their ranges, sources and status.

    corners: the same where the numbers that are not published or disputed (units, number selected, split of the
    selections between stages) make the odds lowest and highest. registrations: eligible ones, as published. us_masters:
    share among the registered.
    """

    name: str
    season: Season
    asked: Figures
    corners: tuple[Figures, ...]
    registrations: int
    us_masters: float

    @property
    def level_mix(self) -> str:
        """Name of the split by wage level."""
        return self.asked.splits.level_mix

    @property
    def level_shares(self) -> tuple[float, ...]:
        """Shares of the registered at Levels I to IV."""
        return level_mix(self.level_mix).shares

    @property
    def selected(self) -> int:
        """How many are selected, over all stages and rounds."""
        return total(self.asked.seats)

    @property
    def rate(self) -> float:
        """Selected by registered."""
        return self.selected / self.asked.pool.units

    @property
    def linear(self) -> tuple[float, ...]:
        """Odds at Levels I to IV as DHS's table reckons them: rate x level / mean entries; may exceed 1."""
        return tuple(self.rate * level / level_mix(self.level_mix).mean_entries for level in LEVELS)


@dataclass(frozen=True)
class Odds:
    """Odds of selection of one person. by_stage: of being selected in each; low, high: of `any` over the corners."""

    any: float
    low: float
    high: float
    by_stage: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class ScenarioOdds:
    """Odds in one scenario under one policy. Arrays by level (I to IV) and US master's (no, yes).

    stage: (stages, 4, 2). any, low, high: (4, 2). units: (4, 2). method and error: how they were computed.
    """

    scenario: SeasonScenario
    stages: tuple[str, ...]
    stage: Floats
    low: Floats
    high: Floats
    units: Floats
    method: str
    error: float

    @property
    def any(self) -> Floats:
        """Odds of being selected in some stage, shape (4, 2)."""
        return np.asarray(self.stage.sum(axis=0))

    def of(self, level: int, *, us_masters: bool) -> Odds:
        """Odds at a level, 1 to 4, with or without a US master's or higher."""
        at = (level - 1, int(us_masters))
        by_stage = {name: float(self.stage[(k, *at)]) for k, name in enumerate(self.stages)}
        return Odds(float(self.any[at]), float(self.low[at]), float(self.high[at]), by_stage)

    @property
    def by_level(self) -> Floats:
        """Odds at Levels I to IV, with and without a US master's together."""
        return np.asarray((self.any * self.units).sum(axis=1) / self.units.sum(axis=1))


def scenarios(number: int) -> tuple[SeasonScenario, ...]:
    """Scenarios of a season, the first of each year with the usual split by level.

    A season to come takes the figures of the two last published seasons, a published one its own; each with every
    named split by level. Raises SeasonError for a season before registration.
    """
    likes = (LAST, LAST - 1) if number > LAST else (number,)
    return tuple(_scenario(like, mix, own=like == number) for like in likes for mix in _mixes())


def _mixes() -> tuple[str, ...]:
    return tuple(sorted(load_mixes().level_mixes, key=lambda name: name != USUAL_MIX))


def _scenario(like: int, mix: str, *, own: bool) -> SeasonScenario:
    one = season(like)
    year = f"FY{like}" if own else f"as FY{like}"
    name = year if mix == USUAL_MIX else f"{year}, {mix}"
    asked = _asked(one, mix)
    eligible = load_law().at("seasons.registrations_eligible", season=like)
    with_masters = asked.pool.n[asked.pool.array("us_masters_or_higher")].sum() / asked.pool.units
    ends = tuple(_asked(corner, mix) for corner in _widest(one))
    return SeasonScenario(name, one, asked, ends, int(eligible.value), float(with_masters))


def _widest(one: Season) -> tuple[Season, ...]:
    """The corners with the fewest and the most selected a person, at each split between the stages.

    The others lie between: with one split, odds depend on selected by registered alone, and rise with it.
    """
    each = corners(one)
    rates = [total(corner.seats) / corner.units for corner in each]
    return tuple(corner for corner, rate in zip(each, rates, strict=True) if rate in {min(rates), max(rates)})


def _asked(one: Season, mix: str) -> Figures:
    published = load_law().find(_SHARE, season=one.number)
    if published is None or published.value is None or one.number < LAST:
        splits = Splits(mix)
        return Figures(published_pool(one, splits), one.seats, splits)
    known = _as_published(published)
    share = known.share(total(one.seats, REGULAR), total(one.seats, ADVANCED))
    splits = Splits(mix, us_masters=f"{share:.6f}")
    pool = published_pool(one, splits)
    said = tuple(
        replace(each, value=f"{share:.1%} of the registered", reason=known.label, source_ids=known.cite)
        if each.name == _US_MASTERS
        else each
        for each in pool.assumptions
    )
    cited = tuple(dict.fromkeys((*pool.source_ids, *known.cite)))
    return Figures(replace(pool, assumptions=said, source_ids=cited), one.seats, splits)


def _as_published(share: Dated) -> UsMasters:
    """The season's own share among the selected.

    Undone as for a lottery, which also holds under weights by level as long as level and US master's are independent.
    """
    label = f"{share.value:.1%} of those selected held a US master's or higher; the stages undone, independent of level"
    return UsMasters(label, share.read, tuple(one.source for one in share.citations), among_selected=share.value)


def scenario_odds(one: SeasonScenario, policy: Policy) -> ScenarioOdds:
    """Odds in a scenario by level and US master's. policy: the law of the season asked about, or another rule.

    Raises NotComputable where the rule needs more of a person than that, such as pay or employer.
    """
    outcome = _outcome(one.asked, policy)
    ends = np.array([_cells(_outcome(asked, policy).by_row()) for asked in (one.asked, *one.corners)])
    stage = np.array([_cells(outcome.by_row(name)) for name in outcome.names])
    units = _cells(one.asked.pool.n.astype(float))
    return ScenarioOdds(
        scenario=one,
        stages=outcome.names,
        stage=stage,
        low=ends.min(axis=0),
        high=ends.max(axis=0),
        units=units,
        method=outcome.method,
        error=outcome.error,
    )


def one_draw(mix: str, rate: float, policy: Policy) -> Floats:
    """Odds at Levels I to IV of a single draw that selects a share of the registered, whatever the degree."""
    pool = published_pool(season(LAST), Splits(mix))
    figures = Figures(pool, (Round({REGULAR: round(rate * pool.units), ADVANCED: 0}),), Splits(mix))
    return _cells(_outcome(figures, policy).by_row())[:, 0]


def _outcome(asked: Figures, policy: Policy) -> Outcome:
    made = rule(policy, asked.seats, asked.pool.units)
    read = {*needed_columns(made, POOL.names), *wage_columns(policy.wages)}
    more = sorted(read - COLUMNS)
    if more:
        raise NotComputable(
            f"policy {policy.name} looks at {', '.join(more)}, of which published figures say nothing; odds for one "
            "person are worked out for rules by wage level and US master's. `openh1b compare` runs it on people."
        )
    return odds(race(made, asked.pool, policy.name))


def _cells(rows: Floats) -> Floats:
    """Published rows as levels by US master's."""
    return np.asarray(rows).reshape(len(LEVELS), 2)
