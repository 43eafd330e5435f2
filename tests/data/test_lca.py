"""LCA disclosure data: four families of columns, pay a year, codes, and what is personal."""

from __future__ import annotations

import json
from datetime import date

import polars as pl
import pytest

from tests.data.conftest import contents
from tests.data.made_files import LCA, LCA_2010, LCA_2019, PERSONAL, lca_csv, sheet, zipped


def rows(store, data, made, name="file"):
    (added,) = store.add([made(data, name)])
    return store.table("lca", [added.vintage.vintage]), added.vintage


def first(store, made, **change):
    frame, _ = rows(store, lca_csv(change), made)
    return frame.row(0, named=True)


def test_blanks_at_the_ends_of_cells_are_no_part_of_them_whatever_blank_it_is(store, made):
    blanks = [chr(code) for code in range(0x110000) if chr(code).isspace() and chr(code) not in "\r\x1c\x1d\x1e\x1f"]
    names = [f"A{blank}{blank}B" for blank in blanks]
    cells = zip(blanks, names, strict=True)
    changes = [{"EMPLOYER_NAME": f"{blank}{name}{blank}", "JOB_TITLE": blank} for blank, name in cells]
    frame, _ = rows(store, lca_csv(*changes), made)
    assert frame["employer"].to_list() == names
    assert frame["job_title"].null_count() == len(blanks) > 20


def test_the_layout_since_2020_is_read(store, made):
    frame, one = rows(store, lca_csv(), made)
    row = frame.row(0, named=True)
    assert one.layout == "fy2020-on"
    assert one.vintage.startswith("fy2020q1-")
    assert row["status"] == "certified"
    assert row["decided_on"] == date(2019, 10, 1)
    assert (row["wage_from"], row["wage_unit"], row["wage_usd"], row["wage_level"]) == (100_000, "year", 100_000, 2)
    assert (row["h1b_dependent"], row["full_time"], row["soc_vintage"]) == (False, True, 2010)


def test_the_layout_of_2019_takes_the_first_of_ten_worksites(store, made):
    frame, one = rows(store, lca_csv(base=LCA_2019), made)
    row = frame.row(0, named=True)
    assert one.layout == "fy2019"
    assert (row["worksite_state"], row["wage_usd"], row["wage_level"]) == ("WA", 96_100, 4)
    assert (row["status"], row["h1b_dependent"]) == ("certified_withdrawn", True)
    assert (row["soc_code"], row["onet_code"]) == ("15-1199", "15-1199.08")


def test_the_layout_of_2010_to_2014_is_read(store, made):
    frame, one = rows(store, lca_csv(base=LCA_2010), made)
    row = frame.row(0, named=True)
    assert one.layout == "fy2010-14"
    assert (row["soc_code"], row["wage_usd"], row["pw_usd"]) == ("15-1132", 30.5 * 2080, 28 * 2080)
    assert (row["worksite_state"], row["total_workers"], row["new_employment"]) == ("NY", 2, None)


def test_both_ends_of_pay_in_one_cell_come_apart(store, made):
    base = {**LCA_2019, "WAGE_RATE_OF_PAY": "71600 - 80000"}
    base = {name: value for name, value in base.items() if not name.endswith(("_1", "_2", "_10"))}
    base |= {"WAGE_UNIT_OF_PAY": "Year", "NAIC_CODE": "541511.0", "EMPLOYMENT_START_DATE": "2015-01-01"}
    base.pop("PERIOD_OF_EMPLOYMENT_START_DATE")
    frame, one = rows(store, lca_csv({}, {"WAGE_RATE_OF_PAY": "60000 -"}, base=base), made)
    assert one.layout == "fy2015-18"
    assert frame["wage_from"].to_list() == [71_600, 60_000]
    assert frame["wage_to"].to_list() == [80_000, None]
    assert frame["naics"].to_list() == ["541511", "541511"]


@pytest.mark.parametrize(
    ("unit", "ours", "a_year"),
    [
        ("Hour", "hour", 2080),
        ("Week", "week", 52),
        ("Bi-Weekly", "two_weeks", 26),
        ("Month", "month", 12),
        ("year", "year", 1),
    ],
)
def test_pay_a_year_follows_the_unit(store, made, unit, ours, a_year):
    pay = 6_000 if unit == "year" else 50
    row = first(store, made, WAGE_UNIT_OF_PAY=unit, WAGE_RATE_OF_PAY_FROM=str(pay))
    assert (row["wage_unit"], row["wage_usd"]) == (ours, pay * a_year)


@pytest.mark.parametrize(
    ("amount", "unit", "flag"),
    [
        ("209996.8", "Hour", "amount too large for its unit"),
        ("24.59", "Year", "amount too small for its unit"),
        ("120000", "Month", "amount too large for its unit"),
    ],
)
def test_an_amount_that_is_not_of_its_unit_gives_no_pay_a_year(store, made, amount, unit, flag):
    row = first(store, made, WAGE_RATE_OF_PAY_FROM=amount, WAGE_UNIT_OF_PAY=unit)
    assert (row["wage_usd"], row["wage_flag"]) == (None, flag)
    assert row["wage_from"] == float(amount)


