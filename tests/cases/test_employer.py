"""An employer's case: levels, odds, selected, costs, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from openh1b.cases.employer import EmployerCase, Question, employer_case
from openh1b.cases.employer_costs import Filer
from openh1b.cases.employer_file import read_candidates
from openh1b.cases.employer_rates import rates
from openh1b.cases.scenarios import scenario_odds, scenarios
from openh1b.cost.filing import Employer
from openh1b.errors import InputError, NotComputable, PoolError, SeasonError
from openh1b.law import policy
from openh1b.season.wages_table import shipped
from tests.cases.employer_made import COLUMNS, made, row, write

ASKED = Question(2028, date(2026, 11, 22))
OWN = replace(ASKED, filed_rate=1.0, approved_rate=1.0)


def case_of(folder: Path, rows: list[dict[str, str]], question: Question = ASKED) -> EmployerCase:
    jobs = read_candidates(write(folder / "some.csv", rows), shipped()).jobs
    return employer_case(jobs, question, shipped())


def faults_of(folder: Path, *rows: dict[str, str]) -> list[str]:
    with pytest.raises(PoolError) as caught:
        read_candidates(write(folder / "bad.csv", list(rows)), shipped())
    return [str(one) for one in caught.value.faults]


def test_levels_are_those_of_the_wage_table_and_odds_those_of_the_scenarios(tmp_path: Path):
    rows = [
        row(candidate_id=f"c{k}", offered_wage_usd=pay, us_masters_or_higher=degree)
        for k, (pay, degree) in enumerate(
            (("90000", "no"), ("56.61/hour", "yes"), ("149240", "no"), ("180710.40", "yes"), ("212,202", "no"))
        )
    ]
    found = case_of(tmp_path, rows)
    assert [one.candidate.standing.level for one in found.chances] == [1, 1, 2, 3, 4]
    assert [one.candidate.standing.below_level_1 for one in found.chances] == [True, False, False, False, False]
    law = policy("current", season=2028)
    for k, one in enumerate(scenarios(2028)):
        own = scenario_odds(one, law)
        for chance in found.chances:
            level, masters = chance.candidate.standing.level, chance.candidate.us_masters
            here = own.of(level, us_masters=masters)
            assert chance.any[k] == pytest.approx(here.any)
            assert (chance.low[k], chance.high[k]) == pytest.approx((here.low, here.high))
            assert dict(zip(found.stages, chance.stage[k], strict=True)) == pytest.approx(here.by_stage)
            if level < 4:
                assert chance.next[k] == pytest.approx(own.of(level + 1, us_masters=masters).any)
            else:
                assert chance.next is None


def test_season_and_luck_are_apart_and_the_three_counts_too(tmp_path: Path):
    found = case_of(tmp_path, made(40))
    expected = [one.selected.expected for one in found.won]
    assert max(expected) - min(expected) > 3
    for one in found.won:
        assert one.selected.low < one.selected.expected < one.selected.high
        assert one.selected_ends[0] <= one.selected.expected <= one.selected_ends[1]
        assert one.approved.expected < one.filed.expected < one.selected.expected
        assert one.approved.expected == pytest.approx(one.selected.expected * found.rates.both)
        assert one.approved_ends[0] < one.approved.expected < one.approved_ends[1]


def test_own_rates_stand_in_for_published_ones_and_have_no_range(tmp_path: Path):
    found = case_of(tmp_path, made(10), replace(ASKED, filed_rate=0.9, approved_rate=0.5))
    for one in found.won:
        assert one.filed.expected == pytest.approx(0.9 * one.selected.expected)
        assert one.approved.expected == pytest.approx(0.45 * one.selected.expected)
        assert one.approved_ends == pytest.approx(tuple(0.45 * end for end in one.selected_ends))
    assert found.rates.own == ("filed", "approved")


def test_published_rates_multiply_to_the_visas_used_for_each_selection():
    taken = rates()
    assert taken.both == pytest.approx(0.72, abs=1e-4)
    assert (taken.low, taken.high) == (0.65, 0.78)
    assert taken.own == ()


def test_a_rate_that_is_no_share_is_refused_with_the_budget_and_the_season_at_once():
    wrong = Question(2027, date(2026, 11, 22), budget_usd=-1.0, filed_rate=95, approved_rate=-0.1, scenario="as FY26")
    with pytest.raises(InputError) as caught:
        employer_case((), wrong, shipped())
    text = str(caught.value)
    assert all(flag in text for flag in ("--budget", "--filed-rate", "--approved-rate", "--season", "--scenario"))


def test_costs_are_the_registrations_of_all_and_the_petitions_of_those_selected(tmp_path: Path):
    found = case_of(tmp_path, [row(candidate_id=f"c{k}") for k in range(10)], OWN)
    bill = found.costs.bills[False]
    assert bill.registration_usd == 215
    assert bill.petition_usd == 780 + 1500 + 500 + 600
    for one in found.won:
        assert one.cost_usd == pytest.approx(2150 + one.selected.expected * 3380)
        assert one.per_visa_usd == pytest.approx(one.cost_usd / one.selected.expected)
    assert found.costs.all_usd == pytest.approx(10 * 3595)


def test_small_employers_premium_and_counsel_change_the_bill(tmp_path: Path):
    filer = Filer(Employer(fte=20), premium=True, attorney_usd=2500)
    found = case_of(tmp_path, [row()], replace(OWN, filer=filer))
    assert found.costs.bills[False].petition_usd == 460 + 750 + 500 + 300 + 2965 + 2500


def test_pending_charges_bind_whom_they_say_and_add_what_they_say(tmp_path: Path):
    rows = [row(candidate_id=f"c{k}", channel="consular" if k < 3 else "in_us") for k in range(10)]
    found = case_of(tmp_path, rows, OWN)
    by_usd = {one.usd: one for one in found.costs.exposures}
    assert {usd: one.bound for usd, one in by_usd.items()} == {103_265: 10, 100_000: 3}
    odds = found.chances[0].any
    assert by_usd[103_265].expected_usd == pytest.approx(10 * odds * 103_265)
    assert by_usd[100_000].expected_usd == pytest.approx(3 * odds * 100_000)
    assert by_usd[100_000].all_usd == 300_000
    assert all(one.dated.checked is not None for one in by_usd.values())


def test_tries_are_those_of_the_dates_and_the_odds_over_them_stay_within_a_scenario(tmp_path: Path):
    rows = [
        row(candidate_id="once", opt_end="2027-06-30"),
        row(candidate_id="more", opt_end="2027-06-30", stem="yes"),
        row(candidate_id="over", opt_end="2026-12-31"),
        row(candidate_id="none"),
    ]
    once, more, over, none = case_of(tmp_path, rows).chances
    assert len(once.tries) == 1
    assert len(more.tries) == 3
    assert over.tries == ()
    assert none.tries is None
    assert none.over_tries is None
    assert more.over_tries == pytest.approx(1 - (1 - more.any) ** 3)
    assert np.all(over.over_tries == 0)


def test_no_raise_is_offered_where_the_rule_does_not_look_at_levels(tmp_path: Path):
    found = case_of(tmp_path, made(20), replace(ASKED, policy="lottery", budget_usd=1e6))
    assert found.options == ()
    assert found.plan is not None
    assert found.plan.usd == 0


def test_the_budget_goes_to_the_scenario_that_was_named(tmp_path: Path):
    names = [one.name for one in scenarios(2028)]
    plans = [
        case_of(tmp_path, made(60), replace(ASKED, budget_usd=2e5, scenario=name)).plan for name in (names[0], names[5])
    ]
    assert plans[0].gain[0] >= plans[1].gain[0] - 1e-9
    assert plans[1].gain[5] >= plans[0].gain[5] - 1e-9


def test_a_rule_that_looks_at_pay_is_not_computed_from_published_rows(tmp_path: Path):
    with pytest.raises(NotComputable, match="offered_wage_usd"):
        case_of(tmp_path, [row()], replace(ASKED, policy="pay-ranking"))


def test_a_season_that_is_over_is_refused_unless_the_past_is_asked_for(tmp_path: Path):
    with pytest.raises((SeasonError, InputError), match="2028"):
        case_of(tmp_path, [row()], replace(ASKED, season=2026))
    found = case_of(tmp_path, [row()], replace(ASKED, season=2026, past=True))
    assert {one.scenario.season.number for one in found.odds} == {2026}


def test_cap_exempt_employers_are_told_that_they_have_no_registrations():
    with pytest.raises(InputError, match="no registrations"):
        Filer(Employer(cap_exempt=True))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"soc": "15-1132"}, "15-1253"),
        ({"soc": "Astronaut"}, "column soc"),
        ({"area": "King County"}, "King County, TX"),
        ({"offered_wage_usd": "165"}, "165000"),
        ({"offered_wage_usd": "165000000"}, "three zeros less"),
        ({"offered_wage_usd": "-5"}, "above 0"),
        ({"offered_wage_usd": ""}, "blank"),
        ({"us_masters_or_higher": "perhaps"}, "yes or no, true or false, y or n, 1 or 0"),
        ({"channel": "abroad"}, "in_us or consular"),
        ({"opt_end": "2027-02-30"}, "2027-02-30"),
        ({"stem": "yes"}, "without opt_end"),
        ({"peers": "2"}, "without peers_wage_usd"),
        ({"peers_wage_usd": "120000"}, "pay of how many"),
        ({"peers": "3", "peers_wage_usd": "120000;130000"}, "2 figures for 3 staff"),
        ({"peers": "-1"}, "peers"),
        ({"candidate_id": " "}, "blank"),
        ({"soc": "15-1252", "area": "6000006"}, "area"),
    ],
)
def test_a_wrong_cell_is_named_with_its_row_and_column(tmp_path: Path, cells: dict[str, str], words: str):
    found = faults_of(tmp_path, row(candidate_id="good"), row(**cells))
    assert len(found) == 1, found
    assert "bad.csv, row 2, column " in found[0]
    assert words in found[0]


def test_every_fault_is_named_at_once(tmp_path: Path):
    wrong = {"soc": "15-1132", "area": "Nowhere at all", "offered_wage_usd": "165", "channel": "x", "opt_end": "soon"}
    found = faults_of(tmp_path, row(**wrong), row(candidate_id="a-1", us_masters_or_higher=""))
    columns = ("candidate_id", "soc", "area", "offered_wage_usd", "channel", "opt_end", "us_masters_or_higher")
    assert all(any(f"column {name}:" in one for one in found) for name in columns)


def test_missing_and_misspelt_columns_are_named_with_the_nearest(tmp_path: Path):
    rows = [{("opt_ned" if name == "opt_end" else name): cell for name, cell in row().items() if name != "channel"}]
    found = " ".join(faults_of(tmp_path, *rows))
    assert "has no column channel" in found
    assert "Did you mean opt_end?" in found


def test_columns_of_other_matters_are_left_out_and_said(tmp_path: Path):
    path = write(tmp_path / "more.csv", [{**row(), "favourite colour": "blue"}])
    assert "columns not used: favourite colour" in read_candidates(path, shipped()).notes


def test_columns_may_have_other_names(tmp_path: Path):
    renamed = {{"soc": "occupation", "candidate_id": "Kandidat"}.get(name, name): row()[name] for name in COLUMNS}
    path = write(tmp_path / "renamed.csv", [renamed])
    found = read_candidates(path, shipped(), {"candidate_id": "Kandidat"})
    assert found.candidates[0].occupation.soc_code == "15-1252"
    assert found.candidates[0].id == "a-1"


def test_two_rows_of_one_job_must_agree_on_its_staff(tmp_path: Path):
    found = faults_of(
        tmp_path,
        row(candidate_id="a", peers="1", peers_wage_usd="150000"),
        row(candidate_id="b", peers="2", peers_wage_usd="150000"),
    )
    assert "differs from row 1" in found[0]


def test_the_order_of_rows_changes_no_number(tmp_path: Path):
    rows = made(30)
    question = replace(ASKED, budget_usd=3e5)
    one, other = case_of(tmp_path, rows, question), case_of(tmp_path, rows[::-1], question)
    for here, there in zip(one.won, other.won, strict=True):
        assert here.selected.expected == pytest.approx(there.selected.expected)
        assert (here.approved.low, here.approved.high) == (there.approved.low, there.approved.high)
    assert one.plan.usd == pytest.approx(other.plan.usd)
    assert one.plan.gain == pytest.approx(other.plan.gain)
