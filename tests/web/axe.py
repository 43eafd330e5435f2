"""Axe in a page: all rules of levels A and AA in the light, then those of colour alone in the dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import axe_playwright_python
from playwright.sync_api import Page

SOURCE: Final = next(Path(axe_playwright_python.__file__).parent.glob("**/axe.min.js")).read_text(encoding="utf-8")
LEVELS: Final = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOURS: Final = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""All that a dark page can do wrong and a light one not."""
_RUN: Final = """async (only) => {
  const found = await axe.run(document, {
    runOnly: only, resultTypes: ["violations"], preload: false, iframes: false, ancestry: false,
  });
  return found.violations.map((one) => [one.id, one.nodes[0].html.slice(0, 200)]);
}"""


def violations(page: Page) -> dict[str, Any]:
    """Scheme -> each rule that is broken, with the first place. Everything that can be opened is."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(SOURCE)
    found = {}
    for scheme, rules in (("light", LEVELS), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)
        found[scheme] = page.evaluate(_RUN, rules)
    return {scheme: wrong for scheme, wrong in found.items() if wrong}
