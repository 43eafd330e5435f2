"""Outcomes become figures: odds, numbers selected, changes, gains and losses, by group, with their spread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from openh1b.arrays import Floats, Ints
from openh1b.errors import NotComputable
from openh1b.grouping import Cells, Grouping, Tally
from openh1b.law import Policy
from openh1b.results import Figure, Spread, plural
from openh1b.season.pool import Pool
from openh1b.season.wage_rules import Entered
from openh1b.selection.counts import Draws, deal
from openh1b.selection.linear import Totals, variances
from openh1b.selection.odds import Outcome
from openh1b.selection.paired import Paired, paired
from openh1b.selection.rule import Rule
from openh1b.selection.streams import stream

LUCK = 1.6448536269514722  # 5th and 95th percentile of a normal law, in standard deviations
_CELLS_AT_ONCE = 2_000_000  # draws x cells dealt together: 16 MB an array

Ends = tuple[Floats, Floats]
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Run:
    """One policy on one pool. draws: repeated draws under `seed`, where they were asked for.

    entered: the pool under the policy's floors and thresholds. other_end: the outcome at the other end of what is
    assumed there, where something is.
    """

    policy: Policy
    rule: Rule
    outcome: Outcome
    draws: Draws | None = None
    seed: str = "1"
    entered: Entered | None = None
    other_end: Outcome | None = None

    @property
    def name(self) -> str:
        """The policy's name."""
        return self.policy.name

    @cached_property
    def expected(self) -> Floats:
        """Expected number of units selected of each row."""
        return self.outcome.n * self.outcome.by_row()

    def grouped(self, grouping: Grouping) -> Grouped:
        """Odds and numbers of each group, worked out once."""
        return self._once((grouping,), lambda: _grouped(self, grouping))

    def fates_in(self, cells: Cells) -> Tally:
        """Units of each cell by fate, counted once for all groupings."""
        fates = self.outcome.fates
        return self._once((cells,), lambda: cells.tally(self.outcome.n, fates.of_row, len(fates.n)))

    def against(self, base: Run, cells: Cells) -> tuple[Paired, Tally]:
        """This run paired with the base on the same luck, and units of each cell by pair of fates; worked out once.

        Raises NotComputable under quotas.
        """
        return self._once((base, cells), lambda: _against(self, base, cells))

    def _once(self, key: tuple[object, ...], work: Callable[[], T]) -> T:
        """The work's result for these very objects, kept with them so that no other object takes their place."""
        place = tuple(map(id, key))
        if place not in self._kept:
            self._kept[place] = (key, work())
        found: T = self._kept[place][1]
        return found

    @cached_property
    def _kept(self) -> dict[tuple[int, ...], tuple[tuple[object, ...], Any]]:
        return {}

    def rounds(self, name: str) -> list[int]:
        """Stages that are rounds on one list."""
        return [k for k, stage in enumerate(self.outcome.stages) if stage.name == name]


def _against(run: Run, base: Run, cells: Cells) -> tuple[Paired, Tally]:
    both = paired(base.outcome, run.outcome)
    return both, cells.tally(base.outcome.n, both.of_row, len(both.n))


@dataclass(frozen=True, eq=False)
class Grouped:
    """A run by group. members: units by group and fate; by_stage: expected number selected by group and stage.

    sd: of the number selected, where it is known.
    """

    members: Floats
    by_stage: Floats
    sd: Floats | None

    @property
    def units(self) -> Floats:
        """Units of each group in the pool."""
        return np.asarray(self.members.sum(axis=1))

    @property
    def odds(self) -> Floats:
        """Probability of selection by group and stage; none for a group without units."""
        return per_unit(self.by_stage, self.units[:, None])

    @property
    def selected(self) -> Floats:
        """Expected number selected of each group."""
        return np.asarray(self.by_stage.sum(axis=1))


