"""Rows of a pool taken again, with some columns changed: how a row is split into what its employers do."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from openh1b.season.pool import Coded, Pool, Values
from openh1b.selection.race import Floats, Ints

LEVEL = "selection_level"
FLOORS = tuple(f"l{k}_usd" for k in (1, 2, 3, 4))


def take_rows(pool: Pool, index: Ints, n: Floats, changes: Mapping[str, Values | Coded] | None = None) -> Pool:
    """The rows at `index`, each standing for `n` units (real-valued), with columns replaced or added by `changes`.

    A row is then no named person, so that the result has no column of ids.
    """
    changed = changes or {}
    # The columns of a made pool are worked out when read: those that are replaced are never asked for.
    kept = {name: _taken(pool, name, index) for name in pool.columns if name not in changed and name != pool.id_column}
    return Pool(
        name=pool.name,
        season=pool.season,
        unit=pool.unit,
        columns={**kept, **changed},
        n=np.asarray(n, dtype=float),  # whole in files, real inside the model
        synthetic=pool.synthetic,
        level_mix=pool.level_mix,
        assumptions=pool.assumptions,
        source_ids=pool.source_ids,
        status=pool.status,
        sha256=pool.sha256,
        notes=pool.notes,
    )


def _taken(pool: Pool, name: str, index: Ints) -> Values | Coded:
    column = pool.columns[name]
    if isinstance(column, Coded):
        return Coded(column.labels, column.codes[index])
    return pool.array(name)[index]
