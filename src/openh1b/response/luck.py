"""Luck of entry and of the race together: in each draw it is decided anew who registers, then who of them is selected.

Employers decide by the odds of the solution, which are those expected; what the luck of others makes of them in a draw
they cannot know.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from openh1b.arrays import Ints
from openh1b.response.act import PURPOSE, entrants
from openh1b.response.outcome import Responded
from openh1b.response.people import slots
from openh1b.selection.counts import counts, deal
from openh1b.selection.race import Race, refine
from openh1b.selection.streams import stream

_AT_ONCE = 4_000_000  # numbers by draw, row and action worked on together


@dataclass(frozen=True, eq=False)
class Numbers:
    """Registered and selected of each group in each draw. Shapes (draws, groups)."""

    entrants: Ints
    selected: Ints


def drawn(after: Responded, race: Race, groups: Sequence[Ints], *, draws: int, seed: str) -> tuple[Numbers, ...]:
    """Numbers in repeated draws, for each grouping.

    after: the response of a pool with whole numbers. race: that of the rows of `after.pool`. groups: for each grouping
    the group of each row of `after.pool`, from 0 and without gaps. Raises ValueError under quotas, as `counts` does.
    """
    classes, season = race.classes, after.pool.season
    cells = [_cells(classes.of_row, group) for group in groups]
    entered = np.zeros((draws, len(classes.race.n)), dtype=np.int64)
    inside = [np.zeros((draws, len(one.of_class)), dtype=np.int64) for one in cells]
    start = 0
    for units in _entered(after, draws, seed):
        rows = slice(start, start + len(units))
        entered[rows] = _summed(units, classes.of_row)
        for one, many in zip(cells, inside, strict=True):
            many[rows] = _summed(units, one.of_row)
        start += len(units)
    won = counts(race, draws, seed=seed, season=season, units=entered).selected
    return tuple(
        Numbers(
            _summed(many, one.group),
            _summed(deal(won, many, one.of_class, stream(seed, season, f"{PURPOSE}/groups/{k}")), one.group),
        )
        for k, (one, many) in enumerate(zip(cells, inside, strict=True))
    )


@dataclass(frozen=True, eq=False)
class _Cells:
    """Rows of one class and group put together. of_row: cell of each row; of_class, group: of each cell."""

    of_row: Ints
    of_class: Ints
    group: Ints


def _cells(of_class: Ints, group: Ints) -> _Cells:
    code = refine(refine(np.zeros(len(group), dtype=np.int64), of_class), group)
    row = np.zeros(int(code.max()) + 1, dtype=np.int64)
    row[code] = np.arange(len(code))
    return _Cells(code, of_class[row], group[row])


def _summed(units: Ints, code: Ints) -> Ints:
    """Numbers by code of the second axis; every code from 0 to the largest occurs."""
    order = np.argsort(code, kind="stable")
    starts = np.searchsorted(code[order], np.arange(int(code.max()) + 1))
    return np.asarray(np.add.reduceat(units[:, order], starts, axis=1), dtype=np.int64)


def _entered(after: Responded, draws: int, seed: str) -> Iterator[Ints]:
    """Units of each row of `after.pool` that register, some draws at a time. Shape (draws, rows)."""
    pool, origin = after.pool, after.origin
    stay_in = np.bincount(origin, weights=pool.n, minlength=len(after.out))
    n = np.asarray(np.rint(stay_in + after.out), dtype=np.int64)
    order, slot, many = slots(after, len(n))
    part = np.zeros((len(n), int(many.max(initial=0)) + 1))
    part[origin[order], slot] = pool.n[order]
    part[:, -1] = after.out
    part[n == 0, -1] = 1.0  # nobody to divide
    size = max(1, _AT_ONCE // part.size)
    for chunk, start in enumerate(range(0, draws, size)):
        generator = stream(seed, pool.season, f"{PURPOSE}/counts", chunk)
        divided = entrants(n, part, generator, min(size, draws - start))
        units = np.zeros((len(divided), len(pool)), dtype=np.int64)
        units[:, order] = divided[:, origin[order], slot]
        yield units
