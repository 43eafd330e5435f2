"""Outcomes become figures: odds, numbers selected and changes, by group, with their spread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from openh1b.errors import NotComputable
from openh1b.grouping import Grouping
from openh1b.law import Policy
from openh1b.results import Figure, Spread
from openh1b.season.pool import Pool
from openh1b.selection.counts import Draws, deal
from openh1b.selection.linear import Totals
from openh1b.selection.odds import Outcome
from openh1b.selection.paired import Paired, paired
from openh1b.selection.race import Floats
from openh1b.selection.rule import Rule
from openh1b.selection.streams import stream

LUCK = 1.6448536269514722  # 5th and 95th percentile of a normal law, in standard deviations


@dataclass(frozen=True, eq=False)
class Run:
    """One policy on one pool. draws: repeated draws, where they were asked for."""

    policy: Policy
    rule: Rule
    outcome: Outcome
    draws: Draws | None = None

    @cached_property
    def name(self) -> str:
        """The policy's name."""
        return self.policy.name


@dataclass(frozen=True, eq=False)
class Grouped:
    """A run by group. members: units by group and class; odds: by group and stage; sd: of the number selected."""

    members: Floats
    odds: Floats
    selected: Floats
    sd: Floats | None

    @property
    def units(self) -> Floats:
        """Units of each group."""
        return np.asarray(self.members.sum(axis=1))


def grouped(run: Run, grouping: Grouping) -> Grouped:
    """Odds and numbers of each group; sd is None where the spread has no closed form."""
    outcome = run.outcome
    members = grouping.members(outcome.n, outcome.classes.of_row, len(outcome.classes.race.n))
    by_stage = members @ outcome.by_class
    units = members.sum(axis=1)
    try:
        sd = np.sqrt(outcome.variances(Totals(members, members)))
    except NotComputable:
        sd = None
    return Grouped(members, by_stage / units[:, None], by_stage.sum(axis=1), sd)


def figures(
    run: Run, base: Run, pool: Pool, grouping: Grouping, ranges: Mapping[str, tuple[Floats, Floats]]
) -> Iterator[Figure]:
    """All figures of a run for one grouping. ranges: list name or `any` -> low and high odds by group, if known."""
    found = grouped(run, grouping)
    make = _Maker(run, pool, grouping)
    names = run.outcome.names
    yield from make.each("units", found.units)
    for name in names:
        odds = found.odds[:, _rounds(run, name)].sum(axis=1)
        yield from make.each(f"odds_{name}", odds, ranges.get(name), "range")
        yield from make.each(f"selected_{name}", odds * found.units)
    yield from make.each("odds", found.odds.sum(axis=1), ranges.get("any"), "range")
    ends = _luck(run, grouping, found)
    total = found.selected.sum()
    yield from make.each("selected", found.selected, ends, "luck")
    if total > 0:
        shares = None if ends is None else (ends[0] / total, ends[1] / total)
        yield from make.each("share_of_selected", found.selected / total, shares, "luck")
    if run is not base:
        before = grouped(base, grouping)
        change = found.selected - before.selected
        yield from make.each("change_in_selected", change, _luck_of_change(base, run, grouping, change), "luck")


def _rounds(run: Run, name: str) -> list[int]:
    return [k for k, stage in enumerate(run.outcome.stages) if stage.name == name]


@dataclass(frozen=True, eq=False)
class _Maker:
    run: Run
    pool: Pool
    grouping: Grouping

    def each(
        self, measure: str, values: Floats, ends: tuple[Floats, Floats] | None = None, spread: Spread = "luck"
    ) -> Iterator[Figure]:
        unit = "probability" if measure.startswith("odds") else "share" if measure.startswith("share") else "units"
        for k, label in enumerate(self.grouping.labels):
            figure = Figure(
                season=self.pool.season,
                unit=self.pool.unit,
                policy=self.run.name,
                measure=measure,
                by=self.grouping.by,
                group=label,
                value=float(values[k]),
                unit_of_measure=unit if unit != "units" else f"{self.pool.unit}s",
                level_mix=self.pool.level_mix,
                status=self.pool.status,
                synthetic=self.pool.synthetic,
                source_ids=" ".join(self.pool.source_ids),
            )
            yield figure if ends is None else figure.within(float(ends[0][k]), float(ends[1][k]), spread)


def _luck(run: Run, grouping: Grouping, found: Grouped) -> tuple[Floats, Floats] | None:
    """5th and 95th percentile of the number selected: of the draws where there are some, else of the normal law."""
    if run.draws is not None:
        ends = np.quantile(_drawn(run, run.draws, grouping, found.members), [0.05, 0.95], axis=0)
        return ends[0], ends[1]
    if found.sd is None:
        return None
    low = np.maximum(found.selected - LUCK * found.sd, 0.0)
    return low, np.minimum(found.selected + LUCK * found.sd, found.units)


def _drawn(run: Run, draws: Draws, grouping: Grouping, members: Floats) -> Floats:
    """Number of each group selected in each draw: each class's number dealt to its groups. Shape (draws, groups)."""
    group, of_class = np.nonzero(members)
    cells = np.broadcast_to(members[group, of_class].astype(np.int64), (len(draws.taken), len(group)))
    generator = stream("groups", run.policy.season, grouping.by)
    dealt = deal(draws.selected, cells, of_class, generator)
    totals = np.zeros((len(dealt), len(grouping.labels)))
    for k in range(len(grouping.labels)):
        totals[:, k] = dealt[:, group == k].sum(axis=1)
    return totals


def _luck_of_change(base: Run, run: Run, grouping: Grouping, change: Floats) -> tuple[Floats, Floats] | None:
    try:
        both: Paired = paired(base.outcome, run.outcome)
    except NotComputable:
        return None
    members = grouping.members(base.outcome.n, both.of_row, len(both.n))
    sd = np.sqrt(both.variances(Totals(members, members)))
    return change - LUCK * sd, change + LUCK * sd
