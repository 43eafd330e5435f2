"""Registrations become units, refusals and counts as the law of the season has it."""

from __future__ import annotations

import importlib.util
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from openh1b.errors import PoolError, SeasonError
from openh1b.season.intake import take_in
from openh1b.season.intake_tables import COUNTS, REFUSALS
from openh1b.season.pool_file import read_pool

HEAD = ("registration_id", "beneficiary_id", "employer_id", "selection_level", "us_masters_or_higher", "submitted_on")
DAY = "2026-03-10"  # inside the window of FY2027
TOOL = Path(__file__).parents[2] / "tools" / "make_registrations.py"


def csv(*rows, head=HEAD):
    return "\n".join([",".join(head), *(",".join(row) for row in rows)]) + "\n"


def entry(name, person="P", employer="E", level="1", degree="no", day=DAY):
    return (name, person, employer, level, degree, day)


def refused(found):
    return [(row["registration_id"], row["reason"]) for row in found.refusals.iter_rows(named=True)]


def counts(found):
    return dict(found.counts.select("measure", "value").iter_rows())


def make(n, **wanted):
    spec = importlib.util.spec_from_file_location("make_registrations", TOOL)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool.make(n, **wanted)


@pytest.fixture
def taken(csv_file):
    def take(*rows, season=2027, head=HEAD, **wanted):
        return take_in(csv_file(csv(*rows, head=head)), season=season, **wanted)

    return take


def test_a_person_of_several_employers_is_one_unit_at_the_lowest_level(taken):
    found = taken(entry("R3", employer="A", level="III"), entry("R1", employer="B", level="2"), entry("R2", "Q"))
    names = ("beneficiary_id", "registration_id", "selection_level", "eligible_registrations")
    assert found.units.select(names).rows() == [("P", "R1", 2, 2), ("Q", "R2", 1, 1)]
    assert found.units["employer_id"].to_list() == ["B", "E"]


def test_a_refused_registration_lowers_no_level(taken):
    found = taken(entry("R1", employer="A", level="4"), entry("R2", employer="B", level="1", day="2026-04-01"))
    assert found.units["selection_level"].to_list() == [4]
    assert refused(found) == [("R2", "outside_window")]


@pytest.mark.parametrize(
    ("season", "day", "unit", "units"),
    [
        (2020, "2019-04-01", "petition", 3),
        (2024, "2023-03-10", "registration", 3),
        (2025, "2024-03-10", "beneficiary", 2),
        (2027, "2026-03-10", "beneficiary", 2),
    ],
)
def test_what_is_one_unit_follows_the_law_of_the_season(taken, season, day, unit, units):
    rows = (entry("R1", employer="A", day=day), entry("R2", employer="B", day=day), entry("R3", "Q", day=day))
    found = taken(*rows, season=season)
    assert (found.unit, found.units.height) == (unit, units)
    assert counts(found)["beneficiaries"] == 2


def test_all_registrations_of_one_employer_for_one_person_are_refused_and_others_stay(taken):
    found = taken(
        entry("R1", employer="A"), entry("R2", employer="A"), entry("R3", employer="A"), entry("R4", employer="B"),
        entry("R5", "Q", employer="A"),
    )  # fmt: skip
    assert refused(found) == [("R1", "duplicate"), ("R2", "duplicate"), ("R3", "duplicate")]
    assert found.refusals["detail"][0] == "one of 3 by employer A for this person"
    assert found.units["registration_id"].to_list() == ["R4", "R5"]


def test_one_that_was_deleted_or_not_paid_makes_no_duplicate(taken):
    head = (*HEAD, "paid", "deleted")
    found = taken(
        (*entry("R1"), "yes", "no"), (*entry("R2"), "yes", "yes"), (*entry("R3"), "no", ""), (*entry("R4"), "", "no"),
        head=head,
    )  # fmt: skip
    assert refused(found) == [("R2", "deleted"), ("R3", "unpaid"), ("R4", "unpaid")]
    assert found.units["registration_id"].to_list() == ["R1"]


def test_one_without_an_answer_was_still_submitted_and_makes_a_duplicate(taken):
    found = taken(entry("R1"), entry("R2", degree=""))
    assert refused(found) == [("R1", "duplicate"), ("R2", "duplicate"), ("R2", "missing_degree")]


def test_petitions_before_the_rule_of_2008_are_not_refused_as_duplicates(taken):
    assert refused(taken(entry("R1"), entry("R2"), season=2008)) == []
    assert refused(taken(entry("R1"), entry("R2"), season=2009)) == [("R1", "duplicate"), ("R2", "duplicate")]


