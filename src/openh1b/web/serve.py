"""The server in the foreground: it says where it is, opens the browser, and ends on Ctrl-C."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from openh1b.errors import Fault, InputError
from openh1b.web.opening import Opening
from openh1b.web.settings import Settings

if TYPE_CHECKING:
    import uvicorn

Say = Callable[[str], None]
EXPOSED = (
    "Warning: this address can be reached from other machines. There is no password: whoever reaches it can use it, "
    "and what they upload is read here. Use 127.0.0.1 unless you mean this."
)


def serve(settings: Settings, say: Say, opened: Callable[[str], object] | None) -> None:
    """Serve until stopped. say: called with each line for the user. opened: called with the address once it answers.

    Raises InputError where the address cannot be bound.
    """
    listening = _bound(settings)
    host, port = listening.getsockname()[:2]
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    if not settings.loopback:
        say(EXPOSED)
    app = Opening(settings)
    server = _server(app, lambda: _ready(address, say, opened))
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        listening.close()
    if app.failure is not None:
        raise app.failure


def _ready(address: str, say: Say, opened: Callable[[str], object] | None) -> None:
    say(f"OpenH1B is at {address} (Ctrl-C ends it)")
    if opened is not None:
        opened(address)


def _bound(settings: Settings) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        found = socket.socket(family, kind, protocol)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(address)
    except OSError as error:
        hint = "Give another --port; 0 takes a free one." if settings.port else None
        place = f"{settings.host}:{settings.port}"
        raise InputError(Fault("--host, --port", f"{place}: {error.strerror or error}", hint=hint)) from None
    return found


def _server(app: Opening, ready: Callable[[], None]) -> uvicorn.Server:
    import uvicorn

    class Announcing(uvicorn.Server):
        """Says when it listens, and can be told to end."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            """As a server does; then `ready` is called, if it listens."""
            await super().startup(sockets)
            if self.started:
                ready()

        def end(self) -> None:
            """Let what is being answered be answered, and end."""
            self.should_exit = True

    server = Announcing(
        uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=3)
    )
    app.ended = server.end
    return server
