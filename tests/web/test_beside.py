"""The application as it opens, and the processes beside it: the same answers, and none lost."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from openh1b.web import opening
from openh1b.web.app import create_app, load_all
from openh1b.web.beside import Beside
from openh1b.web.opening import Opening
from openh1b.web.passing import Answer, ask, scope_in
from openh1b.web.settings import Settings
from tests.web.apart import run_apart

HEADERS = [("host", "127.0.0.1:8017"), ("accept", "text/html")]


def question(path: str, query: str = "", method: str = "GET", headers: Any = HEADERS) -> dict[str, Any]:
    kept = {"method": method, "path": path, "query": query, "headers": headers, "server": ["127.0.0.1", 8017]}
    return scope_in({**kept, "scheme": "http", "http_version": "1.1"})


def beside(test: Callable[[Beside], Awaitable[Any]]) -> Any:
    """Run a test on an application that is busy, with one process beside it."""

    async def run() -> Any:
        app = create_app(Settings(helpers=1))
        load_all(app)
        both = Beside(app, app.state.settings)
        await both.start()
        both.here = 100
        try:
            return await test(both)
        finally:
            await both.end()

    return run_apart(run)


def test_a_process_beside_answers_as_the_server_does_to_the_last_byte() -> None:
    addresses = [
        ("/compare", "season=2028&registrations=300000"),
        ("/", "season=2024"),
        ("/case", ""),
        ("/api/v1/odds", "policy=lottery"),
        ("/api/v1/compare", "policies=lotery"),
        ("/compare", "season=2099"),
    ]

    async def test(both: Beside) -> list[tuple[Answer, Answer, bool]]:
        found = []
        for path, query in addresses:
            before = next(both.helpers[0].numbers)
            theirs = await ask(both, question(path, query))
            went = next(both.helpers[0].numbers) == before + 2
            found.append((theirs, await ask(both.app, question(path, query)), went))
        return found

    answers = beside(test)
    assert [went for *_, went in answers] == [True] * len(addresses)
    for theirs, ours, _ in answers:
        assert (theirs.status, theirs.body) == (ours.status, ours.body)
        assert sorted(theirs.headers) == sorted(ours.headers)
    assert [ours.status for _, ours, _ in answers] == [200, 200, 200, 200, 422, 422]


def test_many_questions_at_once_each_get_their_own_answer() -> None:
    async def test(both: Beside) -> Any:
        seasons = [*range(2021, 2027)] * 2
        answers = await asyncio.gather(*(ask(both, question("/", f"season={one}")) for one in seasons))
        return [(one, answer.body.decode()) for one, answer in zip(seasons, answers, strict=True)]

    for season, page in beside(test):
        assert f"FY{season} (registration" in page


@pytest.mark.parametrize(
    ("path", "query", "method"),
    [
        ("/api/v1/jobs/x", "", "GET"),
        ("/compare", "response=central", "GET"),
        ("/compare", "a" * 20_000, "GET"),
        ("/draw", "", "GET"),
        ("/compare", "", "POST"),
    ],
)
def test_what_the_server_keeps_or_refuses_never_goes_there(path: str, query: str, method: str) -> None:
    assert not Beside(create_app(Settings()), Settings())._is_pure(question(path, query, method))


def test_the_checks_hold_beside_as_well() -> None:
    foreign = [("host", "evil.example"), ("accept", "text/html")]
    assert beside(lambda both: ask(both, question("/compare", headers=foreign))).status == 400


def test_a_process_that_was_ended_loses_no_question() -> None:
    async def test(both: Beside) -> Any:
        asked = asyncio.create_task(ask(both, question("/compare", "season=2028&registrations=300100")))
        await asyncio.sleep(0)
        both.helpers[0].process.kill()
        return (await asked).status, (await ask(both, question("/"))).status, both.helpers

    assert beside(test) == (200, 200, [])


def test_a_process_ends_by_itself_when_the_server_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openh1b.web.beside._ENDING_SECONDS", 60.0)

    async def test(both: Beside) -> Any:
        process = both.helpers[0].process
        await both.end()
        return process.returncode

    assert beside(test) == 0


def test_a_request_that_comes_before_the_application_is_there_is_answered() -> None:
    async def run() -> int:
        return (await ask(Opening(Settings(helpers=0)), question("/"))).status

    assert run_apart(run) == 200


def test_an_application_that_cannot_be_made_ends_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Settings) -> None:
        msg = "not there"
        raise ImportError(msg)

    monkeypatch.setattr(opening, "_first", fail)
    ended: list[bool] = []
    app = Opening(Settings(helpers=0))
    app.ended = lambda: ended.append(True)

    async def run() -> int:
        return (await ask(app, question("/"))).status

    assert run_apart(run) == 500
    assert ended == [True]
    assert str(app.failure) == "not there"


def test_the_first_page_waits_for_no_other_page_and_no_heavy_library() -> None:
    code = (
        "import sys, asyncio; from openh1b.web.opening import _first; from openh1b.web.settings import Settings;"
        "from openh1b.web.passing import ask;"
        f"app = _first(Settings()); print(asyncio.run(ask(app, {question('/')!r})).status); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert loaded[0] == "200"
    heavy = {"polars", "altair", "duckdb", "vl_convert", "scipy", "openh1b.web.pages.case", "openh1b.web.api.routes"}
    assert not heavy & set(loaded)


def test_the_description_has_every_route_before_anybody_asked() -> None:
    paths = create_app(Settings()).openapi()["paths"]
    assert {"/api/v1/compare", "/api/v1/jobs/{job}"} <= set(paths)
    assert len(paths) > 30
