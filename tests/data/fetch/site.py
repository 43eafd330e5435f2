"""A publisher's site on this machine, which misbehaves as it is told. Standard library only."""

from __future__ import annotations

import hashlib
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message

MODIFIED = "Mon, 05 Oct 2026 10:00:00 GMT"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append(self.headers)
        self.server.paths.append(self.path)
        step = self.server.plan.pop(0) if self.server.plan else self.server.usual
        step(self)

    def log_message(self, *_: object) -> None:
        """Be quiet."""


Step = Callable[[Handler], None]


class Site(http.server.ThreadingHTTPServer):
    """`plan` holds one step for each request to come; after it the `usual` step answers."""

    daemon_threads = True

    def __init__(self, body: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.body = body
        self.plan: list[Step] = []
        self.usual: Step = send()
        self.asked: list[Message] = []
        self.paths: list[str] = []
        self.gate = threading.Event()

    def url(self, path: str = "/file.csv", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_port}{path}"

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is part of the tests."""


@contextmanager
def running(body: bytes) -> Iterator[Site]:
    site = Site(body)
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.gate.set()
        site.shutdown()
        site.server_close()
        thread.join(timeout=5)


def send(
    *,
    cut: int | None = None,
    length: int | None = None,
    ranges: bool = True,
    heed_if_range: bool = True,
    validators: bool = True,
    kind: str = "text/csv",
    hold: bool = False,
    offset: int = 0,
    say_length: bool = True,
) -> Step:
    """Serve the body as a good server does, but for what is asked.

    cut: hang up after so many bytes of this answer. length: announce another length. hold: after `cut` bytes wait for
    the gate before hanging up. offset: a part begins so many bytes after the place that was asked for.
    """

    def step(handler: Handler) -> None:
        site = handler.server
        start, status = 0, 200
        wanted = re.fullmatch(r"bytes=(\d+)-", handler.headers.get("Range", ""))
        fresh = handler.headers.get("If-Range") in (None, site.etag, MODIFIED) or not heed_if_range
        if validators and handler.headers.get("If-None-Match") == site.etag:
            handler.send_response(304)
            handler.end_headers()
            return
        if wanted and ranges and fresh:
            start, status = int(wanted[1]) + offset, 206
            if start >= len(site.body):
                status_only(416)(handler)
                return
        body = site.body[start:]
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        if say_length:
            handler.send_header("Content-Length", str(len(body) if length is None else length))
        if validators:
            handler.send_header("ETag", site.etag)
            handler.send_header("Last-Modified", MODIFIED)
        if status == 206:
            handler.send_header("Content-Range", f"bytes {start}-{len(site.body) - 1}/{len(site.body)}")
        handler.end_headers()
        handler.wfile.write(body if cut is None else body[:cut])
        handler.wfile.flush()
        if hold:
            site.gate.wait(timeout=20)
        if cut is not None or length is not None:
            handler.close_connection = True

    return step


def status_only(code: int, **headers: str) -> Step:
    """An answer without a body."""

    def step(handler: Handler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return step


def redirect(to: str, code: int = 302) -> Step:
    """Send the client elsewhere."""
    return status_only(code, Location=to)


def without_length(body: bytes, **headers: str) -> Step:
    """A body that ends where the connection ends."""

    def step(handler: Handler) -> None:
        handler.send_response(200)
        for name, value in {"Content-Type": "application/octet-stream", **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True

    return step


def hang_up(handler: Handler) -> None:
    """No answer at all."""
    handler.close_connection = True


def silence(handler: Handler) -> None:
    """Nothing, for longer than anyone waits."""
    handler.server.gate.wait(timeout=20)
    handler.close_connection = True


def drip(handler: Handler) -> None:
    """One byte at a time, never silent for long."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(handler.server.body)))
    handler.end_headers()
    for index in range(len(handler.server.body)):
        handler.wfile.write(handler.server.body[index : index + 1])
        handler.wfile.flush()
        if handler.server.gate.wait(timeout=0.02):
            return
