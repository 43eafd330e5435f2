"""/data: what is loaded and from where, what comes with the program, corrections, the dictionary, limits."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from openh1b.data.corrections import corrections
from openh1b.data.kinds import KINDS
from openh1b.data.store import Store
from openh1b.errors import did_you_mean
from openh1b.version import __version__
from openh1b.web.pages import method_context as c
from openh1b.web.pages.law import router as law
from openh1b.web.render import render

router = APIRouter()
router.include_router(law)


@router.get("/data")
def data(request: Request) -> HTMLResponse:
    """The page."""
    settings = request.app.state.settings
    store = Store(settings.store)
    context = c.DataContext(
        title="Data and method",
        lead="What every figure here stands on: the files that are loaded, the figures that come with the program, "
        "what was corrected and why, what each column means, and what is not modelled.",
        loaded=c.loaded(store),
        shipped=c.shipped(),
        corrections=tuple(corrections().values()),
        tables=c.listed(store),
        limits=settings.limits,
        engine=__version__,
    )
    return render(request, context)


@router.get("/data/{table}")
def dictionary(request: Request, table: str) -> HTMLResponse:
    """One table of the dictionary."""
    if table not in KINDS:
        raise HTTPException(404, f"No table {table[:60]!r}. {did_you_mean(table, KINDS) or ''}")
    store = Store(request.app.state.settings.store)
    found = c.one_table(table, len(store.vintages(table)))
    context = c.TableContext(
        title=f"Table {table}",
        lead=f"A row is {found.row}.",
        table=found,
        loaded=c.loaded(store, table),
        corrections=tuple(one for one in corrections().values() if one.table == table),
    )
    return render(request, context)
