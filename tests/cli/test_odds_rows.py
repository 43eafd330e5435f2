"""`openh1b odds` shows and writes the odds of rows, as its help says."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest

from tests.cli.conftest import Run

SEATS = ("--seats", "regular=2,advanced_degree=1")


def test_each_row_of_a_pool_stands_with_its_id_level_and_odds(openh1b: Run, pool: Path) -> None:
    done = openh1b("odds", "--pool", str(pool), *SEATS)
    assert done.returncode == 0, done.stderr
    rows = {words[0]: words[1:] for words in map(str.split, done.stdout.splitlines()) if words}
    assert rows["B1"] == ["Level", "I", "no", "33.33%", "0.00%", "33.33%"]
    assert rows["B4"] == ["Level", "IV", "yes", "33.33%", "33.33%", "66.67%"]
    assert "more rows" not in done.stdout


def test_rows_without_ids_go_by_number_and_the_first_20_say_how_to_get_all(openh1b: Run, tmp_path: Path) -> None:
    (tmp_path / "many.csv").write_text("selection_level,us_masters_or_higher\n" + "1,no\n" * 45)
    done = openh1b("odds", "--pool", "many.csv", "--seats", "regular=9")
    assert done.returncode == 0, done.stderr
    numbers = [line.split()[0] for line in done.stdout.splitlines() if " 20.00% " in line]
    assert numbers == [str(row) for row in range(1, 21)]
    assert "... and 25 more rows: --format csv, or --out FILE, has all 45." in done.stdout


def test_a_season_has_its_rows_with_how_many_each_stands_for(openh1b: Run) -> None:
    done = openh1b("odds", "--season", "2026", "--policy", "lottery")
    rows = {words[0]: words[1:] for words in map(str.split, done.stdout.splitlines()) if words}
    assert rows["8"][:4] == ["Level", "IV", "yes", "11,128"]
    assert "Reproduce: openh1b odds --season 2026 --policy lottery" in done.stdout


def test_every_format_has_every_row_of_json(openh1b: Run, pool: Path, tmp_path: Path) -> None:
    rows = json.loads(openh1b("odds", "--pool", str(pool), *SEATS, "--format", "json").stdout)["rows"]
    typed = list(csv.DictReader(io.StringIO(openh1b("odds", "--pool", str(pool), *SEATS, "--format", "csv").stdout)))
    assert list(typed[0]) == list(rows[0])
    assert [float(row["selected"]) for row in typed] == [row["selected"] for row in rows]
    for name in ("rows.csv", "rows.PARQUET", "rows.xlsx", "rows.json"):
        done = openh1b("odds", "--pool", str(pool), *SEATS, "--out", f"made/{name}")
        assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "made/rows.json").read_text())["rows"] == rows
    for found in (pl.read_parquet(tmp_path / "made/rows.PARQUET"), pl.read_excel(tmp_path / "made/rows.xlsx")):
        assert found["beneficiary_id"].to_list() == [row["beneficiary_id"] for row in rows]
        assert found["selected"].to_list() == pytest.approx([row["selected"] for row in rows], abs=1e-15)


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--out", "odds.docx"), "'odds.docx'; expected a file that ends in .csv, .json, .parquet or .xlsx"),
        (("--out", "odds.csv", "--format", "json"), "expected a file that ends in .json"),
        (("--out", "pool.csv"), "pool.csv already exists; expected a new file"),
    ],
)
def test_a_place_that_cannot_be_written_is_refused_and_nothing_changes(
    openh1b: Run, pool: Path, flags: tuple[str, ...], words: str
) -> None:
    before = pool.read_bytes()
    done = openh1b("odds", "--pool", str(pool), *SEATS, *flags)
    assert done.returncode == 2
    assert words in done.stderr
    assert not done.stdout
    assert pool.read_bytes() == before
    assert list(pool.parent.iterdir()) == [pool]
