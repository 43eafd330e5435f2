"""What each row of a chart says to those who point at it or reach it by the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from openh1b.charts.chart import Chart, Record
from openh1b.charts.words import group_label, measure_label, shown

POOL = "In the pool"
_OF_POOL = {
    "share_of_pool": "share of the pool",
    "pay_of_pool_p10": "10th percentile of pay",
    "pay_of_pool_median": "median pay",
    "pay_of_pool_mean": "mean pay",
    "pay_of_pool_p90": "90th percentile of pay",
}
"""Measures of the pool, which only charts have."""


def row_labels(chart: Chart, keys: Sequence[str]) -> dict[str, str]:
    """Key of a row (`group.policy`, by place) -> who it is and every figure of it that the chart's table has.

    A row that the table itself puts `in_words` says those.
    """
    groups = list(dict.fromkeys(one.get("group") for one in chart.table))
    policies = list(dict.fromkeys(one.get("policy") for one in chart.table))
    if None in policies:
        policies.remove(None)
        if chart.name.startswith("pay"):
            policies.insert(0, None)  # pay of the pool is a row of its own; its share of a group is a mark in each row
    alone = all("." in key for key in keys) and len(groups) > 1  # one policy: rows are groups
    found = {}
    for key in keys:
        group, _, place = key.partition(".")
        if not place.isdecimal():
            continue
        who = groups[int(group)] if int(group) < len(groups) else None
        policy = policies[int(place)] if int(place) < len(policies) else None
        figures = [one for one in chart.table if one.get("group") == who and one.get("policy") in (policy, None)]
        own = [one for one in figures if one.get("policy") == policy or not chart.name.startswith("pay")]
        if own and own[0].get("in_words"):
            found[key] = str(own[0]["in_words"])
        elif own:
            found[key] = f"{_who(own[0], policy, alone=alone)}: {'; '.join(map(_figure, own))}"
    return found


def _who(one: Record, policy: str | None, *, alone: bool) -> str:
    label = group_label(one["by"], one["group"], synthetic=one["synthetic"])
    if one["by"] == "all":
        return POOL if policy is None else f"Under {policy}"
    return label if alone or policy is None else f"{label} under {policy}"


def _figure(one: Record) -> str:
    unit = one["unit_of_measure"]
    text = f"{_OF_POOL.get(one['measure']) or measure_label(one['measure'])} {shown(one['value'], unit)}"
    if one["low"] is None or one["high"] is None:
        return text
    low, high = (shown(one[end], unit) for end in ("low", "high"))
    return text if low == high else f"{text} ({low} to {high})"
