"""Federal revenue of a season: arithmetic on published counts, ranges over what is not published."""

from __future__ import annotations

import pytest

from openh1b.cost.fee_law import fee_law
from openh1b.cost.items import LABELS
from openh1b.cost.revenue import Numbers, SeasonRevenue, filing_day, given, revenue, season_numbers
from openh1b.errors import InputError


def of(season: int, **own: float) -> SeasonRevenue:
    law = fee_law(filing_day(season))
    return revenue(season, law, season_numbers(season, law, registrations=None, selected=None), given(own))


CERTAIN = {
    "petitions_per_selection": 0.5, "share_small": 0.0, "share_acwia_exempt": 0.0, "share_nonprofit": 0.0,
    "share_fifty_fifty": 0.1, "share_consular": 0.4,
}  # fmt: skip


# USCIS: 358,737 registrations for FY2026 at 215 USD each, 118,660 beneficiaries selected
def test_registrations_of_fy2026_paid_77_million():
    found = {one.name: one for one in of(2026).by_fee}
    assert found["Registration"].usd == 358_737 * 215 == 77_128_455
    assert found["Registration"].low == found["Registration"].high == 77_128_455


def test_with_every_share_given_there_is_no_range_and_the_sum_is_that_of_hand():
    found = {one.fees: one for one in of(2026, **CERTAIN).by_fee if one.fees}
    petitions = 118_660 * 0.5
    assert found["i129",].usd == petitions * 780
    assert found["acwia",].usd == petitions * 1_500
    assert found["fraud",].usd == petitions * 500
    assert found["asylum",].usd == petitions * 600
    assert found["fifty_fifty",].usd == pytest.approx(petitions * 0.1 * 4_000)
    assert found["mrv",].usd == pytest.approx(petitions * 0.4 * 205)
    assert all(one.low == one.usd == one.high for one in found.values())


def test_accounts_add_up_to_the_fees():
    found = of(2026)
    assert sum(one.usd or 0 for one in found.by_account) == pytest.approx(sum(one.usd or 0 for one in found.by_fee))
    assert {fee for one in found.by_account for fee in one.fees} == {fee for one in found.by_fee for fee in one.fees}


def test_every_middle_lies_within_its_range():
    for one in (*of(2026).by_fee, *of(2026).by_account):
        if one.usd is not None:
            assert one.low - 1e-6 <= one.usd <= one.high + 1e-6


def test_premium_is_not_computed_without_a_share():
    found = {one.name: one for one in of(2026).by_fee}["Premium processing (I-907)"]
    assert (found.usd, found.not_computed) == (None, ("premium",))
    with_share = {one.name: one for one in of(2026, **CERTAIN, share_premium=0.5).by_fee}
    assert with_share["Premium processing (I-907)"].usd == 118_660 * 0.5 * 0.5 * 2_805


def test_fees_of_fy2024_had_no_asylum_fee_and_ten_dollars_a_registration():
    found = {one.name: one.usd for one in of(2024).by_fee}
    assert found["Registration"] == 780_884 * 10
    assert found["Asylum Program Fee"] == 0


def test_the_consular_charge_of_april_2026_is_called_an_upper_figure():
    law = fee_law(filing_day(2027))
    found = revenue(2027, law, Numbers(1_000, 100, "as given", "assumption", ()), given(CERTAIN))
    assert {one.name: one.usd for one in found.by_fee}["Charge where the beneficiary is abroad"] == 50 * 0.4 * 100_000
    assert any("upper figure" in note for note in found.notes)
    assert any("Taken to be abroad: 40% of petitions (40% to 40%; user)" in note for note in found.notes)
    assert not any("upper figure" in note for note in of(2026).notes)


def test_a_yearly_charge_is_federal_revenue_too():
    law = fee_law(filing_day(2026), name="price-reform")
    found = revenue(2026, law, Numbers(1_000, 100, "as given", "assumption", ()), given(CERTAIN))
    assert {one.name: one.usd for one in found.by_fee}["Yearly charge for holding the visa"] == 50 * 15_000
    assert any("for the first year" in note for note in found.notes)
    assert any("wage floor" in note for note in found.notes)
    assert {one.name: one.usd for one in of(2026).by_fee}["Yearly charge for holding the visa"] == 0


def test_a_fee_whose_collection_is_not_confirmed_is_no_zero():
    law = fee_law(filing_day(2027))
    found = revenue(2027, law, Numbers(1_000, 100, "as given", "assumption", ()), given(CERTAIN))
    assert {one.name: one.usd for one in found.by_fee}["Visa integrity fee"] is None
    assert {one.name: one.usd for one in of(2025).by_fee}["Visa integrity fee"] == 0  # before the act


def test_every_fee_of_a_petition_is_in_the_account_of_the_season():
    assert {one.name for one in of(2026).by_fee} == set(LABELS.values())


def test_a_season_without_counts_asks_for_them_all_at_once():
    with pytest.raises(InputError) as raised:
        of(2027)
    assert [fault.expected for fault in raised.value.faults] == ["--registrations N", "--selected N"]


def test_an_unknown_share_names_the_nearest_and_one_above_1_is_refused():
    with pytest.raises(InputError, match="Did you mean share_small"):
        given({"share_smal": 0.1})
    with pytest.raises(InputError, match="a share from 0 to 1"):
        given({"share_small": 1.1})
