"""/data and /: what is loaded, with hashes; the dictionary and the corrections; where everything is."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Path, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from openh1b.errors import Fault, InputError, did_you_mean
from openh1b.version import __version__
from openh1b.web.api.answering import TABLES, Form, TableFormat, answer, as_json, table, tag
from openh1b.web.api.asked import settings_of
from openh1b.web.api.route import Refused, answers, missing, new_router
from openh1b.web.api.shapes import FaultShape, Problem, Shape
from openh1b.web.problems import document

if TYPE_CHECKING:
    import polars as pl

    from openh1b.data.store import Store

router = new_router("Data")


class Loaded(Shape):
    """A file of the store."""

    table: str
    vintage: str
    layout: str
    rows: int
    corrected: int
    flags: str
    read: bool
    why: str | None
    file: str
    sha256: str
    added: str


class ColumnShape(Shape):
    """A column of a stored table."""

    table: str
    column: str
    kind: str
    unit: str | None
    meaning: str
    may_be_empty: bool


class CorrectionShape(Shape):
    """A known error of a published file, and what is done about it."""

    id: str
    table: str
    action: str
    reason: str
    evidence: str
    read: str
    status: str
    where: str | None
    flag: str | None
    when: dict[str, Any]
    twin: dict[str, Any]
    set: dict[str, str]
    expect: dict[str, Any]


class Check(Shape):
    """What a check of the store looked at and found. faults make it unfit, notes are worth a look."""

    vintages: int
    rows: int
    notes: list[str]
    faults: list[FaultShape]


class RowsAsked(BaseModel):
    """Which rows of a table."""

    vintage: str | None = Field(None, description="a vintage, or the beginning of its name", max_length=120)
    rows: int = Field(10, description="how many rows", ge=1, le=10_000)
    raw: bool = Field(default=False, description="the file as it came, as text; with a vintage")
    part_year: bool = Field(default=False, description="take files of part of a year as well")
    form: TableFormat = Field("json", alias="format", description="json, csv, parquet or xlsx")


class Root(Shape):
    """What answers here. last_problem: the shape of every error, which is never sent with this."""

    openh1b: str
    engine: str
    documentation: str
    last_problem: Problem | None = None


@router.get("/", responses=answers(of=Root))
def root(request: Request) -> Response:
    """Version, and where the description of every address is."""
    etag = tag(request)
    from openh1b.sweep.point import engine

    told = {"openh1b": __version__, "engine": engine(), "documentation": str(request.app.openapi_url)}
    return answer(as_json(told), "json", etag=etag)


@router.get("/data", responses=answers(of=list[Loaded], media=TABLES))
def data(request: Request, form: Form = "json") -> Response:
    """What is loaded, from which files, with their hashes, and which of it stands for a table."""
    from openh1b.data.kinds import KINDS
    from openh1b.data.store import Store
    from openh1b.documents.stored import stored_rows

    place = Store(settings_of(request).store)
    rows = stored_rows(choice for name in KINDS for choice in place.chosen(name))
    return answer(table(rows, form, tuple(Loaded.model_fields)), form, "data")


@router.get("/data/dictionary", responses=answers(of=list[ColumnShape], media=TABLES))
def dictionary(request: Request, form: Form = "json") -> Response:
    """Every column of every stored table: kind, unit, meaning."""
    etag = tag(request)
    from openh1b.data.kinds import KINDS

    rows = [
        {
            "table": name,
            "column": one.name,
            "kind": one.kind,
            "unit": one.unit,
            "meaning": one.meaning,
            "may_be_empty": one.nullable,
        }
        for name, kind in KINDS.items()
        for one in kind.table.columns
    ]
    return answer(table(rows, form), form, "dictionary", etag)


@router.get("/data/corrections", responses=answers(of=list[CorrectionShape], media=TABLES))
def corrections(request: Request, form: Form = "json") -> Response:
    """Known errors of published files, what is done about each, and the evidence."""
    etag = tag(request)
    from openh1b.data.corrections import corrections as declared

    return answer(table([asdict(one) for one in declared().values()], form), form, "corrections", etag)


@router.get("/data/check", responses=answers(of=Check))
def check(request: Request) -> Response:
    """Whether the store holds what was put into it: bytes, columns, guards. All is read, so it may take long."""
    from openh1b.data.checking import check_store
    from openh1b.data.store import Store

    found = check_store(Store(settings_of(request).store))
    faults = without_folder(InputError(found.faults)).faults if found.faults else ()
    told = {"vintages": found.vintages, "rows": found.rows, "notes": list(found.notes)}
    return answer(as_json({**told, "faults": document(200, "Faults of the store", faults)["faults"]}), "json")


@router.get("/data/tables/{name}", responses=answers(404, of=list[dict[str, Any]], media=TABLES))
def rows_of(
    request: Request,
    name: Annotated[str, Path(description="hub, lca, ...", max_length=60, examples=["hub"])],
    asked: Annotated[RowsAsked, Query()],
) -> Response:
    """The first rows of a stored table."""
    from openh1b.data.kinds import KINDS
    from openh1b.data.store import Store

    if asked.raw and not asked.vintage:
        raise InputError(Fault("raw", "needs one file", expected="its vintage too, as /data lists it"))
    if name not in KINDS:
        raise Refused(404, [Fault("name", f"no table {name!r}", hint=did_you_mean(name, KINDS))])
    try:
        frame = _frame(Store(settings_of(request).store), name, asked)
    except InputError as error:
        raise missing(without_folder(error)) from None
    return answer(table(frame.head(asked.rows).to_dicts(), asked.form, frame.columns), asked.form, name)


def _frame(store: Store, name: str, asked: RowsAsked) -> pl.DataFrame:
    if asked.raw:
        return store.raw(name, asked.vintage or "")
    return store.table(name, [asked.vintage] if asked.vintage else None, part_year=asked.part_year)


def without_folder(error: InputError) -> InputError:
    """An error with the faults without where on this machine the store is."""
    from dataclasses import replace

    return InputError(
        [replace(one, where="store") if "/" in one.where or "\\" in one.where else one for one in error.faults]
    )
