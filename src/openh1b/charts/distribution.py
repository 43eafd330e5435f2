"""How many are selected at each pay, policy by policy, before the outline of the pool."""

from __future__ import annotations

import json
import math

import numpy as np

from openh1b.arrays import Floats
from openh1b.charts import rows as r
from openh1b.charts.chart import Chart, Record
from openh1b.charts.pay import DOLLARS, Paid
from openh1b.charts.theme import GREY, NARROW, POOL, WIDE, Spec, colour, document, label_size, shortened, text_width
from openh1b.charts.view import footer
from openh1b.charts.words import listed, percent, usd
from openh1b.pay import PAY, distribution, in_bins
from openh1b.results import plural

NAME = "distribution"
_BINS = 40
_ROW = 64
"""Height of a policy's row, in pixels."""


def distribution_chart(paid: Paid, name: str) -> Chart:
    """The chart of pay by bins of equal width; the last bin has everyone above it, too."""
    edges = _edges(paid)
    everyone = in_bins(paid.pool, paid.pool.n, edges)
    selected = {run.name: distribution(run, paid.pool, edges) for run in paid.runs}
    title = _title(paid, edges, selected)
    subtitle = (
        f"Expected {plural(paid.pool.unit)} selected by offered base pay, in steps of {usd(edges[1] - edges[0])}; "
        f"{paid.of_whom}. Grey: all in the pool. Each row has the same scale. The last step has all above it."
    )
    return Chart(
        name=name,
        title=title,
        subtitle=subtitle,
        footer=footer(paid.found, paid.pool),
        spec=_spec(edges, everyone, selected, WIDE),
        narrow=_spec(edges, everyone, selected, NARROW),
        table=_table(paid, edges, {"": everyone} | selected),
        alt=f"{title}. The table gives the number selected in each step of pay.",
    )


def _edges(paid: Paid) -> Floats:
    """Round edges from just below the lowest percentile of pay to just above the 99th; the last is open."""
    labels = paid.pool.coded(PAY).labels.astype(float)
    reached = np.cumsum(np.bincount(paid.pool.coded(PAY).codes, weights=paid.pool.n, minlength=len(labels)))
    low, high = labels[np.searchsorted(reached, np.array([0.005, 0.99]) * reached[-1])]
    power = 10.0 ** math.floor(math.log10(max((high - low) / _BINS, 1.0)))
    width = next(power * k for k in (1, 2, 5, 10) if (high - low) / (power * k) <= _BINS)
    start = math.floor(labels[0] / width) if (labels[0] > low - 5 * width) else math.floor(low / width)
    return np.asarray(width * np.arange(start, math.ceil(high / width) + 2, dtype=float))


def _title(paid: Paid, edges: Floats, selected: dict[str, Floats]) -> str:
    """The share of the selected paid less than the bound nearest to the pool's median."""
    bound = int(np.argmin(np.abs(edges[1:-1] - paid.of_pool["pay_median"]))) + 1
    shares = {name: counts[:bound].sum() / counts.sum() for name, counts in selected.items() if counts.sum() > 0}
    text = f"Selected with pay below {usd(edges[bound])}"
    made = " (synthetic people)" if paid.pool.synthetic else ""
    if len(shares) > 3:
        low, high = min(shares, key=lambda k: shares[k]), max(shares, key=lambda k: shares[k])
        return f"{text}: from {percent(shares[low])} under {low} to {percent(shares[high])} under {high}{made}"
    return f"{text}: {listed([f'{percent(share)} under {name}' for name, share in shares.items()])}{made}"


def _table(paid: Paid, edges: Floats, counts: dict[str, Floats]) -> tuple[Record, ...]:
    """One row a policy and step of pay; no policy is the pool. The last step has no upper end."""
    return tuple(
        {
            "season": paid.pool.season,
            "unit": paid.pool.unit,
            "policy": name or None,
            "measure": "selected" if name else "units",
            "from_usd": float(edges[k]) if k else None,
            "below_usd": float(edges[k + 1]) if k + 2 < len(edges) else None,
            "value": float(value),
            "unit_of_measure": plural(paid.pool.unit),
            "status": paid.pool.status,
            "synthetic": paid.pool.synthetic,
        }
        for name, values in counts.items()
        for k, value in enumerate(values)
    )


def _spec(edges: Floats, everyone: Floats, selected: dict[str, Floats], width: int) -> Spec:
    names, top = list(selected), float(everyone.max()) or 1.0
    left = min(max(text_width(name, label_size(width)) for name in names), r.MOST_LEFT * width) + 9
    y = _lines(names, width)
    layers = []
    for k, name in enumerate(names):
        for counts, look in ((everyone, {"color": POOL, "opacity": 0.25}), (selected[name], {"color": colour(k)})):
            layers.append(_area(edges, counts / top, k + 1, y, look))
    domain = (float(edges[0]), float(edges[-1]))
    r.scale(layers, "Offered pay a year", domain, DOLLARS, most=int((width - left) // 55))
    layers[0]["encoding"]["x"]["axis"]["grid"] = False
    return document(width, _ROW * len(names), left, layers)


def _lines(names: list[str], width: int) -> Spec:
    """The vertical encoding: a line a policy, its name beside it."""
    size, limit = label_size(width), r.MOST_LEFT * width
    labels = {str(k + 1): shortened(name, size, limit) for k, name in enumerate(names)}
    axis = {
        "title": None,
        "values": list(range(1, len(names) + 1)),
        "labelExpr": f"({json.dumps(labels)})[datum.value]",
        "labelBaseline": "bottom",
        "gridColor": GREY,
        "gridWidth": 0.6,
    }
    scale = {"domain": [len(names), 0], "nice": False}
    return {"field": "y", "type": "quantitative", "scale": scale, "axis": axis}


def _area(edges: Floats, heights: Floats, base: int, y: Spec, look: Spec) -> Spec:
    """A stepped area on the line of its row; 0.94 keeps the highest step clear of the row above."""
    steps = [
        {"pay": float(edge), "y": base - 0.94 * float(height), "base": base}
        for k, height in enumerate(heights)
        for edge in (edges[k], edges[k + 1])
    ]
    x = {"field": "pay", "type": "quantitative"}
    return {
        "data": {"values": steps},
        "mark": {"type": "area", "interpolate": "linear", "line": False, "opacity": 0.85, **look},
        "encoding": {"x": x, "y": y, "y2": {"field": "base"}},
    }
