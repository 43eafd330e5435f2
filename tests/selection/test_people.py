from __future__ import annotations

import numpy as np
import pytest
from brute import race, stage
from scipy.stats import chi2

from openh1b.selection.counts import Draws, counts
from openh1b.selection.odds import odds
from openh1b.selection.people import Sampler

OF_ROW = np.array([2, 0, 1, 0, 2, 1, 1, 0, 2, 1, 1, 1])
SIZES = np.bincount(OF_ROW)


def numbers(*by_class):
    return Draws(np.array(by_class)[:, None, :], OF_ROW)


def selected(sampler, draws):
    """Flags by row of the pool, one line a draw."""
    rows = np.zeros((len(draws.taken), len(sampler.rows)), dtype=bool)
    for k, flags in enumerate(sampler.samples(draws)):
        rows[k, sampler.rows] = flags
    return rows


def test_every_class_gives_exactly_its_number():
    given = np.stack([np.random.default_rng(3).integers(0, size + 1, 500) for size in SIZES], axis=1)
    who = selected(Sampler(OF_ROW, seed="s", season=2026), numbers(*given))
    by_class = np.stack([who[:, c == OF_ROW].sum(axis=1) for c in range(3)], axis=1)
    np.testing.assert_array_equal(by_class, given)


def test_every_set_of_members_is_equally_likely():
    draws, given = 6_000, np.array([1, 2, 2])
    who = selected(Sampler(OF_ROW, seed="s", season=2026), numbers(*np.tile(given, (draws, 1))))
    sets = who @ (1 << np.arange(len(OF_ROW)))
    seen = np.unique(sets, return_counts=True)[1]
    possible = 3 * 15 * 3  # 1 of 3, 2 of 6, 2 of 3
    assert len(seen) == possible
    assert chi2.sf(float(((seen - draws / possible) ** 2).sum() * possible / draws), possible - 1) > 1e-3


@pytest.mark.parametrize("taken", [0, 1, 7, 65_536 // 2, 99_993, 99_999, 100_000])
def test_a_large_class_with_nearly_nobody_or_nearly_everybody(taken):
    of_row = np.zeros(100_000, dtype=np.int64)
    draws = Draws(np.full((3, 1, 1), taken), of_row)
    samples = [flags.copy() for flags in Sampler(of_row, seed="s", season=2026).samples(draws)]
    assert [int(flags.sum()) for flags in samples] == [taken] * 3
    assert taken in {0, 100_000} or (samples[0] != samples[1]).any()


def test_members_of_a_large_class_are_equally_often_selected():
    of_row, draws = np.repeat([0, 1], [400, 600]), 3_000
    given = Draws(np.tile([[[137, 421]]], (draws, 1, 1)), of_row)
    often = selected(Sampler(of_row, seed="s", season=2026), given).sum(axis=0)
    for c, taken in enumerate((137, 421)):
        own = often[of_row == c]
        p = taken / len(own)
        statistic = float(((own - draws * p) ** 2).sum() / (draws * p * (1 - p))) * (len(own) - 1) / len(own)
        assert 1e-3 < chi2.sf(statistic, len(own) - 1) < 1 - 1e-3


def test_one_sample_a_draw_and_the_same_for_the_same_seed():
    draws = numbers(*np.tile([1, 3, 2], (40, 1)))
    first, again, other = (selected(Sampler(OF_ROW, seed=seed, season=2026), draws) for seed in ("a", "a", "b"))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
    assert len(np.unique(first, axis=0)) > 20
    np.testing.assert_array_equal(
        first[:5], selected(Sampler(OF_ROW, seed="a", season=2026), numbers(*[[1, 3, 2]] * 5))
    )


@pytest.mark.parametrize("order", [np.arange(60), np.arange(60)[::-1], np.random.default_rng(4).permutation(60)])
def test_people_have_the_odds_of_their_row_in_any_order_of_rows(order):
    level, advanced = (np.arange(60) % 4 + 1)[order], (np.arange(60) % 3 == 0)[order]
    one = race(np.ones(60), stage("regular", 15, weight=level), stage("advanced_degree", 6, who=advanced, weight=level))
    draws = counts(one, 2_500, seed="s", season=2026)
    often = selected(Sampler(draws.of_row, seed="s", season=2026), draws).mean(axis=0)
    p = odds(one).by_row()
    assert (np.abs(often - p) <= 4.5 * np.sqrt(p * (1 - p) / 2_500) + odds(one).error).all()
