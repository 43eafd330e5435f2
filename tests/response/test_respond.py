"""Limits, signs and identities of a response."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from made_openings import FEW, SEATS, small_pool

from openh1b.errors import InputError, NotComputable, PoolError
from openh1b.law import Policy, policy
from openh1b.response.assumptions import Assumptions, corner, corners
from openh1b.response.outcome import ACTIONS, Responded
from openh1b.response.respond import respond
from openh1b.season.entry import race, rule
from openh1b.season.pool import Pool
from openh1b.season.published import Splits, published_pool, season
from openh1b.season.seats import Round
from openh1b.selection.linear import selected_by_stage
from openh1b.selection.odds import odds

React = Callable[..., Responded]
Setting = Callable[..., Policy]
RULES = ("current", "weighted-levels", "level-ranking", "pay-ranking", "regional-pay-ranking", "advanced-degree-first")


def engine(found: Responded, one: Policy, seats: tuple[Round, ...], units: int) -> np.ndarray:
    """Odds of the responded rows by stage, by the ordinary engine's closing times."""
    outcome = odds(race(rule(one, seats, units), found.pool))
    return selected_by_stage(outcome.passages)[outcome.classes.of_row]


@pytest.mark.parametrize("label", list(corners()))
def test_the_law_of_the_season_itself_moves_nobody_in_any_corner(react: React, published: Pool, label: str):
    found = react(policy(season=2026), assumptions=corner(label))
    assert (found.pool.n == published.n).all()
    assert (found.shares[:, 0] == 1).all()
    before = odds(race(rule(policy(season=2026), SEATS, published.units), published)).by_row()
    assert (odds(race(rule(policy(season=2026), SEATS, published.units), found.pool)).by_row() == before).all()


def test_the_weighted_rule_moves_nobody_where_the_pool_was_observed_under_it(small: Pool):
    weighted = policy("weighted-levels", season=2026)
    found = respond(small, weighted, seats=FEW, assumptions=corner("high"), reference=weighted)
    assert (found.pool.n == small.n).all()


def test_a_fee_of_nothing_changes_nothing(react: React, setting: Setting, published: Pool):
    found = react(setting(price__one_time_fee_usd=0, price__yearly_fee_usd=0))
    assert (found.pool.n == published.n).all()


def test_a_fee_above_every_surplus_empties_the_season(react: React, setting: Setting, published: Pool):
    found = react(setting(price__one_time_fee_usd=10_000_000))
    assert found.units < 0.01
    one = setting(price__one_time_fee_usd=1)
    beyond = replace(one.dated["price.one_time_fee_usd"], value=1e15)
    empty = react(replace(one, dated=MappingProxyType({**one.dated, "price.one_time_fee_usd": beyond})))
    assert empty.units == 0
    assert empty.pool.n.sum() == 0
    assert empty.out.sum() == published.units
    assert empty.payments.one_time_usd == 0
    assert [stage.selected for stage in empty.closings] == pytest.approx([0, 0], abs=1e-9)
    assert (odds(race(rule(one, SEATS, published.units), empty.pool)).by_row() == 0).all()


@pytest.mark.parametrize("name", RULES)
def test_the_ordinary_engine_gives_the_responded_rows_the_same_odds(small: Pool, name: str, setting: Setting):
    pool = replace(small, columns={**small.columns, "regional_prices": np.linspace(85, 110, len(small))})
    one = setting(name, price__one_time_fee_usd=30_000)
    found = respond(pool, one, seats=FEW, assumptions=corner())
    assert found.off <= 1e-9
    assert found.units < pool.units
    there = engine(found, one, FEW, pool.units)
    # tiers that luck may close, and equal pay that rounding tells apart, move the engine by this much
    assert there == pytest.approx(found.p, abs=2e-6 if "ranking" in name else 1e-9)


@pytest.mark.parametrize("name", RULES[:4])
def test_as_many_are_selected_as_there_are_seats(small: Pool, name: str):
    found = respond(small, policy(name, season=2026), seats=FEW, assumptions=corner())
    assert found.pool.n @ found.p == pytest.approx([150, 50], rel=1e-9)
    assert [stage.selected for stage in found.closings] == pytest.approx([150, 50], rel=1e-9)