def test_each_fault_has_its_reason_and_one_registration_may_have_several(taken):
    found = taken(
        entry("R1", "P1", degree="maybe"),
        entry("R2", "P2", level="5"),
        entry("R3", "P3", level=""),
        entry("R4", "  "),
        entry("R5", "P5", employer=" "),
        entry("R6", "P6", day="2026-02-30"),
        entry("R7", "P7", day=""),
        entry("R8", "P8", day="2026-03-20", level="V", degree=""),
        entry("R9", "P9"),
    )
    assert refused(found) == [
        ("R1", "missing_degree"),
        ("R2", "bad_level"),
        ("R3", "bad_level"),
        ("R4", "no_beneficiary"),
        ("R5", "no_employer"),
        ("R6", "unreadable"),
        ("R7", "outside_window"),
        ("R8", "outside_window"),
        ("R8", "missing_degree"),
        ("R8", "bad_level"),
    ]
    assert found.refusals["row"].to_list() == [1, 2, 3, 4, 5, 6, 7, 8, 8, 8]
    details = dict(found.refusals.unique("registration_id", keep="first").select("registration_id", "detail").rows())
    assert details["R1"] == "maybe, expected true or false"
    assert details["R2"] == "selection_level 5, expected 1 to 4 or I to IV"
    assert details["R3"] == "no level given"
    assert details["R6"] == "submitted_on '2026-02-30'"
    assert details["R8"] == "2026-03-20; the window was 2026-03-04 to 2026-03-19"
    assert counts(found)["registrations_refused"] == 8
    assert found.units["registration_id"].to_list() == ["R9"]


@pytest.mark.parametrize("day", ["2026-03-04", "2026-03-19"])
def test_the_first_and_last_day_are_inside_the_window(taken, day):
    assert refused(taken(entry("R1", day=day))) == []


@pytest.mark.parametrize("day", ["2026-03-03", "2026-03-20"])
def test_the_days_before_and_after_are_outside(taken, day):
    assert refused(taken(entry("R1", day=day))) == [("R1", "outside_window")]


def test_a_window_that_is_not_known_is_not_checked_and_that_is_said(taken):
    found = taken(entry("R1", day="1999-12-31"), season=2028)
    assert refused(found) == []
    assert "The window was not checked: none is known for FY2028" in found.notes


def test_a_level_is_not_asked_for_before_it_is_used(taken):
    bad = (entry("R1", level="9", day="2025-03-10"), entry("R2", "Q", level="2", day="2025-03-10"))
    found = taken(*bad, season=2026)
    assert refused(found) == []
    assert "selection_level" not in found.units.columns
    assert any(note.startswith("selection_level is left out of the pool: 1 unit has no") for note in found.notes)
    whole = taken(entry("R1", level="3", day="2025-03-10"), season=2026)
    assert whole.units["selection_level"].to_list() == [3]


def test_a_degree_is_any_of_the_registrations_and_the_assumption_is_told(taken):
    found = taken(entry("R1", employer="A", degree="no"), entry("R2", employer="B", degree="yes"))
    assert found.units["us_masters_or_higher"].to_list() == [True]
    assert found.assumptions[0].range == "1 person"


def test_counts_are_those_that_uscis_publishes(taken):
    rows = (entry("R1", employer="A"), entry("R2", employer="B"), entry("R3", "Q", degree="yes"))
    found = taken(*rows, entry("R4", "S", level="0"))
    got = counts(found)
    wanted = {
        "registrations_total": 4,
        "registrations_refused": 1,
        "refused.bad_level": 1,
        "registrations_eligible": 3,
        "registrations_single": 1,
        "registrations_multiple": 2,
        "registrations_advanced": 1,
        "beneficiaries": 2,
        "employers": 3,
    }
    assert {name: got[name] for name in wanted} == wanted
    assert (
        sum(got[name] for name in ("registrations_single", "registrations_multiple")) == got["registrations_eligible"]
    )


def test_published_counts_stand_beside_with_how_they_were_read(taken):
    found = taken(entry("R1", day="2025-03-10"), season=2026)
    row = found.counts.row(by_predicate=pl.col("measure") == "registrations_eligible", named=True)
    assert (row["published"], row["read"], row["source_ids"]) == (343_981, "second-hand", "eiglaw")
    assert found.counts.row(by_predicate=pl.col("measure") == "beneficiaries", named=True)["published_low"] == 336_000
    assert tuple(found.counts.columns) == COUNTS.names
    assert tuple(found.refusals.columns) == REFUSALS.names


@pytest.mark.parametrize("season", [2019, 2024, 2026, 2027])
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_the_units_are_a_pool_as_they_stand(tmp_path, season, ending):
    table, _ = make(300, faults=0.2, seed=3, season=season)
    table.write_csv(tmp_path / "in.csv")
    found = take_in(tmp_path / "in.csv", season=season)
    path = tmp_path / f"pool.{ending}"
    getattr(found.units, f"write_{ending}")(path)
    pool = read_pool(path, season=season, unit=found.unit, needs=("us_masters_or_higher",))
    assert pool.units == found.units.height
    assert pool.id_column == ("beneficiary_id" if found.unit == "beneficiary" else "registration_id")


@pytest.mark.parametrize("season", [2007, 2020, 2023, 2026, 2027, 2028])
def test_generated_faults_are_refused_for_what_they_are_and_nothing_else(tmp_path, season):
    table, expected = make(4_000, faults=0.2, seed=season, season=season)
    table.write_parquet(tmp_path / "in.parquet")
    got = counts(take_in(tmp_path / "in.parquet", season=season))
    unchecked = {"outside_window"} if season in {2007, 2020, 2028} else set()
    unchecked |= {"bad_level"} if season < 2027 else set()
    unchecked |= {"duplicate"} if season < 2009 else set()
    assert {name: got[f"refused.{name}"] for name in expected} == {
        name: 0 if name in unchecked else number for name, number in expected.items()
    }
    assert min(expected.values()) > 0


