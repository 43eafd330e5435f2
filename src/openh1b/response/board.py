"""Odds of every opening, for each thing its employer could do, where each stage closes at a given place.

A place is one number that runs through the tiers of a stage: 2.3 means that tiers 0 and 1 are taken whole and that in
tier 2 a unit of the mean weight is taken with probability 0.3. So a stage that takes nobody stands at 0, and one whose
seats suffice for everyone at the number of its tiers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from openh1b.arrays import Floats
from openh1b.response.jobs import PLANS, Jobs
from openh1b.response.surplus import PAY
from openh1b.season.entry import needed_columns, race
from openh1b.season.fields import numbers
from openh1b.season.pool import Pool
from openh1b.selection.race import Classes, RaceStage
from openh1b.selection.rule import Field, Rule

Places = tuple[float, ...]

_ABOVE = 1e-5  # how far above the clearing pay a raise goes: about a dollar
_TOP = 1e3  # no raise goes beyond this many times the highest pay


@dataclass(frozen=True, eq=False)
class Offers:
    """What each plan gives each opening. p: shape (plans, openings, stages); raised_pay: of the plan `raised`."""

    p: Floats
    raised_pay: Floats

    @property
    def total(self) -> Floats:
        """Probability of selection in any stage. Shape (plans, openings)."""
        return np.asarray(self.p.sum(axis=2))


class Board(Protocol):
    """Odds of openings as a function of where the stages close."""

    @property
    def jobs(self) -> Jobs:
        """The openings."""
        ...

    @property
    def stages(self) -> tuple[RaceStage, ...]:
        """The stages, over the rows that the board races."""
        ...

    def at(self, places: Places) -> Offers:
        """Odds where stage k closes at places[k]."""


def make_board(rule: Rule, jobs: Jobs, name: str) -> Board:
    """The board of a rule: by pay where each stage's order is proportional to pay, else by what each plan's row gets.

    Raises PoolError for columns that the pool lacks, RuleError for values that make no race.
    """
    used = needed_columns(rule, set(jobs.pool.columns))
    slim = replace(jobs.pool, columns={c: jobs.pool.columns[c] for c in used if c in jobs.pool.columns}, id_column=None)
    slim_jobs = replace(jobs, pool=slim)
    every = np.arange(len(jobs))
    if len(jobs) and by_pay(rule, jobs.rows(np.zeros(len(jobs), dtype=np.int64), every, jobs.n)):
        stages = race(rule, slim_jobs.rows(np.zeros(len(jobs), dtype=np.int64), every, jobs.n), name).stages
        return PayBoard(jobs, stages, _mean_weights(stages, jobs.n))
    plans = np.repeat(np.arange(len(PLANS)), len(jobs))
    rows = slim_jobs.rows(plans, np.tile(every, len(PLANS)), np.tile(jobs.n, len(PLANS)))
    made = race(rule, rows, name)
    inner = made.classes.race
    return PlanBoard(jobs, made.stages, made.classes, _mean_weights(inner.stages, inner.n))


def by_pay(rule: Rule, pool: Pool) -> bool:
    """Whether every stage takes the highest of something proportional to pay first."""
    if PAY not in pool.columns:
        return False
    ups = [stage for stage in rule.stages if stage.seats > 0]
    if not ups or any(stage.first != "highest" or isinstance(stage.tier, int | float) for stage in ups):
        return False
    return all(_proportional(stage.tier, pool) for stage in {id(one.tier): one for one in ups}.values())


def _proportional(tier: Field, pool: Pool) -> bool:
    more = replace(pool, columns={**pool.columns, PAY: pool.array(PAY) * 1.25})
    once, again = (numbers(tier, one, "tier") for one in (pool, more))
    a, b = once.labels[once.codes], again.labels[again.codes]
    return bool((a > 0).all() and np.allclose(b, 1.25 * a, rtol=1e-9))


def _mean_weights(stages: Sequence[RaceStage], n: Floats) -> tuple[Floats, ...]:
    """Mean weight in each tier of each stage; 1 in a tier without units."""
    found = []
    for stage in stages:
        inside, size = np.where(stage.eligible, n, 0.0), len(stage.tier_value)
        units = np.bincount(stage.tier, weights=inside, minlength=size)
        weight = np.bincount(stage.tier, weights=inside * stage.weight, minlength=size)
        found.append(np.divide(weight, units, out=np.ones(size), where=units > 0))
    return tuple(found)


def taken(stage: RaceStage, mean_weight: Floats, place: float) -> Floats:
    """Probability of each row of being taken by the stage if it is still there."""
    tier, part = int(place), place - int(place)
    if tier >= len(mean_weight):
        return stage.eligible.astype(float)
    with np.errstate(divide="ignore"):
        time = -np.log1p(-part) / mean_weight[tier]
    inside = stage.tier == tier
    p = np.where(stage.tier < tier, 1.0, 0.0)
    p[inside] = -np.expm1(-stage.weight[inside] * time)
    return np.where(stage.eligible, p, 0.0)


@dataclass(frozen=True, eq=False)
class PlanBoard:
    """Rows of all plans in one race: what a raise or a new label buys is what the rule gives that row."""

    jobs: Jobs
    stages: tuple[RaceStage, ...]
    classes: Classes
    mean_weights: tuple[Floats, ...]

    def at(self, places: Places) -> Offers:
        """Odds where stage k closes at places[k]."""
        p = np.empty((len(self.classes.race.n), len(places)))
        alive = np.ones(len(p))
        for k, (stage, mean_weight) in enumerate(zip(self.classes.race.stages, self.mean_weights, strict=True)):
            now = taken(stage, mean_weight, places[k])
            p[:, k] = alive * now
            alive = alive * (1 - now)
        shape = (len(PLANS), len(self.jobs), len(places))
        return Offers(p[self.classes.of_row].reshape(shape), self.jobs.raised_pay)


@dataclass(frozen=True, eq=False)
class PayBoard:
    """Rows ordered by pay: a raise goes to the clearing pay and is then surely selected; a label buys nothing.

    In each tier the first half of a place lets the clearing pay sink from the tier above to just above this one, as
    more can afford it; the second half takes this tier itself by lot. So the number selected has no jump.
    """

    jobs: Jobs
    stages: tuple[RaceStage, ...]
    mean_weights: tuple[Floats, ...]

    def at(self, places: Places) -> Offers:
        """Odds where stage k closes at places[k]."""
        rows, count = len(self.jobs), len(places)
        p, alive = np.zeros((len(PLANS), rows, count)), np.ones(rows)
        factor = np.full((rows, count), np.inf)
        for k, (stage, mean_weight) in enumerate(zip(self.stages, self.mean_weights, strict=True)):
            part = places[k] % 1
            now = taken(stage, mean_weight, int(places[k]) + max(0.0, 2 * part - 1))
            p[0, :, k] = alive * now
            alive = alive * (1 - now)
            value = stage.tier_value[stage.tier]
            factor[:, k] = np.where(stage.eligible, _clearing(stage, places[k]) / value, np.inf)
        p[1] = p[2] = p[0]
        best = factor.argmin(axis=1)
        least = factor[np.arange(rows), best]
        lifts = np.isfinite(least) & (least > 1)
        p[1, lifts] = 0.0
        p[1, lifts, best[lifts]] = 1.0
        return Offers(p, np.where(lifts, self.jobs.base_pay * np.where(lifts, least, 1.0), np.nan))


def _clearing(stage: RaceStage, place: float) -> float:
    """The value just above which everyone is selected."""
    tier, part = int(place), place % 1
    values = stage.tier_value
    if tier >= len(values):
        return 0.0
    above = float(values[tier - 1]) if tier else _TOP * float(values[0])
    least = min(float(values[tier]) * (1 + _ABOVE), above)
    return float(above * (least / above) ** min(1.0, 2 * part))
