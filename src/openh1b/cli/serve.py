"""`openh1b serve`: the pages and the REST interface on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from openh1b.cli.stores import held
from openh1b.web.settings import DEFAULT_HOST, DEFAULT_PORT, Settings


def serve(
    host: Annotated[str, typer.Option("--host", help="Where to listen; anything but loopback warns.")] = DEFAULT_HOST,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port; 0 takes a free one.")] = DEFAULT_PORT,
    store: Annotated[
        Path | None, typer.Option("--store", metavar="DIR", callback=held, help="Folder of the store.")
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the browser.")] = False,
) -> None:
    """Serve the pages to a browser on this machine; nothing leaves it.

    Example: openh1b serve --port 8017
    """
    import webbrowser

    from openh1b.web.serve import serve as run

    run(Settings(host, port, store), lambda line: typer.echo(line, err=True), None if no_browser else webbrowser.open)
