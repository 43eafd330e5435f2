"""/calendar: the dates of one stay in H-1B status, each with the law behind it; also as an iCalendar file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from fastapi import Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from openh1b.web.api.answering import answer, as_json, tag
from openh1b.web.api.asked import settings_of, today
from openh1b.web.api.route import answers, new_router
from openh1b.web.api.shapes import LawValue, Shape

if TYPE_CHECKING:
    from openh1b.cases.calendar import Calendar

router = new_router("Calendar")

Spans = Annotated[list[str], Field(max_length=100)]


class StayAsked(BaseModel):
    """The flags of `openh1b calendar`."""

    start: str = Field(description="first day in H-1B status", max_length=40, examples=["2022-10-01"])
    abroad: Spans = Field([], description="absences as FROM:TO; repeat", examples=[["2023-12-10:2024-01-08"]])
    prior_l1: Spans = Field([], description="earlier stays in L-1 status as FROM:TO; repeat")
    prior_h1b: Spans = Field([], description="earlier stays in H-1B status as FROM:TO; repeat")
    validity_end: str | None = Field(None, max_length=40, description="last day of the present approval")
    i94_end: str | None = Field(None, max_length=40, description="last day of the authorized stay (I-94)")
    labor_certification: str | None = Field(
        None, max_length=40, description="day on which it was filed", examples=["2026-03-02"]
    )
    i140: str | None = Field(None, max_length=40, description="day on which an I-140 was approved")
    i140_filed: str | None = Field(None, max_length=40, description="day on which an I-140 was filed")
    priority_date: str | None = Field(None, max_length=40, description="default: the filing of either")
    country: str | None = Field(None, max_length=40, description="country of birth, such as IND")
    category: str | None = Field(None, max_length=40, description="EB1, EB2 or EB3")
    opt_end: str | None = Field(None, max_length=40, description="last day of OPT before a STEM extension")
    stem: bool = Field(default=False, description="the degree allows the STEM extension")
    on: str | None = Field(None, max_length=40, description="law of this day; today if not given")
    name: str = Field("", max_length=80, description="in calendar titles; keeps two people apart")


class CalendarAsked(StayAsked):
    """The same, and how it is to be answered."""

    form: Literal["json", "ics"] = Field("json", alias="format", description="json or ics")


class CalendarLine(Shape):
    """A date and how it comes about. law: paths of `law`."""

    key: str
    label: str
    day: str | None
    first: str | None
    text: str
    law: list[str]


class LawBehind(LawValue):
    """A value of the law, and what is proposed in its place."""

    proposals: list[LawValue]


class CalendarShape(Shape):
    """What `openh1b calendar --format json` prints."""

    disclaimer: str
    on: str
    stay: dict[str, Any]
    lines: list[CalendarLine]
    notes: list[str]
    law: list[LawBehind]
    provisional: bool


_ICS: Final = ("text/calendar",)


@router.get("/calendar", responses=answers(of=CalendarShape, media=_ICS))
def calendar(request: Request, asked: Annotated[CalendarAsked, Query()]) -> Response:
    """The dates of one stay: validity, six years, extensions, grace. An estimate, not legal advice."""
    return _answered(request, asked, asked.form)


@router.get("/calendar.ics", responses=answers(media=_ICS), response_class=Response)
def calendar_ics(request: Request, asked: Annotated[StayAsked, Query()]) -> Response:
    """The same as an iCalendar file, which keeps its events' identity when it is made again."""
    return _answered(request, asked, "ics")


def _answered(request: Request, asked: StayAsked, form: str) -> Response:
    etag = tag(request, "calendar", today(), form, *asked)
    found = _found(request, asked)
    if form == "json":
        from openh1b.documents.calendar import calendar_document

        return answer(as_json(calendar_document(found)), "json", etag=etag)
    from openh1b.cases.calendar_file import calendar_file

    return answer(calendar_file(found, asked.name), "ics", "h1b", etag)


def _found(request: Request, asked: StayAsked) -> Calendar:
    from openh1b.cases.calendar import calendar_of
    from openh1b.cases.calendar_typed import TypedStay, read_stay
    from openh1b.cases.stored import cutoffs_of

    typed = TypedStay(**asked.model_dump(include=set(StayAsked.model_fields)))
    read = read_stay(typed, today=today(), where=str)
    cutoffs = cutoffs_of(settings_of(request).store) if read.card.i140_approved else ()
    return calendar_of(read.stay, read.card, student=read.student, on=read.on, cutoffs=cutoffs)
