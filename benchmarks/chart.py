"""The plot of cost against size, as an SVG with a label on each line: a Vega-Lite document, drawn without a browser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks import sizes
from benchmarks.finding import amount
from benchmarks.sizes import Point

# Okabe and Ito's palette, with purple and yellow darkened for white paper: told apart with any colour vision.
_COLOURS = {
    sizes.COUNTS: "#0072B2",
    sizes.PEOPLE: "#009E73",
    sizes.KEYS: "#D55E00",
    sizes.CHOICE: "#A6508A",
    sizes.CLOSING: "#000000",
    sizes.INTEGRAL: "#8A6D00",
}
_DASHED = (sizes.CLOSING, sizes.INTEGRAL)
_APART = 1.9
"""Least distance of two labels, as a ratio of seconds."""

Document = dict[str, Any]


def svg(points: Sequence[Point], machine: str) -> str:
    """Seconds against people, both on logarithmic scales. machine: goes under the title."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(_document(points, machine)))


def title_of(points: Sequence[Point]) -> str:
    """What the plot shows, in the figures of this run."""
    cost = {(p.method, p.people): p.seconds for p in points}
    few, many = min(p.people for p in points), max(p.people for p in points)
    start, end = (amount(cost[sizes.COUNTS, people], "s") for people in (few, many))
    return f"A draw of how many are selected takes {start} at {few:,} people and {end} at {many:,}"


def _subtitle_of(points: Sequence[Point]) -> str:
    cost = {(p.method, p.people): p.seconds for p in points}
    many = max(p.people for p in points)
    who, keys = (amount(cost[method, many], "s") for method in (sizes.PEOPLE, sizes.KEYS))
    return (
        f"A draw of who is selected grows with the people: at {many:,} it takes {who}, by keys and a partition {keys}"
    )


def _document(points: Sequence[Point], machine: str) -> Document:
    rows = [{"method": p.method, "people": p.people, "seconds": p.seconds} for p in points]
    labels = _labels(points)
    right = [label for label in labels if label["people"] == max(p.people for p in points)]
    short = [label for label in labels if label not in right]
    title = {"text": title_of(points), "subtitle": [_subtitle_of(points), machine]}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {**title, "anchor": "start", "fontSize": 15, "subtitleFontSize": 12, "offset": 14},
        "width": 520,
        "height": 400,
        "padding": {"left": 10, "top": 10, "bottom": 10, "right": 10},
        "encoding": _axes(points),
        "layer": [
            {"data": {"values": rows}, "mark": {"type": "line", "point": {"size": 40}}, "encoding": _dashes()},
            _names(right, {"align": "left", "dx": 9}),
            _names(short, {"align": "right", "dx": 4, "dy": -13}),
        ],
        "config": {
            "view": {"stroke": None},
            "axis": {"labelFontSize": 11, "titleFontSize": 12, "gridColor": "#e5e5e5"},
        },
    }


def _names(labels: list[Document], place: Document) -> Document:
    mark = {"type": "text", "fontSize": 12, **place}
    return {"data": {"values": labels}, "mark": mark, "encoding": {"text": {"field": "method"}}}


def _axes(points: Sequence[Point]) -> Document:
    people = sorted({p.people for p in points})
    domain = {"type": "log", "domain": [people[0], people[-1]]}
    powers = [10.0**k for k in range(-7, 4)]
    # A thousandth of a second reads as 1 ms to more people than as 1e-3.
    seconds = "datum.value >= 1 ? datum.value + ' s' : datum.value >= 0.00099 ? round(datum.value * 1e3) + ' ms'"
    label = f"{seconds} : format(datum.value * 1e6, '~r') + ' µs'"
    return {
        "x": _scale("people", "People", domain, {"values": people, "format": ",d", "grid": False, "labelFlush": False}),
        "y": _scale(
            "seconds", "Time a draw, or for everyone's odds", {"type": "log"}, {"values": powers, "labelExpr": label}
        ),
        "color": {
            "field": "method",
            "type": "nominal",
            "legend": None,
            "scale": {"domain": list(_COLOURS), "range": list(_COLOURS.values())},
        },
    }


def _scale(field: str, title: str, scale: Document, axis: Document) -> Document:
    return {"field": field, "type": "quantitative", "title": title, "scale": scale, "axis": axis}


def _dashes() -> Document:
    dashes = [[5, 4] if name in _DASHED else [1, 0] for name in _COLOURS]
    scale = {"domain": list(_COLOURS), "range": dashes}
    return {"strokeDash": {"field": "method", "type": "nominal", "legend": None, "scale": scale}}


def _labels(points: Sequence[Point]) -> list[Document]:
    """One label a method at its last point, pushed up where it would lie on the one below."""
    last = {p.method: p for p in sorted(points, key=lambda p: p.people)}
    labels: list[Document] = []
    height: dict[int, float] = {}
    for point in sorted(last.values(), key=lambda p: p.seconds):
        place = max(point.seconds, height.get(point.people, 0.0) * _APART)
        height[point.people] = place
        labels.append({"method": point.method, "people": point.people, "seconds": place})
    return labels
