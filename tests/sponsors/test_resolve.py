"""Which lines of the hub are one legal entity and one group, with the evidence; and how a group is found again."""

from __future__ import annotations

import polars as pl
import pytest

from openh1b.errors import InputError
from openh1b.sponsors.profile import explain, find_group, search, show
from openh1b.sponsors.resolve import resolve

from .conftest import hub


def groups(frame: pl.DataFrame) -> list[str | None]:
    return resolve(frame)["group"].to_list()


def entities(frame: pl.DataFrame) -> list[str | None]:
    return resolve(frame)["entity"].to_list()


def test_the_namesake_of_richmond_is_not_tesla(tesla_and_others: pl.DataFrame) -> None:
    assert groups(tesla_and_others)[:5] == ["tesla"] * 4 + ["TESLA [7149, VA]"]


def test_a_renamed_firm_is_one_group_with_its_evidence(tesla_and_others: pl.DataFrame) -> None:
    found = resolve(tesla_and_others)
    assert found["group"].to_list()[5:7] == ["meta", "meta"]
    assert found["why"].to_list()[5:7] == ["meta/FACEBOOK", "meta/META PLATFORMS"]


def test_trumpf_is_a_group_of_its_own(tesla_and_others: pl.DataFrame) -> None:
    assert groups(tesla_and_others)[7] == "TRUMPF"


def test_a_line_without_a_name_is_nobody(tesla_and_others: pl.DataFrame) -> None:
    assert resolve(tesla_and_others).select("entity", "group", "why").row(8) == (None, None, "no name")


def test_rows_order_and_columns_given_stay(tesla_and_others: pl.DataFrame) -> None:
    assert resolve(tesla_and_others).select(tesla_and_others.columns).equals(tesla_and_others)


def test_row_order_does_not_matter(tesla_and_others: pl.DataFrame) -> None:
    back = resolve(tesla_and_others.reverse()).reverse()
    assert back.equals(resolve(tesla_and_others))


def test_a_cut_name_joins_the_whole_name_of_the_same_tax_id() -> None:
    cut, whole = "ZENITH QUARRY ENGINEERING ASSOCIAT", "ZENITH QUARRY ENGINEERING ASSOCIATES OF OHIO LLC"
    found = resolve(hub((2019, cut, 1, 0, "1234", "OH", "44101"), (2022, whole, 1, 0, "1234", "PA", "15201")))
    assert found["group"].n_unique() == 1
    assert found["why"][0] == "cut name and tax_id"


def test_a_cut_name_without_tax_id_joins_by_zip_and_not_elsewhere() -> None:
    cut, whole = "ZENITH QUARRY ENGINEERING ASSOCIAT", "ZENITH QUARRY ENGINEERING ASSOCIATES OF OHIO LLC"
    near = hub((2018, cut, 1, 0, None, "OH", "44101"), (2022, whole, 1, 0, "1234", "OH", "44101"))
    far = hub((2018, cut, 1, 0, None, "TX", "75001"), (2022, whole, 1, 0, "1234", "OH", "44101"))
    assert resolve(near)["group"].n_unique() == 1
    assert resolve(far)["group"].n_unique() == 2


def test_lost_leading_zeros_make_no_second_firm() -> None:
    assert entities(
        hub((2019, "QUARRY INC", 1, 0, "235", "MA", "2116"), (2022, "QUARRY INC", 1, 0, "0235", "MA", "02116"))
    ) == ["QUARRY", "QUARRY"]


def test_one_name_with_other_digits_elsewhere_is_two_entities_and_the_larger_keeps_the_name() -> None:
    assert entities(
        hub(
            (2022, "DELTA STONE INC", 1, 0, "1111", "GA", "30301"),
            (2022, "DELTA STONE LLC", 9, 0, "2222", "WA", "98101"),
        )
    ) == ["DELTA STONE [1111, GA]", "DELTA STONE"]


def test_a_mistyped_tax_id_at_the_same_zip_is_the_same_entity() -> None:
    assert entities(
        hub((2022, "QUARRY INC", 9, 0, "1111", "GA", "30301"), (2022, "QUARRY INC", 1, 0, "1171", "GA", "30301"))
    ) == ["QUARRY", "QUARRY"]


def test_a_year_without_tax_ids_joins_the_entity_of_its_state() -> None:
    frame = hub(
        (2022, "QUARRY INC", 9, 0, "1111", "GA", "30301"),
        (2022, "QUARRY INC", 5, 0, "2222", "WA", "98101"),
        (2018, "QUARRY INC", 1, 0, None, "WA", "98052"),
    )
    assert entities(frame)[2] == entities(frame)[1] == "QUARRY [2222, WA]"


def test_alike_is_not_the_same() -> None:
    frame = hub(
        (2022, "JEFFERIES LLC", 9, 0, "2900", "NY", "10022"), (2022, "JEFFRIES LLC", 1, 0, "2900", "NY", "10022")
    )
    assert len(set(groups(frame))) == 2


def test_every_missing_column_is_named() -> None:
    with pytest.raises(InputError) as caught:
        resolve(pl.DataFrame({"employer": ["A"], "tax_ids": ["1"]}))
    assert len(caught.value.faults) == 12
    assert "Did you mean tax_ids?" in str(caught.value)


def test_show_has_the_shape_of_the_interface(tesla_and_others: pl.DataFrame) -> None:
    found = show("tesla", resolve(tesla_and_others))
    assert list(found) == ["group", "entities", "years"]
    assert found["entities"] == ["TESLA", "TESLA MOTORS"]
    assert found["years"][-1] == {
        "year": 2022, "initial_approvals": 336, "continuing_approvals": 769, "initial_denials": 0,
        "continuing_denials": 0, "vintage": "FY2022", "part_year": False,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["tesla", "Tesla", "TESLA INC", "Tesla Motors, Inc.", "TESLA"])
def test_a_group_is_found_by_id_label_or_spelling(name: str, tesla_and_others: pl.DataFrame) -> None:
    assert find_group(name, resolve(tesla_and_others)) == "tesla"


def test_an_unknown_sponsor_names_the_nearest(tesla_and_others: pl.DataFrame) -> None:
    with pytest.raises(InputError, match="Did you mean Tesla"):
        find_group("Teslla", resolve(tesla_and_others))


def test_search_finds_every_name_and_merges_none(tesla_and_others: pl.DataFrame) -> None:
    found = search("tesla", resolve(tesla_and_others))
    assert set(found["group"]) == {"tesla", "TESLA [7149, VA]"}


def test_explain_gives_each_spelling_its_evidence(tesla_and_others: pl.DataFrame) -> None:
    found = explain("tesla", resolve(tesla_and_others))
    assert {one.employer for one in found} == {"TESLA INC", "TESLA MOTORS INC"}
    assert all("read: memory" in one.evidence for one in found)
