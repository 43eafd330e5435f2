"""The page on a comparison: pictures, the figures behind them, what is assumed, sources, and how to repeat it.

The page is one file: its style and drawings are in it, it runs no script and asks for nothing from anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from openh1b.charts.chart import Chart
from openh1b.charts.picture import Picture, picture
from openh1b.charts.response_table import response_table
from openh1b.charts.table import Cells, Table
from openh1b.charts.templates import environment
from openh1b.charts.words import METHODS, clean, column_label, group_label, listed, measure_label, percent, shown
from openh1b.cited.sources import HEAD, source_row
from openh1b.dhs_table import dhs_table
from openh1b.law import load_law
from openh1b.season.pool import Assumption, Pool
from openh1b.simulate import Comparison
from openh1b.version import __version__

TEMPLATE = "page.html.j2"
REACTING = "If employers react, by assumption"


@dataclass(frozen=True)
class Page:
    """All that the template prints; text is escaped there, drawings are not.

    reacting: figures with employers reacting, none where that was not asked for; reacting_at: at which assumptions.
    dhs: the rows of DHS's linear table, none where the season has no published rows. sources: short name, id, title,
    where it is, and how it was read.
    """

    title: str
    headline: str
    notes: Cells
    synthetic: bool
    policies: Table
    pictures: tuple[Picture, ...]
    assumptions: Table
    sources: Table
    reacting: Table | None
    reacting_at: str
    dhs: Table | None
    dhs_season: int
    how: Cells
    command: str
    scenario: str
    scenario_sha256: str
    pool_sha256: str
    version: str


def report(found: Comparison, charts: Sequence[Chart], command: str) -> str:
    """The page as HTML. charts: in the order of the page. command: what repeats the run."""
    page = _page(found, charts, command)
    template = environment(("openh1b.charts", ".")).get_template(TEMPLATE)
    # Not dataclasses.asdict, which would turn the tables inside into mappings.
    return template.render({one.name: getattr(page, one.name) for one in fields(page)})


def _page(found: Comparison, charts: Sequence[Chart], command: str) -> Page:
    pools = _pools(found)
    return Page(
        title=f"FY{found.scenario.season}: {listed([run.name for run in found.runs])}",
        headline=found.headline,
        notes=tuple(dict.fromkeys((*found.notes, *(note for pool in pools for note in pool.notes)))),
        synthetic=any(pool.synthetic for pool in pools),
        policies=_policies(found),
        pictures=tuple(picture(chart, figures_table(chart)) for chart in charts),
        assumptions=assumptions_table(found.assumptions),
        sources=sources_table(found, pools),
        reacting=response_table(found) if found.reactions else None,
        reacting_at=_reacting_at(found),
        dhs=_dhs(found),
        dhs_season=found.scenario.season,
        how=_how(found),
        command=clean(command),
        scenario=json.dumps(json.loads(found.scenario.to_json()), indent=2, ensure_ascii=False),
        scenario_sha256=found.scenario.content_hash,
        pool_sha256=found.pool.sha256 or "",
        version=__version__,
    )


def _pools(found: Comparison) -> tuple[Pool, ...]:
    more = () if found.people is None or found.people is found.asked else (found.people.pool,)
    return (found.pool, *more)


def _policies(found: Comparison) -> Table:
    rows = tuple(
        (
            run.name,
            run.policy.title,
            f"{METHODS[run.outcome.method]}, error at most {max(run.outcome.error, 1e-12):.0e}",
        )
        for run in found.runs
    )
    return Table(("Policy", "What it is", "How the odds were computed"), rows, 0)


def figures_table(chart: Chart) -> Table:
    """The figures behind a chart, for people; the CSV has them unrounded."""
    if chart.table and "from_usd" in chart.table[0]:
        head: Cells = ("Policy", "Pay from", "below", chart.table[0]["unit"])
        return Table(head, tuple(map(_step, chart.table)), 3)
    head = ("Policy", _grouping(chart), "Measure", "Value", "Low", "High")
    return Table(head, tuple(map(_figure, chart.table)), 3)


def _grouping(chart: Chart) -> str:
    label = column_label(chart.table[0]["by"]) if chart.table else "all"
    return "Group" if label == "all" else label[:1].upper() + label[1:]


def _step(one: dict[str, Any]) -> Cells:
    ends = ("" if one[end] is None else shown(one[end], "USD") for end in ("from_usd", "below_usd"))
    return (one["policy"] or "in the pool", *ends, shown(one["value"], one["unit_of_measure"]))


def _figure(one: dict[str, Any]) -> Cells:
    unit = one["unit_of_measure"]
    ends = ("" if one[end] is None else shown(one[end], unit) for end in ("low", "high"))
    group = group_label(one["by"], one["group"], synthetic=one["synthetic"])
    return (one["policy"] or "in the pool", group, measure_label(one["measure"]), shown(one["value"], unit), *ends)


def assumptions_table(every: Iterable[Assumption]) -> Table:
    """What was taken where it is not published or sources differ."""
    rows = tuple((one.name, one.value, one.range, one.reason) for one in every)
    return Table(("Input", "Taken", "Range", "Why"), rows, 0)


def sources_of(found: Comparison) -> Table:
    """Every source that a pool, an assumption or a figure of a comparison names."""
    return sources_table(found, _pools(found))


def sources_table(found: Comparison, pools: Sequence[Pool]) -> Table:
    """Every source that a pool, an assumption or a figure names, with its short name, id and title."""
    named = [name for pool in pools for name in pool.source_ids]
    named += [name for pool in pools for one in pool.assumptions for name in one.source_ids]
    named += [name for figure in found.result for name in figure.source_ids.split()]
    known = load_law().sources
    return Table(HEAD, tuple(source_row(name, known) for name in dict.fromkeys(named)), 0)


def _dhs(found: Comparison) -> Table | None:
    """DHS's table beside the draw, for a season by published rows and its own seats."""
    if found.pool.synthetic or found.asked.season is None or found.scenario.seats is not None:
        return None
    season = f"FY{found.scenario.season}"
    rows = tuple(
        (
            group_label("selection_level", str(one.level)),
            *(f"{100 * value:.2f}%" for value in list(asdict(one).values())[1:]),
        )
        for one in dhs_table(found.asked)
    )
    head = ("Wage level", "DHS printed (linear)", "Draw, DHS's inputs", f"{season}, linear", f"{season}, exact")
    return Table(head, rows, 4)


