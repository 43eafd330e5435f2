"""Who is selected: one keyed number a unit and list, and a walk down each list. docs/draw.md says how to check one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from openh1b.errors import Fault, RuleError
from openh1b.selection.keys import encode_ids, exact_key, message_prefix, minus_log, numerators

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from openh1b.arrays import Flags, Floats, Ints
    from openh1b.selection.race import Race, RaceStage

NEAR = 1e-12
"""Keys whose difference is at most this share of the larger one are put in order by 50-digit decimals."""

WEIGHTS = (1e-200, 1e200)


@dataclass(frozen=True, eq=False)
class Selection:
    """The outcome of one draw. Arrays have one element a row of the race.

    selected: in any stage. stage: index into `names` of the stage that selected the unit, else of the last stage it
    raced in (eligible and not yet selected when it ran); -1 if it raced in none.
    rank: place in that stage's list, 1 = first, among all who raced in the list's first round, in the order of tier
    and key. Full groups are skipped without changing ranks, and a later round keeps them: past the last selected, the
    list is the waiting list. 0 if the unit raced in none.
    key: -ln(u)/weight in that stage; NaN if the unit raced in none.
    """

    names: tuple[str, ...]
    seed: str
    season: int
    selected: Flags
    stage: Ints
    rank: Ints
    key: Floats


@dataclass(frozen=True, eq=False)
class _List:
    """All who raced in a list's first round: `order` holds rows, first to last; `rank` and `key` are by row."""

    first: RaceStage
    order: Ints
    rank: Ints
    key: Floats


def draw(race: Race, ids: Sequence[str] | pl.Series, *, seed: str, season: int) -> Selection:
    """Draw `race`, whose rows each stand for one unit named by `ids`.

    A stage takes those eligible and not yet selected by tier, then by key, and selects the first `seats` of them; a
    unit of a group that has its quota is skipped. A quota counts within its stage. Stages of one name are rounds on
    one list: a later round goes on down it among those not selected.
    The result depends on ids, seed, season, stage names and the race, not on the order of rows or on threads.
    Raises RuleError where `race` is not of single units or two rounds of one list do not fit together; PoolError for
    ids that are empty, doubled, not text or with control characters; DrawError for such a seed.
    """
    encoded = encode_ids(ids)
    _check(race, len(encoded))
    rows = len(encoded)
    selected = np.zeros(rows, dtype=bool)
    stage_of, rank = np.full(rows, -1, dtype=np.int64), np.zeros(rows, dtype=np.int64)
    key = np.full(rows, np.nan)
    lists: dict[str, _List] = {}
    for stage in race.stages:
        racing = stage.eligible & ~selected
        if stage.name not in lists:
            prefix = message_prefix(seed=seed, season=season, purpose=f"select/{stage.name}")
            lists[stage.name] = _make_list(stage, racing, prefix, encoded)
        ranked = lists[stage.name]
        stage_of[racing] = race.names.index(stage.name)
        rank[racing], key[racing] = ranked.rank[racing], ranked.key[racing]
        selected[_walk(stage, ranked.order[racing[ranked.order]])] = True
    return Selection(race.names, seed, season, selected, stage_of, rank, key)


def _make_list(stage: RaceStage, racing: Flags, prefix: bytes, encoded: list[bytes]) -> _List:
    rows = np.flatnonzero(racing)
    m = numerators(prefix, encoded if len(rows) == len(encoded) else [encoded[row] for row in rows])
    weight, tier = stage.weight[rows], stage.tier[rows]
    keys = minus_log(m) / weight
    order = np.argsort(keys)  # need not be stable: equal keys are near
    order = order[np.argsort(tier[order], kind="stable")]
    for start, end in _near_runs(keys[order], tier[order]):
        run = order[start:end].tolist()
        run.sort(key=lambda i: (exact_key(int(m[i]), float(weight[i])), encoded[rows[i]]))
        order[start:end] = run
    rank, key = np.zeros(len(encoded), dtype=np.int64), np.full(len(encoded), np.nan)
    rank[rows[order]] = np.arange(1, len(rows) + 1)
    key[rows] = keys
    return _List(stage, rows[order], rank, key)


