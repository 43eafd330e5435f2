from __future__ import annotations

import math
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from brute import probabilities, race, stage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import nchypergeom_wallenius

from openh1b.errors import NotComputable
from openh1b.selection.linear import Totals
from openh1b.selection.odds import odds
from openh1b.selection.race import GroupLimit

LEVELS = np.array([1.0, 2.0, 3.0, 4.0])
WEIGHTS = (0.1, 0.5, 1.0, 2.0, 3.0, 4.0, 100.0)
SETTINGS = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
TWO_STAGES = [(5, 3), (3, 5), (1, 8), (8, 1), (0, 4), (12, 2)]


@st.composite
def races(draw, *, most_units=8, stages=(1, 3), tiers=3):
    """Any race of a few units. Stages of one name are rounds on one list: same tiers and weights, no one new."""
    n = draw(st.lists(st.integers(1, 3), min_size=1, max_size=5).filter(lambda n: sum(n) <= most_units))
    rows = len(n)

    def each(elements):
        return draw(st.lists(elements, min_size=rows, max_size=rows))

    lists, made = {}, []
    for _ in range(draw(st.integers(*stages))):
        name, who = draw(st.sampled_from("ab")), np.array(each(st.booleans()))
        if name not in lists:
            lists[name] = (who, each(st.integers(0, tiers - 1)), each(st.sampled_from(WEIGHTS)))
        everyone, tier, weight = lists[name]
        seats = draw(st.integers(0, sum(n) + 1))
        made.append(stage(name, seats, who=who & everyone, tier=tier, weight=weight))
    return race(n, *made)


@settings(SETTINGS, max_examples=150)
@given(races())
def test_odds_of_any_small_race_equal_brute_force_over_all_orders(one):
    found = odds(one)
    assert found.method == "orders"
    np.testing.assert_allclose(found.by_class[found.classes.of_row], probabilities(one), rtol=0, atol=1e-9)