def test_row_order_changes_no_unit_and_no_count(tmp_path):
    table, _ = make(500, faults=0.2, seed=8)
    table.write_csv(tmp_path / "one.csv")
    table.sample(fraction=1, shuffle=True, seed=1).write_csv(tmp_path / "two.csv")
    one, two = (take_in(tmp_path / f"{name}.csv", season=2027) for name in ("one", "two"))
    assert one.units.equals(two.units.sort(pl.col("beneficiary_id").replace_strict(
        dict(zip(one.units["beneficiary_id"], range(one.units.height), strict=True)))))  # fmt: skip
    assert one.counts.equals(two.counts)


def test_units_stand_in_the_order_of_the_file(taken):
    found = taken(entry("R9", "Z"), entry("R1", "A", employer="F"), entry("R5", "M"), entry("R0", "A", employer="G"))
    assert found.units["beneficiary_id"].to_list() == ["Z", "A", "M"]


def test_ids_that_differ_only_in_blanks_or_capitals_are_different_and_that_is_said(taken):
    found = taken(entry("R1", "p1"), entry("R2", "P1"), entry("R3", " P1"))
    assert found.units.height == 3
    assert any(note.startswith("beneficiary_id: 2 differ from another only in capitals") for note in found.notes)


def test_other_columns_are_kept_and_one_that_no_pool_takes_is_left_out_with_a_note(taken):
    head = (*HEAD, "country", "age", "paid")
    found = taken((*entry("R1"), "IND", "30", "yes"), (*entry("R2", "Q"), "", "three", "yes"), head=head)
    assert "country" not in found.units.columns
    assert "age" not in found.units.columns
    assert "paid" not in found.units.columns
    notes = [note for note in found.notes if "left out of the pool" in note]
    assert notes[1].startswith(
        "age is left out of the pool: 1 unit has no usable value (first in row 2), expected a whole"
    )


def test_a_file_in_which_all_are_refused_gives_an_empty_pool(taken):
    found = taken(entry("R1", day="2025-03-10"))
    assert (found.units.height, refused(found)) == (0, [("R1", "outside_window")])


def test_columns_may_have_other_names(csv_file):
    text = csv(entry("R1"), head=("reg", "who", "boss", "lvl", "ms", "when"))
    names = dict(zip(HEAD, ("reg", "who", "boss", "lvl", "ms", "when"), strict=True))
    assert take_in(csv_file(text), season=2027, columns=names).units.height == 1


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (("id", *HEAD[1:]), "has no column registration_id"),
        ((HEAD[0], "benificiary_id", *HEAD[2:]), "Then --columns beneficiary_id=benificiary_id"),
        ((*HEAD[:2], "boss", *HEAD[3:]), "has no column employer_id or employer"),
        ((*HEAD[:3], "grade", *HEAD[4:]), "has no column selection_level or site_levels or offered_wage_usd"),
        ((*HEAD[:4], "degree", HEAD[5]), "has no column us_masters_or_higher"),
        ((*HEAD[:5], "n"), "may not be in the file: each row is one registration"),
    ],
)  # fmt: skip
def test_a_file_without_the_columns_is_an_error_that_names_them(taken, head, said):
    with pytest.raises(PoolError) as caught:
        taken(entry("R1"), head=head)
    assert said in str(caught.value)


def test_doubled_and_blank_registration_ids_are_errors_all_at_once(taken):
    with pytest.raises(PoolError) as caught:
        taken(entry("R1"), entry("R1", "Q"), entry("", "S"), entry("R2", "T"))
    assert len(caught.value.faults) == 2
    assert "'R1' is doubled (also in row 2)" in str(caught.value)


def test_a_season_out_of_reach_is_an_error(taken):
    with pytest.raises(SeasonError):
        taken(entry("R1"), season=3000)


def test_the_law_is_that_known_on_the_day_asked_for(taken):
    found = taken(entry("R1", level="9", day="1999-12-31"), season=2027, known=date(2025, 6, 1))
    assert refused(found) == []  # neither the weighted rule nor the window was known yet
    assert not found.rules.levels.used
    assert found.rules.window is None


def test_a_workbook_gives_the_same_as_text(sheet_file, taken):
    rows = [entry("R1", employer="A", level="3"), entry("R2", employer="B"), entry("R3", "Q", degree="")]
    book = take_in(sheet_file([list(HEAD), *(list(row) for row in rows)]), season=2027)
    text = taken(*rows)
    assert book.units.equals(text.units)
    assert book.refusals.equals(text.refusals)


def test_of_several_registrations_of_which_some_give_a_level_the_given_one_is_carried(taken):
    rows = (
        entry("R1", employer="A", level="", day="2025-03-10"),
        entry("R2", employer="B", level="3", day="2025-03-10"),
    )
    assert taken(*rows, season=2026).units["selection_level"].to_list() == [3]
