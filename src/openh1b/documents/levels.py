"""The level that one salary reaches in every county, as a document and as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from openh1b.cases import DISCLAIMER
from openh1b.cases.county_levels import CountyLevels, Place, by_state, totals
from openh1b.season.outlines import Counted, counties, outlines

Row = dict[str, Any]

_COUNTED: Final = {0: "below_level_1", 1: "level_1", 2: "level_2", 3: "level_3", 4: "level_4", None: "no_wage"}


def levels_document(found: CountyLevels) -> dict[str, Any]:
    """What `openh1b season levels` answers: what was asked as it was read, counties of the country by level, the rows.

    `counted` has how many counties of the wage table are at each level. `counties`: a row each, of one state where that
    was asked for.
    """
    number = totals(by_state(found.places))
    return {
        "disclaimer": DISCLAIMER,
        "soc_code": found.occupation.soc_code,
        "title": found.occupation.title,
        "offered_wage_usd": found.salary.usd,
        "wage_year": found.wage_year,
        "table": found.table,
        "state": found.state,
        "counted": {name: number.get(step, 0) for step, name in _COUNTED.items()},
        "counties": level_rows(found.places, found.state),
        "notes": list(found.notes),
    }


def level_rows(found: Mapping[str, Place], state: str | None = None) -> list[Row]:
    """A row for each county of the wage table, then for each outline of 2017 whose area is known from memory.

    found: wage areas by code. US dollars a year. Where no wage is published level, floors and `to_next_level_usd` are
    None; the last is None at Level IV as well.
    """
    return [_row(one, found[one.area], source) for one, source in _listed() if state in {None, one.state}]


def _listed() -> Iterator[tuple[Counted, str]]:
    """Counties, and where the area of each was taken from."""
    for one in counties():
        yield one, "table"
    for line in outlines():
        if line.taken_from != "table" and line.area is not None:
            yield Counted(line.fips, line.state, line.name, line.area), line.taken_from


def _row(one: Counted, place: Place, taken_from: str) -> Row:
    floors = place.floors or (None,) * 4
    return {
        "fips": one.fips or None,
        "county": one.name,
        "state": one.state,
        "area": one.area,
        "area_name": place.name,
        "level": place.level,
        "below_level_1": None if place.level is None else place.below,
        **{f"l{level}_usd": usd for level, usd in enumerate(floors, 1)},
        "to_next_level_usd": place.short_usd,
        "area_taken_from": taken_from,
    }