def _how(found: Comparison) -> Cells:
    """What odds, luck and ranges are."""
    draws, seed = found.scenario.draws, found.scenario.seed
    spread = f"from {draws:,} draws, seed {seed}" if draws else "in closed form, without draws"
    base, chance = found.runs[0], percent(found.runs[0].expected.sum() / max(found.pool.units, 1))
    odds = (
        f"Odds are probabilities of being selected in any stage, computed, not counted from draws: under {base.name} "
        f"{chance} of all. Selected is not approved, and an approval is not a visa."
    )
    luck = (
        f"Luck is the 5th to the 95th percentile over draws of who is selected, {spread}. Changes, gains and losses "
        "compare each unit with itself under the same luck, so that policies differ by the rule and not by the draw."
    )
    ranges = (
        "A range goes over numbers that are unpublished or on which sources differ. It is no confidence interval. "
        "Splits by wage level and by US master's are named inputs and in no range."
    )
    return odds, luck, ranges, _layer(found)


def _layer(found: Comparison) -> str:
    """Which figures are arithmetic, and which have behaviour in them."""
    if not found.reactions:
        return (
            "All figures are arithmetic on the given pool: who asks, and for what pay, is the same under every policy."
        )
    return (
        f'Figures under "{REACTING}" are accounting with estimated behaviour: there a policy changes who asks, and for '
        "what pay. All others are arithmetic on the given pool, on which both are the same under every policy."
    )


def _reacting_at(found: Comparison) -> str:
    """The assumptions on employers behind the figures; empty where nobody reacts."""
    if not found.reactions:
        return ""
    corners = found.reactions[0].by_corner
    if len(corners) > 1:
        return f"At the central assumptions, in brackets the least and the greatest over {len(corners)} corners."
    corner = next(iter(corners))
    return "At the central assumptions." if corner == "central" else f"At one corner of what is assumed, {corner}."
