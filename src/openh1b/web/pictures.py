"""A chart on a page: title, drawings, the figures behind it, where it can be had as a file."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from openh1b.charts.chart import Chart
from openh1b.charts.comparison_page import figures_table
from openh1b.charts.table import Table
from openh1b.charts.theme import NARROW, WIDE
from openh1b.web.captions import without_season_words
from openh1b.web.drawing import drawing

FORMS = ("png", "svg", "csv", "xlsx")


@dataclass(frozen=True)
class Picture:
    """title: the finding. synthetic: what of it is made up, empty where nothing is. files: form -> address."""

    name: str
    title: str
    subtitle: str
    footer: str
    synthetic: str
    wide: Markup
    narrow: Markup
    table: Table
    files: dict[str, str]


MADE_UP = "The people are synthetic: made from published figures, they are nobody's records."


def picture(chart: Chart, query: str, title: str | None = None, said: str = "") -> Picture:
    """A chart of the scenario in a query, on a page whose head names the season.

    title: the finding where the page knows a better one. said: what the page says above and the footer begins with.
    """
    tail = f"?{query}" if query else ""
    return Picture(
        name=chart.name,
        title=title or chart.title,
        subtitle=without_season_words(chart.subtitle),
        footer=chart.footer.removeprefix(said).strip(),
        synthetic=MADE_UP if any(one.get("synthetic") for one in chart.table) else "",
        wide=drawing(chart, WIDE),
        narrow=drawing(chart, NARROW),
        table=figures_table(chart),
        files={form: f"/chart/{chart.name}.{form}{tail}" for form in FORMS},
    )
