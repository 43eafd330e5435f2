"""Wage floors and selection thresholds of a policy on a pool: the one place that knows what they do to its rows.

The job's own level is in no pool: an LCA states it, a registration does not. Pay must reach the wage of the job's
level, so that the selection level (the highest wage that pay reaches) is the highest level a job can have, Level I the
lowest.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import numpy as np

from openh1b.arrays import Flags, Floats
from openh1b.errors import Fault, PoolError
from openh1b.law import Policy
from openh1b.law.policy import Wages
from openh1b.season.levels import ROMAN, levels_of
from openh1b.season.pool import Assumption, Pool
from openh1b.selection.race import Race

JobLevel = Literal["selection_level", "level_1"]

PAY, LEVEL = "offered_wage_usd", "selection_level"
REQUIRED, THRESHOLD_LEVEL = "required_wage_usd", "threshold_level"
THRESHOLDS = tuple(f"threshold_l{k}_usd" for k in (1, 2, 3, 4))
CELL = ("soc_code", "area")
PATHS: Final = ("wages.floor_usd", "wages.floor_percentiles", "wages.threshold_percentiles")


def needed_columns(wages: Wages) -> tuple[str, ...]:
    """Columns of a pool that the wage rules of a policy read; none where it has none."""
    if wages.floor_percentiles is not None or wages.threshold_percentiles is not None:
        return PAY, LEVEL, *CELL
    return (PAY,) if wages.floor_usd else ()


def with_wages(pool: Pool, policy: Policy, *, job_level: JobLevel = "selection_level") -> Pool:
    """The pool with what the policy's wage rules say of each row, where it has such rules.

    required_wage_usd: the lowest pay at which a petition may be filed, the higher of the salary floor and of the floor
    by percentile at the job's level, for which `job_level` stands. threshold_level, threshold_l1_usd ...: the selection
    level and its thresholds where another regime of percentiles decides them. Columns of these names stay as they are.
    Raises PoolError naming every column that this needs and the pool lacks.
    """
    wages = _not_yet(pool, policy.wages)
    _check_columns(pool, needed_columns(wages))
    added: dict[str, Any] = {}
    if wages.floor_usd or wages.floor_percentiles is not None:
        added[REQUIRED] = _required(pool, wages, job_level)
    if wages.threshold_percentiles is not None:
        floors = _floors(pool, wages.threshold_percentiles)
        added[THRESHOLD_LEVEL] = levels_of(pool.array(PAY).astype(float), list(floors.T))
        added.update(zip(THRESHOLDS, floors.T, strict=True))
    # Columns of a made pool are worked out when read: those behind stay unread.
    return replace(pool, columns=ChainMap(added, pool.columns)) if added else pool  # type: ignore[arg-type]


def without_wages(pool: Pool) -> Pool:
    """The pool without such columns: a reference with the same wage rules has moved everyone already."""
    added = {REQUIRED, THRESHOLD_LEVEL, *THRESHOLDS} & set(pool.columns)
    return replace(pool, columns={c: pool.columns[c] for c in pool.columns if c not in added}) if added else pool


@dataclass(frozen=True, eq=False)
class Entered:
    """A pool under a policy's wage rules with nobody reacting.

    pool: as the race is to read it, with the levels of the policy's own thresholds. barred: rows whose pay is below
    what is required, None where nothing is. fewest: the same if every job were of Level I, None where that makes no
    difference. assumptions, notes: what must be said of it.
    """

    pool: Pool
    barred: Flags | None = None
    fewest: Flags | None = None
    assumptions: tuple[Assumption, ...] = ()
    notes: tuple[str, ...] = ()

    def race(self, made: Race) -> Race:
        """The race without the rows that are barred: they may enter no stage, whoever else may."""
        return made if self.barred is None else _without(made, self.barred)

    def other_race(self, made: Race) -> Race | None:
        """The same if every job were of Level I, the lowest that it can be; None where that makes no difference."""
        return None if self.fewest is None else _without(made, self.fewest)


def _without(made: Race, barred: Flags) -> Race:
    return Race(made.n, tuple(replace(stage, eligible=stage.eligible & ~barred) for stage in made.stages))


def enter(pool: Pool, policy: Policy) -> Entered:
    """What a policy's floors and thresholds do where nobody reacts: pay stays, and whose pay is too low is out.

    The rows and their order stay, and so does every column of `pool` itself. Raises PoolError for missing columns.
    """
    if not any(getattr(policy.wages, path.partition(".")[2]) for path in PATHS):
        return Entered(pool)
    told = with_wages(without_wages(pool), policy)
    barred, fewest, read = below_required(told), None, told
    if policy.wages.floor_percentiles is not None:
        fewest = below_required(with_wages(without_wages(pool), policy, job_level="level_1"))
    if THRESHOLD_LEVEL in told.columns:
        read = replace(told, columns=ChainMap({LEVEL: told.columns[THRESHOLD_LEVEL]}, told.columns))  # type: ignore[arg-type]
    assumed = () if barred is None or fewest is None else (_assumed(told, policy, barred, fewest),)
    return Entered(read, barred, fewest, assumed, tuple(_notes(told, policy, barred, fewest)))


def below_required(pool: Pool) -> Flags | None:
    """Rows whose pay is below `required_wage_usd`, to the cent; None where the pool has no such column."""
    if REQUIRED not in pool.columns:
        return None
    pay, required = (np.round(pool.array(name).astype(float), 2) for name in (PAY, REQUIRED))
    return np.asarray(pay < required)


def _not_yet(pool: Pool, wages: Wages) -> Wages:
    """The wage rules whose columns the pool does not have already."""
    if REQUIRED in pool.columns:
        wages = replace(wages, floor_usd=0, floor_percentiles=None)
    return replace(wages, threshold_percentiles=None) if THRESHOLD_LEVEL in pool.columns else wages


def _check_columns(pool: Pool, names: Sequence[str]) -> None:
    missing = [name for name in names if name not in pool.columns]
    if missing:
        hint = "Name one with --columns OURS=THEIRS."
        problem = "a wage floor or threshold needs the column"
        raise PoolError([Fault(pool.name, f"{problem} {name}", hint=hint) for name in missing])


def _required(pool: Pool, wages: Wages, job_level: JobLevel) -> Floats:
    required = np.full(len(pool), float(wages.floor_usd))
    if wages.floor_percentiles is None:
        return required
    floors: Floats = _floors(pool, wages.floor_percentiles)
    level = pool.array(LEVEL).astype(np.int64) if job_level == "selection_level" else np.ones(len(pool), dtype=np.int64)
    return np.asarray(np.maximum(required, floors[np.arange(len(pool)), level - 1]))


def _floors(pool: Pool, percentiles: Sequence[float]) -> Floats:
    """Wages at four percentiles for each row's occupation and area. Shape (rows, 4)."""
    from openh1b.season.wages_percentiles import percentile_floors  # reads tables that most policies do not need

    return percentile_floors(pool, percentiles)


