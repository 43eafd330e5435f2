"""The page of an error: what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import HTMLResponse

from openh1b.errors import Fault
from openh1b.web.render import Context, render
from openh1b.web.spelling import in_fields, spelled


@dataclass(frozen=True)
class ErrorContext(Context):
    """An error. faults: everything that is wrong. detail: said where there are none. back: the page without a query."""

    template: ClassVar[str] = "error.html.j2"

    status: int
    faults: tuple[Fault, ...]
    detail: str | None
    back: str


_LEADS = {
    404: "There is no page at this address. Choose one from the navigation.",
    422: "Nothing was computed. Change the address or the form as said below, or begin again from the page itself.",
    500: "This is a mistake of the program and not of what you asked.",
}


def error_page(
    request: Request, status: int, title: str, faults: Sequence[Fault], detail: str | None = None
) -> HTMLResponse:
    """The error as a page with its status."""
    lead = _LEADS.get(status, "Nothing was computed.")
    back = request.url.path if status not in {404, 405} else "/"
    told = None if detail is None else in_fields(detail)
    return render(request, ErrorContext(title, lead, status, tuple(map(spelled, faults)), told, back), status)
