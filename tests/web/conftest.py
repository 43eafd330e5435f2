"""For tests of the web face: the application without a network, and a server with a real browser."""

from __future__ import annotations

import asyncio
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


async def settled(client: httpx.AsyncClient, answer: httpx.Response) -> httpx.Response:
    """What came of a file that was sent: on a busy machine any takes more than a moment."""
    place = answer.headers.get("location", "")
    if "/sent/" not in place:
        return answer
    while (answer := await client.get(place, headers={"accept": "text/html"})).status_code == 202:
        await asyncio.sleep(0.05)
    return answer


@pytest.fixture(scope="session")
def app() -> Any:
    return create_app(Settings())


@pytest.fixture
def get(app: Any) -> Callable[..., httpx.Response]:
    """One request to the application, as a browser sends it."""

    def ask(path: str, method: str = "GET", base: str = BASE, *, follow: bool = True, **more: Any) -> httpx.Response:
        async def run() -> httpx.Response:
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=base) as client:
                headers = {"accept": "text/html", **more.pop("headers", {})}
                answer = await client.request(method, path, headers=headers, **more)
                return await settled(client, answer) if follow else answer

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


@pytest.fixture(autouse=True)
def patient(request: pytest.FixtureRequest) -> None:
    """The first answer of a server reads its tables, on a machine that may be busy."""
    if request.node.get_closest_marker("browser"):
        from playwright.sync_api import expect

        expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The application with two years of the hub in its store, on a free port, until the tests are over."""
    import uvicorn

    from openh1b.data.store import Store
    from tests.sponsors.conftest import LINES_2015, LINES_2016, hub_file

    folder = tmp_path_factory.mktemp("hub")
    store = Store(folder / "store")
    store.add([hub_file(folder / "2015.csv", LINES_2015), hub_file(folder / "2016.csv", LINES_2016)])
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    running = uvicorn.Server(uvicorn.Config(create_app(Settings(port=port, store=store.root)), log_level="critical"))
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
