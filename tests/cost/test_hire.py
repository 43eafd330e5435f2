"""The whole cost of a hire, its break-even, and the domestic hire beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openh1b.cost.answer import answer
from openh1b.cost.assumptions import inputs
from openh1b.cost.break_even import beside, break_even, wage_gaps
from openh1b.cost.fee_law import FeeLaw, fee_law
from openh1b.cost.filing import Employer, Filing
from openh1b.cost.hire import HireCost, Job, hire_cost
from openh1b.cost.horizon import Horizon, surplus_to_pay
from openh1b.errors import InputError
from openh1b.law import load_law

DAY = date(2026, 11, 21)
FLAT = {"discount": 0.0, "separation": 0.0}


def hire(law: FeeLaw, job: Job, **horizon: float) -> HireCost:
    return hire_cost(Filing(DAY), job, Horizon(**horizon), law)


# The figure is given with the issue: 103,265 USD is about 23,200 USD a year over six years at 3% and 9.4% separation.
# Payments at the start of each year while the person stays give 23,158; at the end of each year they would give 26,330.
def test_the_proposed_charge_is_about_23_200_dollars_a_year():
    assert surplus_to_pay(103_265, Horizon(years=6, discount=0.03, separation=0.094)) == pytest.approx(23_200, abs=50)


def test_the_annuity_without_rates_counts_the_years():
    assert Horizon(years=6, **FLAT).annuity == 6


def test_payments_at_the_end_of_each_year_would_give_another_figure():
    horizon = Horizon()
    late = sum(horizon.weight(year) for year in range(1, 7))
    assert 103_265 / late == pytest.approx(26_328, abs=5)


# By hand from the sheet of facts, 26 or more employees: 215 + 780 + 1,500 + 500 + 600, then 780 + 1,500 + 600
def test_six_years_of_the_standard_case(now: FeeLaw):
    found = hire(now, Job(100_000))
    assert [(step.year, step.total_usd) for step in found.steps] == [(0, 3_380), (3, 2_880)]
    assert found.one_time_usd == 3_595
    assert found.total_usd == 6_475
    assert found.per_year_usd == pytest.approx(6_475 / 6)
    assert found.present_usd == pytest.approx(3_595 + 2_880 * (0.906 / 1.03) ** 3)


def test_a_second_extension_by_the_same_employer_has_no_acwia_fee(now: FeeLaw):
    assert [step.total_usd for step in hire(now, Job(100_000), years=9).steps] == [3_380, 2_880, 1_380]


def test_registrations_that_lose_are_paid_too(now: FeeLaw):
    assert hire(now, Job(100_000, odds=0.25)).registration_usd == 4 * 215
    assert hire(now, Job(100_000)).registration_usd == 215


def test_counsel_is_counted_only_if_given(now: FeeLaw):
    with_counsel = hire(now, Job(100_000, attorney_usd=1_000))
    assert with_counsel.total_usd - hire(now, Job(100_000)).total_usd == 2_000


def test_a_cap_exempt_employer_registers_nobody_and_is_not_charged_the_proposal(policy_file: Callable[..., str]):
    law = fee_law(DAY, name=policy_file(price__one_time_fee_usd="103265"))
    exempt = hire_cost(Filing(DAY, employer=Employer(cap_exempt=True)), Job(100_000), Horizon(), law)
    assert (exempt.registration_usd, exempt.one_time_usd) == (0, 3_380)
    assert hire(law, Job(100_000)).one_time_usd == 3_595 + 103_265


def test_a_yearly_charge_is_paid_each_year(policy_file: Callable[..., str], now: FeeLaw):
    law = fee_law(DAY, name=policy_file(price__yearly_fee_usd="20000"))
    charged, free = hire(law, Job(100_000)), hire(now, Job(100_000))
    assert charged.total_usd - free.total_usd == 120_000
    assert charged.yearly_equivalent_usd - free.yearly_equivalent_usd == pytest.approx(20_000)


def test_a_salary_floor_raises_pay_and_only_below_it(policy_file: Callable[..., str]):
    law = fee_law(DAY, name=policy_file(wages__floor_usd="110000"))
    low, high = hire(law, Job(100_000)), hire(law, Job(150_000))
    assert (low.pay_usd, high.pay_usd) == (110_000, 150_000)
    assert beside(low, 0.0).floor_usd == 10_000
    assert beside(low, 0.0).difference_usd == pytest.approx(low.yearly_equivalent_usd + 10_000)


def test_the_published_gaps_and_their_ends():
    assert wage_gaps() == (-0.16, -0.05, 0.295)


def test_at_sixteen_percent_less_the_domestic_hire_costs_119_048(now: FeeLaw):
    side = beside(hire(now, Job(100_000)), -0.16)
    assert side.domestic_usd == pytest.approx(100_000 / 0.84)
    assert side.difference_usd < 0


@given(
    gap=st.floats(-0.5, 0.6),
    margin=st.floats(0, 0.5),
    salary=st.integers(20_000, 900_000),
    years=st.integers(1, 12),
)
def test_the_break_even_charge_and_floor_really_break_even(gap: float, margin: float, salary: int, years: int):
    found = hire(fee_law(DAY), Job(float(salary)), years=years)
    even = break_even(found, gap, margin)
    target = (1 + margin) * salary / (1 + gap)
    with_fee = found.pay_usd + found.yearly_equivalent_usd + even.yearly_fee_usd
    with_floor = max(found.pay_usd, even.salary_floor_usd) + found.yearly_equivalent_usd
    if even.now_dearer:
        assert found.pay_usd + found.yearly_equivalent_usd >= target - 1e-6
        assert even.yearly_fee_usd == pytest.approx(0, abs=1e-6)
    else:
        assert with_fee == pytest.approx(target)
        assert with_floor == pytest.approx(target)


def test_break_even_is_of_the_charge_in_all_where_a_policy_has_one(policy_file: Callable[..., str], now: FeeLaw):
    law = fee_law(DAY, name=policy_file(price__yearly_fee_usd="5000"))
    with_one, without = (break_even(hire(one, Job(100_000)), -0.16) for one in (law, now))
    assert with_one.yearly_fee_usd == pytest.approx(without.yearly_fee_usd)
    assert with_one.salary_floor_usd == pytest.approx(without.salary_floor_usd - 5_000)


def test_charges_not_in_force_are_told_and_not_counted(now: FeeLaw):
    found = answer(Filing(DAY, place="abroad"), Job(100_000), Horizon(), now, (0.0,), (0.0,))
    told = {one.dated.path: (one.usd, one.binds, one.dated.status) for one in found.pending}
    assert told == {
        "price.one_time_fee_usd": (103_265, True, "proposed"),
        "price.consular_fee_usd": (100_000, True, "not_applied"),
    }
    assert found.hire.one_time_usd == 3_595


def test_a_beneficiary_in_the_united_states_is_not_bound_by_the_consular_charge():
    law = fee_law(date(2026, 7, 1))
    at_home, abroad = (
        hire_cost(Filing(law.on, place=place), Job(100_000), Horizon(), law) for place in ("in_us", "abroad")
    )
    assert abroad.one_time_usd - at_home.one_time_usd == 100_000
    assert abroad.worker_usd == (205, 455)


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: Horizon(years=0), "years: 0"),
        (lambda: Horizon(discount=3), "3% is 0.03"),
        (lambda: Horizon(separation=1.0), "separation"),
        (lambda: Job(0), "salary"),
        (lambda: Job(100_000, odds=0), "odds"),
        (lambda: Job(100_000, attorney_usd=-1), "attorney"),
    ],
)
def test_what_cannot_be_is_refused(make: Callable[[], object], problem: str):
    with pytest.raises(InputError, match=problem):
        make()


def test_a_gap_of_all_pay_is_refused(now: FeeLaw):
    with pytest.raises(InputError, match="wage gap"):
        beside(hire(now, Job(100_000)), -1.0)


def test_every_input_cites_a_listed_source_and_lies_in_its_range():
    for one in inputs().values():
        assert one.cite
        assert set(one.cite) <= set(load_law().sources)
        assert one.low <= one.value <= one.high
