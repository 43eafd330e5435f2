"""Wages at percentiles: what the method keeps, what it was measured to miss, and what it refuses."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from openh1b.errors import InputError, NotComputable, PoolError
from openh1b.season.pool import Pool
from openh1b.season.published import Splits, season
from openh1b.season.synthetic import synthetic_pool
from openh1b.season.wages_national import PRINTED, curve_of, has_curve, national, normal_scores
from openh1b.season.wages_percentiles import percentile_floors, percentile_wages, trial_errors
from openh1b.season.wages_table import FOLDER, floors_of, shipped
from openh1b.season.wages_trial import trials

PROPOSED = (34, 52, 70, 88)  # the proposal of 27 March 2026
SOCS = ("15-1252", "15-1211", "13-2011", "29-1141", "17-2141")


def thirds_of(wages):
    """Means of the lowest third and of the upper two thirds of wages at even percentiles."""
    cut = len(wages) // 3
    return wages[:cut].mean(), wages[cut:].mean()


def test_registered_nurses_in_miami_come_out_as_printed_within_the_error_of_the_trials():
    # BLS, May 2024, as printed in a public repository's notes (second-hand): mean and percentiles of 29-1141 in 33100
    mean, printed = 92_070, np.array([62_170, 73_820, 85_610, 105_240, 124_080])
    assert floors_of("29-1141", "33100").l3_usd == pytest.approx(mean, rel=0.002)
    found = percentile_wages("29-1141", "33100", PRINTED)
    off = np.abs(found.usd / printed - 1)
    assert (off < found.error_p90).all()
    assert (off > found.error_share).sum() >= 3  # a check that the errors printed are none too large


@pytest.mark.parametrize("soc", SOCS)
@pytest.mark.parametrize("area", ["42660", "35620", "4800001"])
def test_the_curve_has_the_levels_as_the_means_of_its_thirds(soc, area):
    floors = floors_of(soc, area)
    even = (np.arange(3_000) + 0.5) / 30
    wages = curve_of(soc).wages(np.array([floors.l1_usd]), np.array([floors.l4_usd]), even)[0]
    assert thirds_of(wages) == pytest.approx((floors.l1_usd, floors.l4_usd), rel=1e-3)


def test_an_area_that_is_the_nation_has_the_national_percentiles():
    for soc in SOCS:
        curve, row = curve_of(soc), national()[soc]
        l1, l4 = curve.ends()
        wages = curve.wages(np.array([l1]), np.array([l4]), PRINTED)[0]
        assert wages == pytest.approx(list(row.wages_usd.values()), rel=1e-3)


def test_dearer_areas_of_one_shape_have_every_percentile_dearer_in_proportion():
    curve = curve_of("15-1252")
    once, twice = curve.wages(np.array([6e4, 12e4]), np.array([1e5, 2e5]), PROPOSED)
    assert twice == pytest.approx(2 * once)


def test_wages_rise_with_the_percentile_wherever_they_can_be_estimated():
    table, percentiles = shipped(), (5, 10, 17, 34, 50, 52, 67, 70, 88, 90, 95)
    for soc in (str(code) for code in table.soc_code[::40]):
        if has_curve(soc):
            l1, l4 = table.ends(np.full(530, soc), table.area)
            wages = curve_of(soc).wages(l1, l4, percentiles)
            known = np.isfinite(wages).all(axis=1) & (l4 > l1)
            assert (np.diff(wages[known], axis=1) >= 0).all()
            assert known.sum() >= (np.isfinite(l1) & (l4 > l1)).sum() - 1


def test_equal_levels_are_one_wage():
    assert curve_of("15-1252").wages(np.array([5e4]), np.array([5e4]), PROPOSED)[0] == pytest.approx([5e4] * 4)


def test_the_other_reading_goes_through_the_stated_percentiles():
    found = percentile_wages("15-1252", "42660", (17, 67))
    floors = floors_of("15-1252", "42660")
    assert found.as_stated_usd == pytest.approx((floors.l1_usd, floors.l4_usd))


def test_shipped_errors_are_those_that_the_trials_give():
    with (FOLDER / "percentile_errors.csv").open(encoding="utf-8") as file:
        rows = {(r["trial"], float(r["percentile"])): r for r in csv.DictReader(file)}
    found = list(trials())
    assert {(one.trial, one.percentile) for one in found} == set(rows)
    for one in found:
        row = rows[one.trial, one.percentile]
        assert int(row["occupations"]) == one.occupations
        assert (float(row["median"]), float(row["p90"])) == pytest.approx((one.median, one.p90), abs=2e-5)


def test_errors_are_the_larger_of_the_two_trials_and_lie_between_between_percentiles():
    median, most = trial_errors([50, 60, 75, 90, 95])
    with (FOLDER / "percentile_errors.csv").open(encoding="utf-8") as file:
        at_90 = [float(r["median"]) for r in csv.DictReader(file) if r["percentile"] == "90"]
    assert median[2] < median[1] < median[0]
    assert median[3] == median[4] == max(at_90)
    assert (most > median).all()


def test_the_figures_of_the_decision_page_are_those_measured():
    page = (FOLDER.parents[3] / "docs" / "decisions" / "0013-percentile-floors.md").read_text(encoding="utf-8")
    with (FOLDER / "percentile_errors.csv").open(encoding="utf-8") as file:
        rows = {(r["trial"], r["percentile"]): (float(r["median"]), float(r["p90"])) for r in csv.DictReader(file)}
    for percentile in ("10", "25", "50", "75", "90"):
        cells = [f"{a:.1%}, {b:.1%}" for a, b in (rows[t, percentile] for t in ("left_out", "other_year", "group"))]
        assert f"| {percentile} | {' | '.join(cells)} |" in page
    found = percentile_wages("15-1252", "42660", [88])
    assert f"${found.usd[0]:,.0f}" in page
    assert f"${found.as_stated_usd[0]:,.0f}" in page


@pytest.mark.parametrize("asked", [(34, 52, 70, 99), (0, 50), (50, 34), (34, 34), (), (float("nan"),)])
def test_percentiles_that_cannot_be_estimated_are_refused(asked):
    with pytest.raises(InputError, match="percentiles"):
        percentile_wages("15-1252", "42660", asked)


def test_what_is_top_coded_is_refused_and_not_estimated_from_below():
    assert national(2024)["11-2011"].top_coded == (90.0,)
    assert percentile_wages("11-2011", "42660", [70], year=2024).usd[0] > 0
    with pytest.raises(NotComputable, match="top-codes what lies above its 75th"):
        percentile_wages("11-2011", "42660", [88], year=2024)
    with pytest.raises(NotComputable, match="top-codes the percentiles 75, 90"):
        percentile_wages("11-1011", "100001", [50], year=2024)
    assert percentile_wages("11-1011", "100001", [88]).usd[0] > 0


def test_a_group_that_stands_for_its_occupations_is_named():
    assert any("13-1020 in place of 13-1021" in note for note in percentile_wages("13-1021", "42660", [50]).notes)


def test_the_score_of_a_percentile_is_a_normal_quantile():
    assert normal_scores([50, 97.5, 2.5]) == pytest.approx([0, 1.959964, -1.959964])


def people(**columns) -> Pool:
    rows = len(next(iter(columns.values())))
    return Pool(
        "made", 2027, "beneficiary", {k: np.array(v) for k, v in columns.items()}, np.ones(rows, dtype=np.int64)
    )


CELLS = {"soc_code": ["15-1252", "29-1141", "15-1252"], "area": ["42660", "33100", "35620"]}


def test_floors_of_a_pool_are_those_of_its_occupations_and_areas_row_by_row():
    found = percentile_floors(people(**CELLS), PROPOSED)
    for row, (soc, area) in enumerate(zip(CELLS["soc_code"], CELLS["area"], strict=True)):
        assert found[row] == pytest.approx(percentile_wages(soc, area, PROPOSED).usd)


def test_a_pools_own_levels_come_before_the_tables():
    found = percentile_floors(people(**CELLS, l1_usd=[6e4, 6e4, 9e4], l4_usd=[1e5, 1e5, 15e4]), PROPOSED)
    assert found[2] == pytest.approx(1.5 * found[0])


def test_percentiles_of_the_law_in_force_are_the_levels_themselves():
    found = percentile_floors(people(**CELLS), (17, 34, 50, 67))
    assert found[0] == pytest.approx(floors_of("15-1252", "42660").usd, abs=11)  # a cent an hour, rounded in the table
    own = {f"l{n}_usd": [1e4 * n, 2e4 * n, 3e4 * n] for n in range(1, 5)}
    assert percentile_floors(people(**CELLS, **own), (17, 34, 50, 67))[1].tolist() == [2e4, 4e4, 6e4, 8e4]


def test_middle_levels_can_lie_at_the_thirds_in_dollars():
    each, thirds = (percentile_floors(people(**CELLS), PROPOSED, middle=one) for one in ("percentile", "thirds"))
    assert thirds[:, [0, 3]] == pytest.approx(each[:, [0, 3]])
    assert thirds[:, 1] == pytest.approx(thirds[:, 0] + (thirds[:, 3] - thirds[:, 0]) / 3)


@pytest.mark.parametrize("gone", ["soc_code", "area"])
def test_a_pool_without_occupation_or_area_is_refused_by_the_columns_name(gone):
    with pytest.raises(PoolError, match=f"has no column {gone}"):
        percentile_floors(people(**{name: cells for name, cells in CELLS.items() if name != gone}), PROPOSED)


def test_rows_without_a_wage_or_a_curve_are_all_named():
    unpriced = people(soc_code=["15-1252", "29-1024", "29-1022"], area=["42660"] * 3)
    with pytest.raises(PoolError) as caught:
        percentile_floors(unpriced, PROPOSED)
    assert [fault.row for fault in caught.value.faults] == [2, 3]
    levels = {"l1_usd": [6e4] * 2, "l4_usd": [1e5] * 2}
    with pytest.raises(PoolError, match="27-2011"):
        percentile_floors(people(soc_code=["15-1252", "27-2011"], area=["42660"] * 2, **levels), PROPOSED)
    apart = people(soc_code=["15-1252"], area=["42660"], l1_usd=[2e4], l4_usd=[9e6])
    with pytest.raises(PoolError, match="too far apart"):
        percentile_floors(apart, PROPOSED)


def test_synthetic_people_have_floors_at_every_regime():
    pool = synthetic_pool(season(2027, registrations=211_600), Splits(), size=500)
    for regime in (PROPOSED, (45, 62, 78, 95), (35, 53, 72, 90)):
        found = percentile_floors(pool, regime)
        assert found.shape == (500, 4)
        assert (np.diff(found, axis=1) > 0).all()
