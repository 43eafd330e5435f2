"""A chart in rows as SVG within a page, written here in a millisecond where the renderer takes a tenth of a second.

It draws the same Vega-Lite document from the same values, in the page's own colours, so that it is legible in the dark;
each row can be reached by the keyboard and says its figures. Other charts are left to the renderer, as are downloads.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from markupsafe import Markup

from openh1b.charts.chart import Chart
from openh1b.charts.frame import bare_svg
from openh1b.charts.rows import STEP
from openh1b.charts.theme import BOTTOM, NARROW, RIGHT, TOP, WIDE, Spec, label_size
from openh1b.charts.words import clean
from openh1b.web.marks import row_labels

NARROW_TEXT: Final = 12.5
"""Pixels in a drawing 360 wide, which a screen of 320 shows at four fifths."""
_NAMES: Final = re.compile(r"^\((\{.*\})\)\[datum\.value\]$", re.DOTALL)
_NUMBER: Final = re.compile(r"format\(datum\.value( / 1000)?, '(\$?)(,?)\.?(\d?)([fd%])'\)")


def drawing(chart: Chart, width: int = WIDE) -> Markup:
    """The drawing of a chart for a page that prints title and footer itself, 720 or 360 pixels wide."""
    spec = chart.spec if width > NARROW else chart.narrow
    if not _is_in_rows(spec):
        return Markup(bare_svg(chart, width))  # noqa: S704 - the renderer escapes its text
    return _Drawing(chart, spec, width).svg()


def _is_in_rows(spec: Spec) -> bool:
    return any(layer["encoding"].get("y", {}).get("field") == "row" for layer in spec["layer"])


@dataclass(frozen=True, eq=False)
class _Drawing:
    """One drawing: scales from the document, elements row by row."""

    chart: Chart
    spec: Spec
    width: int

    @cached_property
    def axes(self) -> tuple[Spec, Spec]:
        """Encodings of the layer that has both scales."""
        found = next(one["encoding"] for one in self.spec["layer"] if "y" in one["encoding"])
        return found["x"], found["y"]

    @cached_property
    def rows(self) -> dict[str, str]:
        """Key of each row -> its label."""
        found = _NAMES.match(self.axes[1]["axis"]["labelExpr"])
        return json.loads(found[1]) if found else {key: key for key in self.axes[1]["scale"]["domain"]}

    @property
    def size(self) -> float:
        return label_size(self.width) if self.width > NARROW else NARROW_TEXT

    @property
    def left(self) -> int:
        return int(self.spec["padding"]["left"])

    @property
    def room(self) -> int:
        return int(self.spec["width"])

    @property
    def height(self) -> int:
        return STEP * len(self.rows)

    def x(self, value: float) -> float:
        low, high = self.axes[0]["scale"]["domain"]
        return float(round(self.left + self.room * (value - low) / (high - low), 2))

    def y(self, key: str) -> float:
        return TOP + STEP * list(self.rows).index(key) + STEP / 2

    def svg(self) -> Markup:
        """The whole element."""
        size = f"0 0 {self.left + self.room + RIGHT} {TOP + self.height + BOTTOM}"
        inside = Markup("").join([*self._scale(), *self._common(), *self._marks()])
        return Markup('<svg class="chart" viewBox="{}" role="group" aria-label="{}" font-size="{}">{}</svg>').format(
            size, clean(self.chart.title), self.size, inside
        )

    def _scale(self) -> Iterator[Markup]:
        """Grid, numbers below it, and the title of the horizontal scale."""
        axis, bottom = self.axes[0]["axis"], TOP + self.height
        for value in axis["values"]:
            at = self.x(value)
            yield Markup('<line class="grid" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>').format(at, TOP, bottom)
            text = _in_words(axis["labelExpr"], value)
            yield Markup('<text class="quiet" x="{}" y="{}" text-anchor="middle">{}</text>').format(
                at, bottom + 15, text
            )
        yield Markup('<text class="quiet" x="{}" y="{}">{}</text>').format(self.left, bottom + 33, axis["title"])

    def _common(self) -> Iterator[Markup]:
        """What belongs to no row: an upright line at a value."""
        for layer in self.spec["layer"]:
            if "y" not in layer["encoding"]:
                value = layer["data"]["values"][0][layer["encoding"]["x"]["field"]]
                at = self.x(value)
                yield Markup('<line class="ink" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>').format(
                    at, TOP, TOP + self.height
                )

    def _marks(self) -> Iterator[Markup]:
        labels = row_labels(self.chart, list(self.rows))
        first = True
        for key, name in self.rows.items():
            y = self.y(key)
            bold = " bold" if key.endswith("h") else ""
            text = Markup('<text class="name{}" x="{}" y="{}" dy=".35em" text-anchor="end">{}</text>').format(
                bold, self.left - 7, y, clean(name)
            )
            inside = Markup("").join(self._row(key, y))
            if key not in labels:
                yield text + inside
                continue
            hit = Markup('<rect class="hit" x="0" y="{}" width="{}" height="{}"/>').format(
                y - STEP / 2, self.left + self.room + RIGHT, STEP
            )
            yield Markup('<g class="mark" role="img" tabindex="{}" aria-label="{}">{}{}{}</g>').format(
                0 if first else -1, clean(labels[key]), hit, text, inside
            )
            first = False

    def _row(self, key: str, y: float) -> Iterator[Markup]:
        """The elements of a row, layer by layer."""
        for layer in self.spec["layer"]:
            for datum in layer["data"]["values"]:
                if datum.get("row") == key:
                    yield self._element(layer, datum, y)

    def _element(self, layer: Spec, datum: dict[str, Any], y: float) -> Markup:
        encoding, mark = layer["encoding"], layer["mark"]
        at = self.x(datum[encoding["x"]["field"]])
        to = self.x(datum[encoding["x2"]["field"]]) if "x2" in encoding else at
        look = _look(mark, encoding, datum)
        if mark["type"] == "text":
            anchor = "end" if mark["align"] == "right" else "start"
            return Markup('<text class="value" x="{}" y="{}" dy=".35em" text-anchor="{}">{}</text>').format(
                at + mark["dx"], y, anchor, clean(datum[encoding["text"]["field"]])
            )
        return _SHAPES[mark["type"]](mark, (at, to), y, look)


def _look(mark: Spec, encoding: Spec, datum: dict[str, Any]) -> Markup:
    """Colours as classes, which the style sheet has a light and a dark value for."""
    line = mark["type"] in {"rule"}
    fill = encoding.get("fill") or encoding.get("color")
    shade = datum["colour"] if fill else mark.get("fill") or mark.get("color", "#000000")
    classes = [f"{'s' if line else 'f'}-{shade.lstrip('#')}"]
    if "stroke" in mark:
        classes.append(f"s-{mark['stroke'].lstrip('#')}")
    width, opacity = mark.get("strokeWidth"), mark.get("opacity", 1)
    more = Markup("") if width is None else Markup(' stroke-width="{}"').format(width)
    more += Markup("") if opacity == 1 else Markup(' opacity="{}"').format(opacity)
    return Markup('class="{}"{}').format(" ".join(classes), more)


def _rule(_: Spec, ends: tuple[float, float], y: float, look: Markup) -> Markup:
    return Markup('<line x1="{}" x2="{}" y1="{}" y2="{}" {}/>').format(*ends, y, y, look)


def _bar(mark: Spec, ends: tuple[float, float], y: float, look: Markup) -> Markup:
    height = mark.get("height", 11)
    size = (min(ends), y - height / 2, round(abs(ends[1] - ends[0]), 2), height)
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" rx="{}" {}/>').format(
        *size, mark.get("cornerRadius", 0), look
    )


def _point(mark: Spec, ends: tuple[float, float], y: float, look: Markup) -> Markup:
    if mark.get("shape") == "diamond":
        half = math.sqrt(mark["size"] / 2)
        path = f"M{ends[0]},{y - half}l{half},{half}l{-half},{half}l{-half},{-half}Z"
        return Markup('<path d="{}" {}/>').format(path, look)
    return Markup('<circle cx="{}" cy="{}" r="{}" {}/>').format(
        ends[0], y, round(math.sqrt(mark["size"] / math.pi), 2), look
    )


def _tick(mark: Spec, ends: tuple[float, float], y: float, look: Markup) -> Markup:
    thick, size = mark["thickness"], mark["size"]
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" {}/>').format(
        ends[0] - thick / 2, y - size / 2, thick, size, look
    )


_SHAPES: Final = {"rule": _rule, "bar": _bar, "point": _point, "tick": _tick}


def _in_words(expression: str, value: float) -> str:
    """A number of the scale as the document's expression would print it."""
    found = _NUMBER.search(expression)
    if found is None:
        return f"{value:,g}"
    thousandth, sign, comma, digits, kind = found.groups()
    number = value / 1000 if thousandth else value
    form = f"{comma}.{digits or 0}{'f' if kind == 'd' else kind}"
    text = f"{sign}{abs(number):{form}}"
    if "'$' +" in expression:
        text = f"${text}k"
    return f"\N{MINUS SIGN}{text}" if number < 0 and text.strip("0.%$k,") else text
