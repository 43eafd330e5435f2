"""`openh1b law` as it is read on a terminal of 100 columns and as JSON."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from openh1b.cli.law import app
from openh1b.errors import OpenH1BError


def run(*arguments: str) -> str:
    result = CliRunner(env={"COLUMNS": "100", "TERM": "dumb"}).invoke(app, list(arguments))
    if result.exception is not None:
        raise result.exception
    return result.output


def shown(*arguments: str) -> dict:
    return json.loads(run("show", *arguments, "--format", "json"))


def test_selection_in_march_2019_was_a_petition_lottery_with_advanced_degrees_first():
    text = run("show", "selection", "--on", "2019-03-01")
    assert text.startswith("The law on 2019-03-01, for FY2019 (petitions from April 2018, work from 1 October 2018)")
    for line in (
        "selection.order  advanced_degree, then regular",
        "selection.unit  petition",
        "selection.method  lottery",
    ):
        assert line in text
    assert "No value on that day: selection.level_rule.basis" in text


def test_selection_in_march_2026_was_weighted():
    text = run("show", "selection", "--on", "2026-03-10")
    assert "for FY2027 (registration March 2026, work from 1 October 2026)" in text
    assert "selection.weight  by selection_level: 1 has 1, 2 has 2, 3 has 3, 4 has 4" in text
    assert "selection.order  regular, then advanced_degree" in text
    assert "2025-09-24 proposed; 2025-12-29 final; 2026-02-27 in force" in " ".join(text.split())
    assert "checked 2026-11-21" in " ".join(text.split())


def test_what_is_vacated_or_proposed_is_listed_as_not_in_force():
    text = " ".join(run("show", "wages.percentiles", "--on", "2026-03-10").split())
    assert "Not in force: 34, 52, 70, 88. Proposed (2026-03-27 proposed)" in text
    assert (
        "Not in force: 35, 53, 72, 90. Vacated (2021-01-14 final; 2021-05-13 delayed to 2022-11-14; 2021-06-23" in text
    )


def test_the_law_as_known_on_a_day():
    known = shown("selection.tier", "--on", "2022-03-02", "--known", "2021-01-20")
    assert known["known"] == "2021-01-20"
    assert known["parameters"][0]["value"] == {"column": "selection_level", "first": "highest"}
    assert shown("selection.tier", "--on", "2022-03-02")["parameters"][0]["value"] == "none"


def test_an_assumed_opening_is_said():
    assert "The window of FY2028 is not known; that it opens on 2027-03-01 is assumed." in run(
        "show", "caps", "--on", "2027-03-02"
    )


def test_json_has_the_paper_trail():
    found = shown("caps.regular", "--on", "2000-06-01")
    assert found["season"] == 2001
    value = found["parameters"][0]
    assert (value["value"], value["start"], value["end"]) == (195000, 2001, 2003)
    assert value["citations"][0] == {"source": "ac21", "at": "INA 214(g)(1)(A)(v)"}
    assert [other["value"] for other in value["not_in_force"]] == [107500, 65000]


def test_no_line_is_wider_than_the_terminal():
    for arguments in (["show", "--on", "2026-03-10"], ["list"], ["sources"], ["diff", "2019-03-01", "2026-03-10"]):
        assert max(len(line) for line in run(*arguments).splitlines()) <= 100


def test_diff_names_what_changed():
    text = run("diff", "2019-03-01", "2019-04-01")
    assert text.startswith("From 2019-03-01 to 2019-04-01, with all that is known: 1 parameter changed.")
    assert "advanced_degree, then regular -> regular, then advanced_degree" in text
    rows = json.loads(run("diff", "2026-02-26", "2026-02-27", "--format", "json"))["changes"]
    assert {row["path"] for row in rows} >= {"selection.weight", "selection.method"}


def test_sources_that_are_named_are_shown_with_their_short_names_and_no_other():
    told = run("sources", "dhs-final-2025", "ina-214g")
    assert "DHS final rule, Dec. 2025; federal register" in " ".join(told.split())
    assert [line.split("  ")[0] for line in told.splitlines() if not line.startswith(" ")] == [
        "dhs-final-2025",
        "ina-214g",
    ]


def test_list_and_sources_are_whole(law):
    listed, sources = run("list"), run("sources")
    assert all(path in listed for path in law.paths)
    assert all(name in sources for name in law.sources)
    assert "cited 0 times" not in " ".join(sources.split())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["show", "caps", "--on", "2026-02-30"],
            "--on: 2026-02-30 is a day that does not exist; expected a day as YYYY-MM-DD",
        ),
        (["show", "caps", "--on", "03/01/2026"], "--on: '03/01/2026' is not a date as YYYY-MM-DD"),
        (["show", "caps", "--on", "2026-03-01", "--known", "2026"], "--known: '2026' is not a date"),
        (["show", "selektion", "--on", "2026-03-01"], "no parameter 'selektion'. Did you mean selection?"),
        (
            ["show", "caps.regular", "--on", "1980-01-01"],
            "caps.regular has no value on 1980-01-01; expected 1992 or later",
        ),
        (["diff", "2026-01-01", "2026-13-01"], "second day: 2026-13-01 is a day that does not exist"),
    ],
)
def test_a_bad_request_says_what_was_expected(arguments: list[str], told: str):
    with pytest.raises(OpenH1BError) as caught:
        run(*arguments)
    assert told in str(caught.value)
