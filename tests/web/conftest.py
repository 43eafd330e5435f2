"""For tests of the web face: the application without a network, and a server with a real browser."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from openh1b.web.app import create_app
from openh1b.web.settings import Settings
from tests.web.apart import run_apart

BASE = "http://127.0.0.1:8017"
NO_BROWSER = "no chromium was found: apt-get install chromium (or leave these tests out: make test-fast)"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: needs a real Chromium on the machine (left out by make test-fast)")


@pytest.fixture(scope="session")
def app() -> Any:
    return create_app(Settings())


@pytest.fixture
def get(app: Any) -> Callable[..., httpx.Response]:
    """One request to the application, as a browser sends it."""

    def ask(path: str, method: str = "GET", base: str = BASE, **more: Any) -> httpx.Response:
        async def run() -> httpx.Response:
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=base) as client:
                headers = {"accept": "text/html", **more.pop("headers", {})}
                return await client.request(method, path, headers=headers, **more)

        return run_apart(run)

    return ask


@pytest.fixture(scope="session")
def base_url() -> None:
    """None: addresses are whole. The plugin's own fixture of this name makes pytest 9.2 warn, which is an error."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.fail(NO_BROWSER, pytrace=False)
    return {**browser_type_launch_args, "executable_path": found, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The application on a free port, until the tests are over."""
    import uvicorn

    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    running = uvicorn.Server(uvicorn.Config(create_app(Settings(port=port)), log_level="critical"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not running.started and time.monotonic() < until:
        time.sleep(0.02)
    assert running.started
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(10)
    listening.close()
