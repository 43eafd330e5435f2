"""What a chart reads of a comparison: one grouping, the groups that fit, and the words around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from openh1b.charts.chart import Record
from openh1b.charts.words import column_label, group_label, some
from openh1b.cited.sources import source_line
from openh1b.errors import Fault, InputError, did_you_mean
from openh1b.law import load_law, season_name
from openh1b.results import Figure, plural
from openh1b.season.pool import Pool
from openh1b.simulate import Comparison
from openh1b.version import __version__

MOST_GROUPS, LEAST_GROUPS, MOST_ROWS, MOST_SOURCES = 12, 4, 36, 5
_LEADING = re.compile(r"\d[\d,]*")
_DRAWN = (
    "season", "unit", "policy", "base_policy", "measure", "by", "group", "value", "low", "high", "spread",
    "unit_of_measure", "status", "synthetic",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class View:
    """One grouping of a comparison. Where groups are many the largest are drawn, and it is said."""

    found: Comparison
    by: str

    @property
    def policies(self) -> tuple[str, ...]:
        """Names of the policies, the base policy first."""
        return tuple(run.name for run in self.found.runs)

    @property
    def base(self) -> str:
        """The policy against which changes are measured."""
        return self.policies[0]

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """Groups in the order of the drawing: by number where they begin with one, else the largest first."""
        everyone = self.found.result.groups(self.by)
        largest = sorted(everyone, key=lambda group: -self.number(self.base, "units", group))[: self._most]
        numbers = [_LEADING.match(group) for group in largest]
        if all(numbers) or set(largest) <= {"true", "false"}:
            kept = set(largest)
            return tuple(sorted((g for g in everyone if g in kept), key=_number))
        return tuple(largest)

    @property
    def _most(self) -> int:
        return max(LEAST_GROUPS, min(MOST_GROUPS, MOST_ROWS // len(self.policies)))

    @property
    def left_out(self) -> str:
        """A sentence on groups that are not drawn; empty where all are."""
        count = len(self.found.result.groups(self.by))
        return f"The {self._most} largest of {count:,} groups. " if count > self._most else ""

    @property
    def grouped(self) -> str:
        """` by wage level`; empty for everyone together."""
        return "" if self.by == "all" else f" by {column_label(self.by)}"

    @property
    def season(self) -> str:
        """The season as it is always printed, and whether its people are synthetic."""
        return season_words(self.found.scenario.season, self.found.pool)

    @property
    def units(self) -> str:
        """What is drawn, in the plural."""
        return plural(self.found.pool.unit)

    def label(self, group: str) -> str:
        """A group in words."""
        return group_label(self.by, group, synthetic=self.found.pool.synthetic)

    def figure(self, policy: str, measure: str, group: str) -> Figure | None:
        """A figure, or None where it was not computed."""
        try:
            return self.found.result.find(policy, measure, self.by, group)
        except KeyError:
            return None

    def number(self, policy: str, measure: str, group: str) -> float:
        """The value of a figure; 0 where it was not computed, for ordering and sums only."""
        figure = self.figure(policy, measure, group)
        return 0.0 if figure is None or figure.value is None else figure.value


def season_words(season: int, pool: Pool) -> str:
    """A season as it is always printed, and whether the people of the pool are synthetic."""
    return f"{season_name(season)}{', synthetic people' if pool.synthetic else ''}"


def _number(group: str) -> tuple[int, str]:
    found = _LEADING.match(group)
    return (int(found[0].replace(",", "")) if found else 0, group)


def record(figure: Figure) -> Record:
    """A figure as a row of the table behind a chart."""
    values = figure.record()
    return {name: values[name] for name in _DRAWN}


def gathered(by: tuple[str, ...]) -> tuple[str, ...]:
    """Groupings that can be drawn: one column each."""
    return tuple(one for one in by if "*" not in one and one != "all")


def views(found: Comparison) -> tuple[View, ...]:
    """One view a grouping by one column; everyone together where there is none."""
    every = tuple(dict.fromkeys(figure.by for figure in found.result))
    return tuple(View(found, by) for by in gathered(every)) or (View(found, "all"),)


def view(found: Comparison, by: str | None) -> View:
    """The view of a column, or the first. Raises InputError for a column by which the comparison was not grouped."""
    known = views(found)
    if by is None:
        return known[0]
    for one in known:
        if one.by == by:
            return one
    hint = did_you_mean(by, [one.by for one in known])
    raise InputError(
        Fault("--chart", f"the comparison has no groups by {by!r}", expected="a column of --by", hint=hint)
    )


def spread_words(figures: list[Figure]) -> str:
    """What the whiskers of these figures are; empty where they have none."""
    kinds = dict.fromkeys(figure.spread for figure in figures)
    words = {
        "luck": "Whiskers: luck, the 5th to the 95th percentile over draws.",
        "range": "Whiskers: range over numbers that are unpublished or disputed.",
        "definition": "Whiskers: range over definitions.",
    }
    return " ".join(words[kind] for kind in kinds if kind is not None)


def footer(found: Comparison, pool: Pool | None = None) -> str:
    """Season and conditions, what is synthetic or assumed, sources, seed and version. pool: the one that is drawn."""
    pool, scenario = pool or found.pool, found.scenario
    parts = [found.headline]
    if pool.synthetic:
        parts.append(f"The people are synthetic (seed {scenario.seed}).")
    if pool.assumptions:
        parts.append(f"Assumed: {some([one.name for one in pool.assumptions])}.")
    if scenario.draws:
        parts.append(f"{scenario.draws:,} draws, seed {scenario.seed}.")
    sources = source_line(pool.source_ids, load_law().sources, MOST_SOURCES) or pool.name
    parts.append(f"Sources: {sources}. Weakest input: {pool.status}.")
    return " ".join([*parts, f"OpenH1B {__version__}."])