def _assumed(pool: Pool, policy: Policy, barred: Flags, fewest: Flags) -> Assumption:
    return Assumption(
        name=f"level of the job under the floor of {policy.name}",
        value=f"the selection level: {_share(pool, barred)} of the pool below the floor",
        range=f"Level I for all: {_share(pool, fewest)}",
        reason="a registration does not state it; pay reaches the wage of the job's level, so that the selection level "
        "is the highest that it can be",
    )


def _notes(pool: Pool, policy: Policy, barred: Flags | None, fewest: Flags | None) -> Iterator[str]:
    wages, name = policy.wages, policy.name
    if barred is not None:
        yield (
            f"{name}: {int(pool.n[barred].sum()):,} of {pool.units:,} are paid below the wage floor and may not enter "
            "unless their pay is raised."
        )
    if fewest is not None:
        yield (
            f"{name}: the floor is that of the level of the job, which is not known here. The selection level, which "
            "pay itself sets, stands for it and is the highest that it can be: no other reading has more below. Were "
            f"every job of Level I, {int(pool.n[fewest].sum()):,} would be."
        )
    if wages.threshold_percentiles is not None:
        mix = _mix(pool)
        yield (
            f"By thresholds at percentiles {_listed(wages.threshold_percentiles)} the levels of the pool are {mix}. "
            "Groups by level stay those of the law of the season."
        )
    for percentiles in dict.fromkeys((wages.floor_percentiles, wages.threshold_percentiles)):
        if percentiles is not None:
            yield _error(percentiles)


def _mix(pool: Pool) -> str:
    level = pool.array(THRESHOLD_LEVEL)
    shares = (pool.n[level == k].sum() / max(pool.n.sum(), 1) for k in (1, 2, 3, 4))
    return ", ".join(f"{roman} {share:.1%}" for roman, share in zip(ROMAN, shares, strict=True))


def _error(percentiles: Sequence[float]) -> str:
    from openh1b.season.wages_percentiles import METHOD, trial_errors

    middle, most = trial_errors(percentiles)
    each = ", ".join(f"{p:g}: {a:.1%} ({b:.1%})" for p, a, b in zip(percentiles, middle, most, strict=True))
    return (
        f"Wages at percentiles are estimated for each occupation and area (method `{METHOD}`). Error in trials by "
        f"percentile, median and what 90% stay below: {each}."
    )


def _listed(percentiles: Sequence[float]) -> str:
    return ", ".join(f"{one:g}" for one in percentiles)


def _share(pool: Pool, rows: Flags) -> str:
    return f"{pool.n[rows].sum() / max(pool.n.sum(), 1):.1%}"
