"""`/case`: one person's level, odds by scenario and over the tries, next threshold, places, cost and calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import ClassVar, Final, TypeVar

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from openh1b.cases import DISCLAIMER
from openh1b.cases.calendar_windows import next_window
from openh1b.cases.person import Case, Typed, person_case
from openh1b.cited.reading import read_day
from openh1b.errors import Fault, InputError, NotComputable
from openh1b.season.wages_table import shipped
from openh1b.web.api.asked import plain_policy
from openh1b.web.pages.case_answer import FLAGS, Answer, answer_of
from openh1b.web.pages.case_chart import case_chart
from openh1b.web.pages.case_cost import Costs, costs_of, filer_of
from openh1b.web.pages.case_days import Days, case_calendar, days_of, name_of
from openh1b.web.pages.case_files import chart_file, query_of, saved
from openh1b.web.pages.case_form import Form, filled, flag, given, labels
from openh1b.web.pages.case_map import NAME as MAP
from openh1b.web.pages.case_question import EXAMPLE, groups, names
from openh1b.web.pages.case_reach import Reach, reach_chart, reach_of
from openh1b.web.part import Failed, part
from openh1b.web.render import Context, render
from openh1b.web.spelling import in_fields, spelled

router = APIRouter()

NEEDED: Final = {"soc": "a job", "area": "a place of work", "salary": "base pay"}
T = TypeVar("T")


@dataclass(frozen=True)
class CaseContext(Context):
    """form: what was typed, with what is wrong. answer: None until a job, a place and pay are given.

    reach, costs, days: further parts, None where they could not be computed; missing: why, by part. again: the address
    of the same question. example: an address to begin with.
    """

    template: ClassVar[str] = "case.html.j2"

    form: Form
    answer: Answer | None
    reach: Reach | Failed | None
    costs: Costs | None
    days: Days | None
    missing: Mapping[str, str]
    again: str
    example: str


@router.get("/case")
def case_page(request: Request) -> HTMLResponse:
    """The page: names are the flags of `openh1b person`, `cost` and `calendar`."""
    asked = _Asked(request)
    found = asked.case() if asked.values.keys() & NEEDED.keys() else None
    context = asked.context(found, str(request.base_url).rstrip("/"))
    return render(request, context, 422 if context.form.wrong or asked.failed else 200)


@router.get("/case/calendar.ics")
def case_ics(request: Request) -> Response:
    """The calendar as a file. Raises InputError with every fault."""
    from openh1b.cases.calendar_file import calendar_file

    asked = _Asked(request)
    season, on = asked.season, asked.day
    if asked.faults:
        raise InputError(asked.faults)
    data = calendar_file(case_calendar(asked.values, season, on), name_of(asked.values))
    return saved(data, f"h1b-calendar-fy{season}.ics", "text/calendar; charset=utf-8")


@router.get("/case/{name}.{form}")
def case_file(request: Request, name: str, form: str) -> Response:
    """A chart of the page as a file. Raises InputError with every fault, also for a chart that is not there."""
    asked = _Asked(request)
    found = asked.case()
    if found is None or asked.faults:
        raise InputError(asked.faults)
    charts = {"odds-by-scenario": lambda: case_chart(found), MAP: lambda: reach_chart(found)}
    if name not in charts:
        raise InputError(Fault("chart", f"no chart {name[:40]!r}", expected=" or ".join(charts)))
    return chart_file(charts[name](), form)


class _Asked:
    """What an address asks: values, and all that is wrong with them."""

    def __init__(self, request: Request) -> None:
        self.today: date = datetime.now(tz=UTC).date()
        self.values, self.faults = given(request.query_params.multi_items(), names(self.today))
        self.season = self.read(self._season, next_window(self.today).season)
        self.day = self.read(self._day, self.today)
        self.failed = ""

    def read(self, call: Callable[[], T], otherwise: T) -> T:
        """What a call gives; its faults are kept."""
        try:
            return call()
        except InputError as error:
            self.faults += [one for one in error.faults if one not in self.faults]
            return otherwise

    def _season(self) -> int:
        text = self.values.get("season", str(next_window(self.today).season))
        if not (text.isascii() and text.isdecimal() and len(text) == 4):
            raise InputError(Fault("season", repr(text[:20]), expected="a fiscal year such as 2028"))
        return int(text)

    def _day(self) -> date:
        return read_day(self.values["on"], "on") if "on" in self.values else self.today

    def case(self) -> Case | None:
        """The answer of `person`; None where a field of it is wrong, or the table has no wage, which `failed` says."""
        typed, found = self._typed(), None
        self.read(lambda: filer_of(self.values), None)
        self.read(self._days, None)
        self.faults += [
            Fault(name, "missing", expected=what) for name, what in NEEDED.items() if name not in self.values
        ]
        try:
            found = person_case(typed, shipped(), today=self.today)
        except InputError as error:
            blank = [one for one in error.faults if _name(one) in NEEDED and _name(one) not in self.values]
            self.faults += [one for one in error.faults if one not in blank and one not in self.faults]
        except NotComputable as error:
            self.failed = in_fields(str(error))
        return None if any(_name(one) in FLAGS for one in self.faults) else found

    def _typed(self) -> Typed:
        values = self.values
        over = self.season < next_window(self.day).season
        return Typed(
            soc=values.get("soc", ""),
            area=values.get("area", ""),
            salary=values.get("salary", ""),
            season=self.season,
            us_masters=self.read(lambda: flag(values, "us_masters"), otherwise=False),
            opt_end=values.get("opt_end"),
            stem=self.read(lambda: flag(values, "stem"), otherwise=False),
            past=over or self.read(lambda: flag(values, "past"), otherwise=False),
            policy=self.read(lambda: plain_policy(values.get("policy", "current")), "current"),
            on=values.get("on"),
        )

    def context(self, found: Case | None, origin: str) -> CaseContext:
        """All parts of the page; what fails in one is said there and leaves the others."""
        values = {**self.values, "season": str(self.season)} if found else self.values
        missing = {"case": self.failed, "costs": "", "days": ""}
        answer = None if found is None else answer_of(found, _past(values, found), origin)
        reach = None if found is None else part("The map of counties", lambda: reach_of(found, values, origin))
        costs = None if found is None else self.part("costs", missing, lambda: costs_of(found, filer_of(values)))
        days = None if found is None else self.part("days", missing, self._days)
        form = filled(groups(self.today), values, self.faults)
        return CaseContext(
            title="My case" if answer is None else answer.headline,
            lead=DISCLAIMER,
            form=form,
            answer=answer,
            reach=reach,
            costs=costs,
            days=days,
            missing=missing,
            again=query_of(values),
            example=query_of(EXAMPLE),
        )

    def _days(self) -> Days:
        return days_of(case_calendar(self.values, self.season, self.day), assumed="start" not in self.values)

    def part(self, name: str, missing: dict[str, str], call: Callable[[], T]) -> T | None:
        """A part of the page; faults go to their fields."""
        try:
            return call()
        except InputError as error:
            self.faults += [one for one in error.faults if one not in self.faults]
            missing[name] = "; ".join(str(spelled(one, labels=labels(groups(self.today)))) for one in error.faults[:3])
        except NotComputable as error:
            missing[name] = in_fields(str(error))
        return None


def _name(fault: Fault) -> str:
    return fault.where.removeprefix("--").replace("-", "_")


def _past(values: Mapping[str, str], found: Case) -> dict[str, str]:
    """The values, with what the command needs for a season whose registration is over."""
    return {**values, "past": "true"} if found.typed.past else dict(values)