def per_unit(numbers: Floats, units: Floats) -> Floats:
    """Numbers of each group over its units; not a number where a group has none."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(numbers / units)


def _grouped(run: Run, grouping: Grouping) -> Grouped:
    fates = run.outcome.fates
    members = grouping.members(run.fates_in(grouping.cells))
    sd = None if run.outcome.limited else np.sqrt(variances(fates.n, fates.stages, Totals(members, members)))
    return Grouped(members, members @ fates.p, sd)


@dataclass(frozen=True, eq=False)
class Maker:
    """Makes the figures of one run and grouping."""

    run: Run
    pool: Pool
    grouping: Grouping

    def each(
        self, measure: str, unit: str, values: Floats, ends: Ends | None = None, spread: Spread = "luck"
    ) -> Iterator[Figure]:
        """One figure a group. Values that are not numbers, such as the pay of nobody, are not computed."""
        for k, label in enumerate(self.grouping.labels):
            known = bool(np.isfinite(values[k]))
            figure = Figure(
                season=self.pool.season,
                unit=self.pool.unit,
                policy=self.run.name,
                measure=measure,
                by=self.grouping.by,
                group=label,
                value=float(values[k]) if known else None,
                unit_of_measure=unit,
                level_mix=self.pool.level_mix,
                status=self.pool.status,
                synthetic=self.pool.synthetic,
                source_ids=" ".join(self.pool.source_ids),
            )
            yield figure if ends is None or not known else figure.within(float(ends[0][k]), float(ends[1][k]), spread)


def figures(run: Run, base: Run, pool: Pool, grouping: Grouping, ranges: Mapping[str, Ends]) -> Iterator[Figure]:
    """All figures of numbers and odds. ranges: list name or `any` -> low and high odds by group, where known."""
    found, make = run.grouped(grouping), Maker(run, pool, grouping)
    units = plural(pool.unit)
    yield from make.each("units", units, found.units)
    for name in run.outcome.names:
        odds = found.odds[:, run.rounds(name)].sum(axis=1)
        yield from make.each(f"odds_{name}", "probability", odds, _with(odds, ranges.get(name)), "range")
        yield from make.each(f"selected_{name}", units, found.by_stage[:, run.rounds(name)].sum(axis=1))
    together = found.odds.sum(axis=1)
    yield from make.each("odds", "probability", together, _with(together, ranges.get("any")), "range")
    ends = _luck(run, grouping, found)
    yield from make.each("selected", units, found.selected, ends)
    total = float(run.expected.sum())
    if total > 0:
        shares = None if ends is None else (ends[0] / total, ends[1] / total)
        yield from make.each("share_of_selected", "share", found.selected / total, shares)
    if run is not base:
        yield from (replace(f, base_policy=base.name) for f in _changes(run, base, make, found))


def _with(values: Floats, ends: Ends | None) -> Ends | None:
    """A range that holds its own value: pools of whole numbers are not quite in proportion at every end."""
    return None if ends is None else (np.minimum(ends[0], values), np.maximum(ends[1], values))


def _changes(run: Run, base: Run, make: Maker, found: Grouped) -> Iterator[Figure]:
    """Change, gains and losses against the base policy, person by person on the same luck."""
    grouping, units = make.grouping, plural(make.pool.unit)
    change = found.selected - base.grouped(grouping).selected
    try:
        both, tally = run.against(base, grouping.cells)
    except NotComputable:
        yield from make.each("change_in_selected", units, change)
        return
    members = grouping.members(tally)
    sd = np.sqrt(both.variances(Totals(members, members)))
    yield from make.each("change_in_selected", units, change, (change - LUCK * sd, change + LUCK * sd))
    gains, loses = _gains(both)
    yield from make.each("gain", units, members @ gains)
    yield from make.each("lose", units, members @ loses)


def _gains(both: Paired) -> tuple[Floats, Floats]:
    """Probability of each cell of being selected under the policy only, and under the base only."""
    return both.joint[:, -1, :-1].sum(axis=1), both.joint[:, :-1, -1].sum(axis=1)


def _luck(run: Run, grouping: Grouping, found: Grouped) -> Ends | None:
    """5th and 95th percentile of the number selected: of the draws where there are some, else of the normal law."""
    if run.draws is not None:
        ends = np.quantile(_drawn(run, run.draws, grouping), [0.05, 0.95], axis=0)
        return ends[0], ends[1]
    if found.sd is None:
        return None
    low = np.maximum(found.selected - LUCK * found.sd, 0.0)
    return low, np.minimum(found.selected + LUCK * found.sd, found.units)


def _drawn(run: Run, draws: Draws, grouping: Grouping) -> Ints:
    """Number of each group selected in each draw: each class's number dealt to its groups. Shape (draws, groups)."""
    members = grouping.members(grouping.cells.tally(run.outcome.n, draws.of_row, draws.taken.shape[2]))
    group, of_class = np.nonzero(members)
    cells, selected = members[group, of_class].astype(np.int64), draws.selected
    generator = stream("groups", run.policy.season, grouping.by)
    totals = np.zeros((len(draws.taken), len(grouping.labels)), dtype=np.int64)
    many = max(1, _CELLS_AT_ONCE // max(1, len(cells)))
    for start in range(0, len(totals), many):
        dealt = deal(selected[start : start + many], cells, of_class, generator)
        for k in range(len(grouping.labels)):
            totals[start : start + many, k] = dealt[:, group == k].sum(axis=1)
    return totals
