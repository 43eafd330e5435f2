"""Codes of occupations and areas: what is taken, what the lists hold, and that our own people use them."""

from __future__ import annotations

import re

import polars as pl
import pytest

from openh1b.season.code_hints import explain_area, explain_soc
from openh1b.season.codes import areas, code_list, retired, successors, titles
from openh1b.season.pool_file import read_pool
from openh1b.season.published import Splits, season
from openh1b.season.spreadsheet_dates import codes_of_date
from openh1b.season.synthetic import synthetic_pool
from openh1b.season.synthetic_tables import table


def test_no_retired_code_is_in_use_and_every_successor_is():
    assert not set(retired()) & set(titles())
    assert {code for codes in successors().values() for code in codes} <= set(titles())
    assert set(successors()) == set(retired())


def test_every_code_has_its_form_and_is_there_once():
    assert all(re.fullmatch(r"[0-9]{2}-[0-9]{3}[1-9]", code) for code in (*titles(), *retired()))
    assert all(re.fullmatch(r"[1-9][0-9]{4,6}", code) for code in areas())
    assert len(table("soc_codes")) == len(titles())
    assert len(table("oflc_areas")) == len(areas()) == len(set(areas().values()))


def test_occupations_and_areas_of_the_synthetic_season_are_in_the_lists():
    for row in table("floors"):
        assert row["soc_code"] in titles()
        assert row["area"] in areas()
    for row in table("areas"):
        assert areas()[row["area"]] == row["area_name"]
    for row in table("occupations"):
        assert titles()[row["soc_code"]] == row["title"]


def test_synthetic_people_written_to_a_file_are_taken_as_a_pool(tmp_path):
    people = synthetic_pool(season(2026), Splits(), size=400)
    frame = people.frame(list(people.columns))
    frame.write_csv(tmp_path / "people.csv")
    pool = read_pool(tmp_path / "people.csv", season=2026, unit="beneficiary")
    assert pool.array("soc_code").tolist() == people.array("soc_code").tolist()
    assert pool.array("area").tolist() == people.array("area").tolist()


def test_an_onet_code_is_taken_as_its_soc_code_and_noted(csv_file):
    path = csv_file("soc_code\n15-1252.00\n 15-1299.08 \n15-1211\n")
    pool = read_pool(path, season=2026, unit="beneficiary")
    assert pool.array("soc_code").tolist() == ["15-1252", "15-1299", "15-1211"]
    assert "soc_code: 2 rows with an O*NET code, taken as its SOC code (15-1252.00 as 15-1252)" in pool.notes


def test_codes_without_an_ending_are_not_noted(csv_file):
    pool = read_pool(csv_file("soc_code,area\n15-1252,35620\n"), season=2026, unit="beneficiary")
    assert not any("O*NET" in note for note in pool.notes)


def test_codes_of_another_vintage_can_be_kept_as_groups(csv_file):
    path = csv_file("soc_code,area\n15-1132,71650\n")
    columns = {"soc_then": "soc_code", "area_then": "area"}
    pool = read_pool(path, season=2026, unit="beneficiary", columns=columns)
    assert pool.array("soc_then").tolist() == ["15-1132"]
    assert pool.array("area_then").tolist() == ["71650"]


def test_other_columns_have_no_list():
    assert code_list("state") is None


@pytest.mark.parametrize("code", [code for code in sorted(titles()) if code[:3] == "11-" and code[3:] >= "1900"])
def test_a_code_that_is_a_date_to_a_spreadsheet_is_found_again(code):
    year = code[3:]
    for shown in (
        f"Nov-{year[2:]}",
        f"{year[2:]}-Nov",
        f"{year}-11-01",
        f"11/1/{year}",
        f"1/11/{year}",
        f"1-Nov-{year}",
    ):
        assert code in codes_of_date(shown)
        assert code in explain_soc(shown)[1]


def test_no_code_is_itself_read_as_a_date():
    assert [code for code in (*titles(), *retired()) if codes_of_date(code) is not None] == []


@pytest.mark.parametrize("text", ["44501", "44501.0"])
def test_the_number_of_a_day_is_found_again(text):
    assert codes_of_date(text) == ("11-2021",)


@pytest.mark.parametrize(
    "text", ["", "15-1252", "Mar", "2021-11-02", "13/1/2021", "44502", "Nov-2", "November", "0", "99999999"]
)
def test_what_no_spreadsheet_makes_of_a_code_is_no_date(text):
    assert codes_of_date(text) is None


def test_every_retired_code_names_all_its_successors():
    for code, title in retired().items():
        said, hint = explain_soc(code)
        assert title in said
        for successor in successors()[code]:
            assert f"{successor} {titles()[successor]}" in hint


def test_every_name_of_an_area_in_any_case_gives_its_code():
    for code, name in areas().items():
        assert explain_area(f"  {name.upper()} ") == (" is a name", f"Its code is {code}")


def test_a_code_with_two_digits_exchanged_names_the_right_one():
    assert "42660" in explain_area("46260")[1]
    assert "17-2072" in explain_soc("17-0272")[1]


@pytest.mark.parametrize("text", ["x", "12", "?", "nowhere at all, at any time"])
def test_nothing_is_proposed_where_nothing_is_near(text):
    assert explain_area(text) == ("", None)
    assert explain_soc(text) == ("", None)


def test_the_lists_read_codes_and_leave_others_null():
    codes = code_list("soc_code")
    assert codes.read(pl.Series(["15-1252", "15-1132", None, "15-1252.00"])).to_list() == [
        "15-1252",
        None,
        None,
        "15-1252",
    ]
