"""Raises under a budget, against every combination tried one by one; luck, against counting."""

from __future__ import annotations

import math
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, hypergeom

from openh1b.cases import employer_knapsack as knapsack
from openh1b.cases.employer_file import read_candidates
from openh1b.cases.employer_knapsack import Option, choose, steps
from openh1b.cases.employer_luck import dependence, distribution, luck
from openh1b.cases.employer_plan import options_of, plan_of
from openh1b.cases.employer_staff import Job, raises_of
from openh1b.cases.scenarios import ScenarioOdds, scenario_odds, scenarios
from openh1b.law import policy
from openh1b.season.wages_table import shipped
from tests.cases.employer_made import made, row, write

OPTIONS = st.builds(Option, st.integers(1, 30), st.integers(1, 12).map(lambda tenths: tenths / 10))
GROUPS = st.lists(st.lists(OPTIONS, max_size=3), max_size=6)


@settings(deadline=None, max_examples=300)
@given(GROUPS, st.integers(0, 90))
def test_the_choice_is_the_best_of_all_and_of_the_best_the_cheapest(groups: list[list[Option]], budget: int):
    every = (
        [group[at] for group, at in zip(groups, picked, strict=True) if at is not None]
        for picked in product(*([None, *range(len(group))] for group in groups))
    )
    sums = [(round(sum(one.gain for one in each), 6), -sum(one.cost for one in each)) for each in every]
    best = max(pair for pair in sums if -pair[1] <= budget)
    found = choose(groups, budget)
    assert (round(found.gain, 6), -found.cost) == best
    assert found.short_by == 0
    taken = [group[at] for group, at in zip(groups, found.picked, strict=True) if at is not None]
    assert sum(one.cost for one in taken) == found.cost <= budget


def test_steps_fall_in_value_and_leave_out_what_is_never_on_the_way():
    options = [Option(10, 1.0), Option(20, 1.1), Option(30, 2.5), Option(40, 2.4)]
    assert steps(options) == ((10, 1.0), (20, 1.5))
    assert steps([Option(10, 0.1), Option(20, 2.0)]) == ((20, 2.0),)


def test_many_groups_are_chosen_exactly():
    rng = np.random.Generator(np.random.Philox(7))
    groups = [
        [
            Option(int(cost), float(gain))
            for cost, gain in zip(np.cumsum(rng.integers(1e5, 3e6, 3)), np.cumsum(rng.random(3)), strict=True)
        ]
        for _ in range(500)
    ]
    found = choose(groups, 500_000_000)
    assert found.short_by == 0
    assert 0.99 * 500_000_000 < found.cost <= 500_000_000


