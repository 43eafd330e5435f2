"""/law: any parameter of the law on a day and over time, as known on a day, with citations and standing."""

from __future__ import annotations

from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from openh1b.cited.reading import read_day
from openh1b.errors import Fault, InputError, did_you_mean
from openh1b.law import Dated, Law, load_law
from openh1b.law.timeline import news
from openh1b.web.pages import law_context as c
from openh1b.web.pages.case_files import query_of
from openh1b.web.pages.claims_context import today
from openh1b.web.pictures import FORMS
from openh1b.web.render import render
from openh1b.web.rules import in_words

router = APIRouter()
_CLOCKS: Final = {"fiscal_year": "by cap fiscal year", "filing_date": "by day of filing"}


@router.get("/law")
def law(request: Request, topic: str = "selection", on: str = "", known: str = "") -> HTMLResponse:
    """The law of a day, topic by topic."""
    if topic not in c.TOPICS:
        hint = did_you_mean(topic, c.TOPICS)
        raise InputError(Fault("topic", f"{topic[:60]!r}", expected=", ".join(c.TOPICS), hint=hint))
    held = load_law()
    day, seen = days(on, known)
    flags = f" --on {day}{f' --known {seen}' if seen else ''}"
    context = c.LawContext(
        title="The law",
        lead="What the law says on a day, as known on a day: each value with its standing, how it was read and where "
        "it is written.",
        topics=c.TOPICS,
        topic=topic,
        on=day,
        known=seen,
        season=c.season_words(held, day, seen),
        rows=c.topic_rows(held, topic, day, seen),
        command=f"openh1b law show {topic}{flags}",
    )
    return render(request, context)


@router.get("/law/{path}")
def parameter(request: Request, path: str, on: str = "", known: str = "") -> HTMLResponse:
    """One parameter over time."""
    held = load_law()
    if path not in held.parameters:
        raise HTTPException(404, f"No parameter {path[:80]!r}. {did_you_mean(path, held.parameters) or ''}")
    day, seen = days(on, known)
    values = c.over_time(held, path, seen)
    others = list(held.others(path, seen))
    span = c.years([*values, *others], day)
    now = held.find(path, on=day, known=seen)
    one = held.parameters[path]
    context = c.ParameterContext(
        title=_title(one.label, now, day),
        lead=_lead(held, path, now, day, seen),
        path=path,
        unit=one.unit,
        clock=_CLOCKS[one.clock],
        on=day,
        known=seen,
        now=None if now is None else c.shown(held, now),
        held=tuple(c.shown(held, each, (span, day)) for each in values),
        others=tuple(c.shown(held, each, (span, day)) for each in not_among(others, values)),
        marks=span.marks(),
        upright=span.at(c.year_of(day)),
        news=news(one),
        files=_files(path, query_of({"on": str(day)} | ({} if seen is None else {"known": str(seen)}))),
        command=f"openh1b law show {path} --on {day}{f' --known {seen}' if seen else ''}",
        origin=str(request.base_url).rstrip("/"),
    )
    return render(request, context)


def _files(path: str, query: str) -> dict[str, str]:
    """Form -> address of the chart of a parameter, which law_chart answers."""
    return {form: f"/law/{path}/time.{form}{query}" for form in FORMS}


def _title(label: str, now: Dated | None, on: date) -> str:
    return f"{label}: {'no value' if now is None else in_words(now)} on {on}"


def _lead(held: Law, path: str, now: Dated | None, on: date, known: date | None) -> str:
    told = "with all that is known" if known is None else f"as known on {known}"
    if now is None:
        return f"{path} on {on}, {told}: no value."
    value, unit = c.shown(held, now).value, held.parameters[path].unit
    counted = (
        isinstance(now.value, int | float)
        and not isinstance(now.value, bool)
        and unit not in value
        and not value.startswith("$")
    )
    return f"{path} on {on}, {told}: {value}{f' {unit}' if counted else ''}."


def not_among(others: list[Dated], values: list[Dated]) -> list[Dated]:
    """Those of `others` that are none of the values."""
    mine = [(one.citations, one.known, one.value) for one in values]
    return [one for one in others if (one.citations, one.known, one.value) not in mine]


def days(on: str, known: str) -> tuple[date, date | None]:
    """The day asked for, today if none; the day of knowledge. Raises InputError with both faults."""
    found: dict[str, date] = {}
    faults: list[Fault] = []
    for name, text in (("on", on), ("known", known)):
        try:
            if text.strip():
                found[name] = read_day(text, name)
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return found.get("on", today()), found.get("known")
