"""USCIS Employer Data Hub: layouts, sums by definition, years, and the totals of the real files."""

from __future__ import annotations

import polars as pl
import pytest

from openh1b.errors import DataError
from tests.data.made_files import (
    EXPORT_12,
    EXPORT_20,
    EXPORT_20_ROWS,
    HUB_HEADER,
    HUB_ROWS,
    csv_bytes,
    export_20,
    hub_csv,
    zipped,
)


def rows(store, data, made, name="file"):
    (added,) = store.add([made(data, name)])
    return store.table("hub", [added.vintage.vintage]), added.vintage


def test_the_archive_layout_is_read_to_the_last_digit(store, made):
    frame, one = rows(store, hub_csv(), made)
    assert one.layout == "archive"
    assert frame["initial_approvals"].to_list() == [1164, 212, 0, 0, 1]
    assert frame["continuing_approvals"].sum() == 4686
    assert frame["tax_id"].to_list() == ["0235", "7729", "1203", None, "0533"]
    assert frame["zip"].to_list() == ["75082", "94304", "23230", "02110", None]
    assert frame["employer"][3] is None


def test_the_name_of_a_file_does_not_matter(store, made):
    assert rows(store, hub_csv(), made, "photo.parquet")[1].table == "hub"


@pytest.mark.parametrize(
    ("header", "encoding", "end"),
    [
        ([name.replace("als", "al") for name in HUB_HEADER], "utf-8", "\n"),
        ([f"{name}  " for name in HUB_HEADER], "utf-8-sig", "\r\n"),
        ([name.upper() for name in HUB_HEADER], "utf-16", "\n"),
        ([name.lower() for name in HUB_HEADER], "utf-16-be", "\n"),
    ],
    ids=["singular", "blanks-and-bom", "utf-16", "utf-16-without-bom"],
)
def test_headers_and_encodings_that_vary_give_the_same_table(store, made, header, encoding, end):
    plain, _ = rows(store, hub_csv(), made)
    data = csv_bytes(header, HUB_ROWS, end=end).decode().encode(encoding)
    varied, _ = rows(store, data, made)
    assert varied.drop("vintage").equals(plain.drop("vintage"))


@pytest.mark.parametrize("separator", [";", "\t"])
def test_separators_that_vary_give_the_same_table(store, made, separator):
    plain, _ = rows(store, hub_csv(), made)
    varied, _ = rows(store, zipped(csv_bytes(HUB_HEADER, HUB_ROWS, separator=separator)), made)
    assert varied.drop("vintage").equals(plain.drop("vintage"))


def test_a_file_without_headers_is_read_by_position(store, made):
    nine = [row[:6] + row[8:] for row in HUB_ROWS[:3]]
    frame, one = rows(store, csv_bytes(nine[0], nine[1:], end="\r\n"), made)
    assert one.layout == "no-header"
    assert frame["employer"].to_list() == ["INFOSYS LIMITED", "TESLA INC", "TESLA INC"]
    assert frame["state"].to_list() == ["TX", "CA", "VA"]
    assert frame["naics"].null_count() == 3


def test_initial_is_new_employment_and_new_concurrent_and_continuing_all_else(store, made):
    frame, one = rows(store, export_20(), made)
    assert one.layout == "export-20"
    assert frame["initial_approvals"].to_list() == [10 + 4, 1000]
    assert frame["initial_denials"].to_list() == [1 + 1, 0]
    assert frame["continuing_approvals"].to_list() == [20 + 3 + 5 + 6, 7 + 2]
    assert frame["continuing_denials"].to_list() == [2 + 3, 1]
    assert frame["change_of_employer_approvals"].to_list() == [5, 2]


def test_the_industry_and_its_label_come_apart(store, made):
    frame, _ = rows(store, export_20(), made)
    assert frame["naics"].to_list() == ["31-33", "61"]
    assert frame["naics_label"].to_list() == ["Manufacturing", "Educational Services"]


def test_a_file_with_six_types_stands_before_one_with_two(store, made):
    twelve = [[*row[:8], "1", "0", "2", "0"] for row in EXPORT_20_ROWS]
    store.add([made(csv_bytes(EXPORT_12, twelve), "a"), made(export_20(), "b")])
    assert store.table("hub")["initial_approvals"].to_list() == [14, 1000]


def test_an_export_of_one_industry_does_not_stand_for_a_year(store, made):
    twelve = [[*row[:4], "52 - Finance and Insurance", *row[5:8], "1", "0", "2", "0"] for row in EXPORT_20_ROWS]
    _, one = rows(store, csv_bytes(EXPORT_12, twelve), made)
    assert one.flags == ("subset",)
    with pytest.raises(DataError, match="part of the employers"):
        store.table("hub")


