"""Who registers, by name, and a draw among them: the response carried out for people instead of shares of rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from openh1b.errors import PoolError
from openh1b.law import Policy, policy
from openh1b.response.act import act
from openh1b.response.assumptions import corner
from openh1b.response.outcome import ACTIONS, Responded
from openh1b.response.people import registered
from openh1b.response.respond import respond
from openh1b.season.entry import race, rule
from openh1b.season.pool import Pool
from openh1b.season.published import Splits, season
from openh1b.season.seats import Round
from openh1b.season.synthetic import synthetic_pool
from openh1b.selection.draw import Selection
from openh1b.selection.draw import draw as draw_units

SEATS = (Round({"regular": 803, "advanced_degree": 247}),)
ID, PAY, LEVEL = "beneficiary_id", "offered_wage_usd", "selection_level"


@pytest.fixture(scope="module")
def people() -> Pool:
    return synthetic_pool(season(2026), Splits(), size=3_000)


def told_of(people: Pool, one: Policy, label: str = "central") -> Responded:
    return respond(people, one, seats=SEATS, assumptions=corner(label))


def drawn(pool: Pool, one: Policy, seed: str) -> Selection:
    ids = [str(one) for one in pool.array(ID)]
    return draw_units(race(rule(one, SEATS, pool.units), pool), ids, seed=seed, season=2026)


def test_where_nobody_has_a_reason_to_move_everyone_registers_as_before(people: Pool):
    found = registered(people, told_of(people, policy(season=2026)), seed="7")
    assert len(found.out) == 0
    assert (found.pool.array(ID) == people.array(ID)).all()
    assert (found.pool.array(PAY) == people.array(PAY)).all()


def test_each_person_does_what_its_number_says_and_has_what_that_gives(people: Pool):
    one = policy("weighted-levels+price.one_time_fee_usd=30000", season=2026)
    told = told_of(people, one, "high")
    found = registered(people, told, seed="7")
    action = act(people, told.shares, seed="7", season=2026)
    assert (found.out == np.flatnonzero(action == ACTIONS.index("out"))).all()
    done = found.pool.array("action")
    assert (done == np.array(ACTIONS)[action[found.index]]).all()
    assert {"stay", "raise", "relabel"} <= set(done)
    pay, before = found.pool.array(PAY), people.array(PAY)[found.index]
    level, old = found.pool.array(LEVEL), people.array(LEVEL)[found.index]
    assert (pay[done == "raise"] > before[done == "raise"]).all()
    assert (pay[done != "raise"] == before[done != "raise"]).all()
    assert (level == old + np.isin(done, ["raise", "relabel"])).all()


def test_a_draw_among_those_who_register_has_the_odds_of_the_response(people: Pool):
    one = policy("weighted-levels+price.one_time_fee_usd=30000", season=2026)
    told = told_of(people, one)
    expected = told.pool.n * told.odds
    by_level = {k: expected[told.pool.array(LEVEL) == k].sum() for k in (1, 2, 3, 4)}
    total = dict.fromkeys(by_level, 0.0)
    for seed in map(str, range(20)):
        found = registered(people, told, seed=seed)
        picked = drawn(found.pool, one, seed).selected
        assert picked.sum() == 1_050
        for k in total:
            total[k] += (found.pool.array(LEVEL)[picked] == k).sum() / 20
    for k, mean in total.items():
        assert mean == pytest.approx(by_level[k], abs=4 * np.sqrt(by_level[k] / 20))


def test_luck_of_the_draw_is_that_of_the_person_whatever_the_fee(people: Pool):
    keys, places = [], []
    for fee in (0, 90_000):
        one = policy(f"lottery+price.one_time_fee_usd={fee}", season=2026)
        found = registered(people, told_of(people, one), seed="7")
        keys.append(dict(zip(found.pool.array(ID), drawn(found.pool, one, "7").key, strict=True)))
        places.append(set(found.index))
    assert places[1] < places[0]
    assert len(places[1]) < 2_000
    regular = [name for name in keys[1] if keys[1][name] == keys[0][name]]
    assert len(regular) > 0.5 * len(keys[1])  # the others raced in the second stage under one of the two only


def test_rows_that_are_no_named_people_are_refused(people: Pool):
    told = told_of(people, policy(season=2026))
    for pool in (replace(people, id_column=None), replace(people, n=people.n * 2)):
        with pytest.raises(PoolError, match="one row a person"):
            registered(pool, told, seed="1")
