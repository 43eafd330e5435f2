"""Which unknowns matter: a bar for each from its lowest to its highest figure, and a line where all is as taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openh1b.charts import rows as r
from openh1b.charts.chart import Chart, Record
from openh1b.charts.theme import INK, NARROW, POLICIES, WIDE, Spec
from openh1b.charts.words import listed, shown

NAME = "tornado"
_BAR = POLICIES[1]
_NOTHING = 1e-12


@dataclass(frozen=True)
class Told:
    """The words around the bars. figure: what is measured, of whom, under which policy; unit: of every value.

    season: as it is always printed.
    """

    figure: str
    unit: str
    season: str
    base: float
    footer: str


def tornado_chart(bars: Sequence[Record], told: Told) -> Chart:
    """bars: the widest first, each with unknown, low, low_at, high, high_at, width and spread."""
    title, by_definition = _title(bars, told), [str(bar["unknown"]) for bar in bars if bar["spread"] == "definition"]
    subtitle = (
        f"{_capital(told.figure)}, {told.season}. Each unknown alone runs over its cases, all others as taken; the "
        f"line is the figure with everything as taken, {_words(told.base, told.unit)}."
    )
    if by_definition:
        have = "has" if len(by_definition) == 1 else "have"
        subtitle += f" {_capital(listed(by_definition))} {have} definitions as cases, which are no range."
    return Chart(
        name=NAME,
        title=title,
        subtitle=subtitle,
        footer=told.footer,
        spec=_spec(bars, told, WIDE),
        narrow=_spec(bars, told, NARROW),
        table=tuple(dict(bar) for bar in bars),
        alt=f"{title}. " + " ".join(_sentence(bar, told) for bar in bars),
    )


def _title(bars: Sequence[Record], told: Told) -> str:
    widest = bars[0]
    if widest["width"] <= _NOTHING:
        return f"No unknown moves {told.figure}"
    ends = " to ".join(_words(widest[end], told.unit) for end in ("low", "high"))
    return f"{_capital(told.figure)}: {ends}, depending on {widest['unknown']} alone"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sentence(bar: Record, told: Told) -> str:
    low, high = (f"{_words(bar[end], told.unit)} ({bar[f'{end}_at']})" for end in ("low", "high"))
    return f"{bar['unknown']}: {low} to {high}."


def _words(value: float, unit: str) -> str:
    return f"{100 * value:.1f}%" if unit in {"probability", "share"} else shown(value, unit)


def _spec(bars: Sequence[Record], told: Told, width: int) -> Spec:
    rows = r.Rows(tuple(str(bar["unknown"]) for bar in bars), ("",), (_BAR,))
    y = rows.axis(width)
    values = [_row(k, bar, told, wide=width > NARROW) for k, bar in enumerate(bars)]
    line = {"data": {"values": [{"base": told.base}]}, "mark": {"type": "rule", "color": INK}, "encoding": {}}
    line["encoding"] = {"x": {"field": "base", "type": "quantitative"}}
    layers = [
        r.mark(values, "bar", y, ("low", "high"), color=_BAR, height=11),
        line,
        r.value_labels(values, y, "high"),
        r.value_labels([v | {"text": v["left"]} for v in values if v["left"]], y, "low", left=True),
    ]
    low, high = _domain(values, rows, width, told.base)
    r.scale(layers, _axis_title(told), (low, high), _number(told.unit, high - low), most=r.steps(width) * 3 // 4)
    return rows.document(width, layers)


def _row(place: int, bar: Record, told: Told, *, wide: bool) -> dict[str, Any]:
    """In the narrow drawing the values only; where nothing moves, one label says so."""
    texts = {
        end: _words(bar[end], told.unit) + (f" ({bar[f'{end}_at']})" if wide and bar["width"] > _NOTHING else "")
        for end in ("low", "high")
    }
    still = bar["width"] <= _NOTHING
    return {
        "row": f"{place}.0",
        "low": bar["low"],
        "high": bar["high"],
        "left": "" if still else texts["low"],
        "text": "does not move it" if still else texts["high"],
    }


def _domain(values: list[dict[str, Any]], rows: r.Rows, width: int, base: float) -> tuple[float, float]:
    """Ends at which the labels on both sides of the widest bars fit."""
    low, high = min(base, *(v["low"] for v in values)), max(base, *(v["high"] for v in values))
    left = r.label_room(rows, width, [v["left"] for v in values])
    right = r.label_room(rows, width, [v["text"] for v in values])
    span = max(high - low, abs(base) * 0.01, 1e-9) / max(1 - left - right, 0.2)
    return low - left * span, high + right * span


def _axis_title(told: Told) -> str:
    return {"probability": "Probability", "share": "Share", "USD": "US dollars"}.get(told.unit, told.unit.capitalize())


def _number(unit: str, span: float) -> str:
    if unit in {"probability", "share"}:
        return f"format(datum.value, '.{0 if span >= 0.06 else 1 if span >= 0.006 else 2}%')"
    return "replace(format(datum.value, ',.0f'), '-', '\u2212')" if unit != "USD" else "format(datum.value, '$,.0f')"
