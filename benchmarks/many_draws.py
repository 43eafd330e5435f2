"""Many draws at once: how many of each class, and who, with and without measures of the selected."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from benchmarks.field import SEASON, Field
from benchmarks.finding import AtLeast, Finding, Under
from benchmarks.rivals import choice, key_and_partition
from benchmarks.size import Size
from benchmarks.timing import Pair, alternate
from openh1b.arrays import Floats, Ints
from openh1b.selection.counts import counts
from openh1b.selection.people import Sampler
from openh1b.selection.race import Race

_QUANTILES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, eq=False)
class Measures:
    """Of the selected, one row a draw: share of each wage level; mean and quantiles of pay in US dollars."""

    level_shares: Floats
    mean_pay: Floats
    quantiles: Floats


def by_counts(size: Size) -> list[Finding]:
    """`counts` on classes against draws of people; all of them, both stages."""
    field = Field(size.people)
    name = f"{size.draws:,} draws of how many in 8 classes, {size.people:,} people, both stages; a draw"

    def ours(number: int) -> None:
        counts(field.by_class(), size.draws, seed=f"bench {number}", season=SEASON)

    few, more = max(1, size.rounds), 4 * size.rounds

    def choices(number: int) -> None:
        generator = np.random.default_rng(number)
        for _ in range(few):
            choice(field, generator)

    by_choice = alternate(ours, choices, size.rounds).each(size.draws, few)
    by_keys = alternate(ours, lambda number: keyed(field, more, number), size.rounds).each(size.draws, more)
    return [
        Finding(name, "numpy Generator.choice(replace=False, p=) on people", by_choice, AtLeast(4_000)),
        Finding(name, "a key a person and a partition", by_keys, AtLeast(500)),
    ]


def by_table(size: Size) -> list[Finding]:
    """Who is selected among people in a table, many times, against bare keys without measures; and the memory."""
    field, draws = Field(size.people), size.table_draws
    other = max(1, draws // 5)
    against = "bare keys and a partition, no measures"
    what = f"{draws:,} draws of who, {size.people:,} people in a table, both stages"

    def rival(number: int) -> None:
        keyed(field, other, number)

    plain = alternate(lambda number: drawn(field, draws, number), rival, size.rounds).each(draws, other)
    full = alternate(lambda number: measured(field, draws, number), rival, size.rounds).each(draws, other)
    peaks = Pair((_peak("measured", size),), (_peak("keyed", size),))
    within = AtLeast(1 / 1.5, "at most 1.5 times the other's time (ratio of at least 0.667)")
    measures = "with level shares, mean and three quantiles of pay"
    return [
        Finding(f"{what}; a draw", against, plain, AtLeast(1, "no slower (ratio of at least 1)")),
        Finding(f"the same {measures}; a draw", against, full, within),
        Finding("peak memory of a process that does the latter", against, peaks, Under(1e9, "B"), unit="B"),
    ]


def keyed(field: Field, draws: int, number: int) -> None:
    """Draws by a key a person and a partition."""
    generator = np.random.default_rng(number)
    for _ in range(draws):
        key_and_partition(field, generator)


def drawn(field: Field, draws: int, number: int) -> None:
    """Our draws, from the table: classes, numbers, then who."""
    made = counts(field.by_person(), draws, seed=f"bench {number}", season=SEASON)
    for _ in Sampler(made.of_row, seed=f"bench {number}", season=SEASON).samples(made):
        pass


class Paid(Protocol):
    """People of whom each has a pay, in US dollars a year."""

    @property
    def pay(self) -> Ints:
        """One element a person."""

    def by_person(self) -> Race:
        """A new race with one row a person."""


def measured(field: Paid, draws: int, number: int) -> Measures:
    """Our draws, from the table, with measures of the selected in each."""
    race = field.by_person()
    made = counts(race, draws, seed=f"bench {number}", season=SEASON)
    sampler = Sampler(made.of_row, seed=f"bench {number}", season=SEASON)
    pay = field.pay.astype(np.int32)[sampler.rows]  # whole dollars in 32 bits sort fastest
    mean, quantiles = np.empty(draws), np.empty((draws, len(_QUANTILES)))
    for k, flags in enumerate(sampler.samples(made)):
        chosen = pay[np.flatnonzero(flags)]  # five times faster than pay[flags]
        mean[k] = chosen.mean()
        chosen.sort()  # and this than a partition at three places
        quantiles[k] = chosen[[int(q * len(chosen)) for q in _QUANTILES]]
    level = race.classes.race.stages[0].weight
    by_level = made.selected @ (level[:, None] == np.unique(level))
    return Measures(by_level / by_level.sum(axis=1, keepdims=True), mean, quantiles)


def _peak(task: str, size: Size) -> float:
    return peak(
        "from benchmarks import many_draws as m; from benchmarks.field import Field; "
        f"m.{task}(Field({size.people}), {size.table_draws}, 0)"
    )


def peak(code: str) -> float:
    """Peak bytes of a new process that runs `code`."""
    code += "; from benchmarks.many_draws import peak_bytes; print('peak', peak_bytes())"
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    return float(told.split()[-1])


def peak_bytes() -> float:
    """The most memory that this process has held."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage on Linux also counts what the parent held before it started this process
        found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text(encoding="utf-8"))
        if found is not None:
            return float(found[1]) * 1024
    import resource

    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * (1 if sys.platform == "darwin" else 1024)
