"""Outlines of counties (county_outlines.json), each matched by state and name to its county in the wage table.

The outlines are those of 2017, the table is newer: Connecticut has its planning regions there, and a part of Alaska was
divided. What has no partner is named, and an outline is given an area from memory only where this says so.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from openh1b.season.counties import ANY, County, all_counties, only_area_of, state_code
from openh1b.season.wages_names import folded

FILE: Final = Path(__file__).with_name("county_outlines.json")
DIVIDED: Final = {"02261": ("Chugach Census Area", "Copper River Census Area")}
"""Outline -> the table's counties that it was divided into, in 2019, from memory; drawn where they share an area."""
_KINDS: Final = (
    *("", " county", " parish", " borough", " census area", " municipality", " municipio", " city and borough"),
)
_CITIES: Final = ("", " city")
_FIRST_CITY: Final = 510  # of the last three digits of a FIPS code: from here on independent cities


@dataclass(frozen=True)
class Outline:
    """A county as drawn. name: as the table has it, else as the Census Bureau's file has it. d: its SVG path.

    area: the wage area, None where the table has no county of this boundary. taken_from: table or memory, as in the
    list of counties; empty where there is no area.
    """

    fips: str
    state: str
    name: str
    d: str
    area: str | None
    taken_from: str


@dataclass(frozen=True)
class Counted:
    """A county of the wage table. fips: of its outline, empty where it has none."""

    fips: str
    state: str
    name: str
    area: str


@cache
def outlines() -> tuple[Outline, ...]:
    """Every outline, by FIPS code."""
    rows = {(row.state, _key(row.name)): row for row in all_counties() if row.taken_from in {"table", "memory"}}
    names = _held()["states"]
    codes = {code: _code(name) for code, name in names.items()}
    return tuple(_outline(fips, codes[fips[:2]], text, rows) for fips, text in _held()["counties"].items())


def _outline(fips: str, state: str, text: str, rows: Mapping[tuple[str, str], County]) -> Outline:
    name, _, path = text.partition("|")
    closed = path.replace("M", "zM")[1:] + "z"
    area = only_area_of(state)
    if area is not None:
        return Outline(fips, state, name, closed, area, "table")
    kinds = _CITIES if int(fips[2:]) >= _FIRST_CITY else _KINDS
    row = next((rows[state, key] for kind in kinds if (state, key := _key(name + kind)) in rows), None)
    if row is not None:
        return Outline(fips, state, row.name, closed, row.area, row.taken_from)
    areas = {rows[state, _key(part)].area for part in DIVIDED.get(fips, ())}
    if len(areas) == 1:
        return Outline(fips, state, name, closed, areas.pop(), "memory")
    return Outline(fips, state, name, closed, None, "")


@cache
def counties() -> tuple[Counted, ...]:
    """Every county of the wage table once, whether or not it has an outline; by state.

    A state that is one area has no counties in the table; it has those of its outlines.
    """
    drawn = {(one.state, one.name): one.fips for one in outlines() if one.taken_from == "table"}
    found: list[Counted] = []
    for row in all_counties():
        if row.taken_from != "table":
            continue
        if row.name == ANY:
            mine = (one for one in outlines() if one.state == row.state)
            found += [Counted(one.fips, row.state, one.name, row.area) for one in mine]
        else:
            found.append(Counted(drawn.get((row.state, row.name), ""), row.state, row.name, row.area))
    return tuple(found)


def borders() -> str:
    """The lines between states, as one SVG path."""
    return str(_held()["borders"])


def size() -> tuple[int, int]:
    """Width and height of the drawing, in its own whole numbers."""
    return _held()["width"], _held()["height"]


def left_out() -> Mapping[str, tuple[str, ...]]:
    """State -> its counties that have an outline in the Census Bureau's file, and no county in the wage table."""
    return {name: tuple(found) for name, found in _held()["left_out"].items()}


def rings(path: str) -> Iterator[list[tuple[int, int]]]:
    """The rings of a path, the last point of each like its first."""
    for text in path.split("M")[1:]:
        numbers = [int(one) for one in re.findall(r"-?\d+", text)]
        x = y = 0
        points = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        yield [*points, points[0]]


def edge(area: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    """The outer edge of a wage area, as rings: sides that two of its counties share go, once in each direction."""
    sides = [side for one in outlines() if one.area == area for ring in rings(one.d) for side in pairwise(ring)]
    there = set(sides)
    follows: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for start, end in sides:
        if (end, start) not in there:
            follows[start].append(end)
    found = []
    for start in tuple(follows):
        while follows[start]:
            ring = [start]
            while follows[ring[-1]]:
                ring.append(follows[ring[-1]].pop())
            found.append(tuple(ring))
    return tuple(found)


@cache
def _held() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def _code(name: str) -> str:
    """The two letters of a state."""
    code = state_code(name.removeprefix("United States "))
    if code is None:
        raise LookupError(name)
    return code


def _key(name: str) -> str:
    """A county's name for comparison; the wage table leaves accents out."""
    plain = unicodedata.normalize("NFKD", name)
    return folded("".join(letter for letter in plain if not unicodedata.combining(letter)))
