"""Charts of one's own pages: as a figure on the page, and as files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response

from openh1b.cases.employer_words import Words
from openh1b.charts.chart import Chart, csv
from openh1b.charts.frame import png, svg
from openh1b.charts.table import Table
from openh1b.web.pictures import FORMS, Picture

MEDIA: Final = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def query_of(values: Mapping[str, str]) -> str:
    """An address's query, with its question mark; empty where nothing is given."""
    return f"?{urlencode(values)}" if values else ""


def figure(chart: Chart, drawn: tuple[Markup, Markup], table: Words, files: str) -> Picture:
    """A chart on a page. drawn: wide and narrow. files: address of its files, `{form}` where the form stands."""
    return Picture(
        name=chart.name,
        title=chart.title,
        subtitle=chart.subtitle,
        footer=chart.footer,
        synthetic="",
        wide=drawn[0],
        narrow=drawn[1],
        table=Table(table.head, table.rows, table.numbers),
        files={form: files.replace("{form}", form) for form in FORMS},
    )


def chart_file(chart: Chart, form: str) -> Response:
    """A chart in a form: PNG or SVG as printed, its figures as CSV or XLSX."""
    if form not in MEDIA:
        raise HTTPException(404, f"No form {form[:20]!r}; there are {', '.join(MEDIA)}.")
    return saved(chart_bytes(chart, form), f"openh1b-{chart.name}.{form}", MEDIA[form])


def saved(data: bytes, name: str, media: str) -> Response:
    """An answer to be saved under a name of plain letters; nobody in between keeps it."""
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(data, media_type=media, headers=headers)


def chart_bytes(chart: Chart, form: str) -> bytes:
    """A chart as the bytes of a file, in one of the forms of MEDIA."""
    if form == "png":
        return png(chart)
    if form == "xlsx":
        from openh1b.web.api.writing import table

        return table(list(chart.table), form)
    return (svg(chart) if form == "svg" else csv(chart)).encode()
