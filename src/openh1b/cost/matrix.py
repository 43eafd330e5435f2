"""The fee matrix of a day: each fee under each employer test by filing type, beside those that go by place or cap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from openh1b.cost.fee_law import FeeLaw
from openh1b.cost.filing import FILINGS
from openh1b.law import Dated

ROWS: Final = (
    ("fees.registration", "Registration", "cap-subject"),
    ("fees.i129.standard", "Petition (I-129)", "26 or more"),
    ("fees.i129.small", "Petition (I-129)", "25 or fewer"),
    ("fees.i129.nonprofit", "Petition (I-129)", "fee-rule nonprofit"),
    ("fees.acwia.large", "ACWIA", "26 or more"),
    ("fees.acwia.small", "ACWIA", "25 or fewer"),
    ("fees.acwia.exempt", "ACWIA", "ACWIA-exempt"),
    ("fees.fraud", "Fraud prevention", "every employer"),
    ("fees.asylum.standard", "Asylum Program", "26 or more"),
    ("fees.asylum.small", "Asylum Program", "25 or fewer"),
    ("fees.asylum.nonprofit", "Asylum Program", "fee-rule nonprofit"),
    ("fees.fifty_fifty", "Pub. L. 114-113", "50/50"),
    ("price.one_time_fee_usd", "One-time charge", "cap-subject"),
    ("price.consular_fee_usd", "One-time charge", "abroad"),
    ("price.yearly_fee_usd", "Yearly charge", "each year held"),
    ("fees.premium", "Premium (I-907)", "where asked for"),
    ("fees.worker.mrv", "Visa (MRV)", "worker, abroad"),
    ("fees.worker.visa_integrity", "Visa integrity", "worker, abroad"),
)
"""Paths of the matrix, each with the fee in few words and the test under which it is charged."""

_FIRST_ONLY: Final = ("fees.registration", "price.one_time_fee_usd")


@dataclass(frozen=True)
class Row:
    """A fee under one test. cells: filing type -> US dollars, 0 where not charged, None where there is no figure."""

    path: str
    fee: str
    test: str
    cells: Mapping[str, float | None]
    dated: Dated


def matrix(law: FeeLaw) -> tuple[Row, ...]:
    """Every row of the day, in a fixed order. Raises PolicyError where the law has no value on the day."""
    return tuple(_rows(law))


def _rows(law: FeeLaw) -> Iterator[Row]:
    bound = law.at("price.consular_filings").value
    for path, fee, test in ROWS:
        dated = law.at(path)
        value = dated.value
        if isinstance(value, Mapping):
            cells = dict(value)
        elif path in _FIRST_ONLY and value is not None:
            cells = {kind: value if kind == "initial" else 0 for kind in FILINGS}
        elif path == "price.consular_fee_usd":
            cells = {kind: value if kind in bound else 0 for kind in FILINGS}
        else:
            cells = dict.fromkeys(FILINGS, value)
        yield Row(path, fee, test, cells, dated)
