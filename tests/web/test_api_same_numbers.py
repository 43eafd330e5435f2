"""One Scenario by command line, Python, REST and page address: the same numbers, to the last digit."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest

from openh1b import Scenario, compare
from openh1b.charts import make_chart
from openh1b.web.address import to_query
from tests.web.api_client import client_on

Get = Callable[..., httpx.Response]
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


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: to_query(one) or "defaults")
def test_the_page_of_an_address_gives_the_same_numbers(scenario: Scenario, get: Get) -> None:
    page = Page(get, f"/compare?{to_query(scenario)}")
    found = compare(scenario)
    by_python = [as_text(one) for one in found.result.records()]
    assert page.rows("/figures.csv") == by_python
    known = {identity(one): one for one in by_python}
    for chart in page.charts():
        if "distribution" in chart:  # of people, which the table of figures does not hold
            assert page.rows(chart) == [as_text(one) for one in make_chart(found, "distribution").table]
            continue
        drawn = [one for one in page.rows(chart) if one["policy"]]  # the others are of the pool, under no policy
        assert drawn
        for one in drawn:
            assert one == {name: known[identity(one)][name] for name in one}, chart


class Page:
    """A page, and the files that it offers."""

    def __init__(self, get: Get, address: str) -> None:
        self.get = get
        self.links = [unescape(one) for one in re.findall(r'href="([^"]+)"', self._get(address))]

    def _get(self, address: str) -> str:
        found = self.get(address)
        assert found.status_code == 200, found.text
        return found.text

    def rows(self, path: str) -> list[dict[str, str]]:
        (address,) = {one for one in self.links if one.startswith(path)}
        return list(csv.DictReader(io.StringIO(self._get(address))))

    def charts(self) -> list[str]:
        return sorted({one.partition("?")[0] for one in self.links if re.match(r"/chart/[^?]+\.csv", one)})


def as_text(record: dict[str, Any]) -> dict[str, str]:
    """A record as CSV has it: a number by all its digits."""
    return {name: "" if value is None else str(value) for name, value in record.items()}


def identity(record: dict[str, str]) -> tuple[str, ...]:
    return tuple(record[name] for name in ("policy", "base_policy", "measure", "by", "group"))
