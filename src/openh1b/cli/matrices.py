"""Tables of a comparison: groups down, policies across."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rich.table import Table

from openh1b.charts.words import group_label
from openh1b.cli.words import dollars, number, percent, percent_range, stage_label
from openh1b.measures import Run
from openh1b.results import Figure
from openh1b.simulate import Comparison

SIDE_BY_SIDE = 4
MOST_GROUPS = 30

Cell = Callable[[Comparison, Run, str, str], str]


def matrices(found: Comparison) -> Iterator[Table]:
    """Odds together and in each stage, numbers, changes, gains and losses, pay; as many policies abreast as fit."""
    base = found.runs[0]
    for start in range(0, len(found.runs), SIDE_BY_SIDE):
        runs = found.runs[start : start + SIDE_BY_SIDE]
        over = "" if found.asked.season is None else " (range over what is not published)"
        yield _matrix(found, runs, f"Odds of selection{over}", _odds)
        yield _matrix(found, runs, f"The same by stage: {_stage_titles(runs)}", _odds_by_stage)
        yield _matrix(found, runs, "Selected ± luck", _selected)
        against = tuple(run for run in runs if run is not base)
        if against:
            yield _matrix(found, against, f"Selected against {base.name} ± luck", _change)
            yield _matrix(found, against, f"Who gains and who loses against {base.name}, on the same luck", _gains)
        if _has(found, base, "pay_median", "all", "all"):
            yield _pay(found, runs)
            if len({figure.by for figure in found.result if figure.measure == "pay_median"}) > 1:
                yield _matrix(found, runs, "Median pay of the selected (P10 to P90), US dollars", _pay_of_group)


def _matrix(found: Comparison, runs: Sequence[Run], title: str, cell: Cell) -> Table:
    table = plain(title)
    table.add_column("", no_wrap=True)
    table.add_column("In the pool", justify="right", no_wrap=True)
    for run in runs:
        table.add_column(run.name, justify="right", no_wrap=True)
    bys = dict.fromkeys(figure.by for figure in found.result)
    for by in [by for by in bys if by != "all"] + ["all"]:
        shown, hidden = _largest(found, by)
        for group in shown:
            units = _value(found, found.runs[0], "units", by, group)
            table.add_row(group_label(by, group), f"{units:,.0f}", *(cell(found, run, by, group) for run in runs))
        if hidden:
            table.add_row(f"... and {hidden:,} more: see --format csv", "", *("" for _ in runs))
    return table


def _largest(found: Comparison, by: str) -> tuple[list[str], int]:
    """The groups in order, or the largest of them where there are many, and how many are left out."""
    groups = found.result.groups(by)
    if len(groups) <= MOST_GROUPS:
        return list(groups), 0
    by_size = sorted(groups, key=lambda group: -_value(found, found.runs[0], "units", by, group))
    return by_size[:MOST_GROUPS], len(groups) - MOST_GROUPS


def _value(found: Comparison, run: Run, measure: str, by: str, group: str) -> float:
    return found.result.find(run.name, measure, by, group).value or 0.0


def _has(found: Comparison, run: Run, measure: str, by: str, group: str) -> bool:
    try:
        found.result.find(run.name, measure, by, group)
    except KeyError:
        return False
    return True


def _odds(found: Comparison, run: Run, by: str, group: str) -> str:
    return percent_range(found.result.find(run.name, "odds", by, group))


def _odds_by_stage(found: Comparison, run: Run, by: str, group: str) -> str:
    values = (found.result.find(run.name, f"odds_{name}", by, group).value for name in run.outcome.names)
    return " / ".join(percent(value) for value in values)


def _selected(found: Comparison, run: Run, by: str, group: str) -> str:
    return number(found.result.find(run.name, "selected", by, group))


def _change(found: Comparison, run: Run, by: str, group: str) -> str:
    return number(found.result.find(run.name, "change_in_selected", by, group), sign=True)


def _gains(found: Comparison, run: Run, by: str, group: str) -> str:
    if not _has(found, run, "gain", by, group):
        return "not computed"
    return f"+{_value(found, run, 'gain', by, group):,.0f} / -{_value(found, run, 'lose', by, group):,.0f}"


def _pay_of_group(found: Comparison, run: Run, by: str, group: str) -> str:
    low, middle, high = (
        dollars(found.result.find(run.name, name, by, group)) for name in ("pay_p10", "pay_median", "pay_p90")
    )
    return f"{middle} ({low} to {high})"


def _pay(found: Comparison, runs: Sequence[Run]) -> Table:
    """Pay of all the selected."""
    figure = found.result.find(runs[0].name, "pay_median")
    made = ", synthetic people" if figure.synthetic else ""
    table = plain(f"Pay of the selected ± luck, US dollars a year{made}")
    table.add_column("", no_wrap=True)
    for run in runs:
        table.add_column(run.name, justify="right", no_wrap=True)
    rows = {"10th percentile": "pay_p10", "Median": "pay_median", "Mean": "pay_mean", "90th percentile": "pay_p90"}
    for label, measure in rows.items():
        table.add_row(label, *(_with_luck(found.result.find(run.name, measure)) for run in runs))
    return table


def _with_luck(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return dollars(figure)
    return f"{dollars(figure)} ± {(figure.high - figure.low) / 2:,.0f}"


def _stage_titles(runs: Sequence[Run]) -> str:
    orders = dict.fromkeys(run.outcome.names for run in runs)
    return " or ".join(" / ".join(stage_label(name).lower() for name in names) for names in orders)


def plain(title: str) -> Table:
    """A table without rules, its title to the left."""
    return Table(
        title=title,
        title_justify="left",
        title_style="bold",
        caption_justify="left",
        box=None,
        pad_edge=False,
        show_edge=False,
    )
