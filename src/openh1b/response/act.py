"""Who does what: one action a person by a keyed number, or counts by action for repeated draws."""

from __future__ import annotations

import numpy as np

from openh1b.arrays import Floats, Ints
from openh1b.errors import Fault, PoolError
from openh1b.season.pool import Pool
from openh1b.selection.keys import uniforms

PURPOSE = "entry"


def act(pool: Pool, shares: Floats, *, seed: str, season: int) -> Ints:
    """The action of each person, as a place in the columns of `shares`, by one keyed number each (purpose `entry`).

    shares: of each row by action, shape (rows, actions), rows summing to 1: `Responded.shares`, taken at the cell of
    each person where cells were used. The number is laid against the cumulated shares, so that a person keeps the same
    luck under every policy and, with `out` last, who stays out under a low fee does so under a higher one.
    Raises PoolError for a pool whose rows are not named.
    """
    if pool.id_column is None:
        expected = "a column beneficiary_id or registration_id"
        raise PoolError(Fault(pool.name, "actions need a name for each unit", expected=expected))
    luck = uniforms(pool.array(pool.id_column).tolist(), seed=seed, season=season, purpose=PURPOSE)
    ends = np.cumsum(shares, axis=1)[:, :-1]
    return np.asarray((luck[:, None] >= ends).sum(axis=1), dtype=np.int64)


def entrants(n: Ints, shares: Floats, generator: np.random.Generator, draws: int = 1) -> Ints:
    """How many of each row take each action, before the race. Shape (draws, rows, actions); n: whole numbers.

    shares: of each row by action, or by whatever else divides it; in proportion, of which each row has some.
    """
    exact = shares / shares.sum(axis=1, keepdims=True)
    return np.asarray(generator.multinomial(n, exact, size=(draws, len(n))), dtype=np.int64)
