"""`/figures.FORM`: every figure of a scenario as a table, to the last digit, as a page's address holds it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from openh1b.web.address import from_query
from openh1b.web.compared import compared
from openh1b.web.pages.waiting import later
from openh1b.web.seasons import asked_season

router = APIRouter()

FORMS = ("csv", "xlsx", "parquet")


def addresses(query: str) -> dict[str, str]:
    """Form -> address of the figures of the scenario in a query."""
    return {form: f"/figures.{form}?{query}" if query else f"/figures.{form}" for form in FORMS}


@router.get("/figures.{form}")
def figures(request: Request, form: str) -> Response:
    """The file, to be saved."""
    from openh1b.web.api.answering import answer
    from openh1b.web.api.made import comparison

    if form not in FORMS:
        raise HTTPException(404, f"No form {form[:20]!r}; there are {', '.join(FORMS)}.")
    scenario = asked_season(from_query(request.query_params.multi_items()))
    waiting = later(request, scenario)
    if waiting is not None:
        return waiting
    return answer(comparison(compared(scenario), form), form, f"openh1b-fy{scenario.season}-figures")
