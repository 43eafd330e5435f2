"""Filings as people: what falls out and where, pay, level against floors, and what is said of the pool."""

from __future__ import annotations

import polars as pl
import pytest

from openh1b.data.filings import Ask, filings
from openh1b.data.store import Store
from openh1b.errors import DataError
from tests.data.filings_made import CASE, cases, described, fell, taken, wages
from tests.data.made_files import lca_csv


def level(store, made, **change):
    return taken(store, made, change).frame["selection_level"].item()


@pytest.mark.parametrize(
    ("offer", "reached"),
    [("117748", 1), ("149239", 1), ("149240", 2), ("180709", 2), ("180710", 3), ("212202", 4), ("500000", 4)],
)
def test_the_level_is_the_highest_whose_floor_the_offer_equals_or_exceeds(store, made, offer, reached):
    assert level(store, made, WAGE_RATE_OF_PAY_FROM=offer) == reached


def test_an_hourly_offer_at_an_hourly_floor_reaches_it(store, made):
    assert level(store, made, WAGE_RATE_OF_PAY_FROM="71.75", WAGE_UNIT_OF_PAY="Hour") == 2


def test_a_range_of_pay_counts_at_its_low_end(store, made):
    assert level(store, made, WAGE_RATE_OF_PAY_FROM="140000", WAGE_RATE_OF_PAY_TO="250000") == 1


def test_an_offer_below_level_1_counts_as_level_1_and_is_counted(store, made):
    found = taken(store, made, {"WAGE_RATE_OF_PAY_FROM": "90000"}, {})
    assert found.frame["selection_level"].to_list() == [1, 2]
    assert found.counts["offer_below_level_1"] == 1


@pytest.mark.parametrize(
    ("step", "change"),
    [
        ("visa class", {"VISA_CLASS": "H-1B1 Singapore"}),
        ("visa class", {"VISA_CLASS": "E-3 Australian"}),
        ("status", {"CASE_STATUS": "Denied"}),
        ("status", {"CASE_STATUS": "Certified - Withdrawn"}),
        ("new employment", {"NEW_EMPLOYMENT": "0"}),
        ("new employment", {"NEW_EMPLOYMENT": ""}),
        ("whole-time", {"FULL_TIME_POSITION": "N"}),
        ("worksites", {"TOTAL_WORKSITE_LOCATIONS": "3"}),
        ("pay", {"WAGE_RATE_OF_PAY_FROM": "150000", "WAGE_UNIT_OF_PAY": "Hour"}),
        ("pay", {"WAGE_RATE_OF_PAY_FROM": "24.59", "WAGE_UNIT_OF_PAY": "Year"}),
        ("cap-exempt", {"NAICS_CODE": "611310"}),
        ("occupation", {"SOC_CODE": "15-1034"}),
        ("occupation", {"SOC_CODE": "Nov-21", "SOC_TITLE": "Nobody knows"}),
        ("area", {"WORKSITE_COUNTY": "WASHINGTON STATE"}),
        ("area", {"WORKSITE_COUNTY": ""}),
        ("namesakes", {"WORKSITE_COUNTY": "Richmond", "WORKSITE_STATE": "VA", "WORKSITE_CITY": "Glen Allen"}),
        ("floors", {"SOC_CODE": "11-1011"}),
        ("floors", {"SOC_CODE": "17-2072"}),
    ],
)
def test_a_row_falls_out_at_the_step_that_says_why(store, made, step, change):
    found = taken(store, made, {}, change)
    assert fell(found) == {step: 1}
    assert found.frame.height == 1
    (file,) = found.files
    assert (file.rows, file.kept, file.out) == (2, 1, {step: 1})


def test_steps_add_up_to_the_rows_stored(store, made):
    found = taken(store, made, {}, {"VISA_CLASS": "H-1B1 Chile"}, {"NEW_EMPLOYMENT": "0"}, {"FULL_TIME_POSITION": "N"})
    assert sum(step.out for step in found.steps) + found.frame.height == 4
    assert [step.left for step in found.steps] == sorted((step.left for step in found.steps), reverse=True)


def test_cases_of_several_worksites_can_be_taken_at_the_first(store, made):
    found = taken(store, made, {"TOTAL_WORKSITE_LOCATIONS": "3"}, {}, worksites="first")
    assert found.frame.height == 2
    assert found.counts["worksites_several"] == 1


def test_workers_for_new_employment_are_counted_and_not_all_workers_of_the_case(store, made):
    several = {"TOTAL_WORKER_POSITIONS": "9", "NEW_EMPLOYMENT": "4"}
    assert taken(store, made, several, {}).counted == 5


def test_cases_can_be_counted_once_each(store, made):
    assert taken(store, made, {"NEW_EMPLOYMENT": "4"}, {}, count="cases").counted == 2


def test_a_code_of_soc_2010_is_crossed_and_one_lost_to_a_spreadsheet_is_read_by_its_title(store, made):
    crossed = {"SOC_CODE": "15-1132", "SOC_TITLE": "SOFTWARE DEVELOPERS, APPLICATIONS"}
    lost = {"SOC_CODE": "Nov-21", "SOC_TITLE": "COMPUTER AND INFORMATION SYSTEMS MANAGERS"}
    found = taken(store, made, crossed, lost)
    assert found.frame["soc_code"].to_list() == ["15-1252", "11-3021"]
    assert (found.counts["occupation_crossed_by_title"], found.counts["occupation_by_title"]) == (1, 1)


