"""/employer: an employer's candidates of one season, from a file that is uploaded."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import Query, Request, UploadFile
from pydantic import BaseModel, Field
from starlette.responses import Response

from openh1b.errors import Taken
from openh1b.web.api.answering import TABLES, TableFormat, answer, tag
from openh1b.web.api.asked import day, plain_policy, today
from openh1b.web.api.persons import folder_of_wages
from openh1b.web.api.route import answers, new_router
from openh1b.web.api.shapes import Shape
from openh1b.web.api.uploads import Columns, Upload, answered

router = new_router("One employer")


class EmployerAsked(BaseModel):
    """The flags of `openh1b employer`."""

    season: int | None = Field(None, description="cap fiscal year; the next if not given", ge=1992, le=2100)
    budget: str | None = Field(None, max_length=40, description="US dollars for raises, a year in all")
    scenario: str | None = Field(None, max_length=120, description="season scenario whose odds the raises improve")
    filed_rate: str | None = Field(None, max_length=40, description="petitions filed, of those selected: 95%")
    approved_rate: str | None = Field(None, max_length=40, description="petitions approved, of those filed")
    employer_size: str = Field("26+", max_length=40, description="full-time equivalents: 26+, 1-25 or a number")
    nonprofit: bool = Field(default=False, description="nonprofit in the sense of the USCIS fee rule")
    acwia_exempt: bool = Field(default=False, description="excused from the ACWIA fee")
    fifty_fifty: bool = Field(default=False, description="50 or more US employees, over half in H-1B or L-1")
    premium: bool = Field(default=False, description="with premium processing of each petition")
    attorney: str = Field("0", max_length=40, description="US dollars for counsel a petition; none is assumed")
    policy: str = Field("current", max_length=400, description="another rule than the season's law")
    on: str | None = Field(None, max_length=40, description="the day of asking; today if not given")
    past: bool = Field(default=False, description="also a season whose registration is over")
    stored: bool = Field(default=False, description="wages from the store, of the season's registration if it has them")
    columns: Columns = None
    form: TableFormat = Field("json", alias="format", description="json, csv, parquet, or the workbook as xlsx")


class Employer(Shape):
    """What `openh1b employer --format json` prints."""

    openh1b: str
    command: str
    disclaimer: str
    season: str
    on: str
    policy: str
    file_sha256: str
    headline: str
    notes: list[str]
    status: str
    wage_table: str
    scenarios: list[dict[str, Any]]
    rates: dict[str, Any]
    costs: dict[str, Any]
    raises: dict[str, Any]
    candidates: list[dict[str, Any]]
    assumptions: list[dict[str, Any]]
    sources: list[dict[str, Any]]


_EXAMPLE: Final = {
    "x-example-file": "candidate_id,soc,area,offered_wage_usd,us_masters_or_higher,channel\n"
    "A1,15-1252,Seattle,165000,yes,in_us\nA2,15-1252,Seattle,120000,no,consular\n",
    "x-example-query": "budget=50000",
}


@router.post("/employer", responses=answers(400, 404, 413, 429, of=Employer, media=TABLES), openapi_extra=_EXAMPLE)
def employer(request: Request, file: UploadFile, asked: Annotated[EmployerAsked, Query()]) -> Response:
    """An employer's candidates: levels, odds, selected, costs, raises for a budget. An estimate, not legal advice."""
    store = folder_of_wages(request) if asked.stored else None
    given = {"question": _question(asked), "form": asked.form, "store": None if store is None else str(store)}
    return answered(request, Upload("employer", file, given, asked.columns))


@router.get("/employer/template", responses=answers(media=TABLES[2:]), response_class=Response)
def template(request: Request) -> Response:
    """An empty table of candidates as a workbook; its second sheet says what each column means."""
    etag = tag(request)
    from openh1b.cases.employer_workbook import template as made

    return answer(made(), "xlsx", "candidates", etag)


def _question(asked: EmployerAsked) -> dict[str, Any]:
    """The question as plain values. Raises InputError with every fault of the query."""
    from openh1b.cases.calendar_windows import next_window
    from openh1b.cases.cost_typed import amount, employer_size

    take = Taken()
    on = take(lambda: day(asked.on, "on"), None) or today()
    given = {"filed_rate": asked.filed_rate, "approved_rate": asked.approved_rate}
    rates = {name: _rate(take, text, name) for name, text in given.items()}
    tests = {
        "fte": take(lambda: employer_size(asked.employer_size), 26),
        "acwia_exempt": asked.acwia_exempt,
        "fee_rule_nonprofit": asked.nonprofit,
        "fifty_fifty": asked.fifty_fifty,
    }
    found = {
        "season": next_window(on).season if asked.season is None else asked.season,
        "on": str(on),
        "policy": take(lambda: plain_policy(asked.policy), "current"),
        "budget_usd": None if not asked.budget else take(lambda: amount(asked.budget or "", "budget"), None),
        "scenario": asked.scenario or None,
        **rates,
        "filer": {
            "tests": tests,
            "premium": asked.premium,
            "attorney_usd": take(lambda: amount(asked.attorney, "attorney"), 0.0),
        },
        "past": asked.past,
    }
    take.check()
    return found


def _rate(take: Taken, text: str | None, name: str) -> float | None:
    from openh1b.cost.share import read_share

    return take(lambda: read_share(text, name), None) if text else None