def test_where_everyone_is_selected_nobody_raises_or_relabels(small: Pool, setting: Setting):
    for one in (policy("weighted-levels+no-cap", season=2026), setting("no-cap", price__one_time_fee_usd=20_000)):
        found = respond(small, one, seats=FEW, assumptions=corner("high"))
        assert found.by_action["raise"] == found.by_action["relabel"] == 0
        assert found.odds == pytest.approx(1)


def test_a_lottery_gives_no_reason_to_raise(small: Pool, setting: Setting):
    found = respond(small, setting(price__one_time_fee_usd=50_000), seats=FEW, assumptions=corner("high"))
    assert found.by_action["raise"] == found.by_action["relabel"] == 0
    assert found.by_action["out"] > 0


def test_a_raise_under_weights_pays_exactly_the_gap_to_the_next_level(small: Pool):
    found = respond(small, policy("weighted-levels", season=2026), seats=FEW, assumptions=corner("high"))
    raised = found.pool.array("action") == "raise"
    origin = found.origin[raised]
    level = small.array("selection_level")[origin]
    floors = np.stack([small.array(f"l{k}_usd") for k in (1, 2, 3, 4)], axis=1)
    assert raised.any()
    assert (found.pool.array("offered_wage_usd")[raised] == floors[origin, level]).all()
    assert (found.pool.array("selection_level")[raised] == level + 1).all()
    more = floors[origin, level] - small.array("offered_wage_usd")[origin]
    assert found.payments.raises_usd == pytest.approx((found.pool.n * found.odds)[raised] @ more)


def test_a_new_label_moves_the_level_and_not_the_pay(small: Pool):
    found = respond(small, policy("weighted-levels", season=2026), seats=FEW, assumptions=corner("high"))
    moved = found.pool.array("action") == "relabel"
    assert moved.any()
    level, pay = (found.pool.array(name)[moved] for name in ("selection_level", "offered_wage_usd"))
    assert (level == small.array("selection_level")[found.origin[moved]] + 1).all()
    assert (pay == small.array("offered_wage_usd")[found.origin[moved]]).all()


def test_a_raise_under_a_ranking_by_pay_reaches_the_clearing_pay_and_is_surely_selected(small: Pool):
    found = respond(small, policy("pay-ranking", season=2026), seats=FEW, assumptions=corner("high"))
    raised = found.pool.array("action") == "raise"
    assert raised.any()
    assert found.odds[raised] == pytest.approx(1)
    pay = found.pool.array("offered_wage_usd")
    assert (pay[raised] > small.array("offered_wage_usd")[found.origin[raised]]).all()
    assert pay[raised].min() >= min(one.tier for one in found.closings if one.tier is not None)
    assert found.by_action["relabel"] == 0


def test_a_salary_floor_is_paid_by_those_who_stay(small: Pool, setting: Setting):
    found = respond(small, setting(wages__floor_usd=110_000), seats=FEW, assumptions=corner())
    pay = found.pool.array("offered_wage_usd")
    below = small.array("offered_wage_usd") < 110_000
    assert below.any()
    assert pay.min() >= 110_000
    assert (found.pool.array("action")[below[found.origin]] == "raise").all()
    assert (pay[below[found.origin]] == 110_000).all()
    assert (found.shares[below, ACTIONS.index("stay")] == 0).all()
    assert found.shares[below, ACTIONS.index("raise")].sum() > 0
    above = found.shares[~below, ACTIONS.index("out")]
    assert above.max() == 0  # odds rose: nobody above the floor has a reason to leave


@pytest.mark.parametrize("path", ["price__one_time_fee_usd", "price__yearly_fee_usd", "price__consular_fee_usd"])
def test_a_higher_fee_never_brings_more_entrants(small: Pool, setting: Setting, path: str):
    fees = (0, 100, 1_000, 5_000, 20_000, 60_000, 150_000, 400_000)
    entrants = [
        respond(small, setting(**{path: fee}), seats=FEW, assumptions=corner("reroute_share low")).units for fee in fees
    ]
    assert (np.diff(entrants) <= 1e-9).all()
    assert entrants[-1] < entrants[0]


