"""Flags that a pool of one's own would pass over are refused; what it reads, and defaults, are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from openh1b import Scenario, compare
from openh1b.errors import InputError
from openh1b.scenario import PoolFile
from tests.cli.conftest import Run

SEATS = ("--seats", "regular=2,advanced_degree=1")
WHY = {
    ("--level-mix", "nonsense"): "--level-mix: nonsense says nothing of a pool of your own",
    ("--level-mix", "eig-2025"): "--level-mix: eig-2025 says nothing of a pool of your own",
    ("--us-masters", "0.4"): "--us-masters: 0.4 says nothing of a pool of your own",
    ("--split", "set-aside-used"): "--split: set-aside-used says nothing beside seats of your own",
    ("--registrations", "9"): "--registrations: 9 says nothing beside a pool and seats of your own",
}


@pytest.mark.parametrize("command", [("compare", "lottery"), ("odds", "--policy", "lottery")], ids=lambda one: one[0])
@pytest.mark.parametrize("flag", WHY, ids="=".join)
def test_a_flag_that_would_be_passed_over_is_refused(
    openh1b: Run, pool: Path, command: tuple[str, ...], flag: tuple[str, str]
) -> None:
    done = openh1b(*command, "--pool", str(pool), *SEATS, *flag)
    assert done.returncode == 2, done.stdout
    assert WHY[flag] in done.stderr


def test_all_of_them_are_named_at_once(openh1b: Run, pool: Path) -> None:
    given = [word for flag in list(WHY)[1:] for word in flag]
    done = openh1b("compare", "lottery", "--pool", str(pool), *SEATS, *given, "--people")
    assert done.returncode == 2
    for words in (*list(WHY.values())[1:], "--people: makes people for a season"):
        assert words in done.stderr


def test_defaults_and_what_gives_the_seats_are_read(openh1b: Run, pool: Path) -> None:
    defaults = ("--level-mix", "dhs-implied", "--us-masters", "uscis-57", "--split", "caps")
    assert openh1b("compare", "lottery", "--pool", str(pool), *SEATS, *defaults).returncode == 0
    projected = ("--season", "2028", "--registrations", "300000", "--split", "late-regular-round")
    done = openh1b("compare", "lottery", "--pool", str(pool), *projected)
    assert done.returncode == 0, done.stderr


def test_whoever_makes_the_scenario_is_told_the_same(pool: Path) -> None:
    asked = Scenario(policies=("lottery",), pool=PoolFile(str(pool)), seats="regular=2", level_mix="eig-2025")
    with pytest.raises(InputError, match="--level-mix: eig-2025 says nothing"):
        compare(asked)
