"""`openh1b compare` and `openh1b odds`, as their users run them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest

from openh1b.tables import RESULT
from tests.cli.conftest import Run


def test_the_main_result_names_all_that_it_must(openh1b: Run) -> None:
    done = openh1b("compare")
    assert done.returncode == 0, done.stderr
    first = " ".join(done.stdout.splitlines()[:2])
    assert first.startswith(
        "The cap binds: 339,000 beneficiaries, 118,660 seats. Compared: lottery, weighted-levels and level-ranking on "
        "FY2026 (registration March 2025"
    )
    assert "Nobody reacted" in done.stdout
    for words in ("Level I, no US master's", "Level IV, US master's", "regular / advanced degree", "± luck"):
        assert words in done.stdout
    for printed in ("15.29%", "30.58%", "45.87%", "61.16%"):
        assert printed in done.stdout
    for mix in ("dhs-implied", "eig-2025", "penn-wharton-2026"):
        assert mix in done.stdout
    assert "Reproduce: openh1b compare" in done.stdout


def test_odds_json_has_the_documented_shape_and_fills_the_seats(openh1b: Run) -> None:
    done = openh1b("odds", "--season", "2026", "--policy", "weighted-levels", "--format", "json")
    found = json.loads(done.stdout)
    assert found["season"] == 2026
    assert found["policy"] == "weighted-levels"
    assert found["method"] == "closing"
    assert 0 < found["error"] < 1e-8
    rows = found["rows"]
    assert len(rows) == 8
    assert set(rows[0]) == {"selection_level", "us_masters_or_higher", "n", "regular", "advanced_degree", "selected"}
    assert sum(row["n"] for row in rows) == 339_000
    assert sum(row["n"] * row["selected"] for row in rows) == pytest.approx(118_660, abs=1e-6)
    for row in rows:
        assert row["selected"] == pytest.approx(row["regular"] + row["advanced_degree"], abs=1e-12)
        assert row["us_masters_or_higher"] or row["advanced_degree"] == 0


def test_formats_hold_the_same_figures(openh1b: Run, tmp_path: Path) -> None:
    as_json = json.loads(openh1b("compare", "lottery", "--format", "json").stdout)["result"]
    as_csv = list(csv.DictReader(io.StringIO(openh1b("compare", "lottery", "--format", "csv").stdout)))
    assert list(as_csv[0]) == list(RESULT.names)
    assert [float(row["value"]) for row in as_csv] == [row["value"] for row in as_json]
    for form in ("parquet", "xlsx"):
        done = openh1b("compare", "lottery", "--format", form, "--out", form)
        assert done.returncode == 0, done.stderr
        path = tmp_path / form / f"result.{form}"
        frame = pl.read_parquet(path) if form == "parquet" else pl.read_excel(path)
        assert frame["value"].to_list() == pytest.approx([row["value"] for row in as_json])


def test_a_run_is_written_whole_with_what_it_takes_to_repeat_it(openh1b: Run, tmp_path: Path) -> None:
    assert openh1b("compare", "--out", "run").returncode == 0
    record = json.loads((tmp_path / "run" / "run.json").read_text())
    assert record["command"] == "openh1b compare --out run"
    assert record["scenario"]["policies"] == ["lottery", "weighted-levels", "level-ranking"]
    assert record["pool"]["units"] == 339_000
    assert {path.name for path in (tmp_path / "run").iterdir()} == {
        "assumptions.csv",
        "result.csv",
        "result.parquet",
        "run.json",
    }
    again = openh1b("compare", "--out", "run")
    assert again.returncode == 2
    assert "not empty" in again.stderr


def test_draws_agree_with_the_closed_form(openh1b: Run) -> None:
    plain = json.loads(openh1b("compare", "weighted-levels", "--format", "json").stdout)["result"]
    drawn = json.loads(openh1b("compare", "weighted-levels", "--draws", "4000", "--format", "json").stdout)["result"]
    for one, other in zip(plain, drawn, strict=True):
        if one["measure"] == "selected" and one["by"] != "all":
            width = one["high"] - one["low"]
            assert other["high"] - other["low"] == pytest.approx(width, rel=0.12)


def test_own_pool_by_a_column_of_ones_own(openh1b: Run, pool: Path) -> None:
    done = openh1b(
        "compare", "lottery", "pay-ranking", "--pool", str(pool), "--seats", "regular=2,advanced_degree=1",
        "--by", "state", "--format", "json",
    )  # fmt: skip
    found = json.loads(done.stdout)["result"]
    ranked = {
        row["group"]: row["value"] for row in found if row["policy"] == "pay-ranking" and row["measure"] == "odds"
    }
    assert ranked == {"all": 0.5, "CA": 0.5, "NJ": 0.0, "TX": 0.5, "WA": 1.0}


def test_a_stage_without_seats_needs_no_column(openh1b: Run, tmp_path: Path) -> None:
    (tmp_path / "levels.csv").write_text("selection_level,n\nI,60\nII,40\n")
    done = openh1b(
        "odds", "--policy", "weighted-levels", "--pool", "levels.csv", "--seats", "regular=20", "--format", "json"
    )
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)["rows"]
    assert rows[0]["n"] * rows[0]["selected"] + rows[1]["n"] * rows[1]["selected"] == pytest.approx(20, abs=1e-9)
    missing = openh1b("odds", "--policy", "weighted-levels", "--pool", "levels.csv")
    assert missing.returncode == 2
    assert "us_masters_or_higher" in missing.stderr


def test_a_projected_season_says_what_it_assumes(openh1b: Run) -> None:
    done = openh1b("compare", "weighted-levels", "--season", "2028", "--registrations", "200000")
    assert "FY2028 (registration March 2027, work from 1 October 2027)" in done.stdout
    for words in ("registrations a beneficiary", "beneficiaries selected", "114,017"):
        assert words in done.stdout
    assert openh1b("compare", "--season", "2028").returncode == 2


def test_the_law_as_known_earlier_gives_another_rule(openh1b: Run) -> None:
    arguments = ("odds", "--season", "2023", "--policy", "current", "--format", "json")
    now = json.loads(openh1b(*arguments).stdout)["rows"]
    then = json.loads(openh1b(*arguments, "--known", "2021-01-20").stdout)["rows"]
    assert len({row["regular"] for row in now}) == 1
    assert then[0]["regular"] == 0
    assert then[-1]["regular"] == 1


def test_odds_of_a_pool_with_dates_are_json(openh1b: Run, pool: Path) -> None:
    arguments = ("odds", "--policy", "first-come", "--pool", str(pool), "--seats", "regular=2", "--format", "json")
    rows = json.loads(openh1b(*arguments).stdout)["rows"]
    assert [row["received_on"] for row in rows[:3]] == ["2026-03-04", "2026-03-04", "2026-03-05"]
    assert [row["selected"] for row in rows] == [1, 1, 0, 0, 0, 0]


def test_a_group_without_units_has_no_odds(openh1b: Run) -> None:
    done = openh1b("compare", "lottery", "--season", "2028", "--registrations", "3", "--format", "json")
    assert not done.stderr
    figures = json.loads(done.stdout)["result"]
    empty = {row["group"] for row in figures if row["measure"] == "units" and row["value"] == 0}
    assert empty
    for row in figures:
        if row["group"] in empty and row["measure"].startswith("odds"):
            assert row["value"] is None
        if row["group"] in empty and row["measure"] == "selected":
            assert row["value"] == 0
