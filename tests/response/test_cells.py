"""People put together into rows, and people acting one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from openh1b.errors import PoolError
from openh1b.law import Policy, policy
from openh1b.response.act import act, entrants
from openh1b.response.assumptions import corner
from openh1b.response.cells import ACTIONS_WITHIN, MEAN_PAY_WITHIN, cells
from openh1b.response.outcome import ACTIONS
from openh1b.response.respond import respond
from openh1b.response.surplus import bids
from openh1b.response.wages import with_wages
from openh1b.season.entry import race, rule
from openh1b.season.pool import Pool
from openh1b.season.published import Splits, season
from openh1b.season.seats import Round
from openh1b.season.synthetic import synthetic_pool
from openh1b.selection.odds import odds

SEATS = (Round({"regular": 2_141, "advanced_degree": 659}),)


@pytest.fixture(scope="module")
def people() -> Pool:
    return synthetic_pool(season(2026), Splits(), size=8_000)


def chances(one: Policy, pool: Pool) -> np.ndarray:
    return odds(race(rule(one, SEATS, pool.units), pool)).by_row()


@pytest.mark.parametrize("name", ["weighted-levels", "level-ranking", "lottery"])
def test_odds_by_level_are_those_of_the_people(people: Pool, name: str):
    one, found = policy(name, season=2026), cells(people)
    level, rows = people.array("selection_level"), found.pool.array("selection_level")
    there, here = chances(one, found.pool), chances(one, people)
    for k in (1, 2, 3, 4):
        mine = rows == k
        assert found.pool.n[mine].sum() == (level == k).sum()
        assert found.pool.n[mine] @ there[mine] / found.pool.n[mine].sum() == pytest.approx(
            here[level == k].mean(), abs=1e-9
        )


def test_pay_is_kept_and_that_of_the_selected_under_a_ranking_by_pay_nearly(people: Pool):
    found = cells(people)
    pay, means = people.array("offered_wage_usd"), found.pool.array("offered_wage_usd")
    assert found.pool.n @ means == pytest.approx(pay.sum())
    one = policy("pay-ranking", season=2026)
    p, q = chances(one, people), found.pool.n * chances(one, found.pool)
    assert q @ means / q.sum() == pytest.approx(p @ pay / p.sum(), rel=MEAN_PAY_WITHIN)


def test_a_full_season_makes_a_few_thousand_rows():
    found = cells(synthetic_pool(season(2026), Splits()))
    assert 2_000 < len(found.pool) < 10_000
    assert found.pool.n.sum() == 339_000


def test_thresholds_above_every_member_are_above_the_cell(people: Pool):
    found = cells(people)
    level, pay = found.pool.array("selection_level"), found.pool.array("offered_wage_usd")
    floors = np.stack([found.pool.array(f"l{k}_usd") for k in (1, 2, 3, 4)], axis=1)
    below = level < 4
    assert (floors[below, level[below]] > pay[below]).all()


@pytest.mark.parametrize("label", ["central", "high"])
def test_cells_act_as_the_people_do(people: Pool, setting: Callable[..., Policy], label: str):
    for one in (policy("weighted-levels", season=2026), setting(wages__floor_usd=100_000, price__yearly_fee_usd=5_000)):
        found = cells(people, one)
        each, together = (respond(pool, one, seats=SEATS, assumptions=corner(label)) for pool in (people, found.pool))
        for action in ACTIONS:
            gap = together.by_action[action] - each.by_action[action]
            assert abs(gap) <= ACTIONS_WITHIN * people.units


def test_floors_by_percentile_are_worked_out_for_people_and_really_paid(people: Pool, setting: Callable[..., Policy]):
    one = setting("lottery", wages__floor_percentiles="[34, 52, 70, 88]")
    made = with_wages(people, one)
    required = made.array("required_wage_usd")
    level = people.array("selection_level")
    floors = np.stack([people.array(f"l{k}_usd") for k in (1, 2, 3, 4)], axis=1)[np.arange(len(people)), level - 1]
    assert np.median(required / floors) > 1.05  # the 34th percentile and up, where the 17th and up stood
    found = cells(people, one)
    told = respond(found.pool, one, seats=SEATS, assumptions=corner())
    pay = told.pool.array("offered_wage_usd")
    assert (pay >= found.pool.array("required_wage_usd")[told.origin] - 1e-6).all()
    assert told.by_action["raise"] > 0
    assert told.by_action["out"] > 0
    unmoved = respond(found.pool, one, seats=SEATS, assumptions=corner(), reference=one)
    assert (unmoved.pool.n == found.pool.n).all()


def test_other_thresholds_move_the_level_and_not_the_pay(people: Pool, setting: Callable[..., Policy]):
    one = setting("weighted-levels", wages__threshold_percentiles="[34, 52, 70, 88]")
    found = cells(people, one)
    quiet = replace(corner(), relabel_share=0.0, raise_share=0.0, marginal_share=0.0)
    told = respond(found.pool, one, seats=SEATS, assumptions=quiet)
    level, before = told.pool.array("selection_level"), found.pool.array("selection_level")[told.origin]
    assert (level == found.pool.array("threshold_level")[told.origin]).all()
    assert (level <= before).all()
    assert (level < before).any()
    assert (told.pool.array("offered_wage_usd") == found.pool.array("offered_wage_usd")[told.origin]).all()


def test_actions_are_tied_to_the_person_and_a_higher_fee_sends_more_of_the_same_away(
    people: Pool, setting: Callable[..., Policy]
):
    found, away = cells(people), []
    for fee in (40_000, 120_000):
        told = respond(found.pool, setting(price__one_time_fee_usd=fee), seats=SEATS, assumptions=corner())
        shares = told.shares[found.of_row]
        action = act(people, shares, seed="7", season=2026)
        assert (action == ACTIONS.index("out")).sum() == pytest.approx(told.out.sum(), abs=4 * np.sqrt(people.units))
        away.append(action == ACTIONS.index("out"))
    assert away[1][away[0]].all()
    turned = replace(people, columns={name: people.array(name)[::-1] for name in (people.id_column or "",)})
    again = act(turned, shares[::-1], seed="7", season=2026)
    assert (again == action[::-1]).all()


def test_entrants_are_counts_that_sum_to_the_row():
    shares = np.array([[0.5, 0.1, 0.2, 0.0, 0.2], [0.0, 0.0, 0.0, 0.0, 1.0]])
    found = entrants(np.array([10_000, 5]), shares, np.random.Generator(np.random.Philox(1)), draws=200)
    assert found.shape == (200, 2, 5)
    assert (found.sum(axis=2) == [10_000, 5]).all()
    assert found[:, 0].mean(axis=0) / 10_000 == pytest.approx(shares[0], abs=0.002)
    assert (found[:, 1, -1] == 5).all()


def test_bids_follow_the_law_and_not_the_order_of_rows(people: Pool):
    one = replace(corner(), surplus_pay_slope=0.0)
    found = bids(people, one, "3")
    assert (found > 0).all()
    assert (found < one.marginal_scale_usd).mean() == pytest.approx(0.15, abs=0.015)
    assert np.median(found[found > one.marginal_scale_usd]) == pytest.approx(110_000, rel=0.05)
    some = np.arange(len(people))[::-1][:500]
    names = ("beneficiary_id", "offered_wage_usd")
    part = replace(people, columns={name: people.array(name)[some] for name in names}, n=people.n[some])
    assert bids(part, one, "3") == pytest.approx(found[some])
    assert (bids(people, one, "4") != found).all()
    richer = bids(people, replace(one, median_surplus_usd=220_000), "3")
    assert (richer >= found).all()


def test_rows_without_names_cannot_act_or_bid(people: Pool):
    nameless = replace(people, id_column=None)
    with pytest.raises(PoolError, match="a name for each unit"):
        bids(nameless, corner(), "1")
    with pytest.raises(PoolError, match="a name for each unit"):
        act(nameless, np.ones((len(people), 1)), seed="1", season=2026)
