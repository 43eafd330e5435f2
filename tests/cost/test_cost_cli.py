"""`openh1b cost` from end to end."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from openh1b.errors import InputError, OpenH1BError

Cost = Callable[..., str]
DAY = ("--on", "2026-11-21")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_one_hire_prints_fees_totals_the_domestic_hire_and_the_break_even(cost: Cost):
    text = cost("--salary", "100000", "--odds", "35%", *DAY)
    assert text.startswith("An estimate, not legal advice and not a determination by any agency.")
    for said in (
        "ACWIA fee",
        "employer",
        "visa-reform-2004, INA 214(c)(9)",
        "odds of 35.0%, lost ones included",
        "103,265",
        "23,158",
        "would not be bound",
        "[correction of Table 13",
        "-16%",
        "+29.5%",
        "or salary floor",
        "Nobody reacts to a price",
        "Discount 3%, separation 9.4% a year",
    ):
        assert said in text, said


def test_the_json_has_the_rows_of_the_text_with_what_was_asked(cost: Cost):
    found = json.loads(cost("--salary", "100000", *DAY, "--format", "json"))
    assert found["disclaimer"].startswith("An estimate")
    totals = {row["name"]: row["usd"] for row in found["rows"] if row["section"] == "total"}
    assert (totals["one_time"], totals["total"]) == (3_595, 6_475)
    assert all(row["citations"] for row in found["rows"] if row["section"] == "item")


def test_the_csv_has_every_item_with_payer_and_path(cost: Cost):
    found = [
        row for row in rows(cost("--salary", "100000", "--abroad", *DAY, "--format", "csv")) if row["section"] == "item"
    ]
    assert {row["payer"] for row in found} == {"employer", "worker"}
    assert all(row["path"].startswith(("fees.", "price.")) for row in found)


def test_the_proclamation_binds_abroad_on_the_day_it_was_collected(cost: Cost):
    def charge(day: str, place: str) -> list[str]:
        text = cost("--salary", "100000", place, "--on", day, "--format", "csv")
        return [row["usd"] for row in rows(text) if row["section"] == "item" and row["name"] == "consular"]

    assert charge("2026-06-07", "--abroad") == ["100000.0"]
    assert charge("2026-06-08", "--abroad") == ["0.0"]
    assert charge("2026-06-12", "--abroad") == ["100000.0"]
    assert charge("2026-07-24", "--abroad") == ["0.0"]
    assert charge("2026-06-07", "--in-us") == []


def test_odds_come_from_the_season_by_level(cost: Cost):
    def registration(*more: str) -> float:
        text = cost("--salary", "100000", "--season", "2026", "--policy", "weighted-levels", *more, "--format", "csv")
        return next(float(row["usd"]) for row in rows(text) if row["name"] == "registrations_per_selection")

    by_level = [registration("--level", str(level)) for level in (1, 2, 3, 4)]
    assert by_level == sorted(by_level, reverse=True)
    assert by_level[3] < registration() < by_level[0]


def test_the_matrix_of_a_day(cost: Cost):
    text = cost("--matrix", "--on", "2003-10-01")
    line = next(line for line in text.splitlines() if line.startswith("ACWIA") and "26 or more" in line)
    assert line.split()[4:10] == ["0"] * 6
    assert len(rows(cost("--matrix", *DAY, "--format", "csv"))) == 18 * 6


def test_the_revenue_of_a_season(cost: Cost):
    text = cost("--revenue", "--season", "2026")
    assert "77.1" in text
    assert "H-1B Nonimmigrant Petitioner Account" in text
    assert "not computed" in text
    assert "share_small" in text


def test_a_policy_file_changes_the_cost(cost: Cost, policy_file: Callable[..., str]):
    name = policy_file(price__yearly_fee_usd="20000", wages__floor_usd="150000")
    text = cost("--salary", "120000", "--policy", name, *DAY)
    assert "Of it, the yearly charge" in text
    assert "+30,000" in text


@pytest.mark.parametrize("form", ["xlsx", "parquet", "json", "csv", "table"])
def test_every_format_is_written_to_a_new_file_and_never_over_one(cost: Cost, tmp_path: Path, form: str):
    path = tmp_path / f"cost.{form}"
    cost("--salary", "100000", *DAY, "--format", form, "--out", str(path))
    assert path.stat().st_size > 1_000
    with pytest.raises(OpenH1BError, match="already exists"):
        cost("--salary", "100000", *DAY, "--format", form, "--out", str(path))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "--salary: missing"),
        (["--salary", "100000", "--matrix"], "expected one of them"),
        (["--salary", "165", *DAY], "165/hour ($343,200 a year)"),
        (["--salary", "100000", "--on", "2027-02-30"], "--on: 2027-02-30 is a day that does not exist"),
        (["--salary", "100000", "--policy", "lotery", *DAY], "Did you mean lottery?"),
        (["--salary", "100000", "--odds", "0.3", "--season", "2026"], "given beside --season"),
        (["--salary", "100000", "--level", "2", *DAY], "--season N as well"),
        (["--salary", "100000", "--employer-size", "many", *DAY], "26+, 1-25 or a number"),
        (["--salary", "100000", "--wage-gap=30%:-16%", *DAY], "30% is above -16%"),
        (["--salary", "100000", "--on", "1985-01-01"], "1991-04-01 or later"),
        (["--salary", "100000", "--fifty-fifty", *DAY], "expected a size of 50 or more"),
        (["--revenue", "--season", "2026", "--on", "2026-11-21"], "Leave --on out"),
        (["--revenue", "--share", "small", "--season", "2026"], "NAME=SHARE"),
    ],
)
def test_bad_input_is_told_with_what_was_expected(cost: Cost, arguments: list[str], said: str):
    with pytest.raises(OpenH1BError) as raised:
        cost(*arguments)
    assert said in str(raised.value)


def test_counsel_is_read_as_people_type_dollars(cost: Cost):
    ask = ("--salary", "120000", "--on", "2026-11-21", "--format", "json")
    plain, signed = (json.loads(cost(*ask, "--attorney", text))["rows"] for text in ("2500", "$2,500"))
    assert plain == signed
    with pytest.raises(InputError, match=r"--attorney: '2\.5k' is no amount"):
        cost(*ask, "--attorney", "2.5k")


def test_a_move_from_an_exempt_employer_counts_against_the_cap_if_said(cost: Cost):
    ask = ("--salary", "120000", "--on", "2026-11-21", "--filing", "change_of_employer", "--policy", "fee-103265")
    without, counted = (json.loads(cost(*ask, *more, "--format", "json"))["rows"] for more in ((), ("--cap-subject",)))
    charged = [[row["name"] for row in rows if row["usd"] == 103_265] for rows in (without, counted)]
    assert charged == [[], ["one_time"]]
    with pytest.raises(InputError, match="a cap-exempt employer's petition does not count"):
        cost(*ask, "--cap-subject", "--cap-exempt")


def test_what_a_policy_sets_stands_as_its_document_does(cost: Cost):
    text = cost("--salary", "120000", "--on", "2026-11-21", "--policy", "fee-103265")
    assert "103,265  employer  proposed  " in text
    assert "()" not in text


def test_all_that_is_wrong_is_said_at_once_with_exit_code_2():
    wrong = ["--salary", "165", "--employer-size", "2x", "--on", "2027-02-30", "--odds", "35", "--policy", "lotery"]
    done = subprocess.run(
        [sys.executable, "-m", "openh1b", "cost", *wrong, "--filing", "inital"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("openh1b: 6 problems")
    assert "Traceback" not in done.stderr


def test_a_projected_season_takes_the_number_of_registrations(cost: Cost):
    text = cost("--salary", "165000", "--season", "2028", "--level", "2", "--registrations", "300000", *DAY)
    assert "Odds of wage level 2 in FY2028 under current:" in text
    with pytest.raises(OpenH1BError, match="give --registrations N"):
        cost("--salary", "165000", "--season", "2028", "--level", "2")
