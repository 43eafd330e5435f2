"""Jobs: begun, told, fetched, cancelled; what may not come from outside is refused at once."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from openh1b.errors import InputError
from openh1b.web.api import jobs
from openh1b.web.api.jobs import JOBS
from openh1b.web.api.sweeps import check, plan
from tests.web.api_client import Client, client_on

LONG = {"scenario": {"policies": ["lottery", "weighted-levels"], "response": "range"}}
SWEEP = {"base": {"policies": ["lottery"]}, "grid": {"season": [2025, 2026]}, "measures": ["odds"]}


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Client]:
    yield client_on(tmp_path / "store")
    JOBS.end_all()


def ended(api: Client, job: dict[str, Any]) -> dict[str, Any]:
    while job["state"] == "running":
        time.sleep(0.1)
        job = api.get(job["address"]).json()
    return job


def test_a_sweep_is_begun_told_and_fetched(api: Client) -> None:
    begun = api.post("/jobs/sweep", json={"sweep": SWEEP})
    assert begun.status_code == 202
    assert begun.headers["location"] == begun.json()["address"]
    job = ended(api, begun.json())
    assert (job["state"], job["progress"]["done"], job["progress"]["all"]) == ("done", 2, 2)
    table = pl.read_csv(io.BytesIO(api.get(job["result"]).content))
    assert table["season"].unique().sort().to_list() == [2025, 2026]


def test_a_comparison_as_a_job_gives_what_the_address_gives(api: Client) -> None:
    job = ended(api, api.post("/jobs/compare", json={"scenario": {"policies": ["lottery"], "season": 2025}}).json())
    assert api.get(job["result"]).json() == api.get("/compare?policies=lottery&season=2025").json()


def test_a_tornado_names_its_widest_unknown_first(api: Client) -> None:
    asked = {"scenario": {"policies": ["weighted-levels"]}, "group": "selection_level=1"}
    rows = api.get(ended(api, api.post("/jobs/tornado", json=asked).json())["result"]).json()
    assert [row["width"] for row in rows] == sorted((row["width"] for row in rows), reverse=True)


def test_a_cancelled_job_ends_and_leaves_nothing(api: Client) -> None:
    begun = api.post("/jobs/compare", json=LONG).json()
    job = JOBS.find(begun["id"])
    assert api.get(f"{begun['address']}/result").status_code == 404
    assert api("DELETE", begun["address"]).json()["state"] == "cancelled"
    assert job.child.process.poll() is not None
    assert not job.child.folder.exists()
    assert api.get(begun["address"]).json()["state"] == "cancelled"


def test_no_more_jobs_are_at_work_than_may_be(api: Client) -> None:
    states = [api.post("/jobs/compare", json=LONG).status_code for _ in range(jobs.MOST_AT_WORK + 1)]
    assert states == [202] * jobs.MOST_AT_WORK + [429]


def test_a_job_that_fails_says_every_fault(api: Client) -> None:
    job = ended(api, api.post("/jobs/compare", json={"scenario": {"season": 2099}}).json())
    assert job["state"] == "failed"
    assert job["problem"]["faults"]
    assert api.get(f"{job['address']}/result").status_code == 422


def test_an_old_job_is_deleted(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    job = ended(api, api.post("/jobs/compare", json={"scenario": {"policies": ["lottery"]}}).json())
    folder = JOBS.find(job["id"]).child.folder
    monkeypatch.setattr(jobs, "KEPT_SECONDS", -1.0)
    assert api.get(job["address"]).status_code == 404
    assert not folder.exists()


@pytest.mark.parametrize(
    "raw",
    [
        {"base": {"pool": "/etc/passwd"}},
        {"grid": {"pool": ["/etc/passwd"]}},
        {"base": {"policies": ["mine.yaml"]}},
        {"grid": {"policies": [["lottery"], ["a/b.yml"]]}},
        {"grid": {"selection.weight": [{"expression": "l1_usd"}]}},
        {"grid": {"policies": ["current+selection.tier={expression: l1_usd, first: highest}"]}},
    ],
)
def test_no_file_and_no_expression_in_a_sweep_from_outside(raw: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"names a file|cannot be named here|cannot be set from here"):
        check(raw)


def test_a_sweep_of_too_many_points_is_refused() -> None:
    with pytest.raises(InputError, match="10,000 points"):
        check({"grid": {"season": [2026], "registrations": list(range(100_000, 110_000))}, "measures": ["odds"]})
    with pytest.raises(InputError, match="no sweep"):
        plan({"base": {}, "tornado": {}})


def test_a_pool_in_a_scenario_is_refused(api: Client) -> None:
    for task in ("compare", "tornado"):
        found = api.post(f"/jobs/{task}", json={"scenario": {"pool": "/etc/passwd"}})
        assert (found.status_code, found.json()["faults"][0]["place"]) == (422, "pool")


@pytest.mark.parametrize("vary", ["registrations=&a,*a", "selection.weight=1,2", "pool=/etc/passwd", "policies=x.yaml"])
def test_a_tornado_varies_plain_values_only(api: Client, vary: str) -> None:
    assert api.post("/jobs/tornado", json={"vary": [vary]}).status_code == 422
