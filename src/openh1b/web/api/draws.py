"""/draws and /intake: registrations that are uploaded, refused or taken in, drawn under a seed, and verified."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import Query, Request, UploadFile
from starlette.responses import Response

from openh1b.scenario import DEFAULT_SEASON
from openh1b.web.api.asked import ONE_DRAW, AskedOfDraw, Known, day
from openh1b.web.api.route import answers, new_router
from openh1b.web.api.shapes import Assumption, LawValue, Shape
from openh1b.web.api.uploads import Columns, Upload, answered

router = new_router("Draw")


class Difference(Shape):
    """One thing that does not verify."""

    file: str
    unit: str | None
    column: str
    written: str | None
    recomputed: str | None


class Verified(Shape):
    """Whether a draw follows from its entries, seed and stages."""

    verifies: bool
    number_of_differences: int
    differences: list[Difference]


class Intake(Shape):
    """What became of a file of registrations."""

    openh1b: str
    command: str
    season: int
    season_name: str
    unit: str
    input: dict[str, Any]
    law: list[LawValue]
    level_used: bool
    reasons: list[dict[str, Any]]
    counts: dict[str, Any]
    notes: list[str]
    assumptions: list[Assumption]
    output: dict[str, str]
    headline: str
    refusals: list[dict[str, Any]]


_POOL: Final = "beneficiary_id,selection_level,us_masters_or_higher\nB1,1,no\nB2,2,yes\nB3,3,no\nB4,4,yes\n"
_DRAWN: Final = {
    **ONE_DRAW,
    "x-example-file": _POOL,
    "x-example-query": "policy=lottery&seed=2026&seats=regular%3D2",
}
_TAKEN_IN: Final = {
    "x-example-file": "registration_id,beneficiary_id,employer_id,us_masters_or_higher\nR1,B1,E1,no\nR2,B1,E2,no\n",
    "x-example-query": "season=2026",
}
_ZIP: Final = ("application/zip",)


@router.post("/draws", responses=answers(400, 413, 429, media=_ZIP), openapi_extra=_DRAWN, response_class=Response)
def draw(
    request: Request,
    asked: AskedOfDraw,
    file: UploadFile,
    columns: Columns = None,
) -> Response:
    """Draw who is selected: a simulation, not an official selection. The archive holds outcome, entries and manifest.

    With `response` it holds response.csv too, which says who registers. Use random ids, never passport numbers.
    """
    return answered(request, Upload("draw", file, {"scenario": asked.to_json()}, columns))


@router.post("/draws/verify", responses=answers(400, 413, 429, of=Verified))
def verify(request: Request, file: UploadFile) -> Response:
    """Recompute a draw from the archive that /draws gave, and name any difference."""
    return answered(request, Upload("verify", file, {}))


@router.post("/intake", responses=answers(400, 413, 429, of=Intake, media=_ZIP), openapi_extra=_TAKEN_IN)
def intake(
    request: Request,
    file: UploadFile,
    season: Annotated[int, Query(description="cap fiscal year", ge=1992, le=2100)] = DEFAULT_SEASON,
    known: Known = None,
    columns: Columns = None,
    form: Annotated[Literal["json", "zip"], Query(alias="format", description="json, or all tables as zip")] = "json",
) -> Response:
    """Take in registrations by the law of a season: unique beneficiaries, refusals with reasons, counts."""
    seen = day(known, "known")
    given = {"season": season, "known": None if seen is None else str(seen), "form": form}
    return answered(request, Upload("intake", file, given, columns))
