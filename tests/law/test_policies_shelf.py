"""The whole shelf on FY2026: each policy changes a figure, and the figures are those that its text says."""

from __future__ import annotations

from collections import ChainMap
from dataclasses import replace

import numpy as np
import pytest

from openh1b.asked import Asked, policies_of, with_bids
from openh1b.factorial import effects
from openh1b.law import policy_names
from openh1b.results import Result
from openh1b.scenario import Scenario
from openh1b.season.published import Splits, season
from openh1b.season.seats import Round
from openh1b.season.synthetic import synthetic_pool
from openh1b.selection.odds import odds
from openh1b.shelf import shelf, shelved
from openh1b.simulate import Comparison, compare, compare_on

PEOPLE = 4_000
SEATS = (Round({"regular": 1_071, "advanced_degree": 329}),)
FEW = "regular=1071,advanced_degree=329"
SHELF = Scenario(policies=policy_names())
AGAINST = {"change_in_selected", "gain", "lose"}  # figures that the base policy does not have


@pytest.fixture(scope="module")
def made() -> Comparison:
    """Every policy on four thousand people of FY2026 with a day of receipt each."""
    one = season(2026)
    pool = synthetic_pool(one, Splits(), size=PEOPLE)
    days = np.datetime64("2025-04-01") + np.arange(PEOPLE) % 5
    pool = replace(pool, columns=ChainMap({"received_on": days}, pool.columns))
    asked = with_bids(Asked(pool, SEATS, one, Splits()), SHELF, policies_of(SHELF))
    return compare_on(asked, SHELF)


def value(result: Result, policy: str, measure: str, by: str = "all", group: str = "all") -> float:
    found = result.find(policy, measure, by, group).value
    assert found is not None
    return found


def test_every_policy_changes_a_figure_or_is_listed_as_changing_none(made: Comparison):
    told = {one.policy.name: one.standing for one in shelf(2026)}
    figures = {(f.policy, f.measure, f.by, f.group): f.value for f in made.result if f.measure not in AGAINST}
    for name in policy_names()[1:]:
        mine = {key[1:]: value for key, value in figures.items() if key[0] == name}
        changed = any(figures.get(("current", *key)) != value for key, value in mine.items())
        assert changed != told[name].startswith(("nothing", "not modelled")), name
    assert [name for name, words in told.items() if words.startswith("nothing")] == ["lottery"]


def test_every_policy_says_what_it_reads_of_a_pool(made: Comparison):
    for one in shelf(2026):
        assert set(one.reads) <= set(made.pool.columns), one.policy.name


def test_floors_select_nobody_below_them(made: Comparison):
    pay = made.pool.array("offered_wage_usd").astype(float)
    for name, floor in {"wage-floor-110000": 110_000, "price-reform": 115_000, "hr-8443": 200_000}.items():
        (run,) = [run for run in made.runs if run.name == name]
        assert not run.outcome.by_row()[pay < floor].any()
        assert run.outcome.by_row()[pay >= floor].any()


def test_an_advanced_degree_stage_stays_closed_to_those_without_a_us_masters(made: Comparison):
    without = ~made.pool.array("us_masters_or_higher").astype(bool)
    for run in made.runs:
        assert not run.outcome.by_row("advanced_degree")[without].any(), run.name


def test_dependent_employers_are_barred_under_grassley_durbin(made: Comparison):
    (run,) = [run for run in made.runs if run.name == "grassley-durbin"]
    dependent = made.pool.array("h1b_dependent").astype(bool)
    assert not run.outcome.by_row()[dependent].any()
    soc, masters = made.pool.array("soc_code").astype(str), made.pool.array("us_masters_or_higher").astype(bool)
    first = masters & ~dependent & np.isin([code[:3] for code in soc], ["15-", "17-", "19-"])
    assert run.outcome.by_row()[first].min() >= run.outcome.by_row()[~first].max()


def test_an_auction_takes_the_highest_bids_and_names_the_lowest_of_them(made: Comparison):
    (run,) = [run for run in made.runs if run.name == "auction"]
    bid, taken = made.pool.array("bid_usd").astype(float), run.outcome.by_row("regular") > 0.5
    assert taken.sum() == 1_071
    assert bid[taken].min() >= bid[~taken].max()
    assert f"auction: the lowest bid selected in stage regular is ${bid[taken].min():,.0f}" in " ".join(made.notes)


def test_half_of_the_seats_go_to_small_firms(made: Comparison):
    runs = {run.name: run for run in made.runs}
    small = np.isin(made.pool.array("employer_size").astype(str), ["1", "2-10"])
    for stage, seats in SEATS[0].seats.items():
        share = {
            name: runs[name].outcome.by_row(stage)[small].sum() / seats for name in ("auction", "auction-small-firms")
        }
        assert share["auction"] < 0.5
        assert share["auction-small-firms"] == pytest.approx(0.5, abs=0.002)
        assert runs["auction-small-firms"].outcome.by_row(stage).sum() == pytest.approx(seats)


def test_everyone_with_a_us_masters_is_selected_under_i_squared(made: Comparison):
    assert value(made.result, "i-squared-2018", "odds", "us_masters_or_higher", "true") == pytest.approx(1)


def test_us_degrees_come_first(made: Comparison):
    assert value(made.result, "us-degree-priority", "odds", "us_masters_or_higher", "false") == 0


