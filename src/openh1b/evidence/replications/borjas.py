"""Borjas's fee: what a visa is worth at his wage gap, and the fee that brings most revenue under our assumptions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from openh1b.cost.horizon import Horizon
from openh1b.evidence.replications.published import Replication
from openh1b.evidence.replications.row import Ours
from openh1b.law import policy
from openh1b.response.assumptions import CENTRAL, Assumptions, corner
from openh1b.response.cells import cells
from openh1b.response.surplus import surplus
from openh1b.season.pool import Pool
from openh1b.season.published import Splits, season
from openh1b.season.synthetic import synthetic_pool
from openh1b.season.wage_rules import PAY

_SEASON = 2026
_TRIED = 80
_FROM, _TO = 2_000.0, 2_000_000.0


def fee(one: Replication) -> dict[str, Ours]:
    """The fee of most revenue, and that revenue, by corner; and with the surplus that his gap alone gives."""
    people = synthetic_pool(season(_SEASON), Splits())
    pool, gap = cells(people).pool, one.given("gap")
    pay = float(np.median(people.array(PAY)))
    own = replace(corner(), median_surplus_usd=_worth(pay, gap, corner().separation, corner().discount))
    found = {name: _best(pool, corner(name)) for name in (CENTRAL, "low", "high")}
    with_gap = _best(pool, own)
    return {
        "fee": _over([one for one, _ in found.values()]),
        "revenue": _over([one for _, one in found.values()]),
        "fee-at-gap": Ours(with_gap[0]),
        "revenue-at-gap": Ours(with_gap[1]),
        "break-even": Ours(own.median_surplus_usd, own.median_surplus_usd, _worth(pay, gap, 0.0, 0.0), "range"),
    }


def _over(values: list[float]) -> Ours:
    """The first is the middle."""
    return Ours(values[0], min(values), max(values), "range")


def _worth(pay: float, gap: float, separation: float, discount: float) -> float:
    """What an employer saves over the term where comparable workers earn pay / (1 - gap), US dollars."""
    return (pay / (1 - gap) - pay) * Horizon(discount=discount, separation=separation).annuity


def _best(pool: Pool, assumptions: Assumptions) -> tuple[float, float]:
    """Fee and revenue: the fee times those who pay it, who are no more than there are cap numbers.

    Revenue rises to one top and falls, so that a second look around the best of a coarse row finds it within 0.2%.
    """
    law = policy("current", season=_SEASON).caps
    most, laws = law.regular + law.advanced_degree, surplus(pool, assumptions)
    staying = 1 - assumptions.marginal_share
    low, high, best = _FROM, _TO, (0.0, 0.0)
    for _ in range(2):
        fees = np.geomspace(low, high, _TRIED)
        paying = np.array([pool.n @ laws.survival(np.full(len(pool), one)) for one in fees]) * staying
        revenue = fees * np.minimum(paying, most)
        k = int(revenue.argmax())
        low, high, best = fees[max(k - 1, 0)], fees[min(k + 1, _TRIED - 1)], (float(fees[k]), float(revenue[k]))
    return best
