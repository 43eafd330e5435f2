from concurrent.futures import ThreadPoolExecutor
from itertools import permutations

import numpy as np
import polars as pl
import pytest

from openh1b.errors import PoolError, RuleError
from openh1b.selection.draw import draw
from openh1b.selection.keys import exact_key, message_prefix, minus_log, numerators, uniforms
from openh1b.selection.race import GroupLimit, Race, make_stage, take

NAMES = {"seed": "S", "season": 2026}


def stage(name, seats, n, *, who=None, tier=None, weight=None, limits=()):
    return make_stage(
        name,
        seats,
        who=np.ones(n, bool) if who is None else who,
        tier=np.zeros(n) if tier is None else tier,
        weight=np.ones(n) if weight is None else weight,
        limits=limits,
    )


def race_of(*stages):
    return Race(np.ones(len(stages[0].eligible)), stages)


def people(n, seed=7):
    generator = np.random.default_rng(seed)
    return {
        "ids": [f"p{i:05d}" for i in range(n)],
        "level": generator.integers(1, 5, n),
        "advanced": generator.random(n) < 0.4,
        "employer": generator.integers(0, 6, n),
    }


def full_race(pool):
    """Tiers, weights, a quota, two lists and a later round."""
    n, level = len(pool["ids"]), pool["level"]
    limits = (GroupLimit("employer", tuple("abcdef"), pool["employer"], np.array([3, 3, 50, 50, 0, 2])),)
    tier, weight = -(level > 2).astype(float), level.astype(float)
    return race_of(
        stage("regular", n // 5, n, tier=tier, weight=weight, limits=limits),
        stage("advanced_degree", n // 10, n, who=pool["advanced"], weight=weight),
        stage("regular", n // 10, n, tier=tier, weight=weight, limits=limits),
    )


def rows(selection):
    return list(zip(*(getattr(selection, name).tolist() for name in ("selected", "stage", "rank", "key")), strict=True))


def rearranged(race, index):
    return Race(race.n[index], tuple(take(one, index) for one in race.stages))


def by_brute_walk(pool, race):
    """Selected and stage of each unit, by sorting and walking again from the start in every round."""
    taken = {}
    for one in race.stages:
        u = uniforms(pool["ids"], **NAMES, purpose=f"select/{one.name}")
        order = sorted(range(len(u)), key=lambda i: (one.tier[i], -np.log(u[i]) / one.weight[i]))
        filled, by_group = 0, [dict.fromkeys(range(len(limit.seats)), 0) for limit in one.limits]
        for i in order:
            if filled == one.seats or i in taken or not one.eligible[i]:
                continue
            full = [
                count[limit.group[i]] >= limit.seats[limit.group[i]]
                for count, limit in zip(by_group, one.limits, strict=True)
            ]
            if any(full):
                continue
            for count, limit in zip(by_group, one.limits, strict=True):
                count[limit.group[i]] += 1
            taken[i] = one.name
            filled += 1
    return [taken.get(i) for i in range(len(race.n))]


@pytest.mark.parametrize("n", [12, 200, 3000])
def test_tiers_weights_quotas_and_rounds_agree_with_a_brute_walk(n):
    pool = people(n)
    race = full_race(pool)
    selection = draw(race, pool["ids"], **NAMES)
    found = [race.names[s] if won else None for won, s in zip(selection.selected, selection.stage, strict=True)]
    assert found == by_brute_walk(pool, race)


def test_two_quotas_at_once_are_exact():
    pool = people(400)
    country = np.random.default_rng(3).integers(0, 3, 400)
    limits = (
        GroupLimit("employer", tuple("abcdef"), pool["employer"], np.array([10, 9, 8, 7, 6, 5])),
        GroupLimit("country", ("x", "y", "z"), country, np.array([12, 20, 1])),
    )
    race = race_of(stage("regular", 60, 400, weight=pool["level"].astype(float), limits=limits))
    selection = draw(race, pool["ids"], **NAMES)
    assert [("regular" if won else None) for won in selection.selected] == by_brute_walk(pool, race)
    for limit in limits:
        assert (np.bincount(limit.group[selection.selected], minlength=len(limit.seats)) <= limit.seats).all()


def test_row_order_threads_and_kind_of_ids_are_irrelevant():
    pool = people(1000)
    race = full_race(pool)
    base = rows(draw(race, pool["ids"], **NAMES))
    index = np.random.default_rng(1).permutation(1000)
    moved = draw(rearranged(race, index), [pool["ids"][i] for i in index], **NAMES)
    assert rows(moved) == [base[i] for i in index]
    with ThreadPoolExecutor(4) as threads:
        runs = list(threads.map(lambda _: rows(draw(race, pl.Series(pool["ids"]), **NAMES)), range(8)))
    assert all(run == base for run in runs)


def test_rows_that_are_eligible_nowhere_change_nothing():
    pool = people(1000)
    race = full_race(pool)
    out = pool["level"] == 1
    stages = [
        make_stage(s.name, s.seats, who=s.eligible & ~out, tier=s.tier.astype(float), weight=s.weight, limits=s.limits)
        for s in race.stages
    ]
    with_them, index = draw(race_of(*stages), pool["ids"], **NAMES), np.flatnonzero(~out)
    without = draw(rearranged(race_of(*stages), index), [pool["ids"][i] for i in index], **NAMES)
    assert [rows(with_them)[i] for i in index] == rows(without)
    assert (with_them.stage[out] == -1).all()
    assert (with_them.rank[out] == 0).all()
    assert np.isnan(with_them.key[out]).all()


def test_rank_is_the_place_by_tier_and_key_among_all_who_raced():
    pool = people(500)
    level = pool["level"].astype(float)
    race = race_of(stage("regular", 100, 500, tier=-level, weight=level))
    selection = draw(race, pool["ids"], **NAMES)
    order = np.argsort(selection.rank)
    assert sorted(selection.rank.tolist()) == list(range(1, 501))
    assert (np.diff(-level[order]) >= 0).all()
    same = np.diff(level[order]) == 0
    assert (np.diff(selection.key[order])[same] > 0).all()
    assert (selection.selected == (selection.rank <= 100)).all()


def test_stage_rank_and_key_of_the_unselected_are_of_the_last_stage_they_raced_in():
    pool = people(300)
    race = race_of(stage("regular", 50, 300), stage("advanced_degree", 20, 300, who=pool["advanced"]))
    selection = draw(race, pool["ids"], **NAMES)
    left = ~selection.selected
    assert (selection.stage[left] == pool["advanced"][left]).all()
    u = uniforms(pool["ids"], **NAMES, purpose="select/advanced_degree")
    on_second = selection.stage == 1
    np.testing.assert_allclose(selection.key[on_second], -np.log(u[on_second]), rtol=1e-12)
    assert sorted(selection.rank[on_second].tolist()) == list(range(1, on_second.sum() + 1))


def test_a_later_round_goes_on_down_its_own_list():
    pool = people(1000)
    weight = pool["level"].astype(float)
    advanced = stage("advanced_degree", 80, 1000, who=pool["advanced"], weight=weight)
    first, later = stage("regular", 200, 1000, weight=weight), stage("regular", 100, 1000, weight=weight)
    once = draw(race_of(first, advanced), pool["ids"], **NAMES)
    twice = draw(race_of(first, advanced, later), pool["ids"], **NAMES)
    regular = draw(race_of(stage("regular", 1000, 1000, weight=weight)), pool["ids"], **NAMES)
    waiting = sorted(np.flatnonzero(~once.selected), key=lambda i: regular.rank[i])
    assert set(np.flatnonzero(twice.selected & ~once.selected)) == set(waiting[:100])
    on_list = twice.stage == 0
    assert (twice.rank[on_list] == regular.rank[on_list]).all()


def test_two_rounds_without_a_stage_between_are_one_round_of_both():
    pool = people(600)
    weight = pool["level"].astype(float)
    parts = draw(race_of(*(stage("regular", s, 600, weight=weight) for s in (70, 0, 30))), pool["ids"], **NAMES)
    whole = draw(race_of(stage("regular", 100, 600, weight=weight)), pool["ids"], **NAMES)
    assert rows(parts) == rows(whole)


def test_who_was_passed_over_in_a_full_group_is_first_in_the_next_round():
    ids = [f"p{i}" for i in range(6)]
    group = np.zeros(6, dtype=np.int64)
    limits = (GroupLimit("employer", ("a",), group, np.array([2])),)
    race = race_of(stage("regular", 5, 6, limits=limits), stage("regular", 5, 6, limits=limits))
    selection = draw(race, ids, **NAMES)
    assert (selection.selected == (selection.rank <= 4)).all()


def test_rounds_on_one_list_must_be_of_one_list():
    n, level = 8, np.arange(1.0, 9.0)
    first = stage("regular", 1, n, who=level > 1)
    wrong = {
        "someone is eligible": stage("regular", 1, n),
        "weights differ": stage("regular", 1, n, who=level > 1, weight=level),
        "tiers differ": stage("regular", 1, n, who=level > 1, tier=level),
    }
    for problem, later in wrong.items():
        with pytest.raises(RuleError, match=rf"stage 2 \(regular\): {problem}"):
            draw(race_of(first, later), list("abcdefgh"), **NAMES)
    fewer = draw(race_of(first, stage("regular", 1, n, who=level > 4)), list("abcdefgh"), **NAMES)
    assert fewer.selected.sum() == 2


def test_either_order_of_the_stages_shares_luck():
    pool = people(2000)
    regular = stage("regular", 500, 2000)
    advanced = stage("advanced_degree", 150, 2000, who=pool["advanced"])
    one, other = (draw(race_of(*order), pool["ids"], **NAMES) for order in ((regular, advanced), (advanced, regular)))
    lists = {"regular": (one.stage == 0, other.stage == 1), "advanced_degree": (one.stage == 1, other.stage == 0)}
    for here, there in lists.values():
        both = here & there
        assert both.any()
        assert (one.key[both] == other.key[both]).all()
    plain = draw(race_of(regular), pool["ids"], **NAMES)
    assert (plain.selected <= (one.selected & (one.stage == 0))).all()
    assert (plain.selected <= other.selected).all()


def test_luck_on_two_lists_is_independent():
    pool = people(20_000)
    race = race_of(stage("regular", 5000, 20_000), stage("advanced_degree", 5000, 20_000))
    selection = draw(race, pool["ids"], **NAMES)
    u = uniforms(pool["ids"], **NAMES, purpose="select/regular")
    second = selection.selected & (selection.stage == 1)
    left = selection.stage == 1
    assert abs(u[second].mean() - u[left].mean()) < 0.0105  # 3.3 standard errors


def test_no_seats_select_nobody_and_still_rank_everybody():
    selection = draw(race_of(stage("regular", 0, 5)), list("abcde"), **NAMES)
    assert not selection.selected.any()
    assert sorted(selection.rank.tolist()) == [1, 2, 3, 4, 5]


def test_seats_above_the_pool_select_all_the_eligible():
    who = np.array([True, False, True, True, False])
    selection = draw(race_of(stage("regular", 100, 5, who=who)), list("abcde"), **NAMES)
    assert selection.selected.tolist() == who.tolist()


def test_an_empty_pool_has_an_empty_draw():
    selection = draw(race_of(stage("regular", 3, 0)), [], **NAMES)
    assert selection.selected.shape == (0,)


def near_tie():
    """Two units whose weights make their keys equal to a double's last digit, and the sign of the exact difference."""
    ids = ["first", "second"]
    m = numerators(message_prefix(**NAMES, purpose="select/regular"), [unit.encode() for unit in ids])
    logs = minus_log(m)
    return ids, m.tolist(), float(logs[1] / logs[0])


@pytest.mark.parametrize("nudge", [-1e-13, -2e-16, 0.0, 2e-16, 1e-13])
def test_keys_too_near_for_doubles_are_ordered_by_decimals(nudge):
    ids, m, ratio = near_tie()
    weight = np.array([1.0, ratio * (1 + nudge)])
    selection = draw(race_of(stage("regular", 1, 2, weight=weight)), ids, **NAMES)
    assert abs(selection.key[0] / selection.key[1] - 1) < 2e-13
    exact = [exact_key(number, float(w)) for number, w in zip(m, weight, strict=True)]
    assert exact[0] != exact[1]
    assert selection.selected.tolist() == [exact[0] < exact[1], exact[1] < exact[0]]


def test_decimals_overrule_the_order_of_doubles(monkeypatch):
    ids = [f"p{i}" for i in range(40)]
    race = race_of(stage("regular", 7, 40))
    right = draw(race, ids, **NAMES)
    spoil = np.random.default_rng(4).uniform(0, 1e-13, 40)
    monkeypatch.setattr("openh1b.selection.draw.minus_log", lambda _: 1 + spoil)  # all within 1e-13: one run
    assert draw(race, ids, **NAMES).rank.tolist() == right.rank.tolist()


def test_decimals_do_not_reach_across_tiers(monkeypatch):
    ids, tier = [f"p{i}" for i in range(40)], np.arange(40.0)
    monkeypatch.setattr("openh1b.selection.draw.minus_log", lambda m: np.ones(len(m)))
    selection = draw(race_of(stage("regular", 7, 40, tier=tier)), ids, **NAMES)
    assert selection.rank.tolist() == list(range(1, 41))


def test_equal_numbers_are_ordered_by_the_bytes_of_the_id(monkeypatch):
    ids = ["b", "\U00010000", "\uffff", "a", "B"]
    monkeypatch.setattr("openh1b.selection.draw.numerators", lambda _, encoded: np.full(len(encoded), 12345))
    selection = draw(race_of(stage("regular", 2, 5)), ids, **NAMES)
    assert [ids[i] for i in np.argsort(selection.rank)] == ["B", "a", "b", "\uffff", "\U00010000"]


def test_frequencies_are_those_of_successive_weighted_sampling():
    weight = {"a": 1.0, "b": 2.0, "c": 3.0, "d": 4.0}
    ids, total, runs = list(weight), sum(weight.values()), 6000
    race = race_of(stage("regular", 2, 4, weight=np.array(list(weight.values()))))
    found = dict.fromkeys(permutations(ids, 2), 0)
    for run in range(runs):
        rank = draw(race, ids, seed=f"run {run}", season=2026).rank
        order = [ids[i] for i in np.argsort(rank)]
        found[order[0], order[1]] += 1
    expected = {(a, b): runs * weight[a] / total * weight[b] / (total - weight[a]) for a, b in found}
    statistic = sum((found[pair] - expected[pair]) ** 2 / expected[pair] for pair in found)
    assert statistic < 31.3  # chi-square, 11 degrees of freedom, 1 in 1,000


def test_a_higher_weight_never_hurts():
    pool = people(300)
    weight = pool["level"].astype(float)
    base = draw(race_of(stage("regular", 60, 300, weight=weight)), pool["ids"], **NAMES)
    for i in range(0, 300, 17):
        more = weight.copy()
        more[i] *= 3
        raised = draw(race_of(stage("regular", 60, 300, weight=more)), pool["ids"], **NAMES)
        assert raised.rank[i] <= base.rank[i]
        assert raised.selected[i] >= base.selected[i]


def test_rows_that_stand_for_several_units_are_all_named():
    race = Race(np.array([1.0, 2.0, 1.0, 0.5]), (stage("regular", 1, 4),))
    with pytest.raises(RuleError, match="expected 1") as caught:
        draw(race, list("abcd"), **NAMES)
    assert [fault.row for fault in caught.value.faults] == [2, 4]


def test_weights_no_key_can_be_made_of_are_named_only_where_eligible():
    weight, who = np.array([1.0, 0.0, np.nan, -1.0, np.inf]), np.array([True, False, True, True, True])
    with pytest.raises(RuleError, match=r"stage 1 \(regular\)") as caught:
        draw(race_of(stage("regular", 1, 5, who=who, weight=weight)), list("abcde"), **NAMES)
    assert [fault.row for fault in caught.value.faults] == [3, 4, 5]


def test_negative_seats_are_refused():
    with pytest.raises(RuleError, match="seats are -1"):
        draw(race_of(stage("regular", -1, 2)), ["a", "b"], **NAMES)


def test_as_many_ids_as_rows():
    with pytest.raises(RuleError, match="2 ids for 3 rows"):
        draw(race_of(stage("regular", 1, 3)), ["a", "b"], **NAMES)


def test_doubled_ids_are_refused():
    with pytest.raises(PoolError, match="was given before"):
        draw(race_of(stage("regular", 1, 2)), ["a", "a"], **NAMES)


def test_keys_of_the_smallest_and_largest_weight_stay_finite_and_ordered():
    weight = np.array([1e-200, 1.0, 1e200])
    selection = draw(race_of(stage("regular", 1, 3, weight=weight)), list("abc"), **NAMES)
    assert np.isfinite(selection.key).all()
    assert selection.rank.tolist() == [3, 2, 1]
