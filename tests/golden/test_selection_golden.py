"""Selection against evidence from outside this package. Each test names its source and how it was read.

DHS 2019: 84 FR 888 (31 January 2019), "up to 16% (5,340) more" selections with an advanced degree once the stages are
reversed [from memory]; the 193,475 petitions of which 55,703 advanced, and the 5,336 of two draws in either order, are
a practitioner's calculation [second-hand].
DHS 2025: 90 FR 45986 (24 September 2025), table of odds 15.29, 30.58, 45.87, 61.16% beside 29.59% at random
[second-hand: pages that copy it].
"""

from __future__ import annotations

import numpy as np
import pytest

from openh1b.selection.counts import counts
from openh1b.selection.draw import draw
from openh1b.selection.odds import odds
from openh1b.selection.race import Race, make_stage

PETITIONS, ADVANCED = 193_475, 55_703
REGULAR_SEATS, ADVANCED_SEATS = 65_000, 20_000
HAS = np.array([False, True])

PRINTED_AT_RANDOM, PRINTED = 29.59, (15.29, 30.58, 45.87, 61.16)
MIX, LEVELS = np.array([0.36, 0.42, 0.145, 0.075]), np.array([1.0, 2.0, 3.0, 4.0])


def stage(name, seats, who, weight=None):
    size = len(who)
    return make_stage(name, seats, who=who, tier=np.zeros(size), weight=np.ones(size) if weight is None else weight)


def two_draws(*, advanced_first, later=0):
    regular = stage("regular", REGULAR_SEATS, np.ones(2, bool))
    stages = [regular, stage("advanced_degree", ADVANCED_SEATS, HAS)]
    stages = stages[::-1] if advanced_first else stages
    more = [stage("regular", later, np.ones(2, bool))] if later else []
    return Race(np.array([PETITIONS - ADVANCED, ADVANCED], float), (*stages, *more))


def advanced_selected(race):
    return ADVANCED * odds(race).by_row()[1]


def test_the_reversal_of_2019_adds_5336_advanced_degree_selections():
    """84 FR 888: DHS printed 5,340 and 16% for the same two draws."""
    before, after = (advanced_selected(two_draws(advanced_first=first)) for first in (True, False))
    assert round(after - before) == 5_336
    assert after - before == pytest.approx(5_340, abs=5)
    assert f"{(after - before) / before:.0%}" == "16%"


def test_the_reversal_of_2019_by_hand():
    """On paper: advanced first 20,000 + 65,000 x 35,703/173,475; regular first 65,000 x 55,703/193,475 + 20,000."""
    first = ADVANCED_SEATS + REGULAR_SEATS * (ADVANCED - ADVANCED_SEATS) / (PETITIONS - ADVANCED_SEATS)
    second = REGULAR_SEATS * ADVANCED / PETITIONS + ADVANCED_SEATS
    assert advanced_selected(two_draws(advanced_first=True)) == pytest.approx(first, rel=1e-12)
    assert advanced_selected(two_draws(advanced_first=False)) == pytest.approx(second, rel=1e-12)


def test_the_reversal_of_2019_in_repeated_draws():
    """The same 5,336 from numbers drawn by class, so that no closed form vouches for itself."""
    taken = [counts(two_draws(advanced_first=f), 4_000, seed="2019", season=2020).selected for f in (True, False)]
    change = taken[1][:, 1] - taken[0][:, 1]
    assert change.mean() == pytest.approx(5_336, abs=4.5 * change.std() / np.sqrt(4_000))


def test_one_list_for_both_stages_would_not_be_the_reversal_of_2019():
    """Luck is independent between stages: with one list for both, advanced first would take as one joint draw does."""
    names = {"seed": "one list", "season": 2020}
    size, advanced = 1_000, np.arange(1_000) < 288
    ids = [f"p{k:04d}" for k in range(size)]
    for stages in (("regular", "advanced_degree"), ("advanced_degree", "regular")):
        parts = {
            "regular": stage("regular", 336, np.ones(size, bool)),
            "advanced_degree": stage("advanced_degree", 103, advanced),
        }
        race = Race(np.ones(size), tuple(parts[name] for name in stages))
        seen = [draw(race, ids, **{**names, "seed": f"s{k}"}).selected[advanced].sum() for k in range(200)]
        expected = 288 * odds(race).by_row()[0]
        assert np.mean(seen) == pytest.approx(expected, abs=4.5 * np.std(seen) / np.sqrt(200))


