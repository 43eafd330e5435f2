"""The counties by the level that one salary reaches, as a chart: what it says, its figures, and how it is printed.

Wide it is a map of counties by their outlines, narrow a tile for each state with the shares of its counties.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from openh1b.cases.county_levels import Place, State, named, said, totals
from openh1b.charts.chart import Chart
from openh1b.documents.levels import level_rows
from openh1b.version import __version__
from openh1b.web.pages.case_map_print import counties_spec, tiles_spec

NAME: Final = "levels-by-county"
OUTLINES: Final = "Outlines: US Census Bureau, cartographic boundary files of 2017, simplified."
"""What a map of counties owes; tiles have no outlines."""


def caption(each: Sequence[State], title: str, subtitle: str) -> Chart:
    """What the chart says, without its figures or a drawing: all that a page needs. each: states, counted by step."""
    return Chart(
        name=NAME,
        title=title,
        subtitle=subtitle,
        footer=(
            f"Source: OFLC wages by occupation and area, counties by the same table. {OUTLINES} OpenH1B {__version__}."
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
    return replace(chart, spec=wide, narrow=narrow, table=tuple(level_rows(found)))


def short(step: int | None) -> str:
    """A step in the key of the map."""
    return "No wage" if step is None else named(step) if step else "Below Level I"
