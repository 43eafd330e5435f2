"""The learned tables (learned/*.csv, described in learned.yaml) and how a value is drawn from one."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from openh1b.arrays import Floats, Ints

KINDS = ("outsourcer", "it_services", "manufacturing", "other")
_NAICS_KIND = {"outsourcer": "it_services"}  # files know only the NAICS code, within which the outsourcers lie

Rows = tuple[Mapping[str, str], ...]


@lru_cache
def table(name: str) -> Rows:
    """The rows of one learned table."""
    text = (Path(__file__).parent / "learned" / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def of_kind(name: str, kind: str) -> Rows:
    """The rows of one kind of employer; those of NAICS 5415 for outsourcers."""
    wanted = _NAICS_KIND.get(kind, kind)
    return tuple(row for row in table(name) if row["kind"] == wanted)


@dataclass(frozen=True, eq=False)
class Chooser:
    """Shares of values in each of several groups, laid end to end: one search serves all groups at once.

    values: codes of the values, group after group. ends: number of the group plus the cumulative share. last: the last
    place of each group.
    """

    values: Ints
    ends: Floats
    last: Ints

    def choose(self, group: Ints, u: Floats) -> Ints:
        """A value for each row, of its group. u: uniform numbers from 0 to 1."""
        place = np.searchsorted(self.ends, group + u, side="right")
        return np.asarray(self.values[np.minimum(place, self.last[group])])


def chooser(groups: Sequence[Mapping[int, float]]) -> Chooser:
    """From value -> share for each group; shares are taken in proportion."""
    values = [code for group in groups for code in group]
    sizes = np.array([len(group) for group in groups])
    cumulative = [np.cumsum(list(group.values())) for group in groups]
    ends = np.concatenate([k + part / part[-1] for k, part in enumerate(cumulative)])
    return Chooser(np.array(values, dtype=np.int64), ends, np.cumsum(sizes) - 1)
