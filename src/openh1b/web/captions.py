"""The words around a chart on a page, each in its place: what is measured, how to read the marks, sources, conditions.

A file that leaves the page has them in two blocks (charts/frame.py). On a page the first sentence of the subtitle
stands above the drawing, below it in smaller type what explains the marks; sources come before conditions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from markupsafe import Markup, escape

from openh1b.cited.sources import BETWEEN

MOST_SOURCES: Final = 7
"""Short names of sources in a line; of more, the first few and a link to the page's table."""
_FIRST: Final = 5
_SEASON: Final = re.compile(r" \(registration \w+ \d{4}, work from [\w ]+\)")
_SOURCES: Final = re.compile(r"(Sources: .*?\.)(?:$| (?=Weakest input: |OpenH1B\b))|(Source: .*?\.)(?: |$)")
"""What a footer says of sources. Short names hold full stops, so a list of them ends where what follows it begins."""


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
    if not found:
        return Markup("")
    head, told, names = (found[1] or found[2]).partition("Sources: ")
    return Markup("{}{}{}.").format(head, told, _some(names.removesuffix("."), sources)) if told else escape(head)


def conditions(footer: str) -> str:
    """A footer without its sources: what is assumed, the weakest input, the version."""
    found = _SOURCES.search(footer)
    return f"{footer[: found.start()]}{footer[found.end() :]}".strip() if found else footer


def shortly(ids: Iterable[str], sources: object) -> str:
    """Ids of sources as short names in a line, by the page's own table of them."""
    known = {row[1]: row[0] for row in getattr(sources, "rows", ())}
    return BETWEEN.join(known.get(one, one) for one in dict.fromkeys(ids))


def linked(names: str, sources: object) -> Markup:
    """Short names of sources, each of which the table knows as a link to its row there; a place in it may follow."""
    known = {row[0]: row[1] for row in getattr(sources, "rows", ())}
    return escape(BETWEEN).join(_link(part, known) for part in names.split(BETWEEN))


def _link(part: str, known: Mapping[str, str]) -> Markup:
    name = max((one for one in known if part == one or part.startswith(f"{one}, ")), key=len, default="")
    if not name:
        return escape(part)
    return Markup('<a href="#source-{}">{}</a>{}').format(known[name], name, part[len(name) :])


def _some(names: str, sources: object) -> Markup:
    every = names.split(BETWEEN)
    if len(every) <= MOST_SOURCES or not getattr(sources, "rows", ()):
        return linked(names, sources)
    more = Markup('{}and <a href="#sources">{} more</a>').format(BETWEEN, len(every) - _FIRST)
    return linked(BETWEEN.join(every[:_FIRST]), sources) + more
