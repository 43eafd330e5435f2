"""A parameter of the law over time as a file: a bar a value, what is not in force apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from openh1b.charts import rows as r
from openh1b.charts.chart import Chart, Record
from openh1b.charts.theme import GREY, NARROW, POLICIES, WIDE, Spec
from openh1b.cited.sources import source_line
from openh1b.errors import did_you_mean
from openh1b.law import Dated, Law, load_law
from openh1b.law.values import LIVE
from openh1b.law.wording import how_read, since
from openh1b.version import __version__
from openh1b.web.pages import law_context as c
from openh1b.web.pages.case_files import chart_file
from openh1b.web.pages.law import days, not_among
from openh1b.web.rules import in_words

router = APIRouter()
_LONGEST: Final = 44


@router.get("/law/{path}/time.{form}")
def law_file(path: str, form: str, on: str = "", known: str = "") -> Response:
    """The file, to be saved."""
    law = load_law()
    if path not in law.parameters:
        raise HTTPException(404, f"No parameter {path[:80]!r}. {did_you_mean(path, law.parameters) or ''}")
    return chart_file(law_chart(law, path, *days(on, known)), form)


def law_chart(law: Law, path: str, on: date, known: date | None) -> Chart:
    """Every value of a parameter, as known on a day."""
    held = c.over_time(law, path, known)
    others = not_among(list(law.others(path, known)), held)
    every, one = [*held, *others], law.parameters[path]
    span = c.years(every, on)
    records = tuple(_records(every))
    now = law.find(path, on=on, known=known)
    title = f"{one.label}: {in_words(now) if now is not None else 'no value'} on {on}"
    told = "with all that is known" if known is None else f"as known on {known}"
    return Chart(
        name=f"law-{path.replace('.', '-')}",
        title=title,
        subtitle=f"{path}, in {one.unit}, {told}. Grey: superseded, proposed, stayed or set aside. Upright: {on}.",
        footer=f"Sources: {source_line((s.source for each in every for s in each.citations), law.sources)}. "
        f"OpenH1B {__version__}.",
        spec=_spec(every, span, on, WIDE),
        narrow=_spec(every, span, on, NARROW),
        table=records,
        alt=" ".join((f"{title}.", *map(_said, records))),
    )


def _records(every: Sequence[Dated]) -> Iterator[Record]:
    for one in every:
        yield {
            "value": in_words(one),
            "holds": since(one) if one.start is not None else "no day set",
            "status": one.status,
            "known_from": str(one.known or ""),
            "read": how_read(one),
            "sources": " ".join(cite.source for cite in one.citations),
        }


def _said(one: Record) -> str:
    return f"{one['value']}: {one['holds']}, {str(one['status']).replace('_', ' ')}."


def _spec(every: Sequence[Dated], span: c.Years, on: date, width: int) -> Spec:
    labels = tuple(in_words(one)[:_LONGEST] for one in every) or ("no value",)
    rows = r.Rows(labels, ("",), (POLICIES[1],))
    y = rows.axis(width)
    values: list[dict[str, Any]] = [
        {"row": f"{k}.0", "colour": POLICIES[1] if one.status in LIVE or one.end else GREY, "start": a, "end": b}
        for k, one in enumerate(every)
        for a, b in [c.ends(one, span)]
        if one.start is not None
    ]
    layers = [r.mark(values, "bar", y, ("start", "end"), color="by row", height=11)]
    day = [{"day": c.year_of(on)}]
    line: Spec = {
        "data": {"values": day},
        "mark": {"type": "rule", "color": "#1a1a1a"},
        "encoding": {"x": {"field": "day", "type": "quantitative"}},
    }
    layers.append(line)
    r.scale(layers, "Year", (span.first, span.last), "format(datum.value, 'd')", most=r.steps(width))
    return rows.document(width, layers)