def test_where_states_are_dropped_the_choice_says_how_short_it_may_fall(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(knapsack, "MOST_STATES", 3)
    rng = np.random.Generator(np.random.Philox(8))
    groups = [[Option(int(c), float(c) / 1_000)] for c in rng.integers(100, 1_000, 14)]
    cut = choose(groups, 3_000)
    monkeypatch.undo()
    best = choose(groups, 3_000)
    assert cut.cost <= 3_000
    assert cut.gain <= best.gain + 1e-9 <= cut.gain + cut.short_by + 2e-9


def jobs_in(path: Path, rows: list[dict[str, str]]) -> tuple[Job, ...]:
    return read_candidates(write(path, rows), shipped()).jobs


@pytest.fixture(scope="module")
def odds() -> tuple[ScenarioOdds, ...]:
    law = policy("current", season=2028)
    return tuple(scenario_odds(one, law) for one in scenarios(2028))


def by_trying(jobs: tuple[Job, ...], odds: ScenarioOdds, budget: float) -> float:
    """Most gain over every choice of pay for every candidate, where nobody similar may be left below a raised one."""
    people = [one for job in jobs for one in job.candidates]
    best = 0.0
    targets = [[None, *(usd for usd in one.floors.usd[1:] if usd > one.wage_usd)] for one in people]
    for to in product(*targets):
        cost, gain = 0.0, 0.0
        for job in jobs:
            mine = [(one, pay) for one, pay in zip(people, to, strict=True) if one in job.candidates]
            floor = max((pay for _, pay in mine if pay is not None), default=0.0)
            if any((pay or one.wage_usd) < floor for one, pay in mine):
                break
            cost += sum(max(0.0, floor - pay) for pay in job.peers_usd or ())
            for one, pay in mine:
                level = one.standing.level if pay is None else sum(pay >= usd for usd in one.floors.usd)
                gain += odds.any[level - 1, int(one.us_masters)] - odds.any[one.standing.level - 1, int(one.us_masters)]
                cost += 0.0 if pay is None else pay - one.wage_usd
        else:
            best = max(best, gain) if cost <= budget + 0.005 else best
    return best


@pytest.mark.parametrize("budget", [0, 9_000, 40_000, 75_000, 150_000, 400_000])
def test_raises_are_the_best_of_every_pay_that_the_required_wage_allows(tmp_path: Path, odds, budget: int):
    rows = [
        row(candidate_id="a", offered_wage_usd="145000", job="x", peers="2", peers_wage_usd="140000;200000"),
        row(candidate_id="b", offered_wage_usd="176000", job="x", us_masters_or_higher="no"),
        row(candidate_id="c", offered_wage_usd="100000", job="y"),
        row(candidate_id="d", soc="13-2011", offered_wage_usd="80000"),
        row(candidate_id="e", soc="13-2011", offered_wage_usd="95000", us_masters_or_higher="no"),
    ]
    jobs = jobs_in(tmp_path / "few.csv", rows)
    people = [one for job in jobs for one in job.candidates]
    plan = plan_of(options_of(jobs, odds, 0), budget, odds, people)
    assert plan.usd <= budget
    assert plan.gain[0] == pytest.approx(by_trying(jobs, odds[0], budget), abs=1e-9)


def test_a_raise_lifts_everyone_similar_who_has_less_and_nobody_else(tmp_path: Path):
    rows = [
        row(candidate_id="a", offered_wage_usd="165000", job="x", peers="3", peers_wage_usd="160000;180710.40;190000"),
        row(candidate_id="b", offered_wage_usd="185000", job="x"),
        row(candidate_id="c", offered_wage_usd="165000", job="other"),
        row(candidate_id="d", offered_wage_usd="165000", job="x", area="35620"),
    ]
    job = next(one for one in jobs_in(tmp_path / "job.csv", rows) if one.candidates[0].id == "a")
    third, fourth = raises_of(job)
    assert (third.level, third.to_usd) == (3, 180_710.40)
    assert ([one.id for one in third.raised], third.peers) == (["a"], 1)
    assert third.peers_usd == pytest.approx(20_710.40)
    assert third.usd == pytest.approx(15_710.40 + 20_710.40)
    assert ([one.id for one in fourth.raised], fourth.peers) == (["a", "b"], 3)


def test_odds_after_the_raises_are_those_of_the_new_levels(tmp_path: Path, odds):
    jobs = jobs_in(tmp_path / "many.csv", made(60))
    people = sorted((one for job in jobs for one in job.candidates), key=lambda one: one.row)
    plan = plan_of(options_of(jobs, odds, 3), 600_000, odds, people)
    for k, one in enumerate(odds):
        before = sum(one.any[each.standing.level - 1, int(each.us_masters)] for each in people)
        assert plan.after[k].expected == pytest.approx(before + plan.gain[k])
        assert plan.gain[k] == pytest.approx(sum(each.gain[k] for each in plan.chosen))


def test_equal_odds_give_the_binomial_and_unequal_ones_what_counting_gives():
    assert distribution([0.3] * 40) == pytest.approx(binom.pmf(range(41), 40, 0.3))
    odds = [0.1, 0.5, 0.9, 0.35]
    counted = np.zeros(5)
    for won in product((0, 1), repeat=4):
        counted[sum(won)] += math.prod(p if w else 1 - p for p, w in zip(odds, won, strict=True))
    assert distribution(odds) == pytest.approx(counted)


def test_luck_has_at_least_nine_tenths_between_its_ends():
    for odds in ([0.3] * 20, [0.02] * 30, [0.99] * 10, [0.0, 1.0]):
        found, chance = luck(odds), distribution(odds)
        assert chance[: found.low].sum() < 0.05 <= chance[: found.low + 1].sum() + 1e-12
        assert chance[found.low : found.high + 1].sum() >= 0.9 - 1e-9
        assert found.expected == pytest.approx(sum(odds))


def test_nobody_gives_nothing():
    assert luck([]).expected == 0
    assert distribution([]) == pytest.approx([1.0])


def test_what_independence_overstates_is_that_of_a_draw_of_fixed_seats():
    units, seats, own = 20_000, 6_000, 500
    exact = hypergeom.std(units, seats, own) / binom.std(own, seats / units)
    assert 1 - exact == pytest.approx(dependence(own * seats / units, seats), rel=0.05)
