"""A claim as a picture: the number claimed as a hollow dot, beside the number under each definition as a solid one."""

from __future__ import annotations

from typing import Any, Final

from openh1b.charts import rows as r
from openh1b.charts.chart import Chart, Record
from openh1b.charts.theme import (
    GREY,
    INK,
    NARROW,
    PAPER,
    RIGHT,
    WIDE,
    Spec,
    colour,
    document,
    label_size,
    shortened,
    text_width,
)
from openh1b.evidence.claim import scale_of
from openh1b.evidence.number import BETWEEN
from openh1b.evidence.rows import compared, definition_rows
from openh1b.evidence.verdict import Checked, Finding
from openh1b.evidence.words import amount, citation, number_words, verdict_words

LEFT: Final = 10
_DRAWN: Final = ("definition", "unit", "outcome", "claimed", "number", "low", "high")
_SHADES: Final = {"holds": colour(1), "does not hold": colour(2), "unknown": "#767676"}
_SHORT: Final = 0.08
"""Width of a scale of shares below which whole percents are too coarse."""


def claim_charts(checked: Checked, on: str) -> tuple[Chart, ...]:
    """A chart for each scale on which the definitions of a claim are measured; none for what is yes or no."""
    scales = dict.fromkeys(scale_of(one.definition.unit) for one in checked.findings if one.number.value is not None)
    return tuple(_chart(checked, scale, on) for scale in scales if scale != "yes or no")


def _chart(checked: Checked, scale: str, on: str) -> Chart:
    claim = checked.claim
    mine = [one for one in checked.findings if scale_of(one.definition.unit) == scale and one.number.value is not None]
    verdict = verdict_words(checked)
    told = "; ".join(
        f"{one.definition.name}: {number_words(one.number, one.definition.unit)}, {one.outcome}" for one in mine
    )
    rows = [row for row in definition_rows(checked) if scale_of(row["unit"]) == scale and row["number"] is not None]
    return Chart(
        name=f"{claim.id}-{scale.replace(' ', '-').lower()}",
        title=f"Claim: {claim.statement}",
        subtitle=f"{claim.speaker.name}, {claim.when}. {verdict[:1].upper()}{verdict[1:]}. {_legend(checked, mine)}",
        footer=citation(claim, on),
        spec=_spec(checked, mine, WIDE),
        narrow=_spec(checked, mine, NARROW),
        table=tuple(_record(row) for row in rows),
        alt=f"{claim.statement}. {f'Claimed: {claim.claimed.text}. ' if claim.claimed else ''}{told}.",
    )


def _legend(checked: Checked, mine: list[Finding]) -> str:
    tests = [compared(checked.claim, one.definition) is not None for one in mine]
    parts = ["Hollow dot: the number claimed."] if any(tests) else []
    parts += ["Tick: the threshold."] if not all(tests) else []
    parts.append("Solid dot: the number found.")
    if any(len(one.number.ends) > 1 for one in mine):
        parts.append("Line: its range.")
    if any(not one.decides for one in mine):
        parts.append("Pale: shown, does not decide.")
    return " ".join(parts)


def _record(row: dict[str, Any]) -> Record:
    return {name: row[name] for name in _DRAWN}


def _spec(checked: Checked, mine: list[Finding], width: int) -> Spec:
    scale = scale_of(mine[0].definition.unit)
    values = [_value(checked, one, place) for place, one in enumerate(mine)]
    every = [v[k] for v in values for k in ("value", "low", "high", "claimed", "tick", "tick2") if v.get(k) is not None]
    low, high = min(1.0 if scale == "rank" else 0.0, *every), max(5.0 if scale == "rank" else 0.0, *every)
    size = label_size(width)
    room = min((max(text_width(v["text"], size) for v in values) + 14) / (width - LEFT - RIGHT), 0.6)
    end = low + (high - low or 1.0) / (1 - room)
    heads = [
        {"row": f"{place}h", "at": low, "text": shortened(_label(one), size, width - LEFT - RIGHT)}
        for place, one in enumerate(mine)
    ]
    keys = [key for place in range(len(mine)) for key in (f"{place}h", f"{place}.0")]
    y = {
        "field": "row",
        "type": "nominal",
        "scale": {"domain": keys, "paddingInner": 0, "paddingOuter": 0},
        "axis": None,
    }
    layers = [
        *_marks(values, y),
        r.mark(heads, "text", y, ("at",), text="text", align="left", baseline="middle", fill=INK),
    ]
    r.scale(layers, _axis(scale), (low, end), _number(scale, high - low), most=r.steps(width))
    return document(width, (r.STEP + 1) * len(keys), LEFT, layers)


def _number(scale: str, span: float) -> str:
    """How the ticks of a scale are printed, as a Vega expression; finer where the scale is short."""
    if scale == "points":
        return "format(100 * datum.value, ',.3~r')"
    if scale == "share":
        return f"format(datum.value, '{',.1%' if span < _SHORT else ',.0%'}')"
    return f"format(datum.value, '{'$,' if scale.startswith('USD') else ','}')"


def _axis(scale: str) -> str:
    return {"count": "Number", "points": "Percentage points", "rule": ""}.get(scale, scale[:1].upper() + scale[1:])


def _label(one: Finding) -> str:
    return f"{one.definition.name[:1].upper()}{one.definition.name[1:]}"


def _value(checked: Checked, one: Finding, place: int) -> dict[str, Any]:
    ends, unit = one.number.ends, one.definition.unit
    said = compared(checked.claim, one.definition)
    claimed = None if said is None else said.value
    ticks = one.definition.condition.threshold
    drawn = [*ends, *([claimed] if claimed is not None else ticks[:1])]
    so = one.outcome if one.decides else f"{one.outcome} (aside)"
    return {
        "row": f"{place}.0",
        "colour": _SHADES[one.outcome],
        "fade": 1.0 if one.decides else 0.45,
        "value": one.number.value,
        "low": ends[0] if len(ends) > 1 else None,
        "high": ends[-1] if len(ends) > 1 else None,
        "claimed": claimed,
        "tick": None if said else ticks[0],
        "tick2": ticks[1] if not said and one.definition.condition.op == BETWEEN else None,
        "end": max(drawn),
        "text": f"{amount(one.number.value or 0.0, unit)}, {so}",
    }


def _marks(values: list[dict[str, Any]], y: Spec) -> list[Spec]:
    claimed = [v for v in values if v["claimed"] is not None]
    layers = (
        [r.mark(claimed, "rule", y, ("claimed", "value"), color=GREY, strokeWidth=1, opacity=0.7)] if claimed else []
    )
    layers += [
        r.mark([v for v in values if v[k] is not None], "tick", y, (k,), color=GREY, thickness=2, size=16)
        for k in ("tick", "tick2")
        if any(v[k] is not None for v in values)
    ]
    layers += r.whiskers(values, y)
    solid = r.mark(values, "point", y, ("value",), filled=True, size=90, color="by row")
    solid["encoding"]["opacity"] = {"field": "fade", "type": "quantitative", "scale": None, "legend": None}
    layers.append(solid)
    if claimed:
        layers.append(
            r.mark(claimed, "point", y, ("claimed",), filled=True, fill=PAPER, stroke=INK, strokeWidth=1.6, size=60)
        )
    layers.append(r.value_labels(values, y, "end"))
    return layers
