"""`openh1b draw`, `openh1b verify` and the independent verifier, on one folder."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import Run

TOOL = Path(__file__).parents[2] / "tools" / "verify_draw.py"


def test_a_draw_verifies_twice_and_a_changed_one_does_not(openh1b: Run, pool: Path, tmp_path: Path) -> None:
    done = openh1b(
        "draw", "--pool", str(pool), "--policy", "weighted-levels", "--seed", "noon, 31 March",
        "--seats", "regular=2,advanced_degree=1", "--out", "made",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "not an official selection" in done.stdout
    made = tmp_path / "made"
    assert {path.name for path in made.iterdir()} == {
        "entries.csv", "manifest.json", "selection.csv", "selection.parquet",
    }  # fmt: skip
    manifest = json.loads((made / "manifest.json").read_text())
    assert manifest["seed"] == "noon, 31 March"
    assert manifest["policy"] == "weighted-levels"
    assert openh1b("verify", "made").returncode == 0
    tool = subprocess.run([sys.executable, "-I", str(TOOL), str(made)], capture_output=True, text=True, check=False)
    assert tool.returncode == 0, tool.stdout
    outcome = (made / "selection.csv").read_text()
    (made / "selection.csv").write_text(outcome.replace("true", "false", 1))
    again = openh1b("verify", "made")
    assert again.returncode == 1
    assert "selection.csv" in again.stdout


def test_row_order_and_other_columns_do_not_change_the_winners(openh1b: Run, pool: Path, tmp_path: Path) -> None:
    lines = pool.read_text().splitlines()
    (tmp_path / "other.csv").write_text(
        "\n".join([lines[0] + ",more", *(f"{x},z" for x in reversed(lines[1:]))]) + "\n"
    )
    seats = "regular=2,advanced_degree=1"
    for name in ("pool.csv", "other.csv"):
        done = openh1b(
            "draw", "--pool", name, "--policy", "weighted-levels", "--seed", "7", "--seats", seats, "--out", name[:4]
        )
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "pool" / "selection.csv").read_bytes() == (tmp_path / "othe" / "selection.csv").read_bytes()


def test_a_pool_without_ids_cannot_be_drawn(openh1b: Run, tmp_path: Path) -> None:
    (tmp_path / "pool.csv").write_text("selection_level,us_masters_or_higher,n\n1,no,5\n2,yes,5\n")
    done = openh1b(
        "draw", "--pool", "pool.csv", "--policy", "lottery", "--seed", "1", "--seats", "regular=2", "--out", "made"
    )
    assert done.returncode == 2
    assert "beneficiary_id" in done.stderr
    assert not (tmp_path / "made").exists()


def test_a_draw_in_which_employers_react_verifies_and_says_what_was_assumed(
    openh1b: Run, pool: Path, tmp_path: Path
) -> None:
    done = openh1b(
        *("draw", "--pool", str(pool), "--policy", "first-come+price.one_time_fee_usd=60000", "--seed", "noon"),
        *("--seats", "regular=2,advanced_degree=1", "--response", "central", "--out", "made"),
    )
    assert done.returncode == 0, done.stderr
    assert "Employers react, by assumption: corner central. Of 6 in the pool:" in done.stdout
    assert "no study measures" in done.stdout
    assert json.loads((tmp_path / "made" / "manifest.json").read_text())["response"]["corner"] == "central"
    assert len((tmp_path / "made" / "response.csv").read_text().splitlines()) == 7
    assert openh1b("verify", "made").returncode == 0
    tool = subprocess.run(
        [sys.executable, "-I", str(TOOL), str(tmp_path / "made")], capture_output=True, text=True, check=False
    )
    assert tool.returncode == 0, tool.stdout


def test_a_draw_over_a_range_of_worlds_is_refused(openh1b: Run, pool: Path, tmp_path: Path) -> None:
    done = openh1b(
        "draw", "--pool", str(pool), "--policy", "lottery", "--seed", "1", "--response", "range", "--out", "made"
    )
    assert done.returncode == 2
    assert "--response: 'range'; expected off, or the label of one corner: a draw is of one world" in done.stderr
    assert not (tmp_path / "made").exists()
