"""`openh1b intake`: a folder that holds everything or does not exist, and a pool that goes on to compare and draw."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

REGISTRATIONS = """registration_id,beneficiary_id,employer,selection_level,us_masters_or_higher,submitted_on,paid
R1,B1,Acme,2,no,2026-03-05,yes
R2,B1,Beta,1,no,2026-03-06,yes
R3,B2,Acme,4,yes,2026-03-07,yes
R4,B3,Acme,3,no,2026-03-07,yes
R5,B3,Acme,3,no,2026-03-08,yes
R6,B4,Beta,2,,2026-03-08,yes
R7,B5,Beta,2,yes,2026-03-09,no
R8,B6,Beta,3,yes,2026-03-10,yes
"""


@pytest.fixture
def registrations(tmp_path: Path) -> Path:
    path = tmp_path / "registrations.csv"
    path.write_text(REGISTRATIONS, encoding="utf-8")
    return path


def test_the_folder_holds_pool_refusals_counts_and_a_record_that_matches(
    openh1b: Run, registrations: Path, tmp_path: Path
) -> None:
    done = openh1b("intake", registrations.name, "--out", "taken", "--season", "2027")
    assert done.returncode == 0, done.stderr
    assert "8 registrations taken in, 4 refused, 4 eligible, for 3 unique beneficiaries" in " ".join(
        done.stdout.split()
    )
    assert "211,600" in done.stdout
    folder = tmp_path / "taken"
    record = json.loads((folder / "intake.json").read_text())
    for name, sha256 in record["output"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha256
    assert {*record["output"], "intake.json"} == {path.name for path in folder.iterdir()}
    assert record["input"]["sha256"] == hashlib.sha256(registrations.read_bytes()).hexdigest()
    assert record["counts"]["beneficiaries"] == 3
    cited = {one["path"]: one["citations"] for one in record["law"]}
    assert cited["selection.unit"]
    assert cited["selection.level_rule.several_registrants"]
    assert all(reason["authority"] and reason["read"] for reason in record["reasons"])
    lines = (folder / "refusals.csv").read_text().splitlines()
    assert lines[0] == "registration_id,reason,detail,row"
    assert [line.split(",")[:2] for line in lines[1:]] == [
        ["R4", "duplicate"], ["R5", "duplicate"], ["R6", "missing_degree"], ["R7", "unpaid"],
    ]  # fmt: skip


def test_the_pool_can_be_compared_and_drawn(openh1b: Run, registrations: Path) -> None:
    assert openh1b("intake", registrations.name, "--out", "taken", "--season", "2027").returncode == 0
    seats = ("--season", "2027", "--seats", "regular=1,advanced_degree=1")
    compared = openh1b("compare", "lottery", "weighted-levels", "--pool", "taken/beneficiaries.csv", *seats)
    assert compared.returncode == 0, compared.stderr
    drawn = openh1b(
        "draw", "--pool", "taken/beneficiaries.parquet", "--policy", "current", "--seed", "1", "--out", "drawn", *seats
    )
    assert drawn.returncode == 0, drawn.stderr


def test_a_season_of_registrations_names_its_file_after_them(openh1b: Run, registrations: Path, tmp_path: Path) -> None:
    columns = ("--columns", "day=submitted_on")
    assert openh1b("intake", registrations.name, "--out", "taken", "--season", "2024", *columns).returncode == 0
    assert (tmp_path / "taken" / "registrations.csv").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a,b\n1,2\n", "has no column registration_id"),
        ("<html><body>no</body></html>", "is an HTML page"),
        ("", "is empty"),
    ],
)
def test_a_wrong_file_is_an_error_and_nothing_is_written(openh1b: Run, tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "in.csv").write_text(content)
    done = openh1b("intake", "in.csv", "--out", "deep/taken")
    assert done.returncode == 2
    assert said in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_a_used_folder_is_refused_before_the_file_is_read(openh1b: Run, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine.txt").write_text("mine")
    done = openh1b("intake", "missing.csv", "--out", "taken")
    assert done.returncode == 2
    assert "taken" in done.stderr
    assert "missing.csv" not in done.stderr
    assert [path.name for path in (tmp_path / "taken").iterdir()] == ["mine.txt"]
