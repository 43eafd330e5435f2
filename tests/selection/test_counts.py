"""Numbers by class against brute force, against the odds and against draws of who. Seeds are fixed: nothing flakes."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from brute import count_law, one_seat_after_another, race, stage
from scipy.stats import chi2

from openh1b.selection.counts import counts
from openh1b.selection.draw import draw
from openh1b.selection.linear import Totals
from openh1b.selection.odds import odds

NAMES = {"seed": "counts", "season": 2026}
RARE = 1e-3  # a right law fails a fixed seed with this probability: once in a thousand tests written


def case(name, times=1):
    """A race over eight kinds of unit, level 1 to 4 by US master's or not; `times` units of each."""
    levels = np.array([1, 1, 2, 2, 3, 3, 4, 4])
    advanced = np.arange(8) % 2 == 1
    regular = {"seats": 3 * times, "n": 8, "name": "regular"}
    extra = {"seats": 2 * times, "who": advanced, "name": "advanced_degree"}
    weight, tier, near = {"weight": levels}, {"tier": levels < 3}, {"tier": levels < 4}
    steep = {"weight": 10.0 ** (levels - 2)}
    stages = {
        "lottery": [regular, extra],
        "lottery, advanced degree first": [extra, regular],
        "weights": [regular | weight, extra | weight],
        "weights, advanced degree first": [extra | weight, regular | weight],
        "weights far apart": [regular | steep, extra | steep],
        "tiers": [regular | tier, extra | tier],
        "tiers and weights": [regular | tier | weight, extra | near | weight],
        "another weight in each stage": [regular | weight, extra | steep],
        "a later regular round": [regular | weight, extra | weight, regular | weight | {"seats": times}],
        "one stage": [regular | weight],
        "everyone selected": [
            regular | weight | {"seats": 5 * times},
            extra | weight,
            regular | weight | {"seats": 9 * times},
        ],
        "no seats": [regular | {"seats": 0}, extra | weight | {"seats": 0}],
        "nobody eligible": [regular | {"who": np.zeros(8, bool)}, extra | weight],
    }[name]
    return race(np.full(8, times), *(stage(**each) for each in stages))


CASES = [
    "lottery",
    "lottery, advanced degree first",
    "weights",
    "weights, advanced degree first",
    "weights far apart",
    "tiers",
    "tiers and weights",
    "another weight in each stage",
    "a later regular round",
    "one stage",
    "everyone selected",
    "no seats",
    "nobody eligible",
]
RANDOM = [name for name in CASES if name not in {"everyone selected", "no seats", "nobody eligible"}]


def fits(seen: Counter, law: dict, draws: int) -> None:
    """Chi-square of outcomes against their law; rare outcomes are put together."""
    assert set(seen) <= set(law), "an outcome that cannot be"
    common = [key for key, p in law.items() if p * draws >= 8]
    expected = np.array([law[key] * draws for key in common] + [sum(law.values()) * draws])
    expected[-1] -= expected[:-1].sum()
    found = np.array([seen[key] for key in common] + [draws - sum(seen[key] for key in common)])
    kept = expected > 1e-6
    assert found[~kept].sum() == 0
    statistic = float(((found[kept] - expected[kept]) ** 2 / expected[kept]).sum())
    assert kept.sum() == 1 or chi2.sf(statistic, kept.sum() - 1) > RARE


@pytest.mark.parametrize("name", CASES)
def test_numbers_by_class_have_exactly_the_law_of_all_orders(name):
    one, draws = case(name), 200_000
    taken = counts(one, draws, **NAMES).taken
    radix = np.tile(one.classes.race.n.astype(int) + 1, len(one.stages))
    code = taken.reshape(draws, -1) @ np.cumprod(np.r_[1, radix[:-1]])  # one whole number an outcome: quick to count
    _, first, times = np.unique(code, return_index=True, return_counts=True)
    keys = (tuple(map(tuple, outcome)) for outcome in taken[first].tolist())
    fits(Counter(dict(zip(keys, times.tolist(), strict=True))), count_law(one, one.classes.of_row), draws)


def merged(outcome, one):
    """An outcome by stage, as one by list: rounds of one list together."""
    lists = [[k for k, each in enumerate(one.stages) if each.name == name] for name in one.names]
    return tuple(tuple(np.sum([outcome[k] for k in rounds], axis=0).tolist()) for rounds in lists)