def test_charges_are_what_the_selected_would_pay(made: Comparison):
    selected = value(made.result, "current", "selected")
    assert value(made.result, "fee-103265", "fees_first_year") == pytest.approx(103_265 * selected)
    (run,) = [run for run in made.runs if run.name == "fee-100000-consular"]
    abroad = run.expected[made.pool.array("channel").astype(str) == "consular"].sum()
    assert value(made.result, "fee-100000-consular", "fees_first_year") == pytest.approx(100_000 * abroad)
    assert value(made.result, "current", "fees_first_year") == 0
    figure = made.result.find("fee-100000-consular", "fees_first_year")
    assert figure.layer == "accounting"
    assert figure.low < figure.value < figure.high
    certain = made.result.find("fee-103265", "fees_first_year")
    assert certain.high - certain.low == pytest.approx(0, abs=1)


def test_charges_are_accounted_for_only_where_a_policy_sets_a_price():
    found = compare(Scenario(policies=("current", "weighted-levels"), season=2027))
    assert not [figure for figure in found.result if figure.measure == "fees_first_year"]


def test_the_charge_of_the_law_counts_where_a_policy_adds_one():
    found = compare(Scenario(policies=("current", "fee-103265"), season=2027, registrations=3_000))
    assert value(found.result, "current", "fees_first_year") > 0
    assert found.pool.synthetic


def test_levels_by_new_thresholds_add_up_to_the_pool(made: Comparison):
    for name in ("current", "threshold-2020", "threshold-2021", "threshold-2026"):
        levels = [value(made.result, name, f"units_at_level_{k}") for k in (1, 2, 3, 4)]
        assert sum(levels) == PEOPLE
        own = [value(made.result, name, "units", "selection_level", str(k)) for k in (1, 2, 3, 4)]
        assert (levels == own) == (name == "current")


def test_a_threshold_joined_to_a_rule_by_level_changes_the_odds():
    names = ("weighted-levels", "weighted-levels+threshold-2026")
    found = compare(Scenario(policies=names, registrations=4_000, seats=FEW))
    one, other = (value(found.result, name, "odds", "selection_level", "4") for name in names)
    assert other != pytest.approx(one, abs=0.01)


def test_odds_under_a_floor_range_over_the_level_of_the_job(made: Comparison):
    figure, run = made.result.find("wage-floor-2026", "odds"), next(r for r in made.runs if r.name == "wage-floor-2026")
    assert run.other_end is not None
    assert figure.low == pytest.approx(figure.value, rel=0.001)
    assert figure.high == pytest.approx(run.other_end.by_row().mean(), rel=0.02)
    assert figure.high > 2 * figure.value
    assert any(one.name == "level of the job under the floor of wage-floor-2026" for one in made.assumptions)


def test_a_lottery_among_those_who_may_enter_is_all_that_a_floor_leaves(made: Comparison):
    (run,) = [run for run in made.runs if run.name == "price-reform"]
    able = ~run.entered.barred
    alone = odds(run.outcome.classes.race)
    assert run.outcome.by_row()[able].min() > 0
    assert (run.outcome.by_class == alone.by_class).all()


def test_the_interaction_is_what_two_policies_do_together_beyond_each_alone():
    scenario = Scenario(policies=("current",), factorial=("cap-doubled", "weighted-levels"))
    assert scenario.policies == ("current", "cap-doubled", "weighted-levels", "cap-doubled+weighted-levels")
    assert Scenario.from_json(scenario.to_json()) == scenario
    found = compare(scenario)
    rows = effects(found.result, "current", scenario.factorial)
    by_level = {row.group: row for row in rows if row.measure == "selected" and row.by == "selection_level"}
    for group, row in by_level.items():
        none, a, b, ab = (value(found.result, name, "selected", "selection_level", group) for name in scenario.policies)
        assert row.by_set == {"": none, "A": a, "B": b, "AB": ab}
        assert row.alone == pytest.approx({"A": a - none, "B": b - none})
        assert row.interactions == pytest.approx({"AB": ab - a - b + none})
    assert abs(by_level["1"].interactions["AB"]) > 100
    assert {row.measure for row in rows} == {"odds", "selected", "pay_median", "pay_mean"}


def test_of_three_factors_every_interaction_is_laid_out():
    factors = ("cap-doubled", "weighted-levels", "wages.floor_usd=100000")
    scenario = Scenario(policies=("current",), factorial=factors, registrations=4_000, seats=FEW)
    rows = effects(compare(scenario).result, "current", factors)
    row = next(row for row in rows if row.measure == "selected" and row.by == "all")
    assert list(row.by_set) == ["", "A", "B", "C", "AB", "AC", "BC", "ABC"]
    v = row.by_set
    whole = v["ABC"] - v["AB"] - v["AC"] - v["BC"] + v["A"] + v["B"] + v["C"] - v[""]
    assert row.interactions["ABC"] == pytest.approx(whole)


def test_a_name_of_several_parts_is_shown_with_each():
    found = shelved("weighted-levels+price.yearly_fee_usd=10000+price.one_time_fee_usd=5", 2026)
    assert [one.name for one in found.overlays] == [
        "weighted-levels",
        "price.yearly_fee_usd=10000",
        "price.one_time_fee_usd=5",
    ]
    assert "price.yearly_fee_usd: $10,000" in found.standing
