"""Sweeps as files, and the command line as a user has it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from openh1b.sweep.plan import Plan
from openh1b.sweep.reading import read_plan

COMMAND = (sys.executable, "-m", "openh1b", "sweep")
SIXTY_FOUR = """
base: {season: 2026, policies: [lottery, weighted-levels]}
grid:
  level_mix: [dhs-implied, eig-2025]
  caps.regular: [65000, 85000]
range:
  registrations: {low: 250000, high: 450000, steps: 16}
measures: [odds, selected]
by: [all, selection_level]
"""


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    """A sweep's file with this text."""

    def write(text: str) -> Path:
        path = tmp_path / "sweep.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def planned(written: Callable[[str], Path]) -> Callable[[str], Plan]:
    """The plan of a file with this text."""
    return lambda text: read_plan(written(text))


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`openh1b sweep` with arguments, in a folder of its own."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {"COLUMNS": "160", "PATH": "", "HOME": str(tmp_path), "NO_COLOR": "1"}
        return subprocess.run(
            [*COMMAND, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False, env=environment
        )

    return run
