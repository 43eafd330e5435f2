"""Charts in rows: groups one below the other, the policies inside each, every row named at its left.

A row names its policy in words, so that neither a legend nor a colour has to be read.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from openh1b.charts.theme import INK, NARROW, RIGHT, Spec, colour, document, label_size, shortened, text_width, ticks

STEP = 19
"""Height of a row, in pixels."""
MOST_LEFT = 0.52
"""The most of a chart's width that labels take."""
TOP_ROW = "top"

Number = Callable[[float], str]


@dataclass(frozen=True)
class Rows:
    """groups: their labels. series: names inside a group. shades: the colour of each series.

    With one group or one series there are no headings: a row bears the one name that distinguishes it. head: whether an
    empty row comes first, for words inside the drawing. within: whether headings stand in the drawing (`headings`),
    where long ones leave it room.
    """

    groups: tuple[str, ...]
    series: tuple[str, ...]
    shades: tuple[str, ...]

    head: bool = False
    within: bool = False

    @cached_property
    def labels(self) -> dict[str, str]:
        """Key of each row -> its label, in order; a heading's key ends in `h`. With `head` an empty row comes first."""
        found = {TOP_ROW: ""} if self.head else {}
        if len(self.series) == 1:
            return found | {f"{g}.0": label for g, label in enumerate(self.groups)}
        for g, group in enumerate(self.groups):
            if len(self.groups) > 1:
                found[f"{g}h"] = "" if self.within else group
            found |= {f"{g}.{s}": name for s, name in enumerate(self.series)}
        return found

    def headings(self, y: Spec) -> list[Spec]:
        """The headings as a layer, at the beginning of a scale that has zero; none where they stand at the left."""
        if not self.within or len(self.series) == 1 or len(self.groups) == 1:
            return []
        told = [{"row": f"{g}h", "zero": 0, "text": group} for g, group in enumerate(self.groups)]
        look = {"align": "left", "baseline": "middle", "dx": 0, "fontWeight": "bold", "fill": INK}
        return [mark(told, "text", y, ("zero",), text="text", **look)]

    def left(self, width: int) -> float:
        """Pixels for the labels in a chart of `width` pixels."""
        size = label_size(width)
        widest = max(text_width(label, size, bold=key.endswith("h")) for key, label in self.labels.items())
        return math.ceil(min(widest, MOST_LEFT * width)) + 9

    def room(self, width: int) -> float:
        """Pixels left for the drawing beside the labels."""
        return width - self.left(width) - RIGHT

    def axis(self, width: int) -> Spec:
        """The vertical encoding."""
        size, limit = label_size(width), MOST_LEFT * width
        names = {key: shortened(label, size, limit, bold=key.endswith("h")) for key, label in self.labels.items()}
        bold = {"condition": {"test": "slice(datum.value, -1) === 'h'", "value": "bold"}, "value": "normal"}
        axis = {
            "title": None,
            "labelExpr": f"({json.dumps(names)})[datum.value]",
            "labelFontWeight": bold,
            "grid": False,
        }
        scale = {"domain": list(self.labels), "paddingInner": 0, "paddingOuter": 0}
        return {"field": "row", "type": "nominal", "scale": scale, "axis": axis}

    def document(self, width: int, layers: list[Spec]) -> Spec:
        """The layers as a Vega-Lite document, `width` pixels wide."""
        return document(width, STEP * len(self.labels), self.left(width), layers)


def mark(rows: Iterable[dict[str, Any]], kind: str, y: Spec, x: tuple[str, ...], **look: object) -> Spec:
    """One layer. rows: `row`, `colour` and numbers. x: a field, or two for a mark that spans them."""
    names = dict(zip(("x", "x2"), x, strict=False))
    encoding: Spec = {"y": y, "x": {"field": names["x"], "type": "quantitative"}}
    if "x2" in names:
        encoding["x2"] = {"field": names["x2"]}
    if "text" in look:
        encoding["text"] = {"field": look.pop("text")}
    for channel in ("color", "fill", "stroke"):
        if look.get(channel) == "by row":
            encoding[channel] = {"field": "colour", "type": "nominal", "scale": None, "legend": None}
            del look[channel]
    return {"data": {"values": list(rows)}, "mark": {"type": kind, **look}, "encoding": encoding}


def whiskers(rows: Iterable[dict[str, Any]], y: Spec, low: str = "low", high: str = "high") -> list[Spec]:
    """A line from the low to the high end with a small tick at each, for rows that have ends."""
    having = [row for row in rows if row.get(low) is not None and row.get(high) is not None]
    if not having:
        return []
    line = mark(having, "rule", y, (low, high), color=INK, strokeWidth=1.2)
    ends = [mark(having, "tick", y, (end,), color=INK, thickness=1.2, size=7) for end in (low, high)]
    return [line, *ends]


def value_labels(rows: Iterable[dict[str, Any]], y: Spec, at: str, *, left: bool = False) -> Spec:
    """The text of each row (field `text`) beside its mark, to the right of it unless `left`."""
    side = {"align": "right", "dx": -7} if left else {"align": "left", "dx": 7}
    return mark(rows, "text", y, (at,), text="text", baseline="middle", fill=INK, **side)


def scale(
    layers: Sequence[Spec],
    title: str,
    domain: tuple[float, float],
    number: str,
    *,
    most: int = 6,
    upto: float | None = None,
) -> None:
    """Put one horizontal scale under all layers: round ticks, thin grid. number: a Vega expression of `datum.value`.

    upto: where the marks end, if what is right of them is words.
    """
    low, high = domain
    values = ticks(high, low, most) if upto is None else _ticks_upto(upto, low, most)
    axis = {"title": title, "values": values, "labelExpr": number, "grid": True, "titleAnchor": "start"}
    for layer in layers:
        layer["encoding"]["x"] |= {"scale": {"domain": [low, high], "nice": False, "zero": False}, "axis": axis}


def _ticks_upto(high: float, low: float, most: int) -> list[float]:
    """Ticks of which there are two at least: of finer ones the outermost and zero."""
    values = ticks(high, low, most)
    if len(values) > 1:
        return values
    finer = ticks(high, low, 2 * most)
    return [value for value in finer if value in (finer[0], 0.0, finer[-1])]


def steps(width: int) -> int:
    """The most steps between the ticks of a horizontal scale that leave their labels apart."""
    return 4 if width <= NARROW else 8


def label_room(rows: Rows, width: int, texts: Iterable[str]) -> float:
    """The part of the drawing's width that the longest of these labels takes beside a mark."""
    size = label_size(width)
    return min((max((text_width(text, size) for text in texts), default=0.0) + 12) / rows.room(width), 0.6)


def widened(high: float, label: float) -> float:
    """The right end of a scale from 0 at which a label of that part of the width fits beside the largest value."""
    return high / (1 - label)


def by_policy(policies: Sequence[str], *, first: int = 0) -> tuple[str, ...]:
    """The colours of policies in order, the first of which is at place `first` of the comparison."""
    return tuple(colour(first + k) for k in range(len(policies)))
