"""What a user's pool is read as."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openh1b.season.pool_file import read_pool

TABLE = pl.DataFrame(
    {
        "beneficiary_id": ["007", "A-1", " x"],
        "selection_level": [4, 1, 2],
        "us_masters_or_higher": [True, False, False],
        "offered_wage_usd": [150_000.5, 90_000.0, 61_000.0],
        "received_on": [dt.date(2026, 3, 4), dt.date(2026, 3, 5), dt.date(2026, 3, 4)],
        "region": ["West", "", "East"],
    }
)


def read(path, unit="beneficiary", **wanted):
    return read_pool(path, season=2026, unit=unit, **wanted)


def write(table, path):
    {".csv": table.write_csv, ".parquet": table.write_parquet}.get(path.suffix, table.write_excel)(path)
    return path


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_a_table_is_the_same_pool_from_every_kind_of_file(tmp_path, ending):
    pool = read(write(TABLE, tmp_path / f"pool.{ending}"))
    assert pool.frame().to_dict(as_series=False) == TABLE.to_dict(as_series=False)
    assert (pool.id_column, pool.units, pool.season, pool.unit) == ("beneficiary_id", 3, 2026, "beneficiary")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_in_the_header(csv_file, separator):
    rows = [["state", "n", "note"], ["CA", "2", "a, b; c"], ["NY", "3", '"quoted"\nline']]
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    pool = read(csv_file(text.getvalue()))
    assert pool.array("note").tolist() == ["a, b; c", '"quoted"\nline']
    assert pool.n.tolist() == [2, 3]


cell = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=8)


@given(
    rows=st.lists(st.tuples(cell, cell), min_size=1, max_size=8),
    ending=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_csv_written_by_python_comes_back_cell_by_cell(csv_file, rows, ending, quoting):
    if quoting == csv.QUOTE_MINIMAL:  # Python 3.11 leaves a lone carriage return unquoted
        rows = [tuple(value.replace("\r", "") for value in row) for row in rows]
    text = io.StringIO()
    csv.writer(text, lineterminator=ending).writerows([("beneficiary_id", "left", "right")])
    csv.writer(text, lineterminator=ending, quoting=quoting).writerows((f"p{i}", *row) for i, row in enumerate(rows))
    pool = read(csv_file(text.getvalue()))
    trim = pl.Series([value for row in rows for value in row], dtype=pl.String).str.strip_chars().to_list()
    assert [value for row in zip(pool.array("left"), pool.array("right"), strict=True) for value in row] == trim


def test_ids_are_not_trimmed_and_keep_leading_zeros(csv_file):
    pool = read(csv_file("beneficiary_id,region\n 007 ,West\n7,East\n0007,East\n"))
    assert pool.array("beneficiary_id").tolist() == [" 007 ", "7", "0007"]


def test_integer_ids_of_a_parquet_file_are_read_as_their_digits_and_noted(tmp_path):
    pool = read(write(pl.DataFrame({"beneficiary_id": [7, 12]}), tmp_path / "pool.parquet"))
    assert pool.array("beneficiary_id").tolist() == ["7", "12"]
    assert any("whole numbers read as text" in note for note in pool.notes)


def test_rows_may_stand_for_many_units(csv_file):
    pool = read(csv_file('selection_level,n\nI,"90,000"\niv,1200\n'))
    assert pool.n.dtype == np.int64
    assert (len(pool), pool.units, pool.id_column) == (2, 91_200, None)
    assert "n" not in pool.columns


def test_each_row_is_one_unit_without_n(csv_file):
    assert read(csv_file("selection_level\n1\n2\n3\n")).n.tolist() == [1, 1, 1]


def test_levels_are_digits_or_roman_in_any_case(csv_file):
    pool = read(csv_file("selection_level\n1\nii\nIII\nIv\n4.0\n 2 \n"))
    assert pool.array("selection_level").tolist() == [1, 2, 3, 4, 4, 2]


def test_flags_are_words_letters_or_digits_in_any_case(csv_file):
    pool = read(csv_file("cap_exempt\ntrue\nFALSE\nYes\nno\nY\nn\n1\n0\n"))
    assert pool.array("cap_exempt").tolist() == [True, False] * 4


def test_pay_may_carry_a_dollar_sign_separators_and_blanks(csv_file):
    pool = read(csv_file('offered_wage_usd\n"$96,100.00 "\n96100\n" $ 1,096,100.5"\n'))
    assert pool.array("offered_wage_usd").tolist() == [96_100.0, 96_100.0, 1_096_100.5]


def test_columns_of_theirs_serve_as_ours(csv_file):
    path = csv_file("CASE_NUMBER,LEVEL,age\nc1,I,late\nc2,II,early\n")
    mapping = {"beneficiary_id": "CASE_NUMBER", "registration_id": "CASE_NUMBER", "selection_level": "LEVEL"}
    pool = read(path, columns={**mapping, "age_group": "age"})
    assert set(pool.columns) == {"beneficiary_id", "registration_id", "selection_level", "age_group"}
    assert pool.array("registration_id").tolist() == pool.array("beneficiary_id").tolist() == ["c1", "c2"]
    assert any("selection_level from LEVEL" in note for note in pool.notes)


def test_two_columns_may_change_names_with_each_other(csv_file):
    pool = read(csv_file("state,area\n35620,NY\n"), columns={"state": "area", "area": "state"})
    assert (pool.array("state")[0], pool.array("area")[0]) == ("NY", "35620")


def test_other_columns_stay_text_as_groups(csv_file):
    pool = read(csv_file("zip,version,band\n02134,1.10, a \n94103,1.1,\n"))
    assert pool.array("zip").tolist() == ["02134", "94103"]
    assert pool.array("version").tolist() == ["1.10", "1.1"]
    assert pool.array("band").tolist() == ["a", ""]
    assert "kept as groups: zip, version, band" in pool.notes


def test_a_column_the_policy_uses_becomes_a_number_where_every_cell_is_one(csv_file):
    pool = read(csv_file("bid,score,zip\n900,1.5,02134\n10000,2,94103\n"), needs={"bid", "score", "zip"})
    assert pool.array("bid").tolist() == [900, 10_000]
    assert pool.array("score").tolist() == [1.5, 2.0]
    assert pool.array("zip").tolist() == ["02134", "94103"]


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("registration", "registration_id"), ("beneficiary", "beneficiary_id"), ("petition", "registration_id")],
)
def test_the_id_is_that_of_the_unit(csv_file, unit, expected):
    assert read(csv_file("registration_id,beneficiary_id\nr1,p1\nr2,p2\n"), unit).id_column == expected


def test_the_other_id_serves_where_that_of_the_unit_is_absent(csv_file):
    assert read(csv_file("registration_id\nr1\n"), "beneficiary").id_column == "registration_id"
    assert read(csv_file("beneficiary_id\np1\n"), "registration").id_column == "beneficiary_id"


@pytest.mark.parametrize("unit", ["registration", "petition"])
def test_a_person_may_have_several_registrations_or_petitions(csv_file, unit):
    pool = read(csv_file("registration_id,beneficiary_id\nr1,p1\nr2,p1\n"), unit)
    assert pool.array("beneficiary_id").tolist() == ["p1", "p1"]


def test_the_hash_is_that_of_the_file(csv_file):
    path = csv_file("\ufeffselection_level\r\n1\r\n\r\n")
    pool = read(path)
    assert pool.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (pool.name, pool.status, pool.assumptions, len(pool)) == ("pool.csv", "given by the user", (), 1)


def test_blank_rows_at_the_end_are_left_out_and_noted(csv_file, sheet_file):
    pool = read(csv_file("region,state,\nWest,CA,\n,,\n ,,\n"))
    assert len(pool) == 1
    assert {"2 blank rows at the end left out", "1 blank column without a name left out"} <= set(pool.notes)
    assert len(read(sheet_file([["region"], ["West"], [" "], [""], [" "]]))) == 1


def test_a_sheet_may_begin_below_and_right_of_its_corner(sheet_file):
    pool = read(sheet_file([["beneficiary_id", "n"], ["007", 1], ["x", 1]], at=(3, 2)))
    assert pool.array("beneficiary_id").tolist() == ["007", "x"]


def test_the_order_of_the_rows_is_kept(tmp_path):
    ids = [f"p{(i * 7919) % 60_013}" for i in range(60_000)]
    table = pl.DataFrame({"beneficiary_id": ids})
    table.write_parquet(tmp_path / "pool.parquet", row_group_size=500)
    table.write_csv(tmp_path / "pool.csv")
    for name in ("pool.parquet", "pool.csv"):
        assert read(tmp_path / name).array("beneficiary_id").tolist() == ids


def test_real_filings_as_a_sheet_lose_their_blank_rows(shared_data):
    pool = read(shared_data("lca/LCA_Disclosure_Data_FY2023_Q3_H1B1_contacts_blanked.xlsx"), "petition")
    assert len(pool) == 1203


def test_real_filings_in_comma_separated_text_are_read_whole(shared_data):
    path = shared_data("lca/LCA_Disclosure_Data_FY2020_Q1_first5000_contacts_blanked.csv")
    pool = read(path, "petition", columns={"registration_id": "CASE_NUMBER"})
    with path.open(newline="", encoding="utf-8") as lines:
        assert pool.array("SOC_TITLE").tolist() == [row["SOC_TITLE"].strip() for row in csv.DictReader(lines)]
    assert pool.id_column == "registration_id"
