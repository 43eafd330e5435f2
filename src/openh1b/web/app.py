"""The application: pages, REST where it is there, what is static, errors in one shape, all behind the checks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from openh1b.version import __version__
from openh1b.web.pages import PAGES
from openh1b.web.problems import add_handlers
from openh1b.web.safety import Safety
from openh1b.web.settings import Settings

STATIC: Final = Path(__file__).with_name("static")
API: Final = "/api/v1"


def create_app(settings: Settings | None = None) -> FastAPI:
    """The ASGI application for some settings, which routes find as `request.app.state.settings`."""
    settings = settings or Settings()
    app = _Application(
        title="OpenH1B",
        version=__version__,
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.settings = settings
    add_handlers(app)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for module in dict.fromkeys((*(page.module for page in PAGES), "openh1b.web.pages.chart")):
        app.include_router(import_module(module).router, include_in_schema=False)
    if find_spec("openh1b.web.api") is not None:
        app.include_router(import_module("openh1b.web.api").router, prefix=API)
    return app


class _Application(FastAPI):
    """The checks go around everything, the answer to a failure included, which Starlette's own middleware does not."""

    def build_middleware_stack(self) -> ASGIApp:
        return Safety(super().build_middleware_stack(), self.state.settings)


@asynccontextmanager
async def _lifespan(_: FastAPI) -> AsyncIterator[None]:
    """Start the drawing process with the server and end it with it; load the law while nobody waits for it."""
    from openh1b.charts import shut_down, warm_up

    warm_up()
    loading = asyncio.create_task(run_in_threadpool(_load))
    yield
    await loading
    await run_in_threadpool(shut_down)


def _load() -> None:
    """What every page needs, so that the first to ask does not wait for it."""
    from openh1b.web.compared import compared
    from openh1b.web.pages.season import START
    from openh1b.web.render import environment
    from openh1b.web.seasons import columns

    columns()
    compared(START)
    for name in environment().list_templates():
        environment().get_template(name)
