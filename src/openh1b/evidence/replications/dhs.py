"""DHS's table of odds and its total of wages, from the weighted rule's impact analysis as others quote it."""

from __future__ import annotations

from openh1b.arrays import Floats
from openh1b.asked import ask
from openh1b.dhs_table import TABLE, dhs_table
from openh1b.evidence.replications.people import selected
from openh1b.evidence.replications.published import Replication
from openh1b.evidence.replications.row import Ours
from openh1b.law import load_law, policy
from openh1b.scenario import Scenario
from openh1b.season.mixes import LEVELS, load_mixes
from openh1b.season.published import Splits, season
from openh1b.season.seats import regular_share, split
from openh1b.season.synthetic import synthetic_pool
from openh1b.season.wage_rules import PAY

_SEASON = 2026
_DEFAULT_MIX = "dhs-implied"


def odds(_: Replication) -> dict[str, Ours]:
    """Linear odds from DHS's own two numbers, and the odds of a draw without replacement on the same inputs."""
    printed = load_mixes().published_odds[TABLE]
    entries = printed.random / printed.levels[0]
    linear = {f"linear-{level}": Ours(printed.random * level / entries) for level in LEVELS}
    drawn = {f"draw-{row.level}": Ours(row.same_inputs) for row in dhs_table(ask(Scenario(season=_SEASON)))}
    return {**linear, **drawn}


def wages(_: Replication) -> dict[str, Ours]:
    """Change of yearly pay with 85,000 visas, at DHS's odds of a plain lottery; the range is over published mixes."""
    found = {name: _change(name) for name in load_mixes().level_mixes}
    usd, share = found[_DEFAULT_MIX]
    return {
        "total": _over([one for one, _ in found.values()], usd),
        "share": _over([one for _, one in found.values()], share),
    }


def _over(values: list[float], middle: float) -> Ours:
    return Ours(middle, min(values), max(values), "definition")


def _change(mix: str) -> tuple[float, float]:
    """US dollars a year, and the same as a share of pay under the lottery."""
    pool = synthetic_pool(season(_SEASON), Splits(level_mix=mix))
    taken = round(load_mixes().published_odds[TABLE].random * pool.units)
    law = policy("current", season=_SEASON)
    seats = (split(taken, regular_share("caps", load_law())),)
    pay = pool.array(PAY).astype(float)
    before, after = (_mean(pay, selected(pool, name, seats)) for name in ("lottery", "weighted-levels"))
    return (after - before) * (law.caps.regular + law.caps.advanced_degree), after / before - 1


def _mean(pay: Floats, weight: Floats) -> float:
    return float((pay * weight).sum() / weight.sum())
