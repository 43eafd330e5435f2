"""Numbers of a class dealt to its members, against the multivariate hypergeometric law. Seeds are fixed."""

from __future__ import annotations

from collections import Counter
from itertools import product

import numpy as np
import pytest
from scipy.stats import chi2, multivariate_hypergeom

from openh1b.selection.counts import _deal_by_halves, _deal_in_turn, deal
from openh1b.selection.streams import stream

DRAWS = 20_000
RARE = 1e-3  # a right law fails a fixed seed with this probability
WAYS = [_deal_in_turn, _deal_by_halves]
LANE = np.array([1, 0, 1, 1, 0, 1, 2])
UNITS = np.array([2, 3, 1, 4, 2, 1, 5])
WON = np.array([2, 4, 3])


def dealt(way, units=UNITS):
    won = np.broadcast_to(WON, (DRAWS, len(WON)))
    return way(won, units, LANE, stream("deal", 2026, way.__name__))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("lane", [0, 1])
def test_the_members_of_a_lane_follow_the_multivariate_hypergeometric_law(way, lane):
    mine = np.flatnonzero(lane == LANE)
    seen = Counter(map(tuple, dealt(way)[:, mine].tolist()))
    law = multivariate_hypergeom(UNITS[mine], WON[lane])
    outcomes = [x for x in product(*(range(n + 1) for n in UNITS[mine])) if sum(x) == WON[lane]]
    assert set(seen) <= set(outcomes)
    expected = np.array([law.pmf(x) * DRAWS for x in outcomes])
    found = np.array([seen[x] for x in outcomes])
    assert chi2.sf(((found - expected) ** 2 / expected).sum(), len(outcomes) - 1) > RARE


@pytest.mark.parametrize("way", WAYS)
def test_units_that_are_the_same_in_all_draws_may_be_given_once(way):
    np.testing.assert_array_equal(dealt(way), dealt(way, np.tile(UNITS, (DRAWS, 1))))


@pytest.mark.parametrize("way", WAYS)
def test_a_lane_is_dealt_whole_and_nobody_gets_more_than_they_are(way):
    units = np.random.Generator(np.random.Philox(7)).integers(0, 9, (50, 400))
    lane = np.arange(400) % 37
    sums = np.stack([units[:, lane == k].sum(axis=1) for k in range(37)], axis=1)
    won = sums * np.arange(50)[:, None] // 49  # nothing in the first draw, everybody in the last
    found = way(won, units, lane, stream("whole", 2026, way.__name__))
    assert (found >= 0).all()
    assert (found <= units).all()
    np.testing.assert_array_equal(np.stack([found[:, lane == k].sum(axis=1) for k in range(37)], axis=1), won)
    np.testing.assert_array_equal(found[-1], units[-1])


@pytest.mark.parametrize(("members", "way"), [(7, _deal_in_turn), (400, _deal_by_halves)])
def test_few_members_are_dealt_in_turn_and_many_by_halves(members, way):
    units, lane, won = np.full(members, 3), np.arange(members) % 5, np.full((4, 5), 2)
    first, second = (one(won, units, lane, stream("few", 2026, "a")) for one in (deal, way))
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("way", WAYS)
def test_no_draws_deal_nothing(way):
    assert way(np.zeros((0, 3), dtype=np.int64), UNITS, LANE, stream("none", 2026, "a")).shape == (0, len(LANE))
