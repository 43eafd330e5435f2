"""What comes of policies when employers react, at one corner of what is assumed of them or over all of them."""

from __future__ import annotations

from openh1b.charts.table import Table
from openh1b.charts.words import group_label, measure_label, shown
from openh1b.results import MEASURES, Figure
from openh1b.simulate import Comparison

_KNOWN = {one.name for one in MEASURES}
_NAMED = {
    "response_stay": "registered as they were",
    "response_raise": "registered with a raise",
    "response_relabel": "registered at a higher level for the same pay",
    "response_reroute": "registered by change of status instead of abroad",
    "response_out": "not registered any more",
    "response_pay_mean": "mean pay of the selected, employers reacting",
    "response_pay_median": "median pay of the selected, employers reacting",
}
"""Measures that are named after what employers do, or after a mean."""


def response_table(found: Comparison) -> Table:
    """One row a measure and group, one column a policy."""
    figures = [one for one in found.result if one.measure.startswith("response_")]
    keys = dict.fromkeys((one.measure, one.by, one.group) for one in figures)
    values = {(one.policy, one.measure, one.by, one.group): _cell(one) for one in figures}
    names = tuple(run.name for run in found.runs)
    rows = tuple((_label(*key), *(values.get((name, *key), "") for name in names)) for key in keys)
    return Table(("", *names), rows, len(names))


def _cell(one: Figure) -> str:
    """The value, with its least and greatest over the corners where these differ."""
    value = shown(one.value, one.unit_of_measure)
    if one.spread != "range" or one.low is None or one.high is None or one.low == one.high:
        return value
    return f"{value} ({shown(one.low, one.unit_of_measure)} to {shown(one.high, one.unit_of_measure)})"


def _label(measure: str, by: str, group: str) -> str:
    words = measure_label(measure) if measure in _KNOWN else _NAMED.get(measure, measure.replace("_", " "))
    return words.capitalize() if by == "all" else f"{words.capitalize()}: {group_label(by, group)}"
