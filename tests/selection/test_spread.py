"""The closed-form spread against repeated draws: groups within classes, pay, and two rules with the same luck."""

from __future__ import annotations

import numpy as np
import pytest
from brute import limit, race, stage

from openh1b.errors import NotComputable
from openh1b.selection.counts import counts, deal
from openh1b.selection.linear import Totals, seat_values
from openh1b.selection.odds import odds
from openh1b.selection.paired import paired
from openh1b.selection.people import Sampler
from openh1b.selection.streams import stream

PEOPLE, DRAWS = 6_000, 4_000
CLOSE = 0.09  # four standard deviations of a variance from 4,000 draws

level = 1 + stream("spread", 2026, "level").choice(4, PEOPLE, p=[0.36, 0.42, 0.145, 0.075])
advanced = stream("spread", 2026, "advanced").random(PEOPLE) < 0.4
employer = stream("spread", 2026, "employer").choice(5, PEOPLE, p=[0.5, 0.3, 0.15, 0.04, 0.01])
pay = np.round(60_000 + 25_000 * level + 20_000 * stream("spread", 2026, "pay").standard_exponential(PEOPLE))

REGULAR = {"name": "regular", "seats": 1_400, "n": PEOPLE}
ADVANCED = {"name": "advanced_degree", "seats": 500, "who": advanced}
WEIGHT = {"weight": level}
RULES = {
    "lottery": (REGULAR, ADVANCED),
    "advanced first": (ADVANCED, REGULAR),
    "weights": (REGULAR | WEIGHT, ADVANCED | WEIGHT),
    "weights, advanced first": (ADVANCED | WEIGHT, REGULAR | WEIGHT),
    "levels": (REGULAR | {"tier": -level}, ADVANCED | {"tier": -level}),
    "later round": (REGULAR | WEIGHT, ADVANCED | WEIGHT, REGULAR | WEIGHT | {"seats": 400}),
}


def people(name):
    return race(np.ones(PEOPLE), *(stage(**each) for each in RULES[name]))


def totals(found, values):
    """Sums of values and of their squares by class. values: shape (totals, people)."""
    of_row, count = found.classes.of_row, len(found.classes.race.n)
    first, second = (
        np.stack([np.bincount(of_row, weights=v, minlength=count) for v in each]) for each in (values, values**2)
    )
    return Totals(first, second)


@pytest.mark.parametrize("name", RULES)
def test_spread_of_groups_within_classes(name):
    one = people(name)
    found, draws = odds(one), counts(one, DRAWS, seed="groups", season=2026)
    members = (employer == np.arange(5)[:, None]).astype(float)
    expected = found.variances(totals(found, members))
    cells = totals(found, members).first
    group, of_class = np.nonzero(cells)
    each = np.broadcast_to(cells[group, of_class].astype(np.int64), (DRAWS, len(group)))
    dealt = deal(draws.selected, each, of_class, stream("deal", 2026, "test"))
    seen = np.stack([dealt[:, group == k].sum(axis=1) for k in range(5)], axis=1)
    np.testing.assert_allclose(seen.mean(axis=0), totals(found, members).first @ found.by_class.sum(axis=1), rtol=0.02)
    np.testing.assert_allclose(seen.var(axis=0), expected, rtol=CLOSE)


@pytest.mark.parametrize("name", RULES)
def test_spread_of_total_pay(name):
    one = people(name)
    found, draws = odds(one), counts(one, DRAWS, seed="pay", season=2026)
    sampler = Sampler(found.classes.of_row, seed="pay", season=2026)
    thousands = pay[sampler.rows] / 1_000
    seen = np.array([thousands @ flags for flags in sampler.samples(draws)])
    expected = found.variances(totals(found, pay[None, :] / 1_000))[0]
    assert seen.var() == pytest.approx(expected, rel=CLOSE)
    assert seen.mean() == pytest.approx(float(found.by_row() @ pay / 1_000), abs=4.5 * np.sqrt(expected / DRAWS))


def test_the_number_of_all_selected_has_no_spread_and_a_seat_is_worth_one():
    found = odds(people("weights"))
    everyone = totals(found, np.ones((1, PEOPLE)))
    n = found.classes.race.n
    assert found.variances(everyone)[0] == pytest.approx(0, abs=1e-6)
    np.testing.assert_allclose(seat_values(n, found.passages, everyone.first), [[1, 1]], rtol=1e-9)


def winners(one, luck):
    """Who is selected when a unit's time on a list is `luck[name]` over its weight, seat by seat down the list."""
    taken = np.zeros(PEOPLE, dtype=bool)
    for each in one.stages:
        rows = np.flatnonzero(each.eligible & ~taken)
        order = np.lexsort((luck[each.name][rows] / each.weight[rows], each.tier[rows]))
        taken[rows[order[: each.seats]]] = True
    return taken


PAIRS = [
    ("lottery", "weights"),
    ("weights", "levels"),
    ("lottery", "levels"),
    ("weights", "later round"),
    ("weights", "weights, advanced first"),
    ("advanced first", "lottery"),
]


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_gains_losses_and_spread_of_a_change_with_the_same_luck(before, after):
    one, other, draws = people(before), people(after), 1_500
    both = paired(odds(one), odds(other))
    generator = stream("same luck", 2026, f"{before}/{after}")
    members = level == np.arange(1, 5)[:, None]
    gained, lost, change = np.zeros(PEOPLE), np.zeros(PEOPLE), np.zeros((draws, 4))
    for k in range(draws):
        luck = {name: generator.standard_exponential(PEOPLE) for name in ("regular", "advanced_degree")}
        a, b = winners(one, luck), winners(other, luck)
        gained, lost = gained + (b & ~a), lost + (a & ~b)
        change[k] = members @ (b.astype(float) - a)
    for expected, seen in ((both.gains, gained), (both.loses, lost)):
        np.testing.assert_allclose(members @ expected, members @ seen / draws, rtol=0.02, atol=3)
        assert expected.sum() == pytest.approx(seen.sum() / draws, rel=0.02)
    cells = np.stack([np.bincount(both.of_row, weights=row, minlength=len(both.n)) for row in members.astype(float)])
    # four standard deviations of a variance from 1,500 draws are 15%; the first order misses a little more
    np.testing.assert_allclose(change.var(axis=0), both.variances(Totals(cells, cells)), rtol=0.16, atol=0.5)


def test_gains_less_losses_are_the_change_in_odds_and_a_rule_does_not_differ_from_itself():
    for before, after in PAIRS:
        one, other = odds(people(before)), odds(people(after))
        both = paired(one, other)
        np.testing.assert_allclose(both.gains - both.loses, other.by_row() - one.by_row(), rtol=0, atol=2e-4)
        np.testing.assert_allclose(both.joint.sum(axis=(1, 2)), 1, rtol=1e-12)
    same = paired(odds(people("weights")), odds(people("weights")))
    assert same.gains.max() == same.loses.max() == 0
    assert same.variances(Totals.same_in_class(same.n, np.ones((1, len(same.n))))).max() < 1e-6


def test_a_change_under_quotas_is_refused_not_guessed():
    limited = race(np.ones(PEOPLE), stage(**REGULAR, limits=(limit(employer, [200] * 5),)))
    with pytest.raises(NotComputable, match="quotas"):
        paired(odds(people("lottery")), odds(limited))
