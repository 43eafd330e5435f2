"""Season scenarios: whose figures they take, and odds in them against the engine's own."""

from __future__ import annotations

import numpy as np
import pytest

from openh1b.asked import ask
from openh1b.cases.person import at_least_one
from openh1b.cases.scenarios import one_draw, scenario_odds, scenarios
from openh1b.dhs_table import dhs_table
from openh1b.errors import NotComputable, SeasonError
from openh1b.law import policy
from openh1b.scenario import Scenario
from openh1b.season.entry import race, rule
from openh1b.season.mixes import load_mixes
from openh1b.season.published import Splits, corners, published_pool
from openh1b.selection.counts import counts
from openh1b.selection.odds import odds
from openh1b.simulate import compare

LAW = policy("current", season=2028)


def test_a_season_to_come_has_both_last_seasons_under_each_published_split():
    found = {one.name: one for one in scenarios(2028)}
    assert len(found) == 6
    assert (found["as FY2027"].registrations, found["as FY2026"].registrations) == (211_600, 343_981)
    assert found["as FY2026, eig-2025"].level_shares[0] == pytest.approx(0.522094)
    assert {one.selected for one in found.values()} == {118_660}


def test_what_is_not_published_of_a_season_is_said_to_be_assumed():
    found = {one.name: one for one in scenarios(2028)}
    assert found["as FY2027"].season.selected_range == (114_017, 127_624)
    assert found["as FY2027"].season.status == "assumption"
    assert found["as FY2026"].season.selected_range == (118_660, 118_660)


def test_the_last_season_brings_its_own_share_of_us_masters():
    found = {one.name: one for one in scenarios(2028)}
    last, before = found["as FY2027"], found["as FY2026"]
    regular, advanced = (last.asked.seats[0].seats[name] for name in ("regular", "advanced_degree"))
    assert last.us_masters * regular + advanced == pytest.approx(0.715 * (regular + advanced), abs=2)
    assert last.us_masters > before.us_masters
    said = {one.name: one for one in last.asked.pool.assumptions}["share with a US master's"]
    assert "71.5% of those selected" in said.reason
    assert set(said.source_ids) <= set(last.asked.pool.source_ids)


def test_the_share_of_us_masters_gives_back_the_published_share_of_the_selected():
    one = scenarios(2028)[0]
    found = scenario_odds(one, policy("current", season=2027))
    selected = (found.any * found.units).sum(axis=0)
    assert selected[1] / selected.sum() == pytest.approx(0.715, abs=0.001)


def test_odds_are_those_of_compare_on_the_same_season():
    one = next(each for each in scenarios(2028) if each.name == "as FY2026")
    found = scenario_odds(one, LAW)
    figures = compare(Scenario(season=2026, policies=("weighted-levels",), by=("selection_level",))).result
    shown = {f.group: f.value for f in figures if f.measure == "odds" and f.by == "selection_level"}
    for level, value in enumerate(found.by_level, start=1):
        assert value == pytest.approx(next(v for group, v in shown.items() if str(level) in group), abs=1e-9)


def test_odds_are_the_shares_selected_in_many_draws():
    one = scenarios(2028)[0]
    found = scenario_odds(one, LAW)
    made = race(rule(LAW, one.asked.seats, one.asked.pool.units), one.asked.pool, "current")
    drawn = counts(made, 400, seed="person", season=2028)
    shares = drawn.selected.mean(axis=0) / odds(made).classes.race.n
    assert shares == pytest.approx(odds(made).by_class.sum(axis=1), abs=1e-3)
    assert found.any.ravel() == pytest.approx(odds(made).by_row(), abs=1e-12)


def test_a_draw_on_dhs_inputs_is_that_of_the_table_beside_compare():
    table = load_mixes().published_odds["dhs-2025"]
    beside = dhs_table(ask(Scenario(season=2026)))
    drawn = one_draw("dhs-implied", table.random, LAW)
    assert drawn == pytest.approx([one.same_inputs for one in beside], abs=1e-5)


def test_linear_odds_are_those_of_the_table_beside_compare():
    one = next(each for each in scenarios(2028) if each.name == "as FY2026")
    assert one.linear == pytest.approx([row.season_linear for row in dhs_table(ask(Scenario(season=2026)))])


def test_all_seats_are_filled_and_none_twice():
    for one in scenarios(2028):
        found = scenario_odds(one, LAW)
        assert (found.any * found.units).sum() == pytest.approx(one.selected, rel=1e-6)


@pytest.mark.parametrize("name", ["current", "lottery", "level-ranking"])
def test_low_and_high_are_over_every_corner(name: str):
    chosen = policy(name, season=2028)
    for one in scenarios(2028)[::3]:
        found = scenario_odds(one, chosen)
        each = [found.any]
        for corner in corners(one.season):
            regular, advanced = (corner.seats[0].seats[stage] for stage in ("regular", "advanced_degree"))
            undone = (0.715 * (regular + advanced) - advanced) / regular
            splits = Splits(one.level_mix, us_masters=str(undone) if one.season.number == 2027 else "uscis-57")
            pool = published_pool(corner, splits)
            each.append(odds(race(rule(chosen, corner.seats, pool.units), pool, name)).by_row().reshape(4, 2))
        assert np.allclose(found.low, np.min(each, axis=0), atol=2e-4)
        assert np.allclose(found.high, np.max(each, axis=0), atol=2e-4)


def test_a_us_masters_and_a_higher_level_never_lower_the_odds():
    for one in scenarios(2028):
        found = scenario_odds(one, LAW).any
        assert (np.diff(found, axis=0) > 0).all()
        assert (found[:, 1] > found[:, 0]).all()


def test_a_published_season_takes_its_own_figures():
    found = scenarios(2024)
    assert [one.season.number for one in found] == [2024] * 3
    assert found[0].season.unit == "registration"


def test_a_season_before_registration_has_none():
    with pytest.raises(SeasonError, match="FY2020 has no published registrations"):
        scenarios(2020)


@pytest.mark.parametrize("name", ["pay-ranking", "employer-quota", "country-quota"])
def test_a_rule_that_looks_at_more_of_a_person_is_not_guessed_at(name: str):
    with pytest.raises(NotComputable, match="published figures say nothing"):
        scenario_odds(scenarios(2028)[0], policy(name, season=2028))


def test_tries_alike_are_separate_draws_of_one_kind_of_season():
    assert at_least_one(0.5, 3) == 0.875
    assert at_least_one(0.3, 1) == pytest.approx(0.3)
    assert at_least_one(0.3, 0) == 0
