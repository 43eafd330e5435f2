"""The words around a chart on a page, each in its place: what is measured, how to read the marks, sources, conditions.

A file that leaves the page has them in two blocks (charts/frame.py). On a page the first sentence of the subtitle
stands above the drawing, below it in smaller type what explains the marks; sources come before conditions.
"""

from __future__ import annotations

import re
from typing import Final

from markupsafe import Markup

MOST_SOURCES: Final = 7
"""Short names of sources in a line; of more, the first few and a link to the page's table."""
_FIRST: Final = 5
_SEASON: Final = re.compile(r" \(registration \w+ \d{4}, work from [\w ]+\)")
_SOURCES: Final = re.compile(r"(Sources?: .*?\.)(?: |$)")


def measured(subtitle: str) -> str:
    """The first sentence: what is measured, on whom."""
    return subtitle.partition(". ")[0].removesuffix(".") + "." if subtitle else ""


def how_to_read(subtitle: str) -> str:
    """The sentences after the first: what dots, lines and whiskers are."""
    return subtitle.partition(". ")[2]


def without_season_words(text: str) -> str:
    """The text without the months of its season, for a page whose head has them: `FY2026`."""
    return _SEASON.sub("", text)


def source_line(footer: str, sources: object) -> Markup:
    """The sources of a footer; short names lead to the page's own table of them. sources: that table, or None."""
    found = _SOURCES.search(footer)
    return sourced(found[1], sources) if found else Markup("")


def conditions(footer: str) -> str:
    """A footer without its sources: what is assumed, the weakest input, the version."""
    found = _SOURCES.search(footer)
    return f"{footer[: found.start()]}{footer[found.end() :]}".strip() if found else footer


def sourced(footer: str, sources: object) -> Markup:
    """A chart's footer, whose short names of sources lead to the page's own table of them."""
    head, told, tail = footer.partition("Sources: ")
    names, end, tail = tail.partition(". ")
    return Markup("{}{}{}{}{}").format(head, told, _some(names, sources), end, tail)


def linked(names: str, sources: object) -> Markup:
    """Short names of sources, each of which the table knows as a link to its row there."""
    known = {row[0] for row in getattr(sources, "rows", ())}
    return Markup("").join(
        Markup('<a href="#source-{0}">{0}</a>').format(part) if part in known else part
        for part in re.split(r"([\w.-]*\w)", names)
    )


def _some(names: str, sources: object) -> Markup:
    every = names.split(", ")
    if len(every) <= MOST_SOURCES or not getattr(sources, "rows", ()):
        return linked(names, sources)
    more = Markup(' and <a href="#sources">{} more</a>.').format(len(every) - _FIRST)
    return linked(", ".join(every[:_FIRST]), sources) + more
