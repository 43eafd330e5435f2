"""A page in a real browser whose complaints fail the test, and what every page has to stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from tests.web.axe import violations

REFUSED = "status of 422"
"""What Chromium logs of a form that is refused, as some tests want it to be."""


@contextmanager
def watched(page: Page, server: str, *, but: str | None = None) -> Iterator[Callable[[str], Page]]:
    """What opens a page by its path. Raises AssertionError at the end for what was logged and does not hold `but`."""
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type in {"error", "warning"} else None)
    page.on("pageerror", lambda one: said.append(str(one)))

    def go(path: str) -> Page:
        page.goto(server + path)
        return page

    yield go
    assert not [one for one in said if but is None or but not in one]


def check_by_axe_and_width(page: Page) -> None:
    """Axe finds nothing, and nothing is wider than the screen of a phone, a tablet or a desk."""
    assert not violations(page)
    for width in (320, 768, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
