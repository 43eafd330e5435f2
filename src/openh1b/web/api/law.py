"""/law: what the law says on a day, as known on a day, and where it is written."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from fastapi import Path, Query, Request
from starlette.responses import Response

from openh1b.errors import InputError
from openh1b.web.api.answering import TABLES, Form, answer, as_json, table, tag
from openh1b.web.api.asked import Day, Known, day, today
from openh1b.web.api.route import answers, missing, new_router
from openh1b.web.api.shapes import LawValue, Shape

if TYPE_CHECKING:
    from openh1b.law import Dated, Law

router = new_router("Law")


class LawPath(Shape):
    """A path of the law."""

    path: str
    label: str
    unit: str
    clock: str
    type: str
    annual: bool
    values: int
    start: str | int | None


class ValueWithOthers(LawValue):
    """A value, and entries of its path that are not in force."""

    not_in_force: list[LawValue]


class Shown(Shape):
    """The law of a day."""

    on: str
    season: int
    known: str | None
    parameters: list[ValueWithOthers]


class At(Shape):
    """One path over time."""

    on: str
    season: int
    known: str | None
    value: LawValue | None
    over_time: list[LawValue]
    not_in_force: list[LawValue]


class Change(Shape):
    """A parameter that differs between two days."""

    path: str
    before: LawValue | None
    after: LawValue | None


class Diff(Shape):
    """What differs between two days."""

    days: list[str]
    known: str | None
    changes: list[Change]


class SourceShape(Shape):
    """A document that the law files cite."""

    id: str
    title: str
    short: str
    kind: str
    published: str | None
    reference: str | None
    where: str | None
    note: str | None


@router.get("/law", responses=answers(of=list[LawPath], media=TABLES))
def paths(request: Request, form: Form = "json") -> Response:
    """Every path of the law: what it is, its unit, its clock, and since when it has values."""
    etag = tag(request)
    from openh1b.law import load_law, plain

    law = load_law()
    rows = [
        {
            "path": path,
            "label": one.label,
            "unit": one.unit,
            "clock": one.clock,
            "type": one.kind.type,
            "annual": one.annual,
            "values": len(one.entries),
            "start": next((plain(span.start) for span in law.spans(path)), None),
        }
        for path, one in law.parameters.items()
    ]
    return answer(table(rows, form), form, "law", etag)


@router.get("/law/show", responses=answers(404, of=Shown))
def show(
    request: Request,
    path: Annotated[
        str | None, Query(description="a path or the beginning of one", examples=["selection"], max_length=120)
    ] = None,
    on: Day = None,
    known: Known = None,
) -> Response:
    """The law of a day: each value, since when, its standing, how it was read and where it is written."""
    asked, seen = day(on, "on") or today(), day(known, "known")
    etag = tag(request, "show", path, asked, seen)
    from openh1b.documents.law import law_document
    from openh1b.law import load_law

    law = load_law()
    names = _known_paths(law, path)
    found = [value for value in (law.find(name, on=asked, known=seen) for name in names) if value is not None]
    if not found and names:
        law.at(names[0], on=asked, known=seen)  # says since when there is a value
    return answer(as_json(law_document(law, found, asked, seen)), "json", etag=etag)


@router.get("/law/at/{path}", responses=answers(404, of=At))
def at(
    request: Request,
    path: Annotated[str, Path(description="a path of the law", examples=["caps.regular"], max_length=120)],
    on: Day = None,
    known: Known = None,
) -> Response:
    """One path: its value on a day, every value over time, and what was proposed, stayed or set aside."""
    asked, seen = day(on, "on") or today(), day(known, "known")
    etag = tag(request, "at", path, asked, seen)
    from openh1b.documents.law import asked_of, others_rows
    from openh1b.law import load_law
    from openh1b.law.wording import as_json as dated_json

    law = load_law()
    try:
        spans = law.spans(path, seen)
    except InputError as error:
        raise missing(error) from None
    value = law.find(path, on=asked, known=seen)
    values = (_span(law, path, each.start, seen) for each in spans)
    document = {
        **asked_of(law, asked, seen),
        "value": None if value is None else dated_json(value),
        "over_time": [dated_json(one) for one in values if one is not None],
        "not_in_force": others_rows(law, path, value, seen),
    }
    return answer(as_json(document), "json", etag=etag)


@router.get("/law/diff", responses=answers(of=Diff))
def diff(
    request: Request,
    first: Annotated[str, Query(description="one day, YYYY-MM-DD", examples=["2020-01-01"], max_length=40)],
    second: Annotated[str, Query(description="another day", examples=["2026-03-10"], max_length=40)],
    known: Known = None,
) -> Response:
    """What differs between two days. Published counts, which differ every season, are left out."""
    etag = tag(request)
    from openh1b.documents.law import changes_document
    from openh1b.law import load_law

    one, two, seen = day(first, "first"), day(second, "second"), day(known, "known")
    if one is None or two is None:
        from openh1b.errors import Fault

        raise InputError(Fault("first, second", "a day is missing", expected="two days as YYYY-MM-DD"))
    return answer(as_json(changes_document((one, two), load_law().diff(one, two, known=seen), seen)), "json", etag=etag)


@router.get("/law/sources", responses=answers(of=list[SourceShape], media=TABLES))
def sources(request: Request, form: Form = "json") -> Response:
    """Every document that the law cites."""
    etag = tag(request)
    from openh1b.law import load_law

    rows = [{**vars(one), "published": _told(one.published)} for one in load_law().sources.values()]
    return answer(table(rows, form), form, "sources", etag)


def _known_paths(law: Law, path: str | None) -> tuple[str, ...]:
    if path is None or not path:
        return law.paths
    try:
        return law.under(path)
    except InputError as error:
        raise missing(error) from None


def _span(law: Law, path: str, start: date | int, known: date | None) -> Dated | None:
    return (
        law.find(path, season=start, known=known) if isinstance(start, int) else law.find(path, on=start, known=known)
    )


def _told(on: date | None) -> str | None:
    return None if on is None else str(on)
