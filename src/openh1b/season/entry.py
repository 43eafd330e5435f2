"""Entry: a policy and a pool become a rule and a race."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from openh1b.arrays import Flags
from openh1b.errors import Fault, PoolError, RuleError, did_you_mean
from openh1b.law import Policy
from openh1b.season.fields import flags, numbers, ordered
from openh1b.season.pool import Coded, Pool
from openh1b.season.seats import ADVANCED, REGULAR, Seats
from openh1b.selection.expression import words
from openh1b.selection.race import GroupLimit, Race, RaceStage, make_stage
from openh1b.selection.rule import Expression, Field, Lookup, Quota, Rule, Stage

_WEIGHTS = (1e-60, 1e60)  # squares and ratios of weights stay within double precision


def rule(policy: Policy, seats: Seats, units: int) -> Rule:
    """The stages of a policy with their seats, round after round.

    seats: those of the season under its own law; a policy that moves a cap moves them with it (`moved`), one that knows
    no limit (`selection.seats: everyone`) selects all `units`, one of caps selects as many as the caps. A round without
    seats is left out, but every list appears at least once.
    """
    selection = policy.selection
    if selection.seats == "caps":
        rounds: tuple[Mapping[str, int], ...] = ({name: getattr(policy.caps, name) for name in selection.order},)
    elif selection.seats == "everyone":
        rounds = (dict.fromkeys(selection.order, units),)
    else:
        rounds = tuple({name: moved(n, policy, name) for name, n in one.seats.items()} for one in seats)
    tier = 0 if isinstance(selection.tier, str) else _field(selection.tier)
    weight = _field(selection.weight)
    return Rule(
        tuple(
            replace(_stage(policy, name, one.get(name, 0)), tier=tier, weight=weight)
            for k, one in enumerate(rounds)
            for name in selection.order
            if one.get(name, 0) > 0 or (k == 0 and not any(later.get(name, 0) > 0 for later in rounds))
        )
    )


def moved(seats: int, policy: Policy, stage: str) -> int:
    """Seats of a stage under a policy, from those under the season's own law: in proportion to the stage's cap.

    Selection beyond the cap, in which the H-1B1 set-aside and its return are contained, stays the share of the cap that
    it was. Where the law had no number of its own for the stage, the cap stands for the seats.
    """
    if stage not in (REGULAR, ADVANCED):
        return seats
    new, own = int(getattr(policy.caps, stage)), int(getattr(policy.own_caps, stage))
    if new == own:
        return seats
    return math.floor(seats * new / own + 0.5) if own else new


def _stage(policy: Policy, name: str, seats: int) -> Stage:
    selection, tier = policy.selection, policy.selection.tier
    return Stage(
        name=name,
        seats=seats,
        who=_field(selection.who.get(name, True)),
        first="lowest" if isinstance(tier, str) else tier["first"],
        quotas=tuple(_quota(quota, seats) for quota in selection.quotas),
    )


def _quota(quota: Mapping[str, Any], seats: int) -> Quota:
    """A whole number of seats per group, or for several together; a share is that of the stage's, rounded down."""
    own = quota["seats"] if "seats" in quota else math.floor(quota["share"] * seats)
    return Quota(quota["column"], own, together=tuple(quota.get("together", ())))


def _field(value: bool | float | str | Mapping[str, Any]) -> Field:
    if isinstance(value, Mapping):
        if "expression" in value:
            return Expression(value["expression"])
        return Lookup(value["column"], value.get("values"))
    return Lookup(value) if isinstance(value, str) else value


def needed_columns(one: Rule, known: Collection[str]) -> tuple[str, ...]:
    """Columns that a rule reads; of an expression's words those that are `known`. A stage without seats reads none."""
    found: list[str] = []
    for stage in (stage for stage in one.stages if stage.seats > 0):
        for field in (stage.who, stage.tier, stage.weight):
            if isinstance(field, Lookup):
                found.append(field.column)
            elif isinstance(field, Expression):
                found.extend(word for word in words(field) if word in known)
        found.extend(quota.column for quota in stage.quotas)
    return tuple(dict.fromkeys(found))


