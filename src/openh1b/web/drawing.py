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

from markupsafe import Markup, escape

from openh1b.charts.chart import Chart
from openh1b.charts.frame import bare_svg
from openh1b.charts.rows import STEP
from openh1b.charts.theme import BOTTOM, NARROW, RIGHT, TOP, WIDE, Spec, label_size
from openh1b.charts.words import clean
from openh1b.web.marks import row_labels

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
        return label_size(self.width)

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
        inside = "".join([*self._scale(), *self._common(), *self._marks()])
        head = f'<svg class="chart" viewBox="{size}" role="group" aria-label="{_text(self.chart.title)}"'
        return Markup(f'{head} font-size="{self.size}">{inside}</svg>')  # noqa: S704 - all text is escaped

    def _scale(self) -> Iterator[str]:
        """Grid, numbers below it, and the title of the horizontal scale."""
        axis, bottom = self.axes[0]["axis"], TOP + self.height
        for value in axis["values"]:
            at = self.x(value)
            yield f'<line class="grid" x1="{at}" x2="{at}" y1="{TOP}" y2="{bottom}"/>'
            text = escape(_in_words(axis["labelExpr"], value))
            yield f'<text class="quiet" x="{at}" y="{bottom + 15}" text-anchor="middle">{text}</text>'
        yield f'<text class="quiet" x="{self.left}" y="{bottom + 33}">{escape(axis["title"])}</text>'

    def _common(self) -> Iterator[str]:
        """What belongs to no row: an upright line at a value."""
        for layer in self.spec["layer"]:
            if "y" not in layer["encoding"]:
                value = layer["data"]["values"][0][layer["encoding"]["x"]["field"]]
                at = self.x(value)
                yield f'<line class="ink" x1="{at}" x2="{at}" y1="{TOP}" y2="{TOP + self.height}"/>'

    def _marks(self) -> Iterator[str]:
        labels = row_labels(self.chart, list(self.rows))
        first = True
        for key, name in self.rows.items():
            y = self.y(key)
            bold = " bold" if key.endswith("h") else ""
            place = f'x="{self.left - 7}" y="{y}" dy=".35em" text-anchor="end"'
            text = f'<text class="name{bold}" {place}>{_text(name)}</text>'
            inside = "".join(self._row(key, y))
            if key not in labels:
                yield text + inside
                continue
            hit = (
                f'<rect class="hit" x="0" y="{y - STEP / 2}" width="{self.left + self.room + RIGHT}" height="{STEP}"/>'
            )
            head = f'<g class="mark" role="img" tabindex="{0 if first else -1}" aria-label="{_text(labels[key])}">'
            yield f"{head}{hit}{text}{inside}</g>"
            first = False

    def _row(self, key: str, y: float) -> Iterator[str]:
        """The elements of a row, layer by layer."""
        for layer in self.spec["layer"]:
            for datum in layer["data"]["values"]:
                if datum.get("row") == key:
                    yield self._element(layer, datum, y)

    def _element(self, layer: Spec, datum: dict[str, Any], y: float) -> str:
        encoding, mark = layer["encoding"], layer["mark"]
        at = self.x(datum[encoding["x"]["field"]])
        to = self.x(datum[encoding["x2"]["field"]]) if "x2" in encoding else at
        look = _look(mark, encoding, datum)
        if mark["type"] == "text":
            anchor = "end" if mark["align"] == "right" else "start"
            text = _text(datum[encoding["text"]["field"]])
            kind = "value bold" if mark.get("fontWeight") == "bold" else "value"
            return f'<text class="{kind}" x="{at + mark["dx"]}" y="{y}" dy=".35em" text-anchor="{anchor}">{text}</text>'
        return _SHAPES[mark["type"]](mark, (at, to), y, look)


def _look(mark: Spec, encoding: Spec, datum: dict[str, Any]) -> str:
    """Colours as classes, which the style sheet has a light and a dark value for."""
    line = mark["type"] in {"rule"}
    fill = encoding.get("fill") or encoding.get("color")
    shade = datum["colour"] if fill else mark.get("fill") or mark.get("color", "#000000")
    classes = [f"{'s' if line else 'f'}-{shade.lstrip('#')}"]
    edge = datum["colour"] if "stroke" in encoding else mark.get("stroke")
    if edge is not None:
        classes.append(f"s-{edge.lstrip('#')}")
    width, opacity = mark.get("strokeWidth"), mark.get("opacity", 1)
    more = "" if width is None else f' stroke-width="{width}"'
    more += "" if opacity == 1 else f' opacity="{opacity}"'
    return f'class="{escape(" ".join(classes))}"{more}'


def _rule(_: Spec, ends: tuple[float, float], y: float, look: str) -> str:
    return f'<line x1="{ends[0]}" x2="{ends[1]}" y1="{y}" y2="{y}" {look}/>'


def _bar(mark: Spec, ends: tuple[float, float], y: float, look: str) -> str:
    height, wide = mark.get("height", 11), round(abs(ends[1] - ends[0]), 2)
    place = f'x="{min(ends)}" y="{y - height / 2}" width="{wide}" height="{height}"'
    return f'<rect {place} rx="{mark.get("cornerRadius", 0)}" {look}/>'


def _point(mark: Spec, ends: tuple[float, float], y: float, look: str) -> str:
    if mark.get("shape") == "diamond":
        half = math.sqrt(mark["size"] / 2)
        return f'<path d="M{ends[0]},{y - half}l{half},{half}l{-half},{half}l{-half},{-half}Z" {look}/>'
    return f'<circle cx="{ends[0]}" cy="{y}" r="{round(math.sqrt(mark["size"] / math.pi), 2)}" {look}/>'


def _tick(mark: Spec, ends: tuple[float, float], y: float, look: str) -> str:
    thick, size = mark["thickness"], mark["size"]
    return f'<rect x="{ends[0] - thick / 2}" y="{y - size / 2}" width="{thick}" height="{size}" {look}/>'


_SHAPES: Final = {"rule": _rule, "bar": _bar, "point": _point, "tick": _tick}


def _text(words: str) -> str:
    """Words as they may stand in an element or an attribute, whoever wrote them."""
    return escape(clean(words))


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
