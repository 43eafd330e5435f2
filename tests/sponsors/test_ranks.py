from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from openh1b.errors import InputError
from openh1b.sponsors import ranks
from openh1b.sponsors.first_time import first_time, first_time_note, with_first_time
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


def test_a_label_needs_a_published_list_and_an_own_statement_is_no_label(lines: pl.DataFrame) -> None:
    listed = lines.with_columns(control=pl.when(pl.col("group") == "ALDER").then(pl.lit("nonprofit")))
    table = {row["sponsor"]: row for row in ranks.sponsors(listed).to_dicts()}
    assert table["ALDER"]["employer_kind"] == "higher education (IPEDS 2023)"
    assert table["ALDER"]["cap_exempt"] == "public or nonprofit, higher education (IPEDS 2023)"
    assert (table["BIRCH"]["employer_kind"], table["BIRCH"]["cap_exempt"]) == ("other", "not listed")
    assert table["BIRCH"]["industry"] == "Educational Services"


def test_a_for_profit_institution_is_of_the_kind_and_not_cap_exempt(lines: pl.DataFrame) -> None:
    row = ranks.sponsors(lines.with_columns(control=pl.lit("for-profit"))).row(0, named=True)
    assert (row["employer_kind"], row["cap_exempt"]) == ("higher education (IPEDS 2023)", "not listed")


def test_trend_is_the_least_squares_slope_with_years_at_their_distance() -> None:
    years = {2014: 10, 2015: 30, 2018: 20, 2022: 50}
    rows = [(year, "ALDER INC", count, 0, "1111", "GA", "30301") for year, count in years.items()]
    found = ranks.sponsors(resolve(hub(*rows)))["trend"].item()
    assert found == pytest.approx(np.polyfit(list(years), list(years.values()), 1)[0])


def test_the_first_few_are_those_of_the_whole_table(lines: pl.DataFrame) -> None:
    whole = ranks.sponsors(lines)
    for most in (1, 2, 3, 50):
        assert ranks.sponsors(lines, most=most).equals(whole.head(most))


def test_change_and_trend_are_left_out_of_one_year_and_of_parts_of_years(lines: pl.DataFrame) -> None:
    one = ranks.sponsors(lines.filter(pl.col("fiscal_year") == 2022))
    part = ranks.sponsors(lines.with_columns(part_year=pl.col("fiscal_year") == 2022))
    for table in (one, part):
        assert table["change"].null_count() == table["trend"].null_count() == table.height


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
    assert first_time(lines, 2022)["sponsor"].to_list() == ["CEDAR"]
    table = with_first_time(ranks.sponsors(lines), lines, 2022)
    assert dict(zip(table["sponsor"], table["first_time_sponsor"], strict=True)) == {
        "ALDER": False, "CEDAR": True, "BIRCH": False,
    }  # fmt: skip


def test_the_note_on_first_time_sponsors_names_the_years_not_held(lines: pl.DataFrame) -> None:
    later = pl.concat([lines, resolve(hub((2024, "DOGWOOD INC", 1, 0, "4444", "GA", "30301")))])
    note = first_time_note(later, 2024)
    assert "(FY2021, FY2022)" in note
    assert "Not held: FY2023, all before FY2021" in note
    assert "everybody counts as new" in first_time_note(lines, 2021)


def test_concentration_has_a_row_a_year_and_marks_parts(lines: pl.DataFrame) -> None:
    table = ranks.concentration_by_year(lines.with_columns(part_year=pl.col("fiscal_year") == 2022))
    assert table.select("year", "sponsors", "part_year").rows() == [(2021, 2, False), (2022, 2, True)]
    assert table["herfindahl"].to_list() == pytest.approx([60**2 + 40**2, 30**2 + 70**2])


def test_years_without_industries_are_told(lines: pl.DataFrame) -> None:
    bare = lines.with_columns(naics=pl.when(pl.col("fiscal_year") == 2022).then("naics"))
    assert "FY2021" in ranks.industry_note(bare)[0]
    assert ranks.industries(bare).filter(pl.col("sector") == "none")["title"].to_list() == ["No code in the file"]
    assert not ranks.industry_note(lines)


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
