"""What a visa is worth to an employer: a share with next to nothing, the others spread by a lognormal law."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from openh1b.arrays import Floats
from openh1b.errors import Fault, PoolError
from openh1b.response.assumptions import BY_SIZE, Assumptions
from openh1b.response.normal import cdf, quantile
from openh1b.season.pool import Pool
from openh1b.selection.keys import uniforms

PAY, SIZE = "offered_wage_usd", "employer_size"
LARGE = "1,001+"
BID = "bid_usd"
PURPOSE = "surplus"


@dataclass(frozen=True, eq=False)
class Surplus:
    """Law of the surplus of each row, apart from the marginal share. center: logarithm of the median, one a row."""

    center: Floats
    dispersion: float

    def survival(self, above: Floats) -> Floats:
        """Share of each row whose surplus exceeds `above` US dollars; 1 at 0 and below, 0 at infinity."""
        with np.errstate(divide="ignore"):
            return cdf((self.center - np.log(np.maximum(above, 0.0))) / self.dispersion)

    def at(self, share_below: Floats) -> Floats:
        """The surplus below which that share of each row lies, US dollars; shares inside 0 to 1."""
        return np.asarray(np.exp(self.center + self.dispersion * quantile(share_below)))


def surplus(pool: Pool, assumptions: Assumptions) -> Surplus:
    """The law of each row: median m (pay / mean pay)^b, equal across sizes of employer unless a corner says otherwise.

    A pool without pay has the same median in every row. Raises PoolError where a corner needs a column that is missing.
    """
    center = np.full(len(pool), np.log(assumptions.median_surplus_usd))
    if PAY in pool.columns and len(pool):
        pay = pool.array(PAY).astype(float)
        center += assumptions.surplus_pay_slope * np.log(pay / float(np.average(pay, weights=pool.n)))
    if assumptions.by_size:
        if SIZE not in pool.columns:
            raise PoolError(Fault(pool.name, f"the corner {BY_SIZE} needs the column {SIZE}"))
        center += np.where(pool.array(SIZE) == LARGE, np.log(assumptions.large_employer_surplus), 0.0)
    return Surplus(center, assumptions.dispersion)


def bids(pool: Pool, assumptions: Assumptions, seed: str) -> Floats:
    """Surplus of each person in US dollars, for the column `bid_usd` of an auction, by one keyed number each.

    It depends on the unit's id, the seed and the person's pay, not on the order of rows. The marginal share lies evenly
    between 0 and marginal_scale_usd, as their leaving in proportion to a rise of cost says. A bid of the whole surplus
    is what pays in an auction at one price. Raises PoolError for a pool whose rows are not named.
    """
    if pool.id_column is None:
        expected = "a column beneficiary_id or registration_id"
        raise PoolError(Fault(pool.name, "bids need a name for each unit", expected=expected))
    ids = pool.array(pool.id_column).tolist()
    u, share = uniforms(ids, seed=seed, season=pool.season, purpose=PURPOSE), assumptions.marginal_share
    found = u * 0.0
    marginal = u < share
    found[marginal] = u[marginal] / share * assumptions.marginal_scale_usd
    inside = np.clip((u - share) / max(1 - share, 1e-300), 2.0**-54, 1 - 2.0**-53)
    return np.where(marginal, found, surplus(pool, assumptions).at(inside))
