"""One chart as a page of its own: the drawing, the figures behind it as a table and as CSV, and how to repeat it."""

from __future__ import annotations

from openh1b.charts.chart import Chart
from openh1b.charts.picture import picture
from openh1b.charts.table import Table
from openh1b.charts.templates import environment
from openh1b.charts.words import clean
from openh1b.version import __version__

TEMPLATE = "chart.html.j2"


def chart_page(chart: Chart, command: str) -> str:
    """The page as HTML; it runs no script and asks for nothing from anywhere. command: what repeats the run."""
    page = environment(("openh1b.charts", ".")).get_template(TEMPLATE)
    return page.render(picture=picture(chart, _table(chart)), command=clean(command), version=__version__)


def _table(chart: Chart) -> Table:
    """The figures as text; columns of numbers stand last in the records of a chart."""
    names = list(chart.table[0]) if chart.table else []
    numbers = 0
    for name in reversed(names):
        if not all(_is_number(one[name]) for one in chart.table):
            break
        numbers += 1
    rows = tuple(tuple(_cell(name, one[name]) for name in names) for one in chart.table)
    return Table(tuple(name.replace("_", " ").capitalize() for name in names), rows, numbers)


def _is_number(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{100 * value:.2f}%" if "share" in name or "rate" in name else f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) and name != "year" else clean(str(value))
