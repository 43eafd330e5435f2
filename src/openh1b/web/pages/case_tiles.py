"""The map of tiles as SVG within a page: in the page's own colours, each tile reached by the keyboard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from markupsafe import Markup, escape

from openh1b.cases.county_levels import State, said
from openh1b.web.pages.case_map_print import COLUMNS, GRID, SPOTS

_ORDER: Final = (4, 3, 2, 1, 0, None)
_TILE: Final = 60
_HEAD: Final = 21
_GAP: Final = 3


def tiles(each: Sequence[State], title: str, chosen: str = "") -> Markup:
    """The drawing, for a narrow screen. chosen: the state that is marked."""
    inside = "".join(_tiles(each, chosen))
    head = f'<svg class="tiles" viewBox="0 0 {_TILE * COLUMNS} {_TILE * len(GRID)}" role="group" '
    return Markup(f'{head}aria-label="{escape(title)}">{inside}</svg>')  # noqa: S704 - all text is escaped


def _tiles(each: Sequence[State], chosen: str) -> Iterator[str]:
    first = True
    for one in each:
        if one.code not in SPOTS:
            continue
        x, y = (_TILE * place for place in SPOTS[one.code])
        here = " here" if one.code == chosen else ""
        label = escape(f"{one.name}: {said(one)}")
        yield f'<g class="mark{here}" role="img" tabindex="{0 if first else -1}" aria-label="{label}">'
        yield f'<rect class="hit" x="{x}" y="{y}" width="{_TILE}" height="{_TILE}"/>'
        yield f'<text class="code" x="{x + _TILE / 2}" y="{y + _HEAD - 4}" text-anchor="middle">{one.code}</text>'
        yield from _bands(one, x + _GAP, y + _HEAD)
        yield "</g>"
        first = False


def _bands(one: State, x: float, y: float) -> Iterator[str]:
    room = _TILE - _HEAD - _GAP
    for step in _ORDER:
        height = room * one.counties.get(step, 0) / one.number
        if height:
            size = f'width="{_TILE - 2 * _GAP}" height="{height:.2f}"'
            yield f'<rect class="{look(step)}" x="{x}" y="{y:.2f}" {size}/>'
            y += height


def look(step: int | None) -> str:
    """The class that has the colour of a step."""
    return "lv0" if step is None else f"lv{step}" if step else "lvb"
