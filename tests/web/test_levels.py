"""/levels and `openh1b season levels`: one salary in every county, by both the same, wrong input named."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from openh1b.cli.app import app, build
from openh1b.data.store import Store
from openh1b.errors import InputError
from openh1b.season.levels import level_of
from openh1b.season.outlines import counties
from openh1b.season.wages_table import floors_of
from tests.data.filings_made import wages
from tests.web.api_client import Client, client_on

ASKED = ("--soc", "15-1252", "--salary", "165,000")
QUERY = "soc=Software+Developers&salary=%24165%2C000"


@pytest.fixture
def api(tmp_path: Path) -> Client:
    """On a store with wages of one year, of few areas."""
    (tmp_path / "wages_2025-26.parquet").write_bytes(wages())
    Store(tmp_path / "store").add([tmp_path / "wages_2025-26.parquet"])
    return client_on(tmp_path / "store")


def run(*words: str) -> bytes:
    done = CliRunner(env={"COLUMNS": "120", "TERM": "dumb"}).invoke(
        build("season"), ["season", "levels", *words], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    return done.stdout_bytes


def test_both_give_the_same_document(api: Client) -> None:
    found = api.get(f"/levels?{QUERY}&season=2028").json()
    told = json.loads(run(*ASKED, "--season", "2028", "--format", "json"))
    assert {**found, "notes": None} == {**told, "notes": None}
    assert sum(found["counted"].values()) == len(counties())
    assert any("July 2026 to June 2027 applies" in note for note in found["notes"])


def test_each_row_is_the_level_of_an_offer_there(api: Client) -> None:
    rows = {(one["county"], one["state"]): one for one in api.get(f"/levels?{QUERY}").json()["counties"]}
    king = rows["King County", "WA"]
    floors = floors_of("15-1252", king["area"])
    assert (king["fips"], king["level"]) == ("53033", level_of(165_000, floors))
    assert [king[f"l{level}_usd"] for level in (1, 2, 3, 4)] == list(floors.usd)
    assert king["to_next_level_usd"] == pytest.approx(floors.usd[king["level"]] - 165_000)


@pytest.mark.parametrize(
    ("form", "read"), [("parquet", pl.read_parquet), ("xlsx", pl.read_excel), ("csv", pl.read_csv)]
)
def test_both_write_the_same_table(api: Client, tmp_path: Path, form: str, read: Callable[..., pl.DataFrame]) -> None:
    file = tmp_path / f"counties.{form}"
    run(*ASKED, "--out", str(file))
    ours, theirs = read(file.read_bytes()), read(io.BytesIO(api.get(f"/levels?{QUERY}&format={form}").content))
    assert ours.height > len(counties())
    assert ours.equals(theirs)


def test_a_state_has_its_counties_alone(api: Client) -> None:
    rows = api.get(f"/levels?{QUERY}&state=washington").json()["counties"]
    assert len(rows) == 39
    assert {one["state"] for one in rows} == {"WA"}
    assert json.loads(run(*ASKED, "--state", "WA", "--format", "json"))["counties"] == rows
    assert b"Garfield County" in run(*ASKED, "--state", "WA")


def test_where_no_wage_is_held_there_is_no_level(api: Client) -> None:
    found = api.get(f"/levels?{QUERY}&stored=true").json()
    assert found["table"].startswith("the stored OFLC table")
    priced = [one for one in found["counties"] if one["level"] is not None]
    assert 0 < len(priced) < 100
    bare = next(one for one in found["counties"] if one["level"] is None)
    assert (bare["below_level_1"], bare["l1_usd"], bare["to_next_level_usd"]) == (None, None, None)
    assert found["counted"]["no_wage"] > 3000


def test_what_is_wrong_is_said_at_once_with_the_nearest(api: Client) -> None:
    found = api.get("/levels?soc=Softwar+Devlopers+x&salary=165&state=Washingto")
    assert found.status_code == 422
    faults = {one["place"].removeprefix("--"): one for one in found.json()["faults"]}
    assert set(faults) == {"soc", "salary", "state"}
    assert "165/hour" in faults["salary"]["hint"]
    assert faults["state"]["hint"] == "Did you mean Washington?"
    assert api.get(f"/levels?{QUERY}&states=WA").status_code == 422
    assert api.get(f"/levels?{QUERY}&wage_year=2019").status_code == 422


def test_a_store_without_wages_has_nothing_of_that_name(tmp_path: Path) -> None:
    assert client_on(tmp_path / "none").get(f"/levels?{QUERY}&stored=true").status_code == 404


@pytest.mark.parametrize(
    ("words", "said"), [(("--out", "x.txt"), ".csv, .json"), (("--out", "x.csv", "--format", "json"), "ends in .json")]
)
def test_a_file_of_no_known_form_is_refused_before_anything_is_written(words: Any, said: str) -> None:
    with pytest.raises(InputError, match=said):
        CliRunner().invoke(app, ["season", "levels", *ASKED, *words], catch_exceptions=False)