def _near_runs(keys: Floats, tier: Ints) -> list[tuple[int, int]]:
    """Stretches of sorted keys in which each is near the one before, as (start, end)."""
    near = (keys[1:] - keys[:-1] <= NEAR * keys[1:]) & (tier[1:] == tier[:-1])
    if not near.any():
        return []
    breaks = [0, *(np.flatnonzero(~near) + 1).tolist(), len(keys)]
    return [(start, end) for start, end in pairwise(breaks) if end - start > 1]


def _walk(stage: RaceStage, order: Ints) -> Ints:
    """The rows selected: the first `seats` of `order`, past those with a full group."""
    if not stage.limits:
        return order[: stage.seats]
    left = [limit.seats.tolist() for limit in stage.limits]
    groups = zip(*(limit.group[order].tolist() for limit in stage.limits), strict=True)
    places: list[int] = []
    for place, own in enumerate(groups):
        if len(places) == stage.seats:
            break
        if all(seats[group] > 0 for seats, group in zip(left, own, strict=True)):
            places.append(place)
            for seats, group in zip(left, own, strict=True):
                seats[group] -= 1
    return order[places]


def _check(race: Race, units: int) -> None:
    if units != len(race.n):
        raise RuleError(Fault("draw", f"{units:,} ids for {len(race.n):,} rows", expected="one id a row"))
    expected = "1: a draw names single units"
    faults = [
        Fault("draw", f"n is {race.n[row]:g}", row=int(row) + 1, column="n", expected=expected)
        for row in np.flatnonzero(race.n != 1)
    ]
    for number, stage in enumerate(race.stages, start=1):
        faults += _stage_faults(stage, f"stage {number} ({stage.name})")
    first: dict[str, RaceStage] = {}
    for number, stage in enumerate(race.stages, start=1):
        faults += _round_faults(first.setdefault(stage.name, stage), stage, f"stage {number} ({stage.name})")
    if faults:
        raise RuleError(faults)


def _stage_faults(stage: RaceStage, where: str) -> list[Fault]:
    faults = []
    if stage.seats < 0:
        faults.append(Fault(where, f"seats are {stage.seats}", expected="a whole number of at least 0"))
    low, high = WEIGHTS
    bad = stage.eligible & ~((stage.weight >= low) & (stage.weight <= high))
    expected = f"a weight from {low:g} to {high:g}"
    return faults + [
        Fault(where, f"the weight is {stage.weight[row]:g}", row=int(row) + 1, expected=expected)
        for row in np.flatnonzero(bad)
    ]


def _round_faults(first: RaceStage, stage: RaceStage, where: str) -> list[Fault]:
    """Why `stage` cannot go on down the list of `first`.

    Going on down a list has the law of a fresh draw only if the list is the same for both rounds: the same weights and
    tiers, and no one new, whose luck would not yet have been used.
    """
    if stage is first:
        return []
    both = first.eligible & stage.eligible
    problems = []
    if (stage.eligible & ~first.eligible).any():
        problems.append("someone is eligible who was not in the first round")
    if (first.weight[both] != stage.weight[both]).any():
        problems.append("weights differ from the first round's")
    if not np.array_equal(_places(first.tier[both]), _places(stage.tier[both])):
        problems.append("tiers differ from the first round's")
    expected = f"another round on the list {stage.name}"
    hint = "Give the stage a name of its own for a list of its own."
    return [Fault(where, problem, expected=expected, hint=hint) for problem in problems]


def _places(tier: Ints) -> Ints:
    """Tiers numbered without gaps, so that only their order counts."""
    return np.unique(tier, return_inverse=True)[1].astype(np.int64)
