"""Cells to values: what the quick paths give is what reading cell by cell gives."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from openh1b.data.cells import typed
from openh1b.data.distinct import by_distinct
from openh1b.data.maps import is_personal
from openh1b.errors import DataError
from openh1b.tables import Column, Table

TABLE = Table(
    "made",
    "a row",
    (
        Column("day", "date", "a day", nullable=True),
        Column("count", "integer", "a count", nullable=True),
        Column("amount", "number", "an amount", nullable=True),
        Column("flag", "flag", "a flag", nullable=True),
    ),
)
DAYS = {
    "2019-10-01": date(2019, 10, 1), "2019-10-01 00:00:00": date(2019, 10, 1), "2019-10-01T00:00:00": date(2019, 10, 1),
    "10/1/2019": date(2019, 10, 1), "10/1/19": date(2019, 10, 1), None: None,
}  # fmt: skip


def values(name: str, cells: list[str | None]) -> list[object]:
    return typed("file", pl.DataFrame({name: cells}, schema={name: pl.String}), TABLE)[name].to_list()


@pytest.mark.parametrize("first", list(DAYS))
def test_days_are_the_same_in_a_column_of_one_form_and_of_all(first):
    assert values("day", [first] * 9) == [DAYS[first]] * 9
    mixed = [first, *DAYS] * 20
    assert values("day", mixed) == [DAYS[one] for one in mixed]


@pytest.mark.parametrize("bad", ["10/1/1819", "10/1/0019", "1/3/2300", "2/30/2020", "soon"])
def test_a_day_that_cannot_be_is_named_beside_days_of_its_form(bad):
    with pytest.raises(DataError, match=rf"row 3, column day: '{bad}'"):
        values("day", ["10/1/2019", "1/3/19", bad])
    with pytest.raises(DataError, match=rf"row 2, column day: '{bad}'"):
        values("day", ["10/1/2019", bad, *["10/2/2019"] * 40])


def test_one_amount_in_dollars_changes_no_other():
    assert values("amount", ["1.5", "$1,000", "-2", None]) == [1.5, 1000.0, -2.0, None]
    assert values("count", ["1", "2.0", "1,234", None]) == [1, 2, 1234, None]
    for bad in ("inf", "nan", "1e400", "1e5"):
        with pytest.raises(DataError, match=f"'{bad}'"):
            values("count", ["1", bad])
    with pytest.raises(DataError, match="'inf'"):
        values("amount", ["1.5", "inf"])


def test_flags_in_every_spelling_and_what_stands_for_none():
    cells = ["Y", "yes", "TRUE", "N", "no", "False", "N/A", "na", None] * 10
    assert values("flag", cells) == [True, True, True, False, False, False, None, None, None] * 10
    with pytest.raises(DataError, match="'maybe'"):
        values("flag", [*cells, "maybe"])


def test_faults_of_several_columns_are_told_together_in_the_order_of_the_file():
    frame = pl.DataFrame({"flag": ["maybe"], "day": ["soon"], "count": ["few"]})
    with pytest.raises(DataError) as caught:
        typed("file", frame, TABLE)
    assert [fault.column for fault in caught.value.faults] == ["flag", "day", "count"]


@pytest.mark.parametrize("times", [1, 50])
def test_work_on_distinct_texts_is_work_on_every_cell(times):
    frame = pl.DataFrame({"a": ["x", None, "Y", "x", "z"] * times, "b": ["1", "2", "3", "4", "5"] * times})
    works = {"a": lambda text: text.str.to_uppercase(), "b": lambda text: text.cast(pl.Int64)}
    assert by_distinct(frame, works).equals(frame.select(pl.col("a").str.to_uppercase(), pl.col("b").cast(pl.Int64)))


def test_only_columns_that_are_contact_persons_to_every_layout_are_never_read():
    assert is_personal("PREPARER_EMAIL")
    assert is_personal("EMPLOYER_POC_LAST_NAME")
    for header in ("EMPLOYER_NAME", "EMPLOYER_ADDRESS1", "WORKSITE_CITY", "", "no such column"):
        assert not is_personal(header)
