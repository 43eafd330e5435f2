"""Luck of entry and of the race together: who registers is drawn anew each time, then who of them is selected."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from openh1b.law import policy
from openh1b.response.assumptions import corner
from openh1b.response.luck import drawn
from openh1b.response.people import registered
from openh1b.response.respond import respond
from openh1b.scenario import PoolFile, Scenario
from openh1b.season.entry import race, rule
from openh1b.season.pool import Pool
from openh1b.season.published import Splits, season
from openh1b.season.seats import Round
from openh1b.season.synthetic import synthetic_pool
from openh1b.selection.counts import counts
from openh1b.selection.draw import draw as draw_units
from openh1b.simulate import Comparison, compare

SEATS = (Round({"regular": 270, "advanced_degree": 80}),)
LEVEL = "selection_level"
FEE = "weighted-levels+price.one_time_fee_usd=30000"


@pytest.fixture(scope="module")
def people() -> Pool:
    return synthetic_pool(season(2026), Splits(), size=1_000)


@pytest.fixture(scope="module")
def both() -> Comparison:
    names = ("lottery", FEE)
    return compare(Scenario(policies=names, by=(LEVEL,), response="central", draws=300))


@pytest.fixture(scope="module")
def small(people: Pool, tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """A thousand people as a user's pool: what is said of a season's luck is said of theirs, in a fifth of the time."""
    file = tmp_path_factory.mktemp("luck") / "people.parquet"
    people.frame().write_parquet(file)
    return Scenario(pool=PoolFile(str(file)), seats="regular=270,advanced_degree=80", draws=50)


def test_numbers_by_draw_have_the_law_of_draws_by_name(people: Pool) -> None:
    """The slow way, person by person under many seeds, against many draws at once: same mean and same spread."""
    one = policy(FEE, season=2026)
    after = respond(people, one, seats=SEATS, assumptions=corner("high"))
    level = after.pool.array(LEVEL).astype(int) - 1
    (found,) = drawn(after, race(rule(one, SEATS, people.units), after.pool), [level], draws=4_000, seed="1")
    entered, taken = np.zeros((150, 4)), np.zeros((150, 4))
    for k in range(150):
        who = registered(people, after, seed=str(k)).pool
        ids = [str(one) for one in who.array("beneficiary_id")]
        picked = draw_units(race(rule(one, SEATS, people.units), who), ids, seed=str(k), season=2026).selected
        entered[k] = np.bincount(who.array(LEVEL).astype(int) - 1, minlength=4)
        taken[k] = np.bincount(who.array(LEVEL).astype(int)[picked] - 1, minlength=4)
    for many, few in ((found.entrants, entered), (found.selected, taken)):
        sd = many.std(axis=0)
        assert (np.abs(many.mean(axis=0) - few.mean(axis=0)) <= 4 * sd / np.sqrt(150) + 1e-9).all()
        assert few.std(axis=0) == pytest.approx(sd, rel=0.3)
    assert (found.selected <= found.entrants).all()
    assert (found.selected.sum(axis=1) == 350).all()


def test_where_all_enter_the_draws_are_those_of_the_race_alone(people: Pool) -> None:
    one = policy(season=2026)
    after = respond(people, one, seats=SEATS, assumptions=corner())
    after_race, all_as_one = race(rule(one, SEATS, people.units), after.pool), np.zeros(len(after.pool), dtype=np.int64)
    (found,) = drawn(after, after_race, [all_as_one], draws=20, seed="1")
    assert (found.entrants == 1_000).all()
    assert (found.selected == 350).all()


def test_numbers_given_for_each_draw_are_those_that_race() -> None:
    one = policy("weighted-levels", season=2026)
    columns = {LEVEL: np.array([1, 4]), "us_masters_or_higher": np.zeros(2, bool)}
    pool = Pool("two rows", 2026, "beneficiary", columns, np.array([5, 5]))
    made = race(rule(one, (Round({"regular": 4, "advanced_degree": 0}),), 10), pool)
    units = np.array([[0, 9], [9, 0], [1, 1]])
    found = counts(made, 3, seed="1", season=2026, units=units)
    assert (found.selected[:, found.of_row] == [[0, 4], [4, 0], [1, 1]]).all()


def test_spread_is_luck_and_holds_its_value(both: Comparison) -> None:
    for name in ("response_entrants", "response_selected"):
        for level in "1234":
            figure = both.result.find(FEE, name, LEVEL, level)
            assert figure.spread == "luck"
            assert figure.value is not None
            assert figure.low is not None
            assert figure.high is not None
            assert figure.low < figure.value < figure.high
    out = both.result.find(FEE, "response_out")
    assert out.spread == "luck"
    assert out.low is not None
    assert out.high is not None
    assert out.low < (out.value or 0) < out.high
    assert both.result.find("lottery", "response_out").high == 0
    assert both.result.find(FEE, "response_pay_median").spread is None


def test_what_has_no_spread_is_said(both: Comparison) -> None:
    notes = " ".join(both.notes)
    assert "300 draws, in each of which it is decided anew who registers" in notes
    assert "odds, changes, fees, raises and pay have no spread of luck" in notes


def test_over_corners_the_ends_are_those_of_the_corners_and_luck_is_said_to_be_left_out(small: Scenario) -> None:
    found = compare(replace(small, policies=("lottery",), response="range"))
    assert found.result.find("lottery", "response_entrants").spread == "range"
    assert "no luck of entry" in " ".join(found.notes)


def test_under_quotas_no_spread_is_computed_and_it_is_said(small: Scenario) -> None:
    found = compare(replace(small, policies=("lottery", "country-quota"), response="central"))
    assert found.result.find("country-quota", "response_selected").spread is None
    assert "country-quota: no spread" in " ".join(found.notes)
