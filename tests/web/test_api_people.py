"""/jobs/people: what `openh1b season make` writes, from the store of the server or made up, with its record."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from openh1b.data.store import Store
from openh1b.documents.formats import XLSX_ROWS
from openh1b.errors import InputError
from openh1b.web.api.jobs import JOBS
from openh1b.web.api.people_task import as_file
from tests.data.filings_made import cases, wages
from tests.web.api_client import Client, client_on
from tests.web.test_api_jobs import ended

OFFERS = ("120000", "150000", "190000", "250000")
LCA = {"from": "lca", "season": 2026}


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Client]:
    yield client_on(tmp_path / "none")
    JOBS.end_all()


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[Client]:
    """On a store with four cases that come through, one of an E-3 that does not, and their wages."""
    changes = [{"WAGE_RATE_OF_PAY_FROM": offer, "EMPLOYER_NAME": "AMAZON.COM SERVICES, INC."} for offer in OFFERS]
    (tmp_path / "cases.csv").write_bytes(cases(*changes, {"VISA_CLASS": "E-3 Australian"}))
    (tmp_path / "wages_2025-26.parquet").write_bytes(wages())
    Store(tmp_path / "store").add([tmp_path / "cases.csv", tmp_path / "wages_2025-26.parquet"])
    yield client_on(tmp_path / "store")
    JOBS.end_all()


def made(api: Client, body: dict[str, Any], form: str = "csv") -> tuple[bytes, dict[str, Any]]:
    """File and record of such a job."""
    begun = api.post(f"/jobs/people?format={form}", json=body)
    assert begun.status_code == 202, begun.text
    job = ended(api, begun.json())
    assert job["state"] == "done", job["problem"]
    return api.get(job["result"]).content, api.get(job["record"]).json()


def by_command(folder: Path, *flags: str) -> tuple[bytes, dict[str, Any]]:
    from openh1b.cli.app import build

    out = folder / flags[-1]
    done = CliRunner().invoke(build("season"), ["season", "make", *flags[:-1], "--out", str(out)])
    assert done.exit_code == 0, done.output
    return out.read_bytes(), json.loads(out.with_name(f"{out.name}.json").read_bytes())


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx"])
def test_filings_of_the_store_give_what_the_command_gives(stored: Client, tmp_path: Path, form: str) -> None:
    data, record = made(stored, LCA, form)
    file, written = by_command(
        tmp_path, "--from", "lca", "--season", "2026", "--store", str(tmp_path / "store"), f"people.{form}"
    )
    if form != "xlsx":  # which holds the moment at which it was written
        assert data == file
    own = {"command", "sha256"}
    assert {**record, **dict.fromkeys(own)} == {**written, **dict.fromkeys(own)}
    assert record["sha256"] == hashlib.sha256(data).hexdigest()
    assert record["command"] == f"openh1b season make --from lca --season 2026 --out people.{form}"
    assert (record["people"], record["counted"]) == (339_000, 4)
    fell = {step["name"]: (step["out"], step["left"]) for step in record["steps"]}
    assert fell["visa class"] == (1, 4)


def test_every_flag_of_the_command_is_taken(stored: Client, tmp_path: Path) -> None:
    of_filings = {"from": "lca", "season": 2027, "level_by": "offer", "floors": "table", "worksites": "first"}
    weights = {"count": "cases", "year": 2020, "wage_year": 2025, "unweighted": True, "us_masters": "0.4", "seed": "x"}
    data, record = made(stored, of_filings | weights)
    flags = [
        *("--from", "lca", "--season", "2027", "--level-by", "offer", "--floors", "table", "--worksites", "first"),
        *("--count", "cases", "--year", "2020", "--wage-year", "2025", "--unweighted", "--us-masters", "0.4"),
        *("--seed", "x", "--store", str(tmp_path / "store"), "people.csv"),
    ]
    assert data == by_command(tmp_path, *flags)[0]
    assert record["people"] == 4
    assert record["asked"]["worksites"] == "first"
    assert set(record["command"].split()) >= {"--unweighted", "--wage-year", "2025", "--count", "cases"}


def test_synthetic_people_are_those_of_the_command_beyond_what_one_request_gives(empty: Client, tmp_path: Path) -> None:
    data, record = made(empty, {"season": 2026, "people": 25_000, "seed": "7"}, "parquet")
    file, written = by_command(tmp_path, "2026", "--people", "25000", "--seed", "7", "people.parquet")
    assert data == file
    assert {**record, "command": ""} == {**written, "command": ""}
    assert record["synthetic"] is True


def test_a_job_says_how_far_it_is_and_a_cancelled_one_leaves_nothing(stored: Client) -> None:
    begun = stored.post("/jobs/people", json=LCA).json()
    job = JOBS.find(begun["id"])
    assert stored.get(f"{begun['address']}/record").status_code == 404
    assert stored("DELETE", begun["address"]).json()["state"] == "cancelled"
    assert not job.child.folder.exists()
    told = ended(stored, stored.post("/jobs/people", json=LCA).json())["progress"]
    assert (told["done"], told["all"], told["text"]) == (3, 4, "Writing 8 rows")


def test_what_is_not_stored_is_named_with_the_command_that_adds_it(empty: Client, tmp_path: Path) -> None:
    for level_by, tables in (("offer", ["lca", "oflc_wages"]), ("lca", ["lca"])):
        found = empty.post("/jobs/people", json={**LCA, "level_by": level_by})
        assert (found.status_code, found.headers["content-type"]) == (404, "application/problem+json")
        faults = found.json()["faults"]
        assert [one["problem"] for one in faults] == [f"holds no {name}" for name in tables]
        assert all("openh1b data add FILE" in one["hint"] for one in faults)
        assert str(tmp_path) not in found.text


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"from": "lca", "people": 10}, "is only for synthetic people"),
        ({"from": "lca", "level_by": "lca", "floors": "filing"}, "has no use with level_by=lca"),
        ({"from": "lca", "level_mix": "eig-2024"}, "eig-2025"),
        ({"from": "lca", "us_masters": "1.5"}, "1.5"),
        ({"from": "lca", "season": 2029}, "2029"),
        ({"season": 2026, "unweighted": True}, "is only for a pool of filings"),
        ({}, "is missing"),
        ({"from": "lca", "store": "/etc"}, "store"),
        ({"from": "hub"}, "lca"),
    ],
)
def test_what_makes_no_pool_is_refused_before_anything_begins(stored: Client, body: dict[str, Any], said: str) -> None:
    found = stored.post("/jobs/people", json=body)
    assert found.status_code == 422
    assert said in found.text


def test_filings_that_give_no_pool_say_where_they_fell_out_and_not_where_the_store_is(
    stored: Client, tmp_path: Path
) -> None:
    for more, said in (({"year": 2018}, "not decided in FY2018"), ({"wage_year": 2019}, "July 2019 to June 2020")):
        job = ended(stored, stored.post("/jobs/people", json={**LCA, **more}).json())
        assert job["state"] == "failed"
        assert said in json.dumps(job["problem"])
        assert str(tmp_path) not in json.dumps(job["problem"])
        assert stored.get(f"{job['address']}/record").status_code == 422


def test_another_kind_of_job_has_no_record(empty: Client) -> None:
    job = ended(empty, empty.post("/jobs/compare", json={"scenario": {"policies": ["lottery"]}}).json())
    assert job["record"] is None
    assert empty.get(f"{job['address']}/record").status_code == 404


def test_a_name_that_a_spreadsheet_would_run_is_text_in_csv() -> None:
    frame = pl.DataFrame({"group": ["=1+1", "Amazon", None], "n": [1, 2, 3]})
    assert pl.read_csv(as_file(frame, "csv"))["group"].to_list() == ["'=1+1", "Amazon", None]
    assert pl.read_parquet(io.BytesIO(as_file(frame, "parquet"))).equals(frame)


def test_more_rows_than_a_worksheet_holds_are_refused() -> None:
    with pytest.raises(InputError, match="1,048,576 rows"):
        as_file(pl.select(n=pl.repeat(1, XLSX_ROWS + 1)), "xlsx")
