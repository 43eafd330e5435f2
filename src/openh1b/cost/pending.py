"""Charges that are not in force: proposed, vacated or on paper, and what each would take to break even."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from openh1b.cost.fee_law import FeeLaw
from openh1b.cost.filing import Filing
from openh1b.cost.horizon import Horizon, surplus_to_pay
from openh1b.law import Dated

PATHS: Final = ("price.one_time_fee_usd", "price.consular_fee_usd")


@dataclass(frozen=True)
class Pending:
    """A charge that is not in force. binds: whether it would bind the petition. surplus_usd: a year, to break even."""

    dated: Dated
    usd: float
    binds: bool
    surplus_usd: float


def pending(filing: Filing, horizon: Horizon, law: FeeLaw) -> tuple[Pending, ...]:
    """Each charge that is not in force on the day: the latest entry of its amount, with its standing."""
    law = law.on_day(filing.on)
    bound = {
        "price.one_time_fee_usd": filing.counts,
        "price.consular_fee_usd": filing.place == "abroad" and filing.kind in law.at("price.consular_filings").value,
    }
    latest = {
        (path, one.value): one
        for path in PATHS
        for one in law.not_in_force(path)
        if one.value and one.value != law.at(path).value
    }
    return tuple(
        Pending(one, float(one.value), bound[path], surplus_to_pay(float(one.value), horizon))
        for (path, _), one in latest.items()
    )