def test_floors_moved_to_the_filing_keep_the_ladder_and_meet_its_prevailing_wage(store, made):
    change = {"PREVAILING_WAGE": "74620", "PW_WAGE_LEVEL": "II", "WAGE_RATE_OF_PAY_FROM": "92000"}
    row = taken(store, made, change, floors="filing").frame.row(0, named=True)
    assert [row[f"l{n}_usd"] for n in (1, 2, 3, 4)] == [58_874, 74_620, 90_355, 106_101]
    assert row["selection_level"] == 3


@pytest.mark.parametrize("change", [{"PW_WAGE_LEVEL": "N/A"}, {"PW_OTHER_SOURCE": "SURVEY"}])
def test_a_filing_without_a_floor_of_its_own_falls_out_where_floors_are_moved(store, made, change):
    assert fell(taken(store, made, {}, change, floors="filing")) == {"own floor": 1}


def test_the_level_of_the_lca_needs_neither_occupation_nor_place_and_gives_no_floors(store, made):
    lost = {"SOC_CODE": "15-1034", "WORKSITE_COUNTY": "NOWHERE", "PW_WAGE_LEVEL": "IV"}
    found = taken(store, made, lost, {"PW_WAGE_LEVEL": ""}, level_by="lca")
    assert found.frame["selection_level"].to_list() == [4]
    assert fell(found) == {"level": 1}
    assert not {"l1_usd", "soc_code", "area"} & set(found.frame.columns)


def test_only_decisions_of_the_year_asked_for_are_taken(store, made):
    late = {"DECISION_DATE": "9/30/2019"}
    found = taken(store, made, {}, late, year=2019)
    assert found.frame["decided"].to_list() == ["FY2019Q4"]
    assert fell(found) == {"year": 1}


def test_a_file_without_a_column_that_is_needed_falls_out_whole_and_the_columns_are_named(store, made):
    bare = {name: CASE[name] for name in ("CASE_NUMBER", "CASE_STATUS", "VISA_CLASS", "DECISION_DATE", "SOC_CODE")}
    store.add([made(lca_csv({**bare, "CASE_NUMBER": "I-1"}, {**bare, "CASE_NUMBER": "I-2"}, base=bare), "bare.csv")])
    found = taken(store, made, {})
    step = next(step for step in found.steps if step.name == "columns")
    assert step.out == 2
    assert "has no new_employment, full_time, wage_usd" in step.why


def test_a_case_in_two_files_is_one_person(store, made):
    store.add([made(cases({"DECISION_DATE": "10/2/2019"}), "first.csv")])
    found = taken(store, made, {"DECISION_DATE": "10/3/2019"})
    assert fell(found) == {"case again": 1}
    assert found.frame.height == 1


def test_where_nothing_comes_through_the_message_says_why(store, made):
    with pytest.raises(DataError, match=r"1 visa class \(not H-1B"):
        taken(store, made, {"VISA_CLASS": "H-1B1 Chile"})


def test_a_year_of_decisions_that_no_file_has_is_refused_with_those_that_are(store, made):
    with pytest.raises(DataError, match=r"not decided in FY2050\); expected a fiscal year of decisions among 2020"):
        taken(store, made, {}, year=2050)


def test_a_wage_year_that_is_not_stored_is_refused_with_those_that_are(store, made):
    with pytest.raises(DataError, match="no wages of July 2019 to June 2020 are stored; expected 2025"):
        taken(store, made, {}, wage_year=2019)


def test_without_a_stored_table_the_one_of_the_package_is_used_and_named(store, made):
    store.add([made(cases({}), "cases.csv")])
    found = filings(store, Ask(), described)
    assert "comes with the program" in (found.table or "")
    assert found.frame["l2_usd"].to_list() == [149_240]


def test_a_store_without_filings_is_refused(store):
    with pytest.raises(DataError, match="holds no lca"):
        filings(store, Ask(), described)


def test_of_two_stored_wage_years_the_one_nearest_to_the_decisions_is_taken(store, made):
    path = made(wages(), "wages_2025-26.parquet")
    store.add([path])
    pl.read_parquet(path).with_columns(pl.col("l1_cents") - 1).write_parquet(path)
    store.add([path], year=2019)
    store.add([made(cases({}), "cases.csv")])
    assert filings(store, Ask(), described).wage_year == 2019
    assert filings(store, Ask(wage_year=2025), described).wage_year == 2025


def test_the_real_files_fall_out_and_come_through_as_counted_by_hand(tmp_path, shared_data):
    store = Store(tmp_path / "real")
    names = (
        "lca/LCA_Disclosure_Data_FY2020_Q1_first5000_contacts_blanked.csv",
        "lca/LCA_Disclosure_Data_FY2023_Q3_H1B1_contacts_blanked.xlsx",
        "lca/lca_fy2016_sample1000_nopii.parquet",
        "lca/lca_fy2024q1_12_columns.parquet",
        "oflc_wages/oflc_prevailing_wages_2025-26_by_soc_area.parquet",
    )
    store.add([shared_data(name) for name in names])
    found = filings(store, Ask(), described)
    files = {one.vintage.split("-")[0]: one for one in found.files}
    assert files["fy2023q1"].out == {"case again": 9, "visa class": 1194}
    assert files["fy2016q1"].out == {"columns": 1000}
    assert files["fy2024q1"].out == {"columns": 101_179}
    assert files["fy2020q1"].out["visa class"] == 140  # 126 E-3 and 14 H-1B1 of 5,000
    assert files["fy2020q1"].kept == found.frame.height
    assert sum(step.out for step in found.steps) + found.frame.height == 108_382
    assert found.counts["decided_october_to_december"] == found.frame.height
