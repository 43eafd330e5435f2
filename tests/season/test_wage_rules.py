"""Wage floors and selection thresholds with nobody reacting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from openh1b.errors import PoolError
from openh1b.law import Policy, policy
from openh1b.season.entry import race, rule
from openh1b.season.pool import Pool
from openh1b.season.published import Splits, published_pool, season
from openh1b.season.seats import Round
from openh1b.season.synthetic import synthetic_pool
from openh1b.season.wage_rules import REQUIRED, THRESHOLD_LEVEL, enter, with_wages, without_wages
from openh1b.season.wages_percentiles import percentile_floors
from openh1b.selection.odds import odds

SEATS = (Round({"regular": 300, "advanced_degree": 100}),)
PAY, LEVEL = "offered_wage_usd", "selection_level"


@pytest.fixture(scope="module")
def people() -> Pool:
    """A thousand synthetic people of FY2026."""
    return synthetic_pool(season(2026), Splits(), size=1_000)


def of(name: str) -> Policy:
    return policy(name, season=2026)


def eligible(pool: Pool, one: Policy) -> Mapping[str, np.ndarray]:
    """Who may enter each stage."""
    entered = enter(pool, one)
    made = entered.race(race(rule(one, SEATS, pool.units), entered.pool, one.name))
    return {stage.name: stage.eligible for stage in made.stages}


def test_a_policy_without_wage_rules_leaves_the_pool_as_it_is(people: Pool):
    entered = enter(people, of("weighted-levels"))
    assert entered.pool is people
    assert entered.barred is None
    assert (entered.notes, entered.assumptions) == ((), ())


def test_a_salary_floor_bars_whoever_is_paid_less_and_nobody_at_it(people: Pool):
    floor = float(np.sort(people.array(PAY))[500])
    barred = enter(people, of(f"wages.floor_usd={floor}")).barred
    assert barred is not None
    assert (barred == (people.array(PAY) < floor)).all()
    assert (people.array(PAY) == floor).any()


def test_a_floor_and_the_stage_s_own_rule_both_hold(people: Pool):
    who = eligible(people, of("wages.floor_usd=110000"))
    enough, masters = people.array(PAY) >= 110_000, people.array("us_masters_or_higher").astype(bool)
    assert (who["regular"] == enough).all()
    assert (who["advanced_degree"] == (enough & masters)).all()


def test_a_bar_in_the_rule_and_a_floor_both_hold(people: Pool):
    who = eligible(people, of("grassley-durbin+wages.floor_usd=110000"))
    enough, dependent = people.array(PAY) >= 110_000, people.array("h1b_dependent").astype(bool)
    masters = people.array("us_masters_or_higher").astype(bool)
    assert (who["regular"] == (enough & ~dependent)).all()
    assert (who["advanced_degree"] == (enough & ~dependent & masters)).all()


def test_a_floor_at_the_percentiles_in_force_bars_only_pay_below_level_1(people: Pool):
    barred = enter(people, of("wages.floor_percentiles=[17, 34, 50, 67]")).barred
    assert barred is not None
    assert (barred == (people.array(PAY) < people.array("l1_usd"))).all()


def test_the_floor_is_that_of_the_selection_level_and_level_1_is_its_other_end(people: Pool):
    one, rows = of("wage-floor-2026"), np.arange(len(people))
    floors = percentile_floors(people, (34, 52, 70, 88))
    pay, level = people.array(PAY).astype(float), people.array(LEVEL).astype(int)
    high, low = enter(people, one).barred, enter(people, one).fewest
    assert high is not None
    assert low is not None
    assert (high == (np.round(pay, 2) < np.round(floors[rows, level - 1], 2))).all()
    assert (low == (np.round(pay, 2) < np.round(floors[:, 0], 2))).all()
    assert (low <= high).all()
    assert low.sum() < high.sum()
    (assumed,) = enter(people, one).assumptions
    assert assumed.value.startswith(f"the selection level: {high.mean():.1%}")
    assert assumed.range == f"Level I for all: {low.mean():.1%}"


def test_of_a_floor_in_dollars_and_one_by_percentile_the_higher_binds(people: Pool):
    both = with_wages(people, of("wage-floor-2026+wages.floor_usd=120000")).array(REQUIRED)
    alone = with_wages(people, of("wage-floor-2026")).array(REQUIRED)
    assert (both == np.maximum(alone, 120_000)).all()


def test_thresholds_replace_the_level_that_is_raced_and_not_the_pool_s_own(people: Pool):
    entered = enter(people, of("weighted-levels+threshold-2026"))
    floors = percentile_floors(people, (34, 52, 70, 88))
    expected = 1 + (people.array(PAY)[:, None] >= np.round(floors[:, 1:], 2)).sum(axis=1)
    assert (entered.pool.array(LEVEL) == expected).all()
    assert (entered.pool.array(LEVEL) != people.array(LEVEL)).any()
    assert entered.barred is None
    assert enter(people, of("weighted-levels")).pool.array(LEVEL) is not entered.pool.array(LEVEL)


def test_thresholds_at_the_percentiles_in_force_change_no_odds(people: Pool):
    same = of("weighted-levels+wages.threshold_percentiles=[17, 34, 50, 67]")
    found = [
        odds(race(rule(one, SEATS, 1_000), enter(people, one).pool, one.name)).by_row()
        for one in (of("weighted-levels"), same)
    ]
    assert (found[0] == found[1]).all()


def test_a_level_under_higher_thresholds_is_never_higher(people: Pool):
    level = enter(people, of("threshold-2020")).pool.array(LEVEL)
    assert (level <= people.array(LEVEL)).all()


def test_the_rows_and_their_other_columns_stay(people: Pool):
    entered = enter(people, of("threshold-2026+wages.floor_usd=100000"))
    assert len(entered.pool) == len(people)
    assert (entered.pool.array("beneficiary_id") == people.array("beneficiary_id")).all()
    assert set(people.columns) <= set(entered.pool.columns)
    assert (entered.pool.n == people.n).all()


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("wages.floor_usd=100000", {"offered_wage_usd"}),
        ("wage-floor-2026", {"offered_wage_usd", "soc_code", "area"}),
        ("threshold-2026", {"offered_wage_usd", "soc_code", "area"}),
    ],
)
def test_a_pool_without_the_columns_is_refused_with_all_of_them(name: str, missing: set[str]):
    pool = published_pool(season(2026), Splits())
    with pytest.raises(PoolError) as caught:
        enter(pool, of(name))
    assert {str(fault).split(" needs the column ")[1].split(".")[0] for fault in caught.value.faults} == missing


def test_the_error_of_the_percentile_method_is_printed(people: Pool):
    notes = " ".join(enter(people, of("wage-floor-2021")).notes)
    assert "method `thirds`" in notes
    assert "35: 2." in notes
    assert "90: 4.0% (11.5%)" in notes


def test_columns_of_an_earlier_answer_are_no_answer_for_another_policy(people: Pool):
    first = with_wages(people, of("wages.floor_usd=100000+threshold-2020"))
    again = enter(first, of("wages.floor_usd=90000"))
    assert again.barred is not None
    assert (again.barred == (people.array(PAY) < 90_000)).all()
    assert not {REQUIRED, THRESHOLD_LEVEL} & set(without_wages(first).columns)


def test_pay_is_compared_to_the_cent(people: Pool):
    pay = np.full(len(people), 99_999.999)
    pool = replace(people, columns={**{name: people.columns[name] for name in people.columns}, PAY: pay})
    barred = enter(pool, of("wages.floor_usd=100000")).barred
    assert barred is not None
    assert not barred.any()
