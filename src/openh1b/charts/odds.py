"""Odds of selection by group and policy: dots, with whiskers where the odds have a range."""

from __future__ import annotations

from openh1b.charts import rows as r
from openh1b.charts.chart import Chart
from openh1b.charts.theme import NARROW, WIDE, Spec
from openh1b.charts.view import View, footer, record, spread_words
from openh1b.charts.words import listed, percent
from openh1b.naming import spoken
from openh1b.results import Figure

NAME = "odds"
_PERCENT = "format(datum.value, '.0%')"


def odds_chart(view: View, name: str) -> Chart:
    """The chart of odds. Every group and policy has a dot."""
    figures = _figures(view)
    unit = view.found.pool.unit
    subtitle = (
        f"Probability that a {unit} is selected in any stage{view.grouped}, {view.season}. "
        f"{view.left_out}{spread_words(figures)}"
    )
    return Chart(
        name=name,
        title=_title(view),
        subtitle=subtitle.strip(),
        footer=footer(view.found),
        spec=_spec(view, figures, WIDE),
        narrow=_spec(view, figures, NARROW),
        table=tuple(record(figure) for figure in figures),
        alt=f"{_title(view)}. " + " ".join(_sentence(view, group) for group in view.groups),
    )


def _figures(view: View) -> list[Figure]:
    found = (view.figure(policy, "odds", group) for group in view.groups for policy in view.policies)
    return [figure for figure in found if figure is not None and figure.value is not None]


def _title(view: View) -> str:
    """The group whose odds differ most between policies; under one policy, the lowest and the highest odds."""
    odds = {g: [view.number(p, "odds", g) for p in view.policies] for g in view.groups}
    if len(view.policies) == 1:
        low, high = min(odds, key=lambda g: odds[g][0]), max(odds, key=lambda g: odds[g][0])
        if low == high:
            return f"Odds of selection under {spoken(view.base)}: {percent(odds[low][0])}"
        ends = [f"{percent(odds[g][0])} ({view.label(g)})" for g in (low, high)]
        return f"Odds of selection under {spoken(view.base)} run from {' to '.join(ends)}"
    # Differences that agree to a thousandth count as equal, and the last group of these is named.
    widest = max(reversed(view.groups), key=lambda g: round(max(odds[g]) - min(odds[g]), 3))
    return f"{view.label(widest)}: odds of selection {across(view.policies, odds[widest])}"


def across(policies: tuple[str, ...], values: list[float]) -> str:
    """`are 35% under a and 60% under b`; of more than three policies the lowest and the highest only."""
    if len(policies) <= 3:
        return f"are {listed([f'{percent(v)} under {p}' for p, v in zip(policies, values, strict=True)])}"
    pairs = sorted(zip(values, policies, strict=True))
    return f"run from {percent(pairs[0][0])} under {pairs[0][1]} to {percent(pairs[-1][0])} under {pairs[-1][1]}"


def _sentence(view: View, group: str) -> str:
    parts = [f"{percent(view.number(p, 'odds', group))} under {p}" for p in view.policies]
    return f"{view.label(group)}: {listed(parts)}."


def _spec(view: View, figures: list[Figure], width: int) -> Spec:
    rows = r.Rows(tuple(map(view.label, view.groups)), view.policies, r.by_policy(view.policies))
    y = rows.axis(width)
    values = [
        {
            "row": f"{view.groups.index(f.group)}.{view.policies.index(f.policy)}",
            "colour": rows.shades[view.policies.index(f.policy)],
            "value": f.value,
            "low": f.low,
            "high": f.high,
            "end": max(f.value or 0.0, f.high or 0.0),
            "zero": 0,
            "text": percent(f.value or 0.0),
        }
        for f in figures
    ]
    layers = [
        r.mark(values, "rule", y, ("zero", "value"), color="by row", strokeWidth=1.5, opacity=0.45),
        *r.whiskers(values, y),
        r.mark(values, "point", y, ("value",), filled=True, size=70, opacity=1, color="by row"),
        r.value_labels(values, y, "end"),
    ]
    high = max((max(f.value or 0.0, f.high or 0.0) for f in figures), default=1.0) or 1.0
    end = r.widened(high, r.label_room(rows, width, [str(v["text"]) for v in values]))
    r.scale(layers, "Odds of selection", (0.0, end), _PERCENT, most=r.steps(width))
    return rows.document(width, layers)
