"""Fees of one petition: five separate tests, place and kind; golden totals with their source."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import product

import pytest

from openh1b.cost.fee_law import FeeLaw, fee_law
from openh1b.cost.filing import FILINGS, PLACES, Employer, Filing
from openh1b.cost.items import items, total
from openh1b.cost.matrix import matrix
from openh1b.errors import InputError, PolicyError

DAY = date(2026, 11, 21)
BOUND = date(2026, 7, 1)  # the payment of the proclamation was collected
EMPLOYERS = [
    Employer(fte, *flags)
    for fte in (25, 26, 50)
    for flags in product((False, True), repeat=4)
    if fte == 50 or not flags[3]
]


def amounts(law: FeeLaw, filing: Filing) -> dict[str, float | None]:
    return {one.name: one.usd for one in items(filing, law)}


def by_hand(filing: Filing) -> dict[str, float]:
    """The fees of 1 July 2026 from the sheet of facts, written as a rule of its own."""
    who, kind = filing.employer, filing.kind
    small, new = who.fte <= 25, kind in ("initial", "change_of_employer", "concurrent")
    found = {
        "i129": 460 if small or who.fee_rule_nonprofit else 780,
        "asylum": 0 if who.fee_rule_nonprofit else 300 if small else 600,
        "acwia": 0 if who.acwia_exempt or not (new or kind == "first_extension") else 750 if small else 1_500,
        "fraud": 500 if new else 0,
    }
    if kind == "initial" and not who.cap_exempt:
        found |= {"registration": 215, "one_time": 0}
    if who.fifty_fifty:
        found["fifty_fifty"] = 4_000 if new else 0
    if filing.place == "abroad":
        found |= {"mrv": 205, "visa_integrity": 0}
        found |= {"consular": 100_000} if new else {}
    return found


@pytest.mark.parametrize("employer", EMPLOYERS, ids=str)
def test_each_filing_under_each_combination_of_tests(employer: Employer):
    law = fee_law(BOUND)
    for kind, place in product(FILINGS, PLACES):
        filing = Filing(BOUND, kind, employer, place)
        assert amounts(law, filing) == by_hand(filing), filing


# Fees before the proclamation as a court quoted them: 960 to 7,595 USD (particle.news, states' suit; second-hand)
def test_the_range_of_fees_that_a_court_quoted(now: FeeLaw):
    least = Filing(DAY, "initial", Employer(30, acwia_exempt=True, fee_rule_nonprofit=True, cap_exempt=True))
    most = Filing(DAY, "initial", Employer(50, fifty_fifty=True))
    assert total(items(least, now)) == 960
    assert total(items(most, now)) == 7_595


def test_the_registration_was_paid_when_the_window_was_open():
    opened = Filing(date(2024, 4, 1))  # season FY2025, registered in March 2024 for 10 USD; the petition at new fees
    assert amounts(fee_law(opened.on), opened)["registration"] == 10
    assert amounts(fee_law(opened.on), opened)["i129"] == 780


def test_the_matrix_has_the_same_cells_as_the_items():
    cells = {row.path: row.cells for row in matrix(fee_law(BOUND))}
    for kind in FILINGS:
        for one in items(Filing(BOUND, kind, Employer(50, fifty_fifty=True), "abroad", premium=True), fee_law(BOUND)):
            assert cells[one.path][kind] == one.usd, one.path


@pytest.mark.parametrize("day", ["1991-04-01", "2001-01-01", "2012-01-01", "2026-07-01", "2027-12-31"])
def test_every_row_of_the_matrix_is_cited_on_any_day(day: str):
    found = matrix(fee_law(date.fromisoformat(day)))
    assert len(found) == 18
    assert all(row.dated.citations and set(row.cells) == set(FILINGS) for row in found)


def test_who_must_pay(now: FeeLaw):
    payers = {one.name: one.payer for one in items(Filing(DAY, place="abroad", premium=True), now)}
    assert {name for name, payer in payers.items() if payer == "worker"} == {"mrv", "visa_integrity"}
    assert {name for name, payer in payers.items() if payer == "either"} == {"premium"}


def test_the_workers_fees_are_not_the_employers(now: FeeLaw):
    at_home, abroad = (items(Filing(DAY, place=place), now) for place in PLACES)
    assert total(abroad) == total(at_home) == 3_595
    assert sum(one.usd or 0 for one in abroad if one.payer == "worker") == 205


def test_a_policy_sets_a_cell_of_the_matrix(policy_file: Callable[..., str]):
    row = "{" + ", ".join(f"{kind}: {0 if kind == 'amendment' else 4000}" for kind in FILINGS) + "}"
    law = fee_law(DAY, name=policy_file(fees__fifty_fifty=row))
    filing = Filing(DAY, "later_extension", Employer(60, fifty_fifty=True))
    (one,) = (one for one in items(filing, law) if one.name == "fifty_fifty")
    assert (one.usd, one.dated.status, one.citations[0].source) == (4_000, "hypothetical", "user")
    assert amounts(fee_law(DAY), filing)["fifty_fifty"] == 0


def test_a_fee_with_a_currency_sign_is_named_with_its_line(policy_file: Callable[..., str]):
    with pytest.raises(PolicyError, match=r"line 10: sets.fees.registration: '\$215' is not a number"):
        fee_law(DAY, name=policy_file(fees__registration="$215"))


def test_a_policy_that_sets_part_of_a_row_is_refused(policy_file: Callable[..., str]):
    with pytest.raises(PolicyError, match="key concurrent is missing"):
        fee_law(DAY, name=policy_file(fees__fraud="{initial: 500}"))


def test_too_few_employees_for_the_fifty_fifty_test_are_refused(now: FeeLaw):
    with pytest.raises(InputError, match="an employer of 49 cannot meet the test of 50 employees"):
        items(Filing(DAY, employer=Employer(49, fifty_fifty=True)), now)


def test_a_filing_that_contradicts_itself_says_every_fault():
    with pytest.raises(InputError) as raised:
        Filing(DAY, "extention", Employer(0, cap_exempt=True), "mars", cap_subject=True)
    assert len(raised.value.faults) == 4


def test_a_fee_without_a_figure_is_no_zero():
    law = fee_law(date(1995, 5, 1))
    found = items(Filing(date(1995, 5, 1)), law)
    assert {one.usd for one in found if one.name == "i129"} == {None}
    with pytest.raises(InputError, match=r"fees\.i129\.standard has no figure on that day"):
        total(found)


def test_moving_from_an_exempt_employer_is_cap_subject_if_said(now: FeeLaw):
    moved = Filing(DAY, "change_of_employer", cap_subject=True)
    assert "registration" in amounts(now, moved)
    assert "registration" not in amounts(now, Filing(DAY, "change_of_employer"))
