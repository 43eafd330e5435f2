"""Sums and shares that published counts must give, and the order of the stages: arithmetic and exact odds."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from openh1b.evidence.replications.people import CAPS, MASTERS, selected
from openh1b.evidence.replications.published import Replication
from openh1b.evidence.replications.row import Ours
from openh1b.law import load_law
from openh1b.season.mixes import load_mixes
from openh1b.season.pool import Pool
from openh1b.season.published import Splits, published_pool, season
from openh1b.season.seats import SPLITS, Seats
from openh1b.season.synthetic import masters_share

_ADVANCED_FIRST = "advanced-degree-first"
_FIRST, _LAST = 2021, 2026


def uscis(one: Replication) -> dict[str, Ours]:
    """Counts that must agree with each other."""
    return dict(_sums(one))


def _sums(one: Replication) -> Iterator[tuple[str, Ours]]:
    for year in range(_FIRST, _LAST + 1):
        parts = (_count("registrations_single", year), _count("registrations_multiple", year))
        yield f"eligible-{year}", Ours(float(sum(parts)))
        rounds = load_law().at("seasons.rounds", season=year).value
        yield f"rounds-{year}", Ours(float(sum(each["selected"] for each in rounds)))
    for year in (2024, 2025, 2026):
        yield f"each-{year}", Ours(_count("registrations_eligible", year) / _count("beneficiaries", year))
    fall = _count("registrations_eligible", 2027) / _count("registrations_eligible", 2026) - 1
    yield "fall-2027", Ours(fall)
    yield "footnote", Ours(one.given("of") / one.given("receipts"))
    yield "consular", Ours(one.given("consular_after") / one.given("consular_before") - 1)


def _count(name: str, year: int) -> float:
    return float(load_law().at(f"seasons.{name}", season=year).value)


def stock(one: Replication) -> dict[str, Ours]:
    """People authorised to work: USCIS's own components."""
    left = one.given("valid") - one.given("denied") - one.given("changed") - one.given("residents")
    return {"stock": Ours(left), "each": Ours(one.given("petitions") / one.given("valid"))}


def order(one: Replication) -> dict[str, Ours]:
    """Advanced-degree selections with the regular stage first, against the other way round."""
    whole, part = one.given("petitions"), one.given("advanced")
    n = np.array([whole - part, part], dtype=np.int64)
    pool = Pool("FY2019 order", 2020, "petition", {MASTERS: np.array([False, True])}, n)
    after, before = _advanced(pool, f"lottery+{CAPS}"), _advanced(pool, f"lottery+{_ADVANCED_FIRST}+{CAPS}")
    more = Ours(after - before)
    return {"two-draws": more, "dhs": more, "share": Ours(after / before - 1)}


def other_orders(_: Replication) -> dict[str, Ours]:
    """The same effect on later seasons, as published."""
    found = {}
    for year in (2021, 2026):
        one = season(year)
        pool = published_pool(one, Splits())
        after, before = (_advanced(pool, name, one.seats) for name in ("lottery", f"lottery+{_ADVANCED_FIRST}"))
        found[f"effect-{year}"] = Ours(after - before)
    return found


def _advanced(pool: Pool, name: str, seats: Seats = ()) -> float:
    return float(selected(pool, name, seats)[pool.array(MASTERS).astype(bool)].sum())


def masters(_: Replication) -> dict[str, Ours]:
    """Share with a US master's among the selected: FY2026 by lottery, FY2027 by weights, with FY2026's share entering.

    The range is over named splits by level, by US master's and between stages.
    """
    own = _share("lottery", 2026, Splits())
    every = [
        _share("weighted-levels", 2027, Splits(mix, _entering(name), cut))
        for mix in load_mixes().level_mixes
        for name in load_mixes().us_masters
        for cut in SPLITS
    ]
    middle = _share("weighted-levels", 2027, Splits(us_masters=_entering(Splits().us_masters)))
    return {"before": Ours(own), "after": Ours(middle, min(every), max(every), "definition")}


def _entering(name: str) -> str:
    """Share of those who entered FY2026, as a split that names no file."""
    return f"{masters_share(season(2026), Splits(us_masters=name)):.6f}"


def _share(name: str, year: int, splits: Splits) -> float:
    one = season(year, stages=splits.stages)
    pool = published_pool(one, splits)
    found = selected(pool, name, one.seats)
    return float(found[pool.array(MASTERS).astype(bool)].sum() / found.sum())
