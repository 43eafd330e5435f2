"""Careless requests to every address: faults name what was sent, in REST's words, and not flags of the command."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from openh1b.data.store import Store
from openh1b.scenario import Scenario
from openh1b.web import spelling
from openh1b.web.api.jobs import JOBS
from tests.data.filings_made import wages
from tests.sponsors.conftest import LINES_2015, LINES_2016, hub_file
from tests.web.api_client import Client, client_on, example_request

_DESCRIBED: Final = client_on(Path("there-is-no-store")).get("/openapi.json").json()
ROUTES: Final = sorted(
    (method.upper(), path, operation)
    for path, operations in _DESCRIBED["paths"].items()
    for method, operation in operations.items()
)
IDS: Final = [f"{method} {path}" for method, path, _ in ROUTES]
COMMAND: Final = re.compile(r"`openh1b [^`]*`|\bopenh1b [a-z]+ [A-Za-z ]+$")
"""A whole command, which a message may tell to run."""
FLAG: Final = re.compile(r"--[a-z]")
PLACES: Final = {"file", "sent.csv", "store", "oflc_wages", "law"}
"""Where a fault may be that is no name: the file sent, the store or a table of it, a value of the law."""
POOL: Final = "selection_level,masters\n1,true\n9,maybe\n"
LIST: Final = "candidate_id,soc,area,offered_wage_usd,us_masters_or_higher,channel\nA1,15-1252,Seatle,9,maybe,moon\n"
CARELESS: Final[dict[str, list[dict[str, Any]]]] = {
    "GET /compare": [
        {"policies": "weighted-level", "season": 2026},
        {"policies": "caps.regulr=130000"},
        {"policies": "lottery,weighted-levels", "factorial": "fee,levels"},
        {"policies": "fee"},
        {"response": "range"},
        {"season": 2031},
        {"season": 2026, "seats": "regular=-1,regular=2"},
        {"level_mix": "dhs-implied", "us_masters": 1.5},
        {"us_masters": "fy2009", "season": 2024, "split": "caps"},
    ],
    "GET /odds": [{"policy": "lotery"}, {"policy": "lottery+lottery", "season": 2031}, {"season": 2031}],
    "GET /charts/{name}": [
        {"name": "oddz"},
        {"name": "pay"},
        {"name": "changes", "policies": "lottery"},
        {"name": "odds-by-country"},
        {"name": "pay-by-country"},
    ],
    "GET /seasons/{season}": [{"season": 2031}, {"season": 2026, "us_masters": "0.99"}],
    "GET /seasons/{season}/people": [{"season": 2031}, {"season": 2026, "people": 0}],
    "GET /seasons/{season}/score": [{"season": 2028, "registrations": 99_999_999}],
    "GET /policies/check": [{"name": "lotery"}, {"name": "fee"}, {"name": "lottery", "season": 1800}],
    "GET /policies/{name}": [{"name": "lotery"}],
    "GET /law/show": [{"path": "capz"}, {"path": "caps.regular", "on": "2026-02-30"}],
    "GET /law/at/{path}": [{"path": "caps.regulr"}, {"path": "caps.regular", "on": "1800-01-01"}],
    "GET /law/diff": [{"first": "2026-01-01", "second": "yesterday"}, {"first": "", "second": ""}],
    "GET /person": [
        {"soc": "Softwear Enginers", "area": "Seatle", "salary": "165k", "season": 2028},
        {"soc": "15-1252", "area": "Seattle", "salary": 165000, "season": 2028, "stem": True},
        {"soc": "15-1252", "area": "Seattle", "salary": 165000, "season": 2022},
        {"soc": "15-1252", "area": "Seattle", "salary": 165000, "season": 1995},
        {"soc": "15-1252", "area": "Seattle", "salary": 165000, "season": 2028, "opt_end": "2027-02-30"},
        {"soc": "15-1252", "area": "Seattle", "salary": 165000, "season": 2028, "opt_end": "1927-02-01"},
        {"soc": "15-1252", "area": "Seattle", "salary": 165000, "season": 2028, "policy": "wage-leveled"},
        {"soc": "15-1252", "area": "Seattle", "salary": 165000, "season": 2028, "policy": "caps.regular=-1"},
    ],
    "GET /wages": [
        {"soc": "15-1252", "area": "Springfield", "salary": "many"},
        {"soc": "15-1252", "area": "Seattle", "percentiles": "1,a"},
        {"soc": "15-1252", "area": "Seattle", "wage_year": 2011},
        {"soc": "15-1252", "area": "Seattle", "stored": True, "wage_year": 2011},
    ],
    "GET /levels": [
        {"soc": "15-1252", "salary": 165000, "state": "Washingtun"},
        {"soc": "Developpers", "salary": "-1"},
        {"soc": "15-1252", "salary": 165000, "wage_year": 2011},
    ],
    "GET /calendar": [
        {"start": "2022-10-01", "abroad": "2024-01-08:2023-12-10"},
        {"start": "2022-10-01", "prior_h1b": "2022-01-01:2023-01-01", "prior_l1": "2022-12-01"},
        {"start": "2022-10-01", "validity_end": "2021-01-01", "i94_end": "2021-01-01"},
        {"start": "2022-10-01", "i140": "2023-01-01"},
        {"start": "2022-10-01", "i140": "2023-01-01", "i140_filed": "2024-01-01", "country": "India"},
        {"start": "2022-10-01", "stem": True},
        {"start": "1822-10-01", "name": "a\nb"},
        {"start": "2010-10-01"},
    ],
    "GET /cost": [
        {"salary": 100000, "wage_gap": "30%:-16%"},
        {"salary": 100000, "wage_gap": "1:2:3"},
        {"salary": 100000, "odds": "35%", "season": 2026},
        {"salary": 100000, "level": 2},
        {"salary": 100000, "filing": "renewal", "employer_size": 0},
        {"salary": 100000, "fifty_fifty": True, "employer_size": "1-25"},
        {"salary": 100000, "cap_exempt": True, "cap_subject": True},
        {"salary": 100000, "season": 2031},
        {"salary": 100000, "discount": "300%", "separation": "-1", "dearer_by": "much"},
        {"salary": 100000, "wage_gap": "-100%", "policy": "fee", "on": "1989-01-01"},
    ],
    "GET /cost/matrix": [{"policy": "fee-free", "on": "tomorrow"}, {"on": "1950-01-01"}],
    "GET /cost/revenue": [
        {"season": 2031},
        {"share": "small"},
        {"share": "small=9"},
        {"share": "share_small=much"},
        {"share": "share_tiny=0.1"},
    ],
    "GET /sponsors": [{"year": 2017}, {"year": 2016, "count": "some"}],
    "GET /sponsors/show": [{"name": "Amazzon"}],
    "GET /sponsors/explain": [{"name": ""}],
    "GET /positions": [{"speaker": "Elon Mask"}],
    "GET /data/tables/{name}": [{"name": "hubb"}, {"name": "hub", "vintage": "x"}, {"name": "hub", "raw": True}],
    "POST /compare": [{"columns": "a"}, {"seats": "regular=3", "columns": "us_masters_or_higher=masters"}],
    "POST /odds": [{"policy": "lotery"}, {"seats": "regular=3", "columns": "us_masters_or_higher=mastery"}],
    "POST /draws": [{"seed": ""}, {"response": "range"}, {"season": 2031, "policy": "pay-ranking"}],
    "POST /intake": [{"season": 2026, "columns": "a=b,a=c"}, {"season": 1800}, {"season": 2026}],
    "POST /employer": [{"season": 2022}, {"scenario": "as FY26"}, {"filed_rate": "200%", "budget": "1e99"}, {}],
}
"""Names of the query, and of the path, by address; what is not said is left out."""
BODIES: Final[dict[str, list[dict[str, Any]]]] = {
    "/claims/match": [{"txt": "x"}, {"text": 5}],
    "/jobs/compare": [
        {"scenario": {"season": -7, "level_mix": "dhs", "polices": []}},
        {"scenario": {"by": ["colour"]}},
        {"scenario": {"us_masters": "some", "split": "thirds"}},
        {"scenario": {"response": "sometimes"}},
        {"scenario": {"season": 2031}},
    ],
    "/jobs/sweep": [
        {"sweep": {"base": {"policies": ["lotery"]}, "grid": {"seasn": [2025]}}},
        {"sweep": {"base": {}, "grid": {"season": [2026]}, "measures": ["oddz"], "by": ["colour"]}},
        {"sweep": {"tornado": {}}},
    ],
    "/jobs/tornado": [
        {"measure": "oddz"},
        {"group": "level=1"},
        {"group": "selection_level=9"},
        {"vary": ["colour=1,2"]},
        {"vary": ["season"]},
    ],
    "/jobs/people": [
        {},
        {"season": 2031},
        {"season": 2026, "level_by": "lca"},
        {"season": 2026, "us_masters": "0.99"},
        {"season": 2026, "level_mix": "dhs"},
        {"from": "lca", "people": 5},
        {"from": "lca", "level_by": "lca", "floors": "filing", "wage_year": 2020},
        {"from": "lca", "year": 2011},
    ],
}


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """A store with a whole year of the hub, a part of one, and wages of one year."""
    folder = tmp_path_factory.mktemp("store")
    (folder / "wages_2025-26.parquet").write_bytes(wages())
    hub = [hub_file(folder / "2015.csv", LINES_2015), hub_file(folder / "2016.csv", LINES_2016)]
    Store(folder / "store").add([*hub, folder / "wages_2025-26.parquet"])
    return client_on(folder / "store")


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every flag that a fault has named, as its name in a query."""
    found: list[str] = []
    as_is = spelling.field

    def kept(flag: str) -> str:
        found.append(as_is(flag))
        return found[-1]

    monkeypatch.setattr(spelling, "field", kept)
    return found


