"""A chart on a page that is one file: drawn for both widths, with the figures behind it as a table and as CSV."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from openh1b.charts.chart import Chart, csv
from openh1b.charts.frame import bare_svg
from openh1b.charts.table import Table
from openh1b.charts.theme import NARROW, WIDE


@dataclass(frozen=True)
class Picture:
    """A chart on the page. wide and narrow: SVG. data: the CSV as an address that needs no network."""

    name: str
    title: str
    subtitle: str
    footer: str
    wide: str
    narrow: str
    table: Table
    data: str


def picture(chart: Chart, table: Table) -> Picture:
    """A chart with the table that people read beside it; its CSV has the figures unrounded."""
    return Picture(
        name=chart.name,
        title=chart.title,
        subtitle=chart.subtitle,
        footer=chart.footer,
        wide=bare_svg(chart, WIDE),
        narrow=bare_svg(chart, NARROW),
        table=table,
        data=csv_address(csv(chart)),
    )


def csv_address(text: str) -> str:
    """A CSV as an address that needs no network."""
    return f"data:text/csv;charset=utf-8,{quote(text)}"
