"""My case, an employer's list, sponsors in a real Chromium: main path, keyboard, axe, widths, back, no JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cases.employer_made import made, write
from tests.web.watched import REFUSED, check_by_axe_and_width, watched

pytestmark = pytest.mark.browser
CASE = "/case?soc=Software+Developers&area=Seattle&salary=165000&us_masters=true&opt_end=2027-06-30&stem=true"


@pytest.fixture
def opened(page: Page, server: str):
    with watched(page, server, but=REFUSED) as go:
        yield go


FEW_WAGES = "/case?soc=29-1212&area=10180&salary=300000"


@pytest.mark.parametrize(
    "path", [CASE, FEW_WAGES, "/case?soc=x&area=y&salary=1", "/sponsors", "/sponsors?name=tesla&text=tesla"]
)
def test_axe_finds_no_violation_and_nothing_is_wider_than_the_screen(opened, path):
    check_by_axe_and_width(opened(path))


def test_a_case_is_asked_by_keyboard_alone_and_back_returns_to_it(opened):
    page = opened("/case")
    page.get_by_label("Job").focus()
    for text in ("Software Developers", "Seattle", "165000"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Level II: odds of selection")
    expect(page).to_have_url(re.compile(r"soc=Software\+Developers&area=Seattle&salary=165000"))
    page.get_by_label("US master's degree or higher").press("Space")
    expect(page).to_have_url(re.compile("us_masters=true"))
    expect(page.locator("#odds-by-scenario")).to_be_visible()
    page.go_back()
    expect(page).not_to_have_url(re.compile("us_masters"))
    expect(page.get_by_label("US master's degree or higher")).not_to_be_checked()


def test_a_tile_says_its_counties_by_pointer_and_by_keyboard(opened):
    page = opened(CASE)
    page.set_viewport_size({"width": 360, "height": 800})
    page.locator("#levels-by-county .narrow g.mark").first.focus()
    expect(page.locator(".tip")).to_contain_text("Alabama: ")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tip")).to_contain_text("Alaska: ")
    page.locator('#levels-by-county .narrow g.mark[aria-label^="Texas"]').hover()
    expect(page.locator(".tip")).to_contain_text("of 254")


def test_a_county_says_its_name_area_and_level_to_the_pointer(opened):
    page = opened(CASE)
    page.locator('#levels-by-county .wide path[data-of="Autauga"]').hover()
    expect(page.locator(".tip")).to_contain_text("Autauga Montgomery, AL")
    expect(page.locator(".tip")).to_contain_text("Level IV")


def test_the_map_is_one_stop_of_the_keyboard_and_goes_by_areas_and_by_states(opened):
    page = opened(CASE)
    page.locator('#levels-by-county .wide g.mark[tabindex="0"]').focus()
    expect(page.locator(".tip")).to_contain_text("Seattle-Tacoma-Bellevue, WA")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tip")).not_to_contain_text("Seattle")
    expect(page.locator(".tip")).to_contain_text("WA")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".tip")).to_contain_text("Beckley, WV")
    page.keyboard.press("ArrowUp")
    expect(page.locator(".tip")).to_contain_text("Bellingham, WA")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.counties')") is None


def test_the_calendar_is_saved_from_the_page(opened):
    page = opened(CASE)
    with page.expect_download() as saved:
        page.get_by_text("Calendar file (.ics)").click()
    assert saved.value.path().read_text(encoding="utf-8").startswith("BEGIN:VCALENDAR")


def test_a_list_is_uploaded_seen_and_saved(opened, tmp_path):
    page = opened("/employer")
    page.get_by_label("List of candidates").set_input_files(write(tmp_path / "list.csv", made(9)))
    page.get_by_label("Budget for raises, a year").fill("100000")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("h1")).to_contain_text("9 candidates for FY")
    with page.expect_download() as saved:
        page.get_by_text("Workbook (XLSX)").click()
    assert saved.value.path().read_bytes().startswith(b"PK")
    check_by_axe_and_width(page)


def test_a_bad_list_is_refused_on_the_page(opened, tmp_path):
    page = opened("/employer")
    (tmp_path / "list.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    page.get_by_label("List of candidates").set_input_files(tmp_path / "list.xlsx")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#file-wrong")).to_be_visible()


def test_sponsors_are_found_as_one_types_and_nothing_typed_is_lost(opened):
    page = opened("/sponsors")
    box = page.get_by_label("Search a sponsor")
    box.press_sequentially("tesla", delay=15)
    expect(page.locator("#results")).to_contain_text("TESLA INC")
    expect(box).to_have_value("tesla")
    expect(page).to_have_url(re.compile("text=tesla"))
    page.locator("#results a").first.click()
    expect(page.locator("h1")).to_contain_text("Tesla: 256 initial")
    page.locator("#sponsors-show .wide g.mark").last.focus()
    expect(page.locator(".tip")).to_contain_text("FY2016: 256 initial and 470 continuing approvals")
    page.go_back()
    expect(page.get_by_label("Search a sponsor")).to_have_value("tesla")


def test_without_javascript_all_three_can_be_asked(browser: Browser, server: str, tmp_path):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/case")
    for label, text in (("Job", "15-1252"), ("Place of work", "Seattle"), ("Base pay", "165000")):
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Show").first.click()
    assert "odds of selection" in page.locator("h1").inner_text()
    page.goto(f"{server}/sponsors")
    page.get_by_label("Search a sponsor").fill("tesla")
    page.get_by_role("button", name="Search").click()
    assert "TESLA INC" in page.locator("#results").inner_text()
    page.goto(f"{server}/employer")
    page.get_by_label("List of candidates").set_input_files(write(tmp_path / "list.csv", made(4)))
    page.get_by_role("button", name="Show").click()
    expect(page.locator("h1")).to_contain_text("4 candidates")
    context.close()
