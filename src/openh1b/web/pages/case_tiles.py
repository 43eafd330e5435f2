"""The map of tiles as SVG within a page: in the page's own colours, each tile reached by the keyboard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from markupsafe import Markup, escape

from openh1b.web.pages.case_map import COLUMNS, GRID, SPOTS, named, said, totals
from openh1b.web.pages.case_places import State

_ORDER: Final = (4, 3, 2, 1, None)
_TILE: Final = 60
_HEAD: Final = 21
_GAP: Final = 3


def tiles(each: Sequence[State], title: str, chosen: str = "") -> Markup:
    """The drawing, for any width: the style sheet enlarges its letters on a phone. chosen: the state that is marked."""
    inside = "".join([*_tiles(each, chosen), *_key(each)])
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
    for level in _ORDER:
        height = room * one.counties.get(level, 0) / one.number
        if height:
            size = f'width="{_TILE - 2 * _GAP}" height="{height:.2f}"'
            yield f'<rect class="lv{level or 0}" x="{x}" y="{y:.2f}" {size}/>'
            y += height


def _key(each: Sequence[State]) -> Iterator[str]:
    """What the shades stand for, in the empty part above the tiles."""
    for place, (level, number) in enumerate(totals(each).items()):
        x, y = 75 + place // 2 * 205, 8 + place % 2 * 44
        text = f"{'No wage' if level is None else named(level)}: {number:,}"
        yield f'<rect class="lv{level or 0}" x="{x}" y="{y}" width="16" height="16"/>'
        yield f'<text x="{x + 22}" y="{y + 14}">{text}</text>'