@pytest.mark.parametrize("level", ["", "V", "N/A"])
def test_a_level_that_is_none_is_empty(store, made, level):
    assert first(store, made, PW_WAGE_LEVEL=level)["wage_level"] is None


@pytest.mark.parametrize("day", ["2019-10-01", "2019-10-01 00:00:00", "10/1/2019", "10/01/2019", "10/1/19"])
def test_dates_in_their_forms_are_one_day(store, made, day):
    assert first(store, made, DECISION_DATE=day)["decided_on"] == date(2019, 10, 1)


def test_a_code_that_a_spreadsheet_took_for_a_month_is_empty_and_counted(store, made):
    frame, one = rows(store, lca_csv({"SOC_CODE": "Nov-21"}, {"SOC_CODE": "11-3021"}), made)
    assert frame["soc_code"].to_list() == [None, "11-3021"]
    (done,) = store.record(one)["corrections"]
    assert (done["id"], done["rows"]) == ("lca-soc-code-unreadable", 1)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("WAGE_RATE_OF_PAY_FROM", "a lot"),
        ("DECISION_DATE", "2019-13-01"),
        ("CASE_STATUS", "Perhaps"),
        ("WAGE_UNIT_OF_PAY", "Fortnight"),
        ("PW_WAGE_LEVEL", "VII"),
        ("H_1B_DEPENDENT", "maybe"),
        ("CASE_NUMBER", ""),
    ],
)
def test_a_value_that_cannot_be_read_stops_the_import(refused, column, value):
    message = refused(lca_csv({}, {column: value}))
    assert "row 2, column " in message
    assert (value.lower() or "is empty") in message.lower()


def test_a_sheet_and_a_gzip_say_what_the_csv_says(store, made):
    table = [list(LCA), list(LCA.values())]
    table[1][list(LCA).index("DECISION_DATE")] = date(2019, 10, 1)
    table[1][list(LCA).index("WAGE_RATE_OF_PAY_FROM")] = 100_000
    plain, *others = (rows(store, data, made)[0] for data in (lca_csv(), zipped(lca_csv()), sheet(table)))
    assert all(other.drop("vintage").equals(plain.drop("vintage")) for other in others)


def test_a_case_in_two_files_is_counted_once_as_decided_last(store, made):
    early = lca_csv({"CASE_STATUS": "Certified"}, {"CASE_NUMBER": "I-200-19268-000002"})
    late = lca_csv({"CASE_STATUS": "Withdrawn", "DECISION_DATE": "2/1/2020"})
    store.add([made(late, "late"), made(early, "early")])
    frame = store.table("lca").sort("case_number")
    assert frame["case_number"].to_list() == ["I-200-19268-000001", "I-200-19268-000002"]
    assert frame["status"].to_list() == ["withdrawn", "certified"]


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_contact_persons_are_nowhere_in_the_store(store, made, form, tmp_path):
    row = {**LCA, **PERSONAL}
    if form == "csv":
        data = lca_csv(base=row)
    elif form == "xlsx":
        data = sheet([list(row), list(row.values())])
    else:
        pl.DataFrame({name: [value] for name, value in row.items()}).write_parquet(tmp_path / "made")
        data = (tmp_path / "made").read_bytes()
    _, one = rows(store, data, made)
    everything = b"".join(contents(store.root).values()).decode("latin-1")
    for path in (*store.root.rglob("*.parquet"),):
        everything += json.dumps(pl.read_parquet(path).to_dict(as_series=False), default=str)
    assert "ACME, INC." in everything
    assert not [value for value in PERSONAL.values() if value in everything]
    assert set(store.record(one)["never_stored"]) == set(PERSONAL)
    assert not set(PERSONAL) & set(store.raw("lca", one.vintage).columns)


def test_the_real_quarters_have_their_known_rows(store, shared_data):
    names = {
        "lca/LCA_Disclosure_Data_FY2020_Q1_first5000_contacts_blanked.csv": 5_000,
        "lca/LCA_Disclosure_Data_FY2023_Q3_H1B1_contacts_blanked.xlsx": 1_203,
        "lca/lca_fy2016_sample1000_nopii.parquet": 1_000,
        "lca/lca_fy2018_semicolon_sample.csv": 10,
        "lca/lca_fy2024q1_12_columns.parquet": 101_179,
    }
    added = store.add([shared_data(name) for name in names])
    assert [one.vintage.rows for one in added] == list(names.values())
    quarter = store.table("lca", [added[-1].vintage.vintage])
    assert quarter["case_number"].is_unique().all()
    assert (quarter["visa_class"] == "H-1B").sum() == 97_693
    assert quarter["wage_usd"].null_count() == 101_179
    sample = store.table("lca", [added[0].vintage.vintage])
    assert sample["wage_flag"].drop_nulls().len() == 3
    assert sample["soc_code"].null_count() == 201
