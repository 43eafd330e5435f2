"""/sponsors: who sponsors, from the hub files of the store; published figures where none is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from fastapi import Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from openh1b.errors import Fault, InputError
from openh1b.sponsors.columns import COUNTED, EXPLAINED, SEARCHED, SHOWN
from openh1b.web.api.answering import TABLES, Form, TableFormat, answer, document_or_rows
from openh1b.web.api.asked import settings_of
from openh1b.web.api.route import Refused, answers, missing, new_router
from openh1b.web.api.shapes import Shape

if TYPE_CHECKING:
    import polars as pl

    from openh1b.sponsors.vintages import Chosen

router = new_router("Sponsors")

_PART_YEARS: Final = "count part-year files where no whole year is held"
Rows = Annotated[int, Query(description="how many rows", ge=1, le=10_000)]
Name = Annotated[str, Query(description="a group, a legal entity, or a spelling", max_length=200, examples=["Amazon"])]


class Counted(BaseModel):
    """Which decisions of which years."""

    year: list[int] = Field([], description="a fiscal year; repeat. All whole years held if none")
    count: Literal["initial", "continuing", "all"] = Field("initial", description="which decisions are counted")
    part_years: bool = Field(default=False, description=_PART_YEARS)
    form: TableFormat = Field("json", alias="format", description="json, csv, parquet or xlsx")


class CountedBy(Counted):
    """The same, by group of companies or legal entity."""

    level: Literal["group", "entity"] = Field("group", description="group of companies, or legal entity")


class Top(CountedBy):
    """The same of those with most approvals."""

    rows: int = Field(20, description="how many rows", ge=1, le=10_000)
    first_time: bool = Field(default=False, description="only sponsors new in the last year")


class Shown(BaseModel):
    """One sponsor."""

    name: str = Field(description="a group, a legal entity, or a spelling", max_length=200, examples=["Amazon"])
    part_years: bool = Field(default=False, description=_PART_YEARS)
    form: TableFormat = Field("json", alias="format", description="json, csv, parquet or xlsx")


class Sponsors(Shape):
    """A table of the sponsors' part. from_store: whether official files were read; else figures as published."""

    from_store: bool
    notes: list[str]
    rows: list[dict[str, Any]] = Field(description="as `openh1b sponsors` gives them with --format json")


_ANSWERS: Final = answers(404, of=Sponsors, media=TABLES)


@router.get("/sponsors", responses=_ANSWERS)
def top(request: Request, asked: Annotated[Top, Query()]) -> Response:
    """Sponsors with most approvals. Approvals are not people."""
    from openh1b.sponsors import first_time as new
    from openh1b.sponsors import ranks

    resolved = _resolved(request, (*COUNTED, "group", asked.level, "control"))
    if resolved is None:
        return _published(None, asked.year, asked.form)
    chosen = _chosen(resolved, asked.year, part_years=asked.part_years)
    most = None if asked.first_time else asked.rows
    table = ranks.sponsors(chosen.lines, count=asked.count, level=asked.level, most=most)
    table = new.with_first_time(table, resolved, chosen.years[-1], level=asked.level)
    table = (table.filter("first_time_sponsor") if asked.first_time else table).head(asked.rows)
    said = (new.first_time_note(resolved, chosen.years[-1]), ranks.label_note())
    return _sent(table, (*chosen.notes, *ranks.change_note(chosen.lines), *said), asked.form, "sponsors")


@router.get("/sponsors/show", responses=_ANSWERS)
def show(request: Request, asked: Annotated[Shown, Query()]) -> Response:
    """One sponsor: its decisions by year, and its legal entities among the notes."""
    from openh1b.sponsors.profile import find_group, only_in, years_of
    from openh1b.sponsors.profile import show as shown

    resolved = _resolved(request, SHOWN)
    if resolved is None:
        return _published(asked.name, (), asked.form)
    try:
        group = find_group(asked.name, resolved)
    except InputError as error:
        raise missing(error) from None
    chosen = _chosen(resolved, (), part_years=asked.part_years)
    entities, table = shown(group, chosen.lines)["entities"], years_of(group, chosen.lines)
    said = () if table.height else (only_in(group, resolved),)
    notes = (*chosen.notes, *said, f"{len(entities)} legal entities: {'; '.join(entities)}")
    return _sent(table, notes, asked.form, "sponsor")


@router.get("/sponsors/search", responses=_ANSWERS)
def search(
    request: Request,
    text: Annotated[str, Query(description="part of a name", min_length=1, max_length=200, examples=["ama"])],
    rows: Rows = 50,
    form: Form = "json",
) -> Response:
    """Names that hold a text, and the group that each counts for: a match is not a merge."""
    from openh1b.sponsors.profile import search as found

    resolved = _resolved(request, SEARCHED)
    if resolved is None:
        return _published(text, (), form)
    return _sent(found(text, resolved).head(rows), (), form, "names")


