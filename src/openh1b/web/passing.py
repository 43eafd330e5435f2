"""Settings, a request and its answer as they go to another process of ours and back."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from starlette.types import ASGIApp, Message, Scope

from openh1b.web.settings import Limits, Settings

_KEPT: Final = ("method", "path", "scheme", "http_version")
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Answer:
    """What was answered. headers: names and values."""

    status: int
    headers: Pairs
    body: bytes

    def messages(self) -> tuple[Message, Message]:
        """The answer as ASGI sends it."""
        headers = [(name.encode("latin-1"), text.encode("latin-1")) for name, text in self.headers]
        start = {"type": "http.response.start", "status": self.status, "headers": headers}
        return start, {"type": "http.response.body", "body": self.body}


def settings_out(settings: Settings) -> dict[str, Any]:
    """Settings as JSON can hold them."""
    return {**asdict(settings), "store": None if settings.store is None else str(settings.store)}


def settings_in(given: Mapping[str, Any]) -> Settings:
    """The settings of `settings_out`."""
    store = None if given["store"] is None else Path(given["store"])
    return Settings(**{**given, "store": store, "hosts": tuple(given["hosts"]), "limits": Limits(**given["limits"])})


def scope_out(scope: Scope) -> dict[str, Any]:
    """What of a request without a body decides its answer, as JSON can hold it."""
    headers = [(name.decode("latin-1"), text.decode("latin-1")) for name, text in scope["headers"]]
    server = list(scope.get("server") or ("127.0.0.1", 80))
    kept = {name: scope.get(name, "1.1") for name in _KEPT}
    return {**kept, "query": scope["query_string"].decode("latin-1"), "headers": headers, "server": server}


def scope_in(asked: Mapping[str, Any]) -> Scope:
    """The request of `scope_out`, for an application of this process."""
    return {
        **{name: asked[name] for name in _KEPT},
        "type": "http",
        "asgi": {"version": "3.0"},
        "raw_path": asked["path"].encode(),
        "root_path": "",
        "query_string": asked["query"].encode("latin-1"),
        "headers": [(name.encode("latin-1"), text.encode("latin-1")) for name, text in asked["headers"]],
        "server": tuple(asked["server"]),
        "client": None,
    }


async def ask(app: ASGIApp, scope: Scope) -> Answer:
    """What an application answers; 500 where it fails without a word."""
    messages: list[Message] = []

    async def send(message: Message) -> None:
        messages.append(message)

    try:
        await app(scope, _nothing, send)
    except Exception:
        logging.getLogger(__name__).exception("failed at %s", scope["path"])
    start: Message = {"status": 500, "headers": ()}
    start = next((one for one in messages if one["type"] == "http.response.start"), start)
    headers = [(name.decode("latin-1"), text.decode("latin-1")) for name, text in start["headers"]]
    return Answer(start["status"], headers, b"".join(one.get("body", b"") for one in messages))


async def _nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}
