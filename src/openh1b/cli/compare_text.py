"""A comparison as tables for a terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from openh1b.charts.words import METHODS
from openh1b.cli.factorial_text import factorial_tables
from openh1b.cli.matrices import matrices, plain
from openh1b.cli.response_text import response_tables
from openh1b.cli.screen import screen
from openh1b.cli.words import percent, wage_level
from openh1b.dhs_table import dhs_table, odds_by_mix
from openh1b.season.pool import Assumption
from openh1b.simulate import Comparison

WIDTH = 110
_SMALL = 100  # units of a pool below which luck by a normal distribution is rough


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
        parts += [assumed(found.assumptions), Text()]
    return Group(*parts, _footer(found, command))


def print_comparison(found: Comparison, command: str) -> None:
    """Print the tables, as wide as the terminal; elsewhere at least wide enough for four policies abreast."""
    screen(WIDTH).print(comparison(found, command))


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
    rows = dhs_table(found.asked)
    for row in rows:
        values = (row.printed, row.same_inputs, row.season_linear, row.season_exact)
        table.add_row(wage_level(row.level), *(percent(value, 2) for value in values))
    table.caption = (
        "Linear: random odds x entries / mean entries. A draw without replacement does not give 1:2:3:4, since those\n"
        "with more entries leave it sooner. DHS's inputs: 29.59% at random and 1.935 entries on average, one draw.\n"
        "The exact odds of the season have both stages."
    )
    if any(row.season_linear > 1 for row in rows):
        table.caption += (
            "\nA linear value above 100% is no odds: the formula has no ceiling, and is printed as it comes out."
        )
    return table


def _mixes(found: Comparison) -> Table:
    table = plain(f"The same odds under each named split by wage level (FY{found.scenario.season}, both stages)")
    table.add_column("Level mix")
    for level in range(1, 5):
        table.add_column(wage_level(level), justify="right")
    for name, values in odds_by_mix(found.asked):
        used = " (used above)" if name == found.asked.splits.level_mix else ""
        table.add_row(name + used, *(percent(float(value)) for value in values))
    return table


def assumed(assumptions: tuple[Assumption, ...]) -> Table:
    """What was assumed, with range and reason."""
    table = plain("Assumed, because it is not published or sources differ")
    for heading in ("Input", "Taken", "Range", "Why"):
        table.add_column(heading, overflow="fold")
    for one in assumptions:
        table.add_row(one.name, one.value, one.range, one.reason)
    return table


def _footer(found: Comparison, command: str) -> Text:
    draws, seed = found.scenario.draws, found.scenario.seed
    how = f"{draws:,} draws, seed {seed}; of pay by group in closed form" if draws else "closed form, no draws"
    luck = f"± luck: half the distance between the 5th and the 95th percentile over draws ({how})"
    if not draws and found.pool.units < _SMALL:
        luck += ", which is rough in so small a pool: --draws 10000 counts them"
    lines = [
        f"{luck}; of a change, with the same luck under both policies.",
        how_exact(found),
        sources_line(found),
        f"Reproduce: {command}",
    ]
    return Text("\n".join(lines), style="dim")


def how_exact(found: Comparison) -> str:
    """How the odds of each policy were computed, and the bound of the error."""
    exact = (f"{run.name} {METHODS[run.outcome.method]}, error {_bound(run.outcome.error)}" for run in found.runs)
    return f"Odds: {'; '.join(exact)}."


def sources_line(found: Comparison) -> str:
    """Where the pool is from, and how its weakest input was read."""
    sources = ", ".join(found.pool.source_ids) or found.pool.name
    return f"Sources: {sources}; `openh1b law sources` lists them. Weakest input: {found.pool.status}."


def _bound(error: float) -> str:
    return f"at most {max(error, 1e-12):.0e}"
