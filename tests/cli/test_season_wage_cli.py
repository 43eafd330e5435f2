"""`openh1b season wage` end to end."""

from __future__ import annotations

import csv
import json

import pytest
from typer.testing import CliRunner

from openh1b.cli.app import app
from openh1b.errors import InputError, NotComputable

SEATTLE = ("season", "wage", "--soc", "15-1252", "--area", "Seattle")


def run(*arguments: str) -> str:
    result = CliRunner(env={"COLUMNS": "120", "TERM": "dumb"}).invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_levels_of_seattle_are_printed_by_the_hour_and_the_year():
    text = run(*SEATTLE)
    assert all(wage in text for wage in ("56.61", "71.75", "86.88", "102.02", "117,749", "212,202"))
    assert "July 2025 to June 2026" in text
    assert "was read as Seattle-Tacoma-Bellevue, WA" in text


def test_an_offer_is_told_its_level_and_what_the_next_takes():
    text = run(*SEATTLE, "--salary", "165000", "--season", "2028")
    assert "Level II. Level III begins at $180,710.40: $15,710.40 more" in text
    assert "July 2026 to June 2027 applies" in " ".join(text.split())
    assert "Level I. " in run(*SEATTLE, "--salary", "56.61", "--hourly")
    assert "being below Level I" in run(*SEATTLE, "--salary", "90000")


@pytest.mark.parametrize("typed", ["165,000", "$165,000", "165000.00", "165k"])
def test_pay_is_typed_as_it_is_for_one_person(typed):
    assert run(*SEATTLE, "--salary", typed, "--format", "json") == run(
        *SEATTLE, "--salary", "165000", "--format", "json"
    )


def test_percentiles_come_with_their_error_in_every_format():
    text = run(*SEATTLE, "--percentiles", "34,52,70,88")
    assert "Percentile 88" in text
    assert "method `thirds`" in text
    document = json.loads(run(*SEATTLE, "--percentiles", "34,52,70,88", "--format", "json"))
    assert [row["wage"] for row in document["wages"]][4:] == [f"Percentile {p}" for p in (34, 52, 70, 88)]
    assert all(0 < row["error_share"] < row["error_p90"] < 0.2 for row in document["wages"][4:])
    rows = list(csv.DictReader(run(*SEATTLE, "--percentiles", "50", "--format", "csv").splitlines()))
    assert [row["wage"] for row in rows] == ["Level I", "Level II", "Level III", "Level IV", "Percentile 50"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--soc", "softwar", "--area", "Seatle"), "2 problems"),
        (("--soc", "15-1132", "--area", "Seattle"), "15-1253"),
        (("--soc", "15-1252", "--area", "King County"), "King County, TX"),
        (("--soc", "15-1252", "--area", "Seattle", "--salary", "165"), "165/hour ($343,200 a year)"),
        (("--soc", "15-1252", "--area", "Seattle", "--salary", "165000000"), "Did you mean 165000"),
        (("--soc", "15-1252", "--area", "Seattle", "--salary", "165,00"), "Commas stand between thousands"),
        (("--soc", "15-1252", "--area", "Seattle", "--salary", "165000", "--hourly"), "Did you mean 165,000 a year"),
        (("--soc", "15-1252", "--area", "Seattle", "--hourly"), "--salary as well"),
        (("--soc", "15-1252", "--area", "Seattle", "--percentiles", "34,x"), "'x'"),
        (("--soc", "15-1252", "--area", "Seattle", "--wage-year", "2026"), "--store DIR"),
    ],
)
def test_wrong_input_is_named(arguments, words):
    with pytest.raises(InputError) as caught:
        run("season", "wage", *arguments)
    assert words in str(caught.value)


def test_no_wage_is_said_and_not_guessed():
    with pytest.raises(NotComputable, match="no wage for it in this area"):
        run("season", "wage", "--soc", "29-1024", "--area", "Seattle")
