from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from openh1b.errors import InputError
from openh1b.sponsors.institutions import IPEDS, load_lists, read_institutions, with_control
from openh1b.sponsors.resolve import resolve, with_digits

from .conftest import hub


def control(*rows: tuple[object, ...]) -> list[str | None]:
    return with_control(resolve(with_digits(hub(*rows))))["control"].to_list()


# Names, states, ZIP codes and digits are those of the list, unless the test says otherwise.
def test_a_listed_name_in_its_state_is_listed_whatever_its_industry() -> None:
    assert control((2022, "HOWARD UNIVERSITY", 1, 0, "9999", "DC", "20001", 0, "54")) == ["nonprofit"]


def test_the_same_name_in_another_state_is_not() -> None:
    assert control((2022, "HOWARD UNIVERSITY", 1, 0, "9999", "OH", "43004", 0, "61")) == [None]


def test_digits_and_zip_list_a_school_by_another_name_and_no_firm() -> None:
    school = (2022, "LELAND STANFORD JUNIOR UNIV", 1, 0, "6365", "CA", "94305", 0, "61")
    firm = (2022, "PALO ALTO SOFTWARE INC", 1, 0, "6365", "CA", "94305", 0, "54")
    assert control(school, firm) == ["nonprofit", None]


def test_a_city_s_schools_are_not_the_colleges_that_share_its_digits() -> None:
    college = (
        read_institutions()
        .filter((pl.col("state") == "NY") & (pl.col("control") == "public"))
        .drop_nulls()
        .row(0, named=True)
    )
    row = (2022, "NEW YORK CITY DEPT OF EDUCATION", 1, 0, college["tax_id"], "NY", college["zip"], 0, "61")
    assert control(row) == [None]


def test_the_beginning_of_a_listed_name_is_enough_for_a_university() -> None:
    assert control((2022, "COLUMBIA UNIVERSITY", 1, 0, "8093", "NY", "10027", 0, "61")) == ["nonprofit"]
    assert control((2022, "COLUMBIA", 1, 0, "8093", "NY", "10027", 0, "61")) == [None]


def test_the_list_is_what_lists_yaml_says_of_it() -> None:
    table, told = read_institutions(), load_lists()[IPEDS]
    assert table.height == told["counts"]["kept"]
    assert table["unitid"].is_unique().all()
    assert set(table["control"]) == {"public", "nonprofit", "for-profit"}
    assert table["tax_id"].drop_nulls().str.contains(r"^\d{4}$").all()
    assert table["zip"].str.contains(r"^\d{5}$").all()


def test_a_list_without_its_title_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lists.yaml"
    path.write_text("one: {publisher: A, where: B, read: source, method: C}\n", encoding="utf-8")
    with pytest.raises(InputError, match="title"):
        load_lists(path)
