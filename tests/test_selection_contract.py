"""One contract for every policy: the named ones and all pairs that compose. A new policy file is tested by being there.

A pool has every column that a policy may read. Who is selected is checked on draws, which are exact under any rule.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openh1b.errors import PolicyError
from openh1b.law import policy, policy_names
from openh1b.season.entry import race, rule
from openh1b.season.pool import Pool
from openh1b.season.seats import Round
from openh1b.selection.draw import draw
from openh1b.selection.odds import odds
from openh1b.selection.race import Race
from openh1b.selection.rule import Rule

SEASON = 2028
BUSY = [HealthCheck.too_slow]  # a busy machine is no fault
FEW = settings(deadline=None, derandomize=True, max_examples=10, suppress_health_check=BUSY)
PERSON = {
    "selection_level": st.integers(1, 4),
    "us_masters_or_higher": st.booleans(),
    "offered_wage_usd": st.integers(60, 90).map(lambda thousands: thousands * 1_000.0),
    "received_on": st.integers(0, 3).map(lambda day: np.datetime64("2027-04-01") + day),
    "age": st.integers(22, 66),
    "regional_prices": st.sampled_from([88.0, 100.0, 112.5]),
    "employer": st.sampled_from(["Alpha", "Beta", "Gamma"]),
    "country": st.sampled_from(["CHN", "IND", "NGA"]),
    "state": st.sampled_from(["CA", "TX"]),
    "bid_usd": st.integers(0, 9).map(lambda thousands: thousands * 1_000.0),
    "soc_code": st.sampled_from(["13-2011", "15-1252"]),
    "h1b_dependent": st.booleans(),
    "employer_size": st.sampled_from(["1", "2-10", "11-100", "1,001+"]),
}
ALIKE = {
    "selection_level": 2,
    "offered_wage_usd": 80_000.0,
    "received_on": np.datetime64("2027-04-01"),
    "age": 30,
    "regional_prices": 100.0,
    "bid_usd": 1_000.0,
    "us_masters_or_higher": True,
    "soc_code": "15-1252",
}
PEOPLE = st.lists(st.fixed_dictionaries(PERSON), min_size=1, max_size=20)
SEATS = st.tuples(st.integers(0, 12), st.integers(0, 8), st.integers(0, 4))


def composes(first, second):
    try:
        policy(f"{first}+{second}", season=SEASON)
    except PolicyError:
        return False
    return True


def pairs(first):
    """Names of every pair of this policy and a later one that sets no path twice."""
    later = policy_names()[policy_names().index(first) + 1 :]
    return [f"{first}+{second}" for second in later if composes(first, second)]


NAMES = {name: (name,) for name in policy_names()}
NAMES |= {f"{name}+any": pairs(name) for name in policy_names()[1:] if pairs(name)}
every_policy = pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)


def test_policies_compose_unless_they_set_the_same_path():
    names = policy_names()[1:]
    for first in names:
        for second in names:
            same = policy(first, season=SEASON).sets & policy(second, season=SEASON).sets
            assert composes(first, second) == (not same)
    assert "advanced-degree-first+weighted-levels" in pairs("advanced-degree-first")
    assert "lottery+weighted-levels" not in pairs("lottery")


def pool_of(people, ids=None):
    columns = {name: np.array([person[name] for person in people]) for name in people[0]}
    columns["beneficiary_id"] = np.array([f"b{k:03d}" for k in range(len(people))] if ids is None else ids)
    return Pool("test pool", SEASON, "beneficiary", columns, np.ones(len(people), dtype=np.int64), "beneficiary_id")


def rule_of(name, seats, units) -> Rule:
    first, extra, later = seats
    rounds = (Round({"regular": first, "advanced_degree": extra}), Round({"regular": later, "advanced_degree": 0}))
    return rule(policy(name, season=SEASON), rounds, units)


def race_of(name, people, seats, ids=None) -> tuple[Race, list[str]]:
    pool = pool_of(people, ids)
    return race(rule_of(name, seats, pool.units), pool, name), pool.columns["beneficiary_id"].tolist()


def selected(one, ids, seed="s"):
    who = draw(one, ids, seed=seed, season=SEASON)
    return {ids[k]: one.names[who.stage[k]] for k in np.flatnonzero(who.selected)}


@every_policy
@FEW
@given(data=st.data(), people=PEOPLE, seats=SEATS)
def test_never_more_than_the_seats_and_only_the_eligible(names, data, people, seats):
    one, ids = race_of(data.draw(st.sampled_from(names)), people, seats)
    who, p = selected(one, ids), odds(one)
    for name in one.names:
        stages = [each for each in one.stages if each.name == name]
        able = np.any([each.eligible for each in stages], axis=0)
        here = np.array([who.get(unit) == name for unit in ids])
        assert here.sum() <= sum(each.seats for each in stages)
        assert not here[~able].any()
        assert name != "advanced_degree" or all(people[k]["us_masters_or_higher"] for k in np.flatnonzero(here))
        if not any(each.limits for each in stages):
            left = able & np.array([unit not in who for unit in ids])
            assert here.sum() == sum(each.seats for each in stages) or not left.any(), "an empty seat"
    assert all(each.filled <= each.seats + 1e-9 for each in p.stages)
    assert ((p.by_row() >= -1e-12) & (p.by_row() <= 1 + 1e-12)).all()
    assert all(p.by_row()[ids.index(unit)] > 0 for unit in who)


@every_policy
@FEW
@given(data=st.data(), people=PEOPLE, seats=SEATS, shuffle=st.randoms(use_true_random=False))
def test_row_order_and_extra_columns_change_nothing(names, data, people, seats, shuffle):
    name = data.draw(st.sampled_from(names))
    one, ids = race_of(name, people, seats)
    order = list(range(len(people)))
    shuffle.shuffle(order)
    extra = [{**people[k], "favourite": shuffle.random(), "n_of_kin": "x" * shuffle.randint(0, 3)} for k in order]
    other, others = race_of(name, extra, seats, [ids[k] for k in order])
    assert selected(one, ids) == selected(one, ids) == selected(other, others)
    np.testing.assert_allclose(odds(other).by_row(), odds(one).by_row()[order], rtol=0, atol=1e-9)


@every_policy
def test_thread_count_changes_nothing(names):
    name = names[-1]
    generator = np.random.default_rng(1)
    people = [
        {"us_masters_or_higher": bool(k % 3 == 0), "employer": "ABC"[k % 3], "country": "XY"[k % 2], "state": "CA"}
        | {
            "bid_usd": float(k * 7919 % 300),
            "h1b_dependent": bool(k % 4 == 0),
            "employer_size": ("1", "2-10", "11-100")[k % 3],
        }
        | {"soc_code": ("13-2011", "15-1252")[k % 2]}
        | {"selection_level": 1 + k % 4, "offered_wage_usd": float(generator.integers(60, 90)), "age": 25 + k % 30}
        | {"received_on": np.datetime64("2027-04-01") + k % 5, "regional_prices": 90.0 + k % 7}
        for k in range(200)
    ]
    one, ids = race_of(name, people, (50, 20, 10))
    seeds = [f"t{k}" for k in range(12)]
    found = []
    for threads in (1, 4):
        with ThreadPoolExecutor(threads) as workers:
            found.append(list(workers.map(lambda seed: selected(one, ids, seed), seeds)))
    assert found[0] == found[1]


IN_A_PROCESS = """
import hashlib
from test_selection_contract import odds, race_of, selected
people = [{"us_masters_or_higher": k % 3 == 0, "selection_level": 1 + k % 4, "regional_prices": 90.0 + k % 7,
           "offered_wage_usd": 60000.0 + k * 7919 % 300} for k in range(5000)]
