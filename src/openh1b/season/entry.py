"""Entry: a policy and a pool become a rule and a race."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from openh1b.errors import Fault, PoolError, RuleError, did_you_mean
from openh1b.law import Policy
from openh1b.season.pool import Pool
from openh1b.season.seats import Seats
from openh1b.selection.expression import columns, evaluate
from openh1b.selection.race import Flags, Floats, GroupLimit, Race, RaceStage, make_stage
from openh1b.selection.rule import Expression, Field, Lookup, Quota, Rule, Stage


def rule(policy: Policy, seats: Seats, units: int) -> Rule:
    """The stages of a policy with their seats, round after round.

    seats: those of the season; a policy that knows no limit (`selection.seats: everyone`) selects all `units`, one of
    caps selects as many as the caps.
    """
    selection = policy.selection
    if selection.seats == "caps":
        rounds: tuple[Mapping[str, int], ...] = ({name: getattr(policy.caps, name) for name in selection.order},)
    elif selection.seats == "everyone":
        rounds = (dict.fromkeys(selection.order, units),)
    else:
        rounds = tuple(one.seats for one in seats)
    return Rule(
        tuple(
            _stage(policy, name, one.get(name, 0))
            for k, one in enumerate(rounds)
            for name in selection.order
            if k == 0 or one.get(name, 0) > 0
        )
    )


def _stage(policy: Policy, name: str, seats: int) -> Stage:
    selection = policy.selection
    tier = selection.tier
    return Stage(
        name=name,
        seats=seats,
        who=_field(selection.who.get(name, True)),
        tier=0 if isinstance(tier, str) else _field(tier),
        first="lowest" if isinstance(tier, str) else tier["first"],
        weight=_field(selection.weight),
        quotas=tuple(Quota(quota["column"], quota["seats"]) for quota in selection.quotas),
    )


def _field(value: bool | float | str | Mapping[str, Any]) -> Field:
    if isinstance(value, Mapping):
        if "expression" in value:
            return Expression(value["expression"])
        return Lookup(value["column"], value.get("values"))
    return Lookup(value) if isinstance(value, str) else value


def needed_columns(one: Rule, known: frozenset[str] | set[str]) -> tuple[str, ...]:
    """Columns that a rule reads; `known` are those that an expression may name. A stage without seats reads none."""
    found: list[str] = []
    for stage in (stage for stage in one.stages if stage.seats > 0):
        for field in (stage.who, stage.tier, stage.weight):
            if isinstance(field, Lookup):
                found.append(field.column)
            elif isinstance(field, Expression):
                found.extend(columns(field, known))
        found.extend(quota.column for quota in stage.quotas)
    return tuple(dict.fromkeys(found))


def race(one: Rule, pool: Pool, policy_name: str = "this rule") -> Race:
    """The rule on a pool, one entry a row. Raises PoolError for columns that the pool lacks, RuleError for values."""
    _check_columns(one, pool, policy_name)
    return Race(pool.n.astype(float), tuple(_race_stage(stage, pool) for stage in one.stages))


def _check_columns(one: Rule, pool: Pool, policy_name: str) -> None:
    missing = [name for name in needed_columns(one, set(pool.columns)) if name not in pool.columns]
    if missing:
        raise PoolError(
            [
                Fault(pool.name, f"{policy_name} needs the column {name}", hint=did_you_mean(name, pool.columns))
                for name in missing
            ]
        )


def _race_stage(stage: Stage, pool: Pool) -> RaceStage:
    if stage.seats == 0:
        return make_stage(
            stage.name, 0, who=np.zeros(len(pool), dtype=bool), tier=np.zeros(len(pool)), weight=np.ones(len(pool))
        )
    who = _flags(stage, pool)
    tier = _numbers(stage.tier, pool, f"stage {stage.name}, tier")
    weight = np.where(who, _numbers(stage.weight, pool, f"stage {stage.name}, weight"), 1.0)
    bad = np.flatnonzero(~(np.isfinite(weight) & (weight > 0)))
    if len(bad):
        raise RuleError(
            [
                Fault(
                    pool.name,
                    f"weight {weight[i]:g} in stage {stage.name}",
                    row=int(i) + 1,
                    expected="a number above 0",
                )
                for i in bad
            ]
        )
    if np.isnan(tier).any():
        rows = np.flatnonzero(np.isnan(tier))
        raise RuleError([Fault(pool.name, f"no tier in stage {stage.name}", row=int(i) + 1) for i in rows])
    ordered = -tier if stage.first == "highest" else tier
    made = make_stage(
        stage.name,
        stage.seats,
        who=who,
        tier=ordered,
        weight=weight,
        limits=tuple(_limit(q, pool) for q in stage.quotas),
    )
    return replace(made, tier_value=-made.tier_value) if stage.first == "highest" else made


def _flags(stage: Stage, pool: Pool) -> Flags:
    if isinstance(stage.who, bool):
        return np.full(len(pool), stage.who)
    if isinstance(stage.who, Expression):
        values = _expression(stage.who, pool)
    else:
        values = pool.array(stage.who.column) if isinstance(stage.who, Lookup) else np.array([stage.who])
    if np.asarray(values).dtype != np.bool_:
        raise RuleError(
            Fault(pool.name, f"who may enter stage {stage.name} is not true or false", expected="a yes/no column")
        )
    return np.asarray(values, dtype=bool)


def _numbers(field: Field, pool: Pool, what: str) -> Floats:
    if isinstance(field, Lookup):
        values = pool.array(field.column)
        return _dates_as_days(values) if field.values is None else _looked_up(field, values, pool, what)
    if isinstance(field, Expression):
        return np.asarray(_expression(field, pool), dtype=float)
    return np.full(len(pool), float(field))


def _expression(field: Expression, pool: Pool) -> np.ndarray[Any, Any]:
    return np.asarray(evaluate(field, pool.frame))


def _dates_as_days(values: np.ndarray[Any, Any]) -> Floats:
    if np.issubdtype(values.dtype, np.datetime64):
        return values.astype("datetime64[D]").astype(np.int64).astype(float)
    return values.astype(float)


def _looked_up(field: Lookup, values: np.ndarray[Any, Any], pool: Pool, what: str) -> Floats:
    table = {str(key): float(weight) for key, weight in (field.values or {}).items()}
    distinct, index = np.unique(values, return_inverse=True)
    unknown = [str(value) for value in distinct if str(value) not in table]
    if unknown:
        raise RuleError(
            [
                Fault(pool.name, f"{what}: no value for {field.column} = {value}", expected=" or ".join(table))
                for value in unknown
            ]
        )
    return np.array([table[str(value)] for value in distinct])[index]


def _limit(quota: Quota, pool: Pool) -> GroupLimit:
    labels, group = np.unique(pool.array(quota.column).astype(str), return_inverse=True)
    seats = np.array([quota.by_group.get(label, quota.seats) for label in labels], dtype=np.int64)
    return GroupLimit(quota.column, tuple(labels.tolist()), group.astype(np.int64), seats)