def by_kind(method: str, path: str, operation: dict[str, Any]) -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """An address with an unknown name, and with each name of its query left out or of another kind."""
    address, query = example_request(path, operation)
    yield address, [*query, ("salery", "1")]
    listed = [one for one in operation.get("parameters", ()) if one["in"] == "query"]
    for one in listed:
        others = [pair for pair in query if pair[0] != one["name"]]
        if one.get("required"):
            yield address, others
        if method == "GET" or one in listed[:3]:
            yield address, [*others, (one["name"], "nonsense-x")]
    for one in listed:
        if method == "GET" and "integer" in json.dumps(one["schema"]) and one["name"] not in {"people", "rows"}:
            yield address, [*[pair for pair in query if pair[0] != one["name"]], (one["name"], "-7")]


def by_hand(method: str, path: str) -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """What a hasty person sends."""
    for given in CARELESS.get(f"{method} {path.removeprefix('/api/v1')}", ()):
        inside = [name for name in given if f"{{{name}}}" in path]
        address = path
        for name in inside:
            address = address.replace(f"{{{name}}}", str(given[name]))
        yield address, [(name, value) for name, value in given.items() if name not in inside]


def sent(api: Client, method: str, path: str, operation: dict[str, Any]) -> Iterator[httpx.Response]:
    """The answers to all careless requests of an address."""
    kinds = operation.get("requestBody", {}).get("content", {})
    how: dict[str, Any] = {}
    if "multipart/form-data" in kinds:
        how = {"files": {"file": ("sent.csv", LIST if path.endswith("/employer") else POOL)}}
    elif kinds:
        for body in BODIES[path.removeprefix("/api/v1")]:
            yield ended(api, api(method, path, json=body))
        how = {"json": {}}
    for address, query in (*by_hand(method, path), *by_kind(method, path, operation)):
        yield api(method, address, params=query, **how)


