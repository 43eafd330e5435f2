"""Pay of the selected: 10th percentile to 90th with median and mean, and how many are selected at each pay."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from openh1b.charts import rows as r
from openh1b.charts.chart import Chart, Record
from openh1b.charts.theme import INK, NARROW, PAPER, POOL, WIDE, Spec
from openh1b.charts.view import footer, record, season_words, spread_words
from openh1b.charts.words import listed, usd
from openh1b.grouping import everyone
from openh1b.measures import Run
from openh1b.pay import PAY, QUANTILES, PayByGroup
from openh1b.results import Figure
from openh1b.season.pool import Pool
from openh1b.simulate import Comparison

NAME = "pay"
IN_POOL = "in the pool"
DOLLARS = "'$' + format(datum.value / 1000, ',.0f') + 'k'"
_MEASURES = ("pay_p10", "pay_median", "pay_mean", "pay_p90")


@dataclass(frozen=True, eq=False)
class Paid:
    """The pay of a comparison: of its own pool, or of the synthetic people that were asked for beside it."""

    found: Comparison

    @property
    def pool(self) -> Pool:
        """The pool that has the pay."""
        return self.found.people.pool if self.found.people is not None else self.found.pool

    @property
    def runs(self) -> tuple[Run, ...]:
        """The policies on that pool."""
        return self.found.runs if self.found.people is None else self.found.people_runs

    @property
    def known(self) -> bool:
        """Whether the pay of the selected was computed."""
        return PAY in self.pool.columns and bool(self.figures)

    @property
    def of_whom(self) -> str:
        """Whose pay it is, with its season."""
        return season_words(self.found.scenario.season, self.pool)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Pay of all the selected, by policy and measure."""
        found = {(f.policy, f.measure): f for f in self.found.result if f.by == "all" and f.measure in _MEASURES}
        named = [found.get((run.name, measure)) for run in self.found.runs for measure in _MEASURES]
        return tuple(figure for figure in named if figure is not None and figure.value is not None)

    @cached_property
    def of_pool(self) -> dict[str, float]:
        """The same measures of everyone in the pool."""
        by = PayByGroup(self.pool, everyone(self.pool))
        reached = np.cumsum(self.pool.n[by.order].astype(float))
        values = {name: float(by.quantile(reached, np.array([share]))[0]) for name, share in QUANTILES.items()}
        return values | {"pay_mean": float(np.average(by.pay, weights=self.pool.n))}


def pay_chart(paid: Paid, name: str) -> Chart:
    """The chart of pay: a row a policy, and one for the pool."""
    title = _title(paid)
    subtitle = (
        f"Offered base pay a year of the selected, US dollars; {paid.of_whom}. Bar: 10th to 90th percentile. "
        f"Dot: median. Diamond: mean. {spread_words(list(paid.figures))}"
    )
    return Chart(
        name=name,
        title=title,
        subtitle=subtitle.strip(),
        footer=footer(paid.found, paid.pool),
        spec=_spec(paid, WIDE),
        narrow=_spec(paid, NARROW),
        table=(*map(record, paid.figures), *_pool_records(paid)),
        alt=f"{title}. " + " ".join(_sentence(who, values) for who, values in _by_row(paid).items()),
    )


def _by_row(paid: Paid) -> dict[str, dict[str, Any]]:
    """Row -> measure -> value, and its ends as `<measure>_low` and `_high`; the pool first."""
    rows: dict[str, dict[str, Any]] = {IN_POOL: dict(paid.of_pool)}
    for f in paid.figures:
        ends = {f"{f.measure}_low": f.low, f"{f.measure}_high": f.high}
        rows.setdefault(f.policy, {}).update({f.measure: f.value} | ends)
    return rows


def _pool_records(paid: Paid) -> tuple[Record, ...]:
    like = record(paid.figures[0]) | {"policy": None, "low": None, "high": None, "spread": None}
    names = {name: name.replace("pay_", "pay_of_pool_") for name in _MEASURES}
    return tuple(like | {"measure": names[name], "value": paid.of_pool[name]} for name in _MEASURES)


def _title(paid: Paid) -> str:
    medians = [(f.value or 0.0, f.policy) for f in paid.figures if f.measure == "pay_median"]
    made = " (synthetic people)" if paid.pool.synthetic else ""
    if len(medians) > 3:
        low, high = min(medians), max(medians)
        ends = f"from {usd(low[0])} under {low[1]} to {usd(high[0])} under {high[1]}"
        return f"Median pay of the selected runs {ends}{made}"
    return f"Median pay of the selected: {listed([f'{usd(value)} under {policy}' for value, policy in medians])}{made}"


def _sentence(who: str, values: dict[str, Any]) -> str:
    names = {"pay_p10": "10th percentile", "pay_median": "median", "pay_mean": "mean", "pay_p90": "90th percentile"}
    where = who if who == IN_POOL else f"selected under {who}"
    return f"{where.capitalize()}: {listed([f'{label} {usd(values[name])}' for name, label in names.items()])}."


def _spec(paid: Paid, width: int) -> Spec:
    by_row = _by_row(paid)
    policies = tuple(run.name for run in paid.found.runs if run.name in by_row)
    rows = r.Rows(("",), (IN_POOL, *policies), (POOL, *r.by_policy(policies)))
    y = rows.axis(width)
    values = [_row(k, rows.shades[k], by_row[who], width) for k, who in enumerate(rows.series)]
    bar = r.mark(values, "bar", y, ("pay_p10", "pay_p90"), fill="by row", height=11, opacity=0.35, cornerRadius=2)
    ends = [r.whiskers(values, y, f"{name}_low", f"{name}_high") for name in _MEASURES]
    mean = {"shape": "diamond", "size": 120, "opacity": 1, "fill": PAPER, "stroke": INK, "strokeWidth": 1.4}
    layers = [
        bar,
        *(layer for group in ends for layer in group),
        r.mark(values, "point", y, ("pay_mean",), filled=True, **mean),
        r.mark(values, "point", y, ("pay_median",), filled=True, size=36, opacity=1, color="by row"),
        r.value_labels(values, y, "end"),
    ]
    low = 0.9 * min(value["pay_p10"] for value in values)
    high = max(value["end"] for value in values)
    span = r.widened(high - low, r.label_room(rows, width, [str(value["text"]) for value in values]))
    r.scale(layers, "Offered pay a year", (low, low + span), DOLLARS, most=r.steps(width))
    return rows.document(width, layers)


def _row(place: int, shade: str, values: dict[str, Any], width: int) -> dict[str, Any]:
    end = max(values["pay_p90"], values.get("pay_p90_high") or 0.0)
    return {"row": f"0.{place}", "colour": shade, "text": _label(values, width), "end": end} | values


def _label(values: dict[str, Any], width: int) -> str:
    median = f"median {usd(values['pay_median'])}"
    return usd(values["pay_median"]) if width <= NARROW else f"{median}, mean {usd(values['pay_mean'])}"
