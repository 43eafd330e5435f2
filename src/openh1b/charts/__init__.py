"""Result -> Vega-Lite -> SVG, PNG, and one page: what `compare` found, as pictures with the figures behind them.

Vega-Lite documents are plain mappings of our own; docs/decisions/0011-charts.md says why.
"""

from openh1b.charts.chart import Chart, csv
from openh1b.charts.engine import shut_down, warm_up
from openh1b.charts.frame import png, svg
from openh1b.charts.gallery import NAMES, check_name, make_chart, make_charts
from openh1b.charts.report import report

__all__ = [
    "NAMES",
    "Chart",
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
