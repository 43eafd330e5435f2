"""Who registers, by name: one keyed number a person decides what its employer does, before any draw of who is selected.

The same person has the same number (purpose `entry`) under every policy, and its number in a stage is another one, so
that two policies differ by the policy and not by the draw.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from openh1b.arrays import Ints
from openh1b.errors import Fault, PoolError
from openh1b.response.act import PURPOSE
from openh1b.response.outcome import ACTIONS, Responded
from openh1b.response.rows import take_rows
from openh1b.season.pool import Pool
from openh1b.selection.keys import uniforms


@dataclass(frozen=True, eq=False)
class Registered:
    """Those of a pool who register, with the pay and level that they then have, one named person a row.

    pool: in the order of the people; columns `action` and `rerouted` say what was done. index: place in the pool of
    people of each row. out: places of those who stay out.
    """

    pool: Pool
    index: Ints
    out: Ints


def registered(people: Pool, told: Responded, *, seed: str) -> Registered:
    """The response of a pool of named people, carried out for each of them.

    told: `respond` on that same pool, not on cells of it. Raises PoolError for rows that are not single, named people.
    """
    if people.id_column is None or not (people.n == 1).all():
        expected = "one row a person, with a column beneficiary_id or registration_id"
        raise PoolError(Fault(people.name, "who registers needs people by name", expected=expected))
    ids = people.array(people.id_column)
    luck = uniforms(ids.tolist(), seed=seed, season=people.season, purpose=PURPOSE)
    order, slot, many = slots(told, len(people))
    part = np.zeros((len(people), max(1, int(many.max(initial=0)))))
    part[told.origin[order], slot] = told.pool.n[order]
    ends = np.cumsum(part, axis=1)
    ends[told.out == 0, -1] = 1.0  # nobody stays out by rounding
    chosen = (luck[:, None] >= ends).sum(axis=1)
    index = np.flatnonzero(chosen < many)
    first = np.cumsum(many) - many
    made = take_rows(told.pool, order[first[index] + chosen[index]], np.ones(len(index)))
    columns = {**made.columns, people.id_column: ids[index]}
    pool = replace(made, columns=columns, n=np.ones(len(index), dtype=np.int64), id_column=people.id_column)
    return Registered(pool, index, np.flatnonzero(chosen >= many))


def slots(told: Responded, people: int) -> tuple[Ints, Ints, Ints]:
    """Rows of the response by person and action; the place of each among its person's; how many each person has."""
    action = np.array([ACTIONS.index(name) for name in told.pool.array("action")], dtype=np.int64)
    kept = np.flatnonzero(told.pool.n > 0)
    order = kept[np.lexsort((told.pool.array("rerouted")[kept], action[kept], told.origin[kept]))]
    many = np.bincount(told.origin[order], minlength=people).astype(np.int64)
    return order, np.arange(len(order)) - (np.cumsum(many) - many)[told.origin[order]], many
