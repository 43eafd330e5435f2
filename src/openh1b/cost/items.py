"""What one petition costs: each fee with its amount, who must pay it, its account, its source and its standing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from openh1b.cost.fee_law import FeeLaw
from openh1b.cost.filing import Employer, Filing
from openh1b.errors import Fault, InputError
from openh1b.law import Citation, Dated

LABELS: Final = {
    "registration": "Registration",
    "i129": "Petition (I-129)",
    "acwia": "ACWIA fee",
    "fraud": "Fraud prevention and detection fee",
    "asylum": "Asylum Program Fee",
    "fifty_fifty": "Fee of Pub. L. 111-230 and 114-113",
    "premium": "Premium processing (I-907)",
    "consular": "Charge where the beneficiary is abroad",
    "one_time": "Charge on every cap-subject petition",
    "yearly": "Yearly charge for holding the visa",
    "mrv": "Visa application at a consulate (MRV)",
    "visa_integrity": "Visa integrity fee",
}
"""Fees by name, in the order in which they are listed; the names are those of `fees.payers` and `fees.accounts`."""


@dataclass(frozen=True)
class Item:
    """One fee of one petition: a cell of the matrix.

    usd: US dollars; None where the law files have no figure for the day. low, high: range of the doubt, where given.
    payer: employer, either or worker, by law. path: where the law has it. dated: the value behind it, with its status.
    """

    name: str
    label: str
    usd: float | None
    low: float | None
    high: float | None
    payer: str
    account: str
    path: str
    dated: Dated

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Where the fee is written."""
        return self.dated.citations


def items(filing: Filing, law: FeeLaw) -> tuple[Item, ...]:
    """The fees of a petition, those of 0 included where the petition could be charged; the worker's own come last.

    Raises InputError where the tests of the employer contradict each other, PolicyError where the law has no value.
    """
    law = law.on_day(filing.on)
    _check_tests(filing.employer, law)
    payers, accounts = law.at("fees.payers").value, law.at("fees.accounts").value
    return tuple(
        _item(name, path, filing.kind, _dated(name, path, law), (payers[name], accounts[name]))
        for name, path in paths(filing, law)
    )


def paths(filing: Filing, law: FeeLaw) -> Iterator[tuple[str, str]]:
    """Name and path of each fee that the petition comes under, by the tests of its employer, its place and its kind."""
    employer = filing.employer
    small = employer.fte <= law.at("fees.tests.small_fte").value
    size = "small" if small else "standard"
    rule = "nonprofit" if employer.fee_rule_nonprofit else size
    if filing.counts:
        yield "registration", "fees.registration"
    yield "i129", f"fees.i129.{rule}"
    yield "acwia", "fees.acwia." + ("exempt" if employer.acwia_exempt else "small" if small else "large")
    yield "fraud", "fees.fraud"
    yield "asylum", f"fees.asylum.{rule}"
    if employer.fifty_fifty:
        yield "fifty_fifty", "fees.fifty_fifty"
    if filing.counts:
        yield "one_time", "price.one_time_fee_usd"
    abroad = filing.place == "abroad"
    if abroad and filing.kind in law.at("price.consular_filings").value:
        yield "consular", "price.consular_fee_usd"
    if filing.premium:
        yield "premium", "fees.premium"
    if abroad:
        yield "mrv", "fees.worker.mrv"
        yield "visa_integrity", "fees.worker.visa_integrity"


def _dated(name: str, path: str, law: FeeLaw) -> Dated:
    return law.on_registration().at(path) if name == "registration" else law.at(path)


def _item(name: str, path: str, kind: str, dated: Dated, by_law: tuple[str, str]) -> Item:
    value = dated.value if dated.value is None or isinstance(dated.value, int | float) else dated.value[kind]
    low, high = dated.range or (None, None)
    return Item(name, LABELS[name], value, low, high, *by_law, path, dated)


def _check_tests(employer: Employer, law: FeeLaw) -> None:
    fewest = law.at("fees.tests.fifty_fifty_employees").value
    if employer.fifty_fifty and employer.fte < fewest:
        problem = f"an employer of {employer.fte:,} cannot meet the test of {fewest} employees with over half in status"
        raise InputError(Fault("fifty-fifty", problem, expected=f"a size of {fewest} or more"))


def total(found: tuple[Item, ...]) -> float:
    """Sum of the fees that are or may be the employer's, US dollars. Raises InputError naming each without a figure."""
    borne = [one for one in found if one.payer in {"employer", "either"}]
    missing = [one for one in borne if one.usd is None]
    if missing:
        raise InputError(
            [Fault("law", f"{one.path} has no figure on that day", hint=_sentence(one.dated.note)) for one in missing]
        )
    return float(sum(one.usd or 0 for one in borne))


def _sentence(note: str | None) -> str | None:
    return f"{note[:1].upper()}{note[1:]}" if note else None
