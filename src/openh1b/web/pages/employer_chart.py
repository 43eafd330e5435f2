"""An employer's expected selected as a chart: a row a season scenario, with luck and what of it is unpublished.

The page of a list is kept nowhere, so the chart's files are held by the page itself, as addresses of their own.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from typing import Any, Final

from openh1b.cases.employer_page import Bar
from openh1b.cases.employer_words import Words
from openh1b.charts import rows as r
from openh1b.charts.chart import Chart, Record
from openh1b.charts.theme import NARROW, WIDE, Spec
from openh1b.version import __version__
from openh1b.web.drawing import drawing
from openh1b.web.pages.case_files import MEDIA, chart_bytes, figure
from openh1b.web.pages.employer_reading import Found
from openh1b.web.pictures import FORMS, Picture

_LUCK: Final = "#3a86c8"


def employer_picture(found: Found) -> Picture:
    """The chart of a list, with its files inside the page."""
    chart = employer_chart(found.headline, found.bars, found.most)
    cells = tuple((one["group"], *(f"{one[name]:.1f}" for name in _ENDS)) for one in chart.table)
    head = ("Season scenario", "Expected", "Season, low", "Season, high", "Luck, 5th", "Luck, 95th")
    made = figure(chart, (drawing(chart), drawing(chart, NARROW)), Words(head, cells, 5), "")
    made.files.update({form: held(chart_bytes(chart, form), MEDIA[form]) for form in FORMS})
    return made


def held(data: bytes, media: str) -> str:
    """An address that is the file itself."""
    return f"data:{media.replace(' ', '')};base64,{base64.b64encode(data).decode()}"


_ENDS: Final = ("value", "low", "high", "luck_low", "luck_high")


def employer_chart(headline: str, bars: Sequence[Bar], most: int) -> Chart:
    """The chart. bars: in percent of all candidates, of whom there are `most`."""
    records = tuple(_record(one, most / 100) for one in bars)
    return Chart(
        name="employer-selected",
        title=headline,
        subtitle="Candidates expected to be selected, by season scenario. Dot: expected. Pale bar: luck, the 5th to "
        "the 95th percentile. Whiskers: what is not published of the season. No scenario is a forecast.",
        footer=f"An estimate from published figures and assumed inputs, not legal advice. Sources: the list as "
        f"uploaded and those named on the page. OpenH1B {__version__}.",
        spec=_spec(records, bars, WIDE),
        narrow=_spec(records, bars, NARROW),
        table=records,
        alt=f"{headline}. {'. '.join(f'{one.name}: {one.text}' for one in bars)}.",
    )


def _record(one: Bar, whole: float) -> Record:
    return {
        "policy": "the rule asked about",
        "by": "scenario",
        "group": one.name,
        "measure": "selected",
        "value": one.expected * whole,
        "low": one.season[0] * whole,
        "high": one.season[1] * whole,
        "luck_low": one.luck[0] * whole,
        "luck_high": one.luck[1] * whole,
        "unit_of_measure": "people",
        "synthetic": False,
        "in_words": f"{one.name}: {one.text}, not published {one.season[0] * whole:.1f} to {one.season[1] * whole:.1f}",
    }


def _spec(records: Sequence[Record], bars: Sequence[Bar], width: int) -> Spec:
    rows = r.Rows(tuple(one["group"] for one in records), ("",), (_LUCK,))
    y, values = rows.axis(width), list(_values(records, bars, width))
    layers = [
        r.mark(values, "bar", y, ("luck_low", "luck_high"), color=_LUCK, height=13, opacity=0.35),
        *r.whiskers(values, y),
        r.mark(values, "point", y, ("value",), filled=True, size=60, opacity=1, color="#1a1a1a"),
        r.value_labels(values, y, "end"),
    ]
    high = max((one["end"] for one in values), default=1.0) or 1.0
    end = r.widened(high, r.label_room(rows, width, [one["text"] for one in values]))
    r.scale(layers, "Candidates selected", (0.0, end), "format(datum.value, ',d')", most=r.steps(width))
    return rows.document(width, layers)


def _values(records: Sequence[Record], bars: Sequence[Bar], width: int) -> Iterator[dict[str, Any]]:
    for place, (one, bar) in enumerate(zip(records, bars, strict=True)):
        ends = {name: one[name] for name in _ENDS}
        text = bar.text if width > NARROW else f"{one['value']:,.1f}"
        yield {"row": f"{place}.0", "end": max(one["high"], one["luck_high"]), "text": text, **ends}
