"""Flags of commands that addresses take too: the same answer by both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from openh1b.cli.app import build
from openh1b.data.store import Store
from tests.data.filings_made import wages
from tests.sponsors.conftest import LINES_2015, LINES_2016, hub_file
from tests.web.api_client import Client, client_on


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with two years of the hub, and the wages of one year."""
    (tmp_path / "wages_2025-26.parquet").write_bytes(wages())
    hub = [hub_file(tmp_path / "2015.csv", LINES_2015), hub_file(tmp_path / "2016.csv", LINES_2016)]
    Store(tmp_path / "store").add([*hub, tmp_path / "wages_2025-26.parquet"])
    return tmp_path / "store"


@pytest.fixture
def api(folder: Path) -> Client:
    return client_on(folder)


def by_command(*words: str) -> Any:
    done = CliRunner().invoke(build(words[0]), [*words, "--format", "json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/sponsors?rows=3", ["top", "--rows", "3"]),
        ("/sponsors?rows=5&first_time=true&level=entity", ["top", "--rows", "5", "--first-time", "--level", "entity"]),
        ("/sponsors?year=2015&part_years=true", ["top", "--year", "2015", "--part-years"]),
        ("/sponsors/states?part_years=true", ["states", "--part-years"]),
        ("/sponsors/check", ["check"]),
    ],
)
def test_sponsors_are_those_of_the_command(api: Client, folder: Path, path: str, words: list[str]) -> None:
    found = api.get(path).json()
    told = by_command("sponsors", *words, "--store", str(folder))
    rows = told if isinstance(told, list) else told.get("rows", told)
    assert found["from_store"]
    assert json.dumps(found["rows"]) == json.dumps(rows)


@pytest.mark.parametrize(
    ("path", "flags"),
    [
        ("soc=15-1252&area=Seattle&salary=165000&percentiles=34,52&season=2028", ("--season", "2028")),
        ("soc=15-1252&area=42660&salary=165000&percentiles=34,52&stored=true&wage_year=2025", ("--wage-year", "2025")),
    ],
)
def test_wages_are_those_of_the_command(api: Client, folder: Path, path: str, flags: tuple[str, ...]) -> None:
    store = ("--store", str(folder)) if "stored" in path else ()
    asked = ("--soc", "15-1252", "--area", "42660", "--salary", "165000", "--percentiles", "34,52")
    found = api.get(f"/wages?{path}")
    assert found.status_code == 200, found.text
    told = by_command("season", "wage", *asked, *flags, *store)
    assert {**found.json(), "notes": None} == {**told, "notes": None}
    assert api.get(f"/wages?{path}&format=csv").text.count("\n") == 7


def test_wages_that_are_not_there_are_refused(api: Client, tmp_path: Path) -> None:
    assert client_on(tmp_path / "none").get("/wages?soc=15-1252&area=42660&stored=true").status_code == 404
    for more, said in (("wage_year=2019", "is not shipped"), ("percentiles=a,200", "numbers with commas")):
        found = api.get(f"/wages?soc=15-1252&area=42660&{more}")
        assert (found.status_code, said in found.text) == (422, True)


def test_a_move_from_an_exempt_employer_costs_what_the_command_says(api: Client) -> None:
    on = "2026-11-21"
    found = api.get(f"/cost?salary=100000&filing=change_of_employer&cap_subject=true&on={on}").json()
    words = ("--salary", "100000", "--filing", "change_of_employer", "--cap-subject", "--on", on)
    assert found["rows"] == by_command("cost", *words)["rows"]
    assert found["rows"] != api.get(f"/cost?salary=100000&filing=change_of_employer&on={on}").json()["rows"]


def test_a_score_takes_the_splits_of_the_command(api: Client) -> None:
    found = api.get("/seasons/2026/score?level_mix=dhs-implied&us_masters=0.3").json()
    assert found == by_command("season", "score", "2026", "--level-mix", "dhs-implied", "--us-masters", "0.3")


def test_a_raw_file_is_given_as_it_came_under_its_own_headers(api: Client, folder: Path) -> None:
    vintage = Store(folder).vintages("hub")[0].vintage
    found = api.get(f"/data/tables/hub?raw=true&vintage={vintage}&rows=2").json()
    assert found == Store(folder).raw("hub", vintage).head(2).to_dicts()
    assert api.get("/data/tables/hub?raw=true").status_code == 422
    assert api.get("/data/tables/hub?raw=true&vintage=nothing").status_code == 404


def test_candidates_stand_at_the_wages_of_the_store_where_that_is_asked(api: Client, tmp_path: Path) -> None:
    listed = "candidate_id,soc,area,offered_wage_usd,us_masters_or_higher,channel\nA1,15-1252,38900,146000,yes,in_us\n"
    levels = []
    for more in ("", "&stored=true"):
        found = api.upload(f"/employer?season=2028&past=true{more}", "list.csv", listed)
        assert found.status_code == 200, found.text
        levels.append(found.json()["candidates"][0]["level"])
    assert levels[1] == 4 > levels[0]  # the store's floors of Portland are made up, and low
    none = client_on(tmp_path / "none").upload("/employer?season=2028&stored=true", "list.csv", listed)
    assert (none.status_code, none.json()["faults"][0]["problem"]) == (404, "holds no oflc_wages")
