"""`openh1b season`: what is known, people that say they are synthetic, a score, and bad input that writes nothing."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

import pytest

from openh1b.season.published import FIRST, LAST
from tests.cli.conftest import Run


def test_list_shows_every_published_season(openh1b: Run):
    done = openh1b("season", "list")
    assert done.returncode == 0, done.stderr
    assert all(f"FY{number} (registration" in done.stdout for number in range(FIRST, LAST + 1))
    records = json.loads(openh1b("season", "list", "--format", "json").stdout)
    assert [one["season"] for one in records] == list(range(FIRST, LAST + 1))
    assert records[5]["units"] == 339_000


def test_show_lists_figures_assumptions_and_sources(openh1b: Run):
    done = openh1b("season", "show", "2026")
    assert done.returncode == 0, done.stderr
    for words in ("339,000", "none of these people exists", "independent:", "eig-simulation-2025:"):
        assert words in done.stdout
    found = json.loads(openh1b("season", "show", "2028", "--registrations", "250000", "--format", "json").stdout)
    assert found["season"] == 2028
    assert {"people", "degree", "registrations a beneficiary"} <= {one["name"] for one in found["assumptions"]}
    assert "lca-fy2020-q1" in found["source_ids"]


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_make_writes_people_and_says_beside_them_that_they_are_synthetic(openh1b: Run, tmp_path: Path, ending: str):
    done = openh1b("season", "make", "2026", "--people", "200", "--seed", "x", "--out", f"people.{ending}")
    assert done.returncode == 0, done.stderr
    beside = json.loads((tmp_path / f"people.{ending}.json").read_text(encoding="utf-8"))
    assert beside["synthetic"] is True
    assert (beside["people"], beside["seed"]) == (200, "x")
    assert beside["sha256"] == hashlib.sha256((tmp_path / f"people.{ending}").read_bytes()).hexdigest()
    assert {path.name for path in tmp_path.iterdir()} == {f"people.{ending}", f"people.{ending}.json"}


def test_people_that_were_written_can_be_compared_as_a_pool(openh1b: Run, tmp_path: Path):
    openh1b("season", "make", "2026", "--people", "300", "--out", "people.csv")
    done = openh1b(
        "compare", "lottery", "weighted-levels", "--pool", "people.csv", "--seats", "regular=60,advanced_degree=20"
    )
    assert done.returncode == 0, done.stderr
    assert "300 beneficiaries" in done.stdout


def test_money_is_written_in_whole_dollars(openh1b: Run, tmp_path: Path):
    openh1b("season", "make", "2026", "--people", "20", "--out", "people.csv")
    with (tmp_path / "people.csv").open(encoding="utf-8", newline="") as file:
        cells = [row[name] for row in csv.DictReader(file) for name in row if name.endswith("_usd")]
    assert len(cells) == 100
    assert all(cell.isdigit() for cell in cells)


def test_the_same_command_makes_the_same_file(openh1b: Run, tmp_path: Path):
    for name in ("a.csv", "b.csv"):
        assert openh1b("season", "make", "2026", "--people", "50", "--out", name).returncode == 0
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_score_shows_published_beside_pool_in_every_format(openh1b: Run):
    done = openh1b("season", "score", "2026")
    assert done.returncode == 0, done.stderr
    assert "none of these people exists" in done.stdout
    assert "52.21%" in done.stdout
    document = json.loads(openh1b("season", "score", "2026", "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(openh1b("season", "score", "2026", "--format", "csv").stdout)))
    assert len(rows) == len(document["scores"])
    assert {"margin", "published", "pool", "difference", "used_to_fit", "source_ids", "read"} <= set(rows[0])
    first = document["scores"][0]
    assert first["difference"] == pytest.approx(first["pool"] - first["published"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("make", "2026", "--out", "people.xls"), ".parquet, .csv or .xlsx"),
        (("make", "2026", "--people", "0", "--out", "people.csv"), "from 1 to"),
        (("make", "2031", "--out", "people.csv"), "no published registrations"),
        (("make", "2026", "--level-mix", "eig2025", "--out", "people.csv"), "Did you mean eig-2025"),
        (("score", "2019"), "from 2021 to 2027"),
        (("score", "2026", "--us-masters", "0.01e3"), "no share"),
        (("show", "2026", "--split", "cap"), "Did you mean caps"),
    ],
)
def test_bad_input_is_named_and_nothing_is_written(openh1b: Run, tmp_path: Path, arguments: tuple[str, ...], said: str):
    done = openh1b("season", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_there_is_not_written_over(openh1b: Run, tmp_path: Path):
    mine = ("people.csv", "others.csv.json")
    for name in mine:
        (tmp_path / name).write_text("mine", encoding="utf-8")
        done = openh1b("season", "make", "2026", "--people", "5", "--out", name.removesuffix(".json"))
        assert done.returncode == 2
        assert "already exists" in done.stderr
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "people.csv": "mine",
        "others.csv.json": "mine",
    }