one, ids = race_of("POLICY", people, (1500, 300, 100))
text = repr((sorted(selected(one, ids).items()), odds(one).by_row().tolist()))
print(hashlib.sha256(text.encode()).hexdigest())
"""


@pytest.mark.parametrize("name", ["weighted-levels", "regional-pay-ranking"])
def test_threads_of_the_libraries_change_nothing(name):
    found = set()
    for threads in ("1", "4"):
        limits = dict.fromkeys(("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), threads)
        here = {**os.environ, **limits, "PYTHONPATH": os.path.dirname(__file__)}  # noqa: PTH120
        script = [sys.executable, "-c", IN_A_PROCESS.replace("POLICY", name)]
        found.add(subprocess.run(script, env=here, check=True, capture_output=True, text=True).stdout)
    assert len(found) == 1


@every_policy
@FEW
@given(data=st.data(), people=PEOPLE)
def test_no_seats_select_nobody_and_seats_above_the_pool_everybody(names, data, people):
    name = data.draw(st.sampled_from(names))
    one, ids = race_of(name, people, (0, 0, 0))
    if policy(name, season=SEASON).selection.seats == "published":
        assert selected(one, ids) == {}
        assert not odds(one).by_row().any()
    many, ids = race_of(name, people, (1_000, 1_000, 1_000))
    able = np.any([each.eligible for each in many.stages], axis=0)
    if not any(each.limits for each in many.stages):
        assert set(selected(many, ids)) == {unit for unit, may in zip(ids, able, strict=True) if may}
        np.testing.assert_allclose(odds(many).by_row(), able)


@every_policy
@FEW
@given(data=st.data(), people=PEOPLE, seats=SEATS)
def test_equal_weights_are_the_lottery(names, data, people, seats):
    name = data.draw(st.sampled_from(names))
    alike = [{**person, **ALIKE} for person in people]
    made, pool = rule_of(name, seats, len(people)), pool_of(alike)
    lottery = Rule(tuple(replace(each, tier=0, weight=1) for each in made.stages))
    one, other, ids = race(made, pool), race(lottery, pool), pool.columns["beneficiary_id"].tolist()
    assert selected(one, ids) == selected(other, ids)
    np.testing.assert_allclose(odds(one).by_row(), odds(other).by_row(), rtol=0, atol=1e-12)


@every_policy
@FEW
@given(data=st.data(), people=PEOPLE, seats=SEATS, place=st.integers(0, 19), times=st.sampled_from([1.5, 4.0, 1e6]))
def test_a_higher_weight_or_a_better_tier_never_hurts(names, data, people, seats, place, times):
    one, ids = race_of(data.draw(st.sampled_from(names)), people, seats)
    row = np.arange(len(ids)) == place % len(ids)
    heavier = Race(one.n, tuple(replace(s, weight=np.where(row, s.weight * times, s.weight)) for s in one.stages))
    better = Race(one.n, tuple(replace(s, tier=np.where(row, 0, s.tier)) for s in one.stages))
    unit, limited = ids[place % len(ids)], any(each.limits for each in one.stages)
    for other in (heavier, better):
        for seed in ("a", "b", "c", "d"):
            assert unit not in selected(one, ids, seed) or unit in selected(other, ids, seed)
        if not limited:
            assert odds(other).by_row()[row] >= odds(one).by_row()[row] - 1e-9
