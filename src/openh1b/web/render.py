"""A page from its context: one frozen dataclass a template, so that what a template may print is written down."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, ClassVar

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from openh1b.charts import templates
from openh1b.version import __version__
from openh1b.web import captions
from openh1b.web.pages import PAGES, Page
from openh1b.web.part import Failed

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
    """Around every page. path: where it is, for the navigation. origin: where this server is, for lines to copy."""

    path: str
    origin: str
    pages: tuple[Page, ...] = PAGES
    version: str = __version__


@cache
def environment() -> Environment:
    """Templates: everything is escaped, and a name that is not there is an error."""
    made = templates.environment(("openh1b.web", "templates"))
    made.filters.update(
        coded=_coded,
        linked=captions.linked,
        shortly=captions.shortly,
        measured=captions.measured,
        how_to_read=captions.how_to_read,
        source_line=captions.source_line,
        conditions=captions.conditions,
    )
    made.tests["failed"] = lambda one: isinstance(one, Failed)
    return made


def _coded(text: str) -> Markup:
    """A sentence whose names in backticks, as a terminal has them, stand as code; all of it is escaped."""
    parts = text.split("`")
    if len(parts) % 2 == 0:  # an odd backtick is only a letter
        return Markup("{}").format(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if place % 2 else part for place, part in enumerate(parts)
    )


def render(request: Request, context: Context, status: int = 200) -> HTMLResponse:
    """The page of a context."""
    values = {one.name: getattr(context, one.name) for one in fields(context)}
    frame = Frame(request.url.path, str(request.base_url).rstrip("/"))
    html = environment().get_template(context.template).render(frame=frame, **values)
    return HTMLResponse(html, status, headers={"cache-control": "no-cache"})
