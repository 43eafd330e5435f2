"""A page from its context: one frozen dataclass a template, so that what a template may print is written down."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, ClassVar

from starlette.requests import Request
from starlette.responses import HTMLResponse

from openh1b.version import __version__
from openh1b.web.pages import PAGES, Page

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True)
class Context:
    """What every template prints. title: the heading. lead: the sentence below it, also the page's description."""

    template: ClassVar[str]

    title: str
    lead: str


@dataclass(frozen=True)
class Frame:
    """Around every page. path: where it is, for the navigation."""

    path: str
    pages: tuple[Page, ...] = PAGES
    version: str = __version__


@cache
def environment() -> Environment:
    """Templates: everything is escaped, and a name that is not there is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("openh1b.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(request: Request, context: Context, status: int = 200) -> HTMLResponse:
    """The page of a context."""
    values = {one.name: getattr(context, one.name) for one in fields(context)}
    html = environment().get_template(context.template).render(frame=Frame(request.url.path), **values)
    return HTMLResponse(html, status, headers={"cache-control": "no-cache"})
