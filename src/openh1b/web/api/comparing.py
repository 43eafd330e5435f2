"""/compare and /odds: who would be selected under each policy, on a season or on a pool that is uploaded."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Request, UploadFile
from pydantic import Field
from starlette.responses import Response

from openh1b.web.api.answering import TABLES, Form, answer, as_json, tag
from openh1b.web.api.asked import ONE_POLICY, SCENARIO, Asked, AskedOfOne
from openh1b.web.api.route import answers, new_router
from openh1b.web.api.shapes import Assumption, Figure, Shape
from openh1b.web.api.uploads import Columns, Upload, answered

router = new_router("Comparison")


class Stage(Shape):
    """A stage of a rule, and how it closes. filled: expected; closing_tier: null where the seats do not run out."""

    name: str
    seats: int
    filled: float
    closing_tier: float | None
    closing_time: float | None
    tiers_in_doubt: int


class Ran(Shape):
    """A policy, and how its odds were computed."""

    name: str
    method: str
    error: float | None
    stages: list[Stage] = Field(description="a stage and round each")
    law_read: str


class Comparison(Shape):
    """What `openh1b compare --format json` prints."""

    headline: str
    season: int
    notes: list[str]
    assumptions: list[Assumption]
    policies: list[Ran]
    result: list[Figure]  # type: ignore[valid-type]  # made from the table
    factorial: list[dict[str, Any]] = Field([], description="where it was asked for: each factor and interaction")


class TakenAs(Shape):
    """An input that was assumed."""

    name: str
    value: str
    range: str


class Odds(Shape):
    """What `openh1b odds --format json` prints."""

    season: int
    policy: str
    method: str
    error: float | None
    unit: str
    level_mix: str | None
    assumptions: list[TakenAs]
    rows: list[dict[str, Any]] = Field(description="a row of the pool each: its columns, n, odds by stage, selected")


_POOL: Final = (
    "beneficiary_id,selection_level,us_masters_or_higher\nB1,1,no\nB2,2,yes\nB3,3,no\nB4,4,yes\nB5,1,yes\nB6,2,no\n"
)
_UPLOADED: Final = {**SCENARIO, "x-example-file": _POOL, "x-example-query": "seats=regular%3D3&policies=lottery"}
_UPLOADED_ODDS: Final = {**ONE_POLICY, "x-example-file": _POOL, "x-example-query": "seats=regular%3D3&policy=lottery"}
_COMPARED: Final = answers(of=Comparison, media=TABLES)
_COMPARED_UPLOAD: Final = answers(400, 413, 429, of=Comparison, media=TABLES)


@router.get("/compare", responses=_COMPARED, openapi_extra=SCENARIO)
def compare(request: Request, asked: Asked, form: Form = "json") -> Response:
    """Who would be selected under each policy: odds, numbers, changes and their spread."""
    etag = tag(request, "compare", asked.content_hash, form)
    from openh1b.simulate import compare as run
    from openh1b.web.api.made import comparison

    return answer(comparison(run(asked), form), form, "result", etag)


@router.post("/compare", responses=_COMPARED_UPLOAD, openapi_extra=_UPLOADED)
def compare_pool(
    request: Request, asked: Asked, file: UploadFile, columns: Columns = None, form: Form = "json"
) -> Response:
    """The same on a pool of your own: CSV, Parquet or the first sheet of an XLSX workbook; it is deleted afterwards."""
    return answered(request, Upload("compare", file, {"scenario": asked.to_json(), "form": form}, columns))


@router.get("/odds", responses=answers(of=Odds), openapi_extra=ONE_POLICY)
def odds(request: Request, asked: AskedOfOne) -> Response:
    """Exact odds of every row of a season, in each stage and in any, under one policy."""
    etag = tag(request, "odds", asked.content_hash)
    from openh1b.documents.odds import odds_document
    from openh1b.simulate import compare as run

    return answer(as_json(odds_document(run(asked))), "json", etag=etag)


@router.post("/odds", responses=answers(400, 413, 429, of=Odds), openapi_extra=_UPLOADED_ODDS)
def odds_of_pool(
    request: Request,
    asked: AskedOfOne,
    file: UploadFile,
    columns: Columns = None,
) -> Response:
    """The same for every row of a pool of your own."""
    return answered(request, Upload("odds", file, {"scenario": asked.to_json()}, columns))
