"""The columns of the season page as a file: who was in the draw and who was selected, season by season."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from fastapi import APIRouter
from starlette.responses import Response

from openh1b.charts import rows as r
from openh1b.charts.chart import Chart, Record
from openh1b.charts.theme import NARROW, PAPER, WIDE, Spec
from openh1b.cited.sources import source_line
from openh1b.law import load_law
from openh1b.results import plural
from openh1b.version import __version__
from openh1b.web.pages.case_files import chart_file
from openh1b.web.seasons import Column, columns

router = APIRouter()
NOTE: Final = (
    "Published counts; where beneficiaries are not published they follow from registrations, and where no count of the "
    "selected is published, that of the season before is assumed."
)
_DRAWN, _SELECTED = "in the draw", "selected"
_PATHS: Final = ("registrations_eligible", "beneficiaries", "registrations_selected", "beneficiaries_selected")


@router.get("/seasons.{form}")
def seasons_file(form: str) -> Response:
    """The file, to be saved."""
    return chart_file(seasons_chart(), form)


def seasons_chart() -> Chart:
    """Every season that the page offers."""
    every = columns()
    records = tuple(_records(every))
    title = finding(every)
    return Chart(
        name="seasons",
        title=title,
        subtitle="In the draw: eligible registrations to FY2024, beneficiaries from FY2025. Selected: over all rounds. "
        "Hollow, dashed: not published.",
        footer=f"{NOTE} FY{every[-1].season} is projected. Sources: {_sources()}. OpenH1B {__version__}.",
        spec=_spec(every, WIDE),
        narrow=_spec(every, NARROW),
        table=records,
        alt=f"{title}. {' '.join(_said(one) for one in every)}",
    )


def finding(every: tuple[Column, ...]) -> str:
    """The largest draw and the last that is not projected, each in its unit; rounded where it is not published."""
    most, last = max(every, key=lambda one: one.drawn), next(one for one in reversed(every) if not one.projected)
    told = [f"{_drawn(one)} {plural(one.unit)} in the draw of FY{one.season}" for one in (most, last)]
    return ", ".join(dict.fromkeys(told))


def _drawn(one: Column) -> str:
    """The number in the draw; rounded where it is not published."""
    return f"{one.drawn:,}" if one.drawn_known else f"about {round(one.drawn, -3):,}"


def _records(every: tuple[Column, ...]) -> Iterator[Record]:
    for one in every:
        for name, value, known in _counts(one):
            yield {
                "season": one.season,
                "measure": name,
                "value": value,
                "unit_of_measure": plural(one.unit),
                "projected": one.projected,
                "published": known,
            }


def _counts(one: Column) -> tuple[tuple[str, int, bool], ...]:
    return (_DRAWN, one.drawn, one.drawn_known), (_SELECTED, one.selected, one.selected_known)


def _sources() -> str:
    law = load_law()
    found = [law.find(f"seasons.{path}", season=one.season) for one in columns() for path in _PATHS]
    return source_line((cite.source for one in found if one is not None for cite in one.citations), law.sources)


def _said(one: Column) -> str:
    drawn, selected = (f"{value:,}{'' if known else ' (not published)'}" for _, value, known in _counts(one))
    return f"FY{one.season}: {drawn} {plural(one.unit)} in the draw, {selected} selected."


def _spec(every: tuple[Column, ...], width: int) -> Spec:
    names = tuple(f"FY{one.season}{', projected' if one.projected else ''}" for one in every)
    rows = r.Rows(names, (_DRAWN, _SELECTED), r.by_policy((_DRAWN, _SELECTED)))
    values: list[dict[str, Any]] = [
        {"row": f"{g}.{s}", "colour": rows.shades[s], "zero": 0, "value": value, "text": f"{value:,}", "known": known}
        for g, one in enumerate(every)
        for s, (_, value, known) in enumerate(_counts(one))
    ]
    dashed = {"fill": PAPER, "stroke": "by row", "strokeWidth": 1.2, "strokeDash": [4, 3]}
    y = rows.axis(width)
    layers = [
        r.mark([one for one in values if one["known"]], "bar", y, ("zero", "value"), color="by row", height=11),
        r.mark([one for one in values if not one["known"]], "bar", y, ("zero", "value"), height=10, **dashed),
        r.value_labels(values, y, "value"),
    ]
    end = r.widened(max(one.drawn for one in every), r.label_room(rows, width, [one["text"] for one in values]))
    r.scale(layers, "Thousands", (0.0, end), "format(datum.value / 1000, ',d')", most=r.steps(width))
    return rows.document(width, layers)
