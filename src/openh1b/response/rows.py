"""Rows of a pool taken again, with some columns changed: how a row is split into what its employers do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from openh1b.arrays import Floats, Ints
from openh1b.season.pool import Coded, Pool, Values

LEVEL = "selection_level"
FLOORS = tuple(f"l{k}_usd" for k in (1, 2, 3, 4))


def take_rows(pool: Pool, index: Ints, n: Floats, changes: Mapping[str, Values | Coded] | None = None) -> Pool:
    """The rows at `index`, each standing for `n` units (real-valued), with columns replaced or added by `changes`.

    A row is then no named person, so that the result has no column of ids.
    """
    changed = changes or {}
    # The columns of a made pool are worked out when read: those that are replaced are never asked for.
    kept = {name: _taken(pool, name, index) for name in pool.columns if name not in changed and name != pool.id_column}
    units = np.asarray(n, dtype=float)  # whole in files, real inside the model
    return replace(pool, columns={**kept, **changed}, n=units, id_column=None)


def _taken(pool: Pool, name: str, index: Ints) -> Values | Coded:
    column = pool.columns[name]
    if isinstance(column, Coded):
        return Coded(column.labels, column.codes[index])
    return pool.array(name)[index]
