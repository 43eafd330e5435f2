"""Share of the selected by group under each policy, beside the group's share of the pool."""

from __future__ import annotations

from openh1b.charts import rows as r
from openh1b.charts.chart import Chart, Record
from openh1b.charts.theme import INK, NARROW, WIDE, Spec
from openh1b.charts.view import View, footer, record, spread_words
from openh1b.charts.words import listed, percent
from openh1b.results import Figure

NAME = "composition"
_PERCENT = "format(datum.value, '.0%')"


def composition_chart(view: View, name: str) -> Chart:
    """The chart of shares: a bar a policy, and a line across where the group would stand by its share of the pool."""
    figures = _figures(view)
    title = _title(view)
    subtitle = (
        f"Share of the selected{view.grouped}, {view.season}. Upright line: the group's share of the pool. "
        f"{view.left_out}{spread_words(figures)}"
    )
    units = [f for g in view.groups if (f := view.figure(view.base, "units", g)) is not None]
    return Chart(
        name=name,
        title=title,
        subtitle=subtitle.strip(),
        footer=footer(view.found),
        spec=_spec(view, figures, WIDE),
        narrow=_spec(view, figures, NARROW),
        table=(*(record(f) for f in figures), *(_of_pool(view, f) for f in units)),
        alt=f"{title}. " + " ".join(_sentence(view, group) for group in view.groups),
    )


def _figures(view: View) -> list[Figure]:
    found = (view.figure(policy, "share_of_selected", group) for group in view.groups for policy in view.policies)
    return [figure for figure in found if figure is not None and figure.value is not None]


def _of_pool(view: View, units: Figure) -> Record:
    """The share of the pool, as a row that names no policy."""
    changed = {"policy": None, "measure": "share_of_pool", "value": _pool_share(view, units.group)}
    return record(units) | changed | {"unit_of_measure": "share"}


def _pool_share(view: View, group: str) -> float:
    return view.number(view.base, "units", group) / max(view.found.pool.units, 1)


def _title(view: View) -> str:
    """The group whose share of the selected is farthest from another policy's, or from its share of the pool."""
    shares = {g: [view.number(p, "share_of_selected", g) for p in view.policies] for g in view.groups}
    pool = {g: _pool_share(view, g) for g in view.groups}
    if len(view.policies) == 1:
        widest = max(view.groups, key=lambda g: round(abs(shares[g][0] - pool[g]), 3))
        taken = f"{percent(shares[widest][0])} of the selected under {view.base}"
        return f"{view.label(widest)}: {percent(pool[widest])} of the pool, {taken}"
    widest = max(view.groups, key=lambda g: round(max(shares[g]) - min(shares[g]), 3))
    return f"{view.label(widest)}: {percent(pool[widest])} of the pool, {_across(view.policies, shares[widest])}"


def _across(policies: tuple[str, ...], values: list[float]) -> str:
    pairs = list(zip(values, policies, strict=True))
    if len(pairs) > 3:
        low, high = min(pairs), max(pairs)
        return f"{percent(low[0])} of the selected under {low[1]}, {percent(high[0])} under {high[1]}"
    first, *others = (f"{percent(value)} under {policy}" for value, policy in pairs)
    return listed([first.replace(" under", " of the selected under", 1), *others])


def _sentence(view: View, group: str) -> str:
    parts = [f"{percent(view.number(p, 'share_of_selected', group))} under {p}" for p in view.policies]
    return f"{view.label(group)}, {percent(_pool_share(view, group))} of the pool: {listed(parts)}."


def _spec(view: View, figures: list[Figure], width: int) -> Spec:
    rows = r.Rows(tuple(map(view.label, view.groups)), view.policies, r.by_policy(view.policies))
    y = rows.axis(width)
    room = r.label_room(rows, width, [percent(f.value or 0.0) for f in figures])
    ends = [max(f.value or 0.0, f.high or 0.0, _pool_share(view, f.group)) for f in figures]
    domain = r.widened(max(ends, default=1.0) or 1.0, room)
    values = [_row(view, rows, f, room * domain) for f in figures]
    layers = [
        r.mark(values, "bar", y, ("zero", "value"), color="by row", height=12, opacity=0.9),
        r.mark(values, "tick", y, ("pool",), color=INK, thickness=1.5, size=r.STEP, opacity=1),
        *r.whiskers(values, y),
        r.value_labels(values, y, "end"),
    ]
    r.scale(layers, "Share of the selected", (0.0, domain), _PERCENT, most=r.steps(width))
    return rows.document(width, layers)


def _row(view: View, rows: r.Rows, figure: Figure, label: float) -> dict[str, object]:
    """One bar. label: the width of its text on the scale; where the line of the pool would cross it, it moves past."""
    share, pool, place = figure.value or 0.0, _pool_share(view, figure.group), view.policies.index(figure.policy)
    end = max(share, figure.high or 0.0)
    return {
        "row": f"{view.groups.index(figure.group)}.{place}",
        "colour": rows.shades[place],
        "zero": 0,
        "value": share,
        "low": figure.low,
        "high": figure.high,
        "pool": pool,
        "end": pool if end < pool < end + label else end,
        "text": percent(share),
    }