def ended(api: Client, found: httpx.Response) -> httpx.Response:
    """The answer of a job that was begun, or why it was not."""
    if found.status_code != 202:
        return found
    place = found.json()["address"]
    while api.get(place).json()["state"] == "running":
        time.sleep(0.05)
    found = api.get(f"{place}/result")
    api("DELETE", place)
    return found


def names_of(path: str, operation: dict[str, Any]) -> set[str]:
    """Every name that may be sent to an address, and other places of faults."""
    names = {one["name"] for one in operation.get("parameters", ())} | {"salery"} | PLACES
    for body in operation.get("requestBody", {}).get("content", {}).values():
        names |= set(_DESCRIBED["components"]["schemas"][body["schema"]["$ref"].rpartition("/")[2]]["properties"])
    if "scenario" in names:
        names |= set(Scenario.__dataclass_fields__)
    return names | ({"job"} if "/jobs/" in path else set())


@pytest.mark.parametrize(("method", "path", "operation"), ROUTES, ids=IDS)
def test_faults_name_what_was_sent(
    method: str, path: str, operation: dict[str, Any], api: Client, named: list[str]
) -> None:
    known, faulty = names_of(path, operation), 0
    for answer in sent(api, method, path, operation):
        assert answer.status_code < 500
        if answer.status_code < 400:
            continue
        faulty += 1
        problem = answer.json()
        assert not FLAG.search(COMMAND.sub("", json.dumps(problem))), problem
        for fault in problem["faults"]:
            place = re.split(r"[.\[, ]", fault["place"])[0] if fault["place"] not in known else fault["place"]
            assert place in known, (str(answer.request.url), fault)
    JOBS.end_all()
    assert faulty
    assert set(named) <= known | set(spelling._ALSO) | {"factorial"}  # short names of policies are for it alone
