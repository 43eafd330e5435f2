"""What the selected would be charged beside the filing fees, if all were to file: an account, with nobody reacting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from openh1b.arrays import Floats
from openh1b.grouping import Grouping
from openh1b.law import Policy
from openh1b.measures import LUCK, Maker, Run
from openh1b.results import Figure
from openh1b.season.pool import Pool
from openh1b.sums import Sums

MEASURE = "fees_first_year"
CHANNEL, CONSULAR = "channel", "consular"
PATHS = ("price.yearly_fee_usd", "price.one_time_fee_usd", "price.consular_fee_usd")


def charged(policies: Sequence[Policy]) -> bool:
    """Whether one of the policies sets a price, so that charges are accounted for under all of them."""
    return any(path in one.sets for one in policies for path in PATHS)


def needed_columns(policies: Sequence[Policy]) -> tuple[str, ...]:
    """Columns that the account reads: where the beneficiary is, if that changes what is charged under any of them."""
    return (CHANNEL,) if charged(policies) and any(one.price.consular_fee_usd for one in policies) else ()


def each_pays(policy: Policy, pool: Pool) -> Floats:
    """Charged on one unit of each row once it is selected, US dollars: one-time charges and the first yearly one."""
    price = policy.price
    charge = np.full(len(pool), float(price.one_time_fee_usd + price.yearly_fee_usd))
    if price.consular_fee_usd:
        charge += np.where(pool.array(CHANNEL) == CONSULAR, float(price.consular_fee_usd), 0.0)
    return charge


def abroad_note(policy: Policy, pool: Pool) -> Iterator[str]:
    """Whom a charge on those abroad is counted on, and what revenue takes in its place; docs/season.md has why."""
    fee = policy.price.consular_fee_usd
    if not fee or CHANNEL not in pool.columns:
        return
    from openh1b.cost.assumptions import inputs  # read only where such a charge is asked for

    here, taken = pool.array(CHANNEL) == CONSULAR, inputs()["share_consular"]
    who = "those with no earlier US status, a low count (eig-simulation-2025)" if pool.synthetic else "as the pool says"
    yield (
        f"{policy.name}: the charge of ${fee:,.0f} on those abroad is counted on those in channel consular, "
        f"{pool.n[here].sum() / max(pool.n.sum(), 1):.1%} of the pool ({who}). `openh1b cost --revenue` takes another "
        f"number: {taken.value:.0%} ({taken.low:.0%} to {taken.high:.0%}), of all new approvals those processed abroad "
        f"({', '.join(taken.cite)})."
    )


def charge_figures(run: Run, pool: Pool, grouping: Grouping) -> Iterator[Figure]:
    """The total of each group, with the spread of luck where that is known."""
    charge, sums = each_pays(run.policy, pool), Sums(run, grouping)
    total, sd = sums.expected(charge), sums.sd(sums.totals(charge))
    ends = None if sd is None else (np.maximum(total - LUCK * sd, 0.0), total + LUCK * sd)
    for figure in Maker(run, pool, grouping).each(MEASURE, "USD", total, ends):
        yield replace(figure, layer="accounting")
