"""Files that take long to read: the form leads to a page that tells how far they are, and can be cancelled."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect

from openh1b.web.pages import posted
from openh1b.web.pages.posted import FILES
from tests.cases.employer_made import made, write
from tests.web.axe import violations

Get = Callable[..., httpx.Response]
POOL = "beneficiary_id,selection_level,us_masters_or_higher\n" + "".join(
    f"u{k:02d},{k % 4 + 1},{'yes' if k % 3 else 'no'}\n" for k in range(20)
)
DRAW = {"policy": "weighted-levels", "seed": "county fair", "season": "2026", "seats": "regular=4,advanced_degree=2"}


@pytest.fixture(autouse=True)
def _long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file takes longer than a moment."""
    monkeypatch.setattr(posted, "QUICK_SECONDS", 0.0)


def drawn(get: Get, pool: str = POOL, *, follow: bool = True) -> httpx.Response:
    return get("/draw/draw", "POST", data=DRAW, files={"file": ("pool.csv", pool)}, follow=follow)


@pytest.fixture
def candidates(tmp_path) -> dict[str, tuple[str, bytes]]:
    return {"file": ("list.csv", write(tmp_path / "list.csv", made(4)).read_bytes())}


def test_a_draw_leads_to_its_progress_and_the_same_page_comes_there(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    away = drawn(get, follow=False)
    assert away.status_code == 303
    told = get(away.headers["location"])
    assert told.status_code == 202
    assert "<progress" in told.text
    assert '<noscript><meta http-equiv="refresh"' in told.text
    assert told.headers["cache-control"] == "no-store"
    slow = drawn(get)
    assert "6 of 20 selected under the seed county fair" in slow.text
    monkeypatch.setattr(posted, "QUICK_SECONDS", 60.0)
    bare = [re.sub('/draw/saved/[^"]+', "", one.text) for one in (slow, drawn(get))]
    assert bare[0] == bare[1]


def test_faults_of_a_file_that_took_long_stand_beside_their_form(get: Get) -> None:
    page = drawn(get, POOL.replace("u03,4", "u03,9"))
    assert page.status_code == 422
    assert 'id="draw-faults"' in page.text
    assert 'value="county fair"' in page.text


def test_a_cancelled_file_ends_its_process_and_leaves_nothing(get: Get, candidates) -> None:
    away = get("/employer", "POST", files=candidates, data={"budget": "90000"}, follow=False)
    place = away.headers["location"]
    job = place.rpartition("/")[2]
    child = FILES.find(job).child
    gone = get("/sent/cancel", "POST", data={"job": job})
    assert gone.status_code == 303
    assert gone.headers["location"] == "/employer?budget=90000"
    assert child.process.poll() is not None
    FILES.find(job) and FILES.find(job).over.wait(10)
    assert get(place).status_code in {404, 422}


def test_what_came_of_a_list_is_shown_once_and_not_kept(get: Get, candidates) -> None:
    away = get("/employer", "POST", files=candidates, follow=False)
    place = away.headers["location"]
    folder = FILES.find(place.rpartition("/")[2]).child.folder
    assert (folder / "uploaded").exists()
    page = get(place)
    while page.status_code == 202:
        page = get(place)
    assert "4 candidates for FY" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert not folder.exists()
    for one in (place, "/draw/sent/none-such"):
        while (again := get(one)).status_code == 200:
            pass
        assert again.status_code == 404
        assert "Send the file again" in again.text


def test_a_list_that_takes_too_long_is_ended(get: Get, candidates) -> None:
    away = get("/employer", "POST", files=candidates, follow=False)
    one = FILES.find(away.headers["location"].rpartition("/")[2])
    one.child.end()
    one.late = True
    page = get(away.headers["location"])
    assert page.status_code == 422
    assert "took longer than 60 seconds" in page.text


@pytest.mark.browser
def test_a_draw_is_waited_for_without_a_page_loaded_anew(page: Page, server: str) -> None:
    page.goto(f"{server}/draw")
    page.get_by_label("Pool", exact=True).set_input_files(
        {"name": "p.csv", "mimeType": "text/csv", "buffer": POOL.encode()}
    )
    page.get_by_label("Seed", exact=True).fill("county fair")
    page.get_by_label("Seats", exact=True).fill(DRAW["seats"])
    page.get_by_role("button", name="Draw", exact=True).click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.evaluate("window.same = true")
    expect(page.get_by_role("heading", name="6 of 20 selected")).to_be_visible(timeout=60_000)
    assert page.evaluate("window.same")


@pytest.mark.browser
def test_a_list_being_read_is_cancelled_by_keyboard(page: Page, server: str, tmp_path) -> None:
    page.goto(f"{server}/employer?budget=90000")
    page.get_by_label("List of candidates").set_input_files(write(tmp_path / "list.csv", made(600)))
    page.get_by_role("button", name="Show").click()
    page.get_by_role("button", name="Cancel").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/employer\?.*budget=90(%2C)?000"))
    expect(page.get_by_label("List of candidates")).to_be_visible()


@pytest.mark.browser
def test_the_workbook_of_a_list_that_took_long_is_saved_by_its_name(page: Page, server: str, tmp_path) -> None:
    page.goto(f"{server}/employer")
    page.get_by_label("List of candidates").set_input_files(write(tmp_path / "list.csv", made(4)))
    with page.expect_download(timeout=60_000) as saved:
        page.get_by_role("button", name="Workbook only").click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        assert not violations(page)
    assert saved.value.suggested_filename == "openh1b-results.xlsx"
    assert saved.value.path().read_bytes().startswith(b"PK")
    expect(page.get_by_text("Saved as openh1b-results.xlsx.").first).to_be_visible()
