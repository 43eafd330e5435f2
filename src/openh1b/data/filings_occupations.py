"""The occupation of a filing as a code of SOC 2018: as filed, crossed from SOC 2010, or read by its title."""

from __future__ import annotations

import difflib
import re
from functools import cache
from typing import TYPE_CHECKING

from openh1b.season.codes import retired, successors, titles

if TYPE_CHECKING:
    import polars as pl

HOW = {
    "as_filed": "the code is one of SOC 2018",
    "crossed": "a code of SOC 2010 with one successor in SOC 2018",
    "crossed_by_title": "a code of SOC 2010 with several successors: the one whose title is most like the old",
    "by_title": "no readable code, but the title of an occupation",
}


def with_occupations(frame: pl.DataFrame) -> pl.DataFrame:
    """Add `soc_2018` and `soc_how` (a key of HOW), both null where the occupation cannot be told.

    frame: rows with `soc_code` (seven characters or null) and `soc_title`.
    """
    import polars as pl

    pairs = frame.select("soc_code", "soc_title").unique()
    found = [(code, title, *occupation(code, title)) for code, title in pairs.iter_rows()]
    schema = dict.fromkeys(("soc_code", "soc_title", "soc_2018", "soc_how"), pl.String)
    table = pl.DataFrame(found, schema=schema, orient="row")
    return frame.join(table, on=("soc_code", "soc_title"), how="left", nulls_equal=True, maintain_order="left")


def occupation(code: str | None, title: str | None) -> tuple[str | None, str | None]:
    """The code of SOC 2018 and how it was found. A code that both editions have is taken as it stands."""
    if code is None:
        named = _by_title().get(_plain(title or ""))
        return (named, "by_title") if named else (None, None)
    if code in titles():
        return code, "as_filed"
    if code not in successors():
        return None, None
    return crossed(code), "crossed" if len(successors()[code]) == 1 else "crossed_by_title"


@cache
def crossed(code: str) -> str:
    """The one successor of a code of SOC 2010 whose title is most like the old; of equals the lowest code."""
    was = _plain(retired()[code])
    likeness = {new: difflib.SequenceMatcher(None, was, _plain(titles()[new])).ratio() for new in successors()[code]}
    return min(likeness, key=lambda new: (-likeness[new], new))


@cache
def _by_title() -> dict[str, str]:
    old = {_plain(title): crossed(code) for code, title in retired().items()}
    return old | {_plain(title): code for code, title in titles().items()}


def _plain(title: str) -> str:
    return re.sub(r"[^A-Z]+", " ", title.upper()).strip()
