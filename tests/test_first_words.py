"""What a comparison says first: whether the cap binds, where seats stay empty, and where its range turns that round."""

from __future__ import annotations

from openh1b.charts.cells import number, units
from openh1b.results import Figure
from openh1b.scenario import Scenario
from openh1b.simulate import compare


def test_more_seats_than_people_are_no_seats_for_all_where_one_stage_is_full():
    found = compare(Scenario(policies=("weighted-levels",), season=2028, registrations=100_000))
    odds = found.result.find("weighted-levels", "odds").value
    left = sum(stage.seats for stage in found.runs[0].rule.stages) - round(odds * found.pool.units)
    assert odds < 1
    assert f"118,660 seats, {left:,} of them left empty in stage advanced_degree" in found.headline
    (note,) = [note for note in found.notes if "118,660 seats for" in note]
    assert "yet not all are selected" in note
    assert "so that all" not in note


def test_where_all_are_selected_it_says_so():
    found = compare(Scenario(policies=("weighted-levels",), season=2028, registrations=50_000))
    assert "does not bind" in found.headline
    assert "seats for all" in found.headline
    assert any("so that all eligible are selected" in note for note in found.notes)


def test_a_cap_that_binds_at_the_other_end_of_the_range_is_not_said_to_be_loose_for_certain():
    found = compare(Scenario(policies=("lottery", "wage-floor-2026")))
    odds = found.result.find("wage-floor-2026", "odds")
    assert f"it may bind under wage-floor-2026, where {odds.low:.1%} to {odds.high:.1%} of all" in found.headline
    assert "may bind" not in compare(Scenario(policies=("lottery", "no-cap"))).headline


def test_a_season_whose_counts_are_assumed_is_not_called_published():
    assert compare(Scenario(season=2026)).pool.name == "FY2026 by published figures"
    assert compare(Scenario(season=2027)).pool.name == "FY2027 projected from published figures"


def test_few_are_counted_in_tenths_and_no_change_has_no_sign():
    few = Figure(2026, "row", "lottery", "selected", "all", "all", 0.7, "rows", low=0.2, high=1.2, spread="luck")
    assert number(few) == "0.7 ± 0.5"
    assert [units(value, sign=True) for value in (0.0, -0.04, 0.25, -12.4, 1_234.6)] == [
        "0",
        "0",
        "+0.2",
        "-12",
        "+1,235",
    ]
