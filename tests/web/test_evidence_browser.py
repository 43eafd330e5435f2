"""Claims, Draw, Data and the law in a real Chromium: axe, narrow and wide, main path, keyboard, no JavaScript."""

from __future__ import annotations

import re
import zipfile

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.watched import check_by_axe_and_width, watched

pytestmark = pytest.mark.browser
PAGES_HERE = (
    "/claims",
    "/claims/tech-60-percent",
    "/claims/match?text=Tesla obtained 724 H-1B visas in 2024.",
    "/draw",
    "/data",
    "/data/hub",
    "/law?topic=selection",
    "/law/price.consular_fee_usd?on=2026-06-20",
)
POOL = "beneficiary_id,selection_level,us_masters_or_higher\n" + "".join(
    f"u{k:02d},{k % 4 + 1},{'yes' if k % 3 else 'no'}\n" for k in range(20)
)


@pytest.fixture
def opened(page: Page, server: str):
    with watched(page, server) as go:
        yield go


@pytest.mark.parametrize("path", PAGES_HERE)
def test_axe_finds_no_violation_and_nothing_is_wider_than_the_screen(opened, path):
    check_by_axe_and_width(opened(path))


def test_the_verdict_filter_changes_the_page_and_its_address(opened):
    page = opened("/claims")
    every = page.locator("article.claim").count()
    page.get_by_label("Verdict", exact=True).select_option("does not hold")
    expect(page).to_have_url(re.compile(r"verdict=does\+not\+hold"))
    expect(page.locator("article.claim")).not_to_have_count(every)
    assert 0 < page.locator("article.claim").count() < every
    page.go_back()
    expect(page.locator("article.claim")).to_have_count(every)


def test_dots_and_positions_say_their_figures_by_keyboard(opened):
    page = opened("/claims/tech-60-percent")
    page.locator(".strip .mark").first.focus()
    expect(page.locator(".tip")).to_have_text("Claimed: around 60%")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tip")).to_contain_text("Computer-related share")
    opened("/claims")
    page.locator(".wide .chart .mark").first.focus()
    expect(page.locator(".tip")).to_contain_text("Donald Trump")


def test_an_article_is_pasted_and_matched(opened):
    page = opened("/claims")
    page.get_by_label("An article, or a part of it").fill("Around 60 percent of H-1Bs go to tech.")
    page.get_by_role("button", name="Match", exact=True).click()
    expect(page.get_by_text("1 sentence: 1 touches a claim")).to_be_visible()


def test_a_pool_is_drawn_saved_and_checked_without_javascript(browser: Browser, server: str, tmp_path):
    context = browser.new_context(java_script_enabled=False, accept_downloads=True)
    page = context.new_page()
    page.goto(f"{server}/draw")
    pool = {"name": "p.csv", "mimeType": "text/csv", "buffer": POOL.encode()}
    page.get_by_label("Pool", exact=True).set_input_files(pool)
    page.get_by_label("Seed", exact=True).fill("county fair")
    page.get_by_label("Seats", exact=True).fill("regular=4,advanced_degree=2")
    page.get_by_role("button", name="Draw", exact=True).click()
    expect(page.get_by_role("heading", name="6 of 20 selected")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name=re.compile("Save winners")).click()
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    assert "manifest.json" in zipfile.ZipFile(file).namelist()
    page.get_by_label("ZIP of a draw").set_input_files(file)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_text("It verifies:")).to_be_visible()
    context.close()


def test_a_bad_file_says_its_row_beside_the_form(page: Page, server: str):
    page.goto(f"{server}/draw")
    bad = {"name": "p.csv", "mimeType": "text/csv", "buffer": POOL.replace("u03,4", "u03,9").encode()}
    page.get_by_label("Pool", exact=True).set_input_files(bad)
    page.get_by_label("Seed", exact=True).fill("s")
    page.get_by_role("button", name="Draw", exact=True).click()
    expect(page.locator("#draw-faults")).to_contain_text("row 4")
    expect(page.locator("#draw-faults")).to_contain_text("selection_level")


def test_the_law_as_known_on_a_day_is_found_by_keyboard(opened):
    page = opened("/law/price.consular_fee_usd?on=2026-06-20")
    now = page.locator(".lead").inner_text()
    page.get_by_label("As known on").fill("2026-03-01")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("known=2026-03-01"))
    expect(page.locator(".lead")).not_to_have_text(now)