def race(one: Rule, pool: Pool, policy_name: str = "this rule") -> Race:
    """The rule on a pool, one entry a row. Raises PoolError for columns that the pool lacks, RuleError for values."""
    _check_columns(one, pool, policy_name)
    kept: dict[tuple[str, int], Coded] = {}
    return Race(pool.n.astype(float), tuple(_race_stage(stage, pool, kept) for stage in one.stages))


def _check_columns(one: Rule, pool: Pool, policy_name: str) -> None:
    missing = [name for name in needed_columns(one, set(pool.columns)) if name not in pool.columns]
    if missing:
        raise PoolError(
            [
                Fault(pool.name, f"{policy_name} needs the column {name}", hint=did_you_mean(name, pool.columns))
                for name in missing
            ]
        )


def _race_stage(stage: Stage, pool: Pool, kept: dict[tuple[str, int], Coded]) -> RaceStage:
    """kept: tiers and weights of earlier stages, so that stages that share a field share its array."""
    rows = len(pool)
    if stage.seats == 0:
        nobody = np.zeros(rows, dtype=bool)
        return make_stage(stage.name, 0, who=nobody, tier=np.zeros(rows), weight=np.ones(rows))
    who = flags(stage.who, pool, f"who may enter stage {stage.name}")
    by_tier, by_weight = (stage.first, id(stage.tier)), ("weight", id(stage.weight))
    if by_tier not in kept:
        kept[by_tier] = _ranked(numbers(stage.tier, pool, f"stage {stage.name}, tier"), stage.first)
    if by_weight not in kept:
        kept[by_weight] = numbers(stage.weight, pool, f"stage {stage.name}, weight")
    tier, weight = kept[by_tier], kept[by_weight]
    _check_values(stage, pool, who, tier, weight)
    return RaceStage(
        name=stage.name,
        seats=stage.seats,
        eligible=who,
        tier=tier.codes,
        tier_value=tier.labels,
        weight=weight.labels[weight.codes],
        limits=tuple(_limit(quota, pool) for quota in stage.quotas),
        weight_code=weight.codes,
    )


def _ranked(values: Coded, first: str) -> Coded:
    """Codes as ranks, 0 for the value that is used up first."""
    up = ordered(values)
    return up if first == "lowest" else Coded(up.labels[::-1], len(up.labels) - 1 - up.codes)


def _check_values(stage: Stage, pool: Pool, who: Flags, tier: Coded, weight: Coded) -> None:
    """Weights above 0 and within double precision, and a tier for everyone who takes part."""
    low, high = _WEIGHTS
    wrong = ~((weight.labels >= low) & (weight.labels <= high))
    faults = [
        Fault(
            pool.name,
            f"weight {weight.labels[weight.codes[i]]:g} in stage {stage.name}",
            row=int(i) + 1,
            expected=f"a number above 0, from {low:g} to {high:g}",
        )
        for i in (np.flatnonzero(wrong[weight.codes] & who) if wrong.any() else ())
    ]
    lost = np.isnan(tier.labels)
    faults += [
        Fault(pool.name, f"no tier in stage {stage.name}", row=int(i) + 1)
        for i in (np.flatnonzero(lost[tier.codes] & who) if lost.any() else ())
    ]
    if faults:
        raise RuleError(faults)


def _limit(quota: Quota, pool: Pool) -> GroupLimit:
    coded = pool.coded(quota.column)
    labels = tuple(str(label) for label in coded.labels)
    if quota.together:
        inside = np.isin(np.array(labels), quota.together)
        most = np.array([math.ceil(pool.n.sum()), quota.seats], dtype=np.int64)
        return GroupLimit(
            quota.column, ("others", ", ".join(quota.together)), inside.astype(np.int64)[coded.codes], most
        )
    seats = np.array([quota.by_group.get(label, quota.seats) for label in labels], dtype=np.int64)
    return GroupLimit(quota.column, labels, coded.codes, seats)
