"""Odds under quotas: closing times of groups where groups are large, draws where they are small.

Seats are used up at a time t, a group's quota at a time of its own; a unit of weight w is taken with probability
1 - exp(-w min(t, its groups' times)). That is the law of large groups. Where a group's quota may or may not fill, by
luck, the error of that law is known; where it is large, or the whole pool is small, the odds come from draws instead,
unless so few of them can be afforded that they would be no better.
"""

from __future__ import annotations

import math

import numpy as np

from openh1b.arrays import Flags, Floats, Ints
from openh1b.selection.closed_form import mean_of_lower
from openh1b.selection.race import Race, RaceStage

LARGEST_ERROR = 0.002
DRAWS = 1_000
_SMALL = 5_000  # units; below, groups that share seats and quotas sway each other by more than their own luck says
_FEW = 2_000  # units, up to which all draws are walked at once
_SEED = 20_250_901  # fixed: odds are a function of the race alone
_WALKED = 20_000_000  # units walked in all draws together: some ten seconds
_HALVINGS = 200
_NOTHING = 1e-9  # units
_FAR = 9.0  # standard deviations, beyond which a normal's tail is below 1e-18


def quota_odds(race: Race) -> tuple[Floats, str, float]:
    """Probability of each class in each stage, the method used, and its error (a standard error for draws)."""
    p, error = _large_groups(race)
    units = float(race.n.sum())
    if units < _SMALL:
        error = max(error, 1 / math.sqrt(max(units, 1.0)))
    whole = ((race.n == np.round(race.n)) & (race.n > 0)).all()
    draws = int(min(DRAWS, _WALKED / max(units, 1.0)))
    good_enough = max(LARGEST_ERROR, 0.5 / math.sqrt(max(draws, 1)))  # draws so few would be no better
    return (p, "closing", error) if error <= good_enough or not whole else _by_draws(race, draws)


def _large_groups(race: Race) -> tuple[Floats, float]:
    alive, columns, error = np.ones(len(race.n)), [], 0.0
    for stage in race.stages:
        survive, doubt = _stage_survival(race.n, alive, stage)
        columns.append(alive * (1 - survive))
        alive, error = alive * survive, max(error, doubt)
    return np.stack(columns, axis=1), error


def _stage_survival(n: Floats, alive: Floats, stage: RaceStage) -> tuple[Floats, float]:
    """Probability of not being taken, tier after tier, each with what is left of seats and quotas."""
    m = n * alive
    survive, error = np.ones(len(m)), 0.0
    left = float(stage.seats)
    quotas = [limit.seats.astype(float) for limit in stage.limits]
    order = np.argsort(stage.tier, kind="stable")
    rows = order[(stage.eligible & (m > 0))[order]]
    while left > _NOTHING and len(rows):
        many, whole = _next(m, stage, rows, left, quotas)
        inside = rows[:many]
        groups = [limit.group[inside] for limit in stage.limits]
        if whole:
            t, end = np.inf, np.full(many, np.inf)
        else:
            t, end = _closing_times(m[inside], stage.weight[inside], left, groups, quotas)
        survive[inside] = np.exp(-stage.weight[inside] * end)
        gone = m[inside] * (1 - survive[inside])
        left -= float(gone.sum())
        for group, quota in zip(groups, quotas, strict=True):
            arrives = alive[inside] * -np.expm1(-stage.weight[inside] * t)
            error = max(error, _doubt(n[inside], arrives, group, quota))
            np.subtract.at(quota, group, gone)
            np.maximum(quota, 0.0, out=quota)
        rows = _open(stage, rows[many:], quotas)
    return survive, error


def _open(stage: RaceStage, rows: Ints, quotas: list[Floats]) -> Ints:
    """The rows whose groups have seats left."""
    for limit, quota in zip(stage.limits, quotas, strict=True):
        rows = rows[quota[limit.group[rows]] > _NOTHING]
    return rows


def _next(m: Floats, stage: RaceStage, rows: Ints, left: float, quotas: list[Floats]) -> tuple[int, bool]:
    """How many of the rows, in order of tier, come next: all tiers that are taken whole, else one, and which it is.

    A ranking by pay has as many tiers as pays, so that tiers of which nothing is in doubt are taken at once.
    """
    tier = stage.tier[rows]
    fits = np.cumsum(m[rows]) <= left
    for limit, quota in zip(stage.limits, quotas, strict=True):
        group = limit.group[rows]
        fits &= _running(m[rows], group) <= quota[group]
    if fits.all():
        return len(rows), True
    ends = int(np.searchsorted(tier, tier[np.argmin(fits)], side="left"))
    return (ends, True) if ends else (int(np.searchsorted(tier, tier[0], side="right")), False)


def _running(m: Floats, group: Ints) -> Floats:
    """Running total of each row's own group, in the order of the rows."""
    order = np.argsort(group, kind="stable")
    total = np.cumsum(m[order])
    first = np.concatenate([[True], np.diff(group[order]) != 0])
    before = np.concatenate([[0.0], total[:-1]])[first]
    found = np.empty(len(m))
    found[order] = total - np.repeat(before, np.diff(np.append(np.flatnonzero(first), len(m))))
    return found


def _closing_times(
    m: Floats, w: Floats, seats: float, groups: list[Ints], quotas: list[Floats]
) -> tuple[float, Floats]:
    """The time at which the seats are used up, and for each class the time at which it leaves the race."""
    own = [np.full(len(quota), np.inf) for quota in quotas]
    for _ in range(len(quotas) * 20):
        before = [times.copy() for times in own]
        for a, (group, quota) in enumerate(zip(groups, quotas, strict=True)):
            others = _earliest([own[b][groups[b]] for b in range(len(own)) if b != a], len(m))
            own[a] = _when(m, w, others, group, quota)
        if all(np.allclose(old, new, rtol=1e-12, atol=0) for old, new in zip(before, own, strict=True)):
            break
    leaves = _earliest([times[group] for times, group in zip(own, groups, strict=True)], len(m))
    everyone = np.zeros(len(m), dtype=np.int64)
    t = float(_when(m, w, leaves, everyone, np.array([seats]))[0])
    return t, np.minimum(leaves, t)


