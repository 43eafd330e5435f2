"""The application: pages, REST where it is there, what is static, errors in one shape, all behind the checks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from openh1b.version import __version__
from openh1b.web.pages import PAGES
from openh1b.web.problems import add_handlers
from openh1b.web.safety import Safety
from openh1b.web.settings import Settings

STATIC: Final = Path(__file__).with_name("static")
STATIC_PATH: Final = "/static"
API: Final = "/api/v1"
OTHERS: Final = tuple(
    f"openh1b.web.pages.{name}" for name in ("chart", "figures", "waiting", "posted", "season_chart", "law_chart")
)
"""Routes of no page of the navigation."""
QUIET_SECONDS: Final = 0.3
"""Between the first page and the loading of the rest: a browser asks for its style and script meanwhile."""


def create_app(settings: Settings | None = None) -> Application:
    """The ASGI application for some settings, which routes find as `request.app.state.settings`.

    The first page's route is there at once; the others are when they are asked for, or once the server is up.
    """
    settings = settings or Settings()
    app = Application(
        title="OpenH1B",
        version=__version__,
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.settings = settings
    add_handlers(app)
    app.mount(STATIC_PATH, StaticFiles(directory=STATIC), name="static")
    app.include_router(_router(PAGES[0].module), include_in_schema=False)
    return app


class Application(FastAPI):
    """Routes that are joined when they are needed, behind the checks."""

    _whole = False
    _joining = Lock()

    def build_middleware_stack(self) -> ASGIApp:
        """The checks go around everything, the answer to a failure included, unlike Starlette's own middleware."""
        return Safety(super().build_middleware_stack(), self.state.settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection; who asks for more than the first page waits until that is loaded."""
        if not self._whole and scope["type"] == "http" and not _at_once(scope["path"]):
            await run_in_threadpool(self.join)
        await super().__call__(scope, receive, send)

    def openapi(self) -> dict[str, Any]:
        """The description of every route."""
        self.join()
        return super().openapi()

    def join(self) -> None:
        """Load every page and the REST interface, unless that is done."""
        with self._joining:
            if self._whole:
                return
            for module in dict.fromkeys((*(page.module for page in PAGES[1:]), *OTHERS)):
                self.include_router(_router(module), include_in_schema=False)
            if find_spec("openh1b.web.api") is not None:
                self.include_router(_router("openh1b.web.api"), prefix=API)
            self._whole = True


def _router(module: str) -> APIRouter:
    found: APIRouter = import_module(module).router
    return found


def _at_once(path: str) -> bool:
    return path == PAGES[0].path or path.startswith(f"{STATIC_PATH}/")


@asynccontextmanager
async def _lifespan(app: Application) -> AsyncIterator[None]:
    """Load the rest while nobody waits for it; end the drawing process with the server."""
    loading = asyncio.create_task(_load(app))
    yield
    loading.cancel()
    with suppress(asyncio.CancelledError):
        await loading
    await run_in_threadpool(_close)


async def _load(app: Application) -> None:
    await asyncio.sleep(QUIET_SECONDS)
    for step in (app.join, _templates, _drawing):
        await run_in_threadpool(step)


def load_all(app: Application) -> None:
    """Load what any page needs, for a process that is asked for any."""
    app.join()
    ready()
    _templates()


def ready() -> None:
    """Work out what the first page shows where nothing is asked, so that who comes first does not wait for it."""
    from openh1b.web.compared import compared
    from openh1b.web.pages.season import START, SeasonContext
    from openh1b.web.render import environment
    from openh1b.web.seasons import columns

    columns()
    compared(START)
    environment().get_template(SeasonContext.template)


def _templates() -> None:
    from openh1b.web.render import environment

    for name in environment().list_templates():
        environment().get_template(name)


def _drawing() -> None:
    from openh1b.charts import warm_up

    warm_up()


def _close() -> None:
    from openh1b.charts import shut_down

    shut_down()
