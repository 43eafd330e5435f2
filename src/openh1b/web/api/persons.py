"""/person and /wages: one person's wage level and odds; the wages of an occupation in an area."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from openh1b.errors import DataError
from openh1b.web.api.answering import answer, as_json, tag
from openh1b.web.api.asked import day, plain_policy, settings_of, today
from openh1b.web.api.route import answers, missing, new_router
from openh1b.web.api.shapes import Shape
from openh1b.web.api.stored import without_folder

if TYPE_CHECKING:
    from openh1b.season.wages_table import WageTable

router = new_router("One person")


class PersonAsked(BaseModel):
    """The flags of `openh1b person`."""

    soc: str = Field(description="occupation: 15-1252, or a title", max_length=200, examples=["15-1252"])
    area: str = Field(description="42660, Seattle, King County, WA", max_length=200, examples=["Seattle"])
    salary: str = Field(description="165000 a year, or 79.50/hour", max_length=60, examples=["165000"])
    season: int = Field(description="cap fiscal year: 2028 is March 2027", ge=1992, le=2100, examples=[2028])
    us_masters: bool = Field(default=False, description="a US master's or higher, by the time of the petition")
    opt_end: str | None = Field(None, max_length=40, description="last day of OPT before a STEM extension")
    stem: bool = Field(default=False, description="the degree allows the STEM extension of OPT")
    past: bool = Field(default=False, description="also a season whose registration is over", examples=[True])
    policy: str = Field("current", max_length=400, description="another rule than the season's law")
    on: str | None = Field(None, max_length=40, description="the day of asking; today if not given")
    stored: bool = Field(default=False, description="wages from the store, of the season's registration if it has them")


class Person(Shape):
    """What `openh1b person --format json` prints."""

    disclaimer: str
    season: int
    season_name: str
    on: str
    rule: dict[str, Any]
    offer: dict[str, Any]
    odds: dict[str, Any]
    odds_by_law: dict[str, Any] | None
    scenarios: list[dict[str, Any]]
    next_level: dict[str, Any] | None
    dhs_table: dict[str, Any] | None
    tries: dict[str, Any] | None
    days: list[dict[str, Any]]
    warning: str | None
    notes: list[str]
    provisional: dict[str, Any]
    sources: list[dict[str, Any]]


class Wages(Shape):
    """Wages of Levels I to IV, and where an offer stands."""

    soc_code: str
    occupation: str
    area: str
    area_name: str
    usd_a_year: list[float]
    usd_an_hour: list[float]
    wage_table: str
    wage_year: int | None
    salary_usd: float | None
    selection_level: int | None
    below_level_1: bool | None
    notes: list[str]


@router.get("/person", responses=answers(404, of=Person))
def person(request: Request, asked: Annotated[PersonAsked, Query()]) -> Response:
    """One person's wage level and odds of selection, by season scenario. An estimate, not legal advice."""
    etag = None if asked.stored else tag(request, "person", today(), *asked)
    day(asked.on, "on"), day(asked.opt_end, "opt_end")
    from openh1b.cases.person import Typed, person_case
    from openh1b.web.api.documents import of_person

    given = {**asked.model_dump(exclude={"stored"}), "policy": plain_policy(asked.policy)}
    given |= {name: given[name] or None for name in ("opt_end", "on")}
    found = person_case(Typed(**given), _table(request, asked), today=today())
    return answer(as_json(of_person(found)), "json", etag=etag)


def _table(request: Request, asked: PersonAsked) -> WageTable:
    """The table shipped, or that of the store. Raises Refused where it holds none."""
    from openh1b.data.store import Store
    from openh1b.season.wages_table import shipped
    from openh1b.web.api.documents import stored_wages

    if not asked.stored:
        return shipped()
    try:
        return stored_wages(Store(settings_of(request).store).root, asked.season)
    except DataError as error:
        raise missing(without_folder(error)) from None


@router.get("/wages", responses=answers(of=Wages))
def wages(
    request: Request,
    soc: Annotated[str, Query(description="occupation: 15-1252, or a title", max_length=200, examples=["15-1252"])],
    area: Annotated[str, Query(description="42660, Seattle, King County, WA", max_length=200, examples=["Seattle"])],
    salary: Annotated[str | None, Query(description="an offer: 165000 a year, or 79.50/hour", max_length=60)] = None,
) -> Response:
    """Wages of Levels I to IV of an occupation in an area, and the level that an offer reaches."""
    etag = tag(request)
    from openh1b.cases.person_offer import read_place
    from openh1b.cases.person_salary import read_salary
    from openh1b.season.levels import standing
    from openh1b.season.wages_table import floors_of, shipped

    occupation, place = read_place(soc, area, shipped())
    floors = floors_of(occupation.soc_code, place.code, shipped())
    pay = None if not salary else read_salary(salary).usd
    one = None if pay is None else standing(pay, floors)
    document = {
        "soc_code": occupation.soc_code,
        "occupation": occupation.title,
        "area": place.code,
        "area_name": place.name,
        "usd_a_year": list(floors.usd),
        "usd_an_hour": list(floors.an_hour),
        "wage_table": floors.table,
        "wage_year": floors.wage_year,
        "salary_usd": pay,
        "selection_level": None if one is None else one.level,
        "below_level_1": None if one is None else one.below_level_1,
        "notes": [note for note in (occupation.note, place.note) if note],
    }
    return answer(as_json(document), "json", etag=etag)
