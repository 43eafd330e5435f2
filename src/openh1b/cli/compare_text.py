"""A comparison as tables for a terminal."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from openh1b.cli.words import group_label, number, percent, percent_range, stage_label, wage_level
from openh1b.dhs_table import dhs_table, odds_by_mix
from openh1b.law import Policy, load_law
from openh1b.measures import Run
from openh1b.season.pool import Assumption
from openh1b.simulate import Comparison

METHODS = {
    "orders": "exact, by dynamic program",
    "integral": "exact, by integral over the time of the last seat",
    "closing": "by closing times",
    "draws": "by repeated draws",
}


def comparison(found: Comparison, command: str) -> RenderableType:
    """Everything a reader needs, the finding's conditions first."""
    parts: list[RenderableType] = [Text(found.headline, style="bold"), *_notes(found), Text()]
    for run in found.runs:
        parts += [_policy_table(found, run), Text()]
    if found.asked.season is not None and found.scenario.seats is None:
        parts += [_dhs(found), Text(), _mixes(found), Text()]
    parts += [_assumptions(found.pool.assumptions), _footer(found, command)] if found.pool.assumptions else [_footer(found, command)]
    return Group(*parts)


def print_comparison(found: Comparison, command: str) -> None:
    """Print the tables, as wide as the terminal but at least wide enough for the numbers."""
    console = Console(highlight=False)
    console = Console(highlight=False, width=max(console.width, 110))
    console.print(comparison(found, command))


def _notes(found: Comparison) -> list[RenderableType]:
    return [Text(note) for note in found.notes]


def _policy_table(found: Comparison, run: Run) -> Table:
    base = found.runs[0]
    table = _plain(f"{run.name}: {_described(run.policy)}")
    table.add_column("")
    table.add_column("In the pool", justify="right")
    for name in run.outcome.names:
        table.add_column(f"Odds: {stage_label(name).lower()}", justify="right")
    table.add_column("Odds together (range)", justify="right")
    table.add_column("Selected ± luck", justify="right")
    if run is not base:
        table.add_column(f"Against {base.name}", justify="right")
    for by in dict.fromkeys(figure.by for figure in found.result):
        for group in found.result.groups(by):
            table.add_row(*_row(found, run, by, group), end_section=group == found.result.groups(by)[-1])
    return table


def _row(found: Comparison, run: Run, by: str, group: str) -> list[str]:
    get = found.result.find
    cells = [group_label(by, group), f"{get(run.name, 'units', by, group).value:,.0f}"]
    cells += [percent(get(run.name, f"odds_{name}", by, group).value) for name in run.outcome.names]
    cells += [percent_range(get(run.name, "odds", by, group)), number(get(run.name, "selected", by, group))]
    if run is not found.runs[0]:
        cells.append(number(get(run.name, "change_in_selected", by, group), sign=True))
    return cells


def _described(policy: Policy) -> str:
    overlays = load_law().overlays
    if not policy.overlays:
        return "the law of the season"
    return "; ".join(overlays[name].title for name in policy.overlays)


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
        "Linear: random odds x entries / mean entries. A draw without replacement does not give 1:2:3:4, since those with "
        "more entries leave it sooner. DHS's inputs: 29.59% at random, 1.935 entries on average, one draw; the exact "
        "odds of the season have both stages."
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
    methods = dict.fromkeys(
        f"{run.name} {METHODS[run.outcome.method]}, error below {max(run.outcome.error, 1e-12):.0e}" for run in found.runs
    )
    luck = "repeated draws" if found.scenario.draws else "closed form"
    lines = [
        f"± luck: half the width between the 5th and the 95th percentile of draws ({luck}); of a change, with the same luck "
        "under both policies. Range: over the inputs marked with one below."
        if found.pool.assumptions
        else f"± luck: half the width between the 5th and the 95th percentile of draws ({luck}).",
        "Odds: " + "; ".join(methods) + ".",
        f"Sources: {', '.join(found.pool.source_ids) or found.pool.name} (openh1b law sources). Weakest input: {found.pool.status}.",
        f"Reproduce: {command}",
    ]
    return Text("\n".join(lines), style="dim")


def _plain(title: str) -> Table:
    return Table(
        title=title, title_justify="left", title_style="bold", caption_justify="left", box=None, pad_edge=False, show_edge=False
    )
