"""What a policy charges for a registration and for a visa: the numbers that employers react to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from openh1b.arrays import Flags, Floats
from openh1b.errors import Fault, PoolError
from openh1b.law import Policy
from openh1b.season.pool import Pool

CHANNEL, CONSULAR, IN_US = "channel", "consular", "in_us"


@dataclass(frozen=True)
class Prices:
    """US dollars; 0 where the policy charges nothing. one_time: cannot be avoided; consular: only from abroad."""

    registration: float
    one_time: float
    yearly: float
    consular: float

    def if_selected(self, annuity: float, abroad: Flags) -> Floats:
        """Present value of what is charged for each row once it is selected."""
        everyone = self.one_time + self.yearly * annuity
        return everyone + np.where(abroad, self.consular, 0.0)


def prices(policy: Policy) -> Prices:
    """The charges of a policy, at the day on which its season is resolved."""
    return Prices(
        registration=float(value(policy, "fees.registration") or 0),
        one_time=float(value(policy, "price.one_time_fee_usd") or 0),
        yearly=float(value(policy, "price.yearly_fee_usd") or 0),
        consular=float(value(policy, "price.consular_fee_usd") or 0),
    )


def value(policy: Policy, path: str) -> Any:  # noqa: ANN401 - what the path's type says
    """The value of a path; None where the law has none."""
    dated = policy.dated.get(path)
    return None if dated is None else dated.value


def abroad(pool: Pool, *, needed: bool) -> Flags:
    """Rows whose beneficiary applies from abroad. Raises PoolError where that is needed and the pool does not say."""
    if CHANNEL in pool.columns:
        return np.asarray(pool.array(CHANNEL) == CONSULAR)
    if needed:
        problem = f"a charge on those abroad needs the column {CHANNEL}"
        raise PoolError(Fault(pool.name, problem, expected=f"{IN_US} or {CONSULAR}"))
    return np.zeros(len(pool), dtype=bool)
