from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openh1b.sponsors.names import read_name, with_keys


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("AMAZON.COM SERVICES, L.L.C.", "AMAZON COM SERVICES"),
        ("AMAZON COM SVCS INC", "AMAZON COM SERVICES"),
        ("The Johns Hopkins Univ", "JOHNS HOPKINS UNIVERSITY"),
        ("GOLDMAN SACHS & CO LLC", "GOLDMAN SACHS"),
        ("GOLDMAN SACHS AND CO", "GOLDMAN SACHS"),
        ("BANK OF AMERICA N A", "BANK OF AMERICA"),
        ("LOWE'S COMPANIES INC", "LOWES COMPANIES"),
        ("TRANSUNION INTERACTIVE INC A WHOLLY OWNED SUBSIDIARY OF TRANSUNION LLC", "TRANSUNION INTERACTIVE"),
        ("UNIV OF CA SAN DIEGO", "UNIVERSITY OF CALIFORNIA SAN DIEGO"),
    ],
)
def test_spellings_of_one_name_have_one_key(raw: str, key: str) -> None:
    assert read_name(raw).key == key


def test_usa_stays_because_the_american_company_is_another_entity() -> None:
    assert read_name("NXP USA INC").key == "NXP USA"
    assert (
        read_name("ERNST & YOUNG U S LLP").key
        == read_name("ERNST YOUNG US LLP").key
        != read_name("ERNST & YOUNG LLP").key
    )


@pytest.mark.parametrize("mark", ["DBA", "D/B/A", "D B A", "d/b/a"])
def test_a_trade_name_is_set_aside_and_told(mark: str) -> None:
    name = read_name(f"MAPLEBEAR INC {mark} INSTACART")
    assert (name.key, name.trade) == ("MAPLEBEAR", "INSTACART")


@pytest.mark.parametrize("mark", ["FKA", "F/K/A", "FORMERLY", "FORMERLY KNOWN AS", "PREVIOUSLY KNOWN AS"])
def test_a_former_name_is_set_aside_and_told(mark: str) -> None:
    name = read_name(f"COFORGE LIMITED {mark} NIIT TECHNOLOGIES LIMITED")
    assert (name.key, name.former) == ("COFORGE", "NIIT TECHNOLOGIES LIMITED")


def test_a_name_of_34_characters_may_be_cut_and_one_of_32_is_not() -> None:
    assert read_name("AMERICAN EXPRESS TRAVEL RELATED SE").may_be_cut
    assert not read_name("AMERICAN EXPRESS TRAVEL RELATED").may_be_cut


def test_a_name_that_is_only_a_legal_form_keeps_it() -> None:
    assert read_name("LIMITED").key == "LIMITED"


def test_every_step_that_changed_something_is_told() -> None:
    steps = read_name("THE GAP, INC.").steps
    assert [step.split(":")[0] for step in steps] == ["punctuation to blanks", "article dropped", "legal form dropped"]


@settings(max_examples=60, deadline=None)
@given(st.text("ABCDEILNOPSTU .,&'-/0", min_size=1, max_size=40).filter(lambda text: text.strip(" .,&'-/")))
def test_a_column_and_a_single_name_get_the_same_key(raw: str) -> None:
    assert with_keys(pl.Series("employer", [raw]))["key"].item() == read_name(raw).key


def test_a_missing_name_has_an_empty_key() -> None:
    assert with_keys(pl.Series("employer", [None], pl.String))["key"].to_list() == [""]
