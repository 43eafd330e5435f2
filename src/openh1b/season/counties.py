"""Counties and independent cities, and the OFLC wage area that each lies in (learned/county_areas.csv)."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from openh1b.season.synthetic_tables import table
from openh1b.season.wages_names import folded
from openh1b.season.wages_table import FOLDER

ANY = "(any)"  # the county of a state that has one area
_KINDS = (
    *(" county", " parish", " census area", " municipality", " municipio", " planning region"),
    *(" city and borough", " borough", " city"),
)


class County(NamedTuple):
    """One county, parish, borough or independent city. taken_from: table, or memory for the old ones of Connecticut."""

    state: str
    name: str
    area: str
    taken_from: str

    @property
    def label(self) -> str:
        """The name with its state, as people write it."""
        return f"{self.name}, {self.state}"


def counties_named(name: str, state: str | None = None) -> tuple[County, ...]:
    """Counties of a name, with or without its kind (County, Parish, city); of a state, if one is given.

    Richmond, VA is two: the county and the city. A state with one area takes any name. Empty where there is none.
    """
    rows = _by_name().get(folded(name)) or _by_bare_name().get(_bare(name)) or ()
    kept = tuple(row for row in rows if state in {None, row.state})
    if kept or state is None:
        return kept
    return tuple(row for row in _by_name().get(ANY, ()) if row.state == state)


def only_area_of(state: str) -> str | None:
    """The area of a state or territory that has one; None for others."""
    return next((row.area for row in _by_name().get(ANY, ()) if row.state == state), None)


def says_county(name: str) -> bool:
    """Whether a name says that it is a county, as in King County; a city may be meant otherwise (Kansas City)."""
    return any(folded(name).endswith(kind) for kind in _KINDS if kind != " city")


def with_state(text: str) -> tuple[str, str | None]:
    """A place and its state, if the text ends in one: (King County, WA) of `King County, Washington`."""
    place, comma, end = text.rpartition(",")
    code = state_code(end) if comma else None
    return (place.strip(), code) if code else (text, None)


def state_code(text: str) -> str | None:
    """The two letters of a state or territory, from them or its name; None where it is none."""
    wanted = folded(text)
    return next((code for code, name in states().items() if wanted in {code.casefold(), folded(name)}), None)


@lru_cache
def states() -> Mapping[str, str]:
    """States and territories: two letters -> name."""
    text = (FOLDER / "states.csv").read_text(encoding="utf-8")
    return {row["state"]: row["name"] for row in csv.DictReader(text.splitlines())}


@lru_cache
def all_counties() -> tuple[County, ...]:
    """Every county of the list, in its order."""
    return tuple(County(r["state"], r["county"], r["area"], r["taken_from"]) for r in table("county_areas"))


def _bare(name: str) -> str:
    """A county's name without its kind: richmond of Richmond County and of Richmond city."""
    text = folded(name)
    return next((text.removesuffix(kind) for kind in _KINDS if text.endswith(kind)), text)


@lru_cache
def _by_name() -> Mapping[str, list[County]]:
    found: dict[str, list[County]] = defaultdict(list)
    for row in all_counties():
        found[folded(row.name)].append(row)
    return dict(found)


@lru_cache
def _by_bare_name() -> Mapping[str, list[County]]:
    found: dict[str, list[County]] = defaultdict(list)
    for row in all_counties():
        found[_bare(row.name)].append(row)
    return dict(found)
