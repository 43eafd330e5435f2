"""The map of counties, and the tiles of states, as Vega-Lite: for files to be saved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from openh1b.cases.county_levels import Place, State
from openh1b.charts.theme import INK, LABEL, NARROW, PAPER, RIGHT, TOP, WIDE, Spec, document, label_size, text_width
from openh1b.season.outlines import borders, edge, outlines, rings, size

SHADES: Final[Mapping[int | None, str]] = {
    0: "#e9c98f",
    1: "#cfe0ee",
    2: "#8fbbdc",
    3: "#3d84b8",
    4: "#0b4a7d",
    None: "#d9d9d9",
}
"""By step: sand below Level I, then blue, the palest lowest; grey where no wage is published."""
HERE: Final = "#b34700"
GRID: Final = (
    "AK .. .. .. .. .. .. .. .. .. .. ME",
    ".. .. .. .. .. .. .. .. .. .. VT NH",
    ".. WA ID MT ND MN IL WI MI NY RI MA",
    ".. OR NV WY SD IA IN OH PA NJ CT ..",
    ".. CA UT CO NE MO KY WV VA MD DE ..",
    ".. .. AZ NM KS AR TN NC SC DC .. ..",
    ".. .. .. .. OK LA MS AL GA .. .. ..",
    "HI GU .. .. TX .. .. .. .. FL VI PR",
)
"""An arrangement of tiles, roughly as the states lie; it measures nothing."""
COLUMNS: Final = 12
SPOTS: Final = {code: (x, y) for y, row in enumerate(GRID) for x, code in enumerate(row.split()) if code != ".."}
_GAP: Final = 0.05
_HEAD: Final = 0.4
_KEY: Final = 30

Key = Sequence[tuple[int | None, int, str]]
"""Step, how many counties, and its name in the key."""


def counties_spec(found: Mapping[str, Place], key: Key, own: str) -> Spec:
    """The map, 720 pixels wide, with its key above. found: wage areas by code. own: the one that is outlined."""
    wide, high = size()
    room = WIDE - RIGHT
    scale = room / wide
    projection = {"type": "identity", "scale": scale, "translate": [0, _KEY]}
    shapes = [
        {"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": polygons}, "colour": SHADES[step]}
        for step, polygons in _polygons(found).items()
    ]
    lines, here = _line(_lines()), _line([list(ring) for ring in edge(own)])
    layers = [
        _shape(shapes, {"stroke": PAPER, "strokeWidth": 0.3}, projection) | {"encoding": {"fill": _colour("colour")}},
        _shape([lines], {"stroke": PAPER, "strokeWidth": 1.6, "filled": False}, projection),
        _shape([lines], {"stroke": INK, "strokeWidth": 0.6, "filled": False}, projection),
        _shape([here], {"stroke": PAPER, "strokeWidth": 3, "filled": False}, projection),
        _shape([here], {"stroke": HERE, "strokeWidth": 1.6, "filled": False}, projection),
        *_counties_key(key),
    ]
    made = document(WIDE, round(high * scale) + _KEY, 0, layers)
    made["padding"] = {"left": 0, "right": RIGHT, "top": TOP, "bottom": 4}
    return made


def _polygons(found: Mapping[str, Place]) -> dict[int | None, list[Any]]:
    """Step -> the rings of its counties, each as a polygon: a hole is drawn by the county that fills it."""
    steps: dict[int | None, list[Any]] = defaultdict(list)
    for one, closed in zip(outlines(), _rings(), strict=True):
        steps[None if one.area is None else found[one.area].step] += closed
    return steps


def _line(coordinates: list[Any]) -> Spec:
    return {"type": "Feature", "geometry": {"type": "MultiLineString", "coordinates": coordinates}}


@cache
def _rings() -> tuple[list[Any], ...]:
    return tuple([[ring] for ring in rings(one.d)] for one in outlines())


@cache
def _lines() -> list[Any]:
    return [ring[:-1] for ring in rings(borders()) if len(ring) > 2]


def _shape(values: list[Any], mark: Spec, projection: Spec) -> Spec:
    return {"data": {"values": values}, "mark": {"type": "geoshape", **mark}, "projection": projection}


def _colour(name: str) -> Spec:
    return {"field": name, "type": "nominal", "scale": None, "legend": None}


def _counties_key(key: Key) -> Iterator[Spec]:
    swatches, texts, x = [], [], 2.0
    for step, number, name in key:
        text = f"{name}: {number:,}"
        swatches.append({"x": x, "x2": x + 12, "colour": SHADES[step], "edge": "#767676"})
        texts.append({"x": x + 17, "text": text})
        x += 17 + text_width(text, LABEL) + 16
    swatches.append({"x": x, "x2": x + 12, "colour": PAPER, "edge": HERE})
    texts.append({"x": x + 17, "text": "where the offer is"})
    at = {"x": {"field": "x", "type": "quantitative", "scale": None}, "x2": {"field": "x2"}}
    look = {"fill": _colour("colour"), "stroke": _colour("edge"), "y": {"value": 4}, "y2": {"value": 16}}
    yield {"data": {"values": swatches}, "mark": {"type": "rect", "strokeWidth": 1}, "encoding": {**at, **look}}
    letters = {"type": "text", "align": "left", "baseline": "middle", "fontSize": LABEL, "fill": INK}
    words: Spec = {"x": at["x"], "y": {"value": 10}, "text": {"field": "text"}}
    yield {"data": {"values": texts}, "mark": letters, "encoding": words}


def tiles_spec(each: Sequence[State], key: Key) -> Spec:
    """A tile for each state, 360 pixels wide, its bands the shares of its counties."""
    tile = (NARROW - RIGHT) / COLUMNS
    bands = [band for one in each if one.code in SPOTS for band in _bands(one)]
    codes = [
        {"x": x + 0.5, "y": y + _HEAD / 2 + 0.06, "text": one.code}
        for one in each
        if one.code in SPOTS
        for x, y in (SPOTS[one.code],)
    ]
    layers = [
        _layer(bands, {"type": "rect", "stroke": PAPER, "strokeWidth": 0.5}, spans=True),
        _layer(codes, {"type": "text", "fontWeight": "bold", "fontSize": label_size(NARROW), "fill": INK}),
        *_tiles_key(key),
    ]
    made = document(NARROW, round(tile * len(GRID)), 0, layers)
    made["padding"] = {"left": 0, "right": RIGHT, "top": TOP, "bottom": 4}
    return made


def _bands(one: State) -> Iterator[dict[str, Any]]:
    """The bands of a tile from the highest level at the top, below the state's letters."""
    x, y = SPOTS[one.code]
    at, room = y + _HEAD, 1 - _HEAD - _GAP
    for step in (4, 3, 2, 1, 0, None):
        share = one.counties.get(step, 0) / one.number
        if share:
            end = at + room * share
            yield {"x": x + _GAP, "x2": x + 1 - _GAP, "y": at, "y2": end, "colour": SHADES[step]}
            at = end