@settings(SETTINGS, max_examples=100)
@given(races(stages=(1, 1)))
def test_in_one_stage_orders_integral_and_brute_force_agree(one):
    expected = probabilities(one)[:, 0]
    np.testing.assert_allclose(odds(one, method="orders").by_row(), expected, rtol=0, atol=1e-12)
    if odds(one, method="closing").stages[0].closing_tier is None:
        return  # no stage closes within a tier: there is nothing to integrate
    np.testing.assert_allclose(odds(one, method="integral").by_row(), expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize(("left", "right", "seats", "weight"), [(3, 5, 4, 2.5), (10, 20, 12, 3.0), (30, 60, 50, 0.25)])
@pytest.mark.parametrize("method", ["orders", "integral"])
def test_two_colours_have_the_mean_of_wallenius_law(left, right, seats, weight, method):
    # SciPy's own moments are good to 1e-8; the sum over its law is good to 1e-12
    k = np.arange(left + 1)
    mean = float(k @ nchypergeom_wallenius(left + right, left, seats, weight).pmf(k))
    one = race([left, right], stage(seats=seats, n=2, weight=[weight, 1.0]))
    assert odds(one, method=method).by_row()[0] * left == pytest.approx(mean, abs=1e-9)


def by_seats(n, stages):
    """Number of each class selected in each stage, seat after seat, in fractions: an independent spelling."""

    @cache
    def expected(k, seats, left):
        if k == len(stages):
            return {}
        who, weight = stages[k][1:]
        rate = [m * w if e else 0 for m, w, e in zip(left, weight, who, strict=True)]
        if seats == 0 or not any(rate):
            following = stages[k + 1][0] if k + 1 < len(stages) else 0
            return expected(k + 1, following, left)
        total = {}
        for c, r in enumerate(rate):
            if r:
                p = Fraction(r, sum(rate))
                total[k, c] = total.get((k, c), 0) + p
                after = (*left[:c], left[c] - 1, *left[c + 1 :])
                for key, value in expected(k, seats - 1, after).items():
                    total[key] = total.get(key, 0) + p * value
        return total

    found = expected(0, stages[0][0], tuple(n))
    return np.array([[float(found.get((k, c), 0)) / n[c] for k in range(len(stages))] for c in range(len(n))])


@pytest.mark.parametrize("seats", TWO_STAGES)
@pytest.mark.parametrize("advanced_first", [False, True])
def test_two_stages_in_either_order_equal_an_independent_spelling_in_fractions(seats, advanced_first):
    n, weight = (3, 2, 4, 5), (1, 4, 2, 1)
    stages = [(seats[0], (1, 1, 1, 1), weight), (seats[1], (0, 1, 0, 1), weight)]
    stages = stages[::-1] if advanced_first else stages
    names = ("advanced_degree", "regular") if advanced_first else ("regular", "advanced_degree")
    made = [stage(name, s, who=who, weight=w) for name, (s, who, w) in zip(names, stages, strict=True)]
    found = odds(race(n, *made), method="orders")
    np.testing.assert_allclose(found.by_class[found.classes.of_row], by_seats(n, stages), rtol=0, atol=1e-9)


@settings(SETTINGS, max_examples=250)
@given(races(most_units=12), st.integers(1, 6))
def test_closing_times_print_an_error_that_covers_the_true_one(one, times):
    larger = race(one.n * times, *(stage_times(each, times) for each in one.stages))
    exact, fast = odds(larger, method="orders"), odds(larger, method="closing")
    assert np.abs(exact.by_class - fast.by_class).max() <= fast.error + 1e-12


def stage_times(one, times):
    return stage(one.name, one.seats * times, who=one.eligible, tier=one.tier, weight=one.weight)


def test_error_of_closing_times_falls_as_the_square_of_the_size():
    errors = []
    for times in (1, 4, 16):
        n, seats = np.array([5, 6, 5]) * times, 6 * times
        one = race(n, stage(seats=seats, n=3, weight=[1, 2, 4]))
        exact, fast = odds(one, method="integral"), odds(one, method="closing")
        errors.append(np.abs(exact.by_class - fast.by_class).max())
    assert errors[0] / errors[1] > 12
    assert errors[1] / errors[2] > 12


def test_closing_times_and_integral_agree_at_the_size_of_a_season():
    one = race(np.round(329_000 * np.array([0.36, 0.42, 0.145, 0.075])), stage(seats=97_000, weight=LEVELS))
    exact, fast = odds(one), odds(one, method="closing")
    assert (exact.method, fast.method) == ("integral", "closing")
    assert fast.error < 1e-9
    np.testing.assert_allclose(fast.by_class, exact.by_class, rtol=0, atol=1e-10)


def test_one_heavy_unit_among_two_hundred_has_its_ticket_share_of_a_single_seat():
    one = race([200, 1], stage(seats=1, n=2, weight=[1, 1000]))
    for method in ("auto", "orders", "integral"):
        np.testing.assert_allclose(odds(one, method=method).by_row(), [1 / 1200, 1000 / 1200], rtol=0, atol=1e-12)
    plain = odds(one, method="closing")
    missed = 1000 / 1200 - plain.by_row()[1]
    assert 0.09 < missed < 0.11
    assert plain.error >= missed


@settings(SETTINGS, max_examples=60)
@given(races(most_units=10), st.sampled_from([1, 1000]))
def test_probabilities_add_up_to_the_seats_filled(one, times):
    larger = race(one.n * times, *(stage_times(each, times) for each in one.stages))
    found = odds(larger)
    left = larger.n.copy()
    for k, each in enumerate(larger.stages):
        by_row = found.by_class[found.classes.of_row, k]
        filled = min(each.seats, left[each.eligible].sum())
        assert found.stages[k].filled == pytest.approx(larger.n @ by_row, abs=1e-6)
        if not any(one.tiers_in_doubt for one in found.stages[: k + 1]) and found.error < 1e-9:
            assert larger.n @ by_row == pytest.approx(filled, rel=1e-7, abs=1e-6)
        left -= larger.n * by_row


def test_a_tier_behind_a_certain_one_has_no_chance_at_any_size():
    # a trace of a unit, left by rounding in the better tier, once gave everybody in the worse one a seat
    for times in (1, 1000):
        advanced = stage("advanced_degree", 4 * times, tier=[2, 1, 0])
        one = race(np.array([22, 31, 29]) * times, stage("regular", 28 * times, 3), advanced)
        found = odds(one, method="closing").by_class[one.classes.of_row, 1]
        np.testing.assert_allclose(found, [0, 0, 4 / 29], rtol=0, atol=1e-6)


def test_a_stage_that_earlier_luck_cannot_touch_is_not_in_doubt():
    found = odds(race([400, 300, 500], stage("a", 300, 3), stage("b", 200, 3)), method="closing")
    assert [one.tiers_in_doubt for one in found.stages] == [0, 0]


def test_units_of_no_one_are_left_out_of_exact_methods():
    found = odds(race([0, 3, 4], stage(seats=3, n=3, weight=[1, 2, 3])))
    assert found.method == "closing"
    assert np.isfinite(found.by_class).all()
    assert found.n @ found.by_row() == pytest.approx(3)


def test_a_method_that_does_not_fit_is_refused():
    two = race([300, 400], stage("a", 30, 2, weight=[1, 2]), stage("b", 30, 2, weight=[1, 2]))
    with pytest.raises(ValueError, match="one stage"):
        odds(two, method="integral")
    with pytest.raises(ValueError, match="one stage"):
        odds(race([3, 4], stage(seats=9, n=2, weight=[1, 2])), method="integral")
    with pytest.raises(ValueError, match="one stage"):
        odds(race([2.5, 4], stage(seats=3, n=2, weight=[1, 2])), method="integral")
    with pytest.raises(ValueError, match="whole numbers and 1,000,000 states"):
        odds(race([2.5, 4], stage(seats=3, n=2)), method="orders")
    with pytest.raises(ValueError, match="1,000,000 states"):
        odds(race([2000, 3000], stage(seats=3, n=2, weight=[1, 2])), method="orders")


def test_a_single_large_class_is_not_left_to_the_slow_method():
    found = odds(race([344_000], stage(seats=85_000, n=1)))
    assert found.method != "orders"
    assert found.by_row()[0] == pytest.approx(85_000 / 344_000, abs=1e-12)


def test_spread_under_quotas_is_refused_not_guessed():
    quota = GroupLimit("employer", ("a", "b"), np.array([0, 1]), np.array([2, 9]))
    found = odds(race([9, 9], stage(seats=8, n=2, limits=(quota,))))
    with pytest.raises(NotComputable, match="quotas"):
        found.variances(Totals.same_in_class(found.classes.race.n, np.ones((1, len(found.classes.race.n)))))


def test_weights_of_any_scale_give_the_same_odds():
    for scale in (1e-30, 1e30):
        one = race([20, 30, 40], stage(seats=25, n=3, weight=LEVELS[:3]))
        other = race([20, 30, 40], stage(seats=25, n=3, weight=LEVELS[:3] * scale))
        for method in ("orders", "integral", "closing"):
            a, b = odds(one, method=method), odds(other, method=method)
            np.testing.assert_allclose(a.by_row(), b.by_row(), rtol=0, atol=1e-12)


def test_weights_far_apart_act_as_tiers():
    weights, tiers = (
        race([4, 4, 4], stage(seats=6, n=3, weight=[1e-20, 1, 1e20])),
        race([4, 4, 4], stage(seats=6, n=3, tier=[2, 1, 0])),
    )
    for method in ("orders", "integral"):
        np.testing.assert_allclose(odds(weights, method=method).by_row(), [0, 0.5, 1], rtol=0, atol=1e-12)
    np.testing.assert_allclose(odds(tiers).by_row(), [0, 0.5, 1], rtol=0, atol=1e-12)
    assert math.isfinite(odds(weights, method="closing").error)
