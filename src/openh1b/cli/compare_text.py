"""A comparison as tables for a terminal."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from openh1b.charts.words import METHODS
from openh1b.cli.factorial_text import factorial_tables
from openh1b.cli.matrices import matrices, plain
from openh1b.cli.response_text import response_tables
from openh1b.cli.words import percent, wage_level
from openh1b.dhs_table import dhs_table, odds_by_mix
from openh1b.season.pool import Assumption
from openh1b.simulate import Comparison

WIDTH = 110


def comparison(found: Comparison, command: str) -> RenderableType:
    """Everything a reader needs, the finding's conditions first."""
    parts: list[RenderableType] = [
        Text(found.headline, style="bold"),
        *_policies(found),
        *map(Text, found.notes),
        Text(),
    ]
    for table in (*factorial_tables(found), *matrices(found)):
        parts += [table, Text()]
    for table in response_tables(found):
        parts += [table, Text()]
    if not found.pool.synthetic and found.asked.season is not None and found.scenario.seats is None:
        parts += [_dhs(found), Text(), _mixes(found), Text()]
    if found.assumptions:
        parts += [_assumptions(found.assumptions), Text()]
    return Group(*parts, _footer(found, command))


def print_comparison(found: Comparison, command: str) -> None:
    """Print the tables, as wide as the terminal but at least wide enough for the numbers."""
    console = Console(highlight=False)
    console = Console(highlight=False, width=max(console.width, WIDTH))
    console.print(comparison(found, command))


def _policies(found: Comparison) -> list[Text]:
    return [Text(f"  {run.name}: {run.policy.title}") for run in found.runs]


def _dhs(found: Comparison) -> Table:
    table = plain("Odds by wage level under the weighted rule: DHS's linear table beside the draw")
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
    table = plain(f"The same odds under each published split by wage level (FY{found.scenario.season}, both stages)")
    table.add_column("Level mix")
    for level in range(1, 5):
        table.add_column(wage_level(level), justify="right")
    for name, values in odds_by_mix(found.asked):
        used = " (used above)" if name == found.asked.splits.level_mix else ""
        table.add_row(name + used, *(percent(float(value)) for value in values))
    return table


def _assumptions(assumptions: tuple[Assumption, ...]) -> Table:
    table = plain("Assumed, because it is not published or sources differ")
    for heading in ("Input", "Taken", "Range", "Why"):
        table.add_column(heading, overflow="fold")
    for one in assumptions:
        table.add_row(one.name, one.value, one.range, one.reason)
    return table


def _footer(found: Comparison, command: str) -> Text:
    exact = (f"{run.name} {METHODS[run.outcome.method]}, error {_bound(run.outcome.error)}" for run in found.runs)
    draws, seed = found.scenario.draws, found.scenario.seed
    how = f"{draws:,} draws, seed {seed}; of pay by group in closed form" if draws else "closed form, no draws"
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
