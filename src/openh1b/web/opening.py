"""The application while it is still being made: the port answers from the first moment, and a request waits its turn.

Making it takes longer than listening does, since everything that a page may need is loaded. What the first page needs
comes first; the rest is loaded once that page is out, or when somebody asks for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from typing import TYPE_CHECKING, Any, Final

from openh1b.web.settings import Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_QUIET_SECONDS: Final = 1.0
"""Between the first page and the processes beside: a browser asks for its style and script meanwhile."""


class Opening:
    """The application behind the time that it takes to make it. ended: called where it cannot be made."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.ended: Callable[[], object] = lambda: None
        self.failure: Exception | None = None
        self._made: asyncio.Task[ASGIApp] | None = None
        self._starting: asyncio.Task[None] | None = None
        self._held = AsyncExitStack()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection, once there is something to answer it; the server's own beginning and end at once."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        made = await asyncio.shield(self._begun())
        await made(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        made = self._begun()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        with suppress(Exception):  # said when it happened
            await made
        await self._close()
        await send({"type": "lifespan.shutdown.complete"})

    def _begun(self) -> asyncio.Task[ASGIApp]:
        if self._made is None:
            self._made = asyncio.create_task(self._make())
        return self._made

    async def _make(self) -> ASGIApp:
        try:
            app: Any = await asyncio.to_thread(_first, self.settings)
            await self._held.enter_async_context(app.router.lifespan_context(app))
        except Exception as error:
            self.failure = error
            self.ended()
            raise
        return self._beside(app)

    def _beside(self, app: Any) -> ASGIApp:  # noqa: ANN401
        """The application with processes beside it, which are started when everything is loaded here."""
        from openh1b.web.beside import Beside

        async def start() -> None:
            await asyncio.sleep(_QUIET_SECONDS)
            await asyncio.to_thread(app.join)
            await beside.start()

        beside = Beside(app, self.settings)
        self._starting = asyncio.create_task(start())
        self._held.push_async_callback(beside.end)
        return beside

    async def _close(self) -> None:
        if self._starting is not None:
            self._starting.cancel()
            with suppress(asyncio.CancelledError):
                await self._starting
        await self._held.aclose()


def _first(settings: Settings) -> Any:  # noqa: ANN401 - FastAPI is not to be loaded before this
    """The application with its first page ready."""
    from openh1b.web.app import create_app, ready

    app = create_app(settings)
    ready()
    return app
