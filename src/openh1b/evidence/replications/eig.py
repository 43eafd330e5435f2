"""EIG's simulation of 2025: who is selected under the lottery, the weighted rule, and rules whose rows we lack."""

from __future__ import annotations

from openh1b.evidence.replications.people import EIG, mean_profile, selected
from openh1b.evidence.replications.published import Replication
from openh1b.evidence.replications.row import Ours
from openh1b.season.published import season
from openh1b.season.seats import Round
from openh1b.season.synthetic import synthetic_pool
from openh1b.season.wage_rules import PAY

_RATIO = "ratio-"


def lottery(one: Replication) -> dict[str, Ours]:
    """Measures of winners of the lottery, the mean of four seasons."""
    return _under("lottery", tuple(one.numbers))


def weighted(one: Replication) -> dict[str, Ours]:
    """Measures under the weighted rule; a number `ratio-X` is X under it over X under the lottery."""
    plain = tuple(name for name in one.numbers if not name.startswith(_RATIO))
    parts = tuple(name.removeprefix(_RATIO) for name in one.numbers if name.startswith(_RATIO))
    base, after = (mean_profile(rule, parts) for rule in ("lottery", "weighted-levels"))
    ratios = {f"{_RATIO}{part}": Ours(after[part] / base[part]) for part in parts}
    return {**_under("weighted-levels", plain), **ratios}


def other_rules(one: Replication) -> dict[str, Ours]:
    """Measures under further rules; a number is named `POLICY:MEASURE`."""
    found = {}
    for rule in dict.fromkeys(name.partition(":")[0] for name in one.numbers):
        measures = tuple(name.partition(":")[2] for name in one.numbers if name.startswith(f"{rule}:"))
        found.update({f"{rule}:{measure}": ours for measure, ours in _under(rule, measures).items()})
    return found


def _under(rule: str, measures: tuple[str, ...]) -> dict[str, Ours]:
    return {measure: Ours(value) for measure, value in mean_profile(rule, measures).items()}


def skill(one: Replication) -> dict[str, Ours]:
    """Mean pay of those selected over that of all who enter, less one, where the best paid are taken."""
    pool = synthetic_pool(season(2026), EIG)
    pay = pool.array(PAY).astype(float)
    found = {}
    for name in ("early", "late"):
        seats = (Round({"regular": round(one.given(name) * pool.units), "advanced_degree": 0}),)
        weight = selected(pool, "pay-ranking", seats)
        found[name] = Ours(float((pay * weight).sum() / weight.sum() / pay.mean() - 1))
    return found
