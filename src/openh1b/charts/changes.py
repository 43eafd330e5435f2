"""Gains and losses against the base policy by group, person by person on the same luck: bars to both sides of zero."""

from __future__ import annotations

from typing import Any

from openh1b.charts import rows as r
from openh1b.charts.chart import Chart
from openh1b.charts.theme import GAIN, INK, LOSE, NARROW, PAPER, WIDE, Spec
from openh1b.charts.view import View, footer, record, spread_words
from openh1b.charts.words import MINUS, listed, percent, signed
from openh1b.results import Figure

NAME = "changes"
_MEASURES = ("gain", "lose", "change_in_selected")
_COUNT = "replace(format(datum.value, ',d'), '-', '\u2212')"


def changes_chart(view: View, name: str = NAME) -> Chart:
    """The chart of gains and losses; needs two policies or more."""
    figures = _figures(view)
    title = _title(view)
    subtitle = (
        f"Expected {view.units} selected under the policy and not under {view.base} (gain, to the right) and the "
        f"reverse (lose, to the left){view.grouped}, each with the same luck under both, {view.season}. "
        f"Dot and number: the net change. {view.left_out}{_whiskers(figures)}"
    )
    return Chart(
        name=name,
        title=title,
        subtitle=subtitle.strip(),
        footer=footer(view.found),
        spec=_spec(view, WIDE),
        narrow=_spec(view, NARROW),
        table=tuple(record(figure) for figure in figures),
        alt=f"{title}. " + " ".join(_sentence(view, group) for group in view.groups),
    )


def _figures(view: View) -> list[Figure]:
    found = (view.figure(p, m, g) for g in view.groups for p in view.policies[1:] for m in _MEASURES)
    return [figure for figure in found if figure is not None and figure.value is not None]


def _whiskers(figures: list[Figure]) -> str:
    words = spread_words(figures)
    return words.replace("Whiskers:", "Whiskers of the net change:")


def _title(view: View) -> str:
    """Under the policy that changes most: how many are others, and which groups change most on balance."""
    most = max(view.policies[1:], key=lambda p: sum(abs(_net(view, p, g)) + _gain(view, p, g) for g in view.groups))
    up, down = max(view.groups, key=lambda g: _net(view, most, g)), min(view.groups, key=lambda g: _net(view, most, g))
    moved = [f"{view.label(g)} {signed(_net(view, most, g))}" for g in (up, down) if abs(_net(view, most, g)) >= 0.5]
    others = _others(view, most)
    changed = ", ".join(moved) or "no net change in any group"
    others = _others(view, most)
    if others is None:
        return f"{most} against {view.base}, number selected: {changed}"
    return f"Under {most}, {percent(others)} of the selected are not those of {view.base}: {changed}"


def _others(view: View, policy: str) -> float | None:
    """Share of the selected who are not selected under the base policy; None where it was not computed."""
    result = view.found.result
    try:
        gain, selected = result.find(policy, "gain").value, result.find(policy, "selected").value
    except KeyError:
        return None
    return gain / selected if gain is not None and selected else None


def _net(view: View, policy: str, group: str) -> float:
    return view.number(policy, "change_in_selected", group)


def _gain(view: View, policy: str, group: str) -> float:
    return view.number(policy, "gain", group)


def _sentence(view: View, group: str) -> str:
    parts = [f"{signed(_net(view, p, group))} on balance under {p}{_both(view, p, group)}" for p in view.policies[1:]]
    return f"{view.label(group)}: {listed(parts)}."


def _both(view: View, policy: str, group: str) -> str:
    if view.figure(policy, "gain", group) is None:
        return ""
    return f" ({_gain(view, policy, group):,.0f} gain, {view.number(policy, 'lose', group):,.0f} lose)"


def _spec(view: View, width: int) -> Spec:
    policies = view.policies[1:]
    rows = r.Rows(tuple(map(view.label, view.groups)), policies, r.by_policy(policies, first=1), head=True)
    y = rows.axis(width)
    values = [_row(view, g, p) for g in range(len(view.groups)) for p in range(len(policies))]
    down = [v for v in values if v["text"].startswith(MINUS)]
    up = [v for v in values if v not in down]
    layers = [
        r.mark(values, "bar", y, ("zero", "gain"), color=GAIN, height=11),
        r.mark(values, "bar", y, ("zero", "lose"), color=LOSE, height=11),
        {"data": {"values": [{"zero": 0}]}, "mark": {"type": "rule", "color": INK}, "encoding": _zero()},
        *r.whiskers(values, y),
        r.mark(values, "point", y, ("net",), filled=True, size=48, opacity=1, fill=PAPER, stroke=INK, strokeWidth=1.5),
        r.value_labels(up, y, "end"),
        r.value_labels(down, y, "start", left=True),
        r.value_labels([{"row": r.TOP_ROW, "zero": 0, "text": "gain \u2192"}], y, "zero"),
        r.value_labels([{"row": r.TOP_ROW, "zero": 0, "text": "\u2190 lose"}], y, "zero", left=True),
    ]
    title = view.units.capitalize()
    r.scale(layers, title, _domain(values, rows, width), _COUNT, most=r.steps(width) * 3 // 4)
    return rows.document(width, layers)


def _zero() -> Spec:
    return {"x": {"field": "zero", "type": "quantitative"}}


def _domain(values: list[dict[str, Any]], rows: r.Rows, width: int) -> tuple[float, float]:
    """Ends at which the labels of both sides fit, those of the head included."""
    sides = []
    for sign in (-1, 1):
        own = [v for v in values if v["text"].startswith(MINUS) == (sign < 0)]
        label = r.label_room(rows, width, [v["text"] for v in own] or [""])
        sides.append((max(1e-9, *(sign * v["start" if sign < 0 else "end"] for v in values)), label))
    (down, left), (up, right) = sides
    span = (down + up) / max(1 - left - right, 0.3)
    head = r.label_room(rows, width, ["gain \u2192"]) * span
    return -max(down + left * span, head), max(up + right * span, head)


def _row(view: View, group: int, place: int) -> dict[str, Any]:
    policy, name = view.policies[1 + place], view.groups[group]
    change = view.figure(policy, "change_in_selected", name)
    net, gain, lose = (view.number(policy, m, name) for m in ("change_in_selected", "gain", "lose"))
    low, high = (None, None) if change is None else (change.low, change.high)
    return {
        "row": f"{group}.{place}",
        "zero": 0,
        "gain": gain,
        "lose": -lose,
        "net": net,
        "low": low,
        "high": high,
        "start": min(-lose, net, low or 0.0),
        "end": max(gain, net, high or 0.0),
        "text": signed(net),
    }
