"""One Scenario by command line, Python and REST: the same numbers, to the last digit."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from openh1b import Scenario, compare
from openh1b.web.address import to_query
from tests.web.api_client import client_on

SCENARIOS = (
    Scenario(),
    Scenario(season=2025, policies=("weighted-levels", "lottery"), by=("selection_level",), split="late-regular-round"),
    Scenario(
        season=2028, registrations=300_000, policies=("lottery+caps.regular=130000",), level_mix="eig-2025", draws=50
    ),
    Scenario(policies=("lottery", "level-ranking"), people=True, seed="two words", us_masters="0.4"),
)


def flags(scenario: Scenario) -> list[str]:
    """The scenario as `openh1b compare` takes it."""
    plain = {"season", "registrations", "level_mix", "us_masters", "split", "seats", "draws", "seed", "known"}
    given = [(name, getattr(scenario, name)) for name in sorted(plain)]
    typed = [text for name, value in given if value is not None for text in (f"--{name.replace('_', '-')}", str(value))]
    by = ["--by", ",".join(scenario.by)] if scenario.by else []
    return [
        *scenario.policies,
        *typed,
        *by,
        *(["--people"] if scenario.people else []),
        "--response",
        scenario.response,
    ]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: to_query(one) or "defaults")
def test_command_python_and_rest_give_the_same_numbers(scenario: Scenario, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "openh1b", "compare", *flags(scenario), "--format", "json"]
    done = subprocess.run(command, capture_output=True, cwd=tmp_path, check=True)
    by_command = json.loads(done.stdout)
    by_rest = client_on(tmp_path / "store").get(f"/compare?{to_query(scenario)}").json()
    by_python = compare(scenario).result.records()
    assert by_rest["result"] == by_python
    assert by_command["result"] == by_python
    assert by_rest == by_command
