"""What is refused, and whether the message says where, what was found and what was expected."""

from __future__ import annotations

import zipfile
from datetime import datetime

import numpy as np
import polars as pl
import pytest

from openh1b.errors import PoolError
from openh1b.season.pool_file import read_pool


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"", "pool.csv", "is empty"),
        (b"\n \n", "pool.csv", "is empty"),
        (b"a,b\n", "pool.csv", "has column names and no rows"),
        (b"\n1,2\n", "pool.csv", "line 1: is blank; expected the column names"),
        (b"<!DOCTYPE html><table>", "pool.csv", "is an HTML page, not CSV text as its ending says"),
        ("\ufeff\n <HTML>".encode(), "pool.csv", "is an HTML page"),
        ("a,b\n1,2\n".encode("utf-16"), "pool.csv", "is UTF-16 text"),
        ("state,n\nCA,2\nNY,3\n".encode("utf-16-le"), "pool.csv", "is UTF-16 text"),
        (b"a,b\n1,\xe9\n", "pool.csv", "line 2: holds the byte 0xE9, which is not UTF-8"),
        (b"a,b\n1,2\n1,\x00\n", "pool.csv", "line 3: holds a NUL byte"),
        (b"a,b\r1,2\r", "pool.csv", "line 1: a carriage return stands without a line feed"),
        (b'a,b\n1,5" pipe\n', "pool.csv", "line 2: a quotation mark stands inside a field"),
        (b'a,b\n1,"open\n2,3\n', "pool.csv", "line 2: a quoted field is never closed"),
        (b"a,b\n1,2\n", "pool.xlsx", "pool.xlsx: is CSV text, not an XLSX workbook as its ending says"),
        (b"a,b\n1,2\n", "pool.parquet", "pool.parquet: is CSV text, not a Parquet file as its ending says"),
        (b"a,b\n1,2\n", "pool.xls", "pool.xls: is CSV text"),
        (b"\xd0\xcf\x11\xe0rest", "pool.xlsx", "is an Excel 97-2003 or password-protected workbook"),
        (b'{"a": 1}', "pool.csv", "is a JSON document"),
        (b"PK\x03\x04 cut", "pool.xlsx", "is a damaged ZIP archive"),
        (b"PAR1 cut", "pool.parquet", "cannot be read as Parquet"),
    ],
)
def test_a_file_that_is_no_table_is_refused_for_what_it_is(csv_file, problems, content, name, expected):
    assert expected in problems(csv_file(content, name))


def test_a_parquet_file_named_csv_is_refused(tmp_path, problems):
    pl.DataFrame({"n": [1]}).write_parquet(tmp_path / "pool.csv")
    assert "pool.csv: is a Parquet file, not CSV text as its ending says" in problems(tmp_path / "pool.csv")


def test_a_missing_file_and_a_directory_are_refused_by_path(tmp_path, problems):
    assert f"{tmp_path / 'none.csv'}: no such file" in problems(tmp_path / "none.csv")
    assert f"{tmp_path}: is a directory" in problems(tmp_path)


def test_a_zip_archive_is_no_workbook(tmp_path, problems):
    with zipfile.ZipFile(tmp_path / "pool.xlsx", "w") as archive:
        archive.writestr("pool.csv", "n\n1\n")
    assert "is a ZIP archive, not an XLSX workbook" in problems(tmp_path / "pool.xlsx")


def test_short_long_and_blank_rows_are_refused_with_line_and_row(csv_file, problems):
    message = problems(csv_file('a,b\n1,"x\ny"\n1\n2\n1,2,3\n\n4,5\n'))
    assert "line 4, row 2: has 1 field (also in rows 3, 5); expected 2, as the header has" in message
    assert "line 6, row 4: has 3 fields; expected 2" in message


