"""Pages in a real Chromium: main path, keyboard, narrow and wide, dark and light, axe, back button, no JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.axe import violations
from tests.web.watched import REFUSED, watched

pytestmark = pytest.mark.browser
PAGES_HERE = ("/", "/compare")


@pytest.fixture
def opened(page: Page, server: str):
    with watched(page, server, but=REFUSED) as go:
        yield go


@pytest.mark.parametrize("path", ["/", "/compare?policies=lottery&policies=level-ranking&by=selection_level"])
def test_axe_finds_no_violation(opened, path):
    assert not violations(opened(path))


@pytest.mark.parametrize("path", PAGES_HERE)
def test_nothing_is_wider_than_the_screen(opened, path):
    page = opened(path)
    for width in (320, 768, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        expect(page.locator(".drawing.narrow").first).to_be_visible(visible=width < 720)
        expect(page.locator(".drawing.wide").first).to_be_visible(visible=width >= 720)


def test_the_slider_shows_its_season_and_the_address_follows(opened):
    page = opened("/?season=2026")
    page.get_by_label("Season", exact=True).press("ArrowLeft")
    expect(page.locator("h1")).to_contain_text("FY2025")
    expect(page).to_have_url(re.compile(r"/\?season=2025$"))
    expect(page.get_by_label("Season", exact=True)).to_be_focused()


def test_a_form_swaps_the_main_part_and_loads_no_page_anew(opened):
    page = opened("/?season=2026")
    page.evaluate("window.sameDocument = true")
    page.get_by_label("Season", exact=True).press("ArrowLeft")
    expect(page.locator("h1")).to_contain_text("FY2025")
    assert page.evaluate("window.sameDocument") is True


def test_the_back_button_goes_back(opened):
    page = opened("/?season=2026")
    page.get_by_label("Season", exact=True).press("ArrowLeft")
    expect(page.locator("h1")).to_contain_text("FY2025")
    page.go_back()
    expect(page.locator("h1")).to_contain_text("FY2026")
    page.go_forward()
    expect(page.locator("h1")).to_contain_text("FY2025")


def test_a_policy_is_left_out_and_one_with_a_moved_cap_comes_in(opened):
    page = opened("/compare")
    # The box is gone from the form with the answer: `uncheck`, which looks at it again after its click, may find none.
    page.get_by_role("checkbox", name=re.compile("^level-ranking")).click()
    expect(page).to_have_url(re.compile("policies=lottery&policies=weighted-levels$"))
    page.get_by_text("Move a parameter").click()
    page.get_by_role("spinbutton", name="Regular cap").fill("130000")
    page.get_by_role("button", name="Add this policy").click()
    expect(page.get_by_role("checkbox", name=re.compile(r"^caps\.regular=130000"))).to_be_checked()
    expect(page.locator("h2#gains")).to_be_visible()


def test_the_same_address_shows_another_the_same(opened, browser: Browser, server: str):
    page = opened("/compare?season=2025&policies=lottery&policies=weighted-levels")
    other = browser.new_page()
    other.goto(page.url)
    assert other.locator("main").inner_text() == page.locator("main").inner_text()
    other.close()


def test_a_mark_has_its_tooltip_by_pointer(opened):
    page = opened("/compare")
    page.locator(".wide .mark").nth(1).hover()
    expect(page.locator(".tip")).to_be_visible()
    expect(page.locator(".tip")).to_contain_text("Level I under weighted-levels: odds of selection")


def test_by_keyboard_only_from_the_skip_link_to_marks(opened):
    page = opened("/compare?policies=lottery&policies=weighted-levels")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('mark')"):
            break
    expect(page.locator(".tip")).to_contain_text("Level I under lottery")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".tip")).to_contain_text("Level I under weighted-levels")
    page.keyboard.press("Escape")
    expect(page.locator(".tip")).to_be_hidden()


def test_the_theme_is_chosen_and_kept(opened):
    page = opened("/")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Dark").click()
    dark = page.evaluate(paper)
    page.reload()
    assert page.evaluate(paper) == dark != light
    page.get_by_role("button", name="Light").click()
    assert page.evaluate(paper) == light


def test_without_javascript_forms_are_sent_and_everything_is_there(browser: Browser, server: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/compare")
    page.get_by_label("Season", exact=True).select_option("2025")
    page.get_by_role("button", name="Compare").click()
    expect(page).to_have_url(f"{server}/compare?season=2025")
    expect(page.locator(".drawing.wide svg").first).to_be_visible()
    page.goto(f"{server}/?season=2024")
    expect(page.locator("h1")).to_contain_text("FY2024")
    context.close()


def test_a_file_is_saved_under_its_name(opened):
    page = opened("/compare")
    with page.expect_download() as saved:
        page.get_by_role("link", name=re.compile("^CSV of: ")).first.click()
    assert saved.value.suggested_filename == "openh1b-fy2026-odds.csv"


def test_a_refusal_comes_as_a_page_in_place(opened, page: Page, server: str):
    opened("/compare")
    page.get_by_text("Move a parameter").click()
    page.get_by_label("Another, as path=value").fill("caps.regluar=1")
    with page.expect_response(lambda answer: answer.status == 422):
        page.get_by_role("button", name="Add this policy").click()
    expect(page.get_by_text("Did you mean caps.regular?")).to_be_visible()
    page.get_by_role("link", name="Begin again").click()
    expect(page).to_have_url(f"{server}/compare")
