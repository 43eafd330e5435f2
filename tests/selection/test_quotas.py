from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from brute import limit, one_seat_after_another, probabilities, race, stage

from openh1b.selection.counts import counts
from openh1b.selection.draw import draw
from openh1b.selection.keys import uniforms
from openh1b.selection.odds import odds
from openh1b.selection.quota_odds import DRAWS, LARGEST_ERROR, quota_odds, walk

LARGE = {
    "one employer over its quota": ([8_000, 3_000, 500], 4_000, [1_000, 9_999, 9_999], [1, 1, 1]),
    "two quotas full": ([8_000, 5_000, 3_000], 5_000, [1_000, 1_000, 9_999], [1, 1, 1]),
    "weights": ([8_000, 5_000, 3_000], 5_000, [1_000, 1_000, 9_999], [4, 1, 2]),
    "quotas leave seats": ([3_000, 3_000], 5_000, [1_000, 700], [1, 3]),
    "no quota": ([3_000, 3_000], 2_000, [0, 9_999], [1, 3]),
    "nobody is stopped": ([3_000, 3_000], 1_000, [3_000, 3_000], [1, 3]),
}


@pytest.mark.parametrize("name", LARGE)
def test_large_groups_by_closing_times_equal_seat_after_seat(name):
    n, seats, quota, weight = LARGE[name]
    one = race(n, stage(seats=seats, weight=weight, limits=(limit(np.arange(len(n)), quota),)))
    found = odds(one)
    assert found.method == "closing"
    seen = one_seat_after_another(one, 60, seed=3)[:, 0] / one.n
    spread = seen.std(axis=0) / np.sqrt(60)
    assert (np.abs(found.by_row() - seen.mean(axis=0)) <= 4.5 * spread + found.error + 1e-3).all()
    assert found.error <= LARGEST_ERROR


def test_large_groups_in_tiers_two_stages_and_two_limits():
    employer, country = np.array([0, 0, 1, 1, 2, 2]), np.array([0, 1, 0, 1, 0, 1])
    limits = (limit(employer, [900, 2_000, 9_999]), limit(country, [1_500, 9_999], "country"))
    regular = stage("regular", 3_000, tier=[0, 0, 0, 1, 0, 1], weight=[1, 2, 1, 2, 1, 1], limits=limits)
    extra = stage("advanced_degree", 800, who=[1, 1, 0, 0, 1, 1], limits=(limit(employer, [100, 0, 9_999]),))
    one = race([2_000, 2_000, 1_500, 3_000, 2_500, 4_000], regular, extra)
    found = odds(one)
    assert found.method == "closing"
    seen = one_seat_after_another(one, 60, seed=4).mean(axis=0).T / one.n[:, None]
    np.testing.assert_allclose(found.by_class[found.classes.of_row], seen, rtol=0, atol=0.004 + found.error)


SMALL = {
    "one quota": (stage(seats=3, n=7, limits=(limit([0, 0, 0, 1, 1, 2, 2], [1, 2, 2]),)),),
    "weights and tiers": (
        stage(
            seats=4,
            tier=[0, 0, 1, 0, 1, 1, 1],
            weight=[1, 2, 3, 4, 1, 2, 5],
            limits=(limit([0] * 4 + [1] * 3, [2, 1]),),
        ),
    ),
    "two limits": (
        stage(
            seats=4, n=7, limits=(limit([0, 0, 0, 1, 1, 2, 2], [2, 1, 1]), limit([0, 1] * 3 + [0], [2, 2], "country"))
        ),
    ),
    "two stages": (
        stage("regular", 3, weight=[1, 2, 3, 4, 1, 2, 5], limits=(limit([0, 0, 0, 1, 1, 2, 2], [1, 1, 2]),)),
        stage("advanced_degree", 2, who=[0, 1] * 3 + [1], limits=(limit([0, 0, 0, 1, 1, 2, 2], [1, 0, 1]),)),
    ),
}


@pytest.mark.parametrize("name", SMALL)
def test_small_groups_by_draws_equal_brute_force_within_the_printed_error(name):
    one = race(np.ones(7), *SMALL[name])
    found = odds(one)
    assert found.method == "draws"
    assert found.error == pytest.approx(0.5 / np.sqrt(DRAWS), rel=0.35)  # a standard error
    np.testing.assert_allclose(found.by_class[found.classes.of_row], probabilities(one), rtol=0, atol=4.5 * found.error)


def test_seat_after_seat_of_the_tests_is_brute_force():
    for stages in SMALL.values():
        one = race(np.ones(7), *stages)
        seen = one_seat_after_another(one, 20_000, seed=1).mean(axis=0).T
        np.testing.assert_allclose(seen, probabilities(one), rtol=0, atol=4.5 * 0.5 / np.sqrt(20_000))


def test_odds_by_draws_are_the_same_every_time():
    one = race(np.ones(7), *SMALL["two limits"])
    np.testing.assert_array_equal(odds(one).by_class, odds(one).by_class)


@pytest.mark.parametrize("name", SMALL)
def test_the_walk_down_keys_is_the_draw_of_who(name):
    one, ids = race(np.ones(7), *SMALL[name]), [f"unit {k}" for k in range(7)]
    for number in range(200):
        seed, alive = f"w{number}", np.ones(7, dtype=bool)
        for each in one.stages:
            luck = -np.log(uniforms(ids, seed=seed, season=2026, purpose=f"select/{each.name}"))
            alive &= ~walk(each, np.arange(7), luck, alive)
        np.testing.assert_array_equal(~alive, draw(one, ids, seed=seed, season=2026).selected)


@pytest.mark.parametrize("limits", [1, 2])
def test_no_walk_gives_more_than_the_seats_or_a_quota(limits):
    generator = np.random.default_rng(6)
    for _ in range(200):
        groups = [generator.integers(0, 4, 40) for _ in range(limits)]
        quotas = [generator.integers(0, 8, 4) for _ in range(limits)]
        who = generator.random(40) < 0.8
        one = stage(seats=int(generator.integers(0, 30)), who=who, limits=tuple(map(limit, groups, quotas)))
        won = walk(one, np.arange(40), generator.standard_exponential(40), np.ones(40, dtype=bool))
        assert won.sum() <= one.seats
        assert not won[~who].any()
        for group, quota in zip(groups, quotas, strict=True):
            assert (np.bincount(group[won], minlength=4) <= quota).all()
        full = np.any(
            [quota[g] == np.bincount(g[won], minlength=4)[g] for g, quota in zip(groups, quotas, strict=True)], axis=0
        )
        assert won.sum() == one.seats or (won | full | ~who).all(), "a seat stays empty while somebody could have it"


def test_a_higher_quota_lets_more_through_and_takes_from_the_others():
    found = [
        odds(race([8_000, 3_000], stage(seats=4_000, n=2, limits=(limit([0, 1], [quota, 9_999]),)))).by_row()
        for quota in (500, 1_000, 2_000, 4_000)
    ]
    assert all(low[0] <= high[0] and low[1] >= high[1] for low, high in pairwise(found))


def test_real_numbers_of_units_are_left_to_closing_times_with_their_error():
    p, method, error = quota_odds(race([7.5, 4.5], stage(seats=5, n=2, limits=(limit([0, 1], [3, 9]),))))
    assert method == "closing"
    assert error > LARGEST_ERROR
    assert p[:, 0] @ [7.5, 4.5] <= 5 + 1e-9


def test_numbers_by_class_refuse_a_quota():
    with pytest.raises(ValueError, match="quota"):
        counts(race([7, 4], stage(seats=5, n=2, limits=(limit([0, 1], [3, 9]),))), 1, seed="s", season=2026)
