"""Whose name is asked for, where requests come from, how long they are, what every answer carries."""

from __future__ import annotations

import re

import httpx
import pytest
from starlette.responses import PlainTextResponse

from openh1b.web.safety import HEADERS, Safety
from openh1b.web.settings import Limits, Settings
from tests.web.apart import run_apart

ANY = "0.0.0.0"  # noqa: S104 - not bound here
PATHS = ("/", "/compare", "/static/style.css", "/nowhere", "/?season=1", "/chart/odds.svg", "/chart/odds.csv")


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_headers(get, path):
    answer = get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_allows_nothing_unsafe_and_nobody_else():
    policy = HEADERS["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert not re.search(r"https?:|\*", policy)


@pytest.mark.parametrize("path", ["/", "/compare", "/?season=1", "/nowhere"])
def test_pages_have_no_script_or_style_in_line(get, path):
    text = get(path).text
    assert re.findall(r"<script[^>]*>", text) == ['<script src="/static/openh1b.js">']
    assert "<style" not in text
    assert not re.search(r"\sstyle=|\son[a-z]+=", text)
    assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", text)
    assert "javascript:" not in text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.2", "", "a@127.0.0.1", "[::1"])
def test_another_host_name_is_refused(get, host):
    answer = get("/", headers={"host": host})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["faults"][0]["place"] == "Host"


@pytest.mark.parametrize("host", ["localhost", "localhost:8017", "127.0.0.1:1", "[::1]:8017"])
def test_the_names_of_this_machine_are_served(get, host):
    assert get("/static/style.css", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9999", "file://"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_origin_is_refused(get, origin, method):
    answer = get("/", method, headers={"origin": origin})
    assert answer.status_code == 403
    assert answer.json()["faults"][0]["place"] == "Origin"


def test_our_own_origin_may_ask(get):
    assert get("/static/style.css", headers={"origin": "http://127.0.0.1:8017"}).status_code == 200


def test_a_link_from_another_site_may_lead_here_but_nothing_else_may(get):
    followed = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert get("/", headers=followed).status_code == 200
    assert get("/", "POST", headers=followed).status_code == 403
    assert get("/", headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}).status_code == 403


def test_an_address_without_end_is_refused(get):
    assert get("/?seed=" + "x" * 20_000).status_code == 414


def _send(settings: Settings, body, **more) -> httpx.Response:
    async def echo(scope, receive, send):
        while (await receive()).get("more_body"):
            pass
        await PlainTextResponse("read")(scope, receive, send)

    async def run() -> httpx.Response:
        transport = httpx.ASGITransport(app=Safety(echo, settings))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.post("/", content=body, **more)

    return run_apart(run)


async def _pieces(count: int):
    for _ in range(count):
        yield b"x" * 100


def test_a_body_over_the_limit_is_refused_with_and_without_its_length():
    settings = Settings(limits=Limits(body_bytes=1000))
    assert _send(settings, b"x" * 1000).status_code == 200
    assert _send(settings, b"x" * 1001).status_code == 413
    assert _send(settings, _pieces(10)).status_code == 200
    assert _send(settings, _pieces(11)).status_code == 413
    assert _send(settings, b"x", headers={"content-length": "-1"}).status_code == 400


def test_a_failure_of_ours_is_a_problem_that_says_nothing_inward(app, get, monkeypatch):
    def fail(*_args, **_more):
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr("openh1b.web.pages.compare.compared", fail)
    answer = get("/compare", headers={"accept": "application/json"})
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize(
    ("host", "loopback"), [("127.0.0.1", True), ("::1", True), ("localhost", True), (ANY, False), ("a.b", False)]
)
def test_only_loopback_is_this_machine_alone(host, loopback):
    assert Settings(host=host).loopback is loopback


def test_a_server_for_others_answers_to_numbers_and_its_own_name_only():
    settings = Settings(host=ANY)
    assert settings.serves("192.0.2.7")
    assert not settings.serves("evil.example")
    assert Settings(host=ANY, hosts=("h1b.example",)).serves("h1b.example")
