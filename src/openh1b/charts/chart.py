"""A chart: what it says, how it is drawn, and the figures behind it."""

from __future__ import annotations

import csv as csv_format
import io
from dataclasses import dataclass
from typing import Any

from openh1b.charts.theme import Spec

Record = dict[str, Any]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, eq=False)
class Chart:
    """One chart.

    name: also the stem of its file. title: the finding, computed from the figures. subtitle: what is measured, on whom,
    and what whiskers are. footer: sources, season, assumptions, seed, version. spec and narrow: Vega-Lite documents of
    the drawing, 720 and 360 pixels wide, without title and footer. table: the figures that are drawn and nothing else,
    one mapping a figure. alt: the finding and the figures for those who do not see the drawing.
    """

    name: str
    title: str
    subtitle: str
    footer: str
    spec: Spec
    narrow: Spec
    table: tuple[Record, ...]
    alt: str


def csv(chart: Chart) -> str:
    """The figures behind a chart as CSV. Text that a spreadsheet would take for a formula gets a leading apostrophe."""
    text = io.StringIO(newline="")
    writer = csv_format.DictWriter(text, fieldnames=list(chart.table[0]) if chart.table else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in record.items()} for record in chart.table)
    return text.getvalue()


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
