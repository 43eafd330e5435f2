"""Faults of a pool's file: by row, then by column; what a yes/no column takes is said in full."""

from __future__ import annotations

import re
from pathlib import Path

from tests.cli.conftest import Run


def test_faults_come_in_the_order_of_rows_then_columns(openh1b: Run, tmp_path: Path) -> None:
    (tmp_path / "pool.csv").write_text(
        "beneficiary_id,selection_level,us_masters_or_higher,offered_wage_usd\n"
        "B1,9,maybe,82000\nB2,2,yes,101\nB3,3,no,140000\nB3,7,perhaps,1\n"
    )
    done = openh1b("compare", "lottery", "--pool", "pool.csv", "--seats", "regular=2")
    assert done.returncode == 2
    places = re.findall(r"row (\d), column (\w+)", done.stderr)
    assert places == [
        ("1", "selection_level"),
        ("1", "us_masters_or_higher"),
        ("2", "offered_wage_usd"),
        ("3", "beneficiary_id"),
        ("4", "selection_level"),
        ("4", "us_masters_or_higher"),
        ("4", "offered_wage_usd"),
    ]
    assert "'maybe'; expected yes or no, true or false, y or n, 1 or 0" in done.stderr


def test_of_many_faults_those_shown_are_in_order_and_name_every_column(openh1b: Run, tmp_path: Path) -> None:
    rows = "".join(f"{5 + k},no\n" for k in range(40)) + "1,maybe\n"
    (tmp_path / "pool.csv").write_text(f"selection_level,us_masters_or_higher\n{rows}")
    done = openh1b("compare", "lottery", "--pool", "pool.csv", "--seats", "regular=2")
    shown = [int(row) for row in re.findall(r"row (\d+),", done.stderr)]
    assert shown == [*range(1, 20), 41]
    assert "21 more" in done.stderr
