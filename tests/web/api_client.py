"""The application as a client on this machine has it, without a socket between."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from openh1b.web.app import create_app
from openh1b.web.settings import Settings
from tests.web.apart import run_apart

API = "/api/v1"
HERE = "http://127.0.0.1:8017"


class Client:
    """Asks an application, each request in a loop of its own."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    def __call__(self, method: str, path: str, **how: Any) -> httpx.Response:
        """One request; an error of the server comes as the answer that a client would have."""

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=HERE, timeout=120) as client:
                return await client.request(method, path if path.startswith("/api") else API + path, **how)

        return run_apart(ask)

    def get(self, path: str, **how: Any) -> httpx.Response:
        """GET."""
        return self("GET", path, **how)

    def post(self, path: str, **how: Any) -> httpx.Response:
        """POST."""
        return self("POST", path, **how)

    def upload(self, path: str, name: str, data: bytes | str) -> httpx.Response:
        """POST a file."""
        return self("POST", path, files={"file": (name, data)})


def client_on(store: Path, **settings: Any) -> Client:
    """A client of a fresh application whose store is a folder that need not exist."""
    return Client(create_app(Settings(store=store, **settings)))


def example_of(parameter: dict[str, Any]) -> Any:
    """The example of a parameter as OpenAPI has it; None where it has none."""
    if "example" in parameter:
        return parameter["example"]
    listed = parameter["schema"].get("examples") or [None]
    return listed[0]


def example_request(path: str, operation: dict[str, Any]) -> tuple[str, list[tuple[str, str]]]:
    """Address and query of an operation's examples."""
    query: list[tuple[str, str]] = []
    for one in operation.get("parameters", ()):
        example = example_of(one)
        if example is None:
            continue
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", str(example))
        else:
            query += [(one["name"], str(each)) for each in (example if isinstance(example, list) else [example])]
    return path, query
