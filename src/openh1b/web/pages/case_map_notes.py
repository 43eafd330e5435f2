"""What the map of counties cannot show, in words: counties without an outline, and outlines without a county."""

from __future__ import annotations

from functools import cache
from typing import Final

from openh1b.season.outlines import counties, left_out, outlines

TILES: Final = "On a narrow screen each state is a tile, as large as any other; bands are the shares of its counties."
ASIDE: Final = (
    "The size of a county says nothing of its people or jobs. Alaska is drawn smaller than to scale and without the "
    "westernmost Aleutians; Puerto Rico, the Virgin Islands and Guam are drawn larger."
)


@cache
def notes() -> tuple[str, ...]:
    """What is counted and not drawn, drawn by memory, drawn without a level, left out; each named."""
    found = (_lacking(), _guessed(), _apart(), _gone())
    return (ASIDE, *(text for text in found if text), TILES)


def _lacking() -> str:
    names = [f"{one.name}, {one.state}" for one in counties() if not one.fips]
    text = f"{len(names)} counties of the wage table have no outline among those of 2017; counted, and not drawn"
    return f"{text}: {'; '.join(names)}." if names else ""


def _guessed() -> str:
    names = [f"{one.name}, {one.state}" for one in outlines() if one.taken_from == "memory"]
    text = f"In their place {len(names)} older ones are drawn by the wage area that has most of each, from memory"
    return f"{text}: {'; '.join(names)}." if names else ""


def _apart() -> str:
    names = [f"{one.name}, {one.state}" for one in outlines() if one.area is None]
    text = f"{len(names)} drawn without a level, not in the wage table by this boundary"
    return f"{text}: {'; '.join(names)}." if names else ""


def _gone() -> str:
    number = sum(map(len, left_out().values()))
    names = [f"{state} ({', '.join(each)})" for state, each in left_out().items()]
    return f"{number} outlines without a county in the wage table, and not drawn: {'; '.join(names)}." if names else ""
