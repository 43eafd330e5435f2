"""`openh1b replicate` on the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from openh1b.cli.app import app
from openh1b.errors import InputError
from openh1b.evidence.replications.chart import replications_chart
from openh1b.evidence.replications.compute import replicate

RUNNER = CliRunner(env={"COLUMNS": "180", "TERM": "dumb"})


def run(*arguments: str):
    return RUNNER.invoke(app, ["replicate", *arguments], catch_exceptions=False)


def test_a_table_has_both_numbers_the_difference_and_the_kind_of_test():
    found = run("stock-2019", "order-2019")
    assert found.exit_code == 0
    for text in (
        "583,420",
        "5,336",
        "5,340",
        "-4",
        "same inputs",
        "misses",
        "myimmigrationlawyer blog, July 2020 (second-hand)",
    ):
        assert text in found.stdout
    assert "Nothing in the engine is tuned" in found.stdout


@pytest.mark.parametrize(("terminal", "told"), [(True, "replicate 1 of 1: "), (False, "")])
def test_progress_is_told_beside_the_answer_and_only_to_a_terminal(terminal, told, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("openh1b.cli.replicate.sys", SimpleNamespace(stderr=SimpleNamespace(isatty=lambda: terminal)))
    found = run("stock-2019", "--format", "json")
    assert found.stderr.startswith(told)
    assert bool(found.stderr) == terminal
    assert json.loads(found.stdout)["rows"][0]["ours"] == 583_420


def test_csv_has_a_row_a_number_and_every_column():
    rows = list(csv.DictReader(io.StringIO(run("dhs-odds", "--format", "csv").stdout)))
    assert len(rows) == 8
    assert {"published", "ours", "difference", "outcome", "kind", "fitted", "cause", "read", "source_ids"} <= set(
        rows[0]
    )
    assert rows[7]["outcome"] == "misses"


def test_an_unknown_name_and_a_picture_of_no_known_kind_are_refused(tmp_path: Path):
    with pytest.raises(InputError, match="Did you mean stock-2019"):
        run("stock-2091")
    with pytest.raises(InputError, match=r"ends in \.svg or \.png"):
        run("stock-2019", "--chart", str(tmp_path / "x.gif"))


def test_a_chart_is_drawn_and_says_what_the_dots_are(tmp_path: Path):
    file = tmp_path / "found.svg"
    assert run("fy2027-masters", "--chart", str(file)).exit_code == 0
    drawn = file.read_text(encoding="utf-8")
    assert "Ours over the published number" in drawn
    assert "for 71.5%" in drawn


@pytest.mark.parametrize(("name", "synthetic"), [("dhs-odds", False), ("eig-weighted", True)])
def test_a_chart_speaks_of_made_people_and_of_rows_left_out_only_where_there_are_any(name: str, synthetic: bool):
    rows = replicate((name,))
    chart = replications_chart(rows)
    assert ("nobody in them exists" in chart.footer) is synthetic
    both = [row for row in rows if row.published.value and row.ours.value is not None]
    assert ("left out" in chart.subtitle) is (len(chart.table) < len(both))