@router.get("/sponsors/explain", responses=_ANSWERS)
def explain(request: Request, name: Name, form: Form = "json") -> Response:
    """Why lines count for a sponsor: the evidence of each merge, and in the notes what was cut from the name."""
    from openh1b.sponsors.names import read_name
    from openh1b.sponsors.profile import explain as reasons
    from openh1b.sponsors.profile import find_group

    resolved = _resolved(request, EXPLAINED)
    read = read_name(name)
    try:
        found = [] if resolved is None else reasons(find_group(name, resolved), resolved)
    except InputError as error:
        raise missing(error) from None
    notes = (f"{read.raw}: key {read.key}", *read.steps)
    return _written([asdict(one) for one in found], notes, form, "explain", from_store=resolved is not None)


@router.get("/sponsors/industries", responses=_ANSWERS)
def industries(request: Request, asked: Annotated[Counted, Query()]) -> Response:
    """Approvals and denials by industry, NAICS sector as the petitioner states it."""
    from openh1b.sponsors.ranks import industries as by_industry
    from openh1b.sponsors.ranks import industry_note

    chosen = _needed(request, ("group",), asked)
    table = by_industry(chosen.lines, count=asked.count)
    return _sent(table, (*chosen.notes, *industry_note(chosen.lines)), asked.form, "industries")


@router.get("/sponsors/states", responses=_ANSWERS)
def states(request: Request, asked: Annotated[Counted, Query()]) -> Response:
    """Approvals and denials by state of the petitioner, which need not be the state of the work."""
    from openh1b.sponsors.ranks import states as by_state

    chosen = _needed(request, ("group", "state"), asked)
    return _sent(by_state(chosen.lines, count=asked.count), chosen.notes, asked.form, "states")


@router.get("/sponsors/concentration", responses=_ANSWERS)
def concentration(request: Request, asked: Annotated[CountedBy, Query()]) -> Response:
    """Herfindahl index (0 to 10,000) and shares of the largest sponsors, by fiscal year."""
    from openh1b.sponsors.ranks import concentration_by_year

    chosen = _needed(request, ("group", asked.level), asked)
    return _sent(
        concentration_by_year(chosen.lines, count=asked.count, level=asked.level),
        chosen.notes,
        asked.form,
        "concentration",
    )


@router.get("/sponsors/check", responses=_ANSWERS)
def check(request: Request, form: Form = "json") -> Response:
    """Precision and recall of the resolution on the labelled pairs shipped with the program."""
    from openh1b.data.store import Store
    from openh1b.sponsors.pairs import scores

    store = Store(settings_of(request).store)
    hub = store.table("hub", part_year=True) if store.vintages("hub") else None
    return _written(scores(hub).to_dicts(), (), form, "check", from_store=hub is not None)


def _resolved(request: Request, columns: Sequence[str]) -> pl.DataFrame | None:
    """Columns of the hub's lines with entity, group and why; None where no hub file is loaded."""
    from openh1b.data.store import Store
    from openh1b.sponsors.stored import resolved_lines

    store = Store(settings_of(request).store)
    return resolved_lines(store, tuple(dict.fromkeys(columns)), say=lambda _text: None)


def _needed(request: Request, columns: Sequence[str], asked: Counted) -> Chosen:
    resolved = _resolved(request, (*COUNTED, *columns))
    if resolved is None:
        fault = Fault("store", "holds no file of the Employer Data Hub", hint="openh1b data fetch hub")
        raise Refused(404, [fault])
    return _chosen(resolved, asked.year, part_years=asked.part_years)


def _chosen(resolved: pl.DataFrame, years: Sequence[int], *, part_years: bool) -> Chosen:
    from openh1b.sponsors.vintages import choose

    return choose(resolved, list(years), part_years=part_years)


def _published(name: str | None, years: Sequence[int], form: str) -> Response:
    """What is published, where no file is loaded. Raises Refused with the nearest name where none fits."""
    from openh1b.errors import did_you_mean
    from openh1b.sponsors.aliases import load_aliases
    from openh1b.sponsors.published import figures_of, load_published

    label = load_aliases().label
    found = load_published() if name is None else figures_of(name)
    found = tuple(one for one in found if not years or one.year in years)
    if not found:
        near = did_you_mean(name, {label(one.who) for one in load_published()}) if name else None
        problem = "no published figure fits, and no file of the Employer Data Hub is loaded"
        raise Refused(404, [Fault("name" if name else "year", problem, hint=near)])
    rows = [{**asdict(one), "label": label(one.who), "cite": "; ".join(one.cite)} for one in found]
    notes = ["No file of the Employer Data Hub is loaded: figures as published, each with its source."]
    return _written(rows, notes, form, "sponsors", from_store=False)


def _sent(table: pl.DataFrame, notes: Iterable[str], form: str, name: str) -> Response:
    return _written(table.to_dicts(), notes, form, name, from_store=True)


def _written(rows: list[dict[str, Any]], notes: Iterable[str], form: str, name: str, *, from_store: bool) -> Response:
    document = {"from_store": from_store, "notes": list(notes), "rows": rows}
    return answer(document_or_rows(document, rows, form), form, name)
