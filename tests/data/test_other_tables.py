"""OFLC wages, OEWS national, visa bulletin: units, marks, years that the rows do not say; and the real files."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from openh1b.errors import DataError
from tests.data.made_files import csv_bytes, sheet

ALC = ["Area", "SocCode", "GeoLvl", "Level1", "Level2", "Level3", "Level4", "Average", "Label"]
ALC_ROWS = [
    ["42660", "15-1252", "1", "56.61", "71.75", "86.88", "102.02", "79.32", ""],
    ["42660", "25-1011", "1", "61230", "78000", "94770", "111540", "86385", ""],
    ["1000005", "11-1011", "1", "", "", "", "", "", ""],
]
BULLETIN = ["bulletin", "table_type", "category", "area", "raw", "status", "cutoff"]
OEWS = ["OCC_CODE", "OCC_TITLE", "O_GROUP", "TOT_EMP", "H_MEAN", "A_MEAN", "H_MEDIAN", "A_MEDIAN", "A_PCT90"]
OEWS_ROWS = [
    ["15-1252", "Software Developers", "detailed", "1,654,440", "69.5", "144570", "63.98", "133080", "211450"],
    ["29-1215", "Family Medicine Physicians", "detailed", "110,000", "#", "#", "*", "**", "#"],
]


def added(store, path, **known):
    (one,) = store.add([path], **known)
    return store.table(one.vintage.table, [one.vintage.vintage]), one.vintage


def test_wages_of_a_year_and_of_an_hour_in_one_column_come_apart(store, made):
    frame, one = added(store, made(csv_bytes(ALC, ALC_ROWS), "ALC_Export.csv"), year=2025)
    assert one.vintage.startswith("wage-year-2025-26-")
    assert frame["unit"].to_list() == ["hour", "year", None]
    assert frame["l1_usd"].to_list() == [pytest.approx(56.61 * 2080), 61_230, None]
    assert frame["wage_year"].to_list() == [2025] * 3


def test_wages_in_cents_are_dollars(store, made, tmp_path):
    levels = {f"l{n}_cents": [value, None] for n, value in enumerate((95, 100, 7_175, 10_202), start=1)}
    table = {"soc": ["15-1252", "11-1011"], "area": ["42660", "1"], "unit": ["hour", "none"], **levels}
    pl.DataFrame(table).write_parquet(tmp_path / "wages 2025-26.parquet")
    frame, _ = added(store, tmp_path / "wages 2025-26.parquet")
    assert frame.row(0)[4:8] == (0.95, 1.0, 71.75, 102.02)
    assert frame.row(1)[3:8] == (None, None, None, None, None)


def test_a_wage_year_that_nobody_says_is_asked_for(refused):
    assert "--year 2025 for July 2025 to June 2026" in refused(csv_bytes(ALC, ALC_ROWS), "ALC_Export.csv")
    assert "--year 2025" in refused(csv_bytes(ALC, ALC_ROWS), "ALC_Export 2025-31.csv")


def test_the_two_series_of_wages_have_the_same_columns_so_that_one_without_its_name_is_asked_for(refused):
    for name in ("wages 2025-26.csv", "ALC_Export or EDC_Export 2025-26.csv"):
        message = refused(csv_bytes(ALC, ALC_ROWS), name)
        assert "may be oflc_wages or oflc_wages_edc: both series have these columns" in message
        assert "--as oflc_wages or --as oflc_wages_edc" in message


def test_what_is_said_goes_before_the_name(store, made):
    frame, one = added(store, made(csv_bytes(ALC, ALC_ROWS), "ALC_Export 2025-26.csv"), table="oflc_wages_edc")
    assert one.table == "oflc_wages_edc"
    assert frame["l1_usd"].to_list() == [pytest.approx(56.61 * 2080), 61_230, None]


def test_the_higher_education_series_is_a_table_of_its_own(store, made):
    rows = [[row[0], row[1], row[2], *("1.5" for _ in row[3:8]), ""] for row in ALC_ROWS]
    added(store, made(csv_bytes(ALC, ALC_ROWS), "ALC_Export 2025-26.csv"))
    added(store, made(csv_bytes(ALC, rows), "EDC_Export 2025-26.csv"))
    assert store.table("oflc_wages")["l1"].to_list() == [56.61, 61_230, None]
    assert store.table("oflc_wages_edc")["l1"].to_list() == [1.5] * 3


@pytest.mark.parametrize(
    ("said", "message"),
    [("oflc_wages_edk", "Did you mean oflc_wages_edc"), ("hub", "has the columns of oflc_wages and oflc_wages_edc")],
)
def test_a_table_that_it_cannot_be_is_refused(store, made, said, message):
    with pytest.raises(DataError, match=message):
        store.add([made(csv_bytes(ALC, ALC_ROWS), "ALC_Export 2025-26.csv")], table=said)


def test_the_label_of_a_row_says_that_its_wages_are_a_years(store, made):
    rows = [[*ALC_ROWS[0][:3], "900", "950", "990", "999", "", "Annual Wage"], ALC_ROWS[0], ALC_ROWS[1]]
    frame, _ = added(store, made(csv_bytes(ALC, rows), "ALC_Export 2025-26.csv"))
    assert frame["unit"].to_list() == ["year", "hour", "year"]


GEOGRAPHY = ["Area", "AreaName", "StateAb", "State", "CountyTownName"]
GEOGRAPHY_ROWS = [
    ["100001", "Northwest Alabama nonmetropolitan area", "AL", "Alabama", "Cullman County"],
    ["1000005", "Sussex Delaware nonmetropolitan area", "DE", "Delaware", "Sussex County"],
]


def test_the_counties_of_areas_are_a_table_of_their_own(store, made):
    frame, one = added(store, made(csv_bytes(GEOGRAPHY, GEOGRAPHY_ROWS), "Geography.csv"), year=2025)
    assert (one.table, frame["area"].to_list()) == ("oflc_areas", ["100001", "1000005"])
    assert frame["county"].to_list() == ["Cullman County", "Sussex County"]


def test_top_codes_are_named_and_never_numbers(store, made):
    frame, one = added(store, made(sheet([OEWS, *OEWS_ROWS]), "national_M2024_dl.xlsx"))
    assert one.vintage.startswith("may2024-")
    assert frame["annual_p90_usd"].to_list() == [211_450, None]
    assert frame["top_coded"].to_list() == [None, "hourly_mean annual_mean_usd annual_p90_usd"]
    assert frame["annual_median_usd"].to_list() == [133_080, None]
    assert frame["employment"].to_list() == [1_654_440, 110_000]


def test_estimates_without_a_year_are_refused_and_taken_with_one(store, made, refused):
    assert "--year 2024" in refused(sheet([OEWS, *OEWS_ROWS]), "wages.xlsx")
    frame, _ = added(store, made(sheet([OEWS, *OEWS_ROWS])), year=2023)
    assert frame["year"].to_list() == [2023, 2023]


def test_a_bulletin_keeps_current_unavailable_and_dates_apart(store, made):
    rows = [
        ["2025-09", "final_action", "2nd", "india", "01JAN13", "date", "2013-01-01"],
        ["2025-10", "final_action", "1st", "mexico", "C", "C", ""],
        ["2025-10", "dates_for_filing", "4th", "mexico", "U", "U", ""],
    ]
    frame, one = added(store, made(csv_bytes(BULLETIN, rows)))
    assert one.vintage.startswith("2025-09-to-2025-10-")
    assert frame["status"].to_list() == ["date", "current", "unavailable"]
    assert frame["cutoff"].to_list() == [date(2013, 1, 1), None, None]
    assert frame["fiscal_year"].to_list() == [2025, 2026, 2026]


@pytest.mark.parametrize(("at", "value"), [(1, "third_chart"), (5, "X"), (0, "October 2025"), (6, "2013-02-30")])
def test_a_bulletin_with_an_unknown_word_is_refused(refused, at, value):
    row = ["2025-09", "final_action", "2nd", "india", "01JAN13", "date", "2013-01-01"]
    row[at] = value
    assert value.lower() in refused(csv_bytes(BULLETIN, [row])).lower()


def test_the_real_wages_have_their_known_rows_and_levels(store, shared_data):
    frame, _ = added(store, shared_data("oflc_wages/oflc_prevailing_wages_2025-26_by_soc_area.parquet"))
    assert frame.height == 449_440
    assert (frame["soc_code"].n_unique(), frame["area"].n_unique()) == (848, 530)
    seattle = frame.filter((pl.col("soc_code") == "15-1252") & (pl.col("area") == "42660"))
    assert seattle.select("l1", "l2", "l3", "l4").row(0) == (56.61, 71.75, 86.88, 102.02)


def test_the_real_estimates_of_six_years_are_read(store, shared_data):
    made = [shared_data(f"oews/national_M{year}_dl.xlsx") for year in range(2020, 2026)]
    store.add(made)
    frame = store.table("oews_national")
    assert frame["year"].unique().sort().to_list() == list(range(2020, 2026))
    assert frame.filter(pl.col("year") == 2025)["top_coded"].null_count() == 1_401
    assert frame.filter(pl.col("year") == 2024)["top_coded"].drop_nulls().len() > 0


def test_the_real_bulletins_are_read(store, shared_data):
    frame, _ = added(store, shared_data("visa_bulletin/eb_cutoffs_2016-05_2026-07_long.csv"))
    assert frame.height == 12_436
    assert (frame["status"] == "date").sum() == frame["cutoff"].drop_nulls().len() == 4_905


def test_a_day_beyond_reason_is_no_day(refused):
    row = ["2025-09", "final_action", "2nd", "india", "x", "date", "12013-01-01"]
    assert "12013-01-01" in refused(csv_bytes(BULLETIN, [row]))


def test_a_file_of_areas_and_occupations_alone_is_no_file_of_wages(refused):
    message = refused(csv_bytes(ALC[:2], [row[:2] for row in ALC_ROWS]))
    assert "l1 is missing (oflc_wages" in message
