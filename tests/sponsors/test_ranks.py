from __future__ import annotations

import polars as pl
import pytest

from openh1b.errors import InputError
from openh1b.sponsors import ranks
from openh1b.sponsors.resolve import resolve
from openh1b.sponsors.vintages import choose

from .conftest import hub

ROWS = (
    (2021, "ALDER INC", 6, 1, "1111", "GA", "30301", 2, "54"),
    (2021, "BIRCH INC", 4, 0, "2222", "WA", "98101", 0, "61"),
    (2022, "ALDER INC", 3, 1, "1111", "GA", "30301", 1, "54"),
    (2022, "CEDAR INC", 7, 0, "3333", "TX", "75001", 0, "33 - Manufacturing"),
)


@pytest.fixture
def lines() -> pl.DataFrame:
    return resolve(hub(*ROWS))


def test_sponsors_are_ranked_with_rates_shares_and_change(lines: pl.DataFrame) -> None:
    table = ranks.sponsors(lines)
    assert table.select("rank", "sponsor", "approvals", "change").rows() == [
        (1, "ALDER", 9, -3), (2, "CEDAR", 7, 7), (3, "BIRCH", 4, -4),
    ]  # fmt: skip
    assert table["denial_rate"][0] == pytest.approx(3 / 12)
    assert table["share"].to_list() == pytest.approx([9 / 20, 7 / 20, 4 / 20])


def test_all_counts_initial_and_continuing(lines: pl.DataFrame) -> None:
    table = ranks.sponsors(lines, count="all")
    assert dict(zip(table["sponsor"], table["approvals"], strict=True)) == {"ALDER": 11, "CEDAR": 7, "BIRCH": 4}


def test_a_label_needs_a_list_or_the_firms_own_statement(lines: pl.DataFrame) -> None:
    table = ranks.sponsors(lines)
    kinds = dict(zip(table["sponsor"], table["employer_kind"], strict=True))
    assert kinds == {"ALDER": "other", "CEDAR": "other", "BIRCH": "education, as stated (NAICS 61)"}
    assert set(table["cap_exempt"]) == {"not listed"}


def test_concentration_of_equal_sponsors_is_10000_over_their_number() -> None:
    equal = resolve(hub(*((2022, f"FIRM{i} INC", 5, 0, f"{i:04}", "GA", "30301") for i in range(1, 5))))
    found = ranks.concentration(ranks.sponsors(equal))
    assert found["herfindahl"] == pytest.approx(2_500)
    assert found["top_1_share"] == pytest.approx(0.25)
    assert found["share_with_one"] == 0


def test_manufacturing_is_one_sector_however_its_code_is_written(lines: pl.DataFrame) -> None:
    table = ranks.industries(lines)
    assert dict(zip(table["sector"], table["approvals"], strict=True)) == {"54": 9, "31-33": 7, "61": 4}


def test_states_add_up(lines: pl.DataFrame) -> None:
    table = ranks.states(lines)
    assert table["approvals"].sum() == 20
    assert table["share"].sum() == pytest.approx(1)


def test_first_time_is_new_among_the_years_held(lines: pl.DataFrame) -> None:
    assert ranks.first_time(lines, 2022)["sponsor"].to_list() == ["CEDAR"]


def test_a_part_year_is_refused_unless_asked_for_and_then_said(lines: pl.DataFrame) -> None:
    part = resolve(hub((2023, "ALDER INC", 2, 0, "1111", "GA", "30301"), part_year=True))
    both = pl.concat([lines, part])
    assert choose(both).years == (2021, 2022)
    assert "FY2023" in " ".join(choose(both).notes)
    with pytest.raises(InputError, match="part of the year only"):
        choose(both, [2023])
    asked = choose(both, part_years=True)
    assert asked.years == (2021, 2022, 2023)
    assert "Part of the year only: FY2023." in asked.notes


def test_two_vintages_of_a_year_are_never_added(lines: pl.DataFrame) -> None:
    older = lines.filter(pl.col("fiscal_year") == 2022).head(1).with_columns(vintage=pl.lit("older"))
    chosen = choose(pl.concat([lines, older]))
    assert chosen.lines.filter(pl.col("fiscal_year") == 2022)["vintage"].unique().to_list() == ["FY2022"]
    assert any("FY2022 older" in note for note in chosen.notes)


def test_a_file_of_one_industry_does_not_stand_for_a_year(lines: pl.DataFrame) -> None:
    rows = ((2020, f"BANK{i} INC", 1, 0, f"{i:04}", "NY", "10001", 0, "52") for i in range(1, 61))
    both = pl.concat([lines, resolve(hub(*rows))])
    assert choose(both).years == (2021, 2022)


def test_years_not_held_are_refused_and_gaps_said(lines: pl.DataFrame) -> None:
    with pytest.raises(InputError, match="FY2019 is not held; expected one of 2021, 2022"):
        choose(lines, [2019, 2022])
    gap = pl.concat([lines, resolve(hub((2024, "ALDER INC", 1, 0, "1111", "GA", "30301")))])
    assert "FY2023" in choose(gap).notes[0]
