"""Print, letters typed while a page is swapped, and tables that say there is more, in a real Chromium."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser
PRINTED = ("/", "/compare", "/claims", "/case?soc=15-1252&area=Seattle&salary=165000", "/data", "/law/caps.regular")


@pytest.mark.parametrize("path", PRINTED)
def test_on_paper_there_is_no_navigation_and_ink_is_black(page: Page, server: str, path: str):
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(server + path)
    expect(page.locator("header nav")).to_be_hidden()
    expect(page.locator(".theme")).to_be_hidden()
    for one in page.locator("main form:not(.slider)").all():
        expect(one).to_be_hidden()
    look = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    assert look == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    cut = "[...document.querySelectorAll('.scroll')].filter((one) => getComputedStyle(one).maxHeight !== 'none').length"
    assert page.evaluate(cut) == 0


def test_letters_typed_while_another_answer_is_awaited_are_kept(page: Page, server: str):
    page.goto(f"{server}/case?soc=15-1252&area=Seattle&salary=165000")
    waiting: list[Route] = []
    page.route(re.compile(r"/case\?"), lambda route: waiting.append(route))  # noqa: PLW0108 - playwright marks it
    page.get_by_label("Rule", exact=True).select_option(index=1)
    page.get_by_label("Base pay").fill("171")
    page.get_by_label("Base pay").press_sequentially("000")
    assert len(waiting) == 1
    waiting[0].continue_()
    expect(page).to_have_url(re.compile("policy="))
    expect(page.get_by_label("Base pay")).to_have_value("171000")
    expect(page.get_by_label("Base pay")).to_be_focused()
    assert page.evaluate("document.activeElement.selectionStart") == 6


def test_an_article_being_pasted_outlives_a_filter(page: Page, server: str):
    page.goto(f"{server}/claims")
    page.locator("#text").fill("Half of an article")
    page.get_by_label("Verdict", exact=True).select_option("does not hold")
    expect(page).to_have_url(re.compile("verdict="))
    expect(page.locator("#text")).to_have_value("Half of an article")


def test_heads_of_a_long_table_stay_in_sight(page: Page, server: str):
    page.goto(f"{server}/compare")
    table = page.locator("#tables ~ .scroll, section[aria-labelledby=tables] .scroll").first
    table.evaluate("(one) => one.scrollTo(0, 200)")
    head, box = table.locator("th").first.bounding_box(), table.bounding_box()
    assert abs(head["y"] - box["y"]) < 2
