"""What every request must pass and every answer carries: whose name it asks for, where it comes from, how long it is.

Plain ASGI around the whole application, so that no route can leave it out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from openh1b.errors import Fault
from openh1b.web.settings import Settings

CONTENT_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
"""Of every answer. The referrer stays within the site: under `no-referrer` browsers send our own forms as foreign."""


class TooLarge(Exception):  # noqa: N818 - said to the client, not a mistake of ours
    """The body went on for longer than is allowed."""


class Safety:
    """The application behind the checks."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection: refused, or passed on with its body counted and its answer's headers completed."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answering = _Answering(send)
        refused = self._refusal(scope)
        if refused is not None:
            await _refuse(answering, *refused)
            return
        try:
            await self.app(scope, _counted(receive, self.settings.limits.body_bytes), answering)
        except TooLarge:
            if answering.begun:
                raise
            await _refuse(answering, *self._too_large())

    def _refusal(self, scope: Scope) -> tuple[int, str, Fault] | None:
        headers = scope["headers"]
        hosts = _values(headers, b"host")
        name = _name(hosts[0]) if len(hosts) == 1 else None
        if name is None or not self.settings.serves(name):
            found = ", ".join(hosts) or "none"
            expected = "the address that `openh1b serve` printed"
            return 400, "Not this server", Fault("Host", f"{found!r} is not served here", expected=expected)
        foreign = _foreign(headers, scope["method"], hosts[0])
        if foreign is not None:
            return 403, "From another site", foreign
        if len(scope.get("query_string", b"")) > self.settings.limits.address_letters:
            expected = f"at most {self.settings.limits.address_letters:,} letters"
            return 414, "Address too long", Fault("address", "the query is too long", expected=expected)
        lengths = _values(headers, b"content-length")
        if any(not one.isdecimal() for one in lengths):
            return 400, "No length", Fault("Content-Length", "not a whole number")
        return self._too_large() if any(int(one) > self.settings.limits.body_bytes for one in lengths) else None

    def _too_large(self) -> tuple[int, str, Fault]:
        expected = f"at most {self.settings.limits.body_bytes:,} bytes"
        return 413, "Too large", Fault("body", "what was sent is too large", expected=expected)


def _values(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in headers if key == name]


def _name(host: str) -> str | None:
    """The name in `name:port`, without the brackets of IPv6; None for what is no host."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return None
    return None if parts.username is not None or parts.path or parts.query else parts.hostname


def _foreign(headers: Iterable[tuple[bytes, bytes]], method: str, host: str) -> Fault | None:
    """Why a request comes from another site: links that lead here may, anything else may not."""
    headers = list(headers)
    for origin in _values(headers, b"origin"):
        if origin not in {f"http://{host}", f"https://{host}"}:
            return Fault("Origin", f"{origin!r} is another site", expected="this server's own pages")
    followed = method in {"GET", "HEAD"} and _values(headers, b"sec-fetch-mode") == ["navigate"]
    if not followed and set(_values(headers, b"sec-fetch-site")) & {"cross-site", "same-site"}:
        return Fault("Sec-Fetch-Site", "asked for by another site", expected="this server's own pages")
    return None


def _counted(receive: Receive, most: int) -> Receive:
    taken = 0

    async def next_message() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise TooLarge
        return message

    return next_message


class _Answering:
    """Sends on, with the headers that every answer carries."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            there = {key.lower() for key, _ in message.get("headers", ())}
            more = [(k.encode(), v.encode()) for k, v in HEADERS.items() if k.encode() not in there]
            message = {**message, "headers": [*message.get("headers", ()), *more]}
        await self.send(message)


async def _refuse(send: Send, status: int, title: str, fault: Fault) -> None:
    from openh1b.web.problems import document  # not above: it loads what answers are made of

    body = json.dumps(document(status, title, (fault,)), ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
