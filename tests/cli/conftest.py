"""The command line as a user has it: a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def openh1b(tmp_path: Path) -> Run:
    """Run `openh1b` with arguments in an empty folder; output as text, wide enough that nothing is folded."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "openh1b", *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            env={"COLUMNS": "160", "PATH": "", "HOME": str(tmp_path), "NO_COLOR": "1"},
        )

    return run


POOL = """beneficiary_id,selection_level,us_masters_or_higher,offered_wage_usd,received_on,state
B1,1,no,82000,2026-03-04,TX
B2,2,yes,101000,2026-03-04,TX
B3,3,no,140000,2026-03-05,CA
B4,4,yes,210000,2026-03-06,WA
B5,1,yes,82000,2026-03-06,CA
B6,2,no,98000,2026-03-07,NJ
"""


@pytest.fixture
def pool(tmp_path: Path) -> Path:
    """Six people."""
    path = tmp_path / "pool.csv"
    path.write_text(POOL, encoding="utf-8")
    return path
