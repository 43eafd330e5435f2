"""What takes long on a page: begun, told, cancelled; a slow question holds no fast one."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from openh1b.charts.response_table import _cell
from openh1b.scenario import Scenario
from openh1b.simulate import compare
from openh1b.web.address import to_query
from openh1b.web.api.jobs import JOBS
from openh1b.web.pages import waiting
from openh1b.web.pages.waiting import RUNS, estimated
from tests.web.axe import violations

Get = Callable[..., httpx.Response]
SOON = "/compare?policies=lottery&policies=weighted-levels&response=central"


def never(seed: str) -> str:
    """The address of a comparison that takes minutes."""
    scenario = Scenario(policies=("lottery", "weighted-levels"), people=True, draws=10_000, seed=seed)
    return f"/compare?{to_query(scenario)}"


@pytest.fixture(autouse=True)
def _none_left() -> Iterator[None]:
    yield
    JOBS.end_all()
    RUNS._runs.clear()


def ended(get: Get, address: str) -> httpx.Response:
    answer = get(address)
    while answer.status_code == 202:
        time.sleep(0.1)
        answer = get(address)
    return answer


def test_a_long_comparison_tells_how_far_it_is_and_comes_at_its_own_address(get: Get) -> None:
    first = get(SOON)
    assert first.status_code == 202
    assert '<noscript><meta http-equiv="refresh"' in first.text
    assert "<progress" in first.text
    page = ended(get, SOON)
    assert page.status_code == 200
    assert "Employers react" in page.text or "employers react" in page.text
    assert "<progress" not in page.text
    assert get(SOON).text == page.text


def test_the_run_gives_the_page_that_the_server_would_have_made(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    page = ended(get, SOON)
    monkeypatch.setattr(waiting, "LONG_SECONDS", 1e9)
    assert get(SOON).text == page.text


def test_a_charts_file_of_a_long_run_is_the_file_at_last(get: Get) -> None:
    found = ended(get, SOON.replace("/compare", "/chart/odds.csv"))
    assert found.headers["content-type"].startswith("text/csv")
    assert "attachment" in found.headers["content-disposition"]


def test_a_cancelled_run_ends_and_leads_to_the_page_without_what_takes_long(get: Get) -> None:
    told = get(never("cancelled"))
    job = re.search(r'name="job" value="([^"]+)"', told.text)[1]
    process = JOBS.find(job).child.process
    gone = get("/waiting/cancel", "POST", data={"job": job})
    assert gone.status_code == 303
    assert "people" not in gone.headers["location"]
    assert "policies=lottery" in gone.headers["location"]
    assert process.poll() is not None
    assert get(gone.headers["location"]).status_code == 200


def test_to_cancel_what_is_not_there_leads_to_our_own_page(get: Get) -> None:
    assert get("/waiting/cancel", "POST", data={"job": "https://other.example"}).headers["location"] == "/compare"


def test_a_run_that_nobody_waits_for_makes_room(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(2):
        get(never(f"run {seed}"))
    held = get(never("third"))
    assert held.status_code == 202
    assert "as soon as there is room" in held.text
    monkeypatch.setattr(waiting, "GONE_SECONDS", -1.0)
    assert 'name="job"' in get(never("third")).text


def test_every_corner_of_the_assumptions_is_a_long_run(get: Get) -> None:
    told = get(SOON.replace("central", "range"))
    assert told.status_code == 202
    assert "<progress" in told.text
    assert re.search('name="job"', told.text)


def test_a_figure_over_all_corners_says_its_ends() -> None:
    figure = compare(Scenario()).result.find("lottery", "odds", "selection_level", "1")
    assert _cell(replace(figure, low=0.2, high=0.5, spread="range")).endswith(" (20.00% to 50.00%)")
    assert "(" not in _cell(replace(figure, low=figure.value, high=figure.value, spread="range"))


def test_what_a_run_finds_wrong_is_said_as_on_any_page(get: Get) -> None:
    found = ended(get, SOON.replace("?", "?season=2025&").replace("&response", "&level_mix=nobody&response"))
    assert found.status_code == 422
    assert "nobody" in found.text


def test_a_long_run_holds_no_other_question(get: Get) -> None:
    assert get(never("slow")).status_code == 202
    assert get("/").status_code == 200
    assert get("/compare?policies=lottery").status_code == 200
    assert get(never("slow")).status_code == 202


def test_a_slow_request_does_not_hold_a_fast_one(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    from openh1b.web.pages import compare

    begun, may_end = threading.Event(), threading.Event()

    def slow(*_: object) -> None:
        begun.set()
        may_end.wait(60)
        msg = "over"
        raise RuntimeError(msg)

    monkeypatch.setattr(compare, "_page", slow)
    first = threading.Thread(target=get, args=("/compare",))
    first.start()
    assert begun.wait(60)
    try:
        assert get("/").status_code == 200
        assert first.is_alive()
    finally:
        may_end.set()
        first.join()


def test_only_what_takes_long_becomes_a_run() -> None:
    long = waiting.LONG_SECONDS
    assert estimated(Scenario()) < long
    assert estimated(Scenario(people=True)) < long
    assert estimated(Scenario(draws=10_000)) < long
    assert estimated(Scenario(response="central")) >= long
    assert estimated(Scenario(policies=("lottery",), response="range")) >= long
    assert estimated(Scenario(people=True, draws=1_000)) >= long


@pytest.mark.browser
def test_only_the_main_part_is_swapped_and_without_a_script_the_page_asks_again(
    page: Page, browser: Browser, server: str
) -> None:
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(server + SOON)
    page.goto(server + SOON)
    for one in (plain, page):
        expect(one.locator("progress")).to_be_visible()
    page.evaluate("window.same = true")
    for one in (page, plain):
        expect(one.get_by_role("heading", name="Who is selected")).to_be_visible(timeout=60_000)
    assert page.evaluate("window.same")
    assert page.title() != "Computing - OpenH1B"
    plain.context.close()


@pytest.mark.browser
def test_a_run_is_cancelled_by_keyboard(page: Page, server: str) -> None:
    page.goto(server + never("keyboard"))
    page.get_by_role("button", name="Cancel").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Who is selected")).to_be_visible(timeout=60_000)
    assert "people" not in page.url


@pytest.mark.browser
def test_axe_finds_nothing_on_the_page_of_a_run(page: Page, server: str) -> None:
    page.goto(server + never("axe"))
    assert not violations(page)
