"""/sponsors: who sponsors, from the hub files of the store; published figures where none is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from fastapi import Query, Request
from pydantic import Field
from starlette.responses import Response

from openh1b.errors import Fault, InputError
from openh1b.web.api.answering import TABLES, Form, answer, document_or_rows
from openh1b.web.api.asked import settings_of
from openh1b.web.api.route import Refused, answers, missing, new_router
from openh1b.web.api.shapes import Shape

if TYPE_CHECKING:
    import polars as pl

    from openh1b.sponsors.vintages import Chosen

router = new_router("Sponsors")

Years = Annotated[list[int], Query(alias="year", description="a fiscal year; repeat. All whole years held if none")]
Count = Annotated[Literal["initial", "continuing", "all"], Query(description="which decisions are counted")]
Level = Annotated[Literal["group", "entity"], Query(description="group of companies, or legal entity")]
Rows = Annotated[int, Query(description="how many rows", ge=1, le=10_000)]
Name = Annotated[str, Query(description="a group, a legal entity, or a spelling", max_length=200, examples=["Amazon"])]
_RANKED: Final = (
    "fiscal_year", "initial_approvals", "initial_denials", "continuing_approvals", "continuing_denials", "naics",
    "vintage", "part_year",
)  # fmt: skip


class Sponsors(Shape):
    """A table of the sponsors' part. from_store: whether official files were read; else figures as published."""

    from_store: bool
    notes: list[str]
    rows: list[dict[str, Any]] = Field(description="as `openh1b sponsors` gives them with --format json")


_ANSWERS: Final = answers(404, of=Sponsors, media=TABLES)


@router.get("/sponsors", responses=_ANSWERS)
def top(
    request: Request,
    year: Years = [],  # noqa: B006 - FastAPI copies it
    count: Count = "initial",
    level: Level = "group",
    rows: Rows = 20,
    form: Form = "json",
) -> Response:
    """Sponsors with most approvals. Approvals are not people."""
    from openh1b.sponsors import ranks

    resolved = _resolved(request, (*_RANKED, "group", level, "control"))
    if resolved is None:
        return _published(None, year, form)
    chosen = _chosen(resolved, year)
    table = ranks.sponsors(chosen.lines, count=count, level=level, most=rows)
    return _sent(table, (*chosen.notes, *ranks.change_note(chosen.lines), ranks.label_note()), form, "sponsors")


@router.get("/sponsors/show", responses=_ANSWERS)
def show(request: Request, name: Name, form: Form = "json") -> Response:
    """One sponsor: its decisions by year, and its legal entities among the notes."""
    from openh1b.sponsors.profile import find_group, years_of
    from openh1b.sponsors.profile import show as shown

    resolved = _resolved(request, (*_RANKED, "group", "entity", "key"))
    if resolved is None:
        return _published(name, (), form)
    try:
        group = find_group(name, resolved)
    except InputError as error:
        raise missing(error) from None
    chosen = _chosen(resolved, ())
    entities = shown(group, chosen.lines)["entities"]
    notes = (*chosen.notes, f"{len(entities)} legal entities: {'; '.join(entities)}")
    return _sent(years_of(group, chosen.lines), notes, form, "sponsor")


@router.get("/sponsors/search", responses=_ANSWERS)
def search(
    request: Request,
    text: Annotated[str, Query(description="part of a name", min_length=1, max_length=200, examples=["ama"])],
    rows: Rows = 50,
    form: Form = "json",
) -> Response:
    """Names that hold a text, and the group that each counts for: a match is not a merge."""
    from openh1b.sponsors.profile import search as found

    columns = ("fiscal_year", "employer", "state", "initial_approvals", "continuing_approvals")
    resolved = _resolved(request, (*columns, "key", "group", "entity", "why"))
    if resolved is None:
        return _published(text, (), form)
    return _sent(found(text, resolved).head(rows), (), form, "names")


@router.get("/sponsors/explain", responses=_ANSWERS)
def explain(request: Request, name: Name, form: Form = "json") -> Response:
    """Why lines count for a sponsor: the evidence of each merge, and in the notes what was cut from the name."""
    from openh1b.sponsors.names import read_name
    from openh1b.sponsors.profile import explain as reasons
    from openh1b.sponsors.profile import find_group

    columns = ("fiscal_year", "employer", "tax_id", "state", "initial_approvals", "continuing_approvals")
    resolved = _resolved(request, (*columns, "key", "group", "entity", "why"))
    read = read_name(name)
    try:
        found = [] if resolved is None else reasons(find_group(name, resolved), resolved)
    except InputError as error:
        raise missing(error) from None
    notes = (f"{read.raw}: key {read.key}", *read.steps)
    return _written([asdict(one) for one in found], notes, form, "explain", from_store=resolved is not None)


@router.get("/sponsors/industries", responses=_ANSWERS)
def industries(
    request: Request,
    year: Years = [],  # noqa: B006
    count: Count = "initial",
    form: Form = "json",
) -> Response:
    """Approvals and denials by industry, NAICS sector as the petitioner states it."""
    from openh1b.sponsors.ranks import industries as by_industry
    from openh1b.sponsors.ranks import industry_note

    chosen = _needed(request, ("group",), year)
    table = by_industry(chosen.lines, count=count)
    return _sent(table, (*chosen.notes, *industry_note(chosen.lines)), form, "industries")


@router.get("/sponsors/states", responses=_ANSWERS)
def states(
    request: Request,
    year: Years = [],  # noqa: B006
    count: Count = "initial",
    form: Form = "json",
) -> Response:
    """Approvals and denials by state of the petitioner, which need not be the state of the work."""
    from openh1b.sponsors.ranks import states as by_state

    chosen = _needed(request, ("group", "state"), year)
    return _sent(by_state(chosen.lines, count=count), chosen.notes, form, "states")


@router.get("/sponsors/concentration", responses=_ANSWERS)
def concentration(
    request: Request,
    year: Years = [],  # noqa: B006
    count: Count = "initial",
    level: Level = "group",
    form: Form = "json",
) -> Response:
    """Herfindahl index (0 to 10,000) and shares of the largest sponsors, by fiscal year."""
    from openh1b.sponsors.ranks import concentration_by_year

    chosen = _needed(request, ("group", level), year)
    return _sent(concentration_by_year(chosen.lines, count=count, level=level), chosen.notes, form, "concentration")


def _resolved(request: Request, columns: Sequence[str]) -> pl.DataFrame | None:
    """Columns of the hub's lines with entity, group and why; None where no hub file is loaded."""
    from openh1b.data.store import Store
    from openh1b.sponsors.stored import resolved_lines

    store = Store(settings_of(request).store)
    return resolved_lines(store, tuple(dict.fromkeys(columns)), say=lambda _text: None)


def _needed(request: Request, columns: Sequence[str], years: Sequence[int]) -> Chosen:
    resolved = _resolved(request, (*_RANKED, *columns))
    if resolved is None:
        fault = Fault("store", "holds no file of the Employer Data Hub", hint="openh1b data fetch hub")
        raise Refused(404, [fault])
    return _chosen(resolved, years)


def _chosen(resolved: pl.DataFrame, years: Sequence[int]) -> Chosen:
    from openh1b.sponsors.vintages import choose

    return choose(resolved, list(years), part_years=False)


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