def test_a_column_with_values_and_no_name_is_refused(csv_file, problems):
    assert "row 2: column 2 has values and no name" in problems(csv_file("state,\nCA,\nNY,x\n"))


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("selection_level", "5", "'5'; expected a whole number from 1 to 4, or I to IV"),
        ("selection_level", "V", "'V'; expected a whole number from 1 to 4, or I to IV"),
        ("selection_level", "2.5", "'2.5'"),
        ("selection_level", "", "blank"),
        ("n", "0", "'0'; expected a whole number of at least 1"),
        ("n", "-3", "'-3'"),
        ("n", "1.5", "'1.5'"),
        ("n", "99999999999999999999", "'99999999999999999999'"),
        ("us_masters_or_higher", "maybe", "'maybe'; expected yes or no, true or false"),
        ("offered_wage_usd", "9,61,00", "'9,61,00'; expected a number"),
        ("offered_wage_usd", "nan", "'nan'"),
        ("offered_wage_usd", "inf", "'inf'"),
        ("offered_wage_usd", "0", "'0'"),
        ("offered_wage_usd", ".", "'.'"),
        ("received_on", "2026-02-30", "'2026-02-30'; expected a date as YYYY-MM-DD"),
        ("received_on", "3/1/2026", "'3/1/2026'"),
        ("channel", "boat", "'boat'; expected in_us or consular"),
        ("age", "7", "'7'; expected a whole number from 14 to 99"),
        ("country", " ", "blank; expected text"),
    ],
)
def test_a_wrong_value_is_refused_with_its_row_and_column(csv_file, problems, column, value, expected):
    good = {"selection_level": "1", "n": "1", "us_masters_or_higher": "no", "received_on": "2026-03-01"}
    good |= {"offered_wage_usd": "90000", "channel": "in_us", "age": "30", "country": "IND"}
    path = csv_file(f'{column},other\n"{good[column]}",x\n"{value}",x\n')
    assert f"pool.csv, row 2, column {column}: {expected}" in problems(path)


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        (
            "offered_wage_usd",
            "165",
            "'165'; expected a number from 1,000 to 100,000,000: base pay a year, in US dollars. ",
        ),
        ("offered_wage_usd", "165", "Hourly pay, or thousands (165,000)?"),
        ("offered_wage_usd", "45.50", "Hourly pay, or thousands (45,500)?"),
        ("offered_wage_usd", "165.000", "Hourly pay, or thousands (165,000)?"),
        ("offered_wage_usd", "999.99", "Hourly pay, or thousands (999,990)?"),
        ("offered_wage_usd", "$45.50/hr", "Pay by the hour? Give the pay of a year, as a number alone"),
        ("offered_wage_usd", "45.50 per hour", "Pay by the hour?"),
        ("offered_wage_usd", "8,000 a month", "Pay by the month?"),
        ("offered_wage_usd", "165k", "Does it stand for 165,000? Write the number out"),
        ("offered_wage_usd", "$1.2 million", "Does it stand for 1,200,000?"),
        ("offered_wage_usd", "165,000 USD", "Give the number alone"),
        ("offered_wage_usd", "$165,000/yr", "Give the number alone"),
        ("l1_usd", "56.61", "'56.61'; expected a number from 1,000 to 100,000,000: Level I wage a year"),
        ("l4_usd", "102.02", "Hourly pay, or thousands (102,020)?"),
        ("soc_code", "15-1132", "is a code of SOC 2010 that was retired (Software Developers, Applications)"),
        ("soc_code", "15-1132", "SOC 2018 has 15-1252 Software Developers or 15-1253 Software Quality Assurance"),
        ("soc_code", "15-1132.00", "'15-1132.00' is a code of SOC 2010"),
        ("soc_code", "15-1111", "SOC 2018 has 15-1221 Computer and Information Research Scientists"),
        ("soc_code", "15-1257", "Did you mean 15-1255 Web and Digital Interface Designers or 15-1254 Web Developers?"),
        ("soc_code", "51-1252", "15-1252 Software Developers"),
        ("soc_code", "15-1250", "'15-1250' is a group of 5 occupations; expected a code of SOC 2018"),
        ("soc_code", "151252", "Write it as 15-1252, Software Developers"),
        (
            "soc_code",
            "Software Developers",
            "is a title; expected a code of SOC 2018, such as 15-1252. Its code is 15-1252",
        ),
        ("soc_code", "Nov-31", "is a date, which a spreadsheet makes of some codes"),
        ("soc_code", "Nov-31", "It may have been 11-2031 of SOC 2010; 11-3031 Financial Managers; "),
        ("soc_code", "9021-11-01 00:00:00", "It may have been 11-9021 Construction Managers"),
        ("soc_code", "", "blank; expected a code of SOC 2018"),
        ("area", "35621", "'35621'; expected the code of an OFLC wage area of July 2025 to June 2026, such as 35620"),
        ("area", "35621", "Did you mean 35620 New York-Newark-Jersey City, NY-NJ"),
        ("area", "31100", "31080 Los Angeles-Long Beach-Anaheim, CA"),
        ("area", "99999", "An area of another wage year can be kept as a group: --columns area_then=area"),
        ("area", "35620.0", "Write it as 35620, New York-Newark-Jersey City, NY-NJ"),
        ("area", "seattle-tacoma-bellevue, WA", "is a name; expected the code of an OFLC wage area"),
        ("area", "seattle-tacoma-bellevue, WA", "Its code is 42660"),
        ("area", "San Jose, CA", "Did you mean 41940 San Jose-Sunnyvale-Santa Clara, CA?"),
        ("area", "Seatle-Tacoma-Belevue, WA", "Did you mean 42660 Seattle-Tacoma-Bellevue, WA"),
    ],
)
def test_pay_and_codes_that_may_be_something_else_are_refused_and_the_guess_is_asked(
    csv_file, problems, column, value, expected
):
    good = {"soc_code": "15-1252", "area": "35620"}.get(column, "90000")
    message = problems(csv_file(f'{column},other\n"{good}",x\n"{value}",x\n'))
    assert message.startswith(f"pool.csv, row 2, column {column}: ")
    assert expected in message


