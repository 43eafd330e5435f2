"""Published against ours: one row a number, both over the published one, so that all are on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from openh1b.charts import rows as r
from openh1b.charts.chart import Chart
from openh1b.charts.theme import INK, NARROW, WIDE, Spec, colour
from openh1b.cited.sources import source_line
from openh1b.evidence.replications.row import Row
from openh1b.evidence.replications.wording import amount
from openh1b.evidence.sources import load_sources
from openh1b.version import __version__

_OURS = colour(1)
_LEAST = 2.0
_LEFT_OUT = "Sums of the same inputs and fitted numbers are left out. "
_STEPS: Final = {1e9: "bn", 1e6: "m"}
"""Dollars are written in billions or millions from here on, ours and the published ones alike."""
_UNNAMED: Final = frozenset({"share", "USD", "ratio"})
"""Units that an amount shows itself, or that its label says."""
_SYNTHETIC = "synthetic seasons, seed 1; nobody in them exists"


def replications_chart(rows: Sequence[Row]) -> Chart:
    """A chart of all rows with both numbers that are no sums of the same inputs; of all with both if none are left."""
    both = [row for row in rows if row.published.value and row.ours.value is not None]
    shown = [row for row in both if row.published.kind != "same inputs" and not row.published.fitted] or both
    near = sum(abs(row.relative or 0.0) <= 0.1 for row in shown)
    title = f"{near} of {len(shown)} numbers lie within 10% of the published one"
    subtitle = (
        "Ours over the published number, which is the upright line at 1. Beside it: ours for the published one. "
        "Whiskers: our range over assumptions, where there is one. By replication. "
        f"{_LEFT_OUT if len(shown) < len(both) else ''}Nothing was tuned to any."
    )
    made = f", {_SYNTHETIC}" if any(row.published.kind == "prediction of the synthetic season" for row in shown) else ""
    cites = source_line((source for row in shown for source in row.published.cite), load_sources())
    return Chart(
        name="replications",
        title=title,
        subtitle=subtitle,
        footer=f"Published: {cites}. Ours: OpenH1B {__version__}{made}.",
        spec=_spec(shown, WIDE),
        narrow=_spec(shown, NARROW),
        table=tuple(_record(row) for row in shown),
        alt=f"{title}. {'; '.join(_said(row) for row in shown)}.",
    )


def _record(row: Row) -> dict[str, Any]:
    one = row.published
    return {"replication": row.of.name, "number": one.label, "published": one.value, "ours": row.ours.value,
            "ours_over_published": _over(row, row.ours.value)}  # fmt: skip


def _over(row: Row, value: float | None) -> float | None:
    return None if value is None or not row.published.value else value / row.published.value


def _said(row: Row) -> str:
    one = row.published
    return f"{one.label}: {_text(row)}"


def _text(row: Row) -> str:
    one = row.published
    step = next((step for step in _STEPS if one.unit == "USD" and (one.value or 0.0) >= step), 0.0)
    if step:
        return " for ".join(f"${(value or 0.0) / step:,.2f}{_STEPS[step]}" for value in (row.ours.value, one.value))
    unit = "" if one.unit in _UNNAMED else f" {one.unit}"
    ours, published = (amount(value, one.unit, one.printed_to) for value in (row.ours.value, one.value))
    return f"{ours} for {published}{unit}"


@dataclass(frozen=True)
class _Named(r.Rows):
    """A row a number, below the name of its replication."""

    def __init__(self, rows: Sequence[Row]) -> None:
        super().__init__(("",), ("",), (_OURS,))
        found: dict[str, str] = {}
        for place, row in enumerate(rows):
            if not place or rows[place - 1].of.name != row.of.name:
                found[f"{place}h"] = row.of.name
            found[f"{place}.0"] = row.published.label
        self.__dict__["labels"] = found or {"0.0": ""}


def _spec(rows: Sequence[Row], width: int) -> Spec:
    named = _Named(rows)
    y = named.axis(width)
    one = {"x": {"field": "one", "type": "quantitative"}}
    marks = [_mark(k, row, _text(row) if width > NARROW else "") for k, row in enumerate(rows)]
    layers = [
        {"data": {"values": [{"one": 1}]}, "mark": {"type": "rule", "color": INK}, "encoding": one},
        *r.whiskers(marks, y),
        r.mark(marks, "rule", y, ("one", "value"), color=_OURS, strokeWidth=2),
        r.mark(marks, "point", y, ("value",), fill=_OURS, filled=True, size=52, opacity=1),
        r.value_labels(marks, y, "end"),
    ]
    high = max((float(mark["end"]) for mark in marks), default=_LEAST)
    room = r.label_room(named, width, [str(mark["text"]) for mark in marks])
    number = "format(datum.value, '.1f')"
    r.scale(layers, "Ours over published", (0.0, r.widened(high, room)), number, most=r.steps(width))
    return named.document(width, layers)


def _mark(place: int, row: Row, text: str) -> dict[str, Any]:
    value, low, high = (_over(row, one) for one in (row.ours.value, row.ours.low, row.ours.high))
    end = max(1.0, value or 0.0, high or 0.0)
    return {"row": f"{place}.0", "one": 1.0, "value": value, "low": low, "high": high, "end": end, "text": text}