def test_more_surplus_never_means_fewer_entrants(small: Pool, setting: Setting):
    one = setting(price__one_time_fee_usd=60_000)
    entrants = [
        respond(small, one, seats=FEW, assumptions=replace(corner(), median_surplus_usd=m)).units
        for m in (10_000, 40_000, 110_000, 200_000, 1_000_000)
    ]
    assert (np.diff(entrants) > 0).all()


def test_an_avoidable_fee_that_all_can_avoid_costs_nobody_anything(small: Pool, setting: Setting):
    found = respond(
        small,
        setting(price__consular_fee_usd=100_000),
        seats=FEW,
        assumptions=replace(corner(), reroute_share=1.0),
    )
    assert found.units == small.units
    assert found.payments.consular_usd == 0
    assert set(found.pool.array("channel")) == {"in_us"}
    assert found.by_action["reroute"] == small.n[small.array("channel") == "consular"].sum()


def test_an_avoidable_fee_never_costs_those_in_the_us_anything(small: Pool, setting: Setting):
    found = respond(small, setting(price__consular_fee_usd=100_000), seats=FEW, assumptions=corner())
    at_home = small.array("channel") == "in_us"
    assert (found.shares[at_home, 0] == 1).all()
    assert found.shares[~at_home, ACTIONS.index("reroute")] == pytest.approx(0.5)
    abroad = found.pool.array("channel") == "consular"
    paid = 100_000 * (found.pool.n * found.odds)[abroad].sum()
    assert found.payments.consular_usd == pytest.approx(paid)
    assert "avoided" in " ".join(found.notes)


def test_who_could_avoid_a_fee_had_done_so_where_the_reference_charged_one(small: Pool, setting: Setting):
    one, before = setting(price__consular_fee_usd=150_000), setting(price__consular_fee_usd=100_000)
    found = respond(small, one, seats=FEW, assumptions=corner(), reference=before)
    assert found.by_action["reroute"] == 0
    assert found.by_action["out"] > 0


def test_a_fee_on_those_abroad_needs_to_know_who_is_abroad(react: React, setting: Setting):
    with pytest.raises(PoolError, match="needs the column channel"):
        react(setting(price__consular_fee_usd=100_000))


def test_a_salary_floor_needs_pay(react: React, setting: Setting):
    with pytest.raises(PoolError, match="needs the column offered_wage_usd"):
        react(setting(wages__floor_usd=90_000))


def test_quotas_settle_on_the_odds_of_the_engine(small: Pool, setting: Setting):
    pool = replace(small, columns={**small.columns, "country": np.where(np.arange(len(small)) % 3 == 0, "IND", "CHN")})
    one = setting(selection__quotas="[{column: country, seats: 60}]", price__one_time_fee_usd=60_000)
    found = respond(pool, one, seats=FEW, assumptions=corner())
    by_row = odds(race(rule(one, FEW, pool.units), found.pool)).by_row()
    assert by_row == pytest.approx(found.odds, abs=1e-8)
    assert found.roots == ()
    assert "Under quotas" in " ".join(found.notes)


def test_an_auction_has_its_bids_and_no_further_response(small: Pool, setting: Setting):
    one = setting(selection__tier="{column: bid_usd, first: highest}", selection__weight=1)
    with pytest.raises(NotComputable, match="the bids are the response"):
        respond(small, one, seats=FEW, assumptions=corner())


def test_a_season_of_two_rounds_meets_the_seats_of_each(setting: Setting):
    one, two = setting("weighted-levels", season=2025, price__one_time_fee_usd=50_000), season(2025)
    pool = published_pool(two, Splits())
    found = respond(pool, one, seats=two.seats, assumptions=corner())
    assert [stage.name for stage in found.closings] == ["regular", "advanced_degree", "regular"]
    assert found.off <= 1e-9
    assert engine(found, one, two.seats, pool.units) == pytest.approx(found.p, abs=1e-9)


