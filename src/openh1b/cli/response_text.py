"""What comes of policies when employers react, as tables for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rich.table import Table

from openh1b.charts.words import group_label
from openh1b.cli.matrices import plain
from openh1b.cli.words import percent
from openh1b.results import Figure
from openh1b.simulate import Comparison

_ACTIONS = {
    "response_stay": "  as they were",
    "response_raise": "  with a raise",
    "response_relabel": "  at a higher level, for the same pay",
    "response_reroute": "  by change of status instead of abroad",
    "response_out": "Not registered any more",
}
_MONEY = {
    "response_pay_median": "Median pay of the selected, USD",
    "response_pay_mean": "Mean pay of the selected, USD",
    "response_raises": "Raises paid to the selected, USD million a year",
    "response_fees": "Fees of the policy on the selected, USD million",
}


def response_tables(found: Comparison) -> Iterator[Table]:
    """One table of numbers with their ranges, and one of the corners at the ends; nothing without a response."""
    if not found.reactions:
        return
    corners = len(found.reactions[0].by_corner)
    label = next(iter(found.reactions[0].by_corner))
    draws = f" (5th to 95th percentile of {found.scenario.draws:,} draws)" if found.scenario.draws else ""
    how = f"central (lowest to highest of {corners} corners)" if corners > 1 else f"corner {label}{draws}"
    table = plain(f"If employers react, by assumption: {how}")
    table.add_column("", no_wrap=True)
    for one in found.reactions:
        table.add_column(one.policy.name, justify="right")
    for title, cells in _rows(found):
        table.add_row(title, *cells)
    yield table
    if corners > 1:
        yield _ends(found)


def _rows(found: Comparison) -> Iterator[tuple[str, list[str]]]:
    yield "Registered after all", _cells(found, "response_entrants", _whole)
    for measure, title in _ACTIONS.items():
        yield title, _cells(found, measure, _whole)
    bys = [by for by in dict.fromkeys(f.by for f in found.result if f.measure == "response_odds") if by != "all"]
    for by in bys:
        groups = dict.fromkeys(f.group for f in found.result if f.measure == "response_odds" and f.by == by)
        for group in groups:
            yield f"Odds, {group_label(by, group)}", _cells(found, "response_odds", _percent, by, group)
    yield "Odds, everyone", _cells(found, "response_odds", _percent)
    yield "Selected", _cells(found, "response_selected", _whole)
    for measure, title in _MONEY.items():
        show = _millions if "million" in title else _whole
        yield title, _cells(found, measure, show)


def _cells(
    found: Comparison, measure: str, show: Callable[[float], str], by: str = "all", group: str = "all"
) -> list[str]:
    return [_cell(_figure(found, one.policy.name, measure, by, group), show) for one in found.reactions]


def _figure(found: Comparison, policy: str, measure: str, by: str, group: str) -> Figure | None:
    try:
        return found.result.find(policy, measure, by, group)
    except KeyError:
        return None


def _cell(figure: Figure | None, show: Callable[[float], str]) -> str:
    if figure is None or figure.value is None:
        return "-"
    text = show(figure.value)
    if figure.low is None or figure.high is None or show(figure.low) == show(figure.high):
        return text
    return f"{text} ({show(figure.low)} to {show(figure.high)})"


def _whole(value: float) -> str:
    return f"{value:,.0f}"


def _percent(value: float) -> str:
    return percent(value)


def _millions(value: float) -> str:
    return f"{value / 1e6:,.1f}"


def _ends(found: Comparison) -> Table:
    """Which assumption stands at each end: the one that matters most for the figure."""
    table = plain("Which assumptions stand at the ends")
    for heading in ("Policy", "Figure", "Lowest at", "Highest at"):
        table.add_column(heading, overflow="fold")
    named = {"response_entrants": "registered", "response_selected": "selected", "response_pay_median": "median pay"}
    for one in found.reactions:
        for measure, title in named.items():
            figure = _figure(found, one.policy.name, measure, "all", "all")
            if figure is not None and _cell(figure, _whole).endswith(")"):  # a range that shows
                table.add_row(one.policy.name, title, figure.low_at or "central", figure.high_at or "central")
    return table