@pytest.mark.parametrize("name", CASES)
def test_draws_of_who_have_the_law_of_all_orders(name):
    one, draws, ids = case(name), 3_000, [f"unit {k}" for k in range(8)]
    of_row, seen, law = one.classes.of_row, Counter(), Counter()
    for outcome, p in count_law(one, of_row).items():
        law[merged(outcome, one)] += p
    for number in range(draws):
        who = draw(one, ids, seed=f"s{number}", season=2026)
        lists = (of_row[who.selected & (who.stage == k)] for k in range(len(one.names)))
        seen[tuple(tuple(np.bincount(rows, minlength=of_row.max() + 1).tolist()) for rows in lists)] += 1
    fits(seen, law, draws)


@pytest.mark.parametrize("name", RANDOM)
def test_means_agree_with_the_odds(name):
    for times, draws in ((3, 40_000), (2_000, 20_000)):
        one = case(name, times)
        found, taken = odds(one), counts(one, draws, **NAMES).taken
        n = found.classes.race.n
        error = taken.std(axis=0).T / np.sqrt(draws)
        assert (
            np.abs(taken.mean(axis=0).T - n[:, None] * found.by_class) <= 4.5 * error + n[:, None] * found.error
        ).all()


@pytest.mark.parametrize("name", RANDOM)
def test_variances_and_covariances_agree_with_the_closed_form(name):
    one, draws = case(name, 3_000), 20_000
    found, selected = odds(one), counts(one, draws, **NAMES).selected
    n = found.classes.race.n
    pairs = np.array([np.eye(len(n))[a] + np.eye(len(n))[b] for a in range(len(n)) for b in range(a)])
    values = np.vstack([np.eye(len(n)), pairs])
    expected = found.variances(Totals.same_in_class(n, values))
    seen = (selected @ values.T).var(axis=0)
    # the sample variance of 20,000 draws has a standard deviation of 1%
    np.testing.assert_allclose(seen, expected, rtol=0.045, atol=0.02)


@pytest.mark.parametrize("name", RANDOM)
def test_covariances_agree_with_one_seat_after_another(name):
    one, draws = case(name, 4), 20_000
    of_row = one.classes.of_row
    members = of_row == np.arange(of_row.max() + 1)[:, None]
    by_class = (one_seat_after_another(one, draws, seed=5) @ members.T).reshape(draws, -1)
    fast = counts(one, draws, **NAMES).taken.reshape(draws, -1)
    (a, error_a), (b, error_b) = _covariances(by_class), _covariances(fast)
    assert (np.abs(a - b) <= 5 * np.hypot(error_a, error_b) + 1e-9).all()


def _covariances(x):
    """Covariances and their standard errors."""
    away = x - x.mean(axis=0)
    found, square = away.T @ away / len(x), (away**2).T @ away**2 / len(x)
    return found, np.sqrt((square - found**2) / len(x))


def test_numbers_are_whole_never_above_the_seats_nor_the_class():
    one = case("a later regular round", 7)
    drawn = counts(one, 5_000, **NAMES)
    assert (drawn.taken >= 0).all()
    assert (drawn.selected <= one.classes.race.n).all()
    left = np.tile(one.classes.race.n, (5_000, 1))
    for k, each in enumerate(one.classes.race.stages):
        able = left[:, each.eligible].sum(axis=1)
        np.testing.assert_array_equal(drawn.taken[:, k].sum(axis=1), np.minimum(able, each.seats))
        left -= drawn.taken[:, k]


def test_same_seed_same_numbers_and_more_draws_only_add():
    one = case("weights", 50)
    first, again, other = (counts(one, 30, seed=seed, season=2026).taken for seed in ("a", "a", "b"))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
    assert (first != counts(one, 30, seed="a", season=2027).taken).any()


def test_seats_far_beyond_a_season_and_a_single_unit():
    one = race([1], stage(seats=5_000_000, n=1))
    assert counts(one, 3, **NAMES).taken.tolist() == [[[1]], [[1]], [[1]]]


@pytest.mark.parametrize("weights", [(1e-60, 1, 1e60), (1e-9, 1, 1), (1, 1 + 1e-12, 1e5)])
@pytest.mark.parametrize("seats", [1, 4, 5, 8, 11])
def test_weights_far_apart_or_nearly_equal_still_close(weights, seats):
    one = race([4, 4, 4], stage(seats=seats, weight=weights))
    taken = counts(one, 2_000, **NAMES).taken[:, 0]
    assert (taken.sum(axis=1) == seats).all()
    found = odds(one, method="orders")
    error = taken.std(axis=0) / np.sqrt(2_000)
    assert (np.abs(taken.mean(axis=0) - found.classes.race.n * found.by_class[:, 0]) <= 4.5 * error + 1e-3).all()