def test_a_code_turned_into_a_date_cell_of_a_sheet_is_named(sheet_file, problems):
    message = problems(sheet_file([["soc_code"], ["15-1252"], [datetime(2021, 11, 1)]]))  # noqa: DTZ001 - a cell has no zone
    assert "row 2, column soc_code: '2021-11-01 00:00:00' is a date" in message
    assert message.endswith("It may have been 11-2021 Marketing Managers")


def test_one_wrong_code_in_many_rows_is_one_fault_that_lists_them(csv_file, problems):
    path = csv_file("soc_code,area\n" + "15-1252,35620\n15-1133,35620\n" * 3 + "15-1252,12345\n")
    message = problems(path)
    assert "row 2, column soc_code: '15-1133' is a code of SOC 2010" in message
    assert "that was retired (Software Developers, Systems Software) (also in rows 4, 6); expected" in message
    assert "row 7, column area: '12345'; expected" in message


def test_many_wrong_codes_are_all_counted_and_those_shown_have_hints(csv_file, problems):
    rows = "".join(f"15-{4000 + k},{60000 + k}\n" for k in range(300))
    lines = problems(csv_file("soc_code,area\n" + rows)).splitlines()
    assert lines[0] == "600 problems"
    assert all("another wage year" in line for line in lines if "column area" in line)


def test_one_value_in_many_rows_is_one_fault_that_lists_them(csv_file, problems):
    path = csv_file("selection_level\n" + "1\n5\n" * 14 + "V\n")
    message = problems(path)
    assert "row 2, column selection_level: '5' (also in rows 4, 6, 8, 10, 12, 14, 16, 18, 20, 22 and 3 more)" in message
    assert "row 29, column selection_level: 'V'" in message


def test_twenty_faults_are_shown_from_every_column_and_the_rest_counted(csv_file, problems):
    path = csv_file("selection_level,n\n" + "".join(f"{i},1\n" for i in range(5, 35)) + "1,-1\n")
    message = problems(path).splitlines()
    assert message[0] == "31 problems"
    assert len(message) == 22
    assert "row 31, column n: '-1'" in message[20]
    assert "11 more" in message[-1]


def test_faults_of_names_and_of_values_come_together(csv_file, problems):
    message = problems(csv_file("state,state,n\nCA,CA,0\n"), columns={"age": "agee"}, needs={"selection_level"})
    for part in ("column state: 2 columns have this name", "age=agee", "no column selection_level", "column n: '0'"):
        assert part in message


