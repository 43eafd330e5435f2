"""Gains and losses against the base policy by group, person by person on the same luck: bars to both sides of zero.

Bars have the colour of their policy as in the other charts of the page; the side of zero, and whether a bar is full,
tell a gain from a loss.
"""

from __future__ import annotations

from typing import Any

from openh1b.charts import rows as r
from openh1b.charts.chart import Chart
from openh1b.charts.theme import INK, NARROW, PAPER, WIDE, Spec
from openh1b.charts.view import View, footer, record, spread_words
from openh1b.charts.words import listed, percent, signed
from openh1b.results import Figure

NAME = "changes"
_MEASURES = ("gain", "lose", "change_in_selected")
_LEAST = 0.5
"""Changes of less are no finding."""
_LEAST_END = 5.0
"""Right end of the bars at the least, so that the scale counts whole units."""
_LOSE, _GAIN = "\u2190 lose", "gain \u2192"
_GAP = 10
"""Pixels between the bars and the column of net changes."""
_COUNT = "replace(format(datum.value, ',d'), '-', '\u2212')"


def changes_chart(view: View, name: str) -> Chart:
    """The chart of gains and losses; needs two policies or more."""
    figures = _figures(view)
    title = _title(view)
    subtitle = (
        f"Expected {view.units} selected under the policy and not under {view.base} (gain, full bar to the right) and "
        f"the reverse (lose, hollow bar to the left){view.grouped}, each with the same luck under both, {view.season}. "
        f"Dot, and number at the right: the net change. {view.left_out}{_whiskers(figures)}"
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
    others, changed = _others(view, most), _changed(view, most)
    if others is None:
        return f"{most} against {view.base}, number selected: {changed}"
    return f"Under {most}, {percent(others)} of the selected are not those of {view.base}: {changed}"


def _changed(view: View, policy: str) -> str:
    """The groups that change most on balance. A change within luck is none."""
    net = {group: _net(view, policy, group) for group in view.groups}
    moved = [g for g in net if abs(net[g]) >= _LEAST and not _within_luck(view, policy, g)]
    if not moved:
        return f"no net change{' beyond luck' if any(abs(n) >= _LEAST for n in net.values()) else ''} in any group"
    up, down = max(moved, key=lambda g: net[g]), min(moved, key=lambda g: net[g])
    up_words, down_words = (f"{view.label(g)} {signed(net[g])}" for g in (up, down))
    if up == down:
        return up_words
    if len(moved) == len(net) and net[up] * net[down] > 0:
        ends = f"{down_words} to {up_words}" if net[up] > 0 else f"{up_words} to {down_words}"
        return f"{'more' if net[up] > 0 else 'fewer'} in every group{' shown' if view.left_out else ''}, from {ends}"
    return ", ".join(words for words, sign in ((up_words, net[up]), (down_words, -net[down])) if sign > 0)


def _within_luck(view: View, policy: str, group: str) -> bool:
    """Whether the range of the net change over draws has zero in it."""
    change = view.figure(policy, "change_in_selected", group)
    return change is not None and change.low is not None and change.high is not None and change.low <= 0 <= change.high


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
    parts = []
    for p in view.policies[1:]:
        luck = ", within luck," if abs(_net(view, p, group)) >= _LEAST and _within_luck(view, p, group) else ""
        parts.append(f"{signed(_net(view, p, group))} on balance{luck} under {p}{_both(view, p, group)}")
    return f"{view.label(group)}: {listed(parts)}."


def _both(view: View, policy: str, group: str) -> str:
    if view.figure(policy, "gain", group) is None:
        return ""
    return f" ({_gain(view, policy, group):,.0f} gain, {view.number(policy, 'lose', group):,.0f} lose)"


def _spec(view: View, width: int) -> Spec:
    policies = view.policies[1:]
    rows = r.Rows(tuple(map(view.label, view.groups)), policies, r.by_policy(policies, first=1), head=True)
    y = rows.axis(width)
    low, end, high = _domain(view, rows, width)
    places = [(g, p) for g in range(len(view.groups)) for p in range(len(policies))]
    values = [_row(view, g, p, rows.shades[p]) | {"edge": high} for g, p in places]
    lost = [v for v in values if v["lose"] < 0]
    top = {"row": r.TOP_ROW, "zero": 0, "edge": high}
    hollow = {"fill": PAPER, "stroke": "by row", "strokeWidth": 1.5}
    layers = [
        r.mark(values, "bar", y, ("zero", "gain"), color="by row", height=11),
        r.mark(lost, "bar", y, ("zero", "lose"), height=10, **hollow),
        {"data": {"values": [{"zero": 0}]}, "mark": {"type": "rule", "color": INK}, "encoding": _zero()},
        *r.whiskers(values, y),
        r.mark(values, "point", y, ("net",), filled=True, size=48, opacity=1, fill=PAPER, stroke=INK, strokeWidth=1.5),
        r.value_labels(values, y, "edge", left=True),
        r.value_labels([top | {"text": _GAIN}], y, "zero"),
        r.value_labels([top | {"text": _LOSE}], y, "zero", left=True),
        r.value_labels([top | {"text": "net"}], y, "edge", left=True),
    ]
    r.scale(layers, view.units.capitalize(), (low, high), _COUNT, most=r.steps(width) * 3 // 4, upto=end)
    return rows.document(width, layers)


def _zero() -> Spec:
    return {"x": {"field": "zero", "type": "quantitative"}}


def _domain(view: View, rows: r.Rows, width: int) -> tuple[float, float, float]:
    """Left end, right end of the bars, and right end of all: bars, words of the head and the column of net changes."""
    values = [_row(view, g, p, "") for g in range(len(view.groups)) for p in range(len(rows.series))]
    down, up = -min(0.0, *(v["start"] for v in values)), max(_LEAST_END, *(v["end"] for v in values))
    down += (down + up) * _GAP / 2 / rows.room(width)
    column = r.label_room(rows, width, ["net", *(v["text"] for v in values)]) + _GAP / rows.room(width)
    lose, gain = (r.label_room(rows, width, [text]) for text in (_LOSE, _GAIN))
    # Parts of the width that are no bar's: the column, and a word of the head where its side has short bars.
    span = max((down + up) / (1 - column), up / max(1 - lose - column, 0.2), down / max(1 - gain - column, 0.2))
    left = max(down, lose * span)
    return -left, span * (1 - column) - left, span - left


def _row(view: View, group: int, place: int, shade: str) -> dict[str, Any]:
    policy, name = view.policies[1 + place], view.groups[group]
    change = view.figure(policy, "change_in_selected", name)
    net, gain, lose = (view.number(policy, m, name) for m in ("change_in_selected", "gain", "lose"))
    low, high = (None, None) if change is None else (change.low, change.high)
    return {
        "row": f"{group}.{place}",
        "colour": shade,
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