def test_two_files_of_one_year_are_never_counted_together(store, made):
    copy = hub_csv(list(reversed(HUB_ROWS)))
    names = [one.vintage.vintage for one in store.add([made(hub_csv(), "a"), made(copy, "b")])]
    assert store.table("hub").height == len(HUB_ROWS)
    with pytest.raises(DataError, match="both hold FY2019"):
        store.table("hub", names)


def test_a_number_that_is_none_stops_the_import_and_is_named(refused):
    bad = [[*HUB_ROWS[0]], [*HUB_ROWS[1]]]
    bad[1][2], bad[0][5] = "many", "1,2345"
    message = refused(hub_csv(bad))
    assert "row 2, column initial_approvals: 'many'; expected a whole number" in message
    assert "row 1, column continuing_denials: '1,2345'" in message


def test_a_header_that_no_map_knows_stops_the_import_and_is_named(refused):
    header = [*HUB_HEADER[:9], "Cty", "ZIP"]
    message = refused(csv_bytes(header, HUB_ROWS))
    assert "column Cty: no map of hub, layout archive knows it. The nearest known is City" in message


def test_a_header_that_is_missing_is_named(refused):
    message = refused(csv_bytes(HUB_HEADER[:5] + HUB_HEADER[6:], [row[:5] + row[6:] for row in HUB_ROWS]))
    assert "continuing_denials is missing" in message


def test_a_header_that_is_there_twice_is_named(refused):
    message = refused(csv_bytes([*HUB_HEADER, "City"], [[*row, ""] for row in HUB_ROWS]))
    assert "column City: is there twice" in message


def test_the_export_has_the_columns_it_is_said_to_have():
    assert len(EXPORT_20) == 20
    assert len(EXPORT_12) == 12


# Row counts and totals of the real files, as an independent import log and the publisher's totals have them.
GOLDEN = {
    "hub/h1b_datahubexport-2014.csv": (56_595, 130_616),
    "hub/h1b_datahubexport-2015.csv": (48_544, 111_846),
    "hub/h1b_datahubexport-2016.csv": (53_129, 105_092),
    "hub/h1b_datahubexport-2018.csv": (55_666, 87_889),
    "hub/h1b_datahubexport-2019.csv": (59_441, 132_967),
    "hub/h1b_datahubexport-2021.csv": (60_806 - 7_968, 125_121),
    "hub/h1b_datahubexport-2022.csv": (59_983, 138_381),
    "hub/h1b_datahubexport-2023.csv": (33_332, 38_315),
    "hub/Employer Information (NAICS 52, FY2016-2024).csv": (32_553, 55_278),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_real_files_have_their_known_rows_and_totals(store, shared_data, name):
    (added,) = store.add([shared_data(name)])
    frame = store.table("hub", [added.vintage.vintage])
    assert (frame.height, frame["initial_approvals"].sum()) == GOLDEN[name]
    assert frame["tax_id"].drop_nulls().str.contains("^[0-9]{4}$").all()
    assert frame["zip"].drop_nulls().str.contains("^[0-9]{5}$").all()


def test_a_copy_that_a_spreadsheet_damaged_says_the_same(store, shared_data):
    good, damaged = store.add(
        [
            shared_data("hub/h1b_datahubexport-2022.csv"),
            shared_data("hub/variants/archive_lf__h1b_datahubexport-2022.csv.gz"),
        ]
    )
    one, other = (store.table("hub", [added.vintage.vintage]).drop("vintage", "employer") for added in (good, damaged))
    assert one.equals(other)


def test_infosys_in_2021_is_3231_once_the_earlier_snapshot_is_gone(store, shared_data):
    (added,) = store.add([shared_data("hub/h1b_datahubexport-2021.csv")])
    infosys = pl.col("employer") == "INFOSYS LIMITED"
    assert store.table("hub").filter(infosys)["initial_approvals"].sum() == 3_231
    raw = store.raw("hub", added.vintage.vintage).filter(pl.col("Employer") == "INFOSYS LIMITED")
    assert raw["Initial Approval"].cast(pl.Int64).sum() == 5_256


def test_a_type_left_blank_is_not_taken_for_none(refused):
    row = [*EXPORT_20_ROWS[0]]
    row[8] = ""
    assert "column initial_approvals: is empty" in refused(csv_bytes(EXPORT_20, [row]))
