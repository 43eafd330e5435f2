"""`/chart/NAME.FORM`: one chart of a scenario as a file: PNG or SVG as they are printed, its figures as CSV or XLSX."""

from __future__ import annotations

import io
from typing import Final

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from openh1b.charts import check_name, csv, make_chart, png, svg
from openh1b.charts.chart import Chart
from openh1b.web.address import from_query
from openh1b.web.compared import compared
from openh1b.web.pages.waiting import later

router = APIRouter()

KINDS: Final = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.get("/chart/{name}.{form}")
def chart_file(request: Request, name: str, form: str) -> Response:
    """The file, to be saved. Raises InputError for a chart that does not exist or was not computed."""
    if form not in KINDS:
        raise HTTPException(404, f"No form {form[:20]!r}; there are {', '.join(KINDS)}.")
    scenario = from_query(request.query_params.multi_items())
    check_name(name)
    waiting = later(request, scenario)
    if waiting is not None:
        return waiting
    chart = make_chart(compared(scenario), name)
    headers = {
        "content-disposition": f'attachment; filename="openh1b-fy{scenario.season}-{_plain(name)}.{form}"',
        "cache-control": "no-cache",
    }
    return Response(_bytes(chart, form), headers=headers, media_type=KINDS[form])


def _plain(name: str) -> str:
    """Letters that any file system takes."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in name)[:60]


def _bytes(chart: Chart, form: str) -> bytes:
    if form == "png":
        return png(chart)
    if form == "xlsx":
        return _workbook(chart)
    return (svg(chart) if form == "svg" else csv(chart)).encode()


def _workbook(chart: Chart) -> bytes:
    """The figures with their title and footer; text is never a formula."""
    import xlsxwriter

    buffer = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, plain) as book:
        sheet = book.add_worksheet("figures")
        names = list(chart.table[0]) if chart.table else []
        rows = [[chart.title], [chart.subtitle], [], names, *([one[name] for name in names] for one in chart.table)]
        for place, row in enumerate([*rows, [], [chart.footer]]):
            sheet.write_row(place, 0, row)
    return buffer.getvalue()
