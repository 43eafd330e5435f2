"""Pay of the selected: closed form beside draws, and beside sums over people."""

from __future__ import annotations

import numpy as np
import pytest

from openh1b.results import Result
from openh1b.scenario import Scenario
from openh1b.simulate import compare

MEASURES = ("pay_mean", "pay_p10", "pay_median", "pay_p90")


@pytest.fixture(scope="module")
def closed() -> Result:
    return compare(Scenario(policies=("lottery", "weighted-levels"), people=True)).result


def test_the_spread_of_pay_is_that_of_draws(closed: Result) -> None:
    drawn = compare(Scenario(policies=("lottery", "weighted-levels"), people=True, draws=600, seed="2")).result
    people = compare(Scenario(policies=("lottery", "weighted-levels"), people=True, seed="2")).result
    for policy in ("lottery", "weighted-levels"):
        for measure in MEASURES:
            one, other = people.find(policy, measure), drawn.find(policy, measure)
            assert one.value == other.value
            assert (one.high or 0) - (one.low or 0) == pytest.approx((other.high or 0) - (other.low or 0), rel=0.2)


def test_everyone_selected_has_the_pay_of_the_pool() -> None:
    found = compare(Scenario(policies=("no-cap",), people=True))
    assert found.people is not None
    pay = np.sort(found.people.pool.array("offered_wage_usd"))
    assert found.result.find("no-cap", "pay_mean").value == pytest.approx(pay.mean())
    middle = found.result.find("no-cap", "pay_median")
    assert middle.value == pay[int(np.ceil(len(pay) / 2)) - 1]
    assert middle.low == middle.high == middle.value


def test_a_ranking_by_pay_takes_the_highest_paid() -> None:
    found = compare(Scenario(policies=("pay-ranking",), seats="regular=1000", by=("employer_kind",)))
    pay = np.sort(found.pool.array("offered_wage_usd"))[::-1]
    assert found.result.find("pay-ranking", "pay_mean").value == pytest.approx(pay[:1000].mean())
    total = sum(
        found.result.find("pay-ranking", "selected", "employer_kind", g).value or 0
        for g in found.result.groups("employer_kind")
    )
    assert total == pytest.approx(1000)


def test_higher_levels_are_paid_more(closed: Result) -> None:
    for measure in MEASURES:
        assert (closed.find("weighted-levels", measure).value or 0) > (closed.find("lottery", measure).value or 0)
