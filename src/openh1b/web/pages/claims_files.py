"""A claim and the timeline as files: PNG, SVG, CSV, XLSX."""

from __future__ import annotations

from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response

from openh1b.charts.chart import Chart, csv
from openh1b.charts.frame import png, svg
from openh1b.evidence.rows import definition_rows
from openh1b.evidence.verdict import Checked
from openh1b.web.api.writing import table

MEDIA: Final = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def claim_file(checked: Checked, form: str, on: str) -> Response:
    """The chart of a claim (png, svg), its card to be shown elsewhere where it has no chart, or its figures."""
    _check(form)
    if form in {"csv", "xlsx"}:
        return saved(table(definition_rows(checked), form), checked.claim.id, form)
    from openh1b.evidence.card import card_png, card_svg
    from openh1b.evidence.claim_chart import claim_charts

    drawn = claim_charts(checked, on)
    if drawn:
        return positions_file(drawn[0], form)
    made = card_png(checked, on) if form == "png" else card_svg(checked, on).encode()
    return saved(made, checked.claim.id, form)


def positions_file(chart: Chart, form: str) -> Response:
    """A chart in a form."""
    _check(form)
    if form == "png":
        return saved(png(chart), chart.name, form)
    if form == "xlsx":
        return saved(table(list(chart.table), form), chart.name, form)
    return saved((svg(chart) if form == "svg" else csv(chart)).encode(), chart.name, form)


def saved(data: bytes, name: str, form: str) -> Response:
    """Bytes to be saved under a name."""
    headers = {"content-disposition": f'attachment; filename="openh1b-{name}.{form}"', "cache-control": "no-cache"}
    return Response(data, headers=headers, media_type=MEDIA[form])


def _check(form: str) -> None:
    if form not in MEDIA:
        raise HTTPException(404, f"No form {form[:20]!r}; there are {', '.join(MEDIA)}.")
