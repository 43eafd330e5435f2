"""This season: from registration to visa, the rule in force on a day, odds by level; a slider over the seasons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from openh1b.charts import make_chart
from openh1b.charts.comparison_page import sources_of
from openh1b.charts.table import Table
from openh1b.charts.words import percent
from openh1b.cited.reading import read_day
from openh1b.errors import Fault, InputError
from openh1b.law import load_law, season_name
from openh1b.results import plural
from openh1b.scenario import Scenario
from openh1b.season.published import FIRST, LAST
from openh1b.season.seats import total
from openh1b.simulate import Comparison
from openh1b.web.address import from_query, to_query
from openh1b.web.captions import without_season_words
from openh1b.web.compared import compared
from openh1b.web.pages.season_chart import NOTE, finding
from openh1b.web.pages.waiting import later
from openh1b.web.part import Failed, part
from openh1b.web.pictures import FORMS, Picture, picture
from openh1b.web.render import Context, render
from openh1b.web.reproduce import Reproduce, reproduce
from openh1b.web.rules import Rule, rules
from openh1b.web.seasons import PROJECTED, Column, Step, asked_season, columns, steps
from openh1b.web.spelling import in_fields

router = APIRouter()

START: Final = Scenario(season=LAST, policies=("current",))
"""What the page shows when nothing is asked: the last season with published registrations, under its own law."""


@dataclass(frozen=True)
class SeasonContext(Context):
    """number: the season; projected: whether nothing of it is published. day: of the rule; assumed_day: a guess of it.

    columns: all seasons; top: the largest number in them. notes: what must be said with the odds.
    """

    template: ClassVar[str] = "season.html.j2"

    number: int
    first: int
    last: int
    projected: bool
    registrations: int | None
    columns: tuple[Column, ...]
    columns_title: str
    columns_note: str
    column_files: dict[str, str]
    top: int
    steps: tuple[Step, ...] | Failed
    day: date
    assumed_day: bool
    rules: tuple[Rule, ...] | Failed
    picture: Picture | Failed
    headline: str
    notes: tuple[str, ...]
    assumptions: tuple[tuple[str, str, str], ...]
    sources: Table | Failed
    reproduce: Reproduce


@router.get("/")
def season_page(request: Request) -> Response:
    """The page of a season: `?season=2026&on=2026-03-10`, and further fields of Scenario."""
    pairs = request.query_params.multi_items()
    scenario = from_query(pairs, base=START, also=("on",))
    _check(scenario)
    scenario = asked_season(scenario if scenario.season == PROJECTED else replace(scenario, registrations=None))
    waiting = later(request, scenario)
    if waiting is not None:
        return waiting
    return render(request, _context(scenario, request.query_params.get("on", ""), str(request.base_url).rstrip("/")))


def _check(scenario: Scenario) -> None:
    if not FIRST <= scenario.season <= PROJECTED:
        raise InputError(Fault("season", f"{scenario.season}", expected=f"a season from {FIRST} to {PROJECTED}"))


def _day(text: str, number: int) -> tuple[date, bool]:
    """The day asked for, or else that on which registration for the season opened or is taken to open."""
    if text.strip():
        return read_day(text, "on"), False
    opening = load_law().clock(None).opens(number)
    return opening.day, opening.assumed


def _context(scenario: Scenario, on: str, origin: str) -> SeasonContext:
    found = compared(scenario)
    day, assumed = _day(on, scenario.season)
    every = columns()
    return SeasonContext(
        title=_title(scenario.season, found),
        lead=season_name(scenario.season),
        number=scenario.season,
        first=FIRST,
        last=PROJECTED,
        projected=scenario.season == PROJECTED,
        registrations=scenario.registrations,
        columns=every,
        columns_title=finding(every),
        columns_note=NOTE,
        column_files={form: f"/seasons.{form}" for form in FORMS},
        top=max(one.drawn for one in every),
        steps=part("The counts of this season", lambda: steps(scenario.season, _taken(found))),
        day=day,
        assumed_day=assumed,
        rules=part("The rule in force", lambda: rules(day)),
        picture=part("The chart of odds", lambda: _picture(found, scenario)),
        headline=without_season_words(found.headline),
        notes=found.notes,
        assumptions=tuple((one.name, one.value, in_fields(one.range)) for one in found.assumptions),
        sources=part("The sources", lambda: sources_of(found)),
        reproduce=reproduce(scenario, origin),
    )


def _picture(found: Comparison, scenario: Scenario) -> Picture:
    return picture(make_chart(found, "odds-by-selection_level"), to_query(scenario), _finding(found), found.headline)


def _taken(found: Comparison) -> dict[str, int]:
    """What the odds take for counts of persons, where seasons draw persons."""
    if found.pool.unit != "beneficiary":
        return {}
    seats = total(found.asked.seats)
    return {"seasons.beneficiaries": found.pool.units, "seasons.beneficiaries_selected": seats}


def _title(number: int, found: Comparison) -> str:
    selected, units = found.runs[0].expected.sum(), found.pool.units
    every = f"{percent(selected / units)} of {plural(found.pool.unit)}"
    seats = [one.value for one in found.assumptions if one.name == "beneficiaries selected"]
    if seats:  # such as "118,660, as in FY2026"
        enough = total(found.asked.seats) >= units
        so = f"there are seats for {seats[0]}" if enough else seats[0].replace(", as", " are, as")
        told = f"about {every} selected, if {so}"
        return f"FY{number}, projected: {told}" if number == PROJECTED else f"FY{number}: {told}"
    return f"FY{number}: {every} selected"


def _finding(found: Comparison) -> str | None:
    """A title for odds that are equal at every level, which the chart's own would give as a range from 35% to 35%."""
    values = [found.result.find("current", "odds", "selection_level", str(level)).value or 0.0 for level in range(1, 5)]
    if max(values) - min(values) > 0.0005:
        return None
    return f"At every wage level the odds of selection are {percent(values[0])}: the rule does not look at the level"
