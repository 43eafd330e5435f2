"""Declared corrections: what they do, that their guards hold, and that their file is strict."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from openh1b.data import corrections as module
from openh1b.data.corrections import Correction, correct, corrections
from openh1b.errors import DataError
from tests.data.made_files import HUB_ROWS, hub_csv

TWIN = {"same": ["employer", "tax_id", "zip"], "zeros": {"tax_id": 4, "zip": 5}}


def frame(*rows):
    return pl.DataFrame(rows, schema=["employer", "tax_id", "zip", "n"], orient="row")


def declared(**fields):
    rest = {"table": "hub", "action": "drop", "reason": "r", "evidence": "e", "read": "source", "status": "open"}
    return Correction(id="made-up", **{**rest, **fields})


@pytest.fixture
def only(monkeypatch):
    """Makes one correction the only one."""
    return lambda one: monkeypatch.setattr(module, "corrections", lambda: {one.id: one})


def test_a_row_without_its_zeros_goes_only_where_its_twin_with_them_is_there(only):
    only(declared(twin=TWIN))
    table = frame(
        ("A", "12", "01234", 1),  # twin below
        ("A", "0012", "01234", 2),
        ("B", "12", "01234", 3),  # none of its name
        ("C", "0012", "1234", 4),  # twin below
        ("C", "0012", "01234", 5),
        (None, "7", None, 6),  # twin below, blanks alike
        (None, "0007", None, 7),
        ("D", "7", "1234", 8),  # its like has lost zeros too
        ("D", "0007", "1234", 9),
    )
    left, (done,) = correct("file", table, "hub", "archive")
    assert left["n"].to_list() == [2, 3, 5, 7, 8, 9]
    assert done.rows == 3


def test_a_guard_that_finds_another_number_stops_and_says_both(only):
    only(declared(where="n > 1", expect={"rows": 3, "before": {"n": 6}, "after": {"n": 0}}))
    with pytest.raises(DataError) as caught:
        correct("file", frame(("A", "1", "1", 1), ("B", "1", "1", 2)), "hub", "archive")
    message = str(caught.value)
    assert "rows 1, not 3; n before 3, not 6; n after 1, not 0" in message
    assert "--without made-up leaves it out" in message


def test_a_later_correction_sees_what_an_earlier_one_has_done(monkeypatch):
    one = replace(declared(where="n = 1", action="set", set={"n": "n + 1"}), id="one")
    two = replace(declared(where="n = 2", action="set", set={"n": "n * 10"}), id="two")
    monkeypatch.setattr(module, "corrections", lambda: {"one": one, "two": two})
    left, done = correct("file", frame(("A", "1", "1", 1), ("B", "1", "1", 2), ("C", "1", "1", 3)), "hub", "archive")
    assert left["n"].to_list() == [20, 20, 3]
    assert [(each.id, each.rows) for each in done] == [("one", 1), ("two", 2)]


def test_what_is_left_out_is_not_done_and_needs_no_guard(only):
    only(declared(where="n > 0", expect={"rows": 99}))
    table = frame(("A", "1", "1", 1))
    left, done = correct("file", table, "hub", "archive", ("made-up",))
    assert left.equals(table)
    assert done == ()


def test_an_id_that_is_none_is_refused_with_the_nearest(store, made):
    with pytest.raises(DataError, match=r"no correction hub-zip-zero\. Did you mean hub-zip-zeros"):
        store.add([made(hub_csv())], without=["hub-zip-zero"])


@pytest.mark.parametrize(
    ("when", "applies"),
    [
        ({}, True),
        ({"layouts": ["archive"]}, True),
        ({"layouts": ["no-header"]}, False),
        ({"fiscal_year": 2019}, True),
        ({"fiscal_year": 2020}, False),
        ({"some": "tax_id = '12'"}, True),
        ({"some": "tax_id = '13'"}, False),
        ({"none": "tax_id = '12'"}, False),
        ({"none": "tax_id = '13'"}, True),
    ],
)
def test_a_correction_is_for_the_files_it_names(when, applies):
    table = frame(("A", "12", "1", 1)).with_columns(fiscal_year=2019)
    assert declared(where="TRUE", when=when).applies(table, "archive") is applies


def test_a_mended_file_of_2021_stops_the_import_until_the_correction_is_left_out(store, made):
    rows = [["2021", *row[1:7], "0235", *row[8:]] for row in HUB_ROWS]
    path = made(hub_csv(rows))
    with pytest.raises(DataError, match="hub-2021-double-count does not find what it expects"):
        store.add([path])
    store.add([path], without=["hub-2021-double-count"])
    assert store.table("hub").height == len(HUB_ROWS)


def test_part_years_are_left_out_and_refused_beside_whole_years_unless_asked_for(store, shared_data):
    part, early, whole = store.add(
        [
            shared_data("hub/h1b_datahubexport-2023.csv"),
            shared_data("hub/variants/archive_2022vintage__h1b_datahubexport-2022.csv.gz"),
            shared_data("hub/h1b_datahubexport-2022.csv"),
        ]
    )
    assert part.vintage.flags == early.vintage.flags == ("part_year",)
    assert store.table("hub")["fiscal_year"].unique().to_list() == [2022]
    names = [whole.vintage.vintage, part.vintage.vintage]
    with pytest.raises(DataError, match="holds a part of the year, others whole years"):
        store.table("hub", names)
    both = store.table("hub", names, part_year=True)
    assert both.group_by("fiscal_year").agg(pl.col("part_year").unique()).sort("fiscal_year").rows() == [
        (2022, [False]),
        (2023, [True]),
    ]
    assert store.table("hub", part_year=True).height == 59_983 + 33_332


def test_2021_without_its_double_count_is_125121_and_the_raw_file_is_as_it_came(store, shared_data):
    (added,) = store.add([shared_data("hub/h1b_datahubexport-2021.csv")])
    done = {one["id"]: one["rows"] for one in store.record(added.vintage)["corrections"]}
    assert done["hub-2021-double-count"] == 7_968
    assert store.table("hub")["initial_approvals"].sum() == 125_121
    raw = store.raw("hub", added.vintage.vintage)
    assert raw["Initial Approval"].cast(pl.Int64).sum() == 141_194


def test_the_copy_of_2021_that_lost_every_zero_never_stands_for_the_year(store, shared_data):
    (added,) = store.add([shared_data("hub/variants/archive_lf__h1b_datahubexport-2021.csv.gz")])
    assert added.vintage.flags == ("unfit",)
    with pytest.raises(DataError, match="unfit"):
        store.table("hub")
    names = store.table("hub", [added.vintage.vintage])["employer"].drop_nulls()
    assert not names.str.starts_with("#").any()


def test_every_correction_of_the_package_says_why_and_on_what_evidence():
    known = corrections()
    assert "hub-2021-double-count" in known
    assert all(one.reason and one.evidence and one.read for one in known.values())


GOOD = """
one:
  table: hub
  where: "fiscal_year = 1"
  action: drop
  reason: r
  evidence: e
  read: source
  status: open
"""


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("table: hub", "table: hubb", "hubb"),
        ("action: drop", "action: mend", "mend"),
        ("action: drop", "action: set", "key set is missing"),
        ("action: drop", "action: flag", "key flag is missing"),
        ("  status: open\n", "", "key status is missing"),
        ("status: open", "status: open\n  extra: 1", "unknown key"),
        ('  where: "fiscal_year = 1"\n', "", "one of where and twin is needed"),
        ("action: drop", "action: set\n  set: {employr: 'NULL'}", "employr is no column of hub"),
        ("status: open", "status: open\n  expect: {rows: 1, after: {initial: 1}}", "initial is no column of hub"),
        ("status: open", "status: open\n  status: open", "key given twice"),
    ],
)
def test_a_fault_in_the_file_of_corrections_is_told(tmp_path: Path, old, new, problem):
    path = tmp_path / "corrections.yaml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=problem):
        corrections(path)
