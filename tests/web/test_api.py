"""REST: every example runs and is what OpenAPI says; formats, tags, names, refusals."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import jsonschema_rs
import polars as pl
import pytest
from openpyxl import load_workbook

from openh1b.web.api.writing import table
from tests.web.api_client import API, Client, client_on, example_request

CLIENT = client_on(Path("there-is-no-store"))
SPEC: dict[str, Any] = CLIENT.app.openapi()
OPERATIONS = [(method, path, one) for path, ops in SPEC["paths"].items() for method, one in ops.items()]
GETS = [(path, one) for method, path, one in OPERATIONS if method == "get" and "/jobs/" not in path]
UPLOADS = [(path, one) for method, path, one in OPERATIONS if "x-example-file" in one]
NEEDS_STORE = {f"{API}/sponsors/{name}" for name in ("industries", "states", "concentration")}
NEEDS_STORE |= {f"{API}/data/tables/{{name}}"}


@pytest.fixture
def api(tmp_path: Path) -> Client:
    return client_on(tmp_path / "store")


def schema_of(operation: dict[str, Any], status: str) -> dict[str, Any] | None:
    content = operation["responses"][status].get("content", {})
    kind = "application/json" if status.startswith("2") else "application/problem+json"
    return content[kind]["schema"] if kind in content else None


def assert_as_described(found: Any, operation: dict[str, Any], status: int) -> None:
    schema = schema_of(operation, str(status))
    assert schema is not None
    whole = {**schema, "components": SPEC["components"]}
    found_faults = jsonschema_rs.Draft202012Validator(whole).iter_errors(found)
    faults = [f"{list(one.instance_path)}: {one.message[:200]}" for one in found_faults]
    assert faults == []


@pytest.mark.parametrize(("path", "operation"), GETS, ids=[path for path, _ in GETS])
def test_an_example_is_answered_as_openapi_says(path: str, operation: dict[str, Any]) -> None:
    address, query = example_request(path, operation)
    found = CLIENT.get(address, params=query)
    assert found.status_code == (404 if path in NEEDS_STORE else 200), found.text[:500]
    if found.headers["content-type"].startswith(("application/json", "application/problem+json")):
        assert_as_described(found.json(), operation, found.status_code)


@pytest.mark.parametrize(("path", "operation"), UPLOADS, ids=[path for path, _ in UPLOADS])
def test_an_example_of_an_upload_is_answered_as_openapi_says(path: str, operation: dict[str, Any]) -> None:
    found = CLIENT.upload(f"{path}?{operation['x-example-query']}", "example.csv", operation["x-example-file"])
    assert found.status_code == 200, found.text[:500]
    if found.headers["content-type"].startswith("application/json"):
        assert_as_described(found.json(), operation, 200)


def test_every_parameter_and_operation_is_described() -> None:
    bare = [
        (path, one["name"])
        for _, path, op in OPERATIONS
        for one in op.get("parameters", ())
        if not one.get("description")
    ]
    bare += [(path, "summary") for _, path, op in OPERATIONS if not op.get("description")]
    assert bare == []


def test_the_four_formats_of_a_comparison_hold_the_same_rows() -> None:
    query = {"policies": ["lottery", "weighted-levels"], "by": "selection_level"}
    rows = {
        form: CLIENT.get("/compare", params={**query, "format": form}) for form in ("json", "csv", "parquet", "xlsx")
    }
    result = rows["json"].json()["result"]
    read = list(csv.DictReader(io.StringIO(rows["csv"].text)))
    assert [float(one["value"]) for one in read] == [one["value"] for one in result]
    frame = pl.read_parquet(io.BytesIO(rows["parquet"].content))
    assert frame.to_dicts() == result
    sheet = load_workbook(io.BytesIO(rows["xlsx"].content)).active
    assert sheet is not None
    assert sheet.max_row == len(result) + 1


def test_an_answer_that_has_not_changed_is_not_sent_again() -> None:
    query = {"policies": "lottery", "season": "2026"}
    first = CLIENT.get("/compare", params=query)
    again = CLIENT.get("/compare", params=query, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    other = CLIENT.get(
        "/compare", params={**query, "split": "late-regular-round"}, headers={"if-none-match": first.headers["etag"]}
    )
    assert other.status_code == 200
    assert other.headers["etag"] != first.headers["etag"]


def test_a_store_is_checked_without_saying_where_it_is(tmp_path: Path) -> None:
    client = client_on(tmp_path)
    assert client.get("/data/check").json() == {"vintages": 0, "rows": 0, "notes": [], "faults": []}
    wages = client.get("/person?soc=15-1252&area=Seattle&salary=165000&season=2028&stored=true")
    assert wages.status_code == 404
    assert "oflc_wages" in wages.text
    assert str(tmp_path) not in wages.text


def test_the_order_and_the_defaults_of_a_query_do_not_change_its_tag() -> None:
    one = CLIENT.get("/compare?policies=lottery&season=2025").headers["etag"]
    assert CLIENT.get("/compare?season=2025&policies=lottery&draws=0&seed=1").headers["etag"] == one


def test_a_wrong_name_and_a_wrong_value_are_named_with_the_nearest() -> None:
    found = CLIENT.get("/compare", params={"polcies": "lottery", "format": "json"})
    assert found.status_code == 422
    assert found.headers["content-type"] == "application/problem+json"
    assert found.json()["faults"] == [
        {"place": "polcies", "problem": "no such name here", "expected": None, "hint": "Did you mean policies?"}
    ]
    assert "Did you mean weighted-levels?" in CLIENT.get("/compare?policies=weighted-levls").text
    assert CLIENT.get("/seasons/2026?level_mx=x").json()["faults"][0]["hint"] == "Did you mean level_mix?"


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("/policies/weighted-levls", "weighted-levels"),
        ("/law/at/caps.regulr", "caps.regular"),
        ("/law/show?path=caps.regulr", "caps.regular"),
        ("/claims/cap-8500", "cap-85000"),
        ("/replications/dhs-ods", "dhs-odds"),
        ("/data/tables/hubb", "hub"),
    ],
)
def test_what_is_not_there_is_404_with_the_nearest(path: str, hint: str) -> None:
    found = CLIENT.get(path)
    assert found.status_code == 404
    assert hint in found.json()["faults"][0]["hint"]


@pytest.mark.parametrize(
    "policy",
    [
        "/etc/passwd.yaml",
        "mine.yml",
        "lottery+../../x.yaml",
        "current+selection.weight={expression: l1_usd}",
        "current+selection.tier={expression: offered_wage_usd, first: highest}",
        "current+selection.who={regular: {expression: 'true'}}",
        "current+selection.quotas=[{column: country, share: 0.07}]",
    ],
)
@pytest.mark.parametrize("path", ["/compare", "/odds", "/cost/matrix", "/policies/check", "/person"])
def test_no_file_and_no_expression_is_taken_from_outside(path: str, policy: str) -> None:
    name = {"/compare": "policies", "/policies/check": "name"}.get(path, "policy")
    also = (
        {"soc": "15-1252", "area": "Seattle", "salary": "165000", "season": "2028", "past": "1"}
        if path == "/person"
        else {}
    )
    found = CLIENT.get(path, params={name: policy, **also})
    assert found.status_code == 422
    assert any(
        "names a file" in one["problem"] or "cannot be set from here" in one["problem"]
        for one in found.json()["faults"]
    )


def test_a_factorial_takes_no_file_either() -> None:
    found = CLIENT.get("/compare", params={"factorial": "lottery,mine.yaml"})
    assert (found.status_code, "names a file" in found.text) == (422, True)
    assert CLIENT.post("/jobs/compare", json={"scenario": {"factorial": ["lottery", "x.yml"]}}).status_code == 422
    assert CLIENT.get("/compare?factorial=lottery,no-cap").json()["factorial"]


def test_a_plus_typed_as_it_is_joins_overlays_and_sets_a_value() -> None:
    typed = CLIENT.get("/policies/check?name=lottery+caps.regular=130000").json()
    assert typed == CLIENT.get("/policies/check?name=lottery%2Bcaps.regular%3D130000").json()
    assert typed["caps"]["regular"] == 130_000
    assert CLIENT.get("/compare?policies=lottery+no-cap").status_code == 200


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_text_becomes_a_formula_of_a_spreadsheet(form: str) -> None:
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "plain"]
    data = table([{"name": text, "number": -1.5} for text in texts], form)
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(data.decode())))
        assert [row["name"] for row in rows] == [*(f"'{text}" for text in texts[:-1]), "plain"]
        assert {row["number"] for row in rows} == {"-1.5"}
        return
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert {cell.data_type for cell in sheet["A"]} == {"s"}


def test_a_name_from_a_file_stays_text_in_an_answer(api: Client) -> None:
    pool = "beneficiary_id,selection_level,us_masters_or_higher,employer\nB1,1,no,=cmd|x\nB2,2,yes,<script>\n"
    found = api.upload("/compare?policies=lottery&seats=regular%3D1&by=employer&format=csv", "p.csv", pool)
    groups = {row["group"] for row in csv.DictReader(io.StringIO(found.text))}
    assert {"'=cmd|x", "<script>"} <= groups
    assert found.headers["content-disposition"].startswith("attachment")
    assert found.headers["x-content-type-options"] == "nosniff"


def test_what_takes_long_is_sent_to_a_job() -> None:
    for query in ("response=range", "draws=50000"):
        fault = CLIENT.get(f"/compare?{query}").json()["faults"][0]
        assert fault["hint"].startswith("POST it to /api/v1/jobs/compare")


def test_sql_is_not_offered() -> None:
    assert [path for path in SPEC["paths"] if "sql" in path] == []


def test_a_number_that_json_does_not_have_is_null() -> None:
    assert table([{"x": float("nan"), "y": 1.0}], "json") == b'[\n {\n  "x": null,\n  "y": 1.0\n }\n]'