def test_a_doubled_id_is_refused_with_all_its_rows(csv_file, problems):
    message = problems(csv_file("beneficiary_id\na\nb\na\n b\na\n"))
    assert (
        message == "pool.csv, row 1, column beneficiary_id: 'a' is doubled (also in rows 3, 5); expected each id once."
    )


def test_a_doubled_person_is_refused_where_the_person_is_drawn(csv_file, problems):
    path = csv_file("registration_id,beneficiary_id\nr1,p1\nr2,p1\n")
    assert "column beneficiary_id: 'p1' is doubled" in problems(path, unit="beneficiary")
    path = csv_file("registration_id,beneficiary_id\nr1,p1\nr1,p2\n")
    assert "column registration_id: 'r1' is doubled" in problems(path, unit="registration")


def test_several_units_under_one_id_are_refused(csv_file, problems):
    message = problems(csv_file("beneficiary_id,n\na,1\nb,3\n"))
    assert "row 2, column n: '3'; expected n of 1 where rows have an id, or no id column" in message


def test_more_units_than_can_be_counted_are_refused(csv_file, problems):
    assert "column n: adds up to" in problems(csv_file("n\n" + f"{2**52}\n" * 3))


@pytest.mark.parametrize("value", ["a\nb", "a\tb", "a\x7fb", "a\u2028b"])
def test_control_characters_in_an_id_are_refused(csv_file, problems, value):
    message = problems(csv_file(f'beneficiary_id,state\n"{value}",CA\n'))
    assert f"row 1, column beneficiary_id: {value!r}; expected ids without control characters" in message


def test_blank_ids_are_blank_and_not_doubled(csv_file, problems):
    message = problems(csv_file("beneficiary_id,state\n,CA\n ,CA\n"))
    assert message.startswith("pool.csv, row 1, column beneficiary_id: blank (also in row 2); expected an id")


def test_numeric_ids_of_a_sheet_are_refused_with_the_rows_and_the_remedy(sheet_file, problems):
    message = problems(sheet_file([["beneficiary_id", "n"], ["007", 1], [123, 1], ["08", 1], [1.5, 1]], at=(1, 1)))
    assert (
        "row 2, column beneficiary_id: 123 is a number, and may have lost its leading zeros (also in row 4)" in message
    )
    assert "Format the column as text" in message
    mapped = problems(sheet_file([["Case", "n"], [7, 1]]), columns={"registration_id": "Case"})
    assert "column Case: 7 is a number" in mapped


def test_fractional_ids_of_a_parquet_file_are_refused(tmp_path, problems):
    pl.DataFrame({"beneficiary_id": [7.0]}).write_parquet(tmp_path / "pool.parquet")
    assert "column beneficiary_id: holds Float64; expected ids as text" in problems(tmp_path / "pool.parquet")


def test_lists_in_a_parquet_file_are_refused(tmp_path, problems):
    pl.DataFrame({"jobs": [["a", "b"]]}).write_parquet(tmp_path / "pool.parquet")
    assert "column jobs: holds List(String)" in problems(tmp_path / "pool.parquet")


def test_error_cells_of_a_sheet_are_refused_by_address(sheet_file, problems):
    path = sheet_file([["region", "n"], ["West", 1], ["=NA()", 1]], error="#N/A")
    assert "pool.xlsx: cell A3 holds #N/A" in problems(path)


def test_a_blank_row_inside_a_sheet_keeps_its_number(sheet_file, problems):
    path = sheet_file([["selection_level"], [1], [None], [7]])
    assert "row 2, column selection_level: blank" in problems(path)
    assert "row 3, column selection_level: '7'" in problems(path)


def test_an_empty_sheet_is_refused(sheet_file, problems):
    assert "the sheet units is empty" in problems(sheet_file([]))


def test_a_needed_column_that_is_missing_is_named_with_the_nearest_header(csv_file, problems):
    message = problems(csv_file("slection_level,x\n1,2\n"), needs={"selection_level"})
    assert "has no column selection_level, which the policy uses" in message
    assert "--columns selection_level=slection_level" in message