def one_level(assumptions: Assumptions, seats: int) -> Responded:
    pool = Pool(
        name="all Level I",
        season=2026,
        unit="beneficiary",
        columns={"selection_level": np.array([1]), "us_masters_or_higher": np.array([False])},
        n=np.array([1_000]),
    )
    rounds = (Round({"regular": seats, "advanced_degree": 0}),)
    return respond(pool, policy("weighted-levels", season=2026), seats=rounds, assumptions=assumptions)


def test_a_second_solution_is_found_and_reported():
    """All have a surplus of $100,000 and 80% can re-label for $20,000: worth it where q (1 - q) > 0.2, q those left.

    With 800 seats, q = 0.2 if nobody does, and a lower place where the re-labeled take seats early: both are solutions.
    """
    alike = replace(
        corner(),
        median_surplus_usd=100_000.0,
        dispersion=0.001,
        marginal_share=0.0,
        relabel_share=0.8,
        raise_share=0.0,
        relabel_cost_usd=20_000.0,
    )
    found = one_level(alike, 800)
    assert len(found.roots) > 1
    assert found.off < 1e-9
    assert found.by_action["stay"] == 1_000  # where nobody moves is one of them, and is used
    assert f"{len(found.roots)} solutions" in " ".join(found.notes)
    assert len(one_level(alike, 100).roots) == 1


@pytest.mark.parametrize("label", ["central", "low", "high"])
@pytest.mark.parametrize("name", ["weighted-levels", "level-ranking", "lottery"])
def test_one_solution_is_what_the_published_season_has(react: React, setting: Setting, name: str, label: str):
    found = react(setting(name, price__one_time_fee_usd=50_000), assumptions=corner(label))
    assert len(found.roots) == 1
    assert "solutions" not in " ".join(found.notes)


def test_a_smaller_surplus_at_large_employers_is_a_corner_of_its_own(small: Pool, setting: Setting):
    one = setting(price__one_time_fee_usd=60_000)
    equal, unequal = (
        respond(small, one, seats=FEW, assumptions=corner(label)) for label in ("central", "surplus_by_size")
    )
    large = small.array("employer_size") == "1,001+"
    assert unequal.out[large].sum() > equal.out[large].sum() + 1
    assert "equal across sizes" in equal.notes[0]
    assert "differs by size" in unequal.notes[0]


def test_what_is_not_computed_is_said(react: React):
    notes = " ".join(react(policy("weighted-levels", season=2026)).notes)
    assert "cap_exempt is not computed" in notes
    assert "Nobody enters who is not in the pool" in notes
    assert "Raises to the next level are not computed" in notes


corner_values = st.builds(
    dict,
    median_surplus_usd=st.floats(5_000, 500_000),
    dispersion=st.floats(0.2, 1.5),
    surplus_pay_slope=st.floats(0, 2),
    marginal_share=st.floats(0, 1),
    relabel_share=st.floats(0, 0.6),
    raise_share=st.floats(0, 0.4),
    relabel_cost_usd=st.floats(0, 50_000),
    search_cost_usd=st.floats(0, 2_000),
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(values=corner_values, name=st.sampled_from(RULES[:4]), seed=st.integers(1, 50))
def test_shares_of_a_row_sum_to_one_and_the_seats_are_met(values: dict[str, float], name: str, seed: int):
    pool = small_pool(rows=20, people_a_row=30, seed=seed)
    try:
        found = respond(pool, policy(name, season=2026), seats=FEW, assumptions=replace(corner(), **values))
    except NotComputable:  # said, and not a number: entrants of 20 rows can jump over the seats
        reject()
    assert found.shares.sum(axis=1) == pytest.approx(1, abs=1e-12)
    assert (found.shares >= 0).all()
    assert found.units + found.out.sum() == pytest.approx(pool.units)
    assert sum(found.by_action.values()) == pytest.approx(pool.units)
    assert found.off <= 1e-9
    assert ((found.p >= 0) & (found.odds[:, None] <= 1 + 1e-12)).all()


def test_assumptions_that_cannot_be_meant_are_refused_all_at_once():
    with pytest.raises(InputError) as caught:
        replace(corner(), dispersion=-1.0, reroute_share=2.0, relabel_share=0.7, raise_share=0.7)
    assert len(caught.value.faults) == 3