@pytest.mark.parametrize("later", [1_000, 13_000])
def test_a_late_regular_round_keeps_the_advanced_share_of_those_left(later):
    """The later round of FY2025 (August 2024) drew for the regular cap from all unselected, US master's included."""
    race = two_draws(advanced_first=False, later=later)
    found = odds(race)
    by_row = found.by_class[found.classes.of_row]
    left = race.n * (1 - by_row[:, :2].sum(axis=1))
    late = race.n * by_row[:, 2]
    assert late.sum() == pytest.approx(later)
    assert late[1] / late.sum() == pytest.approx(left[1] / left.sum(), rel=1e-9)
    assert late[1] > 0.1 * later


def test_four_registrations_at_248_in_a_thousand_make_680_in_a_thousand():
    """Registrations drawn, odds .248 each: a person with four has 1 - (1 - .248)^4 = .680 [arithmetic]."""
    registrations, own = 750_000, 4_000
    tickets = np.array([registrations - own, own], float)
    # a list without seats tells the tickets of these 1,000 persons from the others, and changes nothing
    regular, apart = stage("regular", round(0.248 * registrations), np.ones(2, bool)), stage("apart", 0, HAS)
    race = Race(tickets, (regular, apart))
    np.testing.assert_allclose(odds(race).by_row(), 0.248, rtol=0, atol=1e-12)
    won = counts(race, 2_000, seed="four", season=2024).selected[:, race.classes.of_row[1]]
    # given how many of the 4,000 tickets won, the four of one person are a simple random sample of them
    none = np.prod([(own - won - k) / (own - k) for k in range(4)], axis=0)
    assert round(1 - (1 - 0.248) ** 4, 3) == 0.680
    assert round(1 - float(none.mean()), 3) == 0.680


def test_dhs_printed_odds_are_linear_in_the_entries():
    """90 FR 45986: 15.29, 30.58, 45.87, 61.16% are 29.59% x entries / 1.935, the mean number of entries."""
    mean = PRINTED_AT_RANDOM / PRINTED[0]
    assert round(mean, 3) == 1.935
    assert float(MIX @ LEVELS) == pytest.approx(1.935, abs=1e-9)
    linear = PRINTED_AT_RANDOM * LEVELS / float(MIX @ LEVELS)
    np.testing.assert_allclose(linear, PRINTED, rtol=0, atol=0.011)
    np.testing.assert_allclose(np.array(PRINTED) / PRINTED[0], LEVELS, rtol=1e-12)


@pytest.mark.parametrize("method", ["integral", "closing"])
def test_a_draw_at_the_same_mean_gives_17_31_43_53_percent(method):
    """One draw without replacement at DHS's mean number of entries, mix .36/.42/.145/.075 [practitioner's figures]."""
    n = np.round(MIX * 200_000)
    weighted = Race(n, (stage("draw", round(PRINTED_AT_RANDOM / 100 * 200_000), np.ones(4, bool), LEVELS),))
    found = 100 * odds(weighted, method=method).by_row()
    assert [f"{p:.1f}" for p in found] == ["17.2", "31.4", "43.2", "52.9"]
    assert found @ MIX == pytest.approx(PRINTED_AT_RANDOM, abs=1e-6)


@pytest.mark.parametrize("mix", [MIX, [0.28, 0.48, 0.16, 0.08], [0.52, 0.26, 0.12, 0.10], [0.05, 0.05, 0.05, 0.85]])
@pytest.mark.parametrize("overall", [0.05, PRINTED_AT_RANDOM / 100, 0.6])
def test_no_draw_gives_odds_as_one_to_two_to_three_to_four(mix, overall):
    """Counted once, entered k times: 1 - exp(-k t) rises by less than k times, whatever the mix [arithmetic]."""
    n = np.round(np.array(mix) * 100_000)
    p = odds(Race(n, (stage("draw", round(overall * n.sum()), np.ones(4, bool), LEVELS),))).by_row()
    assert (p[1:] / p[0] < LEVELS[1:] - 0.9 * p[0]).all()
    assert (np.diff(p) > 0).all()
    assert (np.diff(p, n=2) < 0).all()
