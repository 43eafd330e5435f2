"""Result -> Vega-Lite -> SVG, PNG, and one page: what `compare` found, as pictures with the figures behind them.

Vega-Lite documents are plain mappings of our own (docs/decisions/0011-charts.md). Each name is loaded when it is first
used, so that the drawing process can be started before anything else is.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openh1b.charts.chart import Chart, csv
    from openh1b.charts.comparison_page import report
    from openh1b.charts.engine import ahead, shut_down, warm_up
    from openh1b.charts.frame import png, svg
    from openh1b.charts.gallery import NAMES, check_name, make_chart, make_charts

_WHERE = {
    "Chart": "chart",
    "ahead": "engine",
    "NAMES": "gallery",
    "check_name": "gallery",
    "csv": "chart",
    "make_chart": "gallery",
    "make_charts": "gallery",
    "png": "frame",
    "report": "comparison_page",
    "shut_down": "engine",
    "svg": "frame",
    "warm_up": "engine",
}

__all__ = [
    "NAMES",
    "Chart",
    "ahead",
    "check_name",
    "csv",
    "make_chart",
    "make_charts",
    "png",
    "report",
    "shut_down",
    "svg",
    "warm_up",
]


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        msg = f"module 'openh1b.charts' has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(importlib.import_module(f"openh1b.charts.{_WHERE[name]}"), name)