def test_blanks_in_a_group_that_the_policy_uses_are_refused(csv_file, problems):
    path = csv_file("region,state\nWest,CA\n,NY\n")
    assert len(read_pool(path, season=2026, unit="beneficiary")) == 2
    assert "row 2, column region: blank; expected a value in every row" in problems(path, needs={"region"})


def test_a_mapping_to_a_column_that_is_not_there_names_the_nearest(csv_file, problems):
    message = problems(csv_file("WAGE_LEVEL,x\n1,2\n"), columns={"selection_level": "WAGE_LEVL"})
    assert "selection_level=WAGE_LEVL: the file has no column WAGE_LEVL. Did you mean WAGE_LEVEL?" in message


def test_a_mapping_to_a_name_that_exists_already_is_refused(csv_file, problems):
    message = problems(csv_file("n,count\n1,2\n"), columns={"n": "count"})
    assert "n=count: the file has a column n as well" in message


def test_a_mapping_to_what_is_no_name_is_refused(csv_file, problems):
    assert "'my level' is no name for a column" in problems(csv_file("a\n1\n"), columns={"my level": "a"})


@pytest.mark.parametrize("slip", ["selection_levl", "selection_lvel", "seletion_levels"])
def test_a_column_of_ours_that_is_misspelt_is_not_kept_as_a_group(csv_file, problems, slip):
    said = problems(csv_file("a\n1\n"), columns={slip: "a"})
    assert f"no column {slip}" in said
    assert "Did you mean selection_level?" in said


def test_a_name_of_ones_own_is_kept(csv_file):
    made = read_pool(csv_file("a\n1\n"), columns={"selection_level_2024": "a"}, season=2026, unit="registration")
    assert "selection_level_2024" in made.columns


def test_a_column_that_may_be_the_number_of_units_is_not_passed_over(csv_file, problems):
    path = csv_file("state,N\nCA,200\n")
    assert "column N: may be the number of units" in problems(path)
    assert read_pool(path, season=2026, unit="beneficiary", columns={"n": "N"}).units == 200
    assert read_pool(path, season=2026, unit="beneficiary", columns={"my_n": "N"}).units == 1


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
@pytest.mark.parametrize("opening", [b"", b"PK\x03\x04", b"PAR1", b'"a",b\n'])
def test_random_bytes_are_always_refused_as_a_pool(tmp_path, ending, opening):
    path = tmp_path / f"pool.{ending}"
    draw = np.random.default_rng(20260321)
    for _ in range(60):
        path.write_bytes(opening + draw.bytes(draw.integers(40, 300)))
        with pytest.raises(PoolError):
            read_pool(path, season=2026, unit="beneficiary")


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_file_cut_short_is_refused_or_read(tmp_path, ending):
    table = pl.DataFrame({"beneficiary_id": ["007", "08"], "selection_level": ["I", "II"], "grp": ['a "b"', "c\nd"]})
    path = tmp_path / f"pool.{ending}"
    {"csv": table.write_csv, "parquet": table.write_parquet, "xlsx": table.write_excel}[ending](path)
    whole = path.read_bytes()
    draw = np.random.default_rng(20260322)
    read = 0
    for _ in range(60):
        path.write_bytes(whole[: draw.integers(len(whole) - 4)])
        try:
            read += len(read_pool(path, season=2026, unit="beneficiary"))
        except PoolError:
            continue
    assert read == 0 or ending == "csv"


def test_real_filings_are_refused_for_what_does_not_fit(shared_data, problems):
    path = shared_data("lca/LCA_Disclosure_Data_FY2020_Q1_first5000_contacts_blanked.csv")
    mapping = {"registration_id": "CASE_NUMBER", "selection_level": "PW_WAGE_LEVEL", "received_on": "RECEIVED_DATE"}
    message = problems(path, columns=mapping, needs={"selection_level"}, unit="petition")
    assert "row 320, column selection_level (PW_WAGE_LEVEL in the file): 'V' (also in rows 321, 322, 1394" in message
    assert "column selection_level (PW_WAGE_LEVEL in the file): blank (also in rows 1634, 1635" in message
    assert "column received_on (RECEIVED_DATE in the file): '9/25/2019'" in message
