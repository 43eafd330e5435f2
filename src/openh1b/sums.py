"""Sums over the selected by group: what the mean and the total of anything need, with their spread, without draws."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from openh1b.arrays import Flags, Floats, Ints
from openh1b.grouping import Grouping
from openh1b.measures import Run
from openh1b.selection.linear import Totals, variances


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums of values over the units of a run, by group, and by group and fate (selected in which stage, or in none)."""

    run: Run
    grouping: Grouping

    @cached_property
    def members(self) -> Floats:
        """Units. Shape (groups, fates), as for all that is summed by both."""
        return self.run.grouped(self.grouping).members

    @cached_property
    def selected(self) -> Floats:
        """Expected number selected of each group."""
        return self._each_group(self.run.expected)

    def expected(self, values: Floats) -> Floats:
        """Expected total over the selected of each group of `values`, one a unit of each row."""
        return self._each_group(self.run.expected * values)

    def of(self, values: Floats | Flags) -> Floats:
        """Sum of `values`, one a unit of each row, over all units, selected or not, by group and fate."""
        sums = np.bincount(self._place, weights=self.run.outcome.n * values, minlength=self.members.size)
        return sums.astype(float).reshape(self.members.shape)

    def totals(self, values: Floats) -> Totals:
        """`values` as `sd` takes them."""
        return Totals(self.of(values), self.of(values**2))

    def sd(self, totals: Totals) -> Floats | None:
        """Standard deviation of each group's total over the selected; None where it has no closed form."""
        if self.run.outcome.limited:
            return None
        fates = self.run.outcome.fates
        return np.sqrt(variances(fates.n, fates.stages, totals))

    @cached_property
    def _place(self) -> Ints:
        """Group and fate of each row as one number."""
        fates = self.run.outcome.fates
        return self.grouping.of_row * len(fates.n) + fates.of_row

    def _each_group(self, values: Floats) -> Floats:
        groups = len(self.grouping.labels)
        return np.bincount(self.grouping.of_row, weights=values, minlength=groups).astype(float)
