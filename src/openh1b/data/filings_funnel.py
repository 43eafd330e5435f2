"""Rows of filings that fall out on the way to a pool: at which step, why, and from which file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_STEP = "fell_out_"


@dataclass(frozen=True)
class Test:
    """A step: its name, why rows fall out of it, and which do (an expression; null counts as no)."""

    name: str
    why: str
    falls: pl.Expr


@dataclass(frozen=True)
class Step:
    """How many rows fell out at a step, and how many were left after it."""

    name: str
    why: str
    out: int
    left: int


@dataclass(frozen=True)
class File:
    """A stored file: its rows, those that came through, and how many fell out at each step that took any."""

    vintage: str
    rows: int
    kept: int
    out: dict[str, int]


def sieve(
    frame: pl.DataFrame, tests: Sequence[Test], files: Sequence[File]
) -> tuple[pl.DataFrame, list[Step], list[File]]:
    """The rows that no test takes, each step, and the files counted on. A row falls out at the first test it fails.

    frame: rows with `vintage`. files: the files as they were counted before these tests.
    """
    import polars as pl

    failed = [pl.when(test.falls).then(at) for at, test in enumerate(tests)]
    marked = frame.with_columns(pl.coalesce(*failed, pl.lit(None, pl.Int64)).alias(_STEP))
    lost = marked.drop_nulls(_STEP).group_by("vintage", _STEP).len()
    counts = {(vintage, at): count for vintage, at, count in lost.iter_rows()}
    steps, left = [], frame.height
    for at, test in enumerate(tests):
        out = sum(count for (_, step), count in counts.items() if step == at)
        left -= out
        steps.append(Step(test.name, test.why, out, left))
    kept = marked.filter(pl.col(_STEP).is_null()).drop(_STEP)
    return kept, steps, [_counted_on(file, tests, counts) for file in files]


def _counted_on(file: File, tests: Sequence[Test], counts: dict[tuple[str, int], int]) -> File:
    out = {test.name: counts[file.vintage, at] for at, test in enumerate(tests) if (file.vintage, at) in counts}
    return File(file.vintage, file.rows, file.kept - sum(out.values()), {**file.out, **out})
