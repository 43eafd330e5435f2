"""USCIS registrations and petitions: what finds a person is never stored, letters are words, FY2024's halves."""

from __future__ import annotations

from datetime import date

import pytest

from openh1b.data.checking import check_store
from openh1b.data.maps import PERSONAL, layouts
from openh1b.errors import DataError
from tests.data.conftest import contents
from tests.data.made_files import FOIA, WITHHELD, csv_bytes, foia_csv

SEVERAL = {"ben_multi_reg_ind": "1"}
NOT_SELECTED = {"status_type": "ELIGIBLE", **dict.fromkeys(list(FOIA)[17:], "")}


def added(store, made, *changes):
    (one,) = store.add([made(foia_csv(*changes))])
    return store.table("foia_registrations", [one.vintage.vintage]), one.vintage


def test_a_registration_with_its_petition_is_a_row(store, made):
    frame, one = added(store, made, {}, NOT_SELECTED, SEVERAL)
    assert one.vintage.startswith("fy2024-")
    row = frame.row(0, named=True)
    assert (row["season"], row["status"], row["selected"], row["several_registrations"]) == (
        2024,
        "selected",
        True,
        False,
    )
    assert (row["received_on"], row["decided_on"]) == (date(2023, 6, 22), date(2023, 8, 1))
    assert row["lca_case_number"] == "I-200-23001-000001"
    assert (row["basis"], row["education"], row["petition_type"]) == ("new employment", "master's", "M")
    assert (row["wage"], row["wage_unit"], row["pay_usd"], row["employees_in_us"]) == (50, "hour", 104_000, 1_200)
    other = frame.row(1, named=True)
    assert (other["status"], other["selected"], other["petitioner"], other["wage"]) == ("eligible", False, None, None)


def test_what_names_or_finds_a_person_is_nowhere_in_the_store(store, made):
    frame, one = added(store, made, {"bcn": "ZZBCN", "T_U_VAWA_FLAG": "ZZVAWA"})
    kept = b"".join(contents(store.root).values())
    headers = {*frame.columns, *store.raw("foia_registrations", one.vintage).columns}
    assert not {"bcn", "RECEIPT_NUMBER", "agent_first_name", "WORKSITE_STREET", "T_U_VAWA_FLAG"} & headers
    words = " ".join(map(str, store.raw("foia_registrations", one.vintage).row(0)))
    assert "ZZ" not in words
    assert b"ZZBCN" not in kept
    assert len(store.record(one)["never_stored"]) == 6


@pytest.mark.parametrize("day", ["1991-04-05", "4/5/1991", "1991-04-05 00:00:00"])
def test_of_a_date_of_birth_only_the_year_is_kept(store, made, day):
    frame, one = added(store, made, {"ben_date_of_birth": day, "ben_year_of_birth": ""})
    assert frame["year_of_birth"].to_list() == [1991]
    assert store.raw("foia_registrations", one.vintage)["ben_date_of_birth"].to_list() == ["1991"]


def test_the_year_that_is_printed_goes_before_that_of_the_date(store, made):
    frame, _ = added(store, made, {"ben_date_of_birth": "1990-01-01"})
    assert frame["year_of_birth"].to_list() == [1991]


def test_cells_that_are_withheld_are_empty_and_rows_that_are_go_with_a_reason(store, made):
    frame, one = added(store, made, {"FEIN": WITHHELD, "BEN_COMP_PAID": "(b)(4)"}, dict.fromkeys(FOIA, WITHHELD))
    assert frame.height == 1
    assert (frame["fein"][0], frame["pay_usd"][0]) == (None, None)
    (done,) = store.record(one)["corrections"]
    assert (done["id"], done["rows"]) == ("foia-withheld-rows", 1)


def test_a_file_of_withheld_rows_alone_is_refused(refused):
    assert "has no row that can be taken in" in refused(foia_csv(dict.fromkeys(FOIA, WITHHELD)))


def test_the_two_halves_of_a_year_are_read_together_and_one_alone_is_not(store, made):
    (single,) = store.add([made(foia_csv({}, {"FEIN": "2"}), "single")])
    assert single.vintage.vintage.startswith("fy2024-single-")
    with pytest.raises(DataError, match="holds the persons with one registration alone"):
        store.table("foia_registrations")
    assert store.table("foia_registrations", part_year=True).height == 2
    (several,) = store.add([made(foia_csv(SEVERAL, SEVERAL, SEVERAL), "multiple")])
    assert store.table("foia_registrations").height == 5
    assert all(one.taken for one in store.chosen("foia_registrations"))
    both = [single.vintage.vintage, several.vintage.vintage]
    assert store.table("foia_registrations", both).height == 5


def test_a_whole_file_goes_before_halves_and_stands_beside_none(store, made):
    store.add([made(foia_csv({}, {"FEIN": "2"}), "single"), made(foia_csv(SEVERAL, SEVERAL), "multiple")])
    (whole,) = store.add([made(foia_csv({}, SEVERAL, {"FEIN": "3"}), "whole")])
    assert [one.taken for one in store.chosen("foia_registrations")] == [False, False, True]
    assert all("gives way to" in one.why for one in store.chosen("foia_registrations")[:2])
    with pytest.raises(DataError, match="both hold FY2024"):
        store.table("foia_registrations", [whole.vintage.vintage, "fy2024-single"])


def test_the_first_release_without_the_case_number_is_read_too(store, made):
    names = [name for name in FOIA if name != "DOL_ETA_CASE_NUMBER"]
    store.add([made(csv_bytes([name.upper() for name in names], [[FOIA[name] for name in names]]))])
    assert store.table("foia_registrations")["lca_case_number"].to_list() == [None]


@pytest.mark.parametrize(
    ("name", "value"),
    [("status_type", "LOST"), ("lottery_year", "24"), ("WAGE_AMT", "fifty"), ("rec_date", "soon"), ("S1Q1A", "maybe")],
)
def test_a_word_that_the_dictionary_has_not_is_refused(refused, name, value):
    assert value.lower() in refused(foia_csv({name: value})).lower()


def test_the_table_is_made_again_from_the_file_as_it_came(store, made):
    added(store, made, {}, NOT_SELECTED, dict.fromkeys(FOIA, WITHHELD))
    assert check_store(store, rebuild=True).faults == ()


def test_every_column_of_the_release_s_dictionary_is_in_the_map(shared_data):
    import fastexcel

    path = shared_data("foia/bloomberg_TRK_13139_I129_H1B_Registrations_FY21_FY24_Update_FOIA_FIN.xlsx")
    sheet = fastexcel.read_excel(path).load_sheet("Data Dictionary", dtypes="string").to_polars()
    names = sheet["Column"].to_list()
    columns = names[: names.index("T_U_VAWA_FLAG") + 1]
    (layout,) = layouts("foia_registrations")
    assert len(columns) == len(FOIA) == 56
    assert [name for name in columns if layout.fate(name) is None] == []
    assert [layout.fate(name) for name in columns].count(PERSONAL) == 6
