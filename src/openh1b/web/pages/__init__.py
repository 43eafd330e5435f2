"""The pages, in the order of the navigation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Page:
    """path: where it is. title: its name in the navigation. module: where its `router` stands. also: other roots."""

    path: str
    title: str
    module: str
    also: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        """Whether a path is this page or below it."""
        roots = (self.path.rstrip("/"), *self.also)
        return path == self.path or any(path == root or path.startswith(f"{root}/") for root in roots if root)


PAGES: Final = (
    Page("/", "This season", "openh1b.web.pages.season"),
    Page("/compare", "Compare", "openh1b.web.pages.compare"),
    Page("/case", "My case", "openh1b.web.pages.case"),
    Page("/employer", "Employer", "openh1b.web.pages.employer"),
    Page("/sponsors", "Sponsors", "openh1b.web.pages.sponsors"),
    Page("/claims", "Claims", "openh1b.web.pages.claims"),
    Page("/draw", "Draw", "openh1b.web.pages.draw"),
    Page("/data", "Data and method", "openh1b.web.pages.method", also=("/law",)),
)
"""A page joins by one line here."""
