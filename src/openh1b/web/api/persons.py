"""/person, /wages, /levels: one person's wage level and odds; wages of an area; the level of one salary everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from openh1b.errors import Fault, InputError
from openh1b.web.api.answering import TABLES, TableFormat, answer, as_json, document_or_rows, tag
from openh1b.web.api.asked import day, plain_policy, settings_of, today
from openh1b.web.api.route import Refused, answers, new_router
from openh1b.web.api.shapes import Shape

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


class WagesAsked(BaseModel):
    """The flags of `openh1b season wage`."""

    soc: str = Field(description="occupation: 15-1252, or a title", max_length=200, examples=["15-1252"])
    area: str = Field(description="42660, Seattle, King County, WA", max_length=200, examples=["Seattle"])
    salary: str | None = Field(None, max_length=60, description="an offer: 165000 a year, or 79.50/hour")
    percentiles: str | None = Field(None, max_length=200, description="wages at percentiles too, as 34,52,70,88")
    season: int | None = Field(None, ge=1992, le=2100, description="say whether the table is that of its registration")
    stored: bool = Field(default=False, description="the table of the store, not that shipped")
    wage_year: int | None = Field(None, ge=1990, le=2100, description="with stored: the year in whose July it begins")
    form: TableFormat = Field("json", alias="format", description="json, csv, parquet or xlsx")


class Wages(Shape):
    """What `openh1b season wage --format json` prints."""

    soc_code: str
    title: str
    area: str
    area_name: str
    wage_year: int | None
    table: str
    unit_of_table: str
    wages: list[dict[str, Any]]
    offer: dict[str, Any] | None
    notes: list[str]


class LevelsAsked(BaseModel):
    """The flags of `openh1b season levels`."""

    soc: str = Field(description="occupation: 15-1252, or a title", max_length=200, examples=["15-1252"])
    salary: str = Field(description="165000 a year, or 79.50/hour", max_length=60, examples=["165000"])
    state: str | None = Field(None, max_length=60, description="only counties of this state: WA, Washington")
    season: int | None = Field(None, ge=1992, le=2100, description="say whether the table is that of its registration")
    stored: bool = Field(default=False, description="the table of the store, not that shipped")
    wage_year: int | None = Field(None, ge=1990, le=2100, description="with stored: the year in whose July it begins")
    form: TableFormat = Field("json", alias="format", description="json, csv, parquet or xlsx")


class CountyLevel(Shape):
    """A county. fips: null where the outlines of 2017 have none. level: null where no wage is published."""

    fips: str | None
    county: str
    state: str
    area: str
    area_name: str
    level: int | None
    below_level_1: bool | None
    l1_usd: float | None
    l2_usd: float | None
    l3_usd: float | None
    l4_usd: float | None
    to_next_level_usd: float | None
    area_taken_from: str


class Levels(Shape):
    """What `openh1b season levels --format json` prints."""

    disclaimer: str
    soc_code: str
    title: str
    offered_wage_usd: float
    wage_year: int | None
    table: str
    state: str | None
    counted: dict[str, int]
    counties: list[CountyLevel]
    notes: list[str]


@router.get("/person", responses=answers(404, of=Person))
def person(request: Request, asked: Annotated[PersonAsked, Query()]) -> Response:
    """One person's wage level and odds of selection, by season scenario. An estimate, not legal advice."""
    etag = None if asked.stored else tag(request, "person", today(), *asked)
    for name in ("on", "opt_end"):
        day(getattr(asked, name), name)
    from openh1b.cases.person import Typed, person_case
    from openh1b.documents.person import person_document

    given = {**asked.model_dump(exclude={"stored"}), "policy": plain_policy(asked.policy)}
    given |= {name: given[name] or None for name in ("opt_end", "on")}
    found = person_case(Typed(**given), _table(request, asked), today=today())
    return answer(as_json(person_document(found)), "json", etag=etag)


def _table(request: Request, asked: PersonAsked) -> WageTable:
    """The table shipped, or that of the store. Raises Refused where it holds none."""
    from openh1b.cases.stored import wages_of

    return wages_of(folder_of_wages(request) if asked.stored else None, asked.season)


def folder_of_wages(request: Request) -> Path:
    """The folder of the server's store, which holds wages. Raises Refused where it holds none."""
    from openh1b.data.store import Store

    store = Store(settings_of(request).store)
    if not store.vintages("oflc_wages"):
        raise Refused(404, [Fault("store", "holds no oflc_wages", hint="openh1b data add FILE puts files there")])
    return store.root


@router.get("/wages", responses=answers(404, of=Wages, media=TABLES))
def wages(request: Request, asked: Annotated[WagesAsked, Query()]) -> Response:
    """Wages of Levels I to IV of an occupation in an area, the level of an offer, and wages at percentiles."""
    etag = None if asked.stored else tag(request)
    from openh1b.cases.person_offer import read_place
    from openh1b.cases.person_salary import read_salary
    from openh1b.documents.wages import WageAnswer, wage_document
    from openh1b.season.levels import wage_year_warning
    from openh1b.season.wages_percentiles import checked, percentile_wages, read_percentiles
    from openh1b.season.wages_table import floors_of

    percentiles = checked(read_percentiles(asked.percentiles, "percentiles")) if asked.percentiles else None
    table = _wages_of(request, asked)
    occupation, place = read_place(asked.soc, asked.area, table)
    floors = floors_of(occupation.soc_code, place.code, table)
    pay = read_salary(asked.salary).usd if asked.salary else None
    made = percentile_wages(occupation.soc_code, place.code, percentiles, table=table) if percentiles else None
    warning = None if asked.season is None else wage_year_warning(asked.season, table.wage_year)
    notes = (occupation.note, place.note, warning, *(made.notes if made else ()))
    found = WageAnswer(occupation, place, floors, pay, made, tuple(one for one in notes if one))
    document = wage_document(found)
    return answer(document_or_rows(document, document["wages"], asked.form), asked.form, "wages", etag)


@router.get("/levels", responses=answers(404, of=Levels, media=TABLES))
def levels(request: Request, asked: Annotated[LevelsAsked, Query()]) -> Response:
    """The wage level that one salary reaches for an occupation in every county. An estimate, not legal advice."""
    etag = None if asked.stored else tag(request)
    from openh1b.cases.county_levels import county_levels
    from openh1b.documents.levels import levels_document

    state = asked.state or None
    found = county_levels(asked.soc, asked.salary, _wages_of(request, asked), state=state, season=asked.season)
    document = levels_document(found)
    return answer(document_or_rows(document, document["counties"], asked.form), asked.form, "levels", etag)


def _wages_of(request: Request, asked: WagesAsked | LevelsAsked) -> WageTable:
    from openh1b.data.store import Store
    from openh1b.season.levels import wage_year_name
    from openh1b.season.wages_table import StoredWages, shipped

    if asked.stored:
        return StoredWages(Store(folder_of_wages(request)).table("oflc_wages"), asked.wage_year)
    if asked.wage_year not in {None, shipped().wage_year}:
        problem = f"{asked.wage_year} is not shipped, only {wage_year_name(shipped().wage_year)}"
        raise InputError(Fault("wage_year", problem, expected="stored=true, where the store holds it"))
    return shipped()
