"""A comparison as tables for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from openh1b.cli.words import group_label, number, percent, percent_range, stage_label, wage_level
from openh1b.dhs_table import dhs_table, odds_by_mix
from openh1b.measures import Run
from openh1b.season.pool import Assumption
from openh1b.simulate import Comparison

WIDTH = 110
SIDE_BY_SIDE = 4

METHODS = {
    "orders": "exact, by dynamic program",
    "integral": "exact, by integral over the time of the last seat",
    "closing": "by closing times",
    "draws": "by repeated draws",
}


def comparison(found: Comparison, command: str) -> RenderableType:
    """Everything a reader needs, the finding's conditions first."""
    parts: list[RenderableType] = [
        Text(found.headline, style="bold"),
        *_policies(found),
        *map(Text, found.notes),
        Text(),
    ]
    for table in _tables(found):
        parts += [table, Text()]
    if found.asked.season is not None and found.scenario.seats is None:
        parts += [_dhs(found), Text(), _mixes(found), Text()]
    if found.pool.assumptions:
        parts += [_assumptions(found.pool.assumptions), Text()]
    return Group(*parts, _footer(found, command))


def print_comparison(found: Comparison, command: str) -> None:
    """Print the tables, as wide as the terminal but at least wide enough for the numbers."""
    console = Console(highlight=False)
    console = Console(highlight=False, width=max(console.width, WIDTH))
    console.print(comparison(found, command))


def _policies(found: Comparison) -> list[Text]:
    return [Text(f"  {run.name}: {run.policy.title}") for run in found.runs]


def _tables(found: Comparison) -> Iterator[Table]:
    """Odds together, in each stage, and numbers; so many policies side by side as fit."""
    for start in range(0, len(found.runs), SIDE_BY_SIDE):
        runs = found.runs[start : start + SIDE_BY_SIDE]
        over = "" if found.asked.season is None else " (range over what is not published)"
        yield _matrix(found, runs, f"Odds of selection{over}", _odds)
        yield _matrix(found, runs, f"The same by stage: {_stage_titles(runs)}", _odds_by_stage)
        yield _matrix(found, runs, "Selected ± luck", _selected)
        compared = tuple(run for run in runs if run is not found.runs[0])
        if compared:
            yield _matrix(found, compared, f"Selected against {found.runs[0].name} ± luck", _change)


Cell = Callable[[Comparison, Run, str, str], str]


def _matrix(found: Comparison, runs: Sequence[Run], title: str, cell: Cell) -> Table:
    """Groups down, policies across."""
    table = _plain(title)
    table.add_column("", no_wrap=True)
    table.add_column("In the pool", justify="right", no_wrap=True)
    for run in runs:
        table.add_column(run.name, justify="right", no_wrap=True)
    groupings = dict.fromkeys(figure.by for figure in found.result)
    for by in [by for by in groupings if by != "all"] + ["all"]:
        for group in found.result.groups(by):
            units = found.result.find(found.runs[0].name, "units", by, group).value
            table.add_row(group_label(by, group), f"{units:,.0f}", *(cell(found, run, by, group) for run in runs))
    return table


def _odds(found: Comparison, run: Run, by: str, group: str) -> str:
    return percent_range(found.result.find(run.name, "odds", by, group))


def _odds_by_stage(found: Comparison, run: Run, by: str, group: str) -> str:
    values = (found.result.find(run.name, f"odds_{name}", by, group).value for name in run.outcome.names)
    return " / ".join(percent(value) for value in values)


def _selected(found: Comparison, run: Run, by: str, group: str) -> str:
    return number(found.result.find(run.name, "selected", by, group))


def _change(found: Comparison, run: Run, by: str, group: str) -> str:
    return number(found.result.find(run.name, "change_in_selected", by, group), sign=True)


def _stage_titles(runs: Sequence[Run]) -> str:
    orders = dict.fromkeys(run.outcome.names for run in runs)
    return " or ".join(" / ".join(stage_label(name).lower() for name in names) for names in orders)


def _dhs(found: Comparison) -> Table:
    table = _plain("Odds by wage level under the weighted rule: DHS's linear table beside the draw")
    for heading in (
        "",
        "DHS printed (linear)",
        "Draw, DHS's inputs",
        f"FY{found.scenario.season}, linear",
        f"FY{found.scenario.season}, exact",
    ):
        table.add_column(heading, justify="right" if heading else "left")
    for row in dhs_table(found.asked):
        values = (row.printed, row.same_inputs, row.season_linear, row.season_exact)
        table.add_row(wage_level(row.level), *(percent(value, 2) for value in values))
    table.caption = (
        "Linear: random odds x entries / mean entries. A draw without replacement does not give 1:2:3:4, since those\n"
        "with more entries leave it sooner. DHS's inputs: 29.59% at random and 1.935 entries on average, one draw.\n"
        "The exact odds of the season have both stages."
    )
    return table


def _mixes(found: Comparison) -> Table:
    table = _plain(f"The same odds under each published split by wage level (FY{found.scenario.season}, both stages)")
    table.add_column("Level mix")
    for level in range(1, 5):
        table.add_column(wage_level(level), justify="right")
    for name, values in odds_by_mix(found.asked):
        used = " (used above)" if name == found.asked.splits.level_mix else ""
        table.add_row(name + used, *(percent(float(value)) for value in values))
    return table


def _assumptions(assumptions: tuple[Assumption, ...]) -> Table:
    table = _plain("Assumed, because it is not published or sources differ")
    for heading in ("Input", "Taken", "Range", "Why"):
        table.add_column(heading, overflow="fold")
    for one in assumptions:
        table.add_row(one.name, one.value, one.range, one.reason)
    return table


def _footer(found: Comparison, command: str) -> Text:
    exact = (f"{run.name} {METHODS[run.outcome.method]}, error {_bound(run.outcome.error)}" for run in found.runs)
    draws, seed = found.scenario.draws, found.scenario.seed
    how = f"{draws:,} draws, seed {seed}" if draws else "closed form, no draws"
    sources = ", ".join(found.pool.source_ids) or found.pool.name
    luck = f"± luck: half the distance between the 5th and the 95th percentile over draws ({how})"
    lines = [
        f"{luck}; of a change, with the same luck under both policies.",
        f"Odds: {'; '.join(exact)}.",
        f"Sources: {sources}; `openh1b law sources` lists them. Weakest input: {found.pool.status}.",
        f"Reproduce: {command}",
    ]
    return Text("\n".join(lines), style="dim")


def _bound(error: float) -> str:
    return f"at most {max(error, 1e-12):.0e}"


def _plain(title: str) -> Table:
    return Table(
        title=title,
        title_justify="left",
        title_style="bold",
        caption_justify="left",
        box=None,
        pad_edge=False,
        show_edge=False,
    )
