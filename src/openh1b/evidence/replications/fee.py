"""EIG's table of the proposed fee, rule by rule: pay of winners, who still pays, visas filled, revenue."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from openh1b.arrays import Floats
from openh1b.cost.horizon import Horizon
from openh1b.evidence.replications.people import CAPS, MASTERS, Ready, measured, people, ready
from openh1b.evidence.replications.published import Replication
from openh1b.evidence.replications.row import Ours
from openh1b.law import policy
from openh1b.response.assumptions import CENTRAL, corner
from openh1b.response.cells import cells
from openh1b.response.prices import CHANNEL, IN_US
from openh1b.response.respond import respond
from openh1b.season.pool import Pool
from openh1b.season.wage_rules import LEVEL, PAY, THRESHOLD_LEVEL, THRESHOLDS, Entered, with_wages

SEASONS: Final = (2022, 2023, 2024)
CORNERS: Final = (CENTRAL, "low", "high")
_PROPOSED: Final = "proposed"


def rules(one: Replication) -> Mapping[str, str]:
    """Names of EIG's rows -> our policies."""
    proposed = ", ".join(f"{one.given(f'percentile_{k}'):g}" for k in (1, 2, 3, 4))
    return {
        "lottery": "lottery",
        "weighted": "weighted-levels",
        _PROPOSED: f"weighted-levels+wages.threshold_percentiles=[{proposed}]",
        "ranking": "lifetime-value-ranking",
    }


def table(one: Replication) -> dict[str, Ours]:
    """All rows of the table: those of the season as means over three seasons, with the low and the high corner."""
    found: dict[str, list[dict[str, float]]] = defaultdict(list)
    for season in SEASONS:
        for name, values in _season(one, season):
            found[name].append(values)
    means = {name: {k: float(np.mean([v[k] for v in values])) for k in values[0]} for name, values in found.items()}
    return {**{name: _ours(values) for name, values in means.items()}, **_eligible(found), **_arithmetic(one)}


def _ours(values: Mapping[str, float]) -> Ours:
    if len(values) == 1:
        return Ours(values[CENTRAL])
    return Ours(values[CENTRAL], min(values.values()), max(values.values()), "range")


def _eligible(found: Mapping[str, list[dict[str, float]]]) -> dict[str, Ours]:
    """Shares of the pool that meet the proposed Level I, season by season."""
    shares = found[f"{_PROPOSED}:eligible"]
    return {f"eligible-{season}": Ours(one[CENTRAL]) for season, one in zip(SEASONS, shares, strict=True)}


def _season(one: Replication, season: int) -> Iterator[tuple[str, dict[str, float]]]:
    pool, fee = people(season), one.given("fee")
    stays = _stays(pool, fee)
    in_us = np.asarray(pool.array(CHANNEL) == IN_US, dtype=float)
    for row, name in rules(one).items():
        ran = _ready(pool, f"{name}+{CAPS}")
        won = ran.expected(pool.n.astype(float))
        yield f"{row}:median", {CENTRAL: measured(season, won, "pay-median")}
        yield f"{row}:pays", {k: float((won * in_us) @ stay / (won @ in_us)) for k, stay in stays.items()}
        visas = {k: float(ran.expected(stay).sum()) for k, stay in stays.items()}
        yield f"{row}:visas", visas
        yield f"{row}:revenue", {k: number * fee for k, number in visas.items()}
        if row == _PROPOSED:
            yield f"{row}:eligible", {CENTRAL: ran.eligible}


def _stays(pool: Pool, fee: float) -> dict[str, Floats]:
    """By corner: share of each person's employers that still register at the fee, under a lottery for cap numbers."""
    small, base = cells(pool), f"lottery+{CAPS}"
    before, after = (policy(one, season=pool.season) for one in (base, f"{base}+price.one_time_fee_usd={fee:.0f}"))
    found = {}
    for name in CORNERS:
        reacted = respond(small.pool, after, seats=(), assumptions=corner(name), reference=before)
        found[name] = (1 - reacted.out / small.pool.n)[small.of_row]
    return found


def _ready(pool: Pool, name: str) -> Ready:
    """The rule on the people; under thresholds of its own, those paid below its Level I may not enter."""
    told = with_wages(pool, policy(name, season=pool.season))
    if THRESHOLD_LEVEL not in told.columns:
        return ready(pool, name)
    read = replace(told, columns={LEVEL: told.columns[THRESHOLD_LEVEL], MASTERS: pool.columns[MASTERS]}, id_column=None)
    below = np.asarray(told.array(PAY) < told.array(THRESHOLDS[0]))
    return Ready(Entered(read, below).race(ready(read, name).race))


def _arithmetic(one: Replication) -> dict[str, Ours]:
    """Six-year payroll saving from EIG's own gap and median, and revenue from its own visas."""
    rate = (1 + one.given("discount")) / (1 + one.given("growth")) - 1
    horizon = Horizon(years=int(one.given("years")), discount=rate, separation=0.0)
    found = {}
    for row in rules(one):
        gap, median, visas = (one.numbers[f"{row}:{part}"].value or 0.0 for part in ("gap", "median", "visas"))
        found[f"{row}:saving"] = Ours(median * math.expm1(-gap / 100) * horizon.annuity)
        found[f"{row}:product"] = Ours(visas * one.given("fee"))
    return found
