"""A draw in which there are seats for all says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

SAID = {
    (): "118,660 seats for 6 units, so that all are selected; set --seats.",
    ("--seats", "regular=99"): "99 seats for 6 units, so that all are selected.",
    ("--seats", "advanced_degree=20"): "20 seats for 6 units, yet not all are selected.",
}


@pytest.mark.parametrize("seats", SAID, ids=lambda one: one[-1] if one else "season")
def test_seats_for_all_are_said(openh1b: Run, pool: Path, seats: tuple[str, ...]) -> None:
    done = openh1b("draw", "--policy", "lottery", "--pool", str(pool), "--seed", "x", "--out", "made", *seats)
    assert done.returncode == 0, done.stderr
    assert SAID[seats] in done.stdout.splitlines()


def test_a_draw_that_leaves_some_out_says_nothing_of_it(openh1b: Run, pool: Path) -> None:
    flags = ("--seed", "x", "--out", "made", "--seats", "regular=5")
    done = openh1b("draw", "--policy", "lottery", "--pool", str(pool), *flags)
    assert "seats for" not in done.stdout
    assert "5 of 6 selected" in done.stdout
