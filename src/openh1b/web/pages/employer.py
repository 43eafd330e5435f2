"""`/employer`: an employer's list of candidates, uploaded, read in another process and deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import ClassVar, Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.responses import HTMLResponse, Response

from openh1b.cases import DISCLAIMER
from openh1b.cases.employer import check_question
from openh1b.cases.employer_columns import CANDIDATES
from openh1b.cases.employer_words import Words
from openh1b.errors import Fault, InputError
from openh1b.web.pages.case_files import MEDIA, query_of, saved
from openh1b.web.pages.case_form import Form, filled, given, labels
from openh1b.web.pages.employer_again import reproduce
from openh1b.web.pages.employer_chart import employer_picture, held
from openh1b.web.pages.employer_question import FILE, groups, names, question_of
from openh1b.web.pages.employer_reading import Found, read
from openh1b.web.pages.posted import Outcome, Way, posted
from openh1b.web.pictures import Picture
from openh1b.web.render import Context, render
from openh1b.web.reproduce import Reproduce
from openh1b.web.spelling import spelled

router = APIRouter()

LARGEST_LINK: Final = 4_000_000
"""Bytes of a workbook that the page itself can hold; a larger one is had by its own button."""
_KEPT_NOWHERE: Final = {"cache-control": "no-store"}
_Answer = Callable[[Request, Mapping[str, str], Found], Response]
"""What is answered to the fields of the form and what was found."""


@dataclass(frozen=True)
class EmployerContext(Context):
    """form: what was asked. file_faults: of the list. found: None until a list is there.

    picture: the expected selected. workbook: an address that holds the workbook itself, kept nowhere; empty
    where it is too large. reproduce: the same question by other ways, with the list named LIST.
    """

    template: ClassVar[str] = "employer.html.j2"

    form: Form
    file_faults: tuple[Fault, ...]
    found: Found | None
    picture: Picture | None
    workbook: str
    columns: Words
    again: str
    reproduce: Reproduce


@router.get("/employer")
def employer_page(request: Request) -> HTMLResponse:
    """The empty form; the address may hold all but the list."""
    today = _today()
    values, faults = given(request.query_params.multi_items(), names(today))
    return _page(request, values, faults, None)


@router.get("/employer/template.xlsx")
def employer_template() -> Response:
    """An empty list with two made-up rows."""
    from openh1b.cases.employer_workbook import template

    return saved(template(), "openh1b-candidates.xlsx", MEDIA["xlsx"])


@router.post("/employer")
async def employer_answer(request: Request) -> Response:
    """The page for a list."""
    return await _posted(request, lambda request, values, found: _page(request, values, [], found))


@router.post("/employer/results.xlsx")
async def employer_workbook(request: Request) -> Response:
    """The workbook of a list; the page with its faults where there are any."""
    return await _posted(request, lambda _, __, found: saved(found.workbook, "openh1b-results.xlsx", MEDIA["xlsx"]))


async def _posted(request: Request, answer: _Answer) -> Response:
    """Read the form and its file, and answer, or lead to where the answer comes to be."""
    async with request.form(max_files=1, max_fields=40, max_part_size=16_384) as form:
        return await run_in_threadpool(_answered, request, form, answer)


def _answered(request: Request, form: FormData, answer: _Answer) -> Response:
    from openh1b.web.api.uploads import Upload

    pairs = [(name, text) for name, text in form.multi_items() if isinstance(text, str) and name != FILE]
    values, faults = given(pairs, names(_today()))
    upload = form.get(FILE)
    if not isinstance(upload, UploadFile) or not upload.filename:
        faults.append(Fault(FILE, "no list was chosen", expected="a CSV, XLSX or Parquet file"))
    try:
        check_question(question_of(values, _today()))
    except InputError as error:
        faults += error.faults
    if faults or not isinstance(upload, UploadFile):
        return _page(request, values, faults, None)
    given_too = {"values": dict(values), "today": _today().isoformat()}
    columns = [values["columns"]] if "columns" in values else None
    return posted(request, Upload("employer_page", upload, given_too, columns), _way(values, answer))


def _way(values: Mapping[str, str], answer: _Answer) -> Way:
    """The form's way; what is shown of a list is not kept."""

    def show(request: Request, outcome: Outcome) -> Response:
        try:
            found = read(outcome)
        except InputError as error:
            return _page(request, values, list(error.faults), None, outcome.status)
        return answer(request, values, found)

    return Way("/employer", f"/employer{query_of(values)}", show, once=True)


def _page(
    request: Request, values: Mapping[str, str], faults: list[Fault], found: Found | None, status: int = 422
) -> HTMLResponse:
    form = filled(groups(_today()), values, [one for one in faults if one.where != FILE])
    large = found is not None and len(found.workbook) > LARGEST_LINK
    context = EmployerContext(
        title="An employer's candidates" if found is None else found.headline,
        lead=DISCLAIMER,
        form=form,
        file_faults=tuple(spelled(one, labels=labels(groups(_today()))) for one in faults if one.where == FILE),
        found=found,
        picture=None if found is None else employer_picture(found),
        workbook="" if found is None or large else held(found.workbook, MEDIA["xlsx"]),
        columns=_columns(),
        again=query_of(values),
        reproduce=reproduce(values, str(request.base_url).rstrip("/")),
    )
    answer = render(request, context, status if faults else 200)
    answer.headers.update(_KEPT_NOWHERE)
    return answer


def _columns() -> Words:
    rows = tuple((one.name, "no" if one.nullable else "yes", one.meaning) for one in CANDIDATES.columns)
    return Words(("Column", "Needed", "What it means"), rows, 0)


def _today() -> date:
    return datetime.now(tz=UTC).date()
