"""Errors as answers: application/problem+json (RFC 9457) for programs, a page that says what to do for people."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from openh1b.errors import Fault, InputError, OpenH1BError
from openh1b.web.spelling import in_fields, spelled

PROBLEM: Final = "application/problem+json"
_LOG = logging.getLogger(__name__)
_TITLES: Final = {
    400: "Bad request",
    403: "Not allowed",
    404: "Not found",
    405: "Not that way",
    409: "Not now",
    413: "Too large",
    415: "Not that kind of content",
    422: "What was asked cannot be computed",
    429: "Too much at once",
    500: "Something failed here",
    503: "Not now",
}


def document(
    status: int, title: str, faults: Sequence[Fault] = (), detail: str | None = None, names: Collection[str] = ()
) -> dict[str, Any]:
    """A problem as a mapping. faults: each with place, problem, what was expected and the nearest right name.

    names: what was asked takes, where that is known; a fault's place is one of these where it can be.
    """
    faults = [spelled(one, names) for one in faults]
    return {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": in_fields(detail) if detail else " ".join(str(one) for one in faults[:3]) or title,
        "faults": [_fault(one) for one in faults],
    }


def _fault(one: Fault) -> dict[str, Any]:
    where = {"row": one.row, "line": one.line, "column": one.column}
    return {
        "place": one.where,
        **{name: value for name, value in where.items() if value is not None},
        "problem": one.problem,
        "expected": one.expected,
        "hint": one.hint,
    }


def faults_of(error: Exception) -> tuple[int, str, tuple[Fault, ...], str | None]:
    """Status, title, faults and detail of any error; what is not the caller's doing is 500 and says nothing inward."""
    if isinstance(error, InputError):
        return 422, _TITLES[422], error.faults, None
    if isinstance(error, OpenH1BError):
        return 422, _TITLES[422], (), str(error)
    if isinstance(error, RequestValidationError):
        return 422, "Values of another kind", tuple(map(_of_validation, error.errors())), None
    if isinstance(error, HTTPException):
        title = _TITLES.get(error.status_code, "Not done")
        return error.status_code, title, (), str(error.detail)
    return 500, _TITLES[500], (), "This is a mistake of the program, not yours; its log has more."


def _of_validation(error: dict[str, Any]) -> Fault:
    place = ".".join(str(part) for part in error.get("loc", ())[1:]) or "request"
    found = repr(error.get("input"))
    return Fault(place, f"{found[:80]}: {error.get('msg', 'not valid')}")


def problem(error: Exception, names: Collection[str] = ()) -> Response:
    """The answer for programs. names: what was asked takes."""
    status, title, faults, detail = faults_of(error)
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else None
    return JSONResponse(document(status, title, faults, detail, names), status, headers, media_type=PROBLEM)


def wants_page(request: Request) -> bool:
    """Whether a person asks: a browser, and not for the REST interface."""
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


async def _answer(request: Request, error: Exception) -> Response:
    if not wants_page(request):
        return problem(error, getattr(request.scope.get("route"), "names", ()))
    from openh1b.web.pages.error import error_page

    return error_page(request, *faults_of(error))


async def _failed(request: Request, error: Exception) -> Response:
    _LOG.error("failed at %s", request.url.path, exc_info=error)
    return await _answer(request, error)


def add_handlers(app: FastAPI) -> None:
    """Answer every error of an application in one of the two shapes."""
    for kind in (OpenH1BError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, _answer)
    app.add_exception_handler(Exception, _failed)