def _tiles_key(key: Key) -> Iterator[Spec]:
    """What the shades stand for, in the empty part above the tiles."""
    swatches, texts = [], []
    for place, (step, _, name) in enumerate(key):
        x, y = 1.2 + place // 2 * 3.2, 0.3 + place % 2 * 0.75
        swatches.append({"x": x, "x2": x + 0.3, "y": y, "y2": y + 0.3, "colour": SHADES[step]})
        texts.append({"x": x + 0.4, "y": y + 0.15, "text": name})
    yield _layer(swatches, {"type": "rect", "stroke": "#767676", "strokeWidth": 0.5}, spans=True)
    yield _layer(texts, {"type": "text", "align": "left", "fontSize": label_size(NARROW), "fill": INK})


def _layer(values: list[dict[str, Any]], mark: Spec, *, spans: bool = False) -> Spec:
    def scale(last: int, *, down: bool) -> Spec:
        return {"domain": [0, last], "nice": False, "zero": False, "reverse": down}

    encoding: Spec = {
        "x": {"field": "x", "type": "quantitative", "scale": scale(COLUMNS, down=False), "axis": None},
        "y": {"field": "y", "type": "quantitative", "scale": scale(len(GRID), down=True), "axis": None},
    }
    if spans:
        encoding |= {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
        encoding["fill"] = _colour("colour")
    else:
        encoding["text"] = {"field": "text"}
    return {"data": {"values": values}, "mark": {"baseline": "middle", **mark}, "encoding": encoding}
