"""Visas issued: a sheet a year, totals left out and used as a check, two ways of writing a class; the real table."""

from __future__ import annotations

import copy

import polars as pl
import pytest

from openh1b.data.checking import check_store
from tests.data.made_files import ISSUED, workbook


def changed(sheet, row, column, value):
    sheets = copy.deepcopy(ISSUED)
    sheets[sheet][row][column] = value
    return workbook(sheets)


def test_each_nationality_and_class_of_a_year_is_a_row_and_no_total_is(store, made):
    (added,) = store.add([made(workbook(ISSUED))])
    frame = store.table("visas_issued")
    assert added.vintage.vintage.startswith("fy2021-2022-")
    assert frame["nationality"].unique().sort().to_list() == ["Algeria", "Benin", "India", "Nepal"]
    assert frame["class"].unique().sort().to_list() == ["B-1/B-2", "BCC", "C-4/D-3", "H-1B", "S-5"]
    h1b = frame.filter(pl.col("class") == "H-1B")
    assert h1b.select("fiscal_year", "nationality", "region", "issued").rows() == [
        (2021, "Algeria", "Africa", 1),
        (2021, "Benin", "Africa", 0),
        (2021, "India", "Asia", 200),
        (2022, "Algeria", "Africa", 2),
        (2022, "India", "Asia", 300),
        (2022, "Nepal", "Asia", 40),
    ]


def test_a_class_that_a_sheet_has_not_is_no_row_of_it(store, made):
    store.add([made(workbook(ISSUED))])
    held = store.table("visas_issued").group_by("class").agg(pl.col("fiscal_year").unique().sort())
    years = dict(held.iter_rows())
    assert (years["S-5"], years["C-4/D-3"], years["B-1/B-2"]) == ([2021], [2022], [2021, 2022])


def test_a_cell_that_is_no_count_is_kept_as_printed_and_a_blank_is_empty(store, made):
    store.add([made(workbook(ISSUED))])
    odd = store.table("visas_issued").filter(pl.col("issued").is_null())
    assert odd.select("nationality", "class", "printed").rows() == [
        ("India", "C-4/D-3", "-1"),
        ("Nepal", "B-1/B-2", None),
        ("Nepal", "C-4/D-3", "0.5"),
    ]


def test_the_table_is_made_again_from_the_sheets_as_they_came(store, made):
    (added,) = store.add([made(workbook(ISSUED))])
    raw = store.raw("visas_issued", added.vintage.vintage)
    assert raw["Sheet"].unique(maintain_order=True).to_list() == ["FY21", "FY22"]
    assert raw.filter(pl.col("Nationality") == "Grand Total")["H1B"].to_list() == ["342"]
    assert check_store(store, rebuild=True).faults == ()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (changed("FY21", 2, 2, 7), "sheet FY21, column H-1B: the rows add up to 7; expected 1, as Totals for Africa"),
        (changed("FY22", 7, 3, 9), "sheet FY22, column H-1B: the rows add up to 342; expected 9, as Grand Total"),
        (changed("FY21", 2, 2, "x"), "sheet FY21, column H-1B: Algeria has 'x'"),
        (changed("FY21", 2, 2, "=NA()"), "cell C3 holds #N/A"),
        (changed("FY22", 1, 2, "=NA()"), "sheet FY22: cell C2 holds #N/A"),
        (changed("FY22", 0, 3, "H9Z"), "column H9Z: no map of visas_issued, layout sheet-a-year knows it"),
        (changed("FY22", 0, 0, "Fiscal Year 2023"), "sheet FY22: says 2023 in its first cell"),
        (changed("FY22", 0, 0, "Notes"), "sheet FY22: begins with 'Notes'"),
        (changed("FY22", 0, 2, "H1B"), "sheet FY22: has the column H1B twice"),
        (changed("FY21", 2, 0, None), "a row has numbers and no nationality"),
        (changed("FY22", 6, 0, "Totals"), "rows come after the last total of a region"),
        (workbook({"a": ISSUED["FY21"], "b": ISSUED["FY21"]}), "2 sheets are of fiscal year 2021"),
    ],
)
def test_a_table_that_cannot_be_right_is_refused(refused, data, message):
    assert message in refused(data)


def test_the_real_table_has_its_known_totals(store, shared_data):
    store.add([shared_data("niv/FYs97-24_NIVDetailTable.xlsx")])
    frame = store.table("visas_issued").filter(pl.col("class") == "H-1B")
    totals = dict(frame.group_by("fiscal_year").agg(pl.col("issued").sum()).iter_rows())
    known = {2019: 188_123, 2020: 124_983, 2021: 61_569, 2022: 206_002, 2023: 265_777, 2024: 219_659}
    assert {year: totals[year] for year in known} == known
    assert sorted(totals) == list(range(1997, 2025))
