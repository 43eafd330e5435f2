"""What comes of policies when employers react, at one corner of what is assumed of them."""

from __future__ import annotations

from openh1b.charts.page import Table
from openh1b.charts.words import group_label, measure_label, shown
from openh1b.results import MEASURES
from openh1b.simulate import Comparison

_KNOWN = {one.name for one in MEASURES}


def response_table(found: Comparison) -> Table:
    """One row a measure and group, one column a policy."""
    figures = [one for one in found.result if one.measure.startswith("response_")]
    keys = dict.fromkeys((one.measure, one.by, one.group) for one in figures)
    values = {(one.policy, one.measure, one.by, one.group): shown(one.value, one.unit_of_measure) for one in figures}
    names = tuple(run.name for run in found.runs)
    rows = tuple((_label(*key), *(values.get((name, *key), "") for name in names)) for key in keys)
    return Table(("", *names), rows, len(names))


def _label(measure: str, by: str, group: str) -> str:
    words = measure_label(measure) if measure in _KNOWN else measure.removeprefix("response_").replace("_", " ")
    return words.capitalize() if by == "all" else f"{words.capitalize()}: {group_label(by, group)}"