def _earliest(times: list[Floats], size: int) -> Floats:
    return np.minimum.reduce(times) if times else np.full(size, np.inf)


def _when(m: Floats, w: Floats, leaves: Floats, group: Ints, quota: Floats) -> Floats:
    """When the arrivals of each group reach its quota, classes leaving at `leaves`; infinite where they never do."""

    def arrived(t: Floats) -> Floats:
        gone = m * -np.expm1(-w * np.minimum(leaves, t[group]))
        return np.bincount(group, weights=gone, minlength=len(quota)).astype(float)

    never = arrived(np.full(len(quota), np.inf)) <= quota
    low, high = np.full(len(quota), -80.0), np.full(len(quota), 80.0)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        short = arrived(np.exp(middle)) < quota
        low, high = np.where(short, middle, low), np.where(short, high, middle)
        if float((high - low).max()) < 1e-15:
            break
    return np.where(never, np.inf, np.exp(high))


def _doubt(n: Floats, arrives: Floats, group: Ints, quota: Floats) -> float:
    """Largest share of a group by which luck lowers what its quota lets through.

    arrives: probability of being left by earlier stages and arriving before the seats are used up.
    """
    size = np.bincount(group, weights=n, minlength=len(quota))
    mean = np.bincount(group, weights=n * arrives, minlength=len(quota))
    sd = np.sqrt(np.bincount(group, weights=n * arrives * (1 - arrives), minlength=len(quota)))
    near = np.flatnonzero((size > 0) & (np.abs(mean - quota) < _FAR * sd))  # elsewhere luck changes nothing
    rows = np.column_stack((quota, mean, sd, size))[near].tolist()
    return max(((min(q, mu) - mean_of_lower(mu, s, q)) / many for q, mu, s, many in rows), default=0.0)


def _by_draws(race: Race, draws: int) -> tuple[Floats, str, float]:
    of_unit = np.repeat(np.arange(len(race.n)), race.n.astype(np.int64))
    generator = np.random.Generator(np.random.Philox(_SEED))
    together = draws if len(of_unit) <= _FEW else 1
    total = np.zeros((len(race.n), len(race.stages)))
    for _ in range(draws // together):
        alive = np.ones((together, len(of_unit)), dtype=bool)
        for k, stage in enumerate(race.stages):
            arrival = generator.standard_exponential(alive.shape)
            won = _walks(stage, of_unit, arrival, alive) if together > 1 else walk(stage, of_unit, arrival[0], alive[0])
            total[:, k] += np.bincount(of_unit, weights=np.atleast_2d(won).sum(axis=0), minlength=len(race.n))
            alive &= ~won
    p = total / draws / race.n[:, None]
    spread = np.sqrt(p * (1 - p) / draws)
    return p, "draws", float(spread.max()) if p.size else math.nan


def _walks(stage: RaceStage, of_unit: Ints, arrival: Floats, alive: Flags) -> Flags:
    """As `walk`, for many draws at once, place by place. arrival, alive: shape (draws, units)."""
    runs = alive & stage.eligible[of_unit]
    tier = np.where(runs, stage.tier[of_unit], np.iinfo(np.int64).max)
    order = np.lexsort((arrival / stage.weight[of_unit], tier), axis=-1)
    draws = np.arange(len(alive))
    left = [np.tile(limit.seats, (len(alive), 1)) for limit in stage.limits]
    seats = np.full(len(alive), stage.seats)
    won = np.zeros_like(alive)
    for place in range(int(runs.sum(axis=1).max(initial=0))):
        unit = order[:, place]
        takes = runs[draws, unit] & (seats > 0)
        for limit, quota in zip(stage.limits, left, strict=True):
            takes &= quota[draws, limit.group[of_unit[unit]]] > 0
        for limit, quota in zip(stage.limits, left, strict=True):
            quota[draws, limit.group[of_unit[unit]]] -= takes
        seats -= takes
        won[draws, unit] = takes
    return won


def walk(stage: RaceStage, of_unit: Ints, arrival: Floats, alive: Flags) -> Flags:
    """Who is taken when the list is walked in order of tier and arrival, full groups skipped. One element a unit."""
    runs = np.flatnonzero(alive & stage.eligible[of_unit])
    order = runs[np.lexsort((arrival[runs] / stage.weight[of_unit[runs]], stage.tier[of_unit[runs]]))]
    won = np.zeros(len(of_unit), dtype=bool)
    if len(stage.limits) == 1:
        limit = stage.limits[0]
        order = order[_place_in_group(limit.group[of_unit[order]]) < limit.seats[limit.group[of_unit[order]]]]
        won[order[: stage.seats]] = True
        return won
    left = [limit.seats.copy() for limit in stage.limits]
    groups = [limit.group[of_unit] for limit in stage.limits]
    seats = stage.seats
    for unit in order:
        if seats == 0:
            break
        if all(quota[group[unit]] > 0 for quota, group in zip(left, groups, strict=True)):
            won[unit] = True
            seats -= 1
            for quota, group in zip(left, groups, strict=True):
                quota[group[unit]] -= 1
    return won


def _place_in_group(group: Ints) -> Ints:
    """How many of the same group stand before each element."""
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    start = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    place = np.empty(len(group), dtype=np.int64)
    place[order] = np.arange(len(group)) - np.repeat(start, np.diff(np.r_[start, len(group)]))
    return place
