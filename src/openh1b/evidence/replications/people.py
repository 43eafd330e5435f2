"""Synthetic seasons under a rule: who is selected, and what they are like."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

import numpy as np

from openh1b.arrays import Floats, Ints
from openh1b.law import policy
from openh1b.season.entry import race, rule
from openh1b.season.pool import Pool
from openh1b.season.published import Splits
from openh1b.season.published import season as published_season
from openh1b.season.seats import Round, Seats
from openh1b.season.synthetic import synthetic_pool
from openh1b.season.wage_rules import LEVEL, PAY
from openh1b.selection.odds import odds
from openh1b.selection.race import Race

EIG: Final = Splits("eig-2025", "eig-f1-grad")
"""Levels and degrees as in EIG's own tables of lottery winners."""
EIG_SEASONS: Final = (2021, 2022, 2023, 2024)
CAPS: Final = "selection.seats=caps"
"""Part of a policy name: as many are selected as there are cap numbers, 65,000 and 20,000."""
MASTERS: Final = "us_masters_or_higher"
_WORKING_LIFE: Final = 65
_QUANTILES: Final = {"pay-p10": 0.1, "pay-median": 0.5, "pay-p90": 0.9}


@lru_cache(maxsize=len(EIG_SEASONS))
def people(season: int) -> Pool:
    """The people of a season, split as EIG has them, seed 1. The seats of the split by degree are the caps."""
    caps = policy("current", season=season).caps
    seats: Seats = (Round({"regular": caps.regular, "advanced_degree": caps.advanced_degree}),)
    return synthetic_pool(replace(published_season(season), seats=seats), EIG)


@lru_cache(maxsize=len(EIG_SEASONS))
def by_pay(season: int) -> Ints:
    """Rows of `people` in the order of their pay."""
    return np.argsort(people(season).array(PAY), kind="stable")


@dataclass(frozen=True, eq=False)
class Ready:
    """A rule made ready once for a pool, to be run with other numbers of the same people."""

    race: Race

    @property
    def eligible(self) -> float:
        """Share of the rows that may enter the first stage."""
        return float(self.race.stages[0].eligible.mean())

    def expected(self, n: Floats) -> Floats:
        """Expected number selected of each row, where so many of it enter; real numbers are allowed."""
        classes = self.race.classes
        units = np.bincount(classes.of_row, weights=n, minlength=len(classes.race.n)).astype(float)
        return np.asarray(n * odds(Race(units, classes.race.stages)).by_row()[classes.of_row])


def ready(pool: Pool, name: str, seats: Seats = ()) -> Ready:
    """A policy on a pool. seats: needed unless the policy selects by caps."""
    one = policy(name, season=pool.season)
    return Ready(race(rule(one, seats, pool.units), pool, name))


def selected(pool: Pool, name: str, seats: Seats = ()) -> Floats:
    """Expected number selected of each row under a policy. seats: needed unless the policy selects by caps."""
    return ready(pool, name, seats).expected(pool.n.astype(float))


@cache
def mean_profile(name: str, measures: tuple[str, ...]) -> Mapping[str, float]:
    """Measures of those selected under a policy with cap numbers as seats, averaged over EIG's four seasons."""
    found = []
    for season in EIG_SEASONS:
        weight = selected(people(season), f"{name}+{CAPS}")
        found.append({measure: measured(season, weight, measure) for measure in measures})
    return {measure: float(np.mean([one[measure] for one in found])) for measure in measures}


def measured(season: int, weight: Floats, measure: str) -> float:
    """One measure of those selected of a season's people. weight: expected number selected of each row."""
    pool = people(season)
    if measure in _QUANTILES:
        order = by_pay(season)
        reached = np.cumsum(weight[order])
        return float(pool.array(PAY)[order[np.searchsorted(reached, reached[-1] * _QUANTILES[measure])]])
    total = 1.0 if measure.startswith("state-") else float(weight.sum())
    return float(weight @ _value(pool, measure)) / total


def _value(pool: Pool, measure: str) -> Floats:
    """What is averaged (of a state: counted) of each row."""
    kind, _, value = measure.partition("-")
    if kind == "state":
        return _is(pool, "state", [value.upper()])
    if kind == "level":
        return np.asarray(pool.array(LEVEL) == int(value), dtype=float)
    if kind == "value":
        return _lifetime(pool, int(value) / 100)
    return _VALUES[measure](pool)


def _is(pool: Pool, column: str, values: Iterable[str]) -> Floats:
    coded = pool.coded(column)
    return np.isin(coded.labels, list(values)).astype(float)[coded.codes]


def _lifetime(pool: Pool, rate: float) -> Floats:
    """Worth of the pay kept up to 65, as in the policy lifetime-value-ranking."""
    coded = pool.coded("age")
    years = _WORKING_LIFE - np.minimum(coded.labels.astype(float), _WORKING_LIFE - 1)
    return np.asarray(pool.array(PAY) * ((1 - (1 + rate) ** -years) / rate)[coded.codes])


def _f1(pool: Pool) -> Floats:
    return _is(pool, "prior_status", ["f1"])


_VALUES: Final[Mapping[str, Callable[[Pool], Floats]]] = {
    "mean-pay": lambda pool: pool.array(PAY).astype(float),
    "mean-age": lambda pool: pool.array("age").astype(float),
    "f1": _f1,
    "f1-graduates": lambda pool: _f1(pool) * pool.array(MASTERS),
    "f1-bachelors": lambda pool: _f1(pool) * _is(pool, "degree", ["bachelors"]),
    "no-status": lambda pool: _is(pool, "prior_status", ["none"]),
    "outsourcers": lambda pool: _is(pool, "employer_kind", ["outsourcer"]),
    "it-employers": lambda pool: _is(pool, "employer_kind", ["outsourcer", "it_services"]),
    "manufacturers": lambda pool: _is(pool, "employer_kind", ["manufacturing"]),
}
