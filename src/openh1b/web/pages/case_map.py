"""The counties by the level that one salary reaches, as a chart: what it says, its figures, and how it is printed.

Wide it is a map of counties by their outlines, narrow a tile for each state with the shares of its counties.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from openh1b.charts.chart import Chart, Record
from openh1b.season.levels import ROMAN
from openh1b.version import __version__
from openh1b.web.outlines import Counted, counties, outlines
from openh1b.web.pages.case_map_print import counties_spec, tiles_spec
from openh1b.web.pages.case_places import Place, State

NAME: Final = "levels-by-county"
STEPS: Final = (0, 1, 2, 3, 4, None)
"""Below Level I, the four levels, and no wage published."""


def caption(each: Sequence[State], title: str, subtitle: str) -> Chart:
    """What the chart says, without its figures or a drawing: all that a page needs. each: states, counted by step."""
    return Chart(
        name=NAME,
        title=title,
        subtitle=subtitle,
        footer=(
            "Source: OFLC wages by occupation and area, counties by the same table. Outlines: US Census Bureau, "
            f"cartographic boundary files of 2017, simplified. OpenH1B {__version__}."
        ),
        spec={},
        narrow={},
        table=(),
        alt=f"{title}. {' '.join(f'{one.name}: {said(one)}.' for one in each)}",
    )


def level_map(chart: Chart, found: Mapping[str, Place], each: Sequence[State], own: str) -> Chart:
    """The chart with its figures and both drawings. found: wage areas by code. own: the area of the offer."""
    key = [(step, number, short(step)) for step, number in totals(each).items()]
    wide, narrow = counties_spec(found, key, own), tiles_spec(each, key)
    return replace(chart, spec=wide, narrow=narrow, table=tuple(_records(found)))


def said(one: State) -> str:
    """The counties of a state by step, in words."""
    parts = [f"{one.counties[step]} {_at(step)}" for step in STEPS if one.counties.get(step)]
    if len(one.counties) == 1:
        name = named(next(iter(one.counties)))
        return f"all {one.number} counties {name}" if one.number > 1 else name
    return f"{', '.join(parts)} of {one.number}"


def _at(step: int | None) -> str:
    before = "with " if step is None else "at " if step else ""
    return f"{before}{named(step)}"


def named(step: int | None) -> str:
    """A step in words."""
    return "no wage published" if step is None else f"Level {ROMAN[step - 1]}" if step else "below Level I"


def short(step: int | None) -> str:
    """A step in the key of the map."""
    return "No wage" if step is None else named(step) if step else "Below Level I"


def totals(each: Sequence[State]) -> dict[int | None, int]:
    """Counties of the country at each step."""
    found: Counter[int | None] = Counter()
    for one in each:
        found.update(one.counties)
    return {step: found[step] for step in STEPS if found[step]}


def _records(found: Mapping[str, Place]) -> Iterator[Record]:
    """The counties of the wage table, then the outlines that are drawn by an area from memory."""
    for one in counties():
        yield _record(one, found[one.area], "table")
    for line in outlines():
        if line.taken_from != "table" and line.area is not None:
            yield _record(Counted(line.fips, line.state, line.name, line.area), found[line.area], line.taken_from)


def _record(one: Counted, place: Place, taken_from: str) -> Record:
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
